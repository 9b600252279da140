/* Findings about sessions that are refused.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3264 (offers and answers), RFC 8866 (SDP), RFC 4568 and RFC 5763 (keys of secure RTP).
 */
#include <glib.h>

#include "../catalog-private.h"

/* Ascending by id. */
static const struct sc_finding_row rows[] = {
    {
        .id = "no-common-codec",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "No audio codec of the offer is one that this peer uses",
        .hint = "Compare the rtpmap lines of both sides, then let the two share one codec: PCMU or "
                "PCMA on trunks, or let the server transcode.",
        .reference = "RFC 3264 section 6.1",
    },
    {
        .id = "reinvite-refused-call-stands",
        .severity = SC_SEVERITY_NOTE,
        .confidence = SC_CONFIDENCE_PROOF,
        .aside = true,
        .summary = "A change of the session is refused, and the call stands as it was",
        .hint = "Do not count it as a failed call: media go on as agreed before. Look at what the "
                "re-INVITE wanted to change.",
        .reference = "RFC 3261 section 14.1",
    },
    {
        .id = "sdp-warning-format",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The responder says that it has none of the offered media formats",
        .hint = "Compare the rtpmap lines of the offer with the codecs enabled at the responder's "
                "end, and enable one that both have.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .id = "sdp-warning-other",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The responder names the part of the session description that it refuses",
        .hint = "Look at the part of the SDP that the Warning names, and change or leave it out at "
                "the offering side.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .id = "sdp-warning-transport",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The responder says that it does not have the transport of an m= line",
        .hint = "Compare the profile in m= (RTP/AVP, RTP/SAVP, UDP/TLS/RTP/SAVPF) with the one set "
                "at the responder, and make them the same.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .id = "srtp-no-keys",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "Secure RTP is offered without any key",
        .hint = "Let the offering side add a=crypto (SDES) or a=fingerprint (DTLS), or offer "
                "RTP/AVP; look for a proxy that removed the line.",
        .reference = "RFC 4568 section 7.1.1, RFC 5763 section 5",
    },
    {
        .id = "srtp-profile-mismatch",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "One side offers secure RTP only, the other one uses plain RTP, or the reverse",
        .hint = "Set SRTP alike on both sides: RTP/SAVP against RTP/AVP in the m= lines. Or let a "
                "server between them convert.",
        .reference = "RFC 4568 section 7.4, RFC 5124 section 3.3.1",
    },
    {
        .id = "t38-refused",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "The switch to fax in T.38 is refused; the call can go on as audio",
        .hint = "See whether the fax goes on as audio (G.711). For T.38, switch it on for the peer "
                "and for every gateway in between.",
        .reference = "RFC 3261 section 14.1, RFC 3264 section 8.3.3",
    },
    {
        .id = "video-refused",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_PROOF,
        .summary = "Video is refused; the call goes on as before",
        .hint = "Let the peer answer m=video with port 0 instead of refusing all, or do not offer "
                "it video.",
        .reference = "RFC 3261 section 14.1, RFC 3264 section 8.1",
    },
    {
        .id = "webrtc-offer-to-plain",
        .severity = SC_SEVERITY_WARN,
        .confidence = SC_CONFIDENCE_STRONG,
        .summary = "A WebRTC offer went to a peer that does not use DTLS",
        .hint = "Switch on WebRTC (DTLS-SRTP, ICE, rtcp-mux) for this peer, or put a media proxy "
                "between that turns it into RTP/AVP.",
        .reference = "RFC 5763 section 5, RFC 5764 section 8",
    },
};

const struct sc_finding_topic sc_findings_media = {"media", rows, G_N_ELEMENTS(rows)};
