/* Everything that can be read out of a message, for tests that only ask where it points.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Shared by the unit tests and the fuzzer. Knows no test framework: what to do with a slice is the
 * caller's.
 */
#ifndef SIPCODES_TESTS_READERS_H
#define SIPCODES_TESTS_READERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "sipcodes/message.h"
#include "sipcodes/sdp.h"

/* Called with every slice that is returned. */
typedef void (*slice_visitor)(struct sc_slice slice, void *context);

/* True if the slice is absent or lies in BYTES; an empty one may stand at their end. */
static inline bool lies_inside(struct sc_slice slice, struct sc_slice bytes)
{
    uintptr_t from = (uintptr_t)slice.data;
    uintptr_t start = (uintptr_t)bytes.data;

    if (!sc_slice_present(slice)) {
        return slice.size == 0;
    }
    return from >= start && slice.size <= bytes.size && from - start <= bytes.size - slice.size;
}

/* True if the slice comes out of sc_slice_text() as it promises: the announced size, terminated,
 * UTF-8 without control characters, and the same beginning where there is less room. */
static inline bool text_is_clean(struct sc_slice slice)
{
    size_t room = SC_TEXT_SIZE(slice.size);
    char *text = malloc(room);
    bool clean = text != NULL;

    if (clean) {
        char cut[8];
        size_t needed = sc_slice_text(slice, text, room);
        clean = needed < room && strlen(text) == needed && g_utf8_validate(text, -1, NULL) &&
                sc_slice_text(slice, NULL, 0) == needed;
        for (char *c = text; clean && *c != '\0'; c = g_utf8_next_char(c)) {
            clean = !g_unichar_iscntrl(g_utf8_get_char(c));
        }
        clean = clean && sc_slice_text(slice, cut, sizeof cut) == needed &&
                strlen(cut) < sizeof cut && g_str_has_prefix(text, cut) &&
                g_utf8_validate(cut, -1, NULL);
    }
    free(text);
    return clean;
}

static inline void visit_params(struct sc_slice rest, char separator, slice_visitor visit,
                                void *context)
{
    struct sc_slice all = rest;
    struct sc_param param;

    while (sc_param_next(&rest, separator, &param)) {
        visit(param.name, context);
        visit(param.value, context);
    }
    visit(sc_param_find(all, "tag"), context);
    visit(sc_param_find(all, "boundary"), context);
}

static inline void visit_uri(struct sc_slice value, slice_visitor visit, void *context)
{
    struct sc_uri uri = sc_uri_read(value);

    visit(uri.scheme, context);
    visit(uri.user, context);
    visit(uri.host, context);
    visit(uri.params, context);
}

static inline void visit_address(struct sc_slice value, slice_visitor visit, void *context)
{
    struct sc_address address = sc_address_read(value);

    visit(address.display, context);
    visit(address.uri, context);
    visit(address.params, context);
    visit_params(address.params, ';', visit, context);
    visit_uri(address.uri, visit, context);
}

static inline void visit_header(const struct sc_message *message, enum sc_header header,
                                slice_visitor visit, void *context)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;
    uint32_t number;

    visit(sc_header_first(message, header), context);
    visit(sc_message_tag(message, header), context);
    sc_message_number(message, header, &number);
    sc_header_lists(message, header, sc_slice_of("100rel"));
    struct sc_auth auth;

    while (sc_auth_next(message, header, &cursor, &auth)) {
        const struct sc_slice values[] = {auth.scheme, auth.realm,    auth.nonce, auth.algorithm,
                                          auth.qop,    auth.stale,    auth.uri,   auth.username,
                                          auth.nc,     auth.response, auth.auts,  auth.cnonce};
        for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
            visit(values[i], context);
        }
    }
    cursor = (struct sc_cursor){0};
    while (sc_line_next(message, header, &cursor, &value)) {
        visit(value, context);
        visit_params(value, ',', visit, context);
    }
    cursor = (struct sc_cursor){0};
    while (sc_value_next(message, header, &cursor, &value)) {
        visit(value, context);
        visit_address(value, visit, context);
    }
}

static inline void visit_values(const struct sc_message *message, slice_visitor visit,
                                void *context)
{
    struct sc_retry_after retry_after = sc_message_retry_after(message);
    struct sc_cursor vias = {0};
    struct sc_cursor reasons = {0};
    struct sc_cursor vendors = {0};
    struct sc_cursor warnings = {0};
    struct sc_via via;
    struct sc_reason reason;
    struct sc_warning warning;
    int64_t seconds;

    sc_message_date(message, &seconds);
    sc_message_issued_at(message, &seconds);
    visit(sc_message_cseq(message).method, context);
    visit(sc_message_method(message), context);
    sc_message_challenges(message);
    visit(retry_after.comment, context);
    visit(retry_after.bytes, context);
    while (sc_via_next(message, &vias, &via)) {
        visit(via.transport, context);
        visit(via.sent_by, context);
        visit(via.host, context);
        visit(via.branch, context);
        visit(via.received, context);
    }
    while (sc_reason_next(message, &reasons, &reason)) {
        visit(reason.protocol, context);
        visit(reason.text, context);
        visit(reason.location, context);
        visit(reason.bytes, context);
    }
    while (sc_vendor_cause_next(message, &vendors, &reason)) {
        visit(reason.text, context);
        visit(reason.bytes, context);
    }
    while (sc_warning_next(message, &warnings, &warning)) {
        visit(warning.agent, context);
        visit(warning.text, context);
        visit(warning.bytes, context);
    }
}

static inline void visit_facts(const struct sc_message *message, slice_visitor visit, void *context)
{
    struct sc_slice rest = message->head;
    struct sc_line line;

    visit(message->bytes, context);
    visit(message->start_line, context);
    visit(message->method, context);
    visit(message->uri, context);
    visit(message->version, context);
    visit(message->status, context);
    visit(message->phrase, context);
    visit(message->head, context);
    visit(message->body, context);
    for (size_t i = 0; i < message->line_count; i++) {
        visit(message->lines[i].name, context);
        visit(message->lines[i].value, context);
    }
    while (sc_header_next(&rest, &line)) {
        visit(line.name, context);
        visit(line.value, context);
    }
}

static inline void visit_common(const struct sc_sdp_common *common, slice_visitor visit,
                                void *context)
{
    visit(common->family, context);
    visit(common->address, context);
    visit(common->setup, context);
}

static inline void visit_media(const struct sc_sdp_media *media, slice_visitor visit, void *context)
{
    struct sc_cursor formats = {0};
    struct sc_cursor suites = {0};
    struct sc_sdp_format format;
    struct sc_slice suite;

    visit(media->type, context);
    visit(media->proto, context);
    visit(media->format, context);
    visit(media->lines, context);
    visit_common(&media->common, visit, context);
    while (sc_sdp_format_next(media, &formats, &format)) {
        visit(format.name, context);
        if (lies_inside(format.codec, media->lines)) { /* or it is a constant */
            visit(format.codec, context);
        }
    }
    while (sc_sdp_crypto_next(media, &suites, &suite)) {
        visit(suite, context);
    }
}

static inline void visit_sdp(struct sc_slice bytes, slice_visitor visit, void *context)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;
    struct sc_sdp sdp;

    sc_sdp_read(bytes, &sdp);
    visit(sdp.media, context);
    visit_common(&sdp.session, visit, context);
    while (sc_sdp_media_next(&sdp, &cursor, &media)) {
        visit_media(&media, visit, context);
    }
}

static inline void visit_body(const struct sc_message *message, slice_visitor visit, void *context)
{
    struct sc_message *fragment = malloc(sizeof *fragment);
    struct sc_cursor parts = {0};
    struct sc_cursor fragments = {0};
    struct sc_part part;

    while (sc_part_next(message, &parts, &part)) {
        if (!lies_inside(part.type, message->bytes) && sc_slice_is(part.type, "text/plain")) {
            part.type = (struct sc_slice){0}; /* the constant */
        }
        visit(part.type, context);
        visit(part.bytes, context);
    }
    while (fragment != NULL && sc_fragment_next(message, &fragments, fragment)) {
        visit_facts(fragment, visit, context);
        visit_values(fragment, visit, context);
    }
    free(fragment);
    visit_sdp(message->body, visit, context);
}

/* Runs the scan's facts, every reader and every iterator of a message. */
static inline void visit_everything(const struct sc_message *message, slice_visitor visit,
                                    void *context)
{
    visit_facts(message, visit, context);
    for (int header = SC_HEADER_OTHER; header < SC_HEADER_COUNT; header++) {
        visit_header(message, (enum sc_header)header, visit, context);
    }
    visit_uri(message->uri, visit, context);
    visit_values(message, visit, context);
    visit_body(message, visit, context);
}

#endif
