/* Findings about transactions and dialogs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 9, 12, 14 and 16, RFC 3262 (PRACK), RFC 3311 (UPDATE), RFC 3326 (Reason), RFC
 * 6086 (INFO), RFC 6665 (events).
 */
#include <glib.h>

#include "../catalog-private.h"

/* Ascending by id. */
static const struct sc_finding_row rows[] = {
    {
        .id = "answered-elsewhere",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The call was answered on another phone",
        .hint = "No failure and no missed call: look for the 200 to the same Call-ID on "
                "another branch; see that the phone honours the CANCEL's Reason.",
        .reference = "RFC 3326 section 3.1",
    },
    {
        .id = "caller-cancelled",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The caller gave up before anybody answered",
        .hint = "No fault as such: compare the ringing time with the caller's patience and "
                "with the timer of their phone or PBX.",
        .reference = "RFC 3261 sections 9.1 and 9.2",
    },
    {
        .id = "cancel-no-match",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .absence = true,
        .summary = "The CANCEL matches no INVITE that the server knows",
        .hint = "Compare top Via (branch and sent-by), CSeq number and destination of "
                "CANCEL and INVITE: all must be the same.",
        .reference = "RFC 3261 sections 9.1 and 9.2",
    },
    {
        .id = "cancel-race-answered",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The call was answered although it was being cancelled",
        .hint = "See that the 2xx gets an ACK and then a BYE from whoever cancelled; "
                "without them the callee stays in a dead call.",
        .reference = "RFC 3261 section 9.1",
    },
    {
        .id = "cancel-too-late",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The CANCEL came after the final response",
        .hint = "Harmless: the INVITE's own final response tells how the call ended.",
        .reference = "RFC 3261 sections 9.1 and 9.2",
    },
    {
        .id = "cseq-out-of-order",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The CSeq number is lower than an earlier one of the same side",
        .hint = "Mend the client: CSeq has to rise with each request of a dialog; look for "
                "two processes or a failover that share the dialog.",
        .reference = "RFC 3261 section 12.2.2",
    },
    {
        .id = "dialog-already-ended",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The dialog had ended before",
        .hint = "Usually harmless after a BYE: see why the client sends more, e.g. a second "
                "BYE, a timer, or a BYE whose 200 it never got.",
        .reference = "RFC 3261 sections 12.2.1.2, 12.2.2 and 15",
    },
    {
        .id = "dialog-lost-by-peer",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .absence = true,
        .summary = "The far end does not know a call that was never ended",
        .hint = "Check the far end for a restart, failover or session timeout, and compare "
                "whether INVITE and this request were sent to the same node.",
        .reference = "RFC 3261 section 12.2.2",
    },
    {
        .id = "dialog-not-captured",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_SUGGESTIVE,
        .summary = "The server knows no such dialog, and its set-up is not in the capture",
        .hint = "Capture the call from its INVITE on; meanwhile search the server's log for "
                "the Call-ID.",
        .reference = "RFC 3261 section 12.2.2",
    },
    {
        .id = "dialog-tag-mismatch",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The tags of the request are not those of the call's dialog",
        .hint = "Compare To and From tags with those of the INVITE's 200: both must be there, "
                "swapped if the callee sends; forks have several To tags.",
        .reference = "RFC 3261 sections 12.2.1.1, 12.2.2 and 15.1.2",
    },
    {
        .id = "event-missing",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The request names no event package",
        .hint = "Mend the client: SUBSCRIBE, NOTIFY and PUBLISH must have exactly one Event "
                "header.",
        .reference = "RFC 6665 sections 3.1.2 and 3.2.1, RFC 3903 section 6",
    },
    {
        .id = "event-unsupported",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The server does not take this event package",
        .hint = "Compare Event with the response's Allow-Events: subscribe to a listed "
                "package, or send the request to the server that has this one.",
        .reference = "RFC 6665 sections 4.2.1.1 and 8.3.2",
    },
    {
        .id = "fork-branch-cancelled",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A proxy dropped this branch; the caller did not cancel",
        .hint = "Look at the other branches and the final response upstream: a 6xx "
                "elsewhere, or the proxy's no-answer timer ended this one.",
        .reference = "RFC 3261 section 16.7, steps 5 and 10, and section 16.8",
    },
    {
        .id = "forwarding-loop",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The request went round in circles until its hops were used up",
        .hint = "Compare the routing of the servers that repeat in the Via list: each holds "
                "the other to be responsible for this Request-URI.",
        .reference = "RFC 3261 sections 16.3 and 20.22",
    },
    {
        .id = "info-package-unsupported",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The peer does not take this INFO package in this call",
        .hint = "Compare Info-Package with the peer's latest Recv-Info: send only what is "
                "listed there; the call itself goes on.",
        .reference = "RFC 6086 section 4.2.2",
    },
    {
        .id = "max-forwards-zero",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The hop limit was used up",
        .hint = "Count the Vias of the request: few, raise Max-Forwards at the client; many, look "
                "for a loop.",
        .reference = "RFC 3261 section 16.3",
    },
    {
        .id = "merged-request",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The same request reached the server twice, on different ways",
        .hint = "Harmless if the first copy is served. Else look for the proxy that forks "
                "to one phone twice, e.g. two registrations of one contact.",
        .reference = "RFC 3261 section 8.2.2.2",
    },
    {
        .id = "no-487-after-cancel",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .absence = true,
        .summary = "The INVITE was never ended after its CANCEL",
        .hint = "Check whether the callee, or a proxy on the way, ends the INVITE with 487; "
                "caller and proxies hold it open until a timer fires.",
        .reference = "RFC 3261 sections 9.1 and 9.2",
    },
    {
        .id = "overlapping-request",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The request came before an earlier one was answered",
        .hint = "Mend the client: it has to wait for the final response to its first INVITE "
                "or UPDATE; retry after the Retry-After.",
        .reference = "RFC 3261 section 14.2, RFC 3311 section 5.2",
    },
    {
        .id = "prack-missing",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .absence = true,
        .summary = "The callee gave up waiting for PRACK",
        .hint = "See whether the caller got the provisional response and sent PRACK: if it "
                "cannot, remove 100rel from its Supported or Require.",
        .reference = "RFC 3262 section 3",
    },
    {
        .id = "rack-mismatch",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The PRACK names no provisional response that waits for it",
        .hint = "Compare RAck with RSeq and CSeq of the latest reliable 1xx: look for a "
                "B2BUA that renumbers one and not the other.",
        .reference = "RFC 3262 section 3",
    },
    {
        .id = "reinvite-glare",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "Both sides changed the call at the same time",
        .hint = "Normal: both retry, the owner of the Call-ID after 2.1 to 4 s, the other "
                "within 2 s. If it repeats, compare these times.",
        .reference = "RFC 3261 sections 14.1 and 14.2, RFC 3311 section 5.2",
    },
    {
        .id = "via-loop",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The request came back to a server that it had passed",
        .hint = "Follow the Via list from the bottom up and mend the routing of the last "
                "server that sent it back.",
        .reference = "RFC 3261 section 16.3",
    },
};

const struct sc_finding_topic sc_findings_dialog = {"dialog", rows, G_N_ELEMENTS(rows)};
