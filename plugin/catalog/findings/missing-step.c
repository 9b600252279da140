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
        .reference = "RFC 3261 section 17.1.1.1",
    },
    {
        .id = "clock-skew",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_STRONG,
        .aside = true,
        .summary = "The clock of the sender and that of the capture differ by over a minute",
        .hint = "Check NTP on the sender; if the Date of other hosts is off as far, the capturing "
                "machine's clock is wrong.",
        .reference = "RFC 3261 section 20.17",
    },
    {
        .id = "double-answer",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "Two phones answered one INVITE",
        .hint = "Look for an ACK to each To tag and a BYE to one of them: the caller has to end "
                "the call that it does not want.",
        .reference = "RFC 3261 section 13.2.2.4",
    },
    {
        .id = "fork-ended",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "One fork of the call ended, the call itself goes on",
        .hint = "Read the cause as that of this one fork (same To tag), then look at the final "
                "response for the outcome of the call.",
        .reference = "RFC 6228 sections 4, 5 and 6",
    },
    {
        .id = "nat-detected",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "The client's address is translated on its way to the server",
        .hint = "Expect Contact and SDP of the client to name its inner address: check that server "
                "or client mends both, and that keep-alives hold the binding.",
        .reference = "RFC 3581 section 4, RFC 3261 section 18.2.1",
    },
    {
        .id = "options-ping-answered",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "An OPTIONS outside of a dialog was refused: the peer is up",
        .hint = "Count it as a sign of life, not as a failed call; for a 200, ask for a "
                "Request-URI that the peer serves.",
        .reference = "RFC 3261 section 11",
    },
    {
        .id = "release-cause",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The call was ended with a cause other than normal clearing",
        .hint = "Follow the cause to where the call leaves SIP: ask the gateway or carrier on the "
                "side that sent the BYE.",
        .reference = "RFC 3326 section 2",
    },
    {
        .id = "response-not-mirrored",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The response does not mirror its request",
        .hint = "Mend the server, or the ALG on the way: From, Call-ID, CSeq, all Vias and a To "
                "tag come back as sent, or the client drops the response.",
        .reference = "RFC 3261 section 8.2.6.2",
    },
    {
        .id = "response-wrong-port",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The response went to a port where the client does not wait for it",
        .hint = "Compare the response's UDP destination port with the request's source port and "
                "its Via: switch on rport (RFC 3581) in the server.",
        .reference = "RFC 3581 section 4, RFC 3261 section 18.2.2",
    },
};

const struct sc_finding_topic sc_findings_missing_step = {"missing-step", rows, G_N_ELEMENTS(rows)};
