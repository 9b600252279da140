/* Findings about transactions and dialogs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 9, 12, 14 and 16.
 */
#include <glib.h>

#include "../catalog-private.h"

/* Ascending by id. */
static const struct sc_finding_row rows[] = {
    {
        .id = "max-forwards-zero",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The hop limit was used up",
        .hint = "Find out why the request passed so many hops: look for a loop, or "
                "raise Max-Forwards at the client.",
        .reference = "RFC 3261 section 16.3",
    },
};

const struct sc_finding_topic sc_findings_dialog = {"dialog", rows, G_N_ELEMENTS(rows)};
