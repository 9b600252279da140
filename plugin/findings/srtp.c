/* Findings about secure RTP that one side wants and the other lacks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 4568 (keys in SDP), RFC 5763 (DTLS).
 */
#include "diagnose/offer.h"
#include "topics.h"

static const struct sc_finding_row srtp_profile_mismatch = {
    .id = "srtp-profile-mismatch",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "SRTP on one side only",
    .summary = "One side offers SRTP only and the other uses plain RTP, or the reverse",
    .hint = "Use the same SRTP setting on both sides (compare RTP/SAVP and RTP/AVP in m=), or let "
            "a server between them convert.",
    .reference = "RFC 4568 section 7.4, RFC 5124 section 3.3.1",
};

static bool judge_profile(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_profile_mismatch(c, draft);

    return offer != NULL && sc_offer_say_difference(draft, offer);
}

/* An offer of secure audio alone, with keys and PCMU or PCMA, which nearly every peer has: the
 * profile is the first thing to doubt. To be wrong, the rejecting side would have to take SRTP and
 * miss something else, so that it is suggestive. */
static bool judge_secure_refused(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_secure_to_unknown(c, draft);

    if (offer == NULL) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    return sc_draft_say(draft, "The offer wants secure RTP only; nothing in the capture shows "
                               "that the other side supports it");
}

static const struct sc_finding_row srtp_no_keys = {
    .id = "srtp-no-keys",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "SRTP offered without keys",
    .summary = "SRTP is offered without any key",
    .hint = "Let the offerer add a=crypto (SDES) or a=fingerprint (DTLS), or offer RTP/AVP; a "
            "proxy may have removed the line.",
    .reference = "RFC 4568 section 7.1.1, RFC 5763 section 5",
};

/* If the profile is known to be refused anyhow, another finding says so. To be wrong, the peer
 * would have to take such an offer, as some phones do, and refuse for another reason. */
static bool judge_no_keys(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer =
        sc_offer_profile_mismatch(c, draft) == NULL ? sc_offer_of(c, draft) : NULL;
    struct sc_sdp_media media;

    return offer != NULL && sc_offer_keyless(&offer->sdp, &media) &&
           sc_draft_say(draft, "m=%s is offered as %s, without a=crypto or a=fingerprint",
                        sc_draft_quote(draft, media.type), sc_draft_quote(draft, media.proto));
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
    {
        .finding = &srtp_profile_mismatch,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .judge = judge_secure_refused,
        .recheck = true,
    },
};

const struct sc_topic sc_topic_srtp = {
    .name = "srtp",
    .title = "SRTP",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
