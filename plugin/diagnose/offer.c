/* A refused offer, and what the refusing side is known to take.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "hops.h"
#include "offer.h"

bool sc_offer_may_be_in(const struct sc_transaction *transaction)
{
    return sc_transaction_is(transaction, "INVITE") || sc_transaction_is(transaction, "UPDATE");
}

/* ---- Reading ---- */

/* The result of reading something: whether it is there, and the frames that show it. */
struct reading {
    bool done;
    bool there;
    bool forgotten;
    unsigned evidence_count;
    struct sc_evidence evidence[SC_EVIDENCE_MAX];
};

struct sc_offer_reading {
    struct sc_offer offer;
    struct reading alone;
    struct reading compared;
};

static bool read_offer(const struct sc_case *c, struct sc_draft *draft, struct sc_offer *offer)
{
    const struct sc_transaction *hop = sc_hop_refusing(c);

    offer->hop = hop;
    offer->response = hop == c->transaction ? c->record : hop->final;
    if (offer->response == NULL || !sc_offer_may_be_in(hop)) {
        return false;
    }
    if (!sc_draft_read(draft, &hop->request, &offer->request)) {
        return sc_draft_forgotten(draft);
    }
    if (offer->request.body_missing > 0 || !sc_message_sdp(&offer->request, &offer->sdp)) {
        return false;
    }
    sc_draft_evidence(draft, offer->response->frame);
    return true;
}

/* Reads with READ unless that was done before, and gives DRAFT the evidence for the result. */
static const struct sc_offer *
read_once(const struct sc_case *c, struct sc_draft *draft, bool compared,
          bool (*read)(const struct sc_case *c, struct sc_draft *draft, struct sc_offer *offer))
{
    if (c->cache->offer == NULL) {
        c->cache->offer = g_new0(struct sc_offer_reading, 1);
    }
    struct sc_offer *offer = &c->cache->offer->offer;
    struct reading *reading = compared ? &c->cache->offer->compared : &c->cache->offer->alone;
    if (!reading->done) {
        struct sc_draft scratch = {.forgotten = false};
        reading->done = true;
        reading->there = read(c, &scratch, offer);
        reading->forgotten = scratch.forgotten;
        reading->evidence_count = scratch.finding.evidence_count;
        memcpy(reading->evidence, scratch.finding.evidence, sizeof reading->evidence);
    }
    for (unsigned i = 0; i < reading->evidence_count; i++) {
        sc_draft_shows_again(draft, reading->evidence[i].frame, reading->evidence[i].shows);
    }
    draft->forgotten = draft->forgotten || reading->forgotten;
    return reading->there ? offer : NULL;
}

const struct sc_offer *sc_offer_of(const struct sc_case *c, struct sc_draft *draft)
{
    return read_once(c, draft, false, read_offer);
}

bool sc_offer_next(const struct sc_sdp *sdp, struct sc_cursor *cursor, struct sc_sdp_media *media)
{
    while (sc_sdp_media_next(sdp, cursor, media)) {
        if (media->port != 0) {
            return true;
        }
    }
    return false;
}

/* ---- What the refusing side takes ---- */

static void add_known(struct sc_offer_peer *peer, const struct sc_media *media,
                      enum sc_confidence confidence)
{
    sc_media_join(&peer->media, media);
    peer->suites_confidence =
        media->suites != 0 ? MAX(peer->suites_confidence, confidence) : peer->suites_confidence;
    if (confidence > peer->confidence) {
        peer->confidence = confidence;
        peer->media.frame = media->frame;
    }
}

/* The same of what the tracker knows. */
static void add_tracked(const struct sc_case *c, struct sc_offer *offer,
                        const struct sc_endpoint *to, bool answered, enum sc_confidence confidence)
{
    struct sc_media media;

    if (sc_tracker_media(c->tracker, offer->response->source, to, answered, &media)) {
        add_known(&offer->peer, &media, confidence);
    }
}

/* The description in the refusal itself says what would have been taken (RFC 3261 section
 * 21.4.26). */
static bool read_own_statement(struct sc_draft *draft, struct sc_offer *offer)
{
    struct sc_offer_peer *peer = &offer->peer;
    struct sc_media media = {0};
    struct sc_message response;
    struct sc_sdp sdp;

    if (!sc_draft_read(draft, offer->response, &response) || response.body_missing > 0 ||
        !sc_message_sdp(&response, &sdp)) {
        return false;
    }
    sc_media_add_capabilities(&media, &sdp, offer->response->frame);
    add_known(peer, &media, SC_CONFIDENCE_STRONG);
    peer->verb = "says that it accepts";
    return true;
}

/* What the refusing side said in the same dialog, through any number of proxies. */
static void add_dialog(struct sc_draft *draft, struct sc_offer *offer)
{
    const struct sc_dialog *dialog = offer->hop->dialog;
    struct sc_media media = {0};
    struct sc_message message;
    struct sc_sdp sdp;

    if (!sc_hop_in_dialog(offer->hop) || dialog == NULL || dialog->confirmed == NULL) {
        return;
    }
    bool by_caller = sc_slice_equal(offer->hop->from_tag, dialog->caller_tag);
    const struct sc_record *said = by_caller ? dialog->confirmed : &dialog->setup->request;
    if (sc_draft_read(draft, said, &message) && sc_message_sdp(&message, &sdp)) {
        sc_media_add(&media, &sdp, said->frame);
        add_known(&offer->peer, &media,
                  by_caller ? SC_CONFIDENCE_SUGGESTIVE : SC_CONFIDENCE_STRONG);
    }
}

/* Collects what is known. An offer to the same host tells most; an answer holds only what the
 * offer before it held, too, and for other hosts a server may have other settings. */
static bool read_peer(const struct sc_case *c, struct sc_draft *draft, struct sc_offer *offer)
{
    struct sc_offer_peer *peer = &offer->peer;
    const struct sc_endpoint *to = offer->hop->request.source;

    *peer = (struct sc_offer_peer){.verb = "has only used"};
    if (read_own_statement(draft, offer)) {
        return true;
    }
    add_dialog(draft, offer);
    add_tracked(c, offer, to, false, SC_CONFIDENCE_STRONG);
    add_tracked(c, offer, NULL, false, SC_CONFIDENCE_SUGGESTIVE);
    add_tracked(c, offer, to, true, SC_CONFIDENCE_SUGGESTIVE);
    add_tracked(c, offer, NULL, true, SC_CONFIDENCE_SUGGESTIVE);
    return peer->confidence != SC_CONFIDENCE_NONE;
}

/* True if a Warning names what is refused: then no conclusion is needed. 304 names nothing: servers
 * send it for codecs and profiles, too. */
static bool is_explained(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *response = c->message;
    struct sc_message kept;
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    if (response == NULL && sc_draft_read(draft, c->record, &kept)) {
        response = &kept;
    }
    while (response != NULL && sc_warning_next(response, &cursor, &warning)) {
        if (warning.code >= 300 && warning.code < 399 && warning.code != 304) {
            return true;
        }
    }
    return false;
}

static bool compare(const struct sc_case *c, struct sc_draft *draft, struct sc_offer *offer)
{
    return !is_explained(c, draft) && sc_offer_of(c, draft) == offer && offer->response != NULL &&
           read_peer(c, draft, offer);
}

const struct sc_offer *sc_offer_compared(const struct sc_case *c, struct sc_draft *draft)
{
    return read_once(c, draft, true, compare);
}

/* ---- How RTP is carried ---- */

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

/* The profile of the first wanted RTP of an offer if all is secure, or all plain; else absent.
 */
static struct sc_slice common_proto(const struct sc_sdp *sdp)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;
    struct sc_slice proto = {0};
    bool secure = false;

    while (sc_offer_next(sdp, &cursor, &media)) {
        if (!sc_sdp_is_rtp(media.proto)) {
            continue;
        }
        if (proto.size == 0) {
            proto = media.proto;
            secure = sc_sdp_is_secure(proto);
        } else if (sc_sdp_is_secure(media.proto) != secure) {
            return (struct sc_slice){0};
        }
    }
    return proto;
}

void sc_offer_peer_evidence(struct sc_draft *draft, const struct sc_offer *offer)
{
    sc_draft_shows(draft, offer->peer.media.frame, "SDP of the rejecting side");
}

bool sc_offer_say_difference(struct sc_draft *draft, const struct sc_offer *offer)
{
    const struct sc_offer_peer *peer = &offer->peer;

    sc_offer_peer_evidence(draft, offer);
    sc_draft_at_most(draft, peer->confidence);
    sc_draft_shows(draft, offer->hop->request.frame, "offer of %s",
                   sc_draft_quote(draft, common_proto(&offer->sdp)));
    return sc_draft_say(draft, "The offer is %s; the rejecting side %s %s",
                        sc_draft_quote(draft, common_proto(&offer->sdp)), peer->verb,
                        profiles_name(peer->media.profiles));
}

bool sc_offer_keyless(const struct sc_sdp *sdp, struct sc_sdp_media *media)
{
    struct sc_cursor cursor = {0};

    while (sc_offer_next(sdp, &cursor, media)) {
        if (sc_sdp_is_secure(media->proto) && media->common.keys == 0) {
            return true;
        }
    }
    return false;
}

/* ---- Peers on WebSocket ---- */

/* True if a value of a transport is that of a WebSocket (RFC 7118 section 5). */
static bool is_websocket(struct sc_slice transport)
{
    return sc_slice_is(transport, "WS") || sc_slice_is(transport, "WSS");
}

/* True if a host ends with ".invalid": browsers know no address of their own (RFC 7118 appendix
 * B.1). */
static bool is_invalid_host(struct sc_slice host)
{
    static const char suffix[] = ".invalid";
    size_t size = sizeof suffix - 1;

    return host.size > size && sc_slice_is(sc_slice_from(host, host.size - size), suffix);
}

bool sc_offer_over_websocket(const struct sc_offer *offer)
{
    struct sc_uri uri = sc_uri_read(offer->request.uri);
    struct sc_cursor cursor = {0};
    struct sc_via via;

    return sc_via_next(&offer->request, &cursor, &via) && is_websocket(via.transport) &&
           (is_websocket(sc_param_find(uri.params, "transport")) || is_invalid_host(uri.host));
}

/* What of the keys for DTLS the wanted RTP of an offer has. */
struct dtls {
    bool rtp;
    bool fingerprint;
    /* Some of it has a fingerprint and no a=rtcp-mux. */
    bool without_mux;
};

static struct dtls read_dtls(const struct sc_sdp *sdp)
{
    struct dtls dtls = {0};
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;

    while (sc_offer_next(sdp, &cursor, &media)) {
        struct sc_cursor mux = {0};
        struct sc_cursor mux_only = {0};
        struct sc_slice value;
        if (!sc_sdp_is_rtp(media.proto)) {
            continue;
        }
        dtls.rtp = true;
        if ((media.common.keys & SC_SDP_KEYS_FINGERPRINT) != 0) {
            dtls.fingerprint = true;
            dtls.without_mux = dtls.without_mux ||
                               (!sc_sdp_attribute_next(&media, "rtcp-mux", &mux, &value) &&
                                !sc_sdp_attribute_next(&media, "rtcp-mux-only", &mux_only, &value));
        }
    }
    return dtls;
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
    const struct sc_offer *offer = is_explained(c, draft) ? NULL : sc_offer_of(c, draft);
    struct dtls dtls = offer != NULL ? read_dtls(&offer->sdp) : (struct dtls){0};

    if (!dtls.rtp || dtls.fingerprint) {
        return NULL;
    }
    return sc_offer_over_websocket(offer) ? offer : compared_with_dtls(c, draft);
}

const struct sc_offer *sc_offer_without_mux(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = is_explained(c, draft) ? NULL : sc_offer_of(c, draft);

    if (offer == NULL || !read_dtls(&offer->sdp).without_mux) {
        return NULL;
    }
    return sc_offer_over_websocket(offer) ? offer : compared_with_dtls(c, draft);
}

/* ---- Profiles ---- */

const struct sc_offer *sc_offer_webrtc_to_plain(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_compared(c, draft);
    struct sc_sdp_media keyless;

    if (offer == NULL || sc_offer_keyless(&offer->sdp, &keyless)) {
        return NULL;
    }
    struct sc_slice proto = common_proto(&offer->sdp);
    unsigned taken = offer->peer.media.profiles;
    return sc_slice_starts(proto, "UDP/TLS/RTP/") && sc_sdp_is_secure(proto) && taken != 0 &&
                   (taken & SC_MEDIA_DTLS) == 0
               ? offer
               : NULL;
}

const struct sc_offer *sc_offer_profile_mismatch(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer =
        sc_offer_plain_to_webrtc(c, draft) == NULL ? sc_offer_compared(c, draft) : NULL;
    struct sc_media offered = {0};
    struct sc_sdp_media keyless;

    if (offer == NULL || (sc_offer_keyless(&offer->sdp, &keyless) &&
                          offer->peer.confidence < SC_CONFIDENCE_STRONG)) {
        return NULL;
    }
    struct sc_slice proto = common_proto(&offer->sdp);
    unsigned taken = offer->peer.media.profiles;
    if (proto.size == 0 || sc_slice_starts(proto, "UDP/TLS/")) {
        return NULL;
    }
    sc_media_add(&offered, &offer->sdp, offer->hop->request.frame);
    bool wants_secure =
        offered.profiles == SC_MEDIA_PLAIN && taken != 0 && (taken & SC_MEDIA_PLAIN) == 0;
    bool wants_plain = (offered.profiles & SC_MEDIA_PLAIN) == 0 && taken == SC_MEDIA_PLAIN;
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
    const struct sc_offer *offer = is_explained(c, draft) ? NULL : sc_offer_of(c, draft);
    struct sc_media offered = {0};
    struct sc_sdp_media keyless;

    if (offer == NULL || sc_hop_in_dialog(offer->hop) || !is_secure_audio(&offer->sdp) ||
        sc_offer_keyless(&offer->sdp, &keyless) || sc_offer_over_websocket(offer)) {
        return NULL;
    }
    sc_media_add(&offered, &offer->sdp, offer->hop->request.frame);
    return has_g711(&offered) && sc_offer_compared(c, draft) == NULL ? offer : NULL;
}

bool sc_offer_is_carried_otherwise(const struct sc_case *c, struct sc_draft *draft)
{
    return sc_offer_profile_mismatch(c, draft) != NULL ||
           sc_offer_webrtc_to_plain(c, draft) != NULL ||
           sc_offer_plain_to_webrtc(c, draft) != NULL || sc_offer_without_mux(c, draft) != NULL;
}
