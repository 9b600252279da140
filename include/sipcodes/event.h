/* Events: what one packet of a capture tells, and what is understood of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A packet makes an event for each SIP message that it holds, or for the ICMP error, and then one
 * more for what it is besides: a TCP segment, an IP fragment, DNS or, if it is nothing of that, a
 * moment of the capture. Without the latter, silence could not be told from the capture's end.
 */
#ifndef SIPCODES_EVENT_H
#define SIPCODES_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/endpoint.h"
#include "sipcodes/packet.h"
#include "sipcodes/slice.h"
#include "sipcodes/transaction.h"

/* What an event tells, and what of struct sc_event it uses besides the kind and the packet. */
enum sc_event_kind {
    /* The capture has reached this time. Of the packet only the time is read. */
    SC_EVENT_TIME,

    /* A SIP message, which begins with the first of BYTES; more may follow after its end. Any bytes
     * are allowed. */
    SC_EVENT_MESSAGE,

    /* A TCP segment: SEGMENT. To be told after the messages that it carries. */
    SC_EVENT_SEGMENT,

    /* A TCP segment with RST, whose sequence number may be any (RFC 9293 section 3.5.2): RESET. It
     * either refuses to open a connection or ends an open one. */
    SC_EVENT_RESET,

    /* An IPv4 fragment (RFC 791 section 3.2): FRAGMENT. */
    SC_EVENT_FRAGMENT,

    /* A UDP datagram from or to port 53, as much of its payload as was captured, in BYTES. What is
     * no query or response for the location of a name is ignored (RFC 1035, RFC 3263). */
    SC_EVENT_DNS,

    /* An ICMP error about a datagram: ERROR, and in BYTES what it quotes of the datagram's payload,
     * maybe nothing. */
    SC_EVENT_UNREACHABLE,

    /* The same error once more, if that datagram is a TCP segment that was to open a connection:
     * ERROR. To be told before SC_EVENT_UNREACHABLE, which looks for messages. */
    SC_EVENT_UNCONNECTED,
};

/* One event. Filled by the caller for one call; BYTES are copied where they are kept. */
struct sc_event {
    enum sc_event_kind kind;
    struct sc_packet packet;
    struct sc_slice bytes;
    union {
        struct {
            /* It opens a connection. */
            bool syn;

            /* Bytes of data. */
            size_t size;
        } segment;

        struct {
            /* It has the ACK bit. */
            bool acknowledges;
        } reset;

        struct {
            /* It is not the last one of its datagram. */
            bool more;

            /* Where its data belongs in that of the datagram, and how long it is, in bytes. */
            size_t offset;
            size_t size;
        } fragment;

        struct {
            /* What is the matter with the destination. */
            enum sc_icmp icmp;

            /* Of the quoted datagram. */
            struct sc_endpoint source;
            struct sc_endpoint destination;

            /* Of its header as quoted, by which the packet is known that the error is about:
             * identification of IPv4, 0 if there is none; and for a whole UDP datagram the length
             * as in struct sc_packet, 0 if it is not known. */
            uint16_t ip_id;
            uint16_t ip_length;
        } error;
    };
};

/* How one message of the capture was understood. All zero if it fits nowhere, but for the record of
 * a response, of which then each copy has its own. A message fits nowhere if it has no readable Via
 * or CSeq (a request without any CSeq is fine), or is an ACK whose INVITE was not captured. The
 * record of an ACK that matches nothing is that of a struct sc_stray_ack.
 *
 * Of an ICMP error: the transaction of the message that it quotes, and as record the transaction's
 * UNREACHABLE if that is the request, or the UNDELIVERED of a response. All zero if the message is
 * not known. */
struct sc_sighting {
    const struct sc_transaction *transaction;
    const struct sc_record *record;
    enum sc_copy copy;

    /* That the message came in. */
    uint32_t frame;
};

#endif
