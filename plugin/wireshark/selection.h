/* What a statistic or a report is about: the whole capture, or what passed a display filter.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_SELECTION_H
#define SIPCODES_SELECTION_H

#include <stdbool.h>

#include "sipcodes/event.h"
#include "sipcodes/summary.h"

struct selection;

/* A selection of everything. With a FILTERED one, only what was added. Never NULL. */
struct selection *selection_new(bool filtered);
void selection_free(struct selection *selection);

/* Forgets what was added. */
void selection_clear(struct selection *selection);

/* Adds a message. SIGHTING must live until the selection is cleared or freed. */
void selection_add(struct selection *selection, const struct sc_sighting *sighting);

/* The summary of what is selected of the open capture, to be freed by the caller; NULL if no
 * capture is open. */
struct sc_summary *selection_summarize(const struct selection *selection);

#endif
