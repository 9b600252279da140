/* Whether and how long a phone rang before the response under review.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_RINGING_H
#define SIPCODES_RINGING_H

#include "case.h"

/* No person presses a button or hangs up so fast, in nanoseconds. */
#define SC_RINGING_AT_ONCE (300 * SC_MILLISECOND)

/* True if RESPONSE is provisional, not 100, and has the To tag of RECORD: the same phone sent both.
 * The caller looks only at those that came before. */
bool sc_ringing_same_fork(const struct sc_record *record, const struct sc_record *response);

/* The first 180 of the same fork; NULL if the phone that sends the response under review did not
 * ring. */
const struct sc_record *sc_ringing_of(const struct sc_case *c);

/* The first provisional response of the same fork other than 100, if the To tag is there: the far
 * end was reached before it refused. NULL if there is none. */
const struct sc_record *sc_ringing_progress(const struct sc_case *c);

/* True if it rang for a time after which a person may have refused: 300 ms at least, and not as
 * long as a timer runs. RINGING may be NULL. */
bool sc_ringing_by_person(const struct sc_case *c, const struct sc_record *ringing);

/* True if it rang for less than 300 ms: no person refused. RINGING may be NULL. */
bool sc_ringing_by_machine(const struct sc_case *c, const struct sc_record *ringing);

/* True of the first INVITE of a call if its response came at once, without ringing anywhere. */
bool sc_ringing_refused_at_once(const struct sc_case *c);

/* True if a provisional response other than 100 came: a device of the callee was reached. */
bool sc_ringing_found(const struct sc_transaction *transaction);

#endif
