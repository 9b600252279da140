/* Moments and durations as reports write them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report-time.h"

#include <glib.h>

#include "sipcodes/time.h"

/* Writes a moment, which is freed; NULL if it is NULL. */
static char *write_moment(GDateTime *moment, const char *format)
{
    if (moment == NULL) {
        return NULL;
    }
    char *text = g_date_time_format(moment, format);
    g_date_time_unref(moment);
    return text;
}

char *report_moment(int64_t moment, const char *format)
{
    return write_moment(g_date_time_new_from_unix_utc(moment / SC_SECOND), format);
}

char *report_moment_local(int64_t moment, const char *format)
{
    return write_moment(g_date_time_new_from_unix_local(moment / SC_SECOND), format);
}

char *report_instant(int64_t moment)
{
    char *seconds = report_moment(moment, "%FT%T");
    char *text = seconds != NULL
                     ? g_strdup_printf("%s.%09" G_GINT64_FORMAT "Z", seconds, moment % SC_SECOND)
                     : NULL;

    g_free(seconds);
    return text;
}

char *report_seconds(int64_t span, int digits)
{
    int64_t unit = 1; /* of the last digit */

    for (int i = digits; i < 9; i++) {
        unit *= 10;
    }
    int64_t rounded = span / unit + (span % unit >= (unit + 1) / 2 ? 1 : 0);
    return g_strdup_printf("%" G_GINT64_FORMAT ".%0*" G_GINT64_FORMAT, rounded / (SC_SECOND / unit),
                           digits, rounded % (SC_SECOND / unit));
}
