/* Moments and durations as reports write them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report-time.h"

#include <glib.h>

#include "sipcodes/time.h"

char *report_moment(int64_t time, const char *format)
{
    GDateTime *moment = g_date_time_new_from_unix_utc(time / SC_SECOND);

    if (moment == NULL) {
        return NULL;
    }
    char *text = g_date_time_format(moment, format);
    g_date_time_unref(moment);
    return text;
}

char *report_seconds(int64_t time, int digits)
{
    int64_t unit = 1; /* of the last digit */

    for (int i = digits; i < 9; i++) {
        unit *= 10;
    }
    int64_t rounded = time / unit + (time % unit >= (unit + 1) / 2 ? 1 : 0);
    return g_strdup_printf("%" G_GINT64_FORMAT ".%0*" G_GINT64_FORMAT, rounded / (SC_SECOND / unit),
                           digits, rounded % (SC_SECOND / unit));
}
