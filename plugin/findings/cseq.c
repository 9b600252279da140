/* Findings about the order of the requests in a dialog.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 12.2.
 */
#include "diagnose/dialog-loss.h"
#include "diagnose/dialog-requests.h"
#include "diagnose/hops.h"
#include "topics.h"

static const struct sc_finding_row cseq_out_of_order = {
    .id = "cseq-out-of-order",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "CSeq out of order",
    .summary = "The CSeq number is not higher than an earlier one of that side",
    .hint = "Fix the sender of the request: CSeq must rise with each; look for two processes, or a "
            "failover pair, in one dialog.",
    .reference = "RFC 3261 sections 12.2.1.1 and 12.2.2",
};

/* True if the server had answered OTHER before the request under review was sent: it had counted
 * its number. What was sent before may arrive later, or not at all. */
static bool was_counted(const struct sc_case *c, const struct sc_transaction *other)
{
    return c->transaction->request_seen && other->final != NULL &&
           other->final->time <= c->transaction->request.time &&
           sc_endpoint_same_host(other->final->source, c->record->source);
}

static void add_evidence(const struct sc_case *c, struct sc_draft *draft,
                         const struct sc_transaction *other)
{
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_evidence(draft, other->request.frame);
}

/* The code for a lower number is 500 (RFC 3261 section 12.2.2); a 400 may mean something else in
 * the request, and a 481 a lost dialog: where the dialog had ended, the number does not matter. Of
 * an equal one the section says nothing. */
static bool judge_cseq_out_of_order(const struct sc_case *c, struct sc_draft *draft)
{
    if (c->record->code == 481 && sc_dialog_end(c) != NULL) {
        return false; /* dialog-already-ended */
    }
    const struct sc_transaction *other =
        sc_hop_in_dialog(c->transaction) ? sc_dialog_find(c, sc_dialog_overtook) : NULL;

    if (other != NULL) {
        if (c->record->code != 500 || !was_counted(c, other)) {
            sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        }
        add_evidence(c, draft, other);
        return sc_draft_say(draft, "CSeq number %u comes after %u", c->transaction->cseq,
                            other->cseq);
    }
    other = sc_dialog_same_number(c);
    if (other != NULL) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        add_evidence(c, draft, other);
        return sc_draft_say(draft, "%s has CSeq number %u, as %s in frame %u had",
                            sc_draft_quote(draft, c->transaction->method), c->transaction->cseq,
                            sc_draft_quote(draft, other->method), other->request.frame);
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &cseq_out_of_order,
        .when = ON_RESPONSE,
        .codes = {400, 481, 500},
        .judge = judge_cseq_out_of_order,
    },
};

const struct sc_topic sc_topic_cseq = {
    .name = "cseq",
    .title = "The order of requests in a dialog",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
