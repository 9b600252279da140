/* How an answer departs from its offer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3264 sections 6 and 6.1, RFC 5763 section 5, RFC 4568 section 5.1.2.
 */
#include "answer-difference.h"
#include "sipcodes/media.h"

/* True if FORMAT carries no media of its own: digits, comfort noise. */
static bool is_side_format(const struct sc_sdp_format *format)
{
    return sc_slice_is(format->codec, "telephone-event") || sc_slice_is(format->codec, "CN");
}

/* True if two formats are one codec: by name and clock rate or, where a name is not known, by
 * payload type. */
static bool same_format(const struct sc_sdp_format *a, const struct sc_sdp_format *b)
{
    if (a->codec.size == 0 || b->codec.size == 0) {
        return sc_slice_same(a->name, b->name);
    }
    return sc_slice_same(a->codec, b->codec) && a->rate == b->rate;
}

static bool lists(const struct sc_sdp_media *offer, const struct sc_sdp_format *format)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_format offered;

    while (sc_sdp_format_next(offer, &cursor, &offered)) {
        if (same_format(&offered, format)) {
            return true;
        }
    }
    return false;
}

/* True if the answer lists codecs and none of them was offered (RFC 3264 section 6.1). */
static bool has_no_offered_codec(const struct sc_sdp_media *offer,
                                 const struct sc_sdp_media *answer)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_format format;
    unsigned codecs = 0;

    while (sc_sdp_format_next(answer, &cursor, &format)) {
        if (!is_side_format(&format)) {
            codecs++;
            if (lists(offer, &format)) {
                return false;
            }
        }
    }
    return codecs > 0;
}

/* True if the offer leaves the choice among several profiles (RFC 5939). */
static bool lets_choose(const struct sc_sdp_media *offer)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    return sc_sdp_attribute_next(offer, "pcfg", &cursor, &value);
}

/* True if the offer of these media is keyed by DTLS alone, and the answer brings no fingerprint. */
static bool lacks_fingerprint(const struct sc_sdp_media *offer, const struct sc_sdp_media *answer)
{
    return sc_sdp_is_secure(offer->proto) && offer->common.keys == SC_SDP_KEYS_FINGERPRINT &&
           (answer->common.keys & SC_SDP_KEYS_FINGERPRINT) == 0;
}

/* True if the offer of these media is keyed by a=crypto alone, and an answer that accepts secure
 * RTP brings none: then no side has keys for what the answerer sends (RFC 4568 section 5.1.2). */
static bool lacks_crypto(const struct sc_sdp_media *offer, const struct sc_sdp_media *answer)
{
    return sc_sdp_is_secure(offer->proto) && sc_sdp_is_secure(answer->proto) &&
           offer->common.keys == SC_SDP_KEYS_CRYPTO &&
           (answer->common.keys & SC_SDP_KEYS_CRYPTO) == 0;
}

/* True if the answer keys secure RTP with a crypto suite that was not offered (RFC 4568 section
 * 5.1.2). */
static bool has_other_suite(const struct sc_sdp_media *offer, const struct sc_sdp_media *answer,
                            struct sc_slice *suite)
{
    struct sc_cursor answer_cursor = {0};
    struct sc_cursor offer_cursor = {0};
    struct sc_slice offered;

    if (offer->common.keys != SC_SDP_KEYS_CRYPTO ||
        !sc_sdp_crypto_next(answer, &answer_cursor, suite) || suite->size == 0) {
        return false;
    }
    enum sc_media_suite known = sc_media_suite(*suite);
    while (sc_sdp_crypto_next(offer, &offer_cursor, &offered)) {
        if (sc_slice_same(offered, *suite) ||
            (known != SC_SUITE_OTHER && sc_media_suite(offered) == known)) {
            return false;
        }
    }
    return true;
}

/* True if the direction of the answer fits that of the offer (RFC 3264 section 6.1). */
static bool fits_direction(enum sc_sdp_direction offer, enum sc_sdp_direction answer)
{
    switch (offer) {
    case SC_SDP_SENDONLY:
        return answer == SC_SDP_RECVONLY || answer == SC_SDP_INACTIVE;
    case SC_SDP_RECVONLY:
        return answer == SC_SDP_SENDONLY || answer == SC_SDP_INACTIVE;
    case SC_SDP_INACTIVE:
        return answer == SC_SDP_INACTIVE;
    case SC_SDP_SENDRECV:
        break;
    }
    return true;
}

static const char *direction_name(enum sc_sdp_direction direction)
{
    static const char *const names[] = {"sendrecv", "sendonly", "recvonly", "inactive"};

    return names[direction];
}

/* Says how one accepted m= line of the answer departs in its keys, codecs or direction. */
static bool say_contents(struct sc_draft *draft, const char *after,
                         const struct sc_sdp_media *offer, const struct sc_sdp_media *answer)
{
    const char *type = sc_draft_quote(draft, offer->type);
    struct sc_slice suite;

    if (has_no_offered_codec(offer, answer)) {
        return sc_draft_say(draft, "m=%s offers formats %s, and the answer has only %s%s", type,
                            sc_draft_quote(draft, offer->format),
                            sc_draft_quote(draft, answer->format), after);
    }
    if (has_other_suite(offer, answer, &suite)) {
        return sc_draft_say(draft,
                            "m=%s is answered with the crypto suite %s, which the offer lacks%s",
                            type, sc_draft_quote(draft, suite), after);
    }
    return !fits_direction(offer->common.direction, answer->common.direction) &&
           sc_draft_say(draft, "m=%s is offered as %s, and answered as %s%s", type,
                        direction_name(offer->common.direction),
                        direction_name(answer->common.direction), after);
}

/* Says how one accepted m= line of the answer departs from that of the offer. */
static bool say_media(struct sc_draft *draft, const char *after, const struct sc_sdp_media *offer,
                      const struct sc_sdp_media *answer)
{
    const char *type = sc_draft_quote(draft, offer->type);

    if (offer->format.size == 0 || answer->format.size == 0) {
        return false; /* not readable */
    }
    if (!sc_slice_same(offer->type, answer->type)) {
        return sc_draft_say(draft, "m=%s stands in the answer where the offer has m=%s%s",
                            sc_draft_quote(draft, answer->type), type, after);
    }
    if (answer->port == 0 || offer->port == 0 || !sc_sdp_is_rtp(offer->proto)) {
        return false;
    }
    if (lacks_fingerprint(offer, answer)) {
        return sc_draft_say(
            draft, "m=%s is offered as %s; it is answered as %s without a=fingerprint%s", type,
            sc_draft_quote(draft, offer->proto), sc_draft_quote(draft, answer->proto), after);
    }
    if (!lets_choose(offer) && lacks_crypto(offer, answer)) {
        return sc_draft_say(
            draft, "m=%s is offered as %s with a=crypto; it is answered as %s without%s", type,
            sc_draft_quote(draft, offer->proto), sc_draft_quote(draft, answer->proto), after);
    }
    if (!lets_choose(offer) && sc_sdp_is_secure(offer->proto) != sc_sdp_is_secure(answer->proto)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        return sc_draft_say(draft, "m=%s is offered as %s, and answered as %s%s", type,
                            sc_draft_quote(draft, offer->proto),
                            sc_draft_quote(draft, answer->proto), after);
    }
    return say_contents(draft, after, offer, answer);
}

bool sc_answer_say_difference(struct sc_draft *draft, const char *after,
                              const struct sc_sdp *offered, const struct sc_sdp *answered)
{
    unsigned offer_count = sc_sdp_media_count(offered);
    unsigned answer_count = sc_sdp_media_count(answered);
    struct sc_cursor offer_cursor = {0};
    struct sc_cursor answer_cursor = {0};
    struct sc_sdp_media offer;
    struct sc_sdp_media answer;

    if (offer_count == SC_SDP_MEDIA_MAX || answer_count == SC_SDP_MEDIA_MAX) {
        return false;
    }
    if (offer_count != answer_count) {
        return sc_draft_say(draft, "The offer has %u m= line%s, and the answer %u%s", offer_count,
                            offer_count == 1 ? "" : "s", answer_count, after);
    }
    while (sc_sdp_media_next(offered, &offer_cursor, &offer) &&
           sc_sdp_media_next(answered, &answer_cursor, &answer)) {
        if (say_media(draft, after, &offer, &answer)) {
            return true;
        }
    }
    return false;
}
