/* What a statistic or a report speaks of: the whole capture, or what passed a display filter.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_SELECTION_H
#define SIPCODES_SELECTION_H

#include <stdbool.h>

#include <epan/packet.h>
#include <epan/tap.h>

#include "sipcodes/diagnose.h"
#include "sipcodes/journal.h"
#include "sipcodes/summary.h"
#include "sipcodes/tracker.h"

/* The tap that every message is handed to, with its sighting (struct sc_sighting) as data. */
#define SELECTION_TAP "sipcodes"

/* What is known of the open capture. All NULL while there is none. */
struct capture {
    struct sc_tracker *tracker;
    const struct sc_diagnosis *diagnosis;
    struct sc_journal *journal;
};

/* Registers the tap. Called once. */
void selection_register(void);

/* Whether somebody listens to the tap. */
bool selection_is_wanted(void);

/* Hands a message to the tap. SIGHTING lives as long as the file. */
void selection_offer(packet_info *pinfo, const struct sc_sighting *sighting);

/* Says which capture is open; what its selections held is forgotten. */
void selection_open(struct capture capture);

/* The open capture, read to its end as far as reports are concerned. */
struct capture selection_capture(void);

struct selection;

/* A selection of everything. With a FILTERED one, only what was added. Never NULL. */
struct selection *selection_new(bool filtered);
void selection_free(struct selection *selection);

/* Forgets what was added. */
void selection_clear(struct selection *selection);

/* Adds a message, and with it its attempt. */
void selection_add(struct selection *selection, const struct sc_sighting *sighting);

/* True if the attempt is selected. */
bool selection_has(const struct selection *selection, const struct sc_attempt *attempt);

/* The summary of what is selected of the open capture. To be freed by the caller. */
struct sc_summary *selection_summarize(const struct selection *selection);

#endif
