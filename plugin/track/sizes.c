/* How long requests may be: the longest that each server took.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One pointer for each endpoint that took a request.
 */
#include "tracker-private.h"

/* True if a final response shows that the server read the request to its end. One that finds fault
 * with the length, with the message as a whole, or with the server itself does not. */
static bool shows_taken(unsigned code)
{
    return code >= 200 && code != 400 && code != 413 && code != 414 && code / 100 != 5;
}

/* Of each endpoint there is one copy, so its place stands for it. */
static uint64_t server_key(const struct sc_tracker *tracker, const struct sc_endpoint *server)
{
    return sc_digest_number(tracker->seed, (uintptr_t)server);
}

void sc_sizes_response(struct sc_tracker *tracker, struct sc_transaction *transaction,
                       const struct sc_record *response)
{
    struct sc_record *request = &transaction->request;

    if (!transaction->request_seen || !shows_taken(response->code)) {
        return;
    }
    const struct sc_record *longest = sc_tracker_longest_taken(tracker, request->destination);
    if (longest == NULL || longest->size < request->size) {
        sc_table_set(tracker->taken, server_key(tracker, request->destination), request);
    }
}

const struct sc_record *sc_tracker_longest_taken(const struct sc_tracker *tracker,
                                                 const struct sc_endpoint *server)
{
    return (const struct sc_record *)sc_table_find(tracker->taken, server_key(tracker, server));
}
