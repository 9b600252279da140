/* The ACKs of an INVITE.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "acks.h"

#define HOPS_MAX 256

#define ACKS_MAX 256

const struct sc_record *sc_ack_for(const struct sc_transaction *transaction, struct sc_slice to_tag)
{
    const struct sc_record *found = NULL;
    const struct sc_record *ack = transaction->ack;

    for (int i = 0; ack != NULL && i < ACKS_MAX; i++, ack = ack->next) {
        if (sc_slice_equal(ack->to_tag, to_tag) && (found == NULL || ack->time > found->time)) {
            found = ack;
        }
    }
    return found;
}

/* The hop behind another one in a walk over all below TOP; NULL at the end. */
static const struct sc_transaction *next_hop(const struct sc_transaction *hop,
                                             const struct sc_transaction *top)
{
    if (hop->children != NULL) {
        return hop->children;
    }
    for (int i = 0; hop != top && hop->sibling == NULL && i < HOPS_MAX; i++) {
        hop = hop->parent;
    }
    return hop != top ? hop->sibling : NULL;
}

/* True if an ACK was seen on a hop at or below TOP, or if there are more than LEFT to look at. */
static bool is_acknowledged_below(const struct sc_transaction *top, struct sc_slice to_tag,
                                  int *left)
{
    for (const struct sc_transaction *hop = top; hop != NULL; hop = next_hop(hop, top)) {
        if (--*left < 0 || sc_ack_for(hop, to_tag) != NULL) {
            return true;
        }
    }
    return false;
}

bool sc_ack_seen(const struct sc_transaction *transaction, struct sc_slice to_tag)
{
    const struct sc_transaction *top = transaction;
    int left = HOPS_MAX;

    for (int i = 0; top->parent != NULL && i < HOPS_MAX; i++) {
        top = top->parent;
    }
    bool found = is_acknowledged_below(top, to_tag, &left);
    const struct sc_transaction *root =
        transaction->attempt != NULL ? transaction->attempt->roots : NULL;
    for (; !found && root != NULL; root = root->next_root) {
        found = is_acknowledged_below(root, to_tag, &left);
    }
    return found;
}
