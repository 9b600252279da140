/* Findings about authentication.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 22, RFC 7616 (Digest), RFC 8760 (its algorithms in SIP), RFC 8224 (STIR).
 */
#include <glib.h>

#include "../catalog-private.h"

/* Ascending by id. */
static const struct sc_finding_row rows[] = {
    {
        .id = "auth-challenge",
        .severity = SC_SEVERITY_CHAT,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "First challenge: the request carried no credentials",
        .hint = "Normal first step, no failure: look at the next request, which should carry "
                "credentials.",
        .reference = "RFC 3261 section 22.1",
    },
    {
        .id = "auth-challenge-missing",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "401 or 407 without any challenge",
        .hint = "Mend the server: without WWW-Authenticate (401) or Proxy-Authenticate (407) no "
                "client can go on.",
        .reference = "RFC 3261 sections 21.4.2 and 21.4.8",
    },
    {
        .id = "auth-challenge-unanswered",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .absence = true,
        .summary = "The client never answered the challenge",
        .hint = "Set user name and password in the client, then compare realm and algorithm of the "
                "challenge with what the client can use.",
        .reference = "RFC 3261 section 22.2",
    },
};

const struct sc_finding_topic sc_findings_auth = {"auth", rows, G_N_ELEMENTS(rows)};
