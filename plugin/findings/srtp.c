/* Findings: SRTP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "diagnose/offer.h"
#include "topics.h"

/* ---- How RTP is carried ---- */

static const struct sc_finding_row srtp_profile_mismatch = {
    .id = "srtp-profile-mismatch",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .summary = "One side offers secure RTP only, the other one uses plain RTP, or the reverse",
    .hint = "Set SRTP alike on both sides: RTP/SAVP against RTP/AVP in the m= lines. Or let a "
            "server between them convert.",
    .reference = "RFC 4568 section 7.4, RFC 5124 section 3.3.1",
};

static bool judge_profile(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_offer offer;
    struct sc_offer_peer peer;
    struct sc_slice proto;

    if (sc_offer_is_profile_mismatch(c, draft, &offer, &peer, &proto)) {
        return sc_offer_say_difference(draft, proto, &peer);
    }
    return false;
}

/* True if the offer lacks keys, and its profile is not known to be refused anyhow. */
static bool lacks_keys(const struct sc_case *c, struct sc_draft *draft, struct sc_sdp_media *media)
{
    struct sc_offer offer;
    struct sc_offer_peer peer;
    struct sc_slice proto;

    return !sc_offer_is_profile_mismatch(c, draft, &offer, &peer, &proto) &&
           sc_offer_read(c, draft, &offer) && sc_offer_keyless(&offer.sdp, media);
}

static const struct sc_finding_row srtp_no_keys = {
    .id = "srtp-no-keys",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .summary = "Secure RTP is offered without any key",
    .hint = "Let the offering side add a=crypto (SDES) or a=fingerprint (DTLS), or offer "
            "RTP/AVP; look for a proxy that removed the line.",
    .reference = "RFC 4568 section 7.1.1, RFC 5763 section 5",
};

static bool judge_no_keys(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_sdp_media media;

    if (lacks_keys(c, draft, &media)) {
        return sc_draft_say(draft, "m=%s is offered as %s, without a=crypto or a=fingerprint",
                            sc_draft_quote(draft, media.type), sc_draft_quote(draft, media.proto));
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &srtp_no_keys,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .judge = judge_no_keys,
        .recheck = true,
    },
    {
        .finding = &srtp_profile_mismatch,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .judge = judge_profile,
        .recheck = true,
    },
};

const struct sc_topic sc_topic_srtp = {
    .name = "srtp",
    .title = "SRTP",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
