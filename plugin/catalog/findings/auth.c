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
        .id = "auth-algorithm-not-offered",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The client used a digest algorithm that the server did not offer",
        .hint = "Compare algorithm in the credentials with the challenge (none means MD5), and set "
                "the client to one that is offered.",
        .reference = "RFC 7616 section 3.4",
    },
    {
        .id = "auth-algorithm-unsupported",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .absence = true,
        .summary = "Only SHA-2 algorithms are offered, and the client seems to know MD5 only",
        .hint = "Update the client to one with SHA-256 (RFC 8760), or let the server offer MD5 as "
                "its last challenge.",
        .reference = "RFC 8760 sections 2.1 and 2.4",
    },
    {
        .id = "auth-challenge",
        .severity = SC_SEVERITY_CHAT,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "Challenge: the request carried no credentials for the realm",
        .hint = "Normal first step, no failure: look at the next request, which should carry "
                "credentials.",
        .reference = "RFC 3261 sections 22.2 and 22.3",
    },
    {
        .id = "auth-challenge-answered",
        .severity = SC_SEVERITY_CHAT,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "The challenge was answered: what counts is the later response",
        .hint = "Nothing to mend here: judge the attempt by the response to the request with "
                "credentials.",
        .reference = "RFC 3261 sections 22.2 and 22.3",
    },
    {
        .id = "auth-challenge-missing",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "401 or 407 without any challenge",
        .hint = "Mend the server: without WWW-Authenticate (401) or Proxy-Authenticate (407) no "
                "client can go on.",
        .reference = "RFC 3261 sections 22.2 and 22.3",
    },
    {
        .id = "auth-challenge-unanswered",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .absence = true,
        .summary = "The client never answered the challenge",
        .hint = "Set user name and password in the client, then compare realm and algorithm of the "
                "challenge with what the client can use.",
        .reference = "RFC 3261 sections 22.2 and 22.3",
    },
    {
        .id = "auth-cseq-not-increased",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The request with credentials has the CSeq number of the challenged one",
        .hint = "Mend the client: it must raise CSeq when it sends the request again with "
                "credentials.",
        .reference = "RFC 3261 sections 22.2 and 8.1.3.5",
    },
    {
        .id = "auth-illegal-challenge",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "An ACK was answered, or a CANCEL challenged",
        .hint = "Mend the server: exempt ACK and CANCEL from authentication; the call goes on "
                "ringing where a CANCEL is refused.",
        .reference = "RFC 3261 section 22.1",
    },
    {
        .id = "auth-loop",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "Three or more requests in a row were challenged although each had credentials",
        .hint = "Stop the client before the server locks the account, then look why the "
                "credentials are refused.",
        .reference = "RFC 3261 section 22.1",
    },
    {
        .id = "auth-nc-not-increased",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The client used a nonce again without raising the nonce count",
        .hint = "Compare nc of the two requests: the client must raise it with every request, or "
                "ask for a new nonce.",
        .reference = "RFC 7616 section 3.4",
    },
    {
        .id = "auth-qop-error",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The credentials have a qop that was not offered, or lack nc or cnonce with it",
        .hint = "Compare qop, nc and cnonce of the credentials with qop of the challenge, and mend "
                "the client.",
        .reference = "RFC 7616 section 3.4",
    },
    {
        .id = "auth-realm-mismatch",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The client answered for another realm than the one that asked",
        .hint = "Set the client's realm (authentication domain) to that of the challenge, or leave "
                "it empty so that it takes any.",
        .reference = "RFC 3261 sections 22.1 and 22.3",
    },
    {
        .id = "auth-rejected",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The server refused these credentials: wrong user name or wrong password",
        .hint = "Check authentication user name and password in the client against the account on "
                "the server; mind the realm.",
        .reference = "RFC 3261 section 22.1 and RFC 7616 section 3.3",
    },
    {
        .id = "auth-response-length",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The digest's length does not fit its algorithm",
        .hint = "Mend the client: response has 32 digits with MD5 and 64 with SHA-256 or "
                "SHA-512-256; check which one it computes.",
        .reference = "RFC 8760 section 2.2",
    },
    {
        .id = "auth-stale-nonce",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The nonce had run out: the client should try again with the new one",
        .hint = "Leave the password alone: see that the client tries again at once with the new "
                "nonce; if it does not, mend the client.",
        .reference = "RFC 7616 section 3.3",
    },
    {
        .id = "auth-wrong-header",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The client put the credentials into the wrong header",
        .hint = "Mend the client: a 401 is answered in Authorization, a 407 in "
                "Proxy-Authorization.",
        .reference = "RFC 3261 sections 22.2 and 22.3",
    },
    {
        .id = "forbidden-after-auth",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "Refused after credentials, and the server does not say why",
        .hint =
            "Look in the server's log for this Call-ID: wrong password, barred account, blocked "
            "user or a destination it may not call.",
        .reference = "RFC 3261 sections 21.4.4 and 22.1",
    },
    {
        .id = "forbidden-by-policy",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "Refused by policy: credentials were never asked for",
        .hint = "Compare source address, From and Request-URI with the server's access lists and "
                "trunk settings; a password will not help.",
        .reference = "RFC 3261 section 21.4.4",
    },
    {
        .id = "stir-stale-date",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The call's signature is too old, or clocks differ",
        .hint =
            "Check NTP on the signing server, compare Date and iat with the time of the packet, "
            "and look for what delays the call.",
        .reference = "RFC 8224 sections 6.2 and 6.2.2",
    },
};

const struct sc_finding_topic sc_findings_auth = {"auth", rows, G_N_ELEMENTS(rows)};
