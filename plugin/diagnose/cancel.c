/* Rules about CANCEL, and about who ended an INVITE that was not answered.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* Hops above a branch, and branches of one fork, that are looked at. */
#define HOPS_MAX     SC_VIAS_MAX
#define BRANCHES_MAX 64

/* Timer C lets a call ring for at least so long (RFC 3261 section 16.6, step 11). */
#define RINGING_MAX INT64_C(180000000000)

/* ---- Who ended an INVITE with a 487 ---- */

enum end {
    END_UNKNOWN,
    END_BY_CALLER,
    END_ELSEWHERE, /* answered on another branch */
    END_BY_PROXY,  /* a proxy dropped this branch by itself */
};

struct ending {
    enum end end;
    const struct sc_transaction *top; /* the INVITE's outermost hop */
    const struct sc_transaction
        *cancelled_by;              /* the outermost CANCEL, or the one that says elsewhere */
    const struct sc_record *winner; /* the response of another branch that decided; or NULL */
};

static bool was_sent(const struct sc_transaction *cancel)
{
    return cancel != NULL && cancel->request_seen;
}

/* When a branch was cancelled; where its own CANCEL is missing, when it ended. */
static int64_t cancelled_at(const struct sc_transaction *branch)
{
    return was_sent(branch->cancelled_by) ? branch->cancelled_by->request.time
                                          : branch->final->time;
}

/* The response among other branches of a fork that decided before TIME: a 2xx, or a 6xx if there
 * was none (RFC 3261 section 16.7, steps 5 and 10). NEXT leads from branch to branch. */
static const struct sc_record *
winner_among(const struct sc_transaction *branch, int64_t time,
             const struct sc_transaction *(*next)(const struct sc_transaction *))
{
    const struct sc_record *refusal = NULL;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = next(branch)) {
        const struct sc_record *final = sc_transaction_final(branch);
        if (final == NULL || final->time > time) {
            continue;
        }
        if (final->code < 300) {
            return final;
        }
        if (final->code >= 600) {
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

/* What another branch said before this one was cancelled, here or at a fork further up. */
static const struct sc_record *winner_over(const struct sc_transaction *branch)
{
    int64_t time = cancelled_at(branch);
    const struct sc_record *refusal = NULL;

    for (int i = 0; branch != NULL && i < HOPS_MAX; i++, branch = branch->parent) {
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

/* True if every branch seen of a fork whose upstream side is not in the capture was cancelled: a
 * proxy that goes on to the next target leaves one that is not. */
static bool all_cancelled(const struct sc_attempt *attempt)
{
    const struct sc_transaction *root = attempt->roots;

    for (int i = 0; root != NULL && i < BRANCHES_MAX; i++, root = root->next_root) {
        if (!was_sent(root->cancelled_by)) {
            return false;
        }
    }
    return true;
}

static bool has_upstream(const struct sc_transaction *top)
{
    return sc_transaction_has_upstream(top);
}

/* Notes the hops above a branch: the outermost one, and the CANCEL that counts. */
static bool climb(const struct sc_transaction *branch, struct ending *ending)
{
    bool elsewhere = false;

    for (int i = 0; branch != NULL && i < HOPS_MAX; i++, branch = branch->parent) {
        ending->top = branch;
        if (was_sent(branch->cancelled_by) && !elsewhere) {
            ending->cancelled_by = branch->cancelled_by;
            elsewhere = branch->cancelled_by->completed_elsewhere;
        }
    }
    return elsewhere;
}

static struct ending ending_of(const struct sc_transaction *branch, const struct sc_record *record)
{
    struct ending ending = {END_UNKNOWN, branch, NULL, NULL};

    if (record != sc_transaction_final(branch)) {
        return ending;
    }
    bool elsewhere = climb(branch, &ending);
    ending.winner = winner_over(branch);
    if (elsewhere || (ending.winner != NULL && ending.winner->code < 300)) {
        ending.end = END_ELSEWHERE;
    } else if (ending.cancelled_by == NULL) {
        ending.end = END_UNKNOWN;
    } else if (ending.winner != NULL || ending.cancelled_by != ending.top->cancelled_by) {
        ending.end = END_BY_PROXY;
    } else {
        ending.end = END_BY_CALLER;
    }
    return ending;
}

/* The INVITE of this hop, what rang, and the CANCELs that came for it. */
static void show_cancelled(struct scene *scene, const struct ending *ending)
{
    const struct sc_transaction *branch = scene->transaction;

    evidence(scene, branch->request.frame);
    evidence(scene, branch->alerting != NULL ? branch->alerting->frame : 0);
    evidence(scene, ending->cancelled_by != NULL ? ending->cancelled_by->request.frame : 0);
    evidence(scene, branch->cancelled_by != NULL ? branch->cancelled_by->request.frame : 0);
    evidence(scene, ending->winner != NULL ? ending->winner->frame : 0);
}

/* What the capture lacks to know that nobody upstream cancelled. */
static void see_upstream(struct scene *scene, const struct sc_transaction *top)
{
    struct sc_gaps gaps = sc_transaction_gaps(scene->tracker, top);

    if (has_upstream(top)) {
        blocked(scene, SC_BLOCKER_OTHER_SIDE);
    } else if (gaps.one_direction || !top->request_seen) {
        blocked(scene, SC_BLOCKER_ONE_DIRECTION);
    } else if (gaps.segments_missing) {
        blocked(scene, SC_BLOCKER_SEGMENTS);
    }
}

/* What the CANCEL states as its reason, for the end of a sentence; "" if it states none. */
static const char *cancel_reason(struct scene *scene, char text[CAUSE_SIZE])
{
    struct stated stated = ending_reason(scene->transaction);

    return confirmation(scene, &stated, text);
}

static void judge_caller_cancelled(struct scene *scene)
{
    const struct sc_transaction *branch = scene->transaction;
    struct ending ending = ending_of(branch, scene->record);

    if (ending.end != END_BY_CALLER) {
        return;
    }
    int64_t time = cancelled_at(branch);
    char reason[CAUSE_SIZE];
    cancel_reason(scene, reason);
    show_cancelled(scene, &ending);
    if (has_upstream(ending.top)) {
        blocked(scene, SC_BLOCKER_OTHER_SIDE);
    }
    if (branch->alerting != NULL) {
        find(scene, "The caller cancelled after %s of ringing%s",
             span(scene, time - branch->alerting->time), reason);
    } else if (branch->request_seen) {
        find(scene, "The caller cancelled after %s, before it rang%s",
             span(scene, time - branch->request.time), reason);
    } else {
        find(scene, "The caller cancelled before it rang%s", reason);
    }
}

static bool caller_cancelled_holds(struct scene *scene)
{
    struct ending ending = ending_of(scene->transaction, scene->record);

    return ending.end == END_BY_CALLER &&
           (!has_upstream(ending.top) || all_cancelled(ending.top->attempt));
}

/* The Reason of a CANCEL that says so by itself (RFC 3326 section 3.1; Q.850 26, non-selected user
 * clearing). */
static struct stated elsewhere_reason(const struct sc_record *cancel)
{
    for (unsigned i = 0; i < cancel->reason_count; i++) {
        const struct sc_reason *reason = &cancel->reasons[i];
        if (reason->has_cause &&
            ((sc_slice_is(reason->protocol, "SIP") && reason->cause == 200) ||
             (sc_slice_is(reason->protocol, "Q.850") && reason->cause == 26))) {
            return (struct stated){
                .record = cancel, .reason = reason, .cause = reason->cause, .method = "CANCEL"};
        }
    }
    return (struct stated){0};
}

static void judge_answered_elsewhere(struct scene *scene)
{
    struct ending ending = ending_of(scene->transaction, scene->record);
    char reason[CAUSE_SIZE];

    if (ending.end != END_ELSEWHERE) {
        return;
    }
    show_cancelled(scene, &ending);
    if (ending.cancelled_by != NULL && ending.cancelled_by->completed_elsewhere) {
        struct stated stated = elsewhere_reason(&ending.cancelled_by->request);
        confirmation(scene, &stated, reason);
        find(scene, "The CANCEL says that another phone answered%s", reason);
        return;
    }
    if (ending.cancelled_by == NULL) {
        confidence(scene, SC_CONFIDENCE_STRONG);
    }
    find(scene, "Another branch had answered with %u before this one was cancelled%s",
         ending.winner->code, cancel_reason(scene, reason));
}

static bool answered_elsewhere_holds(struct scene *scene)
{
    return ending_of(scene->transaction, scene->record).end == END_ELSEWHERE;
}

static void judge_fork_branch_cancelled(struct scene *scene)
{
    const struct sc_transaction *branch = scene->transaction;
    struct ending ending = ending_of(branch, scene->record);

    if (ending.end != END_BY_PROXY) {
        return;
    }
    char reason[CAUSE_SIZE];
    cancel_reason(scene, reason);
    show_cancelled(scene, &ending);
    if (ending.winner != NULL) {
        find(scene, "The proxy cancelled this branch after another one had said %u%s",
             ending.winner->code, reason);
        return;
    }
    confidence(scene, SC_CONFIDENCE_STRONG);
    see_upstream(scene, ending.top);
    find(scene, "The proxy cancelled this branch %s after its INVITE, and the caller had not%s",
         span(scene, cancelled_at(branch) - begun_at(branch)), reason);
}

static bool fork_branch_cancelled_holds(struct scene *scene)
{
    return ending_of(scene->transaction, scene->record).end == END_BY_PROXY;
}

/* ---- A CANCEL that came to nothing ---- */

/* True if the INVITE had its final response when the CANCEL was refused. */
static bool came_too_late(const struct scene *scene)
{
    const struct sc_transaction *invite = scene->transaction->cancels;

    return invite != NULL && invite->final != NULL && invite->final->time <= scene->record->time;
}

static void judge_cancel_too_late(struct scene *scene)
{
    if (!came_too_late(scene)) {
        return;
    }
    const struct sc_transaction *invite = scene->transaction->cancels;
    evidence(scene, scene->transaction->request.frame);
    evidence(scene, invite->final->frame);
    find(scene, "The INVITE had got its %u before the CANCEL was refused", invite->final->code);
}

/* The server knows no INVITE although one with the CANCEL's branch is there. */
static void judge_cancel_of_pending(struct scene *scene)
{
    const struct sc_transaction *cancel = scene->transaction;
    const struct sc_transaction *invite = cancel->cancels;

    complete(scene);
    evidence(scene, cancel->request.frame);
    evidence(scene, invite->request.frame);
    if (cancel->request_seen && invite->request_seen &&
        cancel->request.destination != invite->request.destination) {
        find(scene, "The CANCEL went to another address or port than its INVITE");
        return;
    }
    confidence(scene, SC_CONFIDENCE_STRONG);
    find(scene, "The server does not know the INVITE with this branch, which is still unanswered");
}

/* The INVITE between the same two that a CANCEL may have meant, going by Call-ID and tags. */
static const struct sc_transaction *meant_by(const struct scene *scene)
{
    const struct sc_transaction *cancel = scene->transaction;
    const struct sc_attempt *attempt = sc_tracker_attempt_with(
        scene->tracker, cancel->call_id, cancel->from_tag, cancel->to_tag, sc_slice_of("INVITE"));
    const struct sc_transaction *root = attempt != NULL ? attempt->roots : NULL;

    for (int i = 0; root != NULL && i < BRANCHES_MAX; i++, root = root->next_root) {
        if (root->request_seen && root->request.source == cancel->request.source &&
            root->request.time <= cancel->request.time) {
            return root;
        }
    }
    return NULL;
}

static void judge_cancel_no_match(struct scene *scene)
{
    const struct sc_transaction *cancel = scene->transaction;

    if (came_too_late(scene) || !cancel->request_seen) {
        return;
    }
    if (cancel->cancels != NULL) {
        judge_cancel_of_pending(scene);
        return;
    }
    const struct sc_transaction *invite = meant_by(scene);
    complete(scene);
    evidence(scene, cancel->request.frame);
    if (invite == NULL) {
        confidence(scene, SC_CONFIDENCE_STRONG);
        if (cancel->request.time - sc_tracker_begin(scene->tracker) < RINGING_MAX) {
            blocked(scene, SC_BLOCKER_STARTS_LATE);
        }
        find(scene, "The capture holds no INVITE with this Call-ID and From tag");
        return;
    }
    evidence(scene, invite->request.frame);
    if (invite->cseq != cancel->cseq) {
        find(scene, "The CANCEL has CSeq number %u, the INVITE %u", cancel->cseq, invite->cseq);
    } else {
        find(scene, "The top Via of the CANCEL has another %s than that of the INVITE",
             sc_slice_equal(invite->branch, cancel->branch) ? "host or port" : "branch");
    }
}

static void judge_cancel_race_answered(struct scene *scene)
{
    const struct sc_transaction *invite = scene->transaction;
    const struct sc_transaction *cancel = invite->cancelled_by;

    if (!was_sent(cancel) || scene->record != invite->success ||
        cancel->request.time > scene->record->time ||
        (invite->final != NULL && invite->final->time < cancel->request.time) ||
        (cancel->final != NULL && cancel->final->code >= 300)) {
        return;
    }
    evidence(scene, invite->request.frame);
    evidence(scene, cancel->request.frame);
    find(scene, "The %u crossed or followed the CANCEL: the call is up all the same",
         scene->record->code);
}

static void judge_no_487_after_cancel(struct scene *scene)
{
    const struct sc_transaction *cancel = scene->transaction;
    const struct sc_transaction *invite = cancel->cancels;

    if (invite == NULL || invite->final != NULL || ended_unseen(invite) ||
        scene->record != cancel->success || !cancel->request_seen) {
        return;
    }
    evidence(scene, invite->request.frame);
    evidence(scene, cancel->request.frame);
    find(scene, "The INVITE got no final response within %s of its CANCEL",
         span(scene, timeout(scene)));
}

static const struct rule rules[] = {
    {"answered-elsewhere", ON_RESPONSE, 487, 487, "INVITE", judge_answered_elsewhere,
     answered_elsewhere_holds},
    {"caller-cancelled", ON_RESPONSE, 487, 487, "INVITE", judge_caller_cancelled,
     caller_cancelled_holds},
    {"cancel-no-match", ON_RESPONSE, 481, 481, "CANCEL", judge_cancel_no_match, NULL},
    {"cancel-race-answered", ON_RESPONSE, 200, 299, "INVITE", judge_cancel_race_answered, NULL},
    {"cancel-too-late", ON_RESPONSE, 481, 481, "CANCEL", judge_cancel_too_late, NULL},
    {"fork-branch-cancelled", ON_RESPONSE, 487, 487, "INVITE", judge_fork_branch_cancelled,
     fork_branch_cancelled_holds},
    {"no-487-after-cancel", AT_SHOWING, 200, 299, "CANCEL", judge_no_487_after_cancel, NULL},
};

const struct rule_topic rules_cancel = {rules, G_N_ELEMENTS(rules)};
