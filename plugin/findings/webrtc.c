/* Findings about WebRTC: offers of browsers to peers without DTLS, and offers that browsers refuse.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 5763, RFC 5761, RFC 8827, RFC 8834.
 */
#include "diagnose/carriage.h"
#include "topics.h"

static const struct sc_finding_row webrtc_offer_to_plain = {
    .id = "webrtc-offer-to-plain",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "WebRTC offer to a non-DTLS peer",
    .summary = "A WebRTC offer went to a peer that does not use DTLS",
    .hint = "Enable WebRTC (DTLS-SRTP, ICE, rtcp-mux) for this peer, or let a media proxy convert "
            "it to RTP/AVP.",
    .reference = "RFC 5763 section 5, RFC 5764 section 8",
};

static bool judge_webrtc(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_webrtc_to_plain(c, draft);

    return offer != NULL && sc_offer_say_difference(c, draft, offer);
}

static const struct sc_finding_row plain_offer_to_webrtc = {
    .id = "plain-offer-to-webrtc",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"reason-given"},
    .title = "Plain RTP offer to a WebRTC peer",
    .summary = "An offer without DTLS went to a WebRTC client",
    .hint = "Let a media proxy convert plain RTP to DTLS-SRTP and ICE, or enable WebRTC for this "
            "client.",
    .reference = "RFC 8827 section 6.5, RFC 5763 section 5",
};

/* To be wrong, a client on WebSocket would have to take plain RTP, as a gateway may do, and refuse
 * for another reason. */
static bool judge_plain_offer(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_plain_to_webrtc(c, draft);

    if (offer == NULL) {
        return false;
    }
    if (sc_offer_over_websocket(offer)) {
        return sc_draft_say(draft,
                            "The offer is %s without a=fingerprint; the rejecting side is a "
                            "client on WebSocket",
                            sc_draft_quote(draft, sc_offer_media(c)->profile));
    }
    return sc_offer_say_difference(c, draft, offer);
}

static const struct sc_finding_row webrtc_needs_rtcp_mux = {
    .id = "webrtc-needs-rtcp-mux",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"reason-given"},
    .title = "Offer without rtcp-mux",
    .summary = "A WebRTC client refuses an offer without a=rtcp-mux",
    .hint = "Let the offerer or the media proxy offer a=rtcp-mux (rtpengine: rtcp-mux-offer or "
            "rtcp-mux-require).",
    .reference = "RFC 8834 section 4.5, RFC 5761 section 5.1.1",
};

/* To be wrong, the client would have to do without rtcp-mux, which browsers allowed before RFC
 * 8834, and refuse for another reason. That a peer keys RTP by DTLS alone shows WebRTC less than
 * WebSocket does, so that it is suggestive. */
static bool judge_rtcp_mux(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_without_mux(c, draft);

    if (offer == NULL) {
        return false;
    }
    if (sc_offer_over_websocket(offer)) {
        return sc_draft_say(draft, "The offer has a=fingerprint and no a=rtcp-mux; the "
                                   "rejecting side is a client on WebSocket");
    }
    sc_offer_peer_evidence(draft, offer);
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    return sc_draft_say(draft,
                        "The offer has a=fingerprint and no a=rtcp-mux; the rejecting side %s "
                        "secure RTP keyed by DTLS",
                        offer->peer.verb);
}

static const struct sc_rule rules[] = {
    {
        .finding = &plain_offer_to_webrtc,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .judge = judge_plain_offer,
        .recheck = true,
    },
    {
        .finding = &webrtc_needs_rtcp_mux,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .judge = judge_rtcp_mux,
        .recheck = true,
    },
    {
        .finding = &webrtc_offer_to_plain,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .judge = judge_webrtc,
        .recheck = true,
    },
};

const struct sc_topic sc_topic_webrtc = {
    .name = "webrtc",
    .title = "WebRTC",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
