/* The packet that a message came in, as far as the library has to know it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PACKET_H
#define SIPCODES_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/endpoint.h"
#include "sipcodes/message.h"
#include "sipcodes/time.h"

/* What the capture says of the packet that a message came in. Filled by the caller for one call. */
struct sc_packet {
    uint32_t frame; /* number of the frame, from 1 */
    int64_t time;   /* nanoseconds since the epoch */
    struct sc_endpoint source;
    struct sc_endpoint destination;
    bool stream;        /* TCP, TLS, WebSocket, SCTP: no retransmission by SIP but of 2xx and 1xx */
    bool has_ip_id;     /* IPv4, and the identification could be read */
    uint16_t ip_id;     /* IPv4 identification */
    uint16_t ip_length; /* of a whole UDP datagram: total length of IPv4, payload length of IPv6; 0:
                           not known */
    bool has_tcp_seq;   /* the sequence number of the segment could be read */
    uint32_t tcp_seq;   /* TCP sequence number of the segment */
    bool cut;           /* the capture holds less of the packet than there was */
};

/* True if a message was cut by the capture. A datagram that is whole but shorter than its
 * Content-Length is a fault of its sender. */
bool sc_message_is_cut(const struct sc_packet *packet, const struct sc_message *message);

/* What an ICMP error says of a destination (RFC 792, RFC 1812 section 5.2.7, RFC 4443
 * section 3.1). */
enum sc_icmp {
    SC_ICMP_NONE,
    SC_ICMP_NETWORK,    /* no route to its network */
    SC_ICMP_HOST,       /* the host does not answer */
    SC_ICMP_PORT,       /* nothing listens on the port */
    SC_ICMP_PROTOCOL,   /* the host does not take the transport */
    SC_ICMP_PROHIBITED, /* a filter rejects it */
};

#endif
