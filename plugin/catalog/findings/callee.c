/* Findings about who was called, and what became of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 8.1.3.4 (redirection) and 21, RFC 6432 (Q.850 causes in responses), RFC 5079
 * (433), RFC 8197 (607), RFC 8688 (608), ATIS-1000099 (603 "Network Blocked").
 */
#include <glib.h>

#include "../catalog-private.h"

/* Ascending by id. */
static const struct sc_finding_row rows[] = {
    {
        .id = "address-incomplete",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The number was incomplete, and no longer one followed",
        .hint = "Compare the Request-URI with the number plan of the server that sent the 484: "
                "prefix, country code, length, and whether a user part is there at all.",
        .reference = "RFC 3261 section 21.4.22",
    },
    {
        .id = "anonymity-disallowed",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The callee refuses anonymous calls, and this one was anonymous",
        .hint = "Call again with a From that names the caller and without Privacy: id or user; if "
                "the caller did so, find the hop that withheld the identity.",
        .reference = "RFC 5079 section 3",
    },
    {
        .id = "busy-everywhere",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The callee is busy on every device",
        .hint = "Try no other target: a 600 ends the fork. Call again later, or at the time that "
                "Retry-After names.",
        .reference = "RFC 3261 sections 16.7 and 21.6.1",
    },
    {
        .id = "busy-immediate",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_SUGGESTIVE,
        .summary = "Busy at once, with no other call of the callee in the capture",
        .hint = "Look at the phone and its server for do-not-disturb, a limit of calls or a rule: "
                "a 486 that comes so fast proves no conversation.",
        .reference = "RFC 3261 section 21.4.24",
    },
    {
        .id = "busy-retry-after",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "The busy callee says when to call again",
        .hint = "Call again after the seconds that Retry-After names, not before.",
        .reference = "RFC 3261 section 20.33",
    },
    {
        .id = "callee-in-call",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The callee was in another call",
        .hint = "Nothing to mend if one call at a time is meant: else allow the callee more calls, "
                "or forward on busy. The other call's frame is in the evidence.",
        .reference = "RFC 3261 section 21.4.24",
    },
    {
        .id = "callee-not-registered",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The callee is not registered or out of coverage",
        .hint = "Look for the callee's last REGISTER at this server: was it refused, removed, or "
                "did it run out? Then check the phone's power, network and account.",
        .reference = "RFC 3261 section 21.4.18",
    },
    {
        .id = "callee-retry-after",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The callee is away and says when to call again",
        .hint = "Call again after the seconds that Retry-After names; do-not-disturb or an absence "
                "is set at the callee.",
        .reference = "RFC 3261 section 20.33",
    },
    {
        .id = "cause-in-provisional",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The cause stands in an earlier provisional response",
        .hint = "Go by the Q.850 cause of the provisional response: the network stated it there, "
                "and the final response only closes the call.",
        .reference = "RFC 6432 section 3",
    },
    {
        .id = "code-reason-conflict",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "486, but Reason names another cause than busy",
        .hint = "Go by the cause in Reason, not by the 486: a gateway or server turned one into "
                "the other. Check its table of causes.",
        .reference = "RFC 3398 section 7.2.4.1, RFC 6432 section 3",
    },
    {
        .id = "declined-by-machine",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_SUGGESTIVE,
        .summary = "Declined at once, without ringing: a machine's decision",
        .hint = "Look at the server that sent the 603 for call screening, a block list, or a "
                "gateway that maps Q.850 21 to it.",
        .reference = "RFC 3261 section 21.6.2",
    },
    {
        .id = "declined-by-user",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "It rang, and the callee declined",
        .hint = "Nothing to mend: somebody pressed decline, or the phone was told to after some "
                "ringing.",
        .reference = "RFC 3261 section 21.6.2",
    },
    {
        .id = "dialog-peer-unreachable",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The far end of the dialog no longer answers",
        .hint = "End the dialog on this side, then check the far end's Contact in the 2xx or its "
                "INVITE: whether it was reachable, and whether a NAT binding is gone since.",
        .reference = "RFC 3261 section 12.2.1.2",
    },
    {
        .id = "downstream-no-final",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The next hop responded, but never with a final response",
        .hint = "If it rang, nobody answered: raise the proxy's ring timeout, or forward. If not, "
                "follow the request at the next hop: it took it and never finished.",
        .reference = "RFC 3261 sections 16.6 and 16.8",
    },
    {
        .id = "downstream-silent",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .absence = true,
        .summary = "The proxy's next hop never responded",
        .hint = "Check that the next hop is up and reachable from the proxy: address, port and "
                "transport of the request that was passed on, firewall, routing.",
        .reference = "RFC 3261 sections 16.7 and 17.1",
    },
    {
        .id = "network-blocked-603plus",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "Blocked by the terminating network's analytics",
        .hint = "Ask for redress at the contact in the text of Reason, and tell which provider "
                "stands in location; do not call again meanwhile.",
        .reference = "ATIS-1000099",
    },
    {
        .id = "network-blocked-incomplete",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A 603+ that lacks what makes it one",
        .hint = "Compare phrase and Reason on both sides of each SBC: one rewrites or removes "
                "them, or the blocking network does not send what ATIS-1000099 asks for.",
        .reference = "ATIS-1000099",
    },
    {
        .id = "no-answer",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "It rang, and nobody answered",
        .hint = "Nothing to mend in signalling: compare the time of ringing with the phone's or "
                "server's limit if that seems too short.",
        .reference = "RFC 3261 section 21.4.18",
    },
    {
        .id = "nowhere",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The server knows for certain that this user exists nowhere",
        .hint = "Check the user part of the Request-URI, and try no other target: a 604 ends the "
                "fork.",
        .reference = "RFC 3261 section 21.6.3",
    },
    {
        .id = "pstn-number-unallocated",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The telephone network has no such number, or no route to it",
        .hint = "Compare the number in the INVITE to the gateway with what the network expects: "
                "prefix, country code, +; with cause 2 or 3 ask the carrier for a route.",
        .reference = "RFC 6432 section 3, ITU-T Q.850 section 2.2.7",
    },
    {
        .id = "redirect-followed",
        .severity = SC_SEVERITY_CHAT,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The redirection was followed",
        .hint = "Normal: look at the request that followed for what became of the call.",
        .reference = "RFC 3261 section 8.1.3.4",
    },
    {
        .id = "redirect-loop",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The redirection leads back to where the call has been",
        .hint = "Mend the forwarding at the server that sent the 3xx: its Contact names a "
                "Request-URI that was tried already.",
        .reference = "RFC 3261 section 8.1.3.4",
    },
    {
        .id = "redirect-no-contact",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A redirection without target",
        .hint = "Mend the server that redirects: without Contact no client knows where to go.",
        .reference = "RFC 3261 section 21.3",
    },
    {
        .id = "redirect-not-followed",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .absence = true,
        .summary = "The caller did not follow the redirection",
        .hint = "Check whether the caller or its SBC may follow a 3xx, and whether it can reach "
                "and trusts the Contact's host.",
        .reference = "RFC 3261 section 8.1.3.4",
    },
    {
        .id = "registered-but-not-found",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "Not found, although the user registered at this server",
        .hint = "Compare user and domain of the REGISTER's To with the Request-URI as the server "
                "looks it up; see whether it was restarted and lost its bindings.",
        .reference = "RFC 3261 sections 10.3 and 21.4.5",
    },
    {
        .id = "rejected-no-redress",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "Rejected by an analytics engine, without a contact for redress",
        .hint = "Ask the callee's network why it blocks; its 608 lacks the Call-Info with the "
                "contact card.",
        .reference = "RFC 8688 sections 3.1 and 3.4",
    },
    {
        .id = "rejected-while-ringing",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "It rang, and the callee refused",
        .hint = "Nothing to mend if somebody pressed reject; else look for a limit or a timer of "
                "the phone that ends the ringing.",
        .reference = "RFC 3261 section 21.4.24",
    },
    {
        .id = "rejected-with-redress",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "Rejected by an analytics engine, with a contact for redress",
        .hint = "Fetch the contact card at the URI in Call-Info, check its signature, and ask "
                "there why calls of this number are blocked.",
        .reference = "RFC 8688 section 3.1",
    },
    {
        .id = "ring-timeout",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "It rang until a server's time was up",
        .hint = "Nobody answered. If it rang too short, raise the ring timeout at the server that "
                "sent the 408.",
        .reference = "RFC 3261 section 21.4.9",
    },
    {
        .id = "unwanted",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The callee marked the call as unwanted",
        .hint = "Do not call again: the callee's provider may block this caller from now on. Check "
                "whether From or P-Asserted-Identity names the true caller.",
        .reference = "RFC 8197 section 4",
    },
    {
        .id = "use-proxy",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The callee is to be called by way of a proxy",
        .hint = "Send this one request again by way of the proxy in Contact.",
        .reference = "RFC 3261 section 21.3.4",
    },
};

const struct sc_finding_topic sc_findings_callee = {"callee", rows, G_N_ELEMENTS(rows)};
