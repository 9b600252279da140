/* What a response copies from its request.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mirroring.h"

static void add_change(GString *changes, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void add_change(GString *changes, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_string_append(changes, changes->len > 0 ? "; " : "");
    g_string_append_vprintf(changes, format, arguments);
    va_end(arguments);
}

/* True if both messages have one line of HEADER. A header that the request lacks or has twice
 * cannot be mirrored. */
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

/* A From URI without its parameters, which some servers leave out, and nothing is matched by. */
static struct sc_slice bare_uri(const struct sc_address *address)
{
    return sc_slice_trim(sc_slice_until(sc_slice_trim(address->uri), ';'));
}

/* Display name and quoting may change: nothing is matched by them, nor by the URI. */
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
}

/* The To tag, if the request has one: otherwise the server adds it. */
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

static void compare_cseq(struct sc_draft *draft, const struct sc_message *request,
                         const struct sc_message *response, GString *changes)
{
    struct sc_cseq sent = sc_message_cseq(request);
    struct sc_cseq back = sc_message_cseq(response);

    /* A number that is out of range has no value to compare. */
    if (!both_have_one(request, response, SC_HEADER_CSEQ, changes) || !sent.readable ||
        !back.readable ||
        (sent.number == back.number && sc_slice_equal(sent.method, back.method))) {
        return;
    }
    add_change(changes, "CSeq %u %s in place of %u %s", back.number,
               sc_draft_quote(draft, back.method), sent.number, sc_draft_quote(draft, sent.method));
}

/* True if two hosts are the same, also if an IPv6 address is written in another way. */
static bool same_host(struct sc_slice a, struct sc_slice b)
{
    struct sc_endpoint address = sc_endpoint_read(a);

    return sc_slice_same(a, b) || (address.family == 6 && sc_endpoint_is(&address, b));
}

/* True if two Vias name one place, also if one of them writes out the default port. */
static bool same_sent_by(const struct sc_via *a, const struct sc_via *b)
{
    return sc_slice_same(a->sent_by, b->sent_by) ||
           (same_host(a->host, b->host) && sc_via_port(a) == sc_via_port(b));
}

/* A server adds received and the value of rport (RFC 3581 section 4), and an extension may fill in
 * parameters of its own; protocol, sent-by and branch stay. NUMBER counts from 1. */
static void compare_via(struct sc_draft *draft, const struct sc_via *sent,
                        const struct sc_via *back, unsigned number, GString *changes)
{
    if (!sc_slice_same(sent->transport, back->transport)) {
        add_change(changes, "another transport in Via %u", number);
    }
    if (!same_sent_by(sent, back)) {
        add_change(changes, "%s in place of %s in Via %u", sc_draft_quote(draft, back->sent_by),
                   sc_draft_quote(draft, sent->sent_by), number);
    }
    if (sent->branch.size > 0 && back->branch.size == 0) {
        add_change(changes, "no branch in Via %u", number);
    } else if (!sc_slice_equal(sent->branch, back->branch)) {
        add_change(changes, "another branch in Via %u", number);
    }
}

static void compare_vias(struct sc_draft *draft, const struct sc_message *request,
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
    /* The first Via that differs is enough: after a missing one all others differ. A 100 goes no
     * further than the next hop, which needs the first one alone (RFC 3261 section 16.7, step 3).
     */
    unsigned most = response->code == 100 ? 1 : SC_VIAS_MAX;
    for (unsigned number = 1; number <= most && changes->len == before; number++) {
        bool has_sent = sc_via_next(request, &sent_cursor, &sent);
        bool has_back = sc_via_next(response, &back_cursor, &back);
        if (has_sent != has_back) {
            add_change(changes, has_sent ? "Via %u is missing" : "Via %u is added", number);
        }
        if (!has_sent || !has_back) {
            return;
        }
        compare_via(draft, &sent, &back, number, changes);
    }
}

void sc_mirroring_compare(struct sc_draft *draft, const struct sc_message *request,
                          const struct sc_message *response, GString *changes)
{
    compare_from(request, response, changes);
    compare_to(request, response, changes);
    compare_call_id(request, response, changes);
    compare_cseq(draft, request, response, changes);
    compare_vias(draft, request, response, changes);
}

static void compare_from_uri(const struct sc_message *request, const struct sc_message *response,
                             GString *changes)
{
    if (sc_header_count(request, SC_HEADER_FROM) != 1 ||
        sc_header_count(response, SC_HEADER_FROM) != 1) {
        return;
    }
    struct sc_address sent = sc_address_read(sc_header_first(request, SC_HEADER_FROM));
    struct sc_address back = sc_address_read(sc_header_first(response, SC_HEADER_FROM));
    if (!sc_slice_same(bare_uri(&sent), bare_uri(&back))) {
        add_change(changes, "another URI in From");
    }
}

/* The tag that a server adds to To of each final response, where the request has none (RFC 3261
 * section 8.2.6.2). */
static bool lacks_to_tag(const struct sc_message *response)
{
    return response->code >= 200 && response->lines_dropped == 0 &&
           sc_header_count(response, SC_HEADER_TO) == 1 &&
           !sc_slice_present(sc_message_tag(response, SC_HEADER_TO));
}

void sc_mirroring_compare_rest(const struct sc_message *request, const struct sc_message *response,
                               GString *changes)
{
    if (lacks_to_tag(response) && sc_message_tag(request, SC_HEADER_TO).size == 0) {
        add_change(changes, "no tag in To");
    }
    compare_from_uri(request, response, changes);
}
