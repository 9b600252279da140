/* Which hosts pass requests on, and whether both of their sides are in the capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tracker-private.h"

static struct sc_relay *relay_of(struct sc_tracker *tracker, const struct sc_endpoint *host)
{
    uint64_t key = sc_host_digest(tracker, host);
    struct sc_relay *relay = (struct sc_relay *)sc_table_find(tracker->relays, key);

    if (relay == NULL) {
        relay = (struct sc_relay *)sc_arena_alloc(tracker->arena, sizeof *relay);
        sc_table_set(tracker->relays, key, relay);
    }
    return relay;
}

static const struct sc_endpoint *client_of(const struct sc_transaction *transaction)
{
    return transaction->request_seen ? transaction->request.source
                                     : transaction->responses->destination;
}

static const struct sc_endpoint *server_of(const struct sc_transaction *transaction)
{
    return transaction->request_seen ? transaction->request.destination
                                     : transaction->responses->source;
}

void sc_relays_orphan(struct sc_tracker *tracker, const struct sc_transaction *transaction)
{
    relay_of(tracker, client_of(transaction))->half++;
}

void sc_relays_orphan_placed(struct sc_tracker *tracker, const struct sc_transaction *transaction)
{
    struct sc_relay *relay = relay_of(tracker, client_of(transaction));

    /* It was counted with another host if a response had opened it that came from elsewhere. */
    relay->half -= relay->half > 0;
}

void sc_relays_linked(struct sc_tracker *tracker, const struct sc_transaction *parent)
{
    relay_of(tracker, server_of(parent))->whole++;
}

struct sc_relay sc_tracker_relay(const struct sc_tracker *tracker, const struct sc_endpoint *host)
{
    const struct sc_relay *relay =
        (const struct sc_relay *)sc_table_find(tracker->relays, sc_host_digest(tracker, host));

    return relay != NULL ? *relay : (struct sc_relay){0};
}
