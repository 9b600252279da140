/* Facts that rules of several topics ask for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* Hops that are looked at on the way to the one who refused. */
#define HOPS_MAX 256

bool has_method(const struct sc_transaction *transaction, const char *method)
{
    return sc_slice_equal(transaction->method, sc_slice_of(method));
}

bool in_dialog(const struct sc_transaction *transaction)
{
    return transaction->to_tag.size > 0;
}

int64_t timeout(const struct scene *scene)
{
    return INT64_C(64) * sc_tracker_timers(scene->tracker).t1 * INT64_C(1000000);
}

const struct sc_transaction *refusing_hop(const struct scene *scene)
{
    const struct sc_transaction *hop = scene->transaction;
    const struct sc_transaction *child = hop->children;

    for (int i = 0; child != NULL && i < HOPS_MAX; i++) {
        if (child->final != NULL && child->final->code == scene->record->code) {
            hop = child;
            child = hop->children;
        } else {
            child = child->sibling;
        }
    }
    return hop;
}
