/* Findings about secure RTP that one side wants and the other lacks, or keys otherwise.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 4568 (keys in SDP), RFC 5763 (DTLS).
 */
#include "diagnose/carriage.h"
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

    return offer != NULL && sc_offer_say_difference(c, draft, offer);
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
    const struct sc_sdp_media *media = offer != NULL ? &sc_offer_media(c)->keyless : NULL;

    return media != NULL && media->proto.size > 0 &&
           sc_draft_say(draft, "m=%s is offered as %s, without a=crypto or a=fingerprint",
                        sc_draft_quote(draft, media->type), sc_draft_quote(draft, media->proto));
}

static const struct sc_finding_row crypto_suite_mismatch = {
    .id = "crypto-suite-mismatch",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "No common crypto suite",
    .summary = "SRTP is offered with crypto suites that the other side does not use",
    .hint = "Enable one crypto suite on both sides, as AES_CM_128_HMAC_SHA1_80; check whether a "
            "media proxy removed it.",
    .reference = "RFC 4568 sections 5.1.2 and 6.2",
};

static void list_suites(struct sc_draft *draft, unsigned suites, struct sc_text_list *list)
{
    for (unsigned bit = 1; bit < SC_SUITE_OTHER; bit <<= 1) {
        if ((suites & bit) != 0) {
            const char *name = sc_media_suite_name((enum sc_media_suite)bit);
            sc_text_list_add(draft, list, sc_slice_of(name));
        }
    }
}

/* True if the RTP of an offer, all secure and keyed in SDP, and what its peer takes have a codec in
 * common, and no crypto suite. A suite of another name may be one that both mean. */
static bool differ_in_suites(const struct sc_media *offered, const struct sc_media *taken)
{
    return offered->suites != 0 && taken->suites != 0 && (offered->suites & taken->suites) == 0 &&
           ((offered->suites | taken->suites) & SC_SUITE_OTHER) == 0 &&
           offered->profiles == SC_MEDIA_SECURE && sc_media_meet(offered, taken);
}

/* To be wrong, the peer would have to take a suite that it has not used so far, and refuse for
 * something else. */
static bool judge_suites(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer =
        sc_offer_is_carried_otherwise(c, draft) ? NULL : sc_offer_compared(c, draft);
    struct sc_text_list had = {0};
    struct sc_text_list taken = {0};

    if (offer == NULL || !differ_in_suites(&sc_offer_media(c)->all, &offer->peer.media)) {
        return false;
    }
    list_suites(draft, sc_offer_media(c)->all.suites, &had);
    list_suites(draft, offer->peer.media.suites, &taken);
    sc_offer_peer_evidence(draft, offer);
    sc_draft_at_most(draft, offer->peer.suites_confidence);
    return sc_draft_say(draft, "The offer has only %s; the rejecting side %s %s", had.text,
                        offer->peer.verb, taken.text);
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
    {
        .finding = &crypto_suite_mismatch,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .judge = judge_suites,
        .recheck = true,
    },
};

const struct sc_topic sc_topic_srtp = {
    .name = "srtp",
    .title = "SRTP",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
