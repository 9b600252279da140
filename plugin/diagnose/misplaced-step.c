/* Rules about steps that are there, but out of place: sent twice, garbled, to the wrong port,
 * beside the point; and about what a capture shows beside the reason of a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "rules.h"

/* Responses of one transaction that are asked for their To tag. */
#define RESPONSES_MAX 64

/* SIP's port where a Via names none (RFC 3261 section 18.2.2). */
#define DEFAULT_PORT 5060

/* ---- Sent twice ---- */

static void judge_capture_duplicate(struct scene *scene)
{
    const struct sc_record *record = scene->record;

    if (scene->copy != SC_COPY_DUPLICATE) {
        return;
    }
    evidence(scene, scene->frame);
    if (record->last_frame == record->frame) {
        find(scene, "The same packet as frame %u, captured twice", record->frame);
    } else {
        /* Which of the repetitions it doubles is not kept. */
        find(scene,
             "One packet, captured twice within milliseconds; its message is that of frame %u",
             record->frame);
    }
}

/* Any other 2xx to the INVITE with another To tag; NULL if there is none. */
static const struct sc_record *other_answer(const struct scene *scene)
{
    const struct sc_record *response = scene->transaction->responses;

    for (int i = 0; response != NULL && i < RESPONSES_MAX; i++, response = response->next) {
        if (response->code / 100 == 2 && response->to_tag.size > 0 &&
            !sc_slice_equal(response->to_tag, scene->record->to_tag)) {
            return response;
        }
    }
    return NULL;
}

static void judge_double_answer(struct scene *scene)
{
    if (scene->copy != SC_COPY_FIRST || scene->record->to_tag.size == 0) {
        return;
    }
    const struct sc_record *other = other_answer(scene);
    if (other != NULL) {
        evidence(scene, scene->transaction->request.frame);
        evidence(scene, other->frame);
        find(scene, "The INVITE is answered in frame %u, too, with another To tag", other->frame);
    }
}

/* ---- One fork of several ---- */

/* How many To tags the responses so far carry. Those that made an early dialog with the tag of the
 * message at hand become evidence. */
static unsigned count_forks(struct scene *scene)
{
    const struct sc_record *response = scene->transaction->responses;
    struct sc_slice tags[RESPONSES_MAX];
    unsigned count = 0;

    for (int i = 0; response != NULL && i < RESPONSES_MAX; i++, response = response->next) {
        unsigned known = 0;
        while (known < count && !sc_slice_equal(tags[known], response->to_tag)) {
            known++;
        }
        if (known < count || response->to_tag.size == 0) {
            continue;
        }
        tags[count++] = response->to_tag;
        if (sc_slice_equal(response->to_tag, scene->record->to_tag)) {
            evidence(scene, response->frame);
        }
    }
    return count;
}

/* The Reason of a 199: the status code that ended the fork (RFC 6228 sections 5 and 6), otherwise
 * the first with a cause. */
static bool read_fork_reason(const struct scene *scene, struct sc_reason *found)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;
    bool any = false;

    while (sc_reason_next(scene->message, &cursor, &reason)) {
        if (reason.has_cause && (!any || sc_slice_is(reason.protocol, "SIP"))) {
            *found = reason;
            any = true;
        }
        if (any && sc_slice_is(found->protocol, "SIP")) {
            break;
        }
    }
    return any;
}

static void judge_fork_ended(struct scene *scene)
{
    struct sc_reason reason;

    if (scene->record->to_tag.size == 0 || !read_fork_reason(scene, &reason)) {
        return;
    }
    const char *name = sc_cause_name(sc_reason_protocol_lookup(reason.protocol), reason.cause);
    unsigned forks = count_forks(scene);
    const char *protocol = quote(scene, reason.protocol);
    if (forks > 1) {
        find(scene, "One of %u forks ended with %s cause %u%s%s%s, the INVITE goes on", forks,
             protocol, reason.cause, *name ? " (" : "", name, *name ? ")" : "");
    } else {
        find(scene, "The early dialog ended with %s cause %u%s%s%s, the INVITE goes on", protocol,
             reason.cause, *name ? " (" : "", name, *name ? ")" : "");
    }
}

/* ---- Garbled ---- */

static void add_change(GString *changes, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void add_change(GString *changes, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_string_append(changes, changes->len > 0 ? "; " : "");
    g_string_append_vprintf(changes, format, arguments);
    va_end(arguments);
}

/* True if both messages have one line of HEADER. One that the request lacks or has twice cannot be
 * mirrored. */
static bool both_have_one(const struct sc_message *request, const struct sc_message *response,
                          enum sc_header header, GString *changes)
{
    size_t back = sc_header_count(response, header);

    if (sc_header_count(request, header) != 1) {
        return false;
    }
    if (back == 0 && response->lines_dropped == 0) {
        add_change(changes, "no %s", sc_header_name(header));
    }
    return back == 1;
}

/* A display name and quotes around it are as free as white space: nobody matches by them. */
static void compare_from(const struct sc_message *request, const struct sc_message *response,
                         GString *changes)
{
    if (!both_have_one(request, response, SC_HEADER_FROM, changes)) {
        return;
    }
    struct sc_address sent = sc_address_read(sc_header_first(request, SC_HEADER_FROM));
    struct sc_address back = sc_address_read(sc_header_first(response, SC_HEADER_FROM));
    if (!sc_slice_equal(sc_param_find(sent.params, "tag"), sc_param_find(back.params, "tag"))) {
        add_change(changes, "another From tag");
    }
    if (!sc_slice_same(sc_slice_trim(sent.uri), sc_slice_trim(back.uri))) {
        add_change(changes, "another URI in From");
    }
}

/* The To tag, where the request has one: otherwise the server adds it. */
static void compare_to(const struct sc_message *request, const struct sc_message *response,
                       GString *changes)
{
    struct sc_slice sent = sc_message_tag(request, SC_HEADER_TO);

    if (both_have_one(request, response, SC_HEADER_TO, changes) && sent.size > 0 &&
        !sc_slice_equal(sent, sc_message_tag(response, SC_HEADER_TO))) {
        add_change(changes, "another To tag");
    }
}

static void compare_call_id(const struct sc_message *request, const struct sc_message *response,
                            GString *changes)
{
    if (both_have_one(request, response, SC_HEADER_CALL_ID, changes) &&
        !sc_slice_equal(sc_header_first(request, SC_HEADER_CALL_ID),
                        sc_header_first(response, SC_HEADER_CALL_ID))) {
        add_change(changes, "another Call-ID");
    }
}

static void compare_cseq(struct scene *scene, const struct sc_message *request,
                         const struct sc_message *response, GString *changes)
{
    struct sc_cseq sent = sc_message_cseq(request);
    struct sc_cseq back = sc_message_cseq(response);

    /* A number that is out of range has no value to hold against another. */
    if (!both_have_one(request, response, SC_HEADER_CSEQ, changes) || !sent.readable ||
        !back.readable ||
        (sent.number == back.number && sc_slice_equal(sent.method, back.method))) {
        return;
    }
    add_change(changes, "CSeq %u %s in place of %u %s", back.number, quote(scene, back.method),
               sent.number, quote(scene, sent.method));
}

/* True if two Vias name one place, be the default port written out in one of them. */
static bool same_sent_by(const struct sc_via *a, const struct sc_via *b)
{
    uint16_t port_a = a->port != 0 ? a->port : DEFAULT_PORT;
    uint16_t port_b = b->port != 0 ? b->port : DEFAULT_PORT;

    return sc_slice_same(a->sent_by, b->sent_by) ||
           (sc_slice_same(a->host, b->host) && port_a == port_b);
}

/* A server adds received and the value of rport (RFC 3581 section 4), and an extension may fill in
 * parameters of its own; protocol, sent-by and branch stay. NUMBER counts from 1. */
static void compare_via(struct scene *scene, const struct sc_via *sent, const struct sc_via *back,
                        unsigned number, GString *changes)
{
    if (!sc_slice_same(sent->transport, back->transport)) {
        add_change(changes, "another transport in Via %u", number);
    }
    if (!same_sent_by(sent, back)) {
        add_change(changes, "%s in place of %s in Via %u", quote(scene, back->sent_by),
                   quote(scene, sent->sent_by), number);
    }
    if (sent->branch.size > 0 && back->branch.size == 0) {
        add_change(changes, "no branch in Via %u", number);
    } else if (!sc_slice_equal(sent->branch, back->branch)) {
        add_change(changes, "another branch in Via %u", number);
    }
}

static void compare_vias(struct scene *scene, const struct sc_message *request,
                         const struct sc_message *response, GString *changes)
{
    struct sc_cursor sent_cursor = {0};
    struct sc_cursor back_cursor = {0};
    struct sc_via sent;
    struct sc_via back;
    size_t before = changes->len;

    if (request->lines_dropped > 0 || response->lines_dropped > 0) {
        return;
    }
    /* The first Via that differs is enough: behind one that is missing all others do. */
    for (unsigned number = 1; number <= SC_VIAS_MAX && changes->len == before; number++) {
        bool has_sent = sc_via_next(request, &sent_cursor, &sent);
        bool has_back = sc_via_next(response, &back_cursor, &back);
        if (has_sent != has_back) {
            add_change(changes, has_sent ? "Via %u is missing" : "Via %u is added", number);
        }
        if (!has_sent || !has_back) {
            return;
        }
        compare_via(scene, &sent, &back, number, changes);
    }
}

/* True if the tracker found nothing that differs: nearly always. */
static bool is_mirrored(const struct scene *scene)
{
    const struct sc_record *request = &scene->transaction->request;

    return sc_transaction_mirrored_by(scene->transaction, scene->record) &&
           (request->to_tag.size == 0 || sc_slice_equal(request->to_tag, scene->record->to_tag));
}

static void judge_response_not_mirrored(struct scene *scene)
{
    const struct sc_message *request = is_mirrored(scene) ? NULL : request_of(scene);

    if (request == NULL) {
        return;
    }
    GString *changes = g_string_new(NULL);
    compare_from(request, scene->message, changes);
    compare_to(request, scene->message, changes);
    compare_call_id(request, scene->message, changes);
    compare_cseq(scene, request, scene->message, changes);
    compare_vias(scene, request, scene->message, changes);
    if (changes->len > 0) {
        find(scene, "The response does not mirror its request: %s", changes->str);
    }
    g_string_free(changes, TRUE);
}

/* ---- To the wrong place ---- */

/* The topmost Via of a message; false if there is none or maddr leads elsewhere (RFC 3261 section
 * 18.2.2). */
static bool read_top_via(const struct sc_message *message, struct sc_via *via)
{
    struct sc_cursor cursor = {0};
    struct sc_cursor value_cursor = {0};
    struct sc_slice value;

    if (!sc_via_next(message, &cursor, via) ||
        !sc_value_next(message, SC_HEADER_VIA, &value_cursor, &value)) {
        return false;
    }
    const char *params = memchr(value.data, ';', value.size);
    if (params == NULL) {
        return true;
    }
    struct sc_slice run = {params, value.size - (size_t)(params - value.data)};
    return !sc_slice_present(sc_param_find(run, "maddr"));
}

static void judge_response_wrong_port(struct scene *scene)
{
    const struct sc_endpoint *client = scene->transaction->request.source;
    const struct sc_endpoint *target = scene->record->destination;
    struct sc_via via;

    if (scene->packet->stream || !scene->transaction->request_seen ||
        !sc_endpoint_same_host(client, target) || client->port == target->port) {
        return;
    }
    const struct sc_message *request = request_of(scene);
    if (request == NULL || !read_top_via(request, &via) || !sc_slice_is(via.transport, "UDP")) {
        return;
    }
    uint16_t named = via.port != 0 ? via.port : DEFAULT_PORT;
    if (target->port != named) {
        find(scene, "Sent to port %u; the request came from port %u, and its Via names port %u%s",
             target->port, client->port, named, via.rport_asked ? " and has rport" : "");
    } else if (via.rport_asked) {
        /* Right for a server that does not know rport. */
        confidence(scene, SC_CONFIDENCE_STRONG);
        find(scene, "Sent to port %u of the Via; the request came from port %u and has rport",
             target->port, client->port);
    }
}

/* ---- Addresses that are translated on the way ---- */

/* Reads an IPv4 address as a Via spells it. */
static bool read_ipv4(struct sc_slice text, uint8_t address[4])
{
    for (int i = 0; i < 4; i++) {
        const char *dot = i < 3 && text.size > 0 ? memchr(text.data, '.', text.size) : NULL;
        size_t size = dot != NULL ? (size_t)(dot - text.data) : text.size;
        uint64_t number;

        if (!sc_slice_number((struct sc_slice){text.data, size}, 255, &number)) {
            return false;
        }
        address[i] = (uint8_t)number;
        size += dot != NULL ? 1 : 0;
        text.data += size;
        text.size -= size;
    }
    return true;
}

/* Addresses that nobody reaches from outside: RFC 1918, and the shared ones of RFC 6598. */
static bool is_private(const uint8_t address[4])
{
    return address[0] == 10 || (address[0] == 172 && address[1] / 16 == 1) ||
           (address[0] == 192 && address[1] == 168) || (address[0] == 100 && address[1] / 64 == 1);
}

/* One remark for each call and each registration: at the first response to the first request. */
static bool is_first_response(const struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    return transaction->request_seen && scene->record == transaction->responses &&
           !in_dialog(transaction) && transaction->retry_of == NULL &&
           transaction->attempt != NULL && !transaction->attempt->renews;
}

/* What a server adds to the Via shows where it saw the request come from (RFC 3261 section 18.2.1,
 * RFC 3581 section 4). */
static void judge_nat_detected(struct scene *scene)
{
    const struct sc_endpoint *client = scene->transaction->request.source;
    struct sc_cursor cursor = {0};
    struct sc_via via;
    uint8_t sent[4];
    uint8_t received[4];

    if (!is_first_response(scene) || !sc_via_next(scene->message, &cursor, &via) ||
        !read_ipv4(via.received, received)) {
        return;
    }
    evidence(scene, scene->transaction->request.frame);
    if (client->family == 4 && memcmp(client->address, received, sizeof received) != 0) {
        find(scene, "The request left %u.%u.%u.%u, the server saw it come from %s",
             client->address[0], client->address[1], client->address[2], client->address[3],
             quote(scene, via.received));
    } else if (read_ipv4(via.host, sent) && is_private(sent) &&
               memcmp(sent, received, sizeof sent) != 0) {
        /* A host with several addresses may name one and send from another. */
        confidence(scene, SC_CONFIDENCE_STRONG);
        find(scene, "The Via names %s, the server saw the request come from %s",
             quote(scene, via.host), quote(scene, via.received));
    }
}

/* ---- Beside the point ---- */

/* Codes that say nothing of the one who was asked, or ask for another try first: credentials are
 * wanted, or a proxy answers for a peer that it does not reach (RFC 3261 sections 16.7 and 16.8; it
 * sends a 503 on as 500). */
static bool leaves_peer_in_doubt(unsigned code)
{
    switch (code) {
    case 400: /* something is wrong with the request */
    case 401:
    case 407:
    case 408:
    case 430: /* RFC 5626 section 11.5: the client's connection is gone */
    case 500:
    case 502:
    case 503:
    case 504:
        return true;
    default:
        return !sc_status_registered(code);
    }
}

static void judge_options_ping_answered(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (transaction->request_seen && !in_dialog(transaction) &&
        !leaves_peer_in_doubt(scene->record->code)) {
        evidence(scene, transaction->request.frame);
        find(scene, "OPTIONS outside of a dialog got %u: the peer is up, and no call was refused",
             scene->record->code);
    }
}

/* Said once for each offset of a host, where a second message confirms the first. */
static void judge_clock_skew(struct scene *scene)
{
    const struct sc_clock *clock =
        sc_header_count(scene->message, SC_HEADER_DATE) > 0
            ? sc_tracker_host(scene->tracker, scene->record->source)->clock
            : NULL;
    int64_t allowed = scene->thresholds->clock_skew * INT64_C(1000000000);

    if (clock == NULL || clock->latest != scene->record || clock->agreed != 2 ||
        (clock->offset <= allowed && clock->offset >= -allowed)) {
        return;
    }
    bool ahead = clock->offset > 0;
    about(scene, clock->first);
    find(scene, "Date is %s %s the capture's clock in frames %u and %u",
         span(scene, ahead ? clock->offset : -clock->offset), ahead ? "ahead of" : "behind",
         clock->first->frame, clock->latest->frame);
}

/* The first Q.850 cause of a BYE that says more than that the call was over: 16, normal call
 * clearing, is the usual end. */
static bool read_release_cause(const struct scene *scene, struct sc_reason *reason)
{
    struct sc_cursor cursor = {0};

    while (sc_reason_next(scene->message, &cursor, reason)) {
        if (reason->has_cause && sc_slice_is(reason->protocol, "Q.850")) {
            return reason->cause != 16 && !sc_q850_unspecific(reason->cause);
        }
    }
    return false;
}

static void judge_release_cause(struct scene *scene)
{
    const struct sc_dialog *dialog = scene->transaction->dialog;
    struct sc_reason reason;

    if (!read_release_cause(scene, &reason)) {
        return;
    }
    const struct sc_cause *cause = sc_q850_lookup(reason.cause);
    const char *location = sc_location_name(reason.location);
    const char *text = quote(scene, reason.text);
    bool has_text = reason.text.size > 0 && g_ascii_strcasecmp(text, cause->name) != 0;
    if (dialog != NULL && dialog->confirmed != NULL) {
        evidence(scene, dialog->confirmed->frame);
    }
    quotes_cause(scene, SC_STATED_REASON, "");
    find(scene, "BYE with Q.850 cause %u (%s)%s%s%s%s%s", cause->value, cause->name,
         *location ? ", location: " : "", location, has_text ? ", text \"" : "",
         has_text ? text : "", has_text ? "\"" : "");
}

static const struct rule rules[] = {
    {"capture-duplicate", AT_SHOWING, 0, 0, NULL, judge_capture_duplicate, NULL},
    {"clock-skew", ON_REQUEST, 0, 0, NULL, judge_clock_skew, NULL},
    {"clock-skew", ON_RESPONSE, 0, 0, NULL, judge_clock_skew, NULL},
    {"double-answer", AT_SHOWING, 200, 299, "INVITE", judge_double_answer, NULL},
    {"fork-ended", ON_RESPONSE, 199, 199, "INVITE", judge_fork_ended, NULL},
    {"nat-detected", ON_RESPONSE, 0, 0, "INVITE", judge_nat_detected, NULL},
    {"nat-detected", ON_RESPONSE, 0, 0, "REGISTER", judge_nat_detected, NULL},
    {"options-ping-answered", ON_RESPONSE, 400, 699, "OPTIONS", judge_options_ping_answered, NULL},
    {"release-cause", ON_REQUEST, 0, 0, "BYE", judge_release_cause, NULL},
    {"response-not-mirrored", ON_RESPONSE, 0, 0, NULL, judge_response_not_mirrored, NULL},
    {"response-wrong-port", ON_RESPONSE, 0, 0, NULL, judge_response_wrong_port, NULL},
};

const struct rule_topic rules_misplaced_step = {rules, G_N_ELEMENTS(rules)};
