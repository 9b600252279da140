/* The one cause of a message that belongs to an attempt.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_CAUSE_H
#define SIPCODES_CAUSE_H

#include "sipcodes/diagnose.h"
#include "sipcodes/why.h"

/* The cause of the message of a sighting, FINDINGS being those at it. A request has the cause of
 * its final response or, if that only asks for another step, of the response that decided its
 * attempt. False, and empty texts, if there is nothing to explain. */
bool sc_cause_of(const struct sc_tracker *tracker, const struct sc_diagnosis *diagnosis,
                 const struct sc_sighting *sighting, const struct sc_finding *findings,
                 size_t count, struct sc_why *why);

#endif
