/* Rules about the session that a 488 or 606 refuses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the refuser would have taken is known from itself alone: from its Warning, from the
 * description in its 488, from what it offered or answered elsewhere. Where the offer was passed on
 * by a proxy, the offer that counts is the one that reached the refuser, where that was captured.
 */
#include <string.h>

#include "rules.h"

/* Earlier requests of a dialog that are looked through for the session agreed last. */
#define EARLIER_MAX 64

/* Room for a list of codecs or profiles in a text. */
#define LIST_SIZE 200

/* A refused offer. Lives as long as the texts that it was read from: until the rule returns. */
struct refusal {
    const struct sc_transaction *hop; /* on which it reached who refused it */
    const struct sc_record *response; /* on that hop */
    struct sc_message request;
    struct sc_sdp offer;
};

/* What the refuser takes, by all that it said. */
struct peer {
    struct sc_media media;
    enum sc_confidence confidence;
    const char *verb; /* how it is known, for the text */
};

/* ---- Reading ---- */

static bool may_offer(const struct sc_transaction *transaction)
{
    return has_method(transaction, "INVITE") || has_method(transaction, "UPDATE");
}

/* True if the request that was refused held an offer that can be read. */
static bool read_refusal(struct scene *scene, struct refusal *refusal)
{
    const struct sc_transaction *hop = refusing_hop(scene);

    refusal->hop = hop;
    refusal->response = hop == scene->transaction ? scene->record : hop->final;
    if (!may_offer(hop) || !read_record(scene, &hop->request, &refusal->request) ||
        refusal->request.body_missing > 0 || !sc_message_sdp(&refusal->request, &refusal->offer)) {
        return false;
    }
    evidence(scene, refusal->response->frame);
    return true;
}

/* The next media description of the offer that is wanted. */
static bool next_wanted(const struct sc_sdp *sdp, struct sc_cursor *cursor,
                        struct sc_sdp_media *media)
{
    while (sc_sdp_media_next(sdp, cursor, media)) {
        if (media->port != 0) {
            return true;
        }
    }
    return false;
}

static bool has_wanted(const struct sc_sdp *sdp, const char *type)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;

    while (next_wanted(sdp, &cursor, &media)) {
        if (sc_slice_is(media.type, type)) {
            return true;
        }
    }
    return false;
}

/* ---- What the refuser takes ---- */

static void add_known(struct peer *peer, const struct sc_media *media,
                      enum sc_confidence confidence)
{
    if (media == NULL) {
        return;
    }
    sc_media_join(&peer->media, media);
    if (confidence > peer->confidence) {
        peer->confidence = confidence;
        peer->media.frame = media->frame;
    }
}

/* The description in the refusal itself says what would have been taken (RFC 3261 section
 * 21.4.26). */
static bool read_own_statement(struct scene *scene, const struct refusal *refusal,
                               struct peer *peer)
{
    struct sc_message response;
    struct sc_sdp sdp;

    if (!read_record(scene, refusal->response, &response) || response.body_missing > 0 ||
        !sc_message_sdp(&response, &sdp)) {
        return false;
    }
    sc_media_add_capabilities(&peer->media, &sdp, refusal->response->frame);
    peer->confidence = SC_CONFIDENCE_STRONG;
    peer->verb = "says in its refusal that it takes";
    return true;
}

/* What the refuser said in the same dialog, however many proxies stand between. */
static void add_dialog(struct scene *scene, const struct refusal *refusal, struct peer *peer)
{
    const struct sc_dialog *dialog = refusal->hop->dialog;
    struct sc_media media = {0};
    struct sc_message message;
    struct sc_sdp sdp;

    if (!in_dialog(refusal->hop) || dialog == NULL || dialog->confirmed == NULL) {
        return;
    }
    bool by_caller = sc_slice_equal(refusal->hop->from_tag, dialog->caller_tag);
    const struct sc_record *said = by_caller ? dialog->confirmed : &dialog->setup->request;
    if (read_record(scene, said, &message) && sc_message_sdp(&message, &sdp)) {
        sc_media_add(&media, &sdp, said->frame);
        add_known(peer, &media, by_caller ? SC_CONFIDENCE_SUGGESTIVE : SC_CONFIDENCE_STRONG);
    }
}

/* Collects what is known. An offer to the same host tells most; an answer holds only what the
 * offer before it held, too, and towards others a server may have other settings. */
static bool read_peer(struct scene *scene, const struct refusal *refusal, struct peer *peer)
{
    const struct sc_tracker *tracker = scene->tracker;
    const struct sc_endpoint *from = refusal->response->source;
    const struct sc_endpoint *to = refusal->hop->request.source;

    *peer = (struct peer){.verb = "has only ever offered or answered"};
    if (read_own_statement(scene, refusal, peer)) {
        return true;
    }
    add_dialog(scene, refusal, peer);
    add_known(peer, sc_tracker_media(tracker, from, to, false), SC_CONFIDENCE_STRONG);
    add_known(peer, sc_tracker_media(tracker, from, NULL, false), SC_CONFIDENCE_SUGGESTIVE);
    add_known(peer, sc_tracker_media(tracker, from, to, true), SC_CONFIDENCE_SUGGESTIVE);
    add_known(peer, sc_tracker_media(tracker, from, NULL, true), SC_CONFIDENCE_SUGGESTIVE);
    return peer->confidence != SC_CONFIDENCE_NONE;
}

/* True if a Warning names what is refused: then nothing is to be guessed. */
static bool is_explained(struct scene *scene)
{
    const struct sc_message *response = scene->message;
    struct sc_message kept;
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    if (response == NULL && read_record(scene, scene->record, &kept)) {
        response = &kept;
    }
    while (response != NULL && sc_warning_next(response, &cursor, &warning)) {
        if (warning.code >= 300 && warning.code < 399) {
            return true;
        }
    }
    return false;
}

/* The refused offer, and what the refuser takes; false if one of them is not known. */
static bool compare(struct scene *scene, struct refusal *refusal, struct peer *peer)
{
    return !is_explained(scene) && read_refusal(scene, refusal) && read_peer(scene, refusal, peer);
}

/* True if the offer cannot be read any more: what was found then stays. */
static bool is_forgotten(const struct scene *scene)
{
    return !sc_slice_present(refusing_hop(scene)->request.text);
}

/* ---- Warnings ---- */

/* The names of the codecs, "PCMU/8000, PCMA/8000". */
static const char *codec_list(const struct sc_media *media, char list[LIST_SIZE])
{
    list[0] = '\0';
    for (unsigned i = 0; i < media->codec_count; i++) {
        size_t size = strlen(list);
        g_snprintf(list + size, LIST_SIZE - size, "%s%s/%u", i > 0 ? ", " : "",
                   media->codecs[i].name, media->codecs[i].rate);
    }
    return list;
}

static void find_warning(struct scene *scene, const struct sc_warning *warning)
{
    const char *name = sc_warning_lookup(warning->code)->name;

    const char *text = quote(scene, warning->text);

    quotes_cause(scene, SC_STATED_WARNING, "");
    if (g_ascii_strncasecmp(text, name, strlen(name)) == 0) {
        find(scene, "Warning %u of %s: %s", warning->code, quote(scene, warning->agent), text);
    } else {
        find(scene, "Warning %u of %s (%s): %s", warning->code, quote(scene, warning->agent), name,
             text);
    }
}

/* Format: what was offered stands beside it. */
static void find_format_warning(struct scene *scene, const struct sc_warning *warning)
{
    struct refusal refusal;
    struct sc_media offered = {0};
    char list[LIST_SIZE];

    if (read_refusal(scene, &refusal)) {
        sc_media_add(&offered, &refusal.offer, refusal.hop->request.frame);
    }
    if (offered.codec_count == 0) {
        find_warning(scene, warning);
        return;
    }
    quotes_cause(scene, SC_STATED_WARNING, "");
    find(scene, "Warning %u of %s (Incompatible media format): %s; the offer has %s", warning->code,
         quote(scene, warning->agent), quote(scene, warning->text), codec_list(&offered, list));
}

/* The first Warning with a code that one of the three findings is about. */
static bool first_warning(const struct scene *scene, const char *id, struct sc_warning *warning)
{
    static const struct {
        uint16_t code;
        const char *id;
    } ids[] = {
        {300, "sdp-warning-other"}, {301, "sdp-warning-other"}, {302, "sdp-warning-transport"},
        {303, "sdp-warning-other"}, {304, "sdp-warning-other"}, {305, "sdp-warning-format"},
        {306, "sdp-warning-other"}, {307, "sdp-warning-other"}, {308, "sdp-warning-other"},
        {330, "sdp-warning-other"}, {331, "sdp-warning-other"}, {370, "sdp-warning-other"},
    };
    struct sc_cursor cursor = {0};

    while (sc_warning_next(scene->message, &cursor, warning)) {
        for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
            if (ids[i].code == warning->code && strcmp(ids[i].id, id) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void judge_warning_format(struct scene *scene)
{
    struct sc_warning warning;

    if (first_warning(scene, "sdp-warning-format", &warning)) {
        find_format_warning(scene, &warning);
    }
}

static void judge_warning_other(struct scene *scene)
{
    struct sc_warning warning;

    if (first_warning(scene, "sdp-warning-other", &warning)) {
        find_warning(scene, &warning);
    }
}

static void judge_warning_transport(struct scene *scene)
{
    struct sc_warning warning;

    if (first_warning(scene, "sdp-warning-transport", &warning)) {
        find_warning(scene, &warning);
    }
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

static void find_difference(struct scene *scene, struct sc_slice proto, const struct peer *peer)
{
    evidence(scene, peer->media.frame);
    confidence(scene, peer->confidence);
    find(scene, "The offer is %s, and the refuser %s %s", quote(scene, proto), peer->verb,
         profiles_name(peer->media.profiles));
}

/* The profile of the first wanted RTP of an offer if all of it is secure, or none; else absent. */
static struct sc_slice common_proto(const struct sc_sdp *offer)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;
    struct sc_slice proto = {0};
    bool secure = false;

    while (next_wanted(offer, &cursor, &media)) {
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

/* The first wanted secure media that brings no key at all; false if there is none. */
static bool find_keyless(const struct sc_sdp *offer, struct sc_sdp_media *media)
{
    struct sc_cursor cursor = {0};

    while (next_wanted(offer, &cursor, media)) {
        if (sc_sdp_is_secure(media->proto) && media->common.keys == 0) {
            return true;
        }
    }
    return false;
}

/* True if all wanted RTP of the offer is keyed by DTLS, as browsers do it, and the peer never did
 * that. */
static bool is_webrtc_to_plain(struct scene *scene, struct refusal *refusal, struct peer *peer,
                               struct sc_slice *proto)
{
    struct sc_sdp_media keyless;

    if (!compare(scene, refusal, peer) || find_keyless(&refusal->offer, &keyless)) {
        return false;
    }
    *proto = common_proto(&refusal->offer);
    return sc_slice_starts(*proto, "UDP/TLS/RTP/") && sc_sdp_is_secure(*proto) &&
           peer->media.profiles != 0 && (peer->media.profiles & SC_MEDIA_DTLS) == 0;
}

static void judge_webrtc(struct scene *scene)
{
    struct refusal refusal;
    struct peer peer;
    struct sc_slice proto;

    if (is_webrtc_to_plain(scene, &refusal, &peer, &proto)) {
        find_difference(scene, proto, &peer);
    }
}

static bool webrtc_holds(struct scene *scene)
{
    struct refusal refusal;
    struct peer peer;
    struct sc_slice proto;

    return is_forgotten(scene) || is_webrtc_to_plain(scene, &refusal, &peer, &proto);
}

/* True if all RTP of the offer is secure, and the peer knows plain RTP only, or the reverse. An
 * offer of either kind with keys beside plain RTP suits both. Where keys are missing, too, the
 * profile has to be sure to be the reason. */
static bool is_profile_mismatch(struct scene *scene, struct refusal *refusal, struct peer *peer,
                                struct sc_slice *proto)
{
    struct sc_media all = {0};
    struct sc_sdp_media keyless;

    if (!compare(scene, refusal, peer) ||
        (find_keyless(&refusal->offer, &keyless) && peer->confidence < SC_CONFIDENCE_STRONG)) {
        return false;
    }
    *proto = common_proto(&refusal->offer);
    sc_media_add(&all, &refusal->offer, refusal->hop->request.frame);
    if (proto->size == 0 || sc_slice_starts(*proto, "UDP/TLS/")) {
        return false;
    }
    return (all.profiles == SC_MEDIA_PLAIN && peer->media.profiles != 0 &&
            (peer->media.profiles & SC_MEDIA_PLAIN) == 0) ||
           ((all.profiles & SC_MEDIA_PLAIN) == 0 && peer->media.profiles == SC_MEDIA_PLAIN);
}

static void judge_profile(struct scene *scene)
{
    struct refusal refusal;
    struct peer peer;
    struct sc_slice proto;

    if (is_profile_mismatch(scene, &refusal, &peer, &proto)) {
        find_difference(scene, proto, &peer);
    }
}

static bool profile_holds(struct scene *scene)
{
    struct refusal refusal;
    struct peer peer;
    struct sc_slice proto;

    return is_forgotten(scene) || is_profile_mismatch(scene, &refusal, &peer, &proto);
}

/* True if the offer lacks keys, and its profile is not known to be refused anyhow. */
static bool lacks_keys(struct scene *scene, struct sc_sdp_media *media)
{
    struct refusal refusal;
    struct peer peer;
    struct sc_slice proto;

    return !is_profile_mismatch(scene, &refusal, &peer, &proto) && read_refusal(scene, &refusal) &&
           find_keyless(&refusal.offer, media);
}

static void judge_no_keys(struct scene *scene)
{
    struct sc_sdp_media media;

    if (lacks_keys(scene, &media)) {
        find(scene, "m=%s is offered as %s, without a=crypto or a=fingerprint",
             quote(scene, media.type), quote(scene, media.proto));
    }
}

static bool no_keys_holds(struct scene *scene)
{
    struct sc_sdp_media media;

    return is_forgotten(scene) || lacks_keys(scene, &media);
}

/* ---- Codecs ---- */

/* True if none of the audio codecs of the offer is one that the refuser is known to take. Where the
 * profiles differ, that is said instead. */
static bool has_no_common_codec(struct scene *scene, struct refusal *refusal, struct peer *peer,
                                struct sc_media *offered)
{
    struct sc_slice proto;

    if (is_profile_mismatch(scene, refusal, peer, &proto) ||
        is_webrtc_to_plain(scene, refusal, peer, &proto) || !compare(scene, refusal, peer)) {
        return false;
    }
    *offered = (struct sc_media){0};
    sc_media_add(offered, &refusal->offer, refusal->hop->request.frame);
    return !offered->incomplete && offered->codec_count > 0 && !peer->media.incomplete &&
           peer->media.codec_count > 0 && !sc_media_meet(offered, &peer->media);
}

static void judge_no_common_codec(struct scene *scene)
{
    struct refusal refusal;
    struct peer peer;
    struct sc_media offered;

    if (has_no_common_codec(scene, &refusal, &peer, &offered)) {
        char offer_list[LIST_SIZE];
        char peer_list[LIST_SIZE];
        evidence(scene, peer.media.frame);
        confidence(scene, peer.confidence);
        find(scene, "The offer has %s, and the refuser %s %s", codec_list(&offered, offer_list),
             peer.verb, codec_list(&peer.media, peer_list));
    }
}

static bool no_common_codec_holds(struct scene *scene)
{
    struct refusal refusal;
    struct peer peer;
    struct sc_media offered;

    return is_forgotten(scene) || has_no_common_codec(scene, &refusal, &peer, &offered);
}

/* ---- Changes of a session ---- */

/* The dialog of a re-INVITE that was answered before it and not hung up, or NULL. */
static const struct sc_dialog *standing_dialog(const struct sc_transaction *transaction)
{
    const struct sc_dialog *dialog = transaction->dialog;

    if (!in_dialog(transaction) || dialog == NULL || dialog->confirmed == NULL ||
        (dialog->bye != NULL && dialog->bye->request.time < transaction->request.time)) {
        return NULL;
    }
    return dialog;
}

static void judge_call_stands(struct scene *scene)
{
    const struct sc_dialog *dialog = standing_dialog(scene->transaction);

    if (dialog == NULL || !scene->transaction->request_seen) {
        return;
    }
    evidence(scene, scene->transaction->request.frame);
    evidence(scene, dialog->confirmed->frame);
    find(scene, "The call was answered %s before this re-INVITE; its session stays as it was",
         span(scene, sc_time_between(dialog->confirmed->time, scene->transaction->request.time)));
}

/* A Warning that names something else than the media type or its transport leaves open what that
 * is about (RFC 3261 section 20.43). */
static void weigh_warnings(struct scene *scene)
{
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    while (sc_warning_next(scene->message, &cursor, &warning)) {
        if (warning.code >= 300 && warning.code < 399 && warning.code != 302 &&
            warning.code != 304) {
            confidence(scene, SC_CONFIDENCE_STRONG);
        }
    }
}

static void judge_t38(struct scene *scene)
{
    struct refusal refusal;
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;

    if (!in_dialog(scene->transaction) || !read_refusal(scene, &refusal)) {
        return;
    }
    while (next_wanted(&refusal.offer, &cursor, &media)) {
        if (sc_slice_is(media.type, "image") && sc_slice_is(media.proto, "udptl") &&
            sc_slice_starts(media.format, "t38")) {
            weigh_warnings(scene);
            find(scene, "The re-INVITE asks for fax in T.38: m=image %u %s t38", media.port,
                 quote(scene, media.proto));
            return;
        }
    }
}

/* The session description of a record's message, if there is one. */
static bool read_session(struct scene *scene, const struct sc_record *record,
                         struct sc_message *message, struct sc_sdp *sdp)
{
    return record != NULL && read_record(scene, record, message) && message->body_missing == 0 &&
           sc_message_sdp(message, sdp);
}

/* The answer to the latest offer of the dialog before the refused one. */
static bool read_agreed(struct scene *scene, const struct refusal *refusal,
                        const struct sc_dialog *dialog, struct sc_message *message,
                        struct sc_sdp *sdp)
{
    const struct sc_transaction *earlier = refusal->hop->earlier_in_dialog;

    for (int i = 0; earlier != NULL && i < EARLIER_MAX; i++, earlier = earlier->earlier_in_dialog) {
        const struct sc_record *answer = may_offer(earlier) ? earlier->success : NULL;
        if (answer != NULL &&
            (!sc_slice_present(answer->text) || read_session(scene, answer, message, sdp))) {
            return sc_slice_present(answer->text);
        }
    }
    return earlier == NULL && read_session(scene, dialog->confirmed, message, sdp);
}

/* True if the audio of an offer goes on as it was agreed: a common codec, and the profile. */
static bool audio_goes_on(const struct refusal *refusal, const struct sc_sdp *agreed)
{
    struct sc_media before = {0};
    struct sc_media now = {0};

    sc_media_add(&before, agreed, 0);
    sc_media_add(&now, &refusal->offer, 0);
    return sc_media_meet(&before, &now) && before.profiles == now.profiles;
}

static void judge_video(struct scene *scene)
{
    const struct sc_dialog *dialog = standing_dialog(scene->transaction);
    struct refusal refusal;
    struct sc_message message;
    struct sc_sdp agreed;

    if (dialog == NULL || !read_refusal(scene, &refusal) || !has_wanted(&refusal.offer, "video") ||
        !read_agreed(scene, &refusal, dialog, &message, &agreed) || has_wanted(&agreed, "video")) {
        return;
    }
    if (!audio_goes_on(&refusal, &agreed)) {
        confidence(scene, SC_CONFIDENCE_STRONG);
    }
    weigh_warnings(scene);
    find(scene, "The re-INVITE adds m=video to a session that had none");
}

/* Of findings that are as strong the first comes first: it is more to know which media were refused
 * than that a Warning says that some were. */
static const struct rule rules[] = {
    {"t38-refused", ON_RESPONSE, 488, 488, "INVITE", judge_t38, NULL},
    {"t38-refused", ON_RESPONSE, 606, 606, "INVITE", judge_t38, NULL},
    {"video-refused", ON_RESPONSE, 488, 488, "INVITE", judge_video, NULL},
    {"video-refused", ON_RESPONSE, 606, 606, "INVITE", judge_video, NULL},
    {"no-common-codec", ON_RESPONSE, 488, 488, NULL, judge_no_common_codec, no_common_codec_holds},
    {"no-common-codec", ON_RESPONSE, 606, 606, NULL, judge_no_common_codec, no_common_codec_holds},
    {"reinvite-refused-call-stands", ON_RESPONSE, 488, 488, "INVITE", judge_call_stands, NULL},
    {"reinvite-refused-call-stands", ON_RESPONSE, 606, 606, "INVITE", judge_call_stands, NULL},
    {"sdp-warning-format", ON_RESPONSE, 488, 488, NULL, judge_warning_format, NULL},
    {"sdp-warning-format", ON_RESPONSE, 606, 606, NULL, judge_warning_format, NULL},
    {"sdp-warning-other", ON_RESPONSE, 488, 488, NULL, judge_warning_other, NULL},
    {"sdp-warning-other", ON_RESPONSE, 606, 606, NULL, judge_warning_other, NULL},
    {"sdp-warning-transport", ON_RESPONSE, 488, 488, NULL, judge_warning_transport, NULL},
    {"sdp-warning-transport", ON_RESPONSE, 606, 606, NULL, judge_warning_transport, NULL},
    {"srtp-no-keys", ON_RESPONSE, 488, 488, NULL, judge_no_keys, no_keys_holds},
    {"srtp-no-keys", ON_RESPONSE, 606, 606, NULL, judge_no_keys, no_keys_holds},
    {"srtp-profile-mismatch", ON_RESPONSE, 488, 488, NULL, judge_profile, profile_holds},
    {"srtp-profile-mismatch", ON_RESPONSE, 606, 606, NULL, judge_profile, profile_holds},
    {"webrtc-offer-to-plain", ON_RESPONSE, 488, 488, NULL, judge_webrtc, webrtc_holds},
    {"webrtc-offer-to-plain", ON_RESPONSE, 606, 606, NULL, judge_webrtc, webrtc_holds},
};

const struct rule_topic rules_media = {rules, G_N_ELEMENTS(rules)};
