/* Which server asked which client to send it nothing for a while.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A client is told by its address and by what it writes into its Via: its port changes with each
 * connection, and behind one address there may be several.
 */
#include "tracker-private.h"

static uint64_t hold_key(const struct sc_tracker *tracker, struct sc_slice sent_by,
                         const struct sc_endpoint *client, const struct sc_endpoint *server)
{
    /* Of each endpoint there is one copy, so its place stands for it. */
    return sc_digest_number(sc_digest_folded(sc_host_digest(tracker, client), sent_by),
                            (uintptr_t)server);
}

void sc_holds_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                       const struct sc_record *record, const struct sc_message *message)
{
    if (record->code != 503) {
        return;
    }
    struct sc_retry_after retry_after = sc_message_retry_after(message);
    if (!retry_after.readable) {
        return;
    }
    uint64_t key = hold_key(tracker, transaction->sent_by, record->destination, record->source);
    struct sc_pause *hold = (struct sc_pause *)sc_table_find(tracker->holds, key);
    if (hold == NULL) {
        hold = (struct sc_pause *)sc_arena_alloc(tracker->arena, sizeof *hold);
        sc_table_set(tracker->holds, key, hold);
    }
    hold->transaction = transaction;
    hold->record = record;
    hold->seconds = retry_after.seconds;
}

const struct sc_pause *sc_tracker_pause(const struct sc_tracker *tracker,
                                        const struct sc_transaction *transaction)
{
    if (!transaction->request_seen || g_hash_table_size(tracker->holds) == 0) {
        return NULL;
    }
    return (const struct sc_pause *)sc_table_find(
        tracker->holds, hold_key(tracker, transaction->sent_by, transaction->request.source,
                                 transaction->request.destination));
}
