/* Findings about answers that break the rules of their offer, and about session descriptions that
 * the other side refuses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3264 section 6, RFC 3261 section 13.2.2.4, RFC 5763 section 5.
 */
#include "diagnose/acks.h"
#include "diagnose/answer-difference.h"
#include "diagnose/dialog-requests.h"
#include "diagnose/offer.h"
#include "diagnose/timing.h"
#include "topics.h"

/* The longest time from the ACK to a BYE that refuses an answer: programs take less. */
#define REFUSAL_TIME_MAX SC_SECOND

/* ---- Reading ---- */

/* An offer and what answers it. */
struct exchange {
    struct sc_message offer_message;
    struct sc_message answer_message;
    struct sc_sdp offer;
    struct sc_sdp answer;
};

static bool read_sdp(struct sc_draft *draft, const struct sc_record *record,
                     struct sc_message *message, struct sc_sdp *sdp)
{
    return record != NULL && sc_draft_read(draft, record, message) && message->body_missing == 0 &&
           sc_message_sdp(message, sdp);
}

/* The session descriptions of an INVITE or UPDATE and its 2xx; false if one of them is not there.
 */
static bool read_exchange(struct sc_draft *draft, const struct sc_transaction *transaction,
                          const struct sc_record *success, struct exchange *exchange)
{
    return transaction->request_seen &&
           read_sdp(draft, &transaction->request, &exchange->offer_message, &exchange->offer) &&
           read_sdp(draft, success, &exchange->answer_message, &exchange->answer);
}

static bool say_difference(struct sc_draft *draft, const char *after,
                           const struct exchange *exchange)
{
    return sc_answer_say_difference(draft, after, &exchange->offer, &exchange->answer);
}

/* ---- The answer ---- */

static const struct sc_finding_row answer_not_matching_offer = {
    .id = "answer-not-matching-offer",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Answer does not match the offer",
    .summary = "The answer breaks a rule: m= lines, profile, keys, codec or direction",
    .hint = "Compare the m= lines of answer and offer one by one: codecs, SRTP or DTLS setting, "
            "sendonly answered with recvonly.",
    .reference = "RFC 3264 sections 6 and 6.1, RFC 5763 section 5, RFC 4568 section 5.1.2",
};

/* True if the caller sent a PRACK since the request, for a provisional response that was maybe not
 * captured: then the dialog does not have it. */
static bool has_prack(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_attempt *prack =
        sc_tracker_attempt_with(c->tracker, transaction->call_id, transaction->from_tag,
                                c->record->to_tag, sc_slice_of("PRACK"));

    return prack != NULL && prack->roots != NULL && prack->roots->request_seen &&
           sc_timing_not_after(&transaction->request, &prack->roots->request) &&
           sc_timing_not_after(&prack->roots->request, c->record);
}

/* True if another offer or answer may have come between the request and the response under review,
 * in a PRACK or UPDATE, so that the 2xx does not answer this offer. */
static bool may_be_superseded(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_dialog *dialog = transaction->dialog;

    if (has_prack(c)) {
        return true;
    }

    for (const struct sc_transaction *other = dialog != NULL ? dialog->latest : NULL;
         other != NULL && other != transaction; other = other->earlier_in_dialog) {
        if (sc_transaction_is(other, "PRACK") || sc_transaction_is(other, "UPDATE")) {
            return true;
        }
    }
    return dialog != NULL && dialog->requests_dropped > 0;
}

static bool judge_answer(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_sdp offer;
    struct sc_sdp answer;

    if (c->message->body_missing > 0 || !sc_message_sdp(c->message, &answer) ||
        may_be_superseded(c)) {
        return false;
    }
    const struct sc_message *request = sc_case_request(c, draft);
    return request != NULL && request->body_missing == 0 && sc_message_sdp(request, &offer) &&
           sc_answer_say_difference(draft, "", &offer, &answer);
}

/* The offer of a 2xx whose INVITE brought none, and the answer in its ACK (RFC 3261 section
 * 13.2.1); false if one of them is not there. */
static bool read_exchange_in_ack(struct sc_draft *draft, const struct sc_transaction *invite,
                                 const struct sc_record *ack, struct exchange *exchange)
{
    const struct sc_record *success = invite->offered ? NULL : sc_ack_success(invite, ack->to_tag);

    return invite->request_seen && success != NULL &&
           sc_draft_read(draft, &invite->request, &exchange->offer_message) &&
           exchange->offer_message.body.size == 0 && exchange->offer_message.body_missing == 0 &&
           read_sdp(draft, success, &exchange->offer_message, &exchange->offer) &&
           read_sdp(draft, ack, &exchange->answer_message, &exchange->answer);
}

static bool judge_answer_in_ack(const struct sc_case *c, struct sc_draft *draft)
{
    struct exchange exchange;

    return !sc_case_is_request(c) && !may_be_superseded(c) &&
           read_exchange_in_ack(draft, c->transaction, c->record, &exchange) &&
           say_difference(draft, "", &exchange);
}

/* ---- The BYE that refuses it ---- */

static const struct sc_finding_row answer_refused = {
    .id = "answer-refused",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"release-cause", "reason-given"},
    .title = "SDP answer refused with a BYE",
    .summary = "The call was answered, and its SDP was refused at once with a BYE",
    .hint = "Compare answer and offer (m=, profile, fingerprint, ICE, fmtp): the sender of the BYE "
            "could not use the answer.",
    .advice =
        {"Fix the caller: an INVITE without SDP leaves the offer to the 200, and its ACK must "
         "bring the answer; or use early offer."},
    .reference = "RFC 3264 section 6, RFC 3261 section 13.2.2.4",
};

/* The first cause of a BYE that is about the session; NULL if there is none. */
static const struct sc_reason *find_refusal(const struct sc_record *bye)
{
    for (unsigned i = 0; i < bye->reason_count; i++) {
        if (sc_reason_refuses_media(&bye->reasons[i])) {
            return &bye->reasons[i];
        }
    }
    return NULL;
}

/* The latest INVITE of the dialog if the BYE under review came right after its ACK, from the side
 * that had just got a session description: the caller, or a callee whose offer the ACK answers.
 * NULL otherwise. */
static const struct sc_transaction *just_acknowledged(const struct sc_case *c)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_transaction *invite = dialog != NULL ? dialog->invite : NULL;

    if (invite == NULL || !invite->request_seen || invite->success == NULL || invite->ack == NULL) {
        return NULL;
    }
    int64_t since = sc_time_between(invite->ack->time, c->record->time);
    bool got_session = sc_dialog_same_side(invite, c->transaction) || !invite->offered;
    return got_session && c->record->time >= invite->ack->time && since <= REFUSAL_TIME_MAX ? invite
                                                                                            : NULL;
}

/* To be wrong, the side that hung up would have to state a cause of the session that it does not
 * mean. A BYE without a stated cause proves nothing: people hang up fast, too. */
static bool judge_refused(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_reason *reason = find_refusal(c->record);
    const struct sc_transaction *invite = reason != NULL ? just_acknowledged(c) : NULL;
    struct exchange exchange;
    char words[SC_WORDS_SIZE];
    char after[SC_WORDS_SIZE];

    if (invite == NULL) {
        return false;
    }
    sc_draft_evidence(draft, invite->success->frame);
    sc_draft_evidence(draft, invite->ack->frame);
    const char *name = sc_reason_cause_name(reason);
    g_snprintf(words, sizeof words, "BYE %s after the ACK; %s %u%s%s%s",
               sc_draft_duration_text(draft, sc_time_between(invite->ack->time, c->record->time)),
               reason->vendor != NULL ? reason->vendor->name
                                      : sc_draft_quote(draft, reason->protocol),
               reason->cause, *name ? " (" : "", name, *name ? ")" : "");
    g_snprintf(after, sizeof after, "; %s", words);
    sc_draft_states(draft, reason->vendor != NULL ? SC_STATED_VENDOR : SC_STATED_REASON, words);
    if (invite->offered && read_exchange(draft, invite, invite->success, &exchange) &&
        say_difference(draft, after, &exchange)) {
        return true;
    }
    if (!invite->offered && read_exchange_in_ack(draft, invite, invite->ack, &exchange) &&
        say_difference(draft, after, &exchange)) {
        return true;
    }
    if (!invite->offered && !invite->cut && !sc_dialog_same_side(invite, c->transaction) &&
        sc_draft_read(draft, invite->ack, &exchange.answer_message) &&
        exchange.answer_message.body.size == 0 && exchange.answer_message.body_missing == 0) {
        sc_draft_advise(draft, 0);
        return sc_draft_say(draft, "The ACK brings no answer to the offer in the 2xx%s", after);
    }
    return sc_draft_say(draft, "%s", words);
}

/* ---- Attributes of formats that are not there ---- */

static const struct sc_finding_row sdp_attribute_without_payload = {
    .id = "sdp-attribute-without-payload",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_SUGGESTIVE,
    .title = "SDP attribute without payload",
    .summary = "The refused SDP describes a payload type that its m= line lacks",
    .hint = "Check whether a host removed the payload type from m= but kept rtpmap, fmtp or "
            "rtcp-fb; WebRTC peers refuse that.",
    .reference = "RFC 8866 section 6.6, RFC 4585 section 4.2",
};

static bool has_format(const struct sc_sdp_media *media, struct sc_slice name)
{
    struct sc_slice rest = media->format;
    struct sc_slice format;

    while ((format = sc_slice_next_word(&rest)).size > 0) {
        if (sc_slice_same(format, name)) {
            return true;
        }
    }
    return false;
}

/* Says which attribute of the wanted RTP is for a payload type that the m= line does not list. */
static bool say_stray_attribute(struct sc_draft *draft, const struct sc_sdp *sdp, const char *where)
{
    static const char *const names[] = {"rtpmap", "fmtp", "rtcp-fb"};
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;

    while (sc_offer_next(sdp, &cursor, &media)) {
        for (size_t i = 0; sc_sdp_is_rtp(media.proto) && i < G_N_ELEMENTS(names); i++) {
            struct sc_cursor line = {0};
            struct sc_slice value;
            while (sc_sdp_attribute_next(&media, names[i], &line, &value)) {
                struct sc_slice type = sc_slice_next_word(&value);
                if (type.size > 0 && !sc_slice_is(type, "*") && !has_format(&media, type)) {
                    return sc_draft_say(draft, "The %s has a=%s:%s, and m=%s lists only %s", where,
                                        names[i], sc_draft_quote(draft, type),
                                        sc_draft_quote(draft, media.type),
                                        sc_draft_quote(draft, media.format));
                }
            }
        }
    }
    return false;
}

/* Most programs skip such an attribute, so that it is only one reason that there may be. */
static bool judge_stray_in_offer(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_of(c, draft);

    return offer != NULL && say_stray_attribute(draft, &offer->sdp, "offer");
}

static bool judge_stray_in_answer(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *invite =
        find_refusal(c->record) != NULL ? just_acknowledged(c) : NULL;
    struct sc_message message;
    struct sc_sdp sdp;

    return invite != NULL && read_sdp(draft, invite->success, &message, &sdp) &&
           say_stray_attribute(draft, &sdp, "2xx");
}

static const struct sc_rule rules[] = {
    {
        .finding = &answer_not_matching_offer,
        .when = ON_RESPONSE,
        .classes = {2},
        .methods = {"INVITE", "UPDATE"},
        .judge = judge_answer,
    },
    {
        .finding = &answer_not_matching_offer,
        .when = ON_REQUEST,
        .methods = {"INVITE"},
        .judge = judge_answer_in_ack,
    },
    {
        .finding = &answer_refused,
        .when = ON_REQUEST,
        .methods = {"BYE"},
        .judge = judge_refused,
    },
    {
        .finding = &sdp_attribute_without_payload,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .methods = {"INVITE", "UPDATE"},
        .judge = judge_stray_in_offer,
    },
    {
        .finding = &sdp_attribute_without_payload,
        .when = ON_REQUEST,
        .methods = {"BYE"},
        .judge = judge_stray_in_answer,
    },
};

const struct sc_topic sc_topic_answer = {
    .name = "answer",
    .title = "Offer and answer",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
