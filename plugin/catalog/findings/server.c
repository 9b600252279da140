/* Findings about failures of servers, and about who made a response.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 16.7, 16.9 and 21.5, RFC 3326 and RFC 6432 (Reason).
 */
#include <glib.h>

#include "../catalog-private.h"

/* Ascending by id. */
static const struct sc_finding_row rows[] = {
    {
        .id = "code-translated",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The status code was changed on the way",
        .hint = "Go by the first code, in the frames named here: the proxy only made another one "
                "of it. A 503 becomes 500 by the rules.",
        .reference = "RFC 3261 section 16.7",
    },
    {
        .id = "code-unregistered",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "The status code is not registered",
        .hint = "Treat it as the x00 of its class, and look it up in the documentation of the "
                "program that the Server header names.",
        .reference = "RFC 3261 section 8.1.3.2",
    },
    {
        .id = "gateway-cause",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The telephone side says why in the Reason header",
        .hint = "Go by the Q.850 cause, not by the status code: give cause, location and time of "
                "the call to the operator of the gateway or trunk.",
        .reference = "RFC 6432 section 3",
    },
    {
        .id = "gateway-timeout",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .absence = true,
        .summary = "The next hop did not answer the server in time, or DNS did not know its name",
        .hint = "Check the next hop named here: its name in DNS, that it is up and its responses "
                "come back to the server's Via; if it said 100, what it waited for.",
        .reference = "RFC 3261 section 21.5.5",
    },
    {
        .id = "next-hop-unreachable",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The proxy could not reach the next hop",
        .hint = "Start the service on the next hop named here, or mend address, port or "
                "firewall: the network refused what the proxy sent there.",
        .reference = "RFC 3261 sections 8.1.3.1 and 16.9",
    },
    {
        .id = "no-cause-given",
        .severity = SC_SEVERITY_CHAT,
        .confidence = SC_CONFIDENCE_PROOF,
        .stand_in = true,
        .summary = "No specific cause given",
        .hint =
            "Look for the cause in the log of the server that made the response, by Call-ID and "
            "time: the message does not tell it.",
        .reference = "RFC 6432 section 3; ITU-T Q.850 section 2.2.7",
    },
    {
        .id = "origin-local",
        .severity = SC_SEVERITY_CHAT,
        .confidence = SC_CONFIDENCE_STRONG,
        .absence = true,
        .aside = true,
        .summary = "The response was made by the server that sent it",
        .hint = "Read the log of the server that made the response, by Call-ID and time: the "
                "message does not tell the cause.",
        .reference = "RFC 3261 section 16.7",
    },
    {
        .id = "origin-relayed",
        .severity = SC_SEVERITY_CHAT,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "The response was passed on, not made here",
        .hint = "Look for the reason at the server named here or beyond it: the proxies in "
                "between only passed the response on.",
        .reference = "RFC 3261 section 16.7",
    },
    {
        .id = "overload-retry-after",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The server is overloaded or in maintenance, and says for how long",
        .hint = "Try another server, and send this one nothing until the time in Retry-After is "
                "over. Then look at its load and call limits.",
        .reference = "RFC 3261 section 21.5.4",
    },
    {
        .id = "phrase-nonstandard",
        .severity = SC_SEVERITY_CHAT,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "The reason phrase is the sender's own",
        .hint = "Read the phrase as the sender's words, and search its documentation or "
                "configuration for them: they may say more than the code.",
        .reference = "RFC 3261 section 7.2",
    },
    {
        .id = "proxy-send-failure",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "A Kamailio or OpenSIPS proxy could not send the request on",
        .hint = "Look at the proxy's log: 477 is route, socket or connection to the next hop, 478 "
                "its name in DNS, 479 the syntax of the URI.",
        .reference = "RFC 3261 section 8.1.3.2; the codes are Kamailio's and OpenSIPS's own",
    },
    {
        .id = "pstn-congestion",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The telephone side has no free trunk or resources",
        .hint = "Take another trunk or try later, and ask the operator of the gateway for its "
                "free circuits at that time: the cause names what ran out.",
        .reference = "RFC 6432 section 3; RFC 3398 section 7.2.4.1",
    },
    {
        .id = "reason-given",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_STRONG,
        .stand_in = true,
        .summary = "The sender states the cause in Reason",
        .hint =
            "Go by what Reason says rather than by the code, and ask the operator of who sent it: "
            "Server, Via and location tell who that is.",
        .reference = "RFC 3326 section 2",
    },
    {
        .id = "retry-after-ignored",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "The client goes on sending to a server that asked for a pause",
        .hint = "Fix the client: after a 503 with Retry-After it must use another server until the "
                "time is up.",
        .reference = "RFC 3261 section 21.5.4",
    },
    {
        .id = "server-retry-after",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The server fails for now, and says when to try again",
        .hint = "Send the request again once the time in Retry-After is over; if it fails again, "
                "read the server's log of this moment.",
        .reference = "RFC 3261 section 21.5.1",
    },
    {
        .id = "status-reason-disagree",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "Status code and Q.850 cause say different things",
        .hint = "Trust the cause rather than the code: a gateway or switch on the way made one of "
                "the other. Then check its table of causes.",
        .reference = "RFC 6432 section 3; RFC 3398 sections 7.2.4.1 and 8.2.6.1",
    },
    {
        .id = "warning-given",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_STRONG,
        .stand_in = true,
        .summary = "The sender says in a Warning what is the matter",
        .hint = "Go by the words of the Warning: search log and documentation of the host that it "
                "names for them.",
        .reference = "RFC 3261 section 20.43",
    },
};

const struct sc_finding_topic sc_findings_server = {"server", rows, G_N_ELEMENTS(rows)};
