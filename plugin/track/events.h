/* What each kind of event means to the files of the tracker; see sipcodes/event.h for its members.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_EVENTS_H
#define SIPCODES_EVENTS_H

#include "tracker-private.h"

struct reading;

/* SC_EVENT_MESSAGE. MESSAGE may be anything. */
struct sc_sighting sc_message_add(struct sc_tracker *tracker, const struct sc_packet *packet,
                                  const struct sc_message *message);

/* A message in PACKET will be added: what else its endpoints do matters from now on. */
void sc_message_expect(struct sc_tracker *tracker, const struct sc_packet *packet);

/* SC_EVENT_UNREACHABLE. */
struct sc_sighting sc_unreachable_add(struct sc_tracker *tracker, const struct sc_event *event);

/* Remembers the datagram of a message for a while: an ICMP error may quote no more than its header.
 */
void sc_datagrams_sent(struct sc_tracker *tracker, const struct reading *reading,
                       const struct sc_sighting *sighting);

/* True if TCP between the endpoints of PACKET, in this direction, is followed. */
bool sc_tcp_follows(const struct sc_tracker *tracker, const struct sc_packet *packet);

/* SC_EVENT_SEGMENT. Only endpoints that a message was seen between are followed. */
void sc_tcp_segment(struct sc_tracker *tracker, const struct sc_packet *packet, bool syn,
                    size_t size);

/* SC_EVENT_RESET that ends an open connection. */
void sc_tcp_reset(struct sc_tracker *tracker, const struct sc_packet *packet);

/* SC_EVENT_FRAGMENT. */
void sc_fragment_add(struct sc_tracker *tracker, const struct sc_packet *packet, bool more,
                     size_t offset, size_t size);

/* True if a message was sent to the host of an endpoint, whatever the port. */
bool sc_host_attended(const struct sc_tracker *tracker, const struct sc_endpoint *endpoint);

/* SC_EVENT_UNCONNECTED, and SC_EVENT_RESET that refuses a connection (SC_ICMP_NONE): CLIENT wanted
 * to open one to TARGET. */
void sc_refused_connection_add(struct sc_tracker *tracker, const struct sc_packet *packet,
                               enum sc_icmp icmp, const struct sc_endpoint *client,
                               const struct sc_endpoint *target);

/* SC_EVENT_DNS. */
void sc_lookup_add(struct sc_tracker *tracker, const struct sc_packet *packet,
                   struct sc_slice datagram);

/* Keeps how the message or the ICMP error in FRAME was understood: for sc_tracker_sighting(). */
void sc_sightings_add(struct sc_tracker *tracker, uint32_t frame,
                      const struct sc_sighting *sighting);

#endif
