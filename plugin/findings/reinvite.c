/* Findings about requests that change a session: re-INVITE and UPDATE.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 14, RFC 3311.
 */
#include "diagnose/dialog-requests.h"
#include "diagnose/hops.h"
#include "diagnose/offer.h"
#include "diagnose/phrase.h"
#include "diagnose/timing.h"
#include "topics.h"

/* The longest wait that a Retry-After may ask for when requests overlap (RFC 3261 section 14.2). */
#define RETRY_AFTER_MAX 10

static const struct sc_finding_row reinvite_refused_call_stands = {
    .id = "reinvite-refused-call-stands",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Session change refused, call goes on",
    .summary = "A session change is refused, and the call goes on unchanged",
    .hint = "Do not count it as a failed call: media go on as agreed before. Check what the "
            "re-INVITE wanted to change.",
    .advice = {"The same SDP was accepted before: see what state the refusing side is "
               "in, e.g. after a 491 or a hold."},
    .reference = "RFC 3261 section 14.1",
};

/* What the sender of a re-INVITE said when the call was set up. */
static const struct sc_record *own_session(const struct sc_dialog *dialog,
                                           const struct sc_transaction *reinvite)
{
    return sc_slice_equal(reinvite->from_tag, dialog->caller_tag) ? &dialog->setup->request
                                                                  : dialog->confirmed;
}

/* True if a refused offer has the m= lines that its sender had when the call was set up, and
 * differs in their direction: hold, or its end (RFC 3264 section 8.4). */
static bool changes_only_direction(const struct sc_case *c, struct sc_draft *draft,
                                   const struct sc_dialog *dialog)
{
    const struct sc_offer *offer = sc_offer_of(c, draft);
    struct sc_cursor now_cursor = {0};
    struct sc_cursor before_cursor = {0};
    struct sc_sdp_media now;
    struct sc_sdp_media before;
    struct sc_draft scratch = {.forgotten = false};
    struct sc_message message;
    struct sc_sdp sdp;
    bool changed = false;
    bool more;

    const struct sc_record *said = own_session(dialog, c->transaction);
    if (offer == NULL || !sc_draft_read(&scratch, said, &message) || message.body_missing > 0 ||
        !sc_message_sdp(&message, &sdp)) {
        return false;
    }
    while ((more = sc_sdp_media_next(&offer->sdp, &now_cursor, &now)) &&
           sc_sdp_media_next(&sdp, &before_cursor, &before)) {
        if (!sc_slice_same(now.type, before.type) || !sc_slice_same(now.proto, before.proto) ||
            !sc_slice_same(now.format, before.format)) {
            return false;
        }
        changed =
            changed || now.hold != before.hold || now.common.direction != before.common.direction;
    }
    if (!changed || more || sc_sdp_media_next(&sdp, &before_cursor, &before)) {
        return false;
    }
    sc_draft_shows(draft, said->frame, "SDP before the change");
    return true;
}

/* True if a refused offer is the one that its sender made when the call was set up, octet for
 * octet: what it says was accepted. */
static bool repeats_session(const struct sc_case *c, struct sc_draft *draft,
                            const struct sc_dialog *dialog)
{
    const struct sc_message *request = sc_case_request(c, draft);
    struct sc_draft scratch = {.forgotten = false};
    struct sc_message before;

    return request != NULL && request->body.size > 0 && request->body_missing == 0 &&
           c->transaction->offered &&
           sc_draft_read(&scratch, own_session(dialog, c->transaction), &before) &&
           before.body_missing == 0 && sc_slice_equal(request->body, before.body);
}

/* True if the response says anything about its reason. */
static bool gives_reason(const struct sc_case *c, struct sc_draft *draft)
{
    char phrase[SC_WORDS_SIZE];

    return c->record->reason_count > 0 || sc_header_count(c->message, SC_HEADER_WARNING) > 0 ||
           sc_phrase_own(c, draft, phrase)[0] != '\0';
}

static bool judge_call_stands(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_dialog *dialog = sc_dialog_standing(c->transaction);

    if (dialog == NULL || !c->transaction->request_seen) {
        return false;
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_shows(draft, dialog->confirmed->frame, "answered the call");
    const char *before = sc_draft_duration_text(
        draft, sc_time_between(dialog->confirmed->time, c->transaction->request.time));
    if (repeats_session(c, draft, dialog)) {
        if (gives_reason(c, draft)) {
            sc_draft_aside(draft);
        } else {
            sc_draft_advise(draft, 0);
        }
        return sc_draft_say(draft,
                            "The call was answered %s before this re-INVITE, which repeats the SDP "
                            "that its sender had then; the session stays as it was",
                            before);
    }
    sc_draft_aside(draft);
    if (changes_only_direction(c, draft, dialog)) {
        return sc_draft_say(draft,
                            "The call was answered %s before this re-INVITE, which has the same m= "
                            "lines and changes only their direction; the session stays as it was",
                            before);
    }
    return sc_draft_say(
        draft, "The call was answered %s before this re-INVITE; its session stays as it was",
        before);
}

static bool changes_session(const struct sc_transaction *transaction)
{
    return sc_transaction_is(transaction, "INVITE") || sc_transaction_is(transaction, "UPDATE");
}

/* True if OTHER began before the response under review and was unanswered when the request was
 * sent. */
static bool was_pending(const struct sc_case *c, const struct sc_transaction *other)
{
    const struct sc_record *final = sc_transaction_final(other);

    return sc_transaction_begin(other) <= c->record->time &&
           (final == NULL || final->time >= sc_transaction_begin(c->transaction));
}

static bool crosses(const struct sc_case *c, const struct sc_transaction *other)
{
    return changes_session(other) && !sc_dialog_same_side(other, c->transaction) &&
           was_pending(c, other);
}

static const struct sc_finding_row reinvite_glare = {
    .id = "reinvite-glare",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Session changes crossed (glare)",
    .summary = "Both sides changed the call at the same time",
    .hint = "Normal: both retry, the owner of the Call-ID after 2.1 to 4 s, the other within 2 s. "
            "If it repeats, compare these times.",
    .reference = "RFC 3261 sections 14.1 and 14.2, RFC 3311 section 5.2",
};

static bool judge_reinvite_glare(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (!sc_hop_in_dialog(transaction) || !changes_session(transaction)) {
        return false;
    }
    const struct sc_transaction *other = sc_dialog_find(c, crosses);
    if (other == NULL) {
        return false;
    }
    /* The 491 confirms that the other INVITE was pending (RFC 3261 section 14.2). */
    if (!sc_transaction_is(transaction, "INVITE") || !sc_transaction_is(other, "INVITE")) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG); /* An UPDATE may hold no offer. */
        if (sc_transaction_final(other) == NULL &&
            sc_transaction_gaps(c->tracker, other).one_direction) {
            sc_draft_blocked(draft, SC_BLOCKER_ONE_DIRECTION);
        }
    }
    sc_draft_evidence(draft, transaction->request.frame);
    sc_draft_evidence(draft, other->request.frame);
    return sc_draft_say(
        draft, "The %s crossed with the %s of the other side; that had no answer yet",
        sc_draft_quote(draft, transaction->method), sc_draft_quote(draft, other->method));
}

/* True if the other request was sent before, and had no final response when this one was sent. */
static bool overlaps(const struct sc_case *c, const struct sc_transaction *other)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_record *final = sc_transaction_final(other);

    return sc_slice_equal(other->method, transaction->method) &&
           sc_dialog_same_side(other, transaction) && other->cseq < transaction->cseq &&
           sc_dialog_same_hop(other, transaction) &&
           sc_transaction_begin(other) <= sc_transaction_begin(transaction) &&
           (final == NULL || final->time > sc_transaction_begin(transaction));
}

static const struct sc_finding_row overlapping_request = {
    .id = "overlapping-request",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Earlier request not answered yet",
    .summary = "The request came before an earlier one was answered",
    .hint = "Fix the client: wait for the final response to the first INVITE or UPDATE, and retry "
            "after Retry-After.",
    .reference = "RFC 3261 section 14.2, RFC 3311 section 5.2",
};

static bool judge_overlapping_request(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (!sc_hop_in_dialog(transaction) || !changes_session(transaction) ||
        sc_dialog_find(c, sc_dialog_overtook) != NULL) {
        return false;
    }
    const struct sc_transaction *other = sc_dialog_find(c, overlaps);
    if (other == NULL) {
        return false;
    }
    struct sc_retry_after wait = sc_message_retry_after(c->message);
    const struct sc_record *final = sc_transaction_final(other);
    if (!wait.readable || wait.seconds > RETRY_AFTER_MAX ||
        (final != NULL && final->time <= c->record->time)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_evidence(draft, transaction->request.frame);
    sc_draft_evidence(draft, other->request.frame);
    return sc_draft_say(draft, "%s with CSeq number %u came while number %u had no final response",
                        sc_draft_quote(draft, transaction->method), transaction->cseq, other->cseq);
}

/* ---- A 491 without a reason on this side ---- */

static const struct sc_finding_row request_pending_one_sided = {
    .id = "request-pending-one-sided",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "491, but nothing is pending here",
    .summary = "The far end sees a pending session change, and the dialog shows none",
    .hint = "Look at the side that sends the 491: an ACK or answer that it still waits for, or a "
            "change on its other leg.",
    .reference = "RFC 3261 section 14.2, RFC 3311 section 5.2",
};

/* What ended so short a time before may not have ended for the far end. */
#define SETTLING_TIME SC_SECOND

/* True if OTHER may be what the far end waits for: it changes the session, and had no final
 * response, or as an INVITE no ACK, well before the request under review was sent. A PRACK may hold
 * an offer, too (RFC 3262 section 5). */
static bool is_open(const struct sc_case *c, const struct sc_transaction *other)
{
    bool is_invite = sc_transaction_is(other, "INVITE");

    if (!(changes_session(other) || sc_transaction_is(other, "PRACK")) ||
        sc_transaction_begin(other) > c->record->time) {
        return false;
    }
    const struct sc_record *end =
        is_invite && other->success != NULL ? other->ack : sc_transaction_final(other);
    return end == NULL ||
           sc_time_between(end->time, sc_transaction_begin(c->transaction)) < SETTLING_TIME;
}

/* How many requests of the same side in the dialog got a 491 before the one under review. */
static unsigned count_refused_before(const struct sc_case *c)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_transaction *other = sc_dialog_latest_request(dialog);
    unsigned count = 0;

    for (; other != NULL; other = sc_dialog_earlier_request(dialog, other)) {
        const struct sc_record *final = sc_transaction_final(other);
        count += final != NULL && final->code == 491 && final->time < c->record->time &&
                 sc_dialog_same_side(other, c->transaction) &&
                 sc_dialog_same_hop(other, c->transaction);
    }
    return count;
}

/* To be wrong, the capture would have to lack a request of the far end in this dialog: that it has
 * one of its own on another leg is what the finding means. */
static bool judge_one_sided(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_dialog *dialog = transaction->dialog;

    if (!sc_hop_in_dialog(transaction) || !changes_session(transaction) ||
        !transaction->request_seen || dialog == NULL || dialog->confirmed == NULL ||
        dialog->requests_dropped > 0 || !dialog->setup->request_seen ||
        sc_dialog_find(c, is_open) != NULL) {
        return false;
    }
    unsigned before = count_refused_before(c);
    sc_draft_despite_end(draft);
    sc_draft_at_most(draft,
                     sc_dialog_misses_request(c) ? SC_CONFIDENCE_SUGGESTIVE : SC_CONFIDENCE_STRONG);
    sc_draft_evidence(draft, transaction->request.frame);
    sc_draft_shows(draft, dialog->confirmed->frame, "answered the call");
    if (before > 0) {
        return sc_draft_say(
            draft, "No INVITE or UPDATE is open in this dialog; %u requests got a 491 in it",
            before + 1);
    }
    return sc_draft_say(draft, "No INVITE or UPDATE is open in this dialog when the 491 comes");
}

/* ---- A BYE while the change is pending ---- */

static const struct sc_finding_row reinvite_ended_by_bye = {
    .id = "reinvite-ended-by-bye",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .title = "BYE during a re-INVITE",
    .summary = "A BYE ended the call while a re-INVITE was pending",
    .hint = "Do not look for a callee problem: the call was up and was hung up. Expect a 487 for "
            "the re-INVITE.",
    .reference = "RFC 3261 section 15.1.2",
};

/* The BYE that came while the re-INVITE had no final response; NULL if there is none. */
static const struct sc_transaction *bye_meanwhile(const struct sc_transaction *reinvite)
{
    const struct sc_dialog *dialog = reinvite->dialog;
    const struct sc_transaction *bye = dialog != NULL ? dialog->bye : NULL;
    const struct sc_record *final = sc_transaction_final(reinvite);

    if (!sc_hop_in_dialog(reinvite) || !reinvite->request_seen || bye == NULL ||
        !bye->request_seen || bye->request.time < reinvite->request.time ||
        (final != NULL && final->time <= bye->request.time)) {
        return NULL;
    }
    /* A hop that was left without a response is not pending once the hop upstream has one. */
    for (const struct sc_transaction *hop = reinvite->parent; hop != NULL; hop = hop->parent) {
        final = sc_transaction_final(hop);
        if (final != NULL && final->time <= bye->request.time) {
            return NULL;
        }
    }
    return bye;
}

static bool say_pending(const struct sc_case *c, struct sc_draft *draft,
                        const struct sc_transaction *bye, const char *then)
{
    const struct sc_record *reinvite = &c->transaction->request;

    sc_draft_evidence(draft, reinvite->frame);
    sc_draft_evidence(draft, bye->request.frame);
    return sc_draft_say(
        draft, "The BYE in frame %u came %s after the re-INVITE, which had no final response%s",
        bye->request.frame,
        sc_draft_duration_text(draft, sc_time_between(reinvite->time, bye->request.time)), then);
}

/* Wrong if the capture lacks the final response. What comes after the BYE does not matter. */
static bool judge_left_pending(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_transaction *bye = bye_meanwhile(transaction);

    /* A change that waited so long is stuck, and the BYE only ends the waiting. */
    if (bye == NULL || transaction->final != NULL || transaction->cancelled_by != NULL ||
        !sc_case_at_either_end(c) ||
        sc_time_between(transaction->request.time, bye->request.time) > sc_timing_timeout(c) ||
        (!sc_case_is_request(c) && c->record != transaction->last_response)) {
        return false;
    }
    sc_draft_despite_end(draft);
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    sc_draft_evidence(draft,
                      transaction->provisional != NULL ? transaction->provisional->frame : 0);
    return say_pending(c, draft, bye, "");
}

static bool judge_ended_pending(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *bye = bye_meanwhile(c->transaction);

    if (bye == NULL || c->record != c->transaction->final || c->transaction->cancelled_by != NULL) {
        return false;
    }
    sc_draft_despite_end(draft);
    sc_draft_despite_gaps(draft);
    return say_pending(c, draft, bye, "; this 487 ends it, as it has to");
}

static const struct sc_rule rules[] = {
    {
        .finding = &reinvite_refused_call_stands,
        .when = ON_RESPONSE,
        .codes = {488, 606},
        .methods = {"INVITE"},
        .judge = judge_call_stands,
    },
    {
        .finding = &reinvite_ended_by_bye,
        .when = ON_DISPLAY,
        .methods = {"INVITE"},
        .judge = judge_left_pending,
    },
    {
        .finding = &reinvite_ended_by_bye,
        .when = ON_RESPONSE,
        .codes = {487},
        .methods = {"INVITE"},
        .judge = judge_ended_pending,
    },
    {
        .finding = &overlapping_request,
        .when = ON_RESPONSE,
        .codes = {491, 500},
        .judge = judge_overlapping_request,
    },
    {
        .finding = &request_pending_one_sided,
        .when = ON_RESPONSE,
        .codes = {491},
        .judge = judge_one_sided,
        .recheck = true,
    },
    {
        .finding = &reinvite_glare,
        .when = ON_RESPONSE,
        .codes = {491},
        .judge = judge_reinvite_glare,
    },
};

const struct sc_topic sc_topic_reinvite = {
    .name = "reinvite",
    .title = "Requests that change a session",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
