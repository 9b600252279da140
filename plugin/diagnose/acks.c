/* The ACKs of an INVITE.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "acks.h"
#include "hops.h"
#include "timing.h"

/* Hops of one attempt that are asked for an ACK. */
#define HOPS_MAX 256

const struct sc_record *sc_ack_for(const struct sc_transaction *transaction, struct sc_slice to_tag)
{
    const struct sc_record *found = NULL;

    for (const struct sc_record *ack = transaction->ack; ack != NULL; ack = ack->next) {
        if (sc_slice_equal(ack->to_tag, to_tag) && (found == NULL || ack->time > found->time)) {
            found = ack;
        }
    }
    return found;
}

const struct sc_record *sc_ack_success(const struct sc_transaction *transaction,
                                       struct sc_slice to_tag)
{
    for (const struct sc_record *response = transaction->responses; response != NULL;
         response = response->next) {
        if (response->code / 100 == 2 && sc_slice_equal(response->to_tag, to_tag)) {
            return response;
        }
    }
    return NULL;
}

const struct sc_record *sc_ack_with_early_tag(const struct sc_transaction *transaction,
                                              const struct sc_record *success)
{
    const struct sc_record *first = NULL;

    /* A 2xx without a tag was cut before it. */
    if (success->to_tag.size == 0) {
        return NULL;
    }
    for (const struct sc_record *ack = transaction->ack; ack != NULL; ack = ack->next) {
        if (ack->to_tag.size > 0 && sc_ack_success(transaction, ack->to_tag) == NULL &&
            sc_time_between(success->time, ack->time) >= 0 &&
            (first == NULL || ack->time < first->time)) {
            first = ack;
        }
    }
    return first;
}

/* True if an ACK was seen on a hop at or below TOP, or if there are more than LEFT to look at, or
 * more than are linked. */
static bool is_acknowledged_below(const struct sc_transaction *top, struct sc_slice to_tag,
                                  int *left)
{
    for (const struct sc_transaction *hop = top; hop != NULL; hop = sc_hop_next_below(hop, top)) {
        if (--*left < 0 || hop->acks_dropped > 0 || hop->branches_dropped > 0 ||
            sc_ack_for(hop, to_tag) != NULL) {
            return true;
        }
    }
    return false;
}

bool sc_ack_seen(const struct sc_transaction *transaction, struct sc_slice to_tag)
{
    int left = HOPS_MAX;
    bool found = is_acknowledged_below(sc_hop_first(transaction), to_tag, &left);
    const struct sc_transaction *root =
        transaction->attempt != NULL ? transaction->attempt->roots : NULL;
    for (; !found && root != NULL; root = root->next_root) {
        found = is_acknowledged_below(root, to_tag, &left);
    }
    return found;
}

const struct sc_stray_ack *sc_ack_mismatched(const struct sc_case *c)
{
    const struct sc_stray_ack *ack =
        c->transaction->ack == NULL ? c->transaction->stray_acks : NULL;

    while (ack != NULL &&
           (!(ack->other_branch || ack->other_sent_by || ack->other_cseq) ||
            sc_time_between(c->record->time, ack->record->time) < 0 ||
            sc_time_between(ack->record->time, c->record->last_time) < sc_timing_t1(c))) {
        ack = ack->next;
    }
    return ack;
}

const struct sc_stray_ack *sc_ack_with_other_tag(const struct sc_case *c)
{
    const struct sc_stray_ack *ack = c->record->to_tag.size > 0 ? c->transaction->stray_acks : NULL;

    while (ack != NULL && (ack->other_cseq || !ack->other_to_tag ||
                           sc_time_between(c->record->time, ack->record->time) < 0)) {
        ack = ack->next;
    }
    return ack;
}
