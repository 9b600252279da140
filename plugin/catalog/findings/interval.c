/* Findings about lifetimes: registrations, subscriptions, session timers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 10.2.8, RFC 4028.
 */
#include <glib.h>

#include "../catalog-private.h"

/* Ascending by id. */
static const struct sc_finding_row rows[] = {
    {
        .id = "interval-contradiction",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "423 without a minimum, or to a lifetime that is long enough",
        .hint = "Look at the server: a 423 must name its minimum in Min-Expires, above "
                "what was asked for.",
        .reference = "RFC 3261 section 21.4.17",
    },
};

const struct sc_finding_topic sc_findings_interval = {"interval", rows, G_N_ELEMENTS(rows)};
