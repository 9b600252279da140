/* The Date header (RFC 3261 section 20.17).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include <glib.h>

/* The number that stands at AT in two digits. */
static bool two_digits(struct sc_slice text, size_t at, int max, int *value)
{
    uint64_t number;

    if (!sc_slice_number((struct sc_slice){text.data + at, 2}, (uint64_t)max, &number)) {
        return false;
    }
    *value = (int)number;
    return true;
}

/* 1 to 12; 0 for anything else. */
static int month_of(struct sc_slice name)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (sc_slice_is(name, names[i])) {
            return (int)i + 1;
        }
    }
    return 0;
}

/* Sat, 13 Nov 2010 23:29:00 GMT: every field has its place (RFC 1123). */
bool sc_message_date(const struct sc_message *message, int64_t *seconds)
{
    struct sc_slice text = sc_header_first(message, SC_HEADER_DATE);
    uint64_t year;
    int day;
    int hour;
    int minute;
    int second;

    if (text.size != sizeof "Sat, 13 Nov 2010 23:29:00 GMT" - 1 || text.data[3] != ',' ||
        !two_digits(text, 5, 31, &day) || !two_digits(text, 17, 23, &hour) ||
        !two_digits(text, 20, 59, &minute) || !two_digits(text, 23, 60, &second) ||
        !sc_slice_number((struct sc_slice){text.data + 12, 4}, 9999, &year) ||
        !sc_slice_is((struct sc_slice){text.data + 26, 3}, "GMT")) {
        return false;
    }
    int month = month_of((struct sc_slice){text.data + 8, 3});
    GDateTime *moment =
        g_date_time_new_utc((int)year, month, day, hour, minute, (double)MIN(second, 59));
    if (moment == NULL) {
        return false;
    }
    *seconds = g_date_time_to_unix(moment);
    g_date_time_unref(moment);
    return true;
}
