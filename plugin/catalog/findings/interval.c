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
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "423 without a minimum, or to a lifetime that is long enough",
        .hint = "Look at the server: a 423 must name its minimum in Min-Expires, above what was "
                "asked for. Compare every Contact's expires.",
        .reference = "RFC 3261 section 10.3",
    },
    {
        .id = "interval-retry-too-brief",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The client asks again for less than the minimum it was told",
        .hint = "Set the client's interval by hand to Min-Expires of the 423 or more: it does not "
                "read that header.",
        .reference = "RFC 3261 section 10.2.8",
    },
    {
        .id = "interval-too-brief",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The lifetime asked for is below the server's minimum",
        .hint = "Raise Expires, or the Contact's expires, at the client to Min-Expires of the 423 "
                "or more; or lower the server's minimum.",
        .reference = "RFC 3261 sections 10.2.8 and 10.3",
    },
    {
        .id = "session-interval-too-small",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The session interval is below the server's minimum",
        .hint = "Raise Session-Expires at the client to Min-SE of the 422 or more; a client that "
                "repeats it must also send that Min-SE.",
        .reference = "RFC 4028 section 6",
    },
};

const struct sc_finding_topic sc_findings_interval = {"interval", rows, G_N_ELEMENTS(rows)};
