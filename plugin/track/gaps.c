/* Gaps: what the capture lacks to judge a transaction.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hosts.h"

/* When the client's timers started: without any response its timers run from the first copy of the
 * request (sections 17.1.1.2 and 17.1.2.2). */
static int64_t silent_since(const struct sc_transaction *transaction)
{
    return transaction->responses == NULL ? transaction->request.time : transaction->last_time;
}

bool sc_transaction_ends_early(const struct sc_tracker *tracker,
                               const struct sc_transaction *transaction)
{
    return sc_time_between(silent_since(transaction), tracker->last_time) <
           sc_timers_timeout(&tracker->timers);
}

struct sc_gaps sc_transaction_gaps(const struct sc_tracker *tracker,
                                   const struct sc_transaction *transaction)
{
    const struct sc_record *any =
        transaction->request_seen ? &transaction->request : transaction->responses;
    const struct pair *pair = sc_pair_of(tracker, any->source, any->destination);

    return (struct sc_gaps){
        .request_missing = !transaction->request_seen,
        .ends_early = sc_transaction_ends_early(tracker, transaction),
        .one_direction = pair != NULL && !(pair->seen[0] && pair->seen[1]),
        .cut = transaction->cut,
        .segments_missing = sc_tcp_lacks(tracker, any->source, any->destination) ||
                            sc_tcp_lacks(tracker, any->destination, any->source),
        .fragments_missing = pair != NULL && pair->datagrams_open > 0,
    };
}
