/* How the RTP of a refused offer is carried, and whether the refusing side takes that.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "carriage.h"
#include "hops.h"

static const char *profiles_name(unsigned profiles)
{
    bool plain = (profiles & SC_MEDIA_PLAIN) != 0;
    bool dtls = (profiles & SC_MEDIA_DTLS) != 0;
    bool secure = (profiles & SC_MEDIA_SECURE) != 0;

    if (plain) {
        return secure ? "plain and secure RTP" : "plain RTP";
    }
    return dtls ? "secure RTP keyed by DTLS" : "secure RTP keyed in SDP";
}

/* The profile of the first wanted RTP of an offer if all is secure, or all plain; else absent. */
static struct sc_slice common_profile(const struct sc_offer_media *media)
{
    struct sc_slice none = {0};

    return media->mixed ? none : media->profile;
}

void sc_offer_peer_evidence(struct sc_draft *draft, const struct sc_offer *offer)
{
    sc_draft_shows(draft, offer->peer.media.frame, "SDP of the rejecting side");
}

bool sc_offer_say_difference(const struct sc_case *c, struct sc_draft *draft,
                             const struct sc_offer *offer)
{
    const struct sc_offer_peer *peer = &offer->peer;
    struct sc_slice profile = common_profile(sc_offer_media(c));

    sc_offer_peer_evidence(draft, offer);
    sc_draft_at_most(draft, peer->confidence);
    sc_draft_shows(draft, offer->hop->request.frame, "offer of %s", sc_draft_quote(draft, profile));
    return sc_draft_say(draft, "The offer is %s; the rejecting side %s %s",
                        sc_draft_quote(draft, profile), peer->verb,
                        profiles_name(peer->media.profiles));
}

/* ---- Peers on WebSocket ---- */

/* True if a value of a transport is that of a WebSocket (RFC 7118 section 5). */
static bool is_websocket(struct sc_slice transport)
{
    return sc_slice_is(transport, "WS") || sc_slice_is(transport, "WSS");
}

bool sc_offer_over_websocket(const struct sc_offer *offer)
{
    struct sc_uri uri = sc_uri_read(offer->request.uri);
    struct sc_cursor cursor = {0};
    struct sc_via via;

    return sc_via_next(&offer->request, &cursor, &via) && is_websocket(via.transport) &&
           (is_websocket(sc_param_find(uri.params, "transport")) || sc_host_is_invalid(uri.host));
}

/* The refused offer if the peer never did without DTLS; else NULL. */
static const struct sc_offer *compared_with_dtls(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_compared(c, draft);
    unsigned taken = offer != NULL ? offer->peer.media.profiles : 0;

    return (taken & SC_MEDIA_DTLS) != 0 && (taken & SC_MEDIA_PLAIN) == 0 ? offer : NULL;
}

const struct sc_offer *sc_offer_plain_to_webrtc(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_of(c, draft);
    const struct sc_offer_media *media = offer != NULL ? sc_offer_media(c) : NULL;

    if (media == NULL || media->profile.size == 0 || media->fingerprint ||
        sc_offer_is_explained(c, draft)) {
        return NULL;
    }
    return sc_offer_over_websocket(offer) ? offer : compared_with_dtls(c, draft);
}

const struct sc_offer *sc_offer_without_mux(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_of(c, draft);

    if (offer == NULL || !sc_offer_media(c)->without_mux || sc_offer_is_explained(c, draft)) {
        return NULL;
    }
    return sc_offer_over_websocket(offer) ? offer : compared_with_dtls(c, draft);
}

/* ---- Profiles ---- */

const struct sc_offer *sc_offer_webrtc_to_plain(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_compared(c, draft);
    const struct sc_offer_media *media = offer != NULL ? sc_offer_media(c) : NULL;

    if (media == NULL || media->keyless.proto.size > 0) {
        return NULL;
    }
    struct sc_slice profile = common_profile(media);
    unsigned taken = offer->peer.media.profiles;
    return sc_slice_starts(profile, "UDP/TLS/RTP/") && sc_sdp_is_secure(profile) && taken != 0 &&
                   (taken & SC_MEDIA_DTLS) == 0
               ? offer
               : NULL;
}

const struct sc_offer *sc_offer_profile_mismatch(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer =
        sc_offer_plain_to_webrtc(c, draft) == NULL ? sc_offer_compared(c, draft) : NULL;
    const struct sc_offer_media *media = offer != NULL ? sc_offer_media(c) : NULL;

    if (media == NULL ||
        (media->keyless.proto.size > 0 && offer->peer.confidence < SC_CONFIDENCE_STRONG)) {
        return NULL;
    }
    struct sc_slice profile = common_profile(media);
    unsigned offered = media->all.profiles;
    unsigned taken = offer->peer.media.profiles;
    if (profile.size == 0 || sc_slice_starts(profile, "UDP/TLS/")) {
        return NULL;
    }
    bool wants_secure = offered == SC_MEDIA_PLAIN && taken != 0 && (taken & SC_MEDIA_PLAIN) == 0;
    bool wants_plain = (offered & SC_MEDIA_PLAIN) == 0 && taken == SC_MEDIA_PLAIN;
    return wants_secure || wants_plain ? offer : NULL;
}

/* True if all wanted media is audio over RTP that is keyed in SDP, by its own profile. */
static bool is_secure_audio(const struct sc_sdp *sdp)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;
    unsigned count = 0;

    for (; sc_offer_next(sdp, &cursor, &media); count++) {
        if (!sc_slice_is(media.type, "audio") || !sc_sdp_is_secure(media.proto) ||
            sc_slice_starts(media.proto, "UDP/TLS/") ||
            (media.common.keys & SC_SDP_KEYS_FINGERPRINT) != 0) {
            return false;
        }
    }
    return count > 0;
}

static bool has_g711(const struct sc_media *media)
{
    for (unsigned i = 0; i < media->codec_count; i++) {
        const char *name = media->codecs[i].name;
        if (g_ascii_strcasecmp(name, "PCMU") == 0 || g_ascii_strcasecmp(name, "PCMA") == 0) {
            return true;
        }
    }
    return false;
}

const struct sc_offer *sc_offer_secure_to_unknown(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_of(c, draft);

    if (offer == NULL || sc_hop_in_dialog(offer->hop) || !is_secure_audio(&offer->sdp) ||
        sc_offer_media(c)->keyless.proto.size > 0 || sc_offer_is_explained(c, draft) ||
        sc_offer_over_websocket(offer)) {
        return NULL;
    }
    return has_g711(&sc_offer_media(c)->all) && sc_offer_compared(c, draft) == NULL ? offer : NULL;
}

bool sc_offer_is_carried_otherwise(const struct sc_case *c, struct sc_draft *draft)
{
    return sc_offer_profile_mismatch(c, draft) != NULL ||
           sc_offer_webrtc_to_plain(c, draft) != NULL ||
           sc_offer_plain_to_webrtc(c, draft) != NULL || sc_offer_without_mux(c, draft) != NULL;
}
