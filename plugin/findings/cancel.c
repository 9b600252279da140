/* Findings about CANCEL (RFC 3261 section 9): calls that the caller gave up, CANCELs without
 * effect.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "diagnose/dialog-requests.h"
#include "diagnose/ending.h"
#include "diagnose/hops.h"
#include "diagnose/timing.h"
#include "topics.h"

/* ---- Who ended an INVITE with a 487 ---- */

/* True if every captured branch of a fork was cancelled whose upstream side is not in the capture:
 * a proxy that goes on to the next target leaves one that is not. */
static bool all_cancelled(const struct sc_attempt *attempt)
{
    for (const struct sc_transaction *root = attempt->roots; root != NULL; root = root->next_root) {
        if (!sc_ending_was_sent(root->cancelled_by)) {
            return false;
        }
    }
    return true;
}

static const struct sc_finding_row caller_cancelled = {
    .id = "caller-cancelled",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Cancelled by the caller",
    .summary = "The caller cancelled before the call was answered",
    .hint = "No fault if a person or a timer ended it: see the cause if one is stated, and compare "
            "the time with the caller's timers.",
    .advice = {"Find out why the caller's request before the CANCEL got no response: its timer may "
               "have ended the call."},
    .reference = "RFC 3261 sections 9.1 and 9.2",
};

/* Says how long it rang until the CANCEL, and what the caller waited for in vain. */
static bool say_cancelled(const struct sc_case *c, struct sc_draft *draft, const char *reason)
{
    const struct sc_transaction *branch = c->transaction;
    const struct sc_transaction *waited = sc_ending_waited_for(c);
    int64_t time = sc_ending_cancelled_at(branch);
    char vain[SC_WORDS_SIZE] = "";

    if (waited != NULL) {
        sc_draft_advise(draft, 0);
        sc_draft_shows(draft, waited->request.frame, "got no response");
        g_snprintf(vain, sizeof vain, "; its %s of frame %u had got no response",
                   sc_draft_quote(draft, waited->method), waited->request.frame);
    }
    if (branch->alerting != NULL) {
        return sc_draft_say(draft, "The caller cancelled after %s of ringing%s%s",
                            sc_draft_duration_text(draft, time - branch->alerting->time), vain,
                            reason);
    }
    if (branch->request_seen) {
        return sc_draft_say(draft, "The caller cancelled after %s, before it rang%s%s",
                            sc_draft_duration_text(draft, time - branch->request.time), vain,
                            reason);
    }
    return sc_draft_say(draft, "The caller cancelled before it rang%s%s", vain, reason);
}

static bool judge_caller_cancelled(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_ending ending = sc_ending_of(c->transaction, c->record);
    char reason[SC_WORDS_SIZE];

    if (ending.end != SC_END_BY_CALLER) {
        return false;
    }
    sc_ending_evidence(c, draft, &ending);
    /* A proxy cancels a branch also because another one answered, or by a timer of its own. */
    if (sc_transaction_has_upstream(ending.top)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        sc_draft_blocked(draft, SC_BLOCKER_OTHER_SIDE);
    }
    return say_cancelled(c, draft, sc_ending_reason(c, draft, reason));
}

static bool caller_cancelled_holds(const struct sc_case *c)
{
    struct sc_ending ending = sc_ending_of(c->transaction, c->record);

    return ending.end == SC_END_BY_CALLER &&
           (!sc_transaction_has_upstream(ending.top) || all_cancelled(ending.top->attempt));
}

/* ---- CANCELs without effect ---- */

/* The retry of an INVITE that a CANCEL should have been for: it was sent before and still had no
 * final response. NULL if there is none. */
static const struct sc_transaction *retry_in_progress(const struct sc_transaction *cancel)
{
    const struct sc_transaction *retry =
        cancel->cancels != NULL ? cancel->cancels->retried_by : NULL;

    return retry != NULL && retry->request_seen && retry->request.time <= cancel->request.time &&
                   (retry->final == NULL || retry->final->time > cancel->request.time)
               ? retry
               : NULL;
}

/* True if the INVITE had its final response when the CANCEL was refused, and was not tried again.
 */
static bool came_too_late(const struct sc_case *c)
{
    const struct sc_transaction *invite = c->transaction->cancels;

    return invite != NULL && invite->final != NULL && invite->final->time <= c->record->time &&
           retry_in_progress(c->transaction) == NULL;
}

static const struct sc_finding_row cancel_too_late = {
    .id = "cancel-too-late",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "CANCEL came too late",
    .summary = "The CANCEL came after the final response",
    .hint = "Harmless: the INVITE's own final response tells how the call ended.",
    .reference = "RFC 3261 sections 9.1 and 9.2",
};

static bool judge_cancel_too_late(const struct sc_case *c, struct sc_draft *draft)
{
    if (!came_too_late(c)) {
        return false;
    }
    const struct sc_transaction *invite = c->transaction->cancels;
    const struct sc_record *success = c->transaction->success;
    /* One with another CSeq number or Call-ID would have got its 481 in time, too. */
    if (invite->cseq != c->transaction->cseq ||
        !sc_slice_equal(invite->call_id, c->transaction->call_id)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_evidence(draft, invite->final->frame);
    if (success != NULL) {
        sc_draft_evidence(draft, success->frame);
        return sc_draft_say(draft,
                            "A repeated CANCEL was refused: it had got its %u before, and the "
                            "INVITE its %u",
                            success->code, invite->final->code);
    }
    return sc_draft_say(draft, "The INVITE had got its %u before the CANCEL was refused",
                        invite->final->code);
}

/* True if both came over a stream, and each over one of its own: the first one was closed or lost.
 */
static bool came_by_other_connection(const struct sc_transaction *cancel,
                                     const struct sc_transaction *invite)
{
    return invite->request_seen && cancel->request.in_stream && invite->request.in_stream &&
           cancel->request.source->port != invite->request.source->port;
}

/* What is to be done about a CANCEL that matches nothing. */
enum { OTHER_PLACE, TOO_EARLY, OTHER_CONNECTION, OVER, DROPPED, NOT_CAPTURED };

/* The server knows no INVITE although one with the CANCEL's branch is there. No proof that it went
 * elsewhere: a capture on both sides of a NAT may lack one copy of each. */
static bool judge_cancel_of_pending(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *cancel = c->transaction;
    const struct sc_transaction *invite = cancel->cancels;

    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    if (invite->request_seen && cancel->request.destination != invite->request.destination) {
        sc_draft_advise(draft, OTHER_PLACE);
        return sc_draft_say(draft, "The CANCEL went to another address or port than its INVITE");
    }
    if (invite->request_seen &&
        (invite->provisional == NULL || invite->provisional->time > cancel->request.time)) {
        sc_draft_advise(draft, TOO_EARLY);
        sc_draft_evidence(draft, invite->request.frame);
        return sc_draft_say(draft,
                            "The CANCEL came %s after its INVITE, before any provisional response",
                            sc_draft_duration_text(draft, sc_time_between(invite->request.time,
                                                                          cancel->request.time)));
    }
    if (came_by_other_connection(cancel, invite)) {
        sc_draft_advise(draft, OTHER_CONNECTION);
        return sc_draft_say(
            draft,
            "The CANCEL came over another connection than its INVITE: from port %u, "
            "not %u",
            cancel->request.source->port, invite->request.source->port);
    }
    sc_draft_advise(draft, DROPPED);
    return sc_draft_say(
        draft, "The server does not know the INVITE with this branch, which is still unanswered");
}

/* The INVITE between the same two hosts that a CANCEL may be for, by Call-ID and tags. */
static const struct sc_transaction *meant_by(const struct sc_case *c)
{
    const struct sc_transaction *cancel = c->transaction;
    const struct sc_attempt *attempt = sc_tracker_attempt_with(
        c->tracker, cancel->call_id, cancel->from_tag, cancel->to_tag, sc_slice_of("INVITE"));

    for (const struct sc_transaction *root = attempt != NULL ? attempt->roots : NULL; root != NULL;
         root = root->next_root) {
        if (root->request_seen && root->request.source == cancel->request.source &&
            root->request.time <= cancel->request.time) {
            return root;
        }
    }
    return NULL;
}

static const struct sc_finding_row cancel_no_match = {
    .id = "cancel-no-match",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .explains = {"request-unanswered"},
    .title = "CANCEL matches no INVITE",
    .summary = "The CANCEL matches no INVITE that the server knows",
    .hint = "Compare Call-ID, CSeq number, top Via (branch, sent-by) and destination of CANCEL and "
            "INVITE: all must agree.",
    .advice =
        {[OTHER_PLACE] = "Fix the client: a CANCEL goes where its INVITE went; see DNS, failover.",
         [TOO_EARLY] = "Let the client wait for a 1xx before it cancels; did the INVITE arrive?",
         [OTHER_CONNECTION] = ("Keep the connection of the INVITE open, or let the server match by "
                               "branch whatever connection it comes by."),
         [OVER] = "Fix the client: its CANCEL needs branch and CSeq of the latest INVITE.",
         [DROPPED] = "Check the server for a restart, or for several nodes behind its address.",
         [NOT_CAPTURED] = "Capture from the INVITE on: was it over, or did it go elsewhere?"},
    .reference = "RFC 3261 sections 9.1 and 9.2",
};

/* What a CANCEL has otherwise than its INVITE; NULL if the two fit (RFC 3261 section 9.1). */
static const char *difference(struct sc_draft *draft, const struct sc_transaction *cancel,
                              const struct sc_transaction *invite)
{
    if (!sc_slice_equal(invite->call_id, cancel->call_id)) {
        return "The CANCEL has another Call-ID than the INVITE with its branch";
    }
    if (invite->cseq != cancel->cseq) {
        char text[SC_QUOTE_SIZE];
        g_snprintf(text, sizeof text, "The CANCEL has CSeq number %u, the INVITE %u", cancel->cseq,
                   invite->cseq);
        return sc_draft_quote(draft, sc_slice_of(text));
    }
    if (invite == cancel->cancels) {
        return NULL;
    }
    return sc_slice_equal(invite->branch, cancel->branch)
               ? "The top Via of the CANCEL has another host or port than that of the INVITE"
               : "The top Via of the CANCEL has another branch than that of the INVITE";
}

/* The CANCEL is for an INVITE that was over, and the one that took its place goes on. */
static bool judge_cancel_of_earlier(const struct sc_case *c, struct sc_draft *draft,
                                    const struct sc_transaction *retry)
{
    const struct sc_transaction *invite = c->transaction->cancels;

    sc_draft_advise(draft, OVER);
    sc_draft_evidence(draft, invite->request.frame);
    sc_draft_evidence(draft, invite->final->frame);
    sc_draft_shows(draft, retry->request.frame, "the INVITE that goes on");
    return sc_draft_say(draft,
                        "The CANCEL is for the INVITE of frame %u, which had got its %u; the one "
                        "of frame %u goes on",
                        invite->request.frame, invite->final->code, retry->request.frame);
}

/* No INVITE was captured that the CANCEL may be for. */
static bool judge_cancel_alone(const struct sc_case *c, struct sc_draft *draft)
{
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    sc_draft_advise(draft, NOT_CAPTURED);
    if (c->transaction->request.time - sc_tracker_begin(c->tracker) < SC_TIMER_C) {
        sc_draft_blocked(draft, SC_BLOCKER_STARTS_LATE);
    }
    return sc_draft_say(draft, "No INVITE with this Call-ID and From tag was captured");
}

/* A 481 says itself that nothing matched. Servers use other codes for it, too: of those only a
 * CANCEL that differs is said to match nothing. An INVITE with the CANCEL's branch is the one that
 * it is for; another one of the call may be the wrong one, if the capture lacks an INVITE. */
static bool judge_cancel_no_match(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *cancel = c->transaction;

    if (came_too_late(c) || !cancel->request_seen || sc_dialog_challenged(cancel)) {
        return false;
    }
    const struct sc_transaction *retry = retry_in_progress(cancel);
    if (retry != NULL && cancel->cancels->final != NULL) {
        sc_draft_despite_end(draft);
        sc_draft_evidence(draft, cancel->request.frame);
        return judge_cancel_of_earlier(c, draft, retry);
    }
    const struct sc_transaction *invite = cancel->cancels != NULL ? cancel->cancels : meant_by(c);
    const char *text = invite != NULL ? difference(draft, cancel, invite) : NULL;
    if (c->record->code != 481 && text == NULL) {
        return false;
    }
    sc_draft_despite_end(draft);
    sc_draft_evidence(draft, cancel->request.frame);
    if (invite == NULL) {
        return judge_cancel_alone(c, draft);
    }
    sc_draft_evidence(draft, invite->request.frame);
    if (text == NULL) {
        return judge_cancel_of_pending(c, draft);
    }
    if (c->record->code != 481 || invite != cancel->cancels) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    return sc_draft_say(draft, "%s", text);
}

/* A server that cannot match a CANCEL may drop it without the 481. Wrong if the path lost all
 * copies of the CANCEL, or the server died after the responses to its INVITE. */
static bool judge_cancel_unanswered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *cancel = c->transaction;

    if (!sc_case_is_request(c) || !sc_case_at_either_end(c) || cancel->responses != NULL ||
        cancel->responses_dropped > 0 || cancel->unreachable != NULL) {
        return false;
    }
    const struct sc_transaction *invite = cancel->cancels != NULL ? cancel->cancels : meant_by(c);
    if (invite == NULL || !invite->request_seen || invite->responses == NULL) {
        return false;
    }
    const char *text = difference(draft, cancel, invite);
    if (text == NULL) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    sc_timing_weigh_copies(c, draft, &cancel->request);
    sc_draft_evidence(draft, cancel->request.last_frame);
    sc_draft_evidence(draft, invite->request.frame);
    return sc_draft_say(draft, "%s, and no response came", text);
}

static const struct sc_finding_row cancel_race_answered = {
    .id = "cancel-race-answered",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Answered despite CANCEL",
    .summary = "The call was answered although it was being cancelled",
    .hint = "Check that the side that cancelled sends ACK for the 2xx, then BYE; otherwise the "
            "callee is left in a dead call.",
    .reference = "RFC 3261 section 9.1",
};

static bool judge_cancel_race_answered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *invite = c->transaction;
    const struct sc_transaction *cancel = invite->cancelled_by;

    if (!sc_ending_was_sent(cancel) || c->record != invite->success ||
        cancel->request.time > c->record->time ||
        (invite->final != NULL && invite->final->time < cancel->request.time) ||
        (cancel->final != NULL && cancel->final->code >= 300)) {
        return false;
    }
    sc_draft_evidence(draft, invite->request.frame);
    sc_draft_evidence(draft, cancel->request.frame);
    return sc_draft_say(draft, "The %u crossed or followed the CANCEL: the call is up all the same",
                        c->record->code);
}

static const struct sc_finding_row no_487_after_cancel = {
    .id = "no-487-after-cancel",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "INVITE not ended after CANCEL",
    .summary = "The INVITE got no final response after its CANCEL",
    .hint = "Check whether the callee, or a proxy along the path, ends the INVITE with 487 after "
            "the CANCEL.",
    .reference = "RFC 3261 sections 9.1 and 9.2",
};

static bool judge_no_487_after_cancel(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *cancel = c->transaction;
    const struct sc_transaction *invite = cancel->cancels;

    if (invite == NULL || invite->final != NULL || sc_hop_ended_unseen(invite) ||
        c->record != cancel->success || !cancel->request_seen) {
        return false;
    }
    sc_draft_blocked(draft, invite->cut ? SC_BLOCKER_CUT : 0);
    sc_draft_evidence(draft, invite->request.frame);
    sc_draft_evidence(draft, cancel->request.frame);
    return sc_draft_say(draft, "The INVITE got no final response within %s of its CANCEL",
                        sc_draft_duration_text(draft, sc_timing_timeout(c)));
}

static const struct sc_rule rules[] = {
    {
        .finding = &caller_cancelled,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"INVITE"},
        .judge = judge_caller_cancelled,
        .holds = caller_cancelled_holds,
    },
    {
        .finding = &cancel_no_match,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"CANCEL"},
        .judge = judge_cancel_no_match,
    },
    {
        .finding = &cancel_no_match,
        .when = ON_DISPLAY,
        .methods = {"CANCEL"},
        .judge = judge_cancel_unanswered,
    },
    {
        .finding = &cancel_race_answered,
        .when = ON_RESPONSE,
        .classes = {2},
        .methods = {"INVITE"},
        .judge = judge_cancel_race_answered,
    },
    {
        .finding = &cancel_too_late,
        .when = ON_RESPONSE,
        .codes = {481},
        .methods = {"CANCEL"},
        .judge = judge_cancel_too_late,
    },
    {
        .finding = &no_487_after_cancel,
        .when = ON_DISPLAY,
        .classes = {2},
        .methods = {"CANCEL"},
        .judge = judge_no_487_after_cancel,
    },
};

const struct sc_topic sc_topic_cancel = {
    .name = "cancel",
    .title = "CANCEL",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
