/* Findings about the way of a response back to the client: Via, ports, NAT.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 8.2.6.2 and 18.2, RFC 3581.
 */
#include "diagnose/hops.h"
#include "diagnose/mirroring.h"
#include "diagnose/timing.h"
#include "topics.h"

/* ---- What a response mirrors ---- */

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
    sc_mirroring_compare(draft, request, c->message, changes);
    /* The rest, and any failure, has a cause of its own: these are remarks beside it. */
    if (changes->len == 0 || c->record->code >= 300) {
        sc_draft_aside(draft);
    }
    sc_mirroring_compare_rest(request, c->message, changes);
    /* It may answer the ACK of a failure, both of which were not captured: see ack-answered. */
    if (sc_slice_equal(sc_message_cseq(c->message).method, sc_slice_of("ACK"))) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    bool changed =
        changes->len > 0 && sc_draft_say(draft, "Not as in the request: %s", changes->str);
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
    .explains = {"ack-missing", "ack-missing-failure", "ack-lost-downstream",
                 "auth-challenge-unanswered", "response-lost"},
    .title = "Response to the wrong port",
    .summary = "The response went to a port where the client does not expect it",
    .hint = "Compare its destination port with the request: with rport the source port is right, "
            "without it the port of the Via.",
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

/* The port that a sent-by names, SC_PORT if it names none. */
static uint16_t sent_by_port(struct sc_slice sent_by)
{
    size_t at = sent_by.size;
    uint64_t port;

    while (at > 0 && g_ascii_isdigit(sent_by.data[at - 1])) {
        at--;
    }
    return at > 0 && sent_by.data[at - 1] == ':' &&
                   sc_slice_number(sc_slice_from(sent_by, at), UINT16_MAX, &port) && port > 0
               ? (uint16_t)port
               : SC_PORT;
}

/* Without rport the port of the Via is right, and the source port is not (RFC 3261 section 18.2.2).
 * Behind a NAT servers send there all the same, and reach the client so. */
static bool judge_source_port(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_endpoint *client = c->transaction->request.source;
    struct sc_via via;

    /* Nearly always the two ports are the same: that is known without reading the request. */
    if (c->packet->stream || !c->transaction->request_seen || client != c->record->destination ||
        sent_by_port(c->transaction->sent_by) == client->port) {
        return false;
    }
    const struct sc_message *request = sc_case_request(c, draft);
    if (request == NULL || !read_top_via(request, &via) || !sc_slice_is(via.transport, "UDP") ||
        via.rport_asked || sc_via_port(&via) == client->port) {
        return false;
    }
    struct sc_endpoint named = sc_endpoint_read(via.host);
    if (!sc_endpoint_same_host(&named, client)) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    return sc_draft_say(draft,
                        "Sent to the source port %u, and the Via names port %u without rport; the "
                        "request is repeated",
                        client->port, sc_via_port(&via));
}

/* True if the request was repeated at least three times after the response, and the client does not
 * take requests at the port that the response went to. */
static bool is_repeated_on(const struct sc_case *c)
{
    const struct sc_record *request = &c->transaction->request;

    return c->transaction->ack == NULL && c->transaction->retried_by == NULL &&
           request->retransmissions >= 3 &&
           sc_time_between(c->record->time, request->last_time) >= 6 * sc_timing_t1(c) &&
           sc_tracker_server(c->tracker, request->source)->longest_request == NULL;
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
    .explains = {"ack-missing", "ack-missing-failure", "ack-lost-downstream", "response-lost"},
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

    if (!is_first_response(c) || !sc_via_next(c->message, &cursor, &via) ||
        via.received.size == 0) {
        return false;
    }
    struct sc_endpoint received = sc_endpoint_read(via.received);
    struct sc_endpoint sent = sc_endpoint_read(via.host);
    bool moved = client->family == 4 && !sc_endpoint_same_host(client, &received);
    bool named = sent.family == 4 && sc_scope_is_translated(sc_endpoint_scope(&sent)) &&
                 !sc_endpoint_same_host(&sent, &received);
    if (received.family != 4 || (!moved && !named) || sent_received(c, draft)) {
        return false;
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    if (moved) {
        return sc_draft_say(draft, "The request left %s, the server saw it come from %s",
                            sc_draft_host_text(draft, client), sc_draft_quote(draft, via.received));
    }
    /* A host with several addresses may name one and send from another. */
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    return sc_draft_say(draft, "The Via names %s, the server saw the request come from %s",
                        sc_draft_quote(draft, via.host), sc_draft_quote(draft, via.received));
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
        .judge = judge_source_port,
        .holds = is_repeated_on,
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
