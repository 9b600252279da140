/* Moments and durations as reports write them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPORT_TIME_H
#define SIPCODES_REPORT_TIME_H

#include <stdint.h>

/* Writes a moment, nanoseconds since the epoch, in UTC as FORMAT of g_date_time_format() has it, to
 * the second. To be freed with g_free(); NULL if no calendar has it. */
char *report_moment(int64_t moment, const char *format);

/* The same in local time. */
char *report_moment_local(int64_t moment, const char *format);

/* Writes a moment as ISO 8601 has it, in UTC, to the nanosecond. To be freed with g_free(); NULL if
 * no calendar has it. */
char *report_instant(int64_t moment);

/* Writes nanoseconds, which must not be negative, as seconds rounded to DIGITS after the point, 1
 * to
 * 9. To be freed with g_free(). */
char *report_seconds(int64_t span, int digits);

#endif
