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

#endif
