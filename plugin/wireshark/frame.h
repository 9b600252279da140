/* What the tracker needs to know of a packet.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_FRAME_H
#define SIPCODES_FRAME_H

#include <epan/packet.h>

#include "sipcodes/journal.h"
#include "sipcodes/tracker.h"

/* The packet as the tracker wants it: who, when, and what tells copies apart. */
struct sc_packet packet_describe(packet_info *pinfo, tvbuff_t *frame);

/* Where the payload of the innermost IP packet ends in the frame's buffer, which may go on with
 * padding; 0 if that is not known. */
int packet_end(packet_info *pinfo, tvbuff_t *frame);

/* Notes of a frame what matters whether or not it holds SIP: time, TCP segment, IP fragment, DNS.
 * To be called behind the messages of the frame. */
void packet_note(struct sc_journal *journal, packet_info *pinfo, tvbuff_t *frame);

/* An ICMP error, and the datagram that it quotes. */
struct packet_error {
    enum sc_icmp icmp;
    struct sc_endpoint source;
    struct sc_endpoint destination;
    bool connects;          /* it was to open a TCP connection */
    struct sc_slice quoted; /* payload of the datagram, as much as there is of it; lies in the
                               frame's buffer */
};

/* Reads the ICMP error that a frame holds; false if it holds none about a destination. */
bool packet_read_error(packet_info *pinfo, tvbuff_t *frame, struct packet_error *error);

#endif
