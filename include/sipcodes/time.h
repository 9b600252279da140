/* Times of a capture, in nanoseconds, and the timers of SIP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TIME_H
#define SIPCODES_TIME_H

#include <stdbool.h>
#include <stdint.h>

/* Units of time, in nanoseconds. */
#define SC_MILLISECOND INT64_C(1000000)
#define SC_SECOND      INT64_C(1000000000)

/* The time from one moment to another, as far as a number holds it: a broken capture has any. */
static inline int64_t sc_time_between(int64_t from, int64_t to)
{
    if (from < 0) {
        return to > INT64_MAX + from ? INT64_MAX : to - from;
    }
    return to < INT64_MIN + from ? INT64_MIN : to - from;
}

/* Whether ringing that lasted so long, in nanoseconds from the 180 to the refusal, probably ended
 * by a timer of the phone or of a server and not by a person: 25 s or more, or within 1 s of 15 or
 * 20 s. Phones stop after 15, 20, 30, 45, 60, 90, 120 or 180 s; a person decides sooner. Nothing in
 * SIP fixes these times, so this alone is no proof. */
static inline bool sc_ringing_is_timer_like(int64_t duration)
{
    return duration >= 25 * SC_SECOND ||
           (duration >= 14 * SC_SECOND && duration <= 16 * SC_SECOND) ||
           (duration >= 19 * SC_SECOND && duration <= 21 * SC_SECOND);
}

/* When something was seen. */
struct sc_instant {
    uint32_t frame; /* 0: never */
    int64_t time;   /* ns since the epoch; 0 if never */
};

/* SIP's timers (RFC 3261 section 17.1.1.1 and table 4), in milliseconds. */
struct sc_timers {
    uint32_t t1; /* round-trip time estimate: 500; in IMS 2000 */
    uint32_t t2; /* longest interval between non-INVITE retransmissions: 4000; in IMS 16000 */
};

/* Timer C: how long a proxy waits after a provisional response to an INVITE, at least (section
 * 16.6, step 11). */
#define SC_TIMER_C (180 * SC_SECOND)

/* T1 in nanoseconds. */
static inline int64_t sc_timers_t1(const struct sc_timers *timers)
{
    return timers->t1 * SC_MILLISECOND;
}

/* The longest interval between the copies of a non-INVITE request or of a 2xx, in nanoseconds. */
static inline int64_t sc_timers_t2(const struct sc_timers *timers)
{
    return timers->t2 * SC_MILLISECOND;
}

/* Silence after which a transaction is over, in nanoseconds: 64*T1, as timers B, F and H run
 * (section 17). */
static inline int64_t sc_timers_timeout(const struct sc_timers *timers)
{
    return 64 * sc_timers_t1(timers);
}

#endif
