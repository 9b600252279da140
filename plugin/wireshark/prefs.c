/* What the user can set: Preferences, Protocols, SIP response codes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "prefs.h"

#include <epan/packet.h>
#include <epan/prefs.h>

#include "own-hints.h"

/* RFC 3261 table 4. */
static unsigned t1 = 500;
static unsigned t2 = 4000;

void prefs_register(int proto)
{
    module_t *module = prefs_register_protocol(proto, NULL);

    prefs_register_uint_preference(
        module, "t1", "T1 (ms)",
        "Round-trip time estimate of SIP (RFC 3261 timer T1). A request is unanswered after 64 "
        "times T1. 500 unless the network sets another; 2000 in IMS.",
        10, &t1);
    prefs_register_uint_preference(
        module, "t2", "T2 (ms)",
        "Longest interval between retransmissions of a request other than INVITE (RFC 3261 timer "
        "T2). 4000 unless the network sets another; 16000 in IMS.",
        10, &t2);
    own_hints_register(module);
}

struct sc_timers prefs_timers(void)
{
    /* A timer of 0 would call every request unanswered at once. */
    return (struct sc_timers){.t1 = MAX(t1, 1), .t2 = MAX(t2, 1)};
}
