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
    struct sc_offer_media media;
    bool media_done;
};

/* What was read of the case; nothing of it if this is the first time that a rule asks. */
static struct sc_offer_reading *reading_of(const struct sc_case *c)
{
    struct sc_case_cache *cache = c->cache;

    if (cache->offer == NULL) {
        cache->offer = g_new0(struct sc_offer_reading, 1);
    }
    if (!cache->offer_begun) {
        cache->offer_begun = true;
        cache->offer->alone.done = false;
        cache->offer->compared.done = false;
        cache->offer->media_done = false;
    }
    return cache->offer;
}

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
    struct sc_offer *offer = &reading_of(c)->offer;
    struct reading *reading = compared ? &reading_of(c)->compared : &reading_of(c)->alone;

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

/* ---- What it wants ---- */

static bool has_mux(const struct sc_sdp_media *media)
{
    struct sc_cursor cursor = {0};
    struct sc_cursor only_cursor = {0};
    struct sc_slice value;

    return sc_sdp_attribute_next(media, "rtcp-mux", &cursor, &value) ||
           sc_sdp_attribute_next(media, "rtcp-mux-only", &only_cursor, &value);
}

static void read_media(const struct sc_offer *offer, struct sc_offer_media *read)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;

    *read = (struct sc_offer_media){.mixed = false};
    sc_media_add(&read->all, &offer->sdp, offer->hop->request.frame);
    while (sc_offer_next(&offer->sdp, &cursor, &media)) {
        bool secure = sc_sdp_is_secure(media.proto);
        if (!sc_sdp_is_rtp(media.proto)) {
            continue;
        }
        if (read->profile.size == 0) {
            read->profile = media.proto;
        }
        if (secure && media.common.keys == 0 && read->keyless.proto.size == 0) {
            read->keyless = media;
        }
        read->mixed = read->mixed || secure != sc_sdp_is_secure(read->profile);
        if ((media.common.keys & SC_SDP_KEYS_FINGERPRINT) != 0) {
            read->fingerprint = true;
            read->without_mux = read->without_mux || !has_mux(&media);
        }
    }
}

const struct sc_offer_media *sc_offer_media(const struct sc_case *c)
{
    struct sc_offer_reading *reading = reading_of(c);

    if (!reading->media_done && reading->offer.hop != NULL) {
        read_media(&reading->offer, &reading->media);
        reading->media_done = true;
    }
    return &reading->media;
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

bool sc_offer_is_explained(const struct sc_case *c, struct sc_draft *draft)
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
    return !sc_offer_is_explained(c, draft) && sc_offer_of(c, draft) == offer &&
           offer->response != NULL && read_peer(c, draft, offer);
}

const struct sc_offer *sc_offer_compared(const struct sc_case *c, struct sc_draft *draft)
{
    return read_once(c, draft, true, compare);
}
