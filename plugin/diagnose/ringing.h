/* Whether and how long a phone rang before the response under review.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_RINGING_H
#define SIPCODES_RINGING_H

#include "case.h"

/* True if RESPONSE is provisional, not 100, and has the To tag of RECORD: the same phone sent both.
 * The caller looks only at those that came before. */
bool sc_ringing_same_fork(const struct sc_record *record, const struct sc_record *response);

/* The first 180 of the same fork; NULL if the phone that sends the response under review did not
 * ring. */
const struct sc_record *sc_ringing_of(const struct sc_case *c);

/* True if it rang long enough for a person to press a button. RINGING may be NULL. */
bool sc_ringing_lasted(const struct sc_case *c, const struct sc_record *ringing);

/* True of the first INVITE of a call if its response came at once, without ringing anywhere. */
bool sc_ringing_refused_at_once(const struct sc_case *c);

#endif
