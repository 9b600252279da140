/* Datagrams with messages, known again by what an ICMP error quotes of their IP header.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Many hosts quote the IP header and eight bytes more (RFC 792): the ports, but nothing of the
 * message. Identification and length of the datagram tell which of several messages between two
 * ports the error is about. IPv6 has no identification, and some hosts send 0 in its place.
 */
#include "events.h"
#include "hosts.h"
#include "transactions.h"

/* Errors come within seconds, the slowest once ARP was given up. */
#define SENT_MAX 2048

void sc_datagrams_sent(struct sc_tracker *tracker, const struct reading *reading,
                       const struct sc_sighting *sighting)
{
    const struct sc_packet *packet = reading->packet;

    if (sighting->transaction == NULL || packet->ip_length == 0) {
        return;
    }
    if (tracker->datagrams == NULL) {
        tracker->datagrams = g_new0(struct sent_datagram, SENT_MAX);
    }
    tracker->datagrams[tracker->datagram_count++ % SENT_MAX] = (struct sent_datagram){
        .source = reading->source,
        .destination = reading->destination,
        .record = sighting->record,
        .serial = whole_of(sighting->transaction)->serial,
        .ip_id = packet->has_ip_id ? packet->ip_id : 0,
        .ip_length = packet->ip_length,
    };
}

const struct sent_datagram *sc_datagrams_find(const struct sc_tracker *tracker,
                                              const struct sc_event *event)
{
    size_t count = MIN(tracker->datagram_count, SENT_MAX);

    for (size_t i = 1; i <= count; i++) {
        const struct sent_datagram *sent =
            &tracker->datagrams[(tracker->datagram_count - i) % SENT_MAX];
        if (sent->ip_length == event->error.ip_length && sent->ip_id == event->error.ip_id &&
            sc_endpoint_equal(sent->source, &event->error.source) &&
            sc_endpoint_equal(sent->destination, &event->error.destination)) {
            return sent;
        }
    }
    return NULL;
}
