/* Hints of the user's own, for codes and phrases that mean something particular in their network.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_OWN_HINTS_H
#define SIPCODES_OWN_HINTS_H

#include <epan/prefs.h>

#include "sipcodes/catalog.h"
#include "sipcodes/finding.h"
#include "sipcodes/message.h"

/* One row of the user's table. Valid until the preferences change. */
struct own_hint {
    unsigned code;
    char *phrase; /* pattern with * and ?, case ignored; "": any */
    char *server; /* the same, of Server or else User-Agent */
    char *hint;
    unsigned severity; /* enum sc_severity */
};

/* Registers the table as a preference of MODULE. Called once. */
void own_hints_register(module_t *module);

/* The first row that fits a response; NULL if none does. */
const struct own_hint *own_hints_lookup(const struct sc_message *response);

#endif
