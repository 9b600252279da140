/* What is to be said of one attempt.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_FACTS_H
#define SIPCODES_FACTS_H

#include "sipcodes/summary.h"

/* The facts of an attempt. Where DECISIVE is NULL, all of its hops were counted with another
 * attempt, and there is nothing to be said. */
struct sc_attempt_facts sc_facts_of(const struct sc_tracker *tracker,
                                    const struct sc_attempt *attempt);

#endif
