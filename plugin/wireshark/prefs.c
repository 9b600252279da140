/* What the user can set: Preferences, Protocols, sipcodes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "prefs.h"

#include <epan/packet.h>
#include <epan/prefs.h>

#include "compat.h"
#include "own-hints.h"

/* RFC 3261 table 4. */
static unsigned t1 = 500;
static unsigned t2 = 4000;

static unsigned slow_response = 2000;

/* STIR takes a call for stale after as long (RFC 8224 section 6.2, step 4). */
static unsigned clock_skew = 60;

static COMPAT_PREF_BOOL show_users = FALSE;

static COMPAT_PREF_BOOL mask_addresses = FALSE;

static const char *mask_key = "";

static COMPAT_PREF_BOOL why_in_info = FALSE;

static COMPAT_PREF_BOOL shortcuts = SIPCODES_SHORTCUTS;

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
    prefs_register_uint_preference(
        module, "slow_response", "Slow response (ms)",
        "A first response to an INVITE that comes later than this is a finding.", 10,
        &slow_response);
    prefs_register_uint_preference(
        module, "clock_skew", "Clock skew (s)",
        "A Date header that is further off the capture's clock than this is a finding.", 10,
        &clock_skew);
    prefs_register_bool_preference(
        module, "show_users", "Show user names in reports",
        "Whether the reports of -z sipcodes name caller and callee. Off, so that a report can be "
        "passed on.",
        &show_users);
    prefs_register_bool_preference(module, "mask_addresses", "Mask addresses in reports",
                                   "Whether the reports of -z sipcodes write host-1, host-2, ... "
                                   "in place of IP addresses, and "
                                   "only the first 8 characters of a Call-ID.",
                                   &mask_addresses);
    prefs_register_string_preference(
        module, "mask_key", "Key of masked addresses",
        "With a key, masked addresses are not numbered: their names are made of address and key, "
        "so that they are the same in every capture. Who has the key can find out the addresses.",
        &mask_key);
    prefs_register_bool_preference(
        module, "why_in_info", "Append the cause to the Info column",
        "Whether the Info column of a failing message ends with its cause, so that every profile, "
        "VoIP Calls and exports show it.",
        &why_in_info);
    prefs_register_bool_preference(
        module, "shortcuts", "Leave out what nobody reads",
        "Whether a message is analysed only as far as someone reads it. The same is shown either "
        "way; switch this off only to find a fault of the plugin.",
        &shortcuts);
    own_hints_register(module);
}

struct sc_settings prefs_settings(void)
{
    return (struct sc_settings){
        .timers = {.t1 = MAX(t1, 1), .t2 = MAX(t2, 1)},
        .thresholds = {.slow_response = slow_response, .clock_skew = clock_skew},
    };
}

bool prefs_show_users(void)
{
    return show_users;
}

bool prefs_mask_addresses(void)
{
    return mask_addresses;
}

const char *prefs_mask_key(void)
{
    return mask_key != NULL ? mask_key : "";
}

bool prefs_why_in_info(void)
{
    return why_in_info;
}

bool prefs_shortcuts(void)
{
    return shortcuts;
}
