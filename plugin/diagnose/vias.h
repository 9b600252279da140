/* The Vias of a request: which servers it has passed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_VIAS_H
#define SIPCODES_VIAS_H

#include "case.h"
#include "draft.h"

/* The host and port that most Vias of a request name, into SERVER; returns how many do, 0 if there
 * is no Via that can be read. */
unsigned sc_vias_most_frequent(const struct sc_message *request, struct sc_via *server);

/* How many Vias a request has, at most SC_VIAS_MAX. */
unsigned sc_vias_count(const struct sc_message *request);

/* True if one proxy sent both requests on from one that it had got: below the Vias of its own,
 * whose branches may differ, host and branch of each are the same (RFC 3261 section 16.6, item 8).
 */
bool sc_vias_of_one_proxy(const struct sc_message *a, const struct sc_message *b);

/* True if the server that answers put a Via into the request before: OWN. A Via whose received is
 * another address is of another host, which has the same private address behind its NAT (RFC 3261
 * section 18.2.1); so is the topmost one of a request that comes from another address. */
bool sc_vias_name_server(const struct sc_case *c, struct sc_draft *draft, struct sc_via *own);

#endif
