/* The way of a request from hop to hop.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hops.h"

/* Hops that are looked at on the way to the one who refused. */
#define HOPS_MAX 256

/* Transactions of the latest step of an attempt, and steps before it, that are looked through. */
#define ROOTS_MAX 32

#define STEPS_MAX 32

/* Branches of one fork that are looked through, the latest ones. */
#define BRANCHES_MAX 64

/* Proxies that a 408 is followed down through. */
#define PROXIES_MAX 16

bool sc_hop_ended_unseen(const struct sc_transaction *transaction)
{
    return transaction->final == NULL && transaction->ack != NULL;
}

bool sc_hop_same_request(const struct sc_transaction *a, const struct sc_transaction *b)
{
    return a->call == b->call && sc_slice_equal(a->from_tag, b->from_tag) &&
           sc_slice_equal(a->method, b->method);
}

bool sc_hop_in_dialog(const struct sc_transaction *transaction)
{
    return transaction->to_tag.size > 0;
}

const struct sc_transaction *sc_hop_refusing(const struct sc_case *c)
{
    const struct sc_transaction *hop = c->transaction;
    const struct sc_transaction *child = hop->children;

    for (int i = 0; child != NULL && i < HOPS_MAX; i++) {
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
    const struct sc_transaction *root = transaction->attempt->roots;

    for (int i = 0; root != NULL && i < ROOTS_MAX; i++, root = root->next_root) {
        const struct sc_transaction *step = root->retry_of;
        for (int n = 0; step != NULL && n < STEPS_MAX; n++, step = step->retry_of) {
            if (step == transaction) {
                return true;
            }
        }
    }
    return false;
}

/* True if the client of BRANCH had no response for a good part of the time until RECORD: it
 * repeated its request (section 17.1.1.2). */
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
    const struct sc_transaction *branch = hop->children;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        if (branch->final != NULL && branch->final->code == 408) {
            return branch;
        }
    }
    return NULL;
}

const struct sc_transaction *sc_hop_that_timed_out(const struct sc_case *c)
{
    const struct sc_transaction *hop = c->transaction;
    const struct sc_transaction *branch = branch_with_408(hop);

    for (int i = 0; branch != NULL && i < PROXIES_MAX; i++, branch = branch_with_408(hop)) {
        hop = branch;
    }
    return hop;
}
