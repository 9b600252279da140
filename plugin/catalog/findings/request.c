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
        .id = "allow-contradiction",
        .severity = SC_SEVERITY_ERROR,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "405 without Allow, or with an Allow that lists the method",
        .hint = "Look at the server: a 405 must name in Allow what it takes. Read the phrase and "
                "Warning for what it really minds.",
        .reference = "RFC 3261 section 21.4.6",
    },
    {
        .id = "content-encoding-unsupported",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The server cannot decode the body's Content-Encoding",
        .hint = "Send the body with an encoding that Accept-Encoding of the 415 lists, or without "
                "Content-Encoding.",
        .reference = "RFC 3261 sections 8.2.3 and 21.4.13",
    },
    {
        .id = "content-length-missing-stream",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A request over TCP or TLS came without Content-Length",
        .hint = "Make the client, or the ALG in between, send Content-Length: over TCP it alone "
                "says where a message ends.",
        .reference = "RFC 3261 section 18.3",
    },
    {
        .id = "content-length-overrun",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "Content-Length promises more body than the datagram holds",
        .hint = "Capture at the client and compare Content-Length with the body there: find who "
                "changed one but not the other, often an ALG.",
        .reference = "RFC 3261 section 18.3",
    },
    {
        .id = "content-length-underrun",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "Content-Length is smaller than the body, so its end is cut off",
        .hint = "Capture at the client and compare Content-Length there: an ALG or proxy that "
                "lengthened the SDP left the old number.",
        .reference = "RFC 3261 section 18.3",
    },
    {
        .id = "cseq-method-mismatch",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The method in CSeq is not that of the request line",
        .hint = "Mend the client: the method in CSeq must be that of the request line, in the same "
                "case.",
        .reference = "RFC 3261 section 8.1.1.5",
    },
    {
        .id = "duplicate-single-header",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A header that may stand once is there several times with different values",
        .hint = "Find which hop adds the second one: compare From, To, Call-ID, CSeq, Max-Forwards "
                "and Content-Length hop by hop.",
        .reference = "RFC 3261 section 7.3.1",
    },
    {
        .id = "extension-required-by-client",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The client requires an extension that the server does not have",
        .hint = "Take the tags that Unsupported lists out of the request's Require or "
                "Proxy-Require; Supported offers them without force.",
        .reference = "RFC 3261 sections 8.2.2.3 and 21.4.15",
    },
    {
        .id = "extension-required-by-server",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The server insists on an extension that the client does not offer",
        .hint = "Switch on at the client what Require of the 421 lists, so that its Supported "
                "names it, or make it optional at the server.",
        .reference = "RFC 3261 section 21.4.16",
    },
    {
        .id = "media-type-unsupported",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The server does not take a body of this type",
        .hint = "Send a body of a type that Accept of the 415 lists, or teach the server the one "
                "in Content-Type.",
        .reference = "RFC 3261 sections 8.2.3 and 21.4.13",
    },
    {
        .id = "message-too-large",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The request is longer than the server can take",
        .hint = "Shorten the request: fewer codecs and candidates in the SDP, fewer Vias and "
                "Identity headers; or raise the server's limit.",
        .reference = "RFC 3261 section 21.5.7",
    },
    {
        .id = "method-not-allowed",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The server does not allow this method for this target",
        .hint = "Stop sending the method to this target, or ask the operator of the server to "
                "allow it: the Allow header lists what it takes.",
        .reference = "RFC 3261 section 21.4.6",
    },
    {
        .id = "method-unknown",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The server does not know this method",
        .hint = "Compare the method with Allow of the server's other messages, and stop the client "
                "from sending it, or load the module it needs.",
        .reference = "RFC 3261 section 21.5.2",
    },
    {
        .id = "missing-mandatory-header",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The request lacks a header that every request must have",
        .hint = "Find out where the header got lost: compare the request at the client with the "
                "one here, then mend the client or the hop.",
        .reference = "RFC 3261 section 8.1.1",
    },
    {
        .id = "named-header-fault",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "The reason phrase names a header, and that header is wrong in the request",
        .hint = "Look at this header in the request: is it there, once, with a value that can be "
                "read? Then mend the client or the hop that wrote it.",
        .reference = "RFC 3261 section 21.4.1",
    },
    {
        .id = "number-out-of-range",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A number in the request is none, or out of range",
        .hint = "Mend the client: CSeq must be below 2147483648, Max-Forwards 0 to 255, Expires 0 "
                "to 4294967295, all in digits.",
        .reference = "RFC 3261 sections 8.1.1.5, 20.19 and 20.22",
    },
    {
        .id = "refer-to-count",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "A REFER without Refer-To, or with several",
        .hint = "Mend the transferring client: one REFER carries exactly one Refer-To. Several "
                "targets need several REFERs.",
        .reference = "RFC 3515 section 2.4.2",
    },
    {
        .id = "resource-priority-unknown",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The server knows none of the priorities in Resource-Priority",
        .hint = "Compare Resource-Priority with Accept-Resource-Priority of the 417: use a "
                "namespace listed there, or drop it from Require.",
        .reference = "RFC 4412 section 4.6.2",
    },
    {
        .id = "uri-scheme",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The server does not take the scheme of the Request-URI",
        .hint = "Send the request to a sip: URI, or have a proxy translate tel:, urn: or sips: "
                "before this server.",
        .reference = "RFC 3261 sections 16.3 and 21.4.14",
    },
    {
        .id = "version-unsupported",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The request is of a SIP version that the server does not take",
        .hint = "Make the client write SIP/2.0 in the request line: there is no other version.",
        .reference = "RFC 3261 sections 7.1 and 21.5.6",
    },
};

const struct sc_finding_topic sc_findings_request = {"request", rows, G_N_ELEMENTS(rows)};
