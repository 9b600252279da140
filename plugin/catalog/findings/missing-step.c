/* Findings about steps that are missing or out of place.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 12, 13, 16 and 17, RFC 3262, RFC 3581; ICMP: RFC 792, RFC 1812, RFC 4443.
 */
#include <glib.h>

#include "../catalog-private.h"

/* Ascending by id. */
static const struct sc_finding_row rows[] = {
    {
        .id = "ack-contact-unreachable",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The Contact of the 2xx cannot be reached with an ACK",
        .hint = "Set the answerer's public address in its NAT settings, or let the proxy add "
                "Record-Route: no ACK gets to the Contact of the 2xx.",
        .reference = "RFC 3261 sections 12.1.1 and 13.2.2.4",
    },
    {
        .id = "ack-misrouted",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The ACK went to the wrong place",
        .hint = "Compare the ACK with the 2xx: its Request-URI must be the Contact, its Route the "
                "Record-Route in reverse order. Mend the caller.",
        .reference = "RFC 3261 sections 12.1.2, 12.2.1.1 and 13.2.2.4",
    },
    {
        .id = "ack-missing",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .absence = true,
        .summary = "No ACK came for the 2xx; the call drops after about 32 seconds",
        .hint = "Trace at the caller: did the 2xx arrive there? If it did, see where its ACK goes:"
                " by the Contact and Record-Route of the 2xx.",
        .reference = "RFC 3261 section 13.3.1.4",
    },
    {
        .id = "ack-missing-failure",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .absence = true,
        .summary = "No ACK came for the failure",
        .hint = "Trace at the client: did the response arrive there? Compare its Via and rport "
                "with the address it was sent to. The ACK goes the way of the INVITE.",
        .reference = "RFC 3261 sections 17.1.1.3 and 17.2.1",
    },
    {
        .id = "ack-timeout-reported",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The answerer ended the call because no ACK came",
        .hint = "Follow the ACK from the caller to the Contact of the 2xx, hop by hop along its "
                "Record-Route, and find where it is lost.",
        .reference = "RFC 3261 section 13.3.1.4, RFC 3326 section 2, 3GPP TS 24.229",
    },
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
        .id = "capture-too-short",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The capture ends too early to tell what became of the request",
        .hint = "Capture again, and for 32 seconds longer than the request may take: until then "
                "silence cannot be told from a late answer.",
        .reference = "RFC 3261 sections 17.1.1.2 and 17.1.2.2",
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
        .id = "contact-missing-2xx",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The 2xx to INVITE has no Contact",
        .hint = "Mend the server that sends the 2xx: without Contact the caller has no address for"
                " ACK, BYE and any other request of the call.",
        .reference = "RFC 3261 sections 12.1.1 and 13.2.2.4",
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
        .id = "icmp-prohibited",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A firewall rejects the request",
        .hint = "Allow the request's addresses and ports in the firewall that sent the ICMP error:"
                " it is the source address of that frame.",
        .reference = "RFC 1812 section 5.2.7.1, RFC 4443 section 3.1",
    },
    {
        .id = "icmp-unreachable",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The destination of the request cannot be reached",
        .hint = "Check that the SIP service runs and listens on the port the request went to, then"
                " the route: the source of the ICMP error says who gave up.",
        .reference = "RFC 3261 section 18.4, RFC 792, RFC 4443 section 3.1",
    },
    {
        .id = "invite-unanswered",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .absence = true,
        .summary = "No response to the INVITE came at all",
        .hint = "Check that the destination's address and port are right and its SIP service is "
                "up, then trace there whether the INVITE arrives and a 100 leaves.",
        .reference = "RFC 3261 section 17.1.1.2",
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
        .id = "prack-not-offered",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A reliable provisional response to a client that did not offer it",
        .hint = "Switch 100rel off at the server for clients that do not list it: the INVITE has "
                "it neither in Supported nor in Require.",
        .reference = "RFC 3262 section 3",
    },
    {
        .id = "prack-not-sent",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .absence = true,
        .summary = "No PRACK came for the reliable provisional response",
        .hint = "Trace at the caller: did the response arrive there? If it did, its PRACK is to go"
                " to the response's Contact. Else switch 100rel off.",
        .reference = "RFC 3262 sections 3 and 4",
    },
    {
        .id = "provisional-only",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .absence = true,
        .summary = "The call was left without a final response",
        .hint = "Ask the proxy that sent the INVITE on why its timer C did not end the call after "
                "three minutes; without a proxy, look at the caller.",
        .reference = "RFC 3261 sections 16.6 and 16.8",
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
        .id = "request-unanswered",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .absence = true,
        .summary = "No response to the request came",
        .hint = "Check that the destination's address and port are right and its SIP service is "
                "up, then trace there whether the request arrives and a response leaves.",
        .reference = "RFC 3261 section 17.1.2.2",
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
        .id = "response-undeliverable",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The response did not reach the client",
        .hint = "Compare the port it went to with the request's Via and source port: use rport "
                "(RFC 3581). If they agree, see whether the client ended or was blocked.",
        .reference = "RFC 3261 section 18.2.2, RFC 792, RFC 4443 section 3.1",
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
    {
        .id = "slow-first-response",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "The first response to the INVITE came late",
        .hint = "Look for what delays the server before its first response, DNS and database "
                "lookups above all, and let it send the 100 at once.",
        .reference = "RFC 3261 section 17.2.1",
    },
    {
        .id = "trying-only",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .absence = true,
        .summary = "The next hop took the call, and nothing came from beyond it",
        .hint = "Trace behind the server that sent the 100: it forwarded the call to somebody who "
                "does not answer, or it hangs.",
        .reference = "RFC 3261 sections 16.6 and 16.8",
    },
};

const struct sc_finding_topic sc_findings_missing_step = {"missing-step", rows, G_N_ELEMENTS(rows)};
