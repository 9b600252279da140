/* What the plugin asks Wireshark for by name.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "lookup.h"

#include <epan/proto.h>
#include <epan/tap.h>
#include <wsutil/wslog.h>

static void complain(const char *what, const char *name)
{
    ws_log("sipcodes", LOG_LEVEL_WARNING, "this Wireshark has no %s \"%s\"", what, name);
}

int lookup_protocol(const char *name)
{
    int protocol = proto_get_id_by_filter_name(name);

    if (protocol == -1) {
        complain("protocol", name);
    }
    return protocol;
}

int lookup_tap(const char *name)
{
    int tap = find_tap_id(name);

    if (tap == 0) {
        complain("tap", name);
    }
    return tap;
}
