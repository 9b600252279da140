/* The way of a request from hop to hop.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hops.h"
#include "timing.h"

/* Steps of an attempt that are looked through, the latest ones. */
#define STEPS_MAX 32

const struct sc_transaction *sc_hop_first(const struct sc_transaction *transaction)
{
    while (transaction->parent != NULL) {
        transaction = transaction->parent;
    }
    return transaction;
}

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

/* T2 in units of T1: the longest time between two copies of other requests than INVITE (RFC 3261
 * table 4). */
#define T2 8

/* The longest that a server is late with a copy that is due. */
#define COPY_SLACK (500 * SC_MILLISECOND)

bool sc_hop_went_on_asking(const struct sc_case *c, const struct sc_transaction *branch)
{
    const struct sc_record *request = &branch->request;
    int64_t asked = sc_timing_repeated(request);
    int64_t doubled = asked + sc_timing_t1(c);
    int64_t next =
        sc_transaction_is(branch, "INVITE") ? doubled : MIN(doubled, T2 * sc_timing_t1(c));

    return request->retransmissions > 0 && sc_timing_since(c, request) <= asked + next + COPY_SLACK;
}

void sc_hop_weigh_branch(const struct sc_case *c, struct sc_draft *draft,
                         const struct sc_transaction *branch)
{
    struct sc_gaps gaps = sc_transaction_gaps(c->tracker, branch);

    if (gaps.one_direction && !sc_hop_went_on_asking(c, branch)) {
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

bool sc_hop_answered_below(const struct sc_transaction *transaction)
{
    const struct sc_transaction *branch = transaction->children;

    while (branch != NULL && branch->responses == NULL) {
        branch = branch->sibling;
    }
    return branch != NULL || transaction->branches_dropped > 0;
}

/* True if OTHER was accepted without credentials before the response under review, and is like its
 * request: of the same method, from the same host to the same server. */
static bool was_accepted_before(const struct sc_case *c, const struct sc_transaction *other)
{
    const struct sc_record *request = &c->transaction->request;

    return other->success != NULL && other->success->time < c->record->time &&
           other->request_seen && !other->authorization && !other->proxy_authorization &&
           !sc_hop_in_dialog(other) && sc_slice_equal(other->method, c->transaction->method) &&
           other->request.destination == request->destination &&
           sc_endpoint_same_host(other->request.source, request->source);
}

const struct sc_transaction *sc_hop_accepted_before(const struct sc_case *c)
{
    size_t index = sc_tracker_transaction_count(c->tracker);

    for (unsigned n = 0; n < SC_LOOKED_BACK_MAX && index > 0; n++) {
        const struct sc_transaction *other = sc_tracker_transaction(c->tracker, --index);
        if (was_accepted_before(c, other)) {
            return other;
        }
    }
    return NULL;
}
