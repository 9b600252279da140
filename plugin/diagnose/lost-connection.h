/* TCP connections that were lost under a request.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_LOST_CONNECTION_H
#define SIPCODES_LOST_CONNECTION_H

#include "case.h"
#include "draft.h"

/* That the next hop reset the connection over which the request under review went on, after it:
 * "; 10.0.0.3 reset the TCP connection of the INVITE that went on to it". "" if that was not seen.
 * The frame becomes evidence, and the first advice of the row the hint. Returns TEXT. */
const char *sc_lost_to_next_hop(const struct sc_case *c, struct sc_draft *draft,
                                char text[SC_WORDS_SIZE]);

/* The same of the connection that the request under review came over, which its client reset after
 * a response, and whether it then refused new ones (RFC 3261 section 18.2.2). */
const char *sc_lost_to_client(const struct sc_case *c, struct sc_draft *draft,
                              char text[SC_WORDS_SIZE]);

#endif
