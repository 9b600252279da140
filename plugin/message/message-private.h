/* What the files of the scanner share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_MESSAGE_PRIVATE_H
#define SIPCODES_MESSAGE_PRIVATE_H

#include "sipcodes/message.h"

/* sc_slice_trim(), called only where a control character or a blank stands at an end: most slices
 * have none, and trimming is a good part of what reading a message costs. */
static inline struct sc_slice trim(struct sc_slice slice)
{
    bool bare = slice.size == 0 || ((unsigned char)slice.data[0] > ' ' &&
                                    (unsigned char)slice.data[slice.size - 1] > ' ');

    return bare ? slice : sc_slice_trim(slice);
}

/* Takes one logical line from REST, which must not be empty: a line and those that continue it.
 * False if it has no colon and so is no header line. */
bool sc_header_take(struct sc_slice *rest, struct sc_line *line);

/* Splits host and port; an IPv6 reference is in brackets (RFC 3261 section 25.1). PORT stays as it
 * is if there is none that can be read. */
void sc_host_port_read(struct sc_slice text, struct sc_slice *host, uint16_t *port);

#endif
