/* A capture as a pcapng file, which Wireshark can open.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TESTS_PCAPNG_H
#define SIPCODES_TESTS_PCAPNG_H

#include "capture.h"

/* The bytes of a pcapng file: one section with the comment TITLE, one Ethernet interface, and frame
 * by frame what CAPTURE holds, each with its findings as comments. UNTIL: the time in
 * milliseconds up to which the capture lasts after its last frame, 0 if it ends there. A frame that
 * was not captured has a packet of no known protocol in its place, so that the numbers are the
 * same.
 *
 * NULL if a frame cannot be written, with the reason in *WHY, a constant. Freed with
 * g_byte_array_unref(). */
GByteArray *pcapng_of(const struct capture *capture, const char *title, int64_t until,
                      const char **why);

#endif
