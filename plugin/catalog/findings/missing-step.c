/* Findings about steps that are missing or out of place.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 13 and 17, RFC 3262, RFC 3581.
 */
#include <glib.h>

#include "../catalog-private.h"

/* Ascending by id. */
static const struct sc_finding_row rows[] = {
    {
        .id = "capture-duplicate",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_STRONG,
        .aside = true,
        .summary = "One packet, captured twice",
        .hint = "Ignore the copy: a mirror port or two taps delivered the same packet "
                "twice. Remove it with editcap -d.",
        .reference = "RFC 3261 section 17",
    },
};

const struct sc_finding_topic sc_findings_missing_step = {"missing-step", rows, G_N_ELEMENTS(rows)};
