/* Bodies: their parts (RFC 5621), and fragments of SIP (RFC 3420).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_BODY_H
#define SIPCODES_BODY_H

#include <stdbool.h>

#include "sipcodes/header.h"
#include "sipcodes/slice.h"

struct sc_message;

/* One part of a body. */
struct sc_part {
    /* Media type without parameters, e.g. application/sdp; the constant text/plain of a multipart's
     * part that names none. */
    struct sc_slice type;

    /* Its content. */
    struct sc_slice bytes;
};

/* Parts of one multipart body that are returned. */
#define SC_PARTS_MAX 32

/* The next part of the message's body: the body itself or, of a multipart one, its parts one
 * after the other, one level deep (RFC 5621). CURSOR starts as {0}. False at the end, or after
 * SC_PARTS_MAX. */
bool sc_part_next(const struct sc_message *message, struct sc_cursor *cursor, struct sc_part *part);

/* The next status line in the message/sipfrag parts of a message (RFC 3420), scanned into
 * FRAGMENT; CURSOR as for sc_part_next(). Parts that begin with anything else are left out. */
bool sc_fragment_next(const struct sc_message *message, struct sc_cursor *cursor,
                      struct sc_message *fragment);

#endif
