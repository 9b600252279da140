/* The Vias of a request: which servers it has passed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_VIAS_H
#define SIPCODES_VIAS_H

#include "case.h"

/* The host and port that most Vias of a request name, into SERVER; returns how many do, 0 if there
 * is no Via that can be read. */
unsigned sc_vias_most_frequent(const struct sc_message *request, struct sc_via *server);

/* How many Vias a request has, at most SC_VIAS_MAX. */
unsigned sc_vias_count(const struct sc_message *request);

#endif
