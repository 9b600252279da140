/* Times of a capture, in nanoseconds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TIME_H
#define SIPCODES_TIME_H

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

#endif
