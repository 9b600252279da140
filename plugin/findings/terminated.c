/* Findings about INVITEs that ended with 487 without a CANCEL.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 13.3.1 and 15.
 */
#include "diagnose/dialog-requests.h"
#include "diagnose/hops.h"
#include "diagnose/refused-request.h"
#include "diagnose/ringing.h"
#include "diagnose/statement.h"
#include "diagnose/timing.h"
#include "topics.h"

/* True if an INVITE, or the one upstream that it comes from, was cancelled. */
static bool was_cancelled(const struct sc_transaction *invite)
{
    while (invite != NULL && invite->cancelled_by == NULL) {
        invite = invite->parent;
    }
    return invite != NULL;
}

/* The BYE that the caller sent before the 487 under review, in a dialog that was not answered; NULL
 * if there is none. */
static const struct sc_transaction *early_bye(const struct sc_case *c)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_transaction *bye = dialog != NULL ? dialog->bye : NULL;

    return bye != NULL && bye->request_seen && dialog->confirmed == NULL &&
                   sc_dialog_same_side(bye, c->transaction) &&
                   sc_timing_not_after(&bye->request, c->record)
               ? bye
               : NULL;
}

/* The provisional response that a BYE followed faster than a person could; NULL if there is none.
 */
static const struct sc_record *reacted_to(const struct sc_case *c, const struct sc_record *bye)
{
    const struct sc_record *latest = NULL;

    for (const struct sc_record *response = c->transaction->responses; response != NULL;
         response = response->next) {
        if (response->code > 100 && response->code < 200 && sc_timing_not_after(response, bye)) {
            latest = response;
        }
    }
    return latest != NULL && sc_time_between(latest->time, bye->time) < SC_RINGING_AT_ONCE ? latest
                                                                                           : NULL;
}

enum { STATED_CAUSE, AT_ONCE_ENDED };

static const struct sc_finding_row early_bye_row = {
    .id = "early-bye",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Caller ended the call with a BYE",
    .summary = "The caller ended the call with a BYE before it was answered",
    .hint =
        "The caller hung up: no fault of the callee. A CANCEL would have reached all branches of "
        "a fork, a BYE only this one.",
    .advice = {[STATED_CAUSE] = "Go by the cause that the BYE states; look for it in the log of "
                                "the caller, which ended the call.",
               [AT_ONCE_ENDED] = "A program ended the call, no person is so fast: check the "
                                 "caller's log, and what that response brought."},
    .reference = "RFC 3261 sections 15 and 15.1.2",
};

static bool judge_early_bye(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *bye = early_bye(c);

    if (bye == NULL || sc_hop_in_dialog(c->transaction) || was_cancelled(c->transaction)) {
        return false;
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_shows(draft, bye->request.frame, "ends the early dialog");
    const char *before = sc_draft_duration_text(draft, sc_timing_since(c, &bye->request));
    const struct sc_record *response = reacted_to(c, &bye->request);
    struct sc_statement stated = sc_statement_release(&bye->request);
    if (stated.record != NULL) {
        char cause[SC_WORDS_SIZE];
        stated.method = "BYE";
        sc_draft_advise(draft, STATED_CAUSE);
        return sc_draft_say(draft, "The caller sent a BYE in the early dialog, %s before%s", before,
                            sc_statement_append(draft, &stated, cause));
    }
    if (response != NULL) {
        sc_draft_advise(draft, AT_ONCE_ENDED);
        sc_draft_evidence(draft, response->frame);
        return sc_draft_say(
            draft, "The caller sent a BYE in the early dialog, %s before, and %s after the %u",
            before,
            sc_draft_duration_text(draft, sc_time_between(response->time, bye->request.time)),
            response->code);
    }
    return sc_draft_say(draft, "The caller sent a BYE in the early dialog, %s before", before);
}

static const struct sc_finding_row invite_expired = {
    .id = "invite-expired",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "INVITE expired unanswered",
    .summary = "The time that the INVITE gave in Expires ran out",
    .hint = "The callee did not answer in time: let the caller give more time in Expires, or leave "
            "it out and send a CANCEL.",
    .reference = "RFC 3261 sections 13.2.1 and 13.3.1",
};

/* How late a server may be. */
#define LATE_MAX (2 * SC_SECOND)

/* To be wrong, a CANCEL that the capture lacks would have to come just when the time was up. */
static bool judge_expired(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);
    uint32_t seconds;

    if (request == NULL || sc_hop_in_dialog(c->transaction) || was_cancelled(c->transaction) ||
        early_bye(c) != NULL || !sc_message_number(request, SC_HEADER_EXPIRES, &seconds) ||
        seconds == 0) {
        return false;
    }
    int64_t passed = sc_timing_since(c, &c->transaction->request);
    int64_t late = passed - seconds * SC_SECOND;
    if (late < -SC_SECOND / 2 || late > LATE_MAX) {
        return false;
    }
    sc_draft_despite_end(draft);
    return sc_draft_say(draft,
                        "The INVITE has Expires: %u; the 487 came %s after it, without a "
                        "CANCEL",
                        seconds, sc_draft_duration_text(draft, passed));
}

static const struct sc_rule rules[] = {
    {
        .finding = &early_bye_row,
        .when = ON_RESPONSE,
        .codes = {487},
        .methods = {"INVITE"},
        .judge = judge_early_bye,
    },
    {
        .finding = &invite_expired,
        .when = ON_RESPONSE,
        .codes = {487},
        .methods = {"INVITE"},
        .judge = judge_expired,
    },
};

const struct sc_topic sc_topic_terminated = {
    .name = "terminated",
    .title = "INVITEs that ended without a CANCEL",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
