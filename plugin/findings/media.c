/* Findings about media and codecs that a 488 or 606 refuses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3264 (offers and answers), RFC 8866 (SDP), RFC 3261 section 20.43 (Warning).
 */
#include <string.h>

#include "diagnose/dialog-requests.h"
#include "diagnose/hops.h"
#include "diagnose/offer.h"
#include "diagnose/phrase.h"
#include "topics.h"

/* Bytes of a list of codecs in a text, terminator included. */
#define LIST_SIZE 200

static bool has_wanted(const struct sc_sdp *sdp, const char *type)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;

    while (sc_offer_next(sdp, &cursor, &media)) {
        if (sc_slice_is(media.type, type)) {
            return true;
        }
    }
    return false;
}

/* ---- Warnings ---- */

/* The names of the codecs, "PCMU/8000, PCMA/8000". */
static const char *codec_list(const struct sc_media *media, char list[LIST_SIZE])
{
    list[0] = '\0';
    for (unsigned i = 0; i < media->codec_count; i++) {
        size_t size = strlen(list);
        g_snprintf(list + size, (gulong)(LIST_SIZE - size), "%s%s/%u", i > 0 ? ", " : "",
                   media->codecs[i].name, media->codecs[i].rate);
    }
    return list;
}

static bool say_warning(struct sc_draft *draft, const struct sc_warning *warning)
{
    const char *name = sc_warning_lookup(warning->code)->name;
    const char *text = sc_draft_quote(draft, warning->text);

    sc_draft_states(draft, SC_STATED_WARNING, "");
    if (g_ascii_strncasecmp(text, name, strlen(name)) == 0) {
        return sc_draft_say(draft, "Warning %u of %s: \"%s\"", warning->code,
                            sc_draft_quote(draft, warning->agent), text);
    }
    return sc_draft_say(draft, "Warning %u of %s: \"%s\"; it means: %s", warning->code,
                        sc_draft_quote(draft, warning->agent), text, name);
}

/* The same of formats, with those that were offered. */
static bool say_format_warning(const struct sc_case *c, struct sc_draft *draft,
                               const struct sc_warning *warning)
{
    const struct sc_offer *offer = sc_offer_of(c, draft);
    struct sc_media offered = {0};
    char list[LIST_SIZE];

    if (offer != NULL) {
        sc_media_add(&offered, &offer->sdp, offer->hop->request.frame);
    }
    if (offered.codec_count == 0) {
        return say_warning(draft, warning);
    }
    sc_draft_states(draft, SC_STATED_WARNING, "");
    return sc_draft_say(draft, "Warning %u of %s: \"%s\"; it means: %s; the offer has %s",
                        warning->code, sc_draft_quote(draft, warning->agent),
                        sc_draft_quote(draft, warning->text),
                        sc_warning_lookup(warning->code)->name, codec_list(&offered, list));
}

/* The first Warning with one of the codes; false if there is none. */
static bool first_warning(const struct sc_case *c, const uint16_t *codes, size_t count,
                          struct sc_warning *warning)
{
    struct sc_cursor cursor = {0};

    while (sc_warning_next(c->message, &cursor, warning)) {
        for (size_t i = 0; i < count; i++) {
            if (codes[i] == warning->code) {
                return true;
            }
        }
    }
    return false;
}

static const struct sc_finding_row sdp_warning_format = {
    .id = "sdp-warning-format",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Media format refused (Warning)",
    .summary = "The UAS says that it supports none of the offered media formats",
    .hint = "Compare the rtpmap lines of the offer with the codecs enabled on the UAS, and enable "
            "one that both support.",
    .reference = "RFC 3261 section 20.43",
};

/* True if all that a refused offer wants is audio over plain RTP, and the refusing side is not
 * known to take one of its codecs. */
static bool wants_unknown_audio(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_of(c, draft);
    struct sc_media offered = {0};
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;

    if (offer == NULL) {
        return false;
    }
    while (sc_offer_next(&offer->sdp, &cursor, &media)) {
        if (!sc_slice_is(media.type, "audio")) {
            return false;
        }
    }
    sc_media_add(&offered, &offer->sdp, offer->hop->request.frame);
    if (offered.incomplete || offered.codec_count == 0 || offered.profiles != SC_MEDIA_PLAIN) {
        return false;
    }
    offer = sc_offer_compared(c, draft);
    return offer == NULL || !sc_media_meet(&offered, &offer->peer.media);
}

/* True if the response has a Warning 304 (media type not available) that can only be about formats:
 * audio is all that was offered, the text names no other type, and no other Warning is about the
 * session. To be wrong, a server for calls would have to have no audio. */
static bool means_formats(const struct sc_case *c, struct sc_draft *draft,
                          struct sc_warning *warning)
{
    static const char *const types[] = {"video", "image", "text", "message", "application"};
    struct sc_cursor cursor = {0};
    struct sc_warning next;
    bool there = false;

    while (sc_warning_next(c->message, &cursor, &next)) {
        if (next.code < 300 || next.code >= 399) {
            continue;
        }
        struct sc_message words = {.phrase = next.text};
        for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
            if (sc_phrase_holds(&words, sc_slice_of(types[i]))) {
                return false;
            }
        }
        if (next.code != 304) {
            return false;
        }
        *warning = next;
        there = true;
    }
    return there && wants_unknown_audio(c, draft);
}

static bool judge_warning_format(const struct sc_case *c, struct sc_draft *draft)
{
    static const uint16_t codes[] = {305};
    struct sc_warning warning;

    if (means_formats(c, draft, &warning)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        return say_format_warning(c, draft, &warning);
    }
    return first_warning(c, codes, G_N_ELEMENTS(codes), &warning) &&
           say_format_warning(c, draft, &warning);
}

/* What is to be done first about a bandwidth that is too small. */
enum { BANDWIDTH };

static const struct sc_finding_row sdp_warning_other = {
    .id = "sdp-warning-other",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Part of the SDP refused (Warning)",
    .summary = "The UAS names the part of the session description that it refuses",
    .hint = "Look at the part of the SDP that the Warning names; change it or leave it out at the "
            "offerer.",
    .advice = {[BANDWIDTH] = "Lower the bandwidth of the call (codec, b= lines), or raise the "
                             "limit between the two sites."},
    .reference = "RFC 3261 section 20.43",
};

/* Servers send 304 for codecs and profiles, too, so that it is less sure than the others. */
static bool judge_warning_other(const struct sc_case *c, struct sc_draft *draft)
{
    static const uint16_t codes[] = {300, 301, 303, 306, 307, 308, 330, 331, 370};
    static const uint16_t types[] = {304};
    struct sc_warning warning;

    if (first_warning(c, codes, G_N_ELEMENTS(codes), &warning)) {
        if (warning.code == 370) {
            sc_draft_advise(draft, BANDWIDTH);
        }
        return say_warning(draft, &warning);
    }
    if (!first_warning(c, types, G_N_ELEMENTS(types), &warning) ||
        means_formats(c, draft, &warning)) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    return say_warning(draft, &warning);
}

static const struct sc_finding_row sdp_warning_transport = {
    .id = "sdp-warning-transport",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Media transport refused (Warning)",
    .summary = "The UAS says that it does not support the transport of an m= line",
    .hint = "Compare the profile in m= (RTP/AVP, RTP/SAVP, UDP/TLS/RTP/SAVPF) with the setting of "
            "the UAS; use the same one.",
    .reference = "RFC 3261 section 20.43",
};

static bool judge_warning_transport(const struct sc_case *c, struct sc_draft *draft)
{
    static const uint16_t codes[] = {302};
    struct sc_warning warning;

    return first_warning(c, codes, G_N_ELEMENTS(codes), &warning) && say_warning(draft, &warning);
}

/* ---- Codecs ---- */

static const struct sc_finding_row no_common_codec = {
    .id = "no-common-codec",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"sdp-warning-format", "sdp-warning-other", "warning-given"},
    .title = "No common codec",
    .summary = "The offer and this peer have no audio codec in common",
    .hint = "Compare the rtpmap lines of both sides, then enable one common codec (trunks: PCMU or "
            "PCMA) or transcode.",
    .reference = "RFC 3264 section 6.1",
};

/* If RTP is to be carried in another way, another finding says so. */
static bool judge_no_common_codec(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer =
        sc_offer_is_carried_otherwise(c, draft) ? NULL : sc_offer_compared(c, draft);
    struct sc_media offered = {0};
    char offer_list[LIST_SIZE];
    char peer_list[LIST_SIZE];

    if (offer == NULL) {
        return false;
    }
    const struct sc_media *taken = &offer->peer.media;
    sc_media_add(&offered, &offer->sdp, offer->hop->request.frame);
    if (offered.incomplete || offered.codec_count == 0 || taken->incomplete ||
        taken->codec_count == 0 || sc_media_meet(&offered, taken)) {
        return false;
    }
    sc_draft_shows(draft, offer->hop->request.frame, "offer %s", codec_list(&offered, offer_list));
    sc_offer_peer_evidence(draft, offer);
    sc_draft_at_most(draft, offer->peer.confidence);
    return sc_draft_say(draft, "The offer has %s; the rejecting side %s %s",
                        codec_list(&offered, offer_list), offer->peer.verb,
                        codec_list(taken, peer_list));
}

/* ---- Changes of a session ---- */

/* A Warning that names something other than the media type or its transport leaves open what it is
 * about (RFC 3261 section 20.43). */
static void weigh_warnings(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    while (sc_warning_next(c->message, &cursor, &warning)) {
        if (warning.code >= 300 && warning.code < 399 && warning.code != 302 &&
            warning.code != 304) {
            sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        }
    }
}

/* The request that changes a session. */
static const char *change_name(const struct sc_offer *offer)
{
    return sc_transaction_is(offer->hop, "INVITE") ? "re-INVITE" : "UPDATE";
}

static const struct sc_finding_row t38_refused = {
    .id = "t38-refused",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "T.38 fax refused",
    .summary = "The switch to T.38 fax is refused; the call can go on as audio",
    .hint = "Check whether the fax goes on as audio (G.711). For T.38, enable it at the peer and "
            "every gateway in between.",
    .reference = "RFC 3261 section 14.1, RFC 3264 section 8.3.3",
};

/* True if an offer wants more than one stream: any of them may be what is refused. */
static bool wants_more(const struct sc_sdp *sdp)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;

    bool first = sc_offer_next(sdp, &cursor, &media);

    return first && sc_offer_next(sdp, &cursor, &media);
}

static bool judge_t38(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_hop_in_dialog(c->transaction) ? sc_offer_of(c, draft) : NULL;
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;

    while (offer != NULL && sc_offer_next(&offer->sdp, &cursor, &media)) {
        if (sc_slice_is(media.type, "image") && sc_slice_is(media.proto, "udptl") &&
            sc_slice_starts(media.format, "t38")) {
            weigh_warnings(c, draft);
            if (wants_more(&offer->sdp)) {
                sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
            }
            return sc_draft_say(draft, "The %s asks for fax in T.38: m=image %u %s t38",
                                change_name(offer), media.port, sc_draft_quote(draft, media.proto));
        }
    }
    return false;
}

/* The session description of a record's message, if there is one. */
static bool read_session(struct sc_draft *draft, const struct sc_record *record,
                         struct sc_message *message, struct sc_sdp *sdp)
{
    return record != NULL && sc_draft_read(draft, record, message) && message->body_missing == 0 &&
           sc_message_sdp(message, sdp);
}

/* The answer to the latest offer of the dialog before the refused one. */
static bool read_agreed(struct sc_draft *draft, const struct sc_offer *offer,
                        const struct sc_dialog *dialog, struct sc_message *message,
                        struct sc_sdp *sdp)
{
    for (const struct sc_transaction *earlier = offer->hop->earlier_in_dialog; earlier != NULL;
         earlier = earlier->earlier_in_dialog) {
        const struct sc_record *answer = sc_offer_may_be_in(earlier) ? earlier->success : NULL;
        if (answer != NULL &&
            (!sc_slice_present(answer->text) || read_session(draft, answer, message, sdp))) {
            return sc_slice_present(answer->text);
        }
    }
    return dialog->requests_dropped == 0 && read_session(draft, dialog->confirmed, message, sdp);
}

/* True if the audio of an offer goes on as it was agreed: a common codec, and the profile. */
static bool audio_goes_on(const struct sc_offer *offer, const struct sc_sdp *agreed)
{
    struct sc_media before = {0};
    struct sc_media now = {0};

    sc_media_add(&before, agreed, 0);
    sc_media_add(&now, &offer->sdp, 0);
    return sc_media_meet(&before, &now) && before.profiles == now.profiles;
}

static const struct sc_finding_row video_refused = {
    .id = "video-refused",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Video refused, call goes on",
    .summary = "Video is refused; the call goes on as before",
    .hint = "Let the peer answer m=video with port 0 instead of refusing the whole offer, or do "
            "not offer it video.",
    .reference = "RFC 3261 section 14.1, RFC 3264 section 8.1",
};

/* A 488 does not say which part of the offer is refused. To be wrong, something else in it would
 * have to be: an attribute, an address. */
static bool judge_video(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_dialog *dialog = sc_dialog_standing(c->transaction);
    const struct sc_offer *offer = dialog != NULL ? sc_offer_of(c, draft) : NULL;
    struct sc_message message;
    struct sc_sdp agreed;

    if (offer == NULL || !has_wanted(&offer->sdp, "video") ||
        !read_agreed(draft, offer, dialog, &message, &agreed) || has_wanted(&agreed, "video")) {
        return false;
    }
    if (!audio_goes_on(offer, &agreed)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    return sc_draft_say(draft, "The %s adds m=video to a session that had none",
                        change_name(offer));
}

/* Equal findings keep this order: the refused media tell more than a Warning that some were. */
static const struct sc_rule rules[] = {
    {
        .finding = &t38_refused,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .methods = {"INVITE", "UPDATE"},
        .judge = judge_t38,
    },
    {
        .finding = &video_refused,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .methods = {"INVITE", "UPDATE"},
        .judge = judge_video,
    },
    {
        .finding = &no_common_codec,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .judge = judge_no_common_codec,
        .recheck = true,
    },
    {
        .finding = &sdp_warning_format,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .judge = judge_warning_format,
    },
    {
        .finding = &sdp_warning_other,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .judge = judge_warning_other,
    },
    {
        .finding = &sdp_warning_transport,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .judge = judge_warning_transport,
    },
};

const struct sc_topic sc_topic_media = {
    .name = "media",
    .title = "Media and codecs",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
