/* Where a cause was generated: the location parameter of a Reason value.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tokens of RFC 8606 section 4 for the locations of ITU-T Q.850 table 1.
 */
#include "catalog-private.h"

struct location {
    const char *token;
    const char *name;
};

/* By the four location bits of Q.850, 0000 to 1111. */
static const struct location locations[] = {
    {.token = "U", .name = "user"},
    {.token = "LPN", .name = "private network serving the local user"},
    {.token = "LN", .name = "public network serving the local user"},
    {.token = "TN", .name = "transit network"},
    {.token = "RLN", .name = "public network serving the remote user"},
    {.token = "RPN", .name = "private network serving the remote user"},
    {.token = "LOC-6", .name = "spare (location 6)"},
    {.token = "INTL", .name = "international network"},
    {.token = "LOC-8", .name = "spare (location 8)"},
    {.token = "LOC-9", .name = "spare (location 9)"},
    {.token = "BI", .name = "network beyond the interworking point"},
    {.token = "LOC-11", .name = "spare (location 11)"},
    {.token = "LOC-12", .name = "reserved for national use (location 12)"},
    {.token = "LOC-13", .name = "reserved for national use (location 13)"},
    {.token = "LOC-14", .name = "reserved for national use (location 14)"},
    {.token = "LOC-15", .name = "reserved for national use (location 15)"},
};

const char *sc_location_name(struct sc_slice location)
{
    for (size_t i = 0; i < sizeof locations / sizeof locations[0]; i++) {
        if (sc_slice_is(location, locations[i].token)) {
            return locations[i].name;
        }
    }
    return "";
}
