/* Findings about WebRTC: offers of browsers to peers without DTLS.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 5763, RFC 8827.
 */
#include "diagnose/offer.h"
#include "topics.h"

static const struct sc_finding_row webrtc_offer_to_plain = {
    .id = "webrtc-offer-to-plain",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .summary = "A WebRTC offer went to a peer that does not use DTLS",
    .hint = "Switch on WebRTC (DTLS-SRTP, ICE, rtcp-mux) for this peer, or put a media proxy "
            "between that turns it into RTP/AVP.",
    .reference = "RFC 5763 section 5, RFC 5764 section 8",
};

static bool judge_webrtc(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_webrtc_to_plain(c, draft);

    return offer != NULL && sc_offer_say_difference(draft, offer);
}

static const struct sc_rule rules[] = {
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
