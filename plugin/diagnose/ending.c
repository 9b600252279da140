/* Who ended an INVITE that was cancelled.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ending.h"

#include "dialog-requests.h"
#include "statement.h"
#include "timing.h"

bool sc_ending_was_sent(const struct sc_transaction *cancel)
{
    return cancel != NULL && cancel->request_seen;
}

int64_t sc_ending_cancelled_at(const struct sc_transaction *branch)
{
    return sc_ending_was_sent(branch->cancelled_by) ? branch->cancelled_by->request.time
                                                    : branch->final->time;
}

/* The response among other branches of a fork that decided before TIME: a 2xx, or a 6xx if there
 * was none (RFC 3261 section 16.7, steps 5 and 10). NEXT leads from branch to branch. */
static const struct sc_record *
winner_among(const struct sc_transaction *branch, int64_t time,
             const struct sc_transaction *(*next)(const struct sc_transaction *))
{
    const struct sc_record *refusal = NULL;

    for (; branch != NULL; branch = next(branch)) {
        const struct sc_record *final = sc_transaction_final(branch);
        if (sc_transaction_won_before(branch, time)) {
            return branch->success;
        }
        if (final != NULL && final->time <= time && final->code >= 600) {
            refusal = final;
        }
    }
    return refusal;
}

static const struct sc_transaction *next_branch(const struct sc_transaction *branch)
{
    return branch->sibling;
}

static const struct sc_transaction *next_root(const struct sc_transaction *branch)
{
    return branch->next_root;
}

/* What another branch answered before this one was cancelled, here or at a fork upstream. */
static const struct sc_record *winner_over(const struct sc_transaction *branch)
{
    int64_t time = sc_ending_cancelled_at(branch);
    const struct sc_record *refusal = NULL;

    for (; branch != NULL; branch = branch->parent) {
        const struct sc_record *winner =
            branch->parent != NULL ? winner_among(branch->parent->children, time, next_branch)
                                   : winner_among(branch->attempt->roots, time, next_root);
        if (branch->success != NULL && branch->success->time <= time) {
            return branch->success;
        }
        if (winner != NULL && winner->code < 300) {
            return winner;
        }
        refusal = winner != NULL ? winner : refusal;
    }
    return refusal;
}

/* Climbs the hops above a branch and sets the outermost one, and the CANCEL that counts. True if
 * that says that the call was answered elsewhere. */
static bool climb(const struct sc_transaction *branch, struct sc_ending *ending)
{
    bool elsewhere = false;

    for (; branch != NULL; branch = branch->parent) {
        ending->top = branch;
        if (sc_ending_was_sent(branch->cancelled_by) && !elsewhere) {
            ending->cancelled_by = branch->cancelled_by;
            elsewhere = branch->cancelled_by->completed_elsewhere;
        }
    }
    return elsewhere;
}

struct sc_ending sc_ending_of(const struct sc_transaction *branch, const struct sc_record *record)
{
    struct sc_ending ending = {SC_END_UNKNOWN, branch, NULL, NULL};

    if (record != sc_transaction_final(branch) || !sc_transaction_ended_by_cancel(branch)) {
        return ending;
    }
    bool elsewhere = climb(branch, &ending);
    ending.winner = winner_over(branch);
    if (elsewhere || (ending.winner != NULL && ending.winner->code < 300)) {
        ending.end = SC_END_ELSEWHERE;
    } else if (ending.cancelled_by == NULL) {
        ending.end = SC_END_UNKNOWN;
    } else if (ending.winner != NULL || ending.cancelled_by != ending.top->cancelled_by) {
        ending.end = SC_END_BY_PROXY;
    } else {
        ending.end = SC_END_BY_CALLER;
    }
    return ending;
}

void sc_ending_evidence(const struct sc_case *c, struct sc_draft *draft,
                        const struct sc_ending *ending)
{
    const struct sc_transaction *branch = c->transaction;

    sc_draft_evidence(draft, branch->request.frame);
    sc_draft_evidence(draft, branch->alerting != NULL ? branch->alerting->frame : 0);
    sc_draft_evidence(draft,
                      ending->cancelled_by != NULL ? ending->cancelled_by->request.frame : 0);
    sc_draft_evidence(draft,
                      branch->cancelled_by != NULL ? branch->cancelled_by->request.frame : 0);
    sc_draft_shows(draft, ending->winner != NULL ? ending->winner->frame : 0, "answered the call");
}

const char *sc_ending_reason(const struct sc_case *c, struct sc_draft *draft,
                             char text[SC_WORDS_SIZE])
{
    struct sc_statement stated = sc_statement_ending(c->transaction);

    sc_statement_append(draft, &stated, text);
    if (c->record->code != 487) {
        /* The callee may have refused in the same moment. */
        const struct sc_transaction *cancel = c->transaction->cancelled_by;
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        if (cancel != NULL && cancel->success != NULL) {
            sc_draft_evidence(draft, cancel->success->frame);
        }
        char odd[SC_QUOTE_SIZE];
        g_snprintf(odd, sizeof odd, "; the INVITE then got %u, where 487 was due", c->record->code);
        g_strlcat(text, odd, SC_WORDS_SIZE);
    }
    return text;
}

const struct sc_transaction *sc_ending_waited_for(const struct sc_case *c)
{
    const struct sc_transaction *invite = c->transaction;
    int64_t time = sc_ending_cancelled_at(invite);

    for (const struct sc_dialog *dialog = sc_tracker_dialogs(c->tracker, invite->call_id);
         dialog != NULL; dialog = dialog->sibling) {
        for (const struct sc_transaction *request = dialog->latest; request != NULL;
             request = request->earlier_in_dialog) {
            if (request->request_seen && sc_dialog_same_side(request, invite) &&
                (sc_transaction_is(request, "PRACK") || sc_transaction_is(request, "UPDATE")) &&
                (request->final == NULL || request->final->time > time) &&
                sc_time_between(request->request.time, time) >= sc_timing_timeout(c) / 2) {
                return request;
            }
        }
    }
    return NULL;
}
