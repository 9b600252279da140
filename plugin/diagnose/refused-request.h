/* A refused request as the refusing server got it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REFUSED_REQUEST_H
#define SIPCODES_REFUSED_REQUEST_H

#include "case.h"
#include "draft.h"

/* The request that the refusing server got, maybe read into ROOM; NULL if that is not known or if
 * it, or the response, has more header lines than are indexed, so that none can be missed. Its
 * frame becomes evidence. */
const struct sc_message *sc_refused_request(const struct sc_case *c, struct sc_draft *draft,
                                            struct sc_message *room);

/* The bytes that the datagram of the refused REQUEST holds after the body that Content-Length
 * counts (RFC 3261 section 18.3); 0 if there are none, if they are only padding, or if it came in a
 * stream, where the next message follows. */
size_t sc_refused_surplus(const struct sc_case *c, const struct sc_message *request);

#endif
