/* Date: when a message was first sent (RFC 3261 section 20.17).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include <glib.h>
#include <string.h>

#define YEAR_MIN 1970
#define YEAR_MAX 9999

static const char *const months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};

static bool is_separator(char byte)
{
    static const char separators[] = " \t\r\n,:";

    return memchr(separators, byte, sizeof separators - 1) != NULL;
}

/* Takes the next part of a Date from REST, up to white space, comma or colon. */
static struct sc_slice next_part(struct sc_slice *rest)
{
    size_t from = 0;

    while (from < rest->size && is_separator(rest->data[from])) {
        from++;
    }
    size_t to = from;
    while (to < rest->size && !is_separator(rest->data[to])) {
        to++;
    }
    struct sc_slice word = {rest->data + from, to - from};
    rest->data += to;
    rest->size -= to;
    return word;
}

static bool next_number(struct sc_slice *rest, uint64_t min, uint64_t max, int64_t *number)
{
    uint64_t value;

    if (!sc_slice_number(next_part(rest), max, &value) || value < min) {
        return false;
    }
    *number = (int64_t)value;
    return true;
}

/* MONTH counts from 1. */
static bool next_month(struct sc_slice *rest, int64_t *month)
{
    struct sc_slice word = next_part(rest);

    for (size_t i = 0; i < G_N_ELEMENTS(months); i++) {
        if (sc_slice_is(word, months[i])) {
            *month = (int64_t)i + 1;
            return true;
        }
    }
    return false;
}

/* Days from the epoch to a day of the Gregorian calendar. With years that begin in March, so that
 * the leap day is their last, 153 days make five months. */
static int64_t days_to(int64_t year, int64_t month, int64_t day)
{
    int64_t march_year = month > 2 ? year : year - 1;
    int64_t march_month = month > 2 ? month - 3 : month + 9;

    return march_year * 365 + march_year / 4 - march_year / 100 + march_year / 400 +
           (153 * march_month + 2) / 5 + day - 1 - 719468;
}

bool sc_message_date(const struct sc_message *message, int64_t *seconds)
{
    struct sc_slice rest = sc_header_first(message, SC_HEADER_DATE);
    int64_t day;
    int64_t month;
    int64_t year;
    int64_t hour;
    int64_t minute;
    int64_t second;

    if (!sc_slice_present(rest)) {
        return false;
    }
    next_part(&rest); /* the weekday, which follows from the rest */
    if (!next_number(&rest, 1, 31, &day) || !next_month(&rest, &month) ||
        !next_number(&rest, YEAR_MIN, YEAR_MAX, &year) || !next_number(&rest, 0, 23, &hour) ||
        !next_number(&rest, 0, 59, &minute) || !next_number(&rest, 0, 60, &second) ||
        !sc_slice_is(next_part(&rest), "GMT") ||
        !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year)) {
        return false;
    }
    *seconds = ((days_to(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return true;
}
