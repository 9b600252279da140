/* The frames of a capture as packets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TESTS_PACKETS_H
#define SIPCODES_TESTS_PACKETS_H

#include "capture.h"

/* How far the TCP connections of a capture have come, while its frames are written in order. */
struct streams;

struct streams *streams_new(void);
void streams_free(struct streams *streams);

/* A packet as it was captured; BYTES may be fewer than LENGTH. */
struct packet {
    GByteArray *bytes;
    uint32_t length;
};

/* Why a frame cannot be written as a packet that Wireshark reads alike; NULL if it can. STREAMS: as
 * after the frame before. */
const char *packet_refused(const struct capture *capture, const struct capture_frame *seen,
                           struct streams *streams);

/* The frame as an Ethernet packet. Its bytes are freed with g_byte_array_unref(). */
struct packet packet_of(const struct capture *capture, const struct capture_frame *seen,
                        struct streams *streams);

/* A packet that stands for time that passes. */
struct packet packet_of_nothing(void);

#endif
