/* The way of a request from hop to hop.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hops.h"

/* Steps of an attempt that are looked through, the latest ones. */
#define STEPS_MAX 32

bool sc_hop_ended_unseen(const struct sc_transaction *transaction)
{
    return transaction->final == NULL && transaction->ack != NULL;
}

bool sc_hop_in_dialog(const struct sc_transaction *transaction)
{
    return transaction->to_tag.size > 0;
}

const struct sc_transaction *sc_hop_next_below(const struct sc_transaction *hop,
                                               const struct sc_transaction *top)
{
    if (hop->children != NULL) {
        return hop->children;
    }
    while (hop != top && hop->sibling == NULL) {
        hop = hop->parent;
    }
    return hop != top ? hop->sibling : NULL;
}

const struct sc_transaction *sc_hop_refusing(const struct sc_case *c)
{
    const struct sc_transaction *hop = c->transaction;
    const struct sc_transaction *child = hop->children;

    while (child != NULL) {
        if (child->final != NULL && child->final->code == c->record->code) {
            hop = child;
            child = hop->children;
        } else {
            child = child->sibling;
        }
    }
    return hop;
}

bool sc_hop_followed_up(const struct sc_transaction *transaction)
{
    for (const struct sc_transaction *root = transaction->attempt->roots; root != NULL;
         root = root->next_root) {
        const struct sc_transaction *step = root->retry_of;
        for (int n = 0; step != NULL && n < STEPS_MAX; n++, step = step->retry_of) {
            if (step == transaction) {
                return true;
            }
        }
    }
    return false;
}

/* True if the client of BRANCH had no response for at least a quarter of the time until RECORD: it
 * repeated its request (RFC 3261 section 17.1.1.2). */
static bool went_on_asking(const struct sc_transaction *branch, const struct sc_record *record)
{
    const struct sc_record *request = &branch->request;

    return request->retransmissions > 0 && sc_time_between(request->time, request->last_time) >=
                                               sc_time_between(request->time, record->time) / 4;
}

void sc_hop_weigh_branch(const struct sc_case *c, struct sc_draft *draft,
                         const struct sc_transaction *branch)
{
    struct sc_gaps gaps = sc_transaction_gaps(c->tracker, branch);

    if (gaps.one_direction && !went_on_asking(branch, c->record)) {
        sc_draft_blocked(draft, SC_BLOCKER_ONE_DIRECTION);
    }
    if (gaps.segments_missing) {
        sc_draft_blocked(draft, SC_BLOCKER_SEGMENTS);
    }
    if (gaps.fragments_missing) {
        sc_draft_blocked(draft, SC_BLOCKER_FRAGMENTS);
    }
}

/* The branch that a 408 came from; NULL if none did. */
static const struct sc_transaction *branch_with_408(const struct sc_transaction *hop)
{
    for (const struct sc_transaction *branch = hop->children; branch != NULL;
         branch = branch->sibling) {
        if (branch->final != NULL && branch->final->code == 408) {
            return branch;
        }
    }
    return NULL;
}

const struct sc_transaction *sc_hop_that_timed_out(const struct sc_case *c)
{
    const struct sc_transaction *hop = c->transaction;

    for (const struct sc_transaction *branch = branch_with_408(hop); branch != NULL;
         branch = branch_with_408(hop)) {
        hop = branch;
    }
    return hop;
}
