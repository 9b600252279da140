/* Pauses: which server asked which client to send it nothing for a while.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A client is known by its address and by what it writes into its Via: its port changes with each
 * connection, and several clients may share one address.
 */
#include "hosts.h"
#include "transactions.h"

static uint64_t pause_key(struct sc_slice sent_by, const struct sc_endpoint *client,
                          const struct sc_endpoint *server)
{
    /* Endpoints are interned, so the address of one identifies it. */
    return sc_digest_number(sc_digest_folded(sc_host_of(client)->digest, sent_by),
                            (uintptr_t)server);
}

void sc_pauses_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                        const struct sc_record *record, const struct sc_message *message)
{
    if (record->code != 503) {
        return;
    }
    struct sc_retry_after retry_after = sc_message_retry_after(message);
    if (!retry_after.readable) {
        return;
    }
    uint64_t key = pause_key(transaction->sent_by, record->destination, record->source);
    struct sc_pause *pause = sc_table_obtain(tracker, TABLE_PAUSES, key, sizeof *pause);
    pause->transaction = transaction;
    pause->record = record;
    pause->seconds = retry_after.seconds;
}

const struct sc_pause *sc_tracker_pause(const struct sc_tracker *tracker,
                                        const struct sc_transaction *transaction)
{
    if (!transaction->request_seen || sc_table_is_empty(tracker, TABLE_PAUSES)) {
        return NULL;
    }
    return sc_table_find(tracker, TABLE_PAUSES,
                         pause_key(transaction->sent_by, transaction->request.source,
                                   transaction->request.destination));
}
