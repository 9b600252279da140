/* Records: one distinct message on one hop, and its copies.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_RECORD_H
#define SIPCODES_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/endpoint.h"
#include "sipcodes/packet.h"
#include "sipcodes/reason.h"
#include "sipcodes/slice.h"

/* Bytes that are kept of one value of a message: branch, tag, Call-ID, ... What is longer is cut,
 * but two that differ anywhere stay different. One message costs at most six such values and six
 * fixed structs. */
#define SC_KEPT_MAX 128

/* Causes that are kept of one message. */
#define SC_REASONS_MAX 4

/* Copies of one message this close together may be one packet seen twice, in nanoseconds; and those
 * with the same identification of IPv4, other than 0, as in a capture at two places along the path.
 * No timer of SIP is shorter than T1, and a sender does not use an identification again so soon
 * (RFC 6864 section 4.3). */
#define SC_DUPLICATE_WINDOW     INT64_C(5000000)
#define SC_SAME_DATAGRAM_WINDOW INT64_C(250000000)

/* How a message relates to earlier ones. */
enum sc_copy {
    SC_COPY_FIRST,              /* not seen before on this hop */
    SC_COPY_RETRANSMISSION,     /* SIP sent it again (section 17.1, 17.2, 13.3.1.4) */
    SC_COPY_TCP_RETRANSMISSION, /* TCP sent the segment again */
    SC_COPY_DUPLICATE,          /* one packet, captured twice */
};

/* One distinct message on one hop: its first copy, and how often it came again. */
struct sc_record {
    /* Frames of the first copy, and of the last that is no duplicate; and their times in ns since
     * the epoch. */
    uint32_t frame;
    uint32_t last_frame;
    int64_t time;
    int64_t last_time;

    const struct sc_endpoint *source;
    const struct sc_endpoint *destination;

    /* Status code; 0 for a request. */
    uint16_t code;

    /* It came over TCP or another stream. */
    bool in_stream;

    /* What it holds, of SC_FACT_OF_MESSAGE (advice.h). */
    uint8_t holds;

    /* What the latest ICMP error says that quotes this response; the first is UNDELIVERED. */
    enum sc_icmp icmp;

    /* The tag of To, absent if there is none. */
    struct sc_slice to_tag;

    /* Its bytes, and what followed them in the same packet. Absent if they are not kept, or no
     * longer: see SC_TEXT_MAX. Of a message that the capture cut nothing is kept. */
    struct sc_slice text;

    /* Bytes of the message. */
    size_t size;

    /* The first causes that it states, in Reason and then in headers of vendors, without their
     * BYTES, and how many: at most SC_REASONS_MAX. */
    const struct sc_reason *reasons;
    unsigned reason_count;

    /* Copies after the first: sent again by SIP, sent again by TCP, captured twice. */
    uint32_t retransmissions;
    uint32_t tcp_retransmissions;
    uint32_t duplicates;

    /* The next distinct response of the transaction in capture order, or its next ACK. */
    struct sc_record *next;

    /* The first ICMP error that quotes this response, or NULL. */
    struct sc_record *undelivered;
};

#endif
