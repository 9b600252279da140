/* What the user can set: Preferences, Protocols, sipcodes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PREFS_H
#define SIPCODES_PREFS_H

#include <stdbool.h>

#include "sipcodes/settings.h"

/* Registers the preferences of protocol PROTO. Called once. */
void prefs_register(int proto);

/* The settings of the analysis as they are now; a change takes effect when the file is analysed
 * anew, which Wireshark does by itself. */
struct sc_settings prefs_settings(void);

/* Whether reports name users. */
bool prefs_show_users(void);

/* Whether reports mask addresses and Call-IDs. */
bool prefs_mask_addresses(void);

/* The key of the names that masked addresses get, "" if they are numbered. Never NULL. */
const char *prefs_mask_key(void);

/* Whether the cause of a message is appended to the Info column. */
bool prefs_why_in_info(void);

/* Whether that is left out which nobody reads. */
bool prefs_shortcuts(void);

#endif
