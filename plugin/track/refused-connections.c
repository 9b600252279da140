/* Connections of TCP that a host of SIP wanted to open, and that were refused to it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A request that cannot be sent on leaves no other trace downstream. Only hosts that a message of
 * SIP was sent to are followed.
 */
#include "events.h"
#include "hosts.h"

void sc_refused_connection_add(struct sc_tracker *tracker, const struct sc_packet *packet,
                               enum sc_icmp icmp, const struct sc_endpoint *client,
                               const struct sc_endpoint *target)
{
    struct host *host = sc_host_find(tracker, client);

    if (host == NULL || !host->attended) {
        return;
    }
    if (host->refused == NULL) {
        host->refused =
            sc_arena_alloc(tracker->arena, SC_REFUSED_CONNECTIONS_MAX * sizeof *host->refused);
    }
    host->refused[host->refused_count++ % SC_REFUSED_CONNECTIONS_MAX] =
        (struct sc_refused_connection){
            .seen = {packet->frame, packet->time},
            .target = *target,
            .icmp = icmp,
        };
}

const struct sc_refused_connection *
sc_tracker_refused_connection(const struct sc_tracker *tracker, const struct sc_endpoint *endpoint,
                              unsigned index)
{
    const struct host *host = sc_host_find(tracker, endpoint);

    if (host == NULL || index >= MIN(host->refused_count, SC_REFUSED_CONNECTIONS_MAX)) {
        return NULL;
    }
    return &host->refused[(host->refused_count - 1 - index) % SC_REFUSED_CONNECTIONS_MAX];
}
