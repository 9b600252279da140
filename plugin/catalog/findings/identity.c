/* Findings about signed identities and the security agreement.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 8224 and RFC 9410 (STIR), RFC 3329 (sec-agree).
 */
#include <glib.h>

#include "../catalog-private.h"

/* Ascending by id. */
static const struct sc_finding_row rows[] = {
    {
        .id = "identity-missing",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A signed identity is demanded, and the request carries none",
        .hint = "Let the originating side sign calls (Identity header), or look upstream of the "
                "capture for the hop that drops the header.",
        .reference = "RFC 8224 section 6.2.2",
    },
    {
        .id = "identity-stripped",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A hop on the way removed the Identity header",
        .hint = "Let that proxy or SBC pass Identity on unchanged: look for header filters, "
                "topology hiding, or a size limit of UDP.",
        .reference = "RFC 8224 section 6.2.2, RFC 3261 section 16.6",
    },
    {
        .id = "sec-agree-missing",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A security agreement is demanded, and the request does not offer one in full",
        .hint = "Let the client send Security-Client, and sec-agree in Require and Proxy-Require, "
                "with a mechanism of the Security-Server.",
        .reference = "RFC 3329 section 2.3.1",
    },
    {
        .id = "stir-fault-reported",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "The call goes on, although the caller's identity could not be verified",
        .hint = "The call needs no repair; look up what the cause means for the signature, and "
                "tell the side that signs.",
        .reference = "RFC 9410 section 4",
    },
};

const struct sc_finding_topic sc_findings_identity = {"identity", rows, G_N_ELEMENTS(rows)};
