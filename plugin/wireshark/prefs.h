/* What the user can set: Preferences, Protocols, SIP response codes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PREFS_H
#define SIPCODES_PREFS_H

#include <stdbool.h>

#include "sipcodes/diagnose.h"
#include "sipcodes/tracker.h"

/* Registers the preferences of protocol PROTO. Called once. */
void prefs_register(int proto);

/* Timers and thresholds as set now; a change takes effect when the file is analysed anew, which
 * Wireshark does by itself. */
struct sc_timers prefs_timers(void);
struct sc_thresholds prefs_thresholds(void);

/* Whether reports name users. */
bool prefs_show_users(void);

#endif
