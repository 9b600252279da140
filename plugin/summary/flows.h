/* The messages of attempts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_FLOWS_H
#define SIPCODES_FLOWS_H

#include "sipcodes/flow.h"

struct flows;

/* The transactions of a tracker by attempt. The tracker must outlive it and be told nothing more
 * meanwhile. */
struct flows *sc_flows_new(const struct sc_tracker *tracker);

/* Frees them. NULL is allowed. */
void sc_flows_free(struct flows *flows);

/* What sc_summary_flow() returns for an attempt with these facts. */
struct sc_flow sc_flows_of(struct flows *flows, const struct sc_attempt_facts *facts);

#endif
