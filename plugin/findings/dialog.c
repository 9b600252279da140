/* Findings about requests whose dialog the server does not know, or whose far end is gone.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 12.
 */
#include "diagnose/acks.h"
#include "diagnose/dialog-loss.h"
#include "diagnose/dialog-requests.h"
#include "diagnose/hops.h"
#include "diagnose/timing.h"
#include "diagnose/vias.h"
#include "topics.h"

/* True if the far end did answer, and the proxy did not hear it. */
static bool peer_answered(const struct sc_case *c)
{
    for (const struct sc_transaction *branch = sc_hop_that_timed_out(c)->children; branch != NULL;
         branch = branch->sibling) {
        if (branch->final != NULL && branch->final->time <= c->record->time) {
            return true;
        }
    }
    return false;
}

static const struct sc_finding_row dialog_peer_unreachable = {
    .id = "dialog-peer-unreachable",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Far end no longer answers",
    .summary = "The far end of the dialog no longer answers",
    .hint = "Check whether the far end's Contact is reachable and whether its NAT binding has "
            "expired; end the dialog here.",
    .reference = "RFC 3261 section 12.2.1.2",
};

static bool judge_peer_unreachable(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (sc_hop_in_dialog(transaction) && !sc_transaction_is(transaction, "CANCEL") &&
        !peer_answered(c)) {
        sc_draft_evidence(draft, transaction->request.frame);
        if (transaction->children != NULL) {
            sc_draft_evidence(draft, transaction->children->request.frame);
        }
        return sc_draft_say(draft, "The %s was sent in a dialog, and no one there answered in time",
                            sc_draft_quote(draft, transaction->method));
    }
    return false;
}

/* ---- 481: why the server knows no dialog for a request ---- */

/* The dialog of the call that has one of the request's tags in its place, and which is wrong then;
 * the latest one if none has. */
static const struct sc_dialog *nearest_dialog(const struct sc_case *c, const char **wrong)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_dialog *latest = sc_tracker_dialogs(c->tracker, transaction->call_id);

    for (const struct sc_dialog *dialog = latest; dialog != NULL; dialog = dialog->sibling) {
        if (sc_slice_equal(transaction->from_tag, dialog->caller_tag) ||
            sc_slice_equal(transaction->from_tag, dialog->callee_tag)) {
            *wrong = "the To tag is not that";
            return dialog;
        }
        if (sc_slice_equal(transaction->to_tag, dialog->caller_tag) ||
            sc_slice_equal(transaction->to_tag, dialog->callee_tag)) {
            *wrong = "the From tag is not that";
            return dialog;
        }
    }
    *wrong = "neither tag is one";
    return latest;
}

enum { NO_TO_TAG, EARLY_TO_TAG, NO_FROM_TAG };

static const struct sc_finding_row dialog_tag_mismatch = {
    .id = "dialog-tag-mismatch",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Tags do not match the dialog",
    .summary = "The tags of the request are not those of the call's dialog",
    .hint = "Compare To and From tags with the INVITE's 200: both are needed, and swapped if the "
            "callee sends the request.",
    .advice = {[NO_TO_TAG] = ("Fix the client: every request in a dialog has the To tag that the "
                              "other side gave in its 200."),
               [EARLY_TO_TAG] = ("Fix the client: after the 2xx its To tag counts, not that of a "
                                 "180 or 183 before."),
               [NO_FROM_TAG] =
                   ("Fix the sender of the request: From has the tag that this side gave "
                    "when the dialog began.")},
    .reference = "RFC 3261 sections 12.2.1.1, 12.2.2 and 15.1.2",
};

static bool judge_dialog_tag_mismatch(const struct sc_case *c, struct sc_draft *draft)
{
    const char *wrong;

    if (sc_dialog_loss_of(c, draft) != SC_DIALOG_TAGS) {
        return false;
    }
    const char *method = sc_draft_quote(draft, c->transaction->method);
    sc_draft_evidence(draft, c->transaction->request.frame);
    if (!sc_hop_in_dialog(c->transaction)) {
        sc_draft_advise(draft, NO_TO_TAG);
        return sc_draft_say(draft, "The %s has no To tag, so it belongs to no dialog", method);
    }
    const struct sc_record *success = sc_dialog_other_answer(c);
    if (success != NULL) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        sc_draft_advise(draft, EARLY_TO_TAG);
        sc_draft_shows(draft, success->frame, "has another To tag");
        return sc_draft_say(draft,
                            "ACK and %s have the To tag of a provisional response; the %u in frame "
                            "%u has another",
                            method, success->code, success->frame);
    }
    const struct sc_dialog *dialog = nearest_dialog(c, &wrong);
    sc_draft_shows(draft, dialog->setup->request.frame, "set up the dialog");
    if (c->transaction->request_seen && !c->transaction->cut &&
        c->transaction->from_tag.size == 0) {
        /* Both tags of every dialog of this call are known to be there. */
        sc_draft_advise(draft, NO_FROM_TAG);
        return sc_draft_say(draft, "The From of the %s has no tag, so it belongs to no dialog",
                            method);
    }
    /* The 200 of another fork may be missing, the more so if none was captured. */
    sc_draft_shows(draft, dialog->confirmed != NULL ? dialog->confirmed->frame : 0,
                   "confirmed the dialog");
    sc_draft_at_most(draft,
                     dialog->confirmed != NULL ? SC_CONFIDENCE_STRONG : SC_CONFIDENCE_SUGGESTIVE);
    return sc_draft_say(draft, "The call is known, but %s of its dialog", wrong);
}

/* An ACK whose To tag no 2xx has, and the copies of the 2xx from T1 after it on show that it did
 * not count. Wrong if the 2xx of another fork has that tag and was not captured, and the ACK of
 * this one neither: so strong at most. */
static bool judge_ack_with_other_tag(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_stray_ack *stray = sc_ack_with_other_tag(c);
    const struct sc_record *ack =
        stray != NULL ? stray->record : sc_ack_with_early_tag(c->transaction, c->record);
    int64_t after = ack != NULL ? sc_time_between(ack->time, c->record->last_time) : 0;

    if (ack == NULL || !sc_case_at_either_end(c) || after < sc_timing_t1(c) ||
        sc_ack_seen(c->transaction, c->record->to_tag)) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    sc_draft_advise(draft, EARLY_TO_TAG);
    sc_draft_shows(draft, ack->frame, "To tag of no final response");
    sc_draft_evidence(draft, c->record->last_frame);
    return sc_draft_say(draft,
                        "The To tag of the ACK in frame %u is in no %sresponse; the %u came again "
                        "for %s after it",
                        ack->frame, stray != NULL ? "" : "final ", c->record->code,
                        sc_draft_duration_text(draft, after));
}

enum { OTHER_FORK, NOT_ESTABLISHED, NO_BYE, NOT_TOLD, UNANSWERED_BYE };

static const struct sc_finding_row dialog_already_ended = {
    .id = "dialog-already-ended",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Dialog already ended",
    .summary = "The dialog had ended before",
    .hint = "Usually harmless after a BYE: check why the client sends more, e.g. a second BYE or a "
            "timer.",
    .advice =
        {[OTHER_FORK] = ("Fix the client: this fork ended when another one answered; requests "
                         "need the To tag of its 2xx."),
         [NOT_ESTABLISHED] = ("Fix the client: nothing is left of the call after the failed "
                              "INVITE, so there is nothing to send."),
         [NO_BYE] = ("Check why the client goes on in a dialog that such a response had ended; "
                     "it must start a new one."),
         [NOT_TOLD] = ("One side was not told: the host that sent the earlier BYE for it has "
                       "to send one to either side."),
         [UNANSWERED_BYE] = ("Check whether the earlier BYE reaches this side: no response to "
                             "it was seen, and the call goes on here.")},
    .reference = "RFC 3261 sections 12.2.1.2, 12.2.2 and 15",
};

/* The host that sent BYE for the side that sends the request under review: it made the BYE itself,
 * as that has one Via, and is not the sender of this request. NULL if it is, or is not known. */
static const struct sc_endpoint *ended_for_sender(const struct sc_case *c, struct sc_draft *draft,
                                                  const struct sc_transaction *bye)
{
    const struct sc_transaction *sent = sc_hop_first(c->transaction);
    const struct sc_transaction *made = sc_hop_first(bye);
    struct sc_message message;

    return sent->request_seen && made->request_seen && sc_dialog_same_side(bye, c->transaction) &&
                   !sc_endpoint_same_host(made->request.source, sent->request.source) &&
                   sc_draft_read(draft, &made->request, &message) && sc_vias_count(&message) == 1
               ? made->request.source
               : NULL;
}

/* Says how a BYE ended the dialog. */
static bool say_bye(const struct sc_case *c, struct sc_draft *draft,
                    const struct sc_transaction *bye)
{
    const struct sc_record *final = sc_transaction_final(bye);
    int64_t since = sc_time_between(bye->request.time, sc_transaction_begin(c->transaction));

    if (final == NULL || final->time > c->record->time) {
        bool one_direction = sc_transaction_gaps(c->tracker, bye).one_direction;
        if (final == NULL && one_direction) {
            sc_draft_at_most(draft, SC_CONFIDENCE_STRONG); /* A challenge may have answered it. */
        }
        /* Two BYEs that crossed need nothing; a sender of more has not got the first one. */
        if (bye->request_seen && since >= sc_timing_t1(c) && !one_direction) {
            sc_draft_advise(draft, UNANSWERED_BYE);
            return sc_draft_say(draft,
                                "The other side had ended the dialog with BYE %s before; no "
                                "response to that is in the capture",
                                sc_draft_duration_text(draft, since));
        }
        return sc_draft_say(draft, "The other side had ended the dialog with BYE");
    }
    const struct sc_endpoint *host = ended_for_sender(c, draft, bye);
    if (host != NULL) {
        sc_draft_advise(draft, NOT_TOLD);
        return sc_draft_say(
            draft,
            "The dialog had ended with BYE and its %u; %s had sent that BYE, and %s sent this %s",
            final->code, sc_draft_host_text(draft, host),
            sc_draft_host_text(draft, sc_hop_first(c->transaction)->request.source),
            sc_draft_quote(draft, c->transaction->method));
    }
    return sc_draft_say(draft, "The dialog had ended with BYE and its %u", final->code);
}

static bool judge_dialog_already_ended(const struct sc_case *c, struct sc_draft *draft)
{
    if (sc_dialog_loss_of(c, draft) != SC_DIALOG_ENDED) {
        return false;
    }
    const struct sc_transaction *last = sc_dialog_end(c);
    sc_draft_evidence(draft, c->transaction->request.frame);
    if (last == NULL) {
        const struct sc_record *end = sc_dialog_early_end(c);
        sc_draft_shows(draft, end->frame, "ended the early dialog");
        if (end->code < 300) {
            sc_draft_at_most(draft, SC_CONFIDENCE_STRONG); /* RFC 3261 section 13.2.2.4: 64*T1 */
            sc_draft_advise(draft, OTHER_FORK);
            return sc_draft_say(draft, "The INVITE had been answered with another To tag (%u)",
                                end->code);
        }
        sc_draft_advise(draft, NOT_ESTABLISHED);
        return sc_draft_say(draft, "The INVITE of this early dialog had ended with %u", end->code);
    }
    const struct sc_record *final = sc_transaction_final(last);
    sc_draft_shows(draft, last->request.frame, "ended the dialog");
    sc_draft_evidence(draft, final != NULL && final->time <= c->record->time ? final->frame : 0);
    if (final == NULL || sc_transaction_is(last, "BYE")) {
        return say_bye(c, draft, last);
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG); /* RFC 3261 section 12.2.1.2: SHOULD */
    sc_draft_advise(draft, NO_BYE);
    return sc_draft_say(draft, "The dialog had ended with %s and its %u",
                        sc_draft_quote(draft, last->method), final->code);
}

static const struct sc_finding_row dialog_lost_by_peer = {
    .id = "dialog-lost-by-peer",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "Dialog lost by the far end",
    .summary = "The far end lost the dialog: nothing in the capture ended it",
    .hint = "Check the far end for a restart, failover or session timeout, and that INVITE and "
            "this request reach the same node.",
    .reference = "RFC 3261 section 12.2.2",
};

/* What an ICMP error says of the port that answers later: the far end was down meanwhile. Returns
 * TEXT. */
static const char *restart_text(const struct sc_case *c, struct sc_draft *draft,
                                char text[SC_WORDS_SIZE])
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_record *error = transaction->unreachable;

    text[0] = '\0';
    if (error != NULL && transaction->icmp == SC_ICMP_PORT &&
        sc_timing_not_after(error, c->record)) {
        sc_draft_shows(draft, error->frame, "ICMP error");
        g_snprintf(text, SC_WORDS_SIZE,
                   "; %s before, ICMP said that its port %u is unreachable: it may have restarted",
                   sc_draft_duration_text(draft, sc_time_between(error->time, c->record->time)),
                   transaction->request.destination->port);
    }
    return text;
}

static bool judge_dialog_lost_by_peer(const struct sc_case *c, struct sc_draft *draft)
{
    char text[SC_WORDS_SIZE];

    if (sc_dialog_loss_of(c, draft) != SC_DIALOG_BY_PEER) {
        return false;
    }
    const struct sc_dialog *dialog = c->transaction->dialog;
    sc_draft_despite_end(draft);
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_shows(draft, dialog->setup->request.frame, "set up the dialog");
    sc_draft_shows(draft, dialog->confirmed != NULL ? dialog->confirmed->frame : 0,
                   "confirmed the dialog");
    return sc_draft_say(
        draft, "The dialog with these tags began %s earlier, and nothing has ended it%s",
        sc_draft_duration_text(draft, c->record->time - sc_transaction_begin(dialog->setup)),
        restart_text(c, draft, text));
}

static const struct sc_finding_row dialog_not_captured = {
    .id = "dialog-not-captured",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_SUGGESTIVE,
    .title = "Unknown dialog, start not captured",
    .summary = "The server knows no such dialog, and its set-up is not in the capture",
    .hint = "Capture from its INVITE or SUBSCRIBE on; meanwhile search the server's log for the "
            "Call-ID.",
    .reference = "RFC 3261 section 12.2.2",
};

static bool judge_dialog_not_captured(const struct sc_case *c, struct sc_draft *draft)
{
    if (sc_dialog_loss_of(c, draft) == SC_DIALOG_NOT_CAPTURED) {
        sc_draft_evidence(draft, c->transaction->request.frame);
        return sc_draft_say(draft, "The capture does not hold what set this dialog up");
    }
    return false;
}

static const struct sc_finding_row to_tag_in_initial_request = {
    .id = "to-tag-in-initial-request",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "To tag before a dialog exists",
    .summary = "The client sent a To tag although no dialog exists yet",
    .hint = "Fix the client: a request that starts a dialog, and its retry after a failure, has no "
            "To tag.",
    .reference = "RFC 3261 sections 8.1.1.2, 12.1 and 12.2.2",
};

/* Wrong if another fork was answered and the capture lacks it. */
static bool judge_to_tag(const struct sc_case *c, struct sc_draft *draft)
{
    if (sc_dialog_loss_of(c, draft) != SC_DIALOG_NEVER) {
        return false;
    }
    const struct sc_record *before = sc_dialog_refused_before(c);
    const char *method = sc_draft_quote(draft, c->transaction->method);
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_shows(draft, before->frame, "made no dialog");
    if (before->to_tag.size > 0 && sc_slice_equal(before->to_tag, c->transaction->to_tag)) {
        return sc_draft_say(draft,
                            "The %s has the To tag of the %u in frame %u, which made no dialog",
                            method, before->code, before->frame);
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    return sc_draft_say(
        draft,
        "The %s has a To tag, and the one before, without a tag, ended with %u in frame "
        "%u",
        method, before->code, before->frame);
}

static const struct sc_rule rules[] = {
    {
        .finding = &dialog_peer_unreachable,
        .when = ON_RESPONSE,
        .codes = {408},
        .judge = judge_peer_unreachable,
    },
    {
        .finding = &dialog_already_ended,
        .when = ON_RESPONSE,
        .codes = {481},
        .judge = judge_dialog_already_ended,
    },
    {
        .finding = &dialog_lost_by_peer,
        .when = ON_RESPONSE,
        .codes = {481},
        .judge = judge_dialog_lost_by_peer,
        .holds = sc_dialog_not_accepted_later,
    },
    {
        .finding = &dialog_not_captured,
        .when = ON_RESPONSE,
        .codes = {481},
        .judge = judge_dialog_not_captured,
    },
    {
        .finding = &dialog_tag_mismatch,
        .when = ON_RESPONSE,
        .codes = {481},
        .judge = judge_dialog_tag_mismatch,
    },
    {
        .finding = &dialog_tag_mismatch,
        .when = ON_DISPLAY,
        .classes = {2},
        .methods = {"INVITE"},
        .judge = judge_ack_with_other_tag,
    },
    {
        .finding = &to_tag_in_initial_request,
        .when = ON_RESPONSE,
        .codes = {481},
        .judge = judge_to_tag,
    },
};

const struct sc_topic sc_topic_dialog = {
    .name = "dialog",
    .title = "Dialogs",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
