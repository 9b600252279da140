/* When messages were sent, and how long their senders waited.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TIMING_H
#define SIPCODES_TIMING_H

#include "case.h"
#include "draft.h"

/* T1 in nanoseconds. */
int64_t sc_timing_t1(const struct sc_case *c);

/* 64*T1 in nanoseconds: timers B, F and H (RFC 3261 table 4). */
int64_t sc_timing_timeout(const struct sc_case *c);

/* From an earlier message to the one under review, in nanoseconds. */
int64_t sc_timing_since(const struct sc_case *c, const struct sc_record *earlier);

/* How long a message was repeated, from its first copy to its last, in nanoseconds. */
int64_t sc_timing_repeated(const struct sc_record *record);

/* True if RECORD came no later than OTHER. */
bool sc_timing_not_after(const struct sc_record *record, const struct sc_record *other);

/* True if a message was repeated until its sender gave up. The last copy goes out at 63*T1,
 * whichever timer it is: A of an INVITE, E of other requests, G of a failure, and those of a 2xx
 * (sections 17.1.1.2, 17.1.2.2, 17.2.1, 13.3.1.4) and of a reliable 1xx (RFC 3262 section 3). */
bool sc_timing_sent_to_the_end(const struct sc_case *c, const struct sc_record *record);

/* True if the copies of a request came as its timer sends them, a quarter later at most: at
 * intervals that double from T1, those of timer E only up to T2 (sections 17.1.1.2 and 17.1.2.2). A
 * client that sends the same bytes at intervals of its own, e.g. to keep a NAT binding, repeats
 * nothing. */
bool sc_timing_by_timer(const struct sc_case *c, const struct sc_record *request);

/* A sender that repeats a message until it gives up did not get what ends that, whatever the
 * capture lacks: all copies prove the absence. Fewer copies do not: they may have stopped because
 * it came. Neither do those of a request at intervals of the client's own: a response does not end
 * them, but one to the first copy would have come by then. Neither does a message over TCP, which
 * is sent once (RFC 3261 section 17.1.1.2). */
void sc_timing_weigh_copies(const struct sc_case *c, struct sc_draft *draft,
                            const struct sc_record *record);

/* True if the client sent the next request of its kind before it had to repeat this one over UDP,
 * as after a challenge: it had got a response, which the capture lacks (RFC 3261 section 17.1.2.2).
 */
bool sc_timing_went_on(const struct sc_case *c);

/* True if a finding that rests on absence is not to be shown yet, whatever it says: what is missing
 * may still come, and the draft does not say that it holds despite that. To be asked before a text
 * is made. */
bool sc_timing_too_early(const struct sc_case *c, const struct sc_draft *draft);

#endif
