/* The events that a tracker is told: which of them it has use for, and where each goes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "events.h"

#include "dns.h"

/* Whether a reset refuses a connection. Who gets a segment without acknowledgement for a connection
 * that does not exist answers with the sequence number 0 (RFC 9293 section 3.10.7.1), and the only
 * such segment is a SYN. */
static bool refuses(const struct sc_event *event)
{
    return event->reset.acknowledges && event->packet.has_tcp_seq && event->packet.tcp_seq == 0;
}

/* Exactly what is of use by what was expected so far: what is told later than it was seen has to
 * find nothing that was expected in between. */
bool sc_tracker_expect(struct sc_tracker *tracker, const struct sc_event *event)
{
    const struct sc_packet *packet = &event->packet;

    switch (event->kind) {
    case SC_EVENT_TIME:
    case SC_EVENT_FRAGMENT: /* what it is part of shows only when the datagram is whole */
        return true;
    case SC_EVENT_MESSAGE:
        sc_message_expect(tracker, packet);
        return true;
    case SC_EVENT_SEGMENT:
        return sc_tcp_follows(tracker, packet);
    case SC_EVENT_RESET:
        return refuses(event) ? sc_host_attended(tracker, &packet->destination)
                              : sc_tcp_follows(tracker, packet);
    case SC_EVENT_DNS:
        return sc_host_attended(
            tracker, packet->destination.port == DNS_PORT ? &packet->source : &packet->destination);
    case SC_EVENT_UNREACHABLE:
        return sc_host_attended(tracker, &event->error.destination);
    case SC_EVENT_UNCONNECTED:
        return sc_host_attended(tracker, &event->error.source);
    }
    return false;
}

struct sc_sighting sc_tracker_tell(struct sc_tracker *tracker, const struct sc_event *event,
                                   struct sc_message *message)
{
    const struct sc_packet *packet = &event->packet;
    struct sc_sighting sighting = {0};

    tracker->first_time = MIN(tracker->first_time, packet->time);
    tracker->last_time = MAX(tracker->last_time, packet->time);
    tracker->finished = false;
    switch (event->kind) {
    case SC_EVENT_TIME:
        break;
    case SC_EVENT_MESSAGE:
        sc_message_scan(event->bytes.data, event->bytes.size, message);
        sighting = sc_message_add(tracker, packet, message);
        sc_sightings_add(tracker, packet->frame, &sighting);
        break;
    case SC_EVENT_SEGMENT:
        sc_tcp_segment(tracker, packet, event->segment.syn, event->segment.size);
        break;
    case SC_EVENT_RESET:
        if (refuses(event)) {
            sc_refused_connection_add(tracker, packet, SC_ICMP_NONE, &packet->destination,
                                      &packet->source);
        } else {
            sc_tcp_reset(tracker, packet);
        }
        break;
    case SC_EVENT_FRAGMENT:
        sc_fragment_add(tracker, packet, event->fragment.more, event->fragment.offset,
                        event->fragment.size);
        break;
    case SC_EVENT_DNS:
        sc_lookup_add(tracker, packet, event->bytes);
        break;
    case SC_EVENT_UNREACHABLE:
        sighting = sc_unreachable_add(tracker, event);
        sc_sightings_add(tracker, packet->frame, &sighting);
        break;
    case SC_EVENT_UNCONNECTED:
        sc_refused_connection_add(tracker, packet, event->error.icmp, &event->error.source,
                                  &event->error.destination);
        break;
    }
    return sighting;
}
