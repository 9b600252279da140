/* Findings about the way of a response back to the client: Via, ports, NAT.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 8.2.6.2 and 18.2, RFC 3581.
 */
#include "diagnose/hops.h"
#include "topics.h"

/* ---- What a response mirrors ---- */

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

/* True if the tracker found nothing that differs: nearly always. */
static bool is_mirrored(const struct sc_case *c)
{
    const struct sc_record *request = &c->transaction->request;

    return sc_transaction_mirrored_by(c->transaction, c->record) &&
           (request->to_tag.size == 0 ? c->record->code < 200 || c->record->to_tag.size > 0
                                      : sc_slice_equal(request->to_tag, c->record->to_tag));
}

static const struct sc_finding_row response_not_mirrored = {
    .id = "response-not-mirrored",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Response headers not mirrored",
    .summary = "The response does not mirror its request",
    .hint = "Compare Via, From, To, Call-ID and CSeq of response and request: they must be equal. "
            "Fix the server or ALG.",
    .reference = "RFC 3261 section 8.2.6.2",
};

static bool judge_response_not_mirrored(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = is_mirrored(c) ? NULL : sc_case_request(c, draft);

    if (request == NULL) {
        return false;
    }
    GString *changes = g_string_new(NULL);
    compare_from(request, c->message, changes);
    compare_to(request, c->message, changes);
    compare_call_id(request, c->message, changes);
    compare_cseq(draft, request, c->message, changes);
    compare_vias(draft, request, c->message, changes);
    /* The rest, and any failure, has a cause of its own: these are remarks beside it. */
    if (changes->len == 0 || c->record->code >= 300) {
        sc_draft_aside(draft);
    }
    if (lacks_to_tag(c->message) && c->transaction->request.to_tag.size == 0) {
        add_change(changes, "no tag in To");
    }
    compare_from_uri(request, c->message, changes);
    bool changed =
        changes->len > 0 &&
        sc_draft_say(draft, "The response does not mirror its request: %s", changes->str);
    g_string_free(changes, TRUE);
    return changed;
}

/* ---- The port ---- */

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
    struct sc_slice params = sc_slice_from(value, sc_slice_until(value, ';').size);
    return !sc_slice_present(sc_param_find(params, "maddr"));
}

static const struct sc_finding_row response_wrong_port = {
    .id = "response-wrong-port",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Response to the wrong port",
    .summary = "The response went to a port where the client does not expect it",
    .hint = "Compare the response's destination port with the request's source port and Via: use "
            "rport (RFC 3581) in the server.",
    .reference = "RFC 3581 section 4, RFC 3261 section 18.2.2",
};

/* Reads the top Via of a request over UDP whose response went back to the same host and to another
 * port than it came from. */
static bool read_via_of_other_port(const struct sc_case *c, struct sc_draft *draft,
                                   struct sc_via *via)
{
    const struct sc_endpoint *client = c->transaction->request.source;
    const struct sc_endpoint *target = c->record->destination;

    if (c->packet->stream || !c->transaction->request_seen ||
        !sc_endpoint_same_host(client, target) || client->port == target->port) {
        return false;
    }
    const struct sc_message *request = sc_case_request(c, draft);
    return request != NULL && read_top_via(request, via) && sc_slice_is(via->transport, "UDP");
}

/* The response went to none of the ports that it may go to. A name without port in the Via may lead
 * to another one by DNS, if the server adds no received (RFC 3263 section 5). */
static bool judge_neither_port(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_via via;

    if (!read_via_of_other_port(c, draft, &via) ||
        c->record->destination->port == sc_via_port(&via)) {
        return false;
    }
    if (via.port == 0 && sc_endpoint_read(via.host).family == 0) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    return sc_draft_say(
        draft, "Sent to port %u; the request came from port %u, and its Via names port %u%s",
        c->record->destination->port, c->transaction->request.source->port, sc_via_port(&via),
        via.rport_asked ? " and has rport" : "");
}

/* The port of the Via is right for a server that does not know rport. */
static bool judge_rport_ignored(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_via via;

    if (!read_via_of_other_port(c, draft, &via) || !via.rport_asked ||
        c->record->destination->port != sc_via_port(&via)) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    return sc_draft_say(draft,
                        "Sent to port %u of the Via; the request came from port %u and has rport",
                        c->record->destination->port, c->transaction->request.source->port);
}

/* A client that goes on after the response listens at both ports. */
static bool is_not_heard(const struct sc_case *c)
{
    return c->transaction->ack == NULL && c->transaction->retried_by == NULL;
}

/* ---- The address ---- */

/* True if the server sent another response of the transaction back to where the request came from.
 */
static bool went_back_before(const struct sc_case *c)
{
    const struct sc_record *response = c->transaction->responses;

    while (response != NULL &&
           (response->destination != c->transaction->request.source ||
            response->source != c->record->source || response->time > c->record->time)) {
        response = response->next;
    }
    return response != NULL;
}

static const struct sc_finding_row response_wrong_address = {
    .id = "response-wrong-address",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"ack-missing", "ack-missing-failure", "ack-lost-downstream"},
    .title = "Response to another address",
    .summary = "The response went to another address than the request came from",
    .hint = "Compare the response's destination with received and rport in its top Via: the server "
            "must send it there.",
    .reference = "RFC 3261 section 18.2.2, RFC 3581 section 4",
};

/* A response over UDP goes to received, else to the sent-by of the top Via. Neither is here the
 * address that the response went to, and the request did not come from there. Wrong if the address
 * was translated between the server and the capture for this response alone. */
static bool judge_response_wrong_address(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_endpoint *client = c->transaction->request.source;
    const struct sc_endpoint *target = c->record->destination;
    struct sc_via via;

    if (c->packet->stream || !c->transaction->request_seen ||
        sc_endpoint_same_host(client, target) || !read_top_via(c->message, &via) ||
        !sc_slice_is(via.transport, "UDP") ||
        c->transaction->request.destination != c->record->source) {
        return false;
    }
    bool is_received = via.received.size > 0;
    struct sc_slice named = is_received ? via.received : via.host;
    struct sc_endpoint due = sc_endpoint_read(named);
    if (due.family == 0 || sc_endpoint_same_host(&due, target) ||
        !(sc_endpoint_same_host(&due, client) || went_back_before(c))) {
        return false;
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    return sc_draft_say(draft, "Sent to %s; the request came from %s, and %s of the Via is %s",
                        sc_draft_host_text(draft, target), sc_draft_host_text(draft, client),
                        is_received ? "received" : "the host", sc_draft_quote(draft, named));
}

/* ---- NAT ---- */

/* True at the first response to the first request: one remark per call and registration is enough.
 */
static bool is_first_response(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;

    return transaction->request_seen && c->record == transaction->responses &&
           !sc_hop_in_dialog(transaction) && transaction->retry_of == NULL &&
           transaction->attempt != NULL && !transaction->attempt->renews;
}

static const struct sc_finding_row nat_detected = {
    .id = "nat-detected",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .aside = true,
    .title = "NAT between client and server",
    .summary = "There is a NAT between client and server",
    .hint = "Check that server or client corrects Contact and SDP, and that keep-alives keep the "
            "binding open.",
    .reference = "RFC 3581 section 4, RFC 3261 section 18.2.1",
};

/* True if the client itself put received into its Via, which is for the server alone. */
static bool sent_received(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);
    struct sc_cursor cursor = {0};
    struct sc_via via;

    return request != NULL && sc_via_next(request, &cursor, &via) && via.received.size > 0;
}

/* What a server adds to the Via shows from where it saw the request come (RFC 3261 section 18.2.1,
 * RFC 3581 section 4). Wrong if it adds something else. */
static bool judge_nat_detected(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_endpoint *client = c->transaction->request.source;
    struct sc_cursor cursor = {0};
    struct sc_via via;

    if (!is_first_response(c) || !sc_via_next(c->message, &cursor, &via)) {
        return false;
    }
    struct sc_endpoint sent = sc_endpoint_read(via.host);
    struct sc_endpoint received = sc_endpoint_read(via.received);
    sc_draft_evidence(draft, c->transaction->request.frame);
    if (received.family != 4 || sent_received(c, draft)) {
        return false;
    }
    if (client->family == 4 && !sc_endpoint_same_host(client, &received)) {
        return sc_draft_say(draft, "The request left %s, the server saw it come from %s",
                            sc_draft_host_text(draft, client), sc_draft_quote(draft, via.received));
    }
    if (sent.family == 4 && sc_scope_is_translated(sc_endpoint_scope(&sent)) &&
        !sc_endpoint_same_host(&sent, &received)) {
        /* A host with several addresses may name one and send from another. */
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        return sc_draft_say(draft, "The Via names %s, the server saw the request come from %s",
                            sc_draft_quote(draft, via.host), sc_draft_quote(draft, via.received));
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &nat_detected,
        .when = ON_RESPONSE,
        .methods = {"INVITE", "REGISTER"},
        .judge = judge_nat_detected,
    },
    {
        .finding = &response_not_mirrored,
        .when = ON_RESPONSE,
        .judge = judge_response_not_mirrored,
    },
    {
        .finding = &response_wrong_address,
        .when = ON_RESPONSE,
        .judge = judge_response_wrong_address,
    },
    {
        .finding = &response_wrong_port,
        .when = ON_RESPONSE,
        .judge = judge_neither_port,
    },
    {
        .finding = &response_wrong_port,
        .when = ON_RESPONSE,
        .judge = judge_rport_ignored,
        .holds = is_not_heard,
    },
};

const struct sc_topic sc_topic_response_path = {
    .name = "response-path",
    .title = "The path of a response",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
