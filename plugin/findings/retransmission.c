/* Findings about servers that take a copy of a request for a new one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 17.2.2 (a server absorbs copies) and 12.2.2 (CSeq in a dialog).
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

static const struct sc_rule rules[] = {
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
