/* A frame as the library has to know it: who sent it to whom and when, what tells copies apart, and
 * what it is besides SIP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_FRAME_H
#define SIPCODES_FRAME_H

#include <epan/packet.h>

#include "sipcodes/event.h"

/* The innermost IP header of a frame, and what follows it. */
struct frame_ip {
    int version; /* 4 or 6; 0: the header is not known */
    const uint8_t *header;
    const uint8_t *payload;
    size_t captured; /* bytes of the payload that the capture holds */
    size_t size;     /* bytes of the payload as the header says */
    uint8_t protocol;
};

/* A frame while it is dissected for the first time. */
struct frame {
    packet_info *pinfo;
    tvbuff_t *tvb;
    struct frame_ip ip;
};

/* Reads the IP header of a frame, whose bytes are those of TVB. */
struct frame frame_read(packet_info *pinfo, tvbuff_t *tvb);

/* The packet of an event in the frame. */
struct sc_packet frame_packet(const struct frame *frame);

/* Where the payload of the innermost IP packet ends in the frame's buffer, which may go on with
 * padding; 0 if that is not known. */
int frame_payload_end(const struct frame *frame);

/* An ICMP error: SC_EVENT_UNREACHABLE with bytes that lie in the frame's buffer, and whether the
 * datagram was to open a TCP connection. */
struct frame_error {
    struct sc_event event;

    /* The quoted datagram from its IP header on, in the frame's buffer. */
    struct sc_slice quoted;

    bool connects;
};

/* Reads the ICMP error that a frame holds; false if it holds none about a destination. */
bool frame_read_error(const struct frame *frame, struct frame_error *error);

/* Reads the IP fragment that a frame is; false if it is none. */
bool frame_fragment(const struct frame *frame, struct sc_event *event);

/* What the frame is besides its messages, and besides a fragment: a TCP segment, DNS, or only a
 * moment of the capture. Bytes lie in the frame's buffer. */
struct sc_event frame_event(const struct frame *frame);

#endif
