/* Whether a header of a request can be read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_HEADER_SYNTAX_H
#define SIPCODES_HEADER_SYNTAX_H

#include <glib.h>

#include "sipcodes/message.h"

/* True if the header is there and holds no number, or one that is out of range. MOST becomes the
 * largest valid one. False of a header that holds no number anyway. */
bool sc_header_out_of_range(const struct sc_message *request, enum sc_header header,
                            uint32_t *most);

/* True if the header is there and cannot be read: a number as above, an address without host, or
 * credentials with quotes where there must be none. False of a header of any other kind. */
bool sc_header_unreadable(const struct sc_message *request, enum sc_header header);

#endif
