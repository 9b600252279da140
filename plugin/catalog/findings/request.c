/* Findings about what a request says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 8.1 and 20, and what defines each extension.
 */
#include <glib.h>

#include "../catalog-private.h"

/* Ascending by id. */
static const struct sc_finding_row rows[] = {
    {
        .id = "method-not-allowed",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The server does not allow this method for this target",
        .hint = "Stop sending the method to this target, or ask the operator of the "
                "server to allow it: the Allow header lists what it takes.",
        .reference = "RFC 3261 section 21.4.6",
    },
};

const struct sc_finding_topic sc_findings_request = {"request", rows, G_N_ELEMENTS(rows)};
