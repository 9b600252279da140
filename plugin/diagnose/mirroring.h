/* What a response copies from its request (RFC 3261 section 8.2.6.2).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_MIRRORING_H
#define SIPCODES_MIRRORING_H

#include "draft.h"

/* Appends to CHANGES what differs of that by which a client matches a response to its request:
 * tags, Call-ID, CSeq, Via. What a server may change is left out. Each difference follows "; " if
 * another stands before it. */
void sc_mirroring_compare(struct sc_draft *draft, const struct sc_message *request,
                          const struct sc_message *response, GString *changes);

/* The same of the rest: the tag that a final response has to add to To, and the URI in From without
 * its parameters. */
void sc_mirroring_compare_rest(const struct sc_message *request, const struct sc_message *response,
                               GString *changes);

#endif
