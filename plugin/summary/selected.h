/* What of a capture a summary is about.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_SELECTED_H
#define SIPCODES_SELECTED_H

#include <glib.h>

#include "sipcodes/summary.h"

/* The responses and attempts that a selection names. */
struct selected {
    GHashTable *records;  /* set of records; NULL: all */
    GHashTable *attempts; /* set of attempts; NULL: all */
};

/* Looks up what SELECTION names; NULL: all. To be freed with sc_selected_clear(). */
struct selected sc_selected_of(const struct sc_selection *selection);

void sc_selected_clear(struct selected *selected);

bool sc_selected_response(const struct selected *selected, const struct sc_record *response);
bool sc_selected_attempt(const struct selected *selected, const struct sc_attempt *attempt);

#endif
