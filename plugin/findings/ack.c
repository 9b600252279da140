/* Findings about ACKs that never came, match nothing or were answered.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 13.3.1.4 (2xx), 17.1.1.3 and 17.2.1 (failures), 17 (an ACK has no response).
 */
#include <string.h>

#include "diagnose/acks.h"
#include "diagnose/timing.h"
#include "topics.h"

#define ROUTES_MAX 32

/* A response that was sent for so many T1, five times by then, misses its ACK if the capture goes
 * on for so many after its last copy: each copy asks for one (RFC 3261
 * sections 13.2.2.4, 17.1.1.2). */
#define COPIES_T1 15
#define AFTER_T1  20

/* ---- No ACK ---- */

/* True if the capture holds what the caller sends, and holds it whole: without that an ACK that did
 * not match may have come, and the copies of the response look the same. */
static bool sees_caller(const struct sc_case *c)
{
    struct sc_gaps gaps = sc_transaction_gaps(c->tracker, c->transaction);

    return !gaps.one_direction && !gaps.request_missing && !gaps.cut;
}

/* Says how often a final response came, and that no ACK did. */
static bool find_no_ack(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *final = c->record;

    sc_timing_weigh_copies(c, draft, final);
    if (sc_timing_repeated(final) >= COPIES_T1 * sc_timing_t1(c) &&
        sc_time_between(final->last_time, sc_tracker_end(c->tracker)) >=
            AFTER_T1 * sc_timing_t1(c)) {
        sc_draft_despite_end(draft);
    }
    if (draft->despite_gaps && !sees_caller(c)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_evidence(draft, final->last_frame);
    return sc_draft_say(draft, "The %u was sent %u times in %s, and no ACK came", final->code,
                        final->retransmissions + 1,
                        sc_draft_duration_text(draft, sc_timing_repeated(final)));
}

static const struct sc_finding_row ack_missing = {
    .id = "ack-missing",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .explains = {"ack-timeout-reported", "request-unanswered", "release-cause"},
    .title = "No matching ACK for the 2xx",
    .summary = "No ACK came for the 2xx; the call drops after about 32 seconds",
    .hint = "Capture at the caller: if the 2xx arrives there, compare its Contact and Record-Route "
            "with where the ACK goes.",
    .reference = "RFC 3261 section 13.3.1.4",
};

/* An ACK that came with another To tag is dialog-tag-mismatch. */
static bool judge_ack_missing(const struct sc_case *c, struct sc_draft *draft)
{
    bool unclear =
        c->transaction->cut && (c->transaction->ack != NULL || c->transaction->stray_acks != NULL);

    if (unclear || c->record->retransmissions == 0 || !sc_case_at_either_end(c) ||
        sc_ack_with_other_tag(c) != NULL ||
        sc_ack_with_early_tag(c->transaction, c->record) != NULL ||
        sc_ack_seen(c->transaction, c->record->to_tag)) {
        return false;
    }
    return find_no_ack(c, draft);
}

/* True if the BYE under review came 64*T1 after a 2xx whose copies had gone on until then. */
static bool gave_up_in_time(const struct sc_case *c, const struct sc_record *success)
{
    struct sc_timers timers = sc_tracker_timers(c->tracker);

    return sc_answer_given_up(&timers, success, c->record->time) &&
           sc_timing_repeated(success) >= COPIES_T1 * sc_timing_t1(c);
}

/* The answerer ends a call that was not acknowledged (RFC 3261 section 13.3.1.4). */
static bool judge_ack_missing_bye(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_record *success = dialog != NULL ? dialog->confirmed : NULL;

    if (success == NULL || !sc_case_is_request(c) || dialog->invite != dialog->setup ||
        !sc_endpoint_same_host(success->source, c->record->source) ||
        !(sc_timing_sent_to_the_end(c, success) || gave_up_in_time(c, success)) ||
        sc_ack_seen(dialog->setup, success->to_tag)) {
        return false;
    }
    bool stray =
        dialog->setup->stray_acks != NULL || sc_ack_with_early_tag(dialog->setup, success) != NULL;
    sc_draft_despite_end(draft);
    sc_timing_weigh_copies(c, draft, success);
    sc_draft_at_most(draft, stray || !dialog->setup->request_seen ? SC_CONFIDENCE_STRONG
                                                                  : SC_CONFIDENCE_PROOF);
    sc_draft_evidence(draft, success->frame);
    sc_draft_evidence(draft, success->last_frame);
    return sc_draft_say(draft, "The %u had been sent %u times in %s, and no %sACK came",
                        success->code, success->retransmissions + 1,
                        sc_draft_duration_text(draft, sc_timing_repeated(success)),
                        stray ? "matching " : "");
}

static const struct sc_finding_row ack_missing_failure = {
    .id = "ack-missing-failure",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .explains = {"auth-challenge-unanswered"},
    .title = "No matching ACK for the failure",
    .summary = "No ACK came for the failure response",
    .hint = "Capture at the client: did the response arrive? Compare its Via and rport with the "
            "address that it was sent to.",
    .advice = {"Fix the client: it got the response, as its next request answers it, and must "
               "send an ACK before that."},
    .reference = "RFC 3261 sections 17.1.1.3 and 17.2.1",
};

/* The ACK has the branch of the INVITE, for any of its failures (RFC 3261 section 17.1.1.3). */
static bool judge_ack_missing_failure(const struct sc_case *c, struct sc_draft *draft)
{
    if (c->record->retransmissions == 0 || !sc_case_at_either_end(c) ||
        c->transaction->ack != NULL || sc_ack_mismatched(c) != NULL) {
        return false;
    }
    if (c->transaction->retried_by != NULL) {
        /* The next request answers the failure, by its nonce if not by its CSeq number: so the
         * client got it (RFC 3261 section 17.1.1.3 asks for the ACK all the same). */
        sc_draft_advise(draft, 0);
    }
    return find_no_ack(c, draft);
}

/* ---- The ACK of a failure that does not match its INVITE ---- */

static const struct sc_finding_row ack_mismatch_failure = {
    .id = "ack-mismatch-failure",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "ACK does not match its INVITE",
    .summary = "The ACK does not match its INVITE: the server ignores it",
    .hint = "Fix the sender of the ACK: its top Via (branch, host) and its CSeq number must equal "
            "those of the INVITE.",
    .reference = "RFC 3261 sections 17.1.1.3 and 17.2.3",
};

/* What an ACK of a failure has to share with its INVITE, and does not. */
static const char *differences_of(const struct sc_stray_ack *ack)
{
    static const char *const names[] = {
        "another branch",
        "another host in Via",
        "another branch and host in Via",
        "another CSeq number",
        "another branch and CSeq number",
        "another host in Via and CSeq number",
        "another branch, host in Via and CSeq number",
    };
    unsigned index =
        (ack->other_branch ? 1U : 0) | (ack->other_sent_by ? 2U : 0) | (ack->other_cseq ? 4U : 0);

    return index == 0 ? NULL : names[index - 1];
}

/* The failure came again although the ACK had been sent at least T1 before: a copy that crossed the
 * ACK along the path would have come earlier. */
static bool judge_ack_mismatch_failure(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_stray_ack *ack = sc_ack_mismatched(c);

    if (ack == NULL || !sc_case_at_either_end(c)) {
        return false;
    }
    /* With neither in common it may be the ACK of another INVITE, which was not captured. */
    if (ack->other_branch && ack->other_cseq) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_evidence(draft, ack->record->frame);
    sc_draft_evidence(draft, c->record->last_frame);
    return sc_draft_say(
        draft, "The ACK has %s; the %u was sent again for %s after it", differences_of(ack),
        c->record->code,
        sc_draft_duration_text(draft, sc_time_between(ack->record->time, c->record->last_time)));
}

/* ---- A response to an ACK ---- */

static const struct sc_finding_row ack_answered = {
    .id = "ack-answered",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Response sent to an ACK",
    .summary = "A server responded to an ACK, which must get no response",
    .hint = "Fix the server that answers ACKs, or the proxy that forwards the ACK of its own "
            "failure response.",
    .reference = "RFC 3261 sections 17 and 17.1.1.3",
};

/* Without the ACK it may be a server that does not mirror the CSeq of the INVITE. */
static bool judge_ack_answered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *invite = c->transaction->acknowledges;

    if (!c->transaction->request_seen) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    if (invite != NULL) {
        sc_draft_evidence(draft, invite->request.frame);
    }
    return sc_draft_say(draft, "CSeq of the %u names ACK: %s answered an ACK, not the INVITE",
                        c->record->code, sc_draft_host_text(draft, c->record->source));
}

/* ---- ACK timeout ---- */

/* The Reason that says that no ACK came; false if there is none. PLAIN: it is a 408 that does not
 * name the ACK. */
static bool find_ack_timeout(const struct sc_message *message, struct sc_reason *reason,
                             bool *plain)
{
    struct sc_cursor cursor = {0};

    for (int i = 0; i < ROUTES_MAX && sc_reason_next(message, &cursor, reason); i++) {
        if (reason->has_cause && reason->cause == 4 &&
            sc_slice_is(reason->protocol, "RELEASE_CAUSE")) {
            *plain = false;
            return true;
        }
        if (reason->has_cause && reason->cause == 408 && sc_slice_is(reason->protocol, "SIP")) {
            char text[SC_QUOTE_SIZE];
            sc_slice_text(reason->text, text, sizeof text);
            *plain = strstr(text, "ACK") == NULL;
            return true;
        }
    }
    return false;
}

static const struct sc_finding_row ack_timeout_reported = {
    .id = "ack-timeout-reported",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"request-unanswered"},
    .title = "Answerer reports a missing ACK",
    .summary = "The answerer ended the call because no ACK came",
    .hint = "Follow the ACK from the caller to the Contact of the 2xx, hop by hop along the "
            "Record-Route: find where it is lost.",
    .reference = "RFC 3261 section 13.3.1.4, RFC 3326 section 2, 3GPP TS 24.229",
};

/* A plain 408 can mean the ACK only if the answerer expected nothing else in the dialog, and gave
 * up when the copies of its 2xx did (RFC 3261 section 13.3.1.4). */
static bool judge_ack_timeout_reported(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_dialog *dialog = transaction->dialog;
    struct sc_reason reason;
    bool plain;

    if (dialog == NULL || dialog->confirmed == NULL ||
        !sc_slice_equal(transaction->from_tag, dialog->callee_tag) ||
        !find_ack_timeout(c->message, &reason, &plain) ||
        (plain && (transaction->earlier_in_dialog != NULL ||
                   sc_timing_since(c, dialog->confirmed) > 2 * sc_timing_timeout(c)))) {
        return false;
    }
    if (plain) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_shows(draft, dialog->confirmed->frame, "answered the call");
    const char *protocol = sc_draft_quote(draft, reason.protocol);
    if (sc_ack_seen(dialog->setup, dialog->callee_tag)) {
        sc_draft_evidence(draft, dialog->setup->ack != NULL ? dialog->setup->ack->frame : 0);
        return sc_draft_say(
            draft, "The Reason of the BYE is %s %u: the ACK in this capture did not arrive",
            protocol, reason.cause);
    } else {
        return sc_draft_say(draft, "The Reason of the BYE is %s %u: no ACK came", protocol,
                            reason.cause);
    }
}

static const struct sc_rule rules[] = {
    {
        .finding = &ack_answered,
        .when = ON_RESPONSE,
        .methods = {"ACK"},
        .judge = judge_ack_answered,
    },
    {
        .finding = &ack_mismatch_failure,
        .when = ON_DISPLAY,
        .classes = {3, 4, 5, 6},
        .methods = {"INVITE"},
        .judge = judge_ack_mismatch_failure,
    },
    {
        .finding = &ack_missing,
        .when = ON_DISPLAY,
        .classes = {2},
        .methods = {"INVITE"},
        .judge = judge_ack_missing,
    },
    {
        .finding = &ack_missing,
        .when = ON_DISPLAY,
        .methods = {"BYE"},
        .judge = judge_ack_missing_bye,
    },
    {
        .finding = &ack_missing_failure,
        .when = ON_DISPLAY,
        .classes = {3, 4, 5, 6},
        .methods = {"INVITE"},
        .judge = judge_ack_missing_failure,
    },
    {
        .finding = &ack_timeout_reported,
        .when = ON_REQUEST,
        .methods = {"BYE"},
        .judge = judge_ack_timeout_reported,
    },
};

const struct sc_topic sc_topic_ack = {
    .name = "ack",
    .title = "ACK",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
