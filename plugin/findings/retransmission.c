/* Findings about copies of a request: a server takes one for new, or a client sends them on and on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 17.1.2.2 (a client stops at the final response), 17.2.2 (a server absorbs
 * copies) and 12.2.2 (CSeq in a dialog).
 */
#include "diagnose/repeated-request.h"
#include "diagnose/timing.h"
#include "topics.h"

static const struct sc_finding_row retransmission_not_absorbed = {
    .id = "retransmission-not-absorbed",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"dialog-lost-by-peer", "server-retry-after"},
    .title = "Retransmission taken as new",
    .summary = "The server treated a retransmission as a new request",
    .hint = "Fix the transaction matching of the server; do not send this request again.",
    .reference = "RFC 3261 sections 12.2.2 and 17.2.2",
};

/* Wrong if the first copy never arrived: then a 481 is the server's own reason, and a 500 about the
 * order is about another request. So a 481 is suggestive only. */
static bool judge_not_absorbed(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *request = &c->transaction->request;

    if (!sc_repeated_request_refused(c)) {
        return false;
    }
    if (c->record->code == 481) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    sc_draft_evidence(draft, request->frame);
    sc_draft_evidence(draft, request->last_frame);
    return sc_draft_say(
        draft, "The %u came %s after a copy of the request; the first came %s before it",
        c->record->code,
        sc_draft_duration_text(draft, sc_time_between(request->last_time, c->record->time)),
        sc_draft_duration_text(draft, sc_time_between(request->time, c->record->time)));
}

static const struct sc_finding_row response_lost = {
    .id = "response-lost",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"auth-challenge-unanswered"},
    .title = "Client does not take the response",
    .summary = "The client repeats its request, though the response was sent to each copy",
    .hint =
        "Capture at the client: if the response arrives, compare its Via with the request's; if "
        "not, check NAT and firewall along the path.",
    .reference = "RFC 3261 sections 17.1.2.2 and 17.2.2",
};

/* A copy that is sent so many T1 after the response did not cross it. */
#define CROSSED_T1 4

/* A client in the state Completed sends no copies. To the end of timer F: it never got there. */
static bool judge_response_lost(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *request = &c->transaction->request;
    const struct sc_record *final = c->record;

    if (sc_transaction_is(c->transaction, "INVITE") || final != c->transaction->final ||
        !c->transaction->request_seen || request->in_stream || final->retransmissions < 2 ||
        sc_time_between(final->time, request->last_time) < CROSSED_T1 * sc_timing_t1(c) ||
        !sc_timing_by_timer(c, request) || !sc_case_at_either_end(c)) {
        return false;
    }
    if (!sc_timing_sent_to_the_end(c, request)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_evidence(draft, request->frame);
    sc_draft_evidence(draft, request->last_frame);
    sc_draft_evidence(draft, final->last_frame);
    return sc_draft_say(
        draft, "The %s was sent %u times, the last %s after the %u, which came %u times",
        sc_draft_quote(draft, c->transaction->method), request->retransmissions + 1,
        sc_draft_duration_text(draft, sc_time_between(final->time, request->last_time)),
        final->code, final->retransmissions + 1);
}

static const struct sc_rule rules[] = {
    {
        .finding = &response_lost,
        .when = ON_DISPLAY,
        .classes = {2, 3, 4, 5, 6},
        .judge = judge_response_lost,
    },
    {
        .finding = &retransmission_not_absorbed,
        .when = ON_RESPONSE,
        .codes = {481, 500},
        .judge = judge_not_absorbed,
    },
};

const struct sc_topic sc_topic_retransmission = {
    .name = "retransmission",
    .title = "Copies of requests",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
