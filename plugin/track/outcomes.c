/* Outcomes: what became of an attempt.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <limits.h>

#include "transactions.h"

static const char *const outcome_names[SC_OUTCOME_COUNT] = {
    [SC_OUTCOME_UNKNOWN] = "unknown",
    [SC_OUTCOME_ANSWERED] = "answered",
    [SC_OUTCOME_DROPPED] = "dropped",
    [SC_OUTCOME_REDIRECTED] = "redirected",
    [SC_OUTCOME_CHALLENGED] = "challenged",
    [SC_OUTCOME_CANCELLED] = "cancelled",
    [SC_OUTCOME_ANSWERED_ELSEWHERE] = "answered-elsewhere",
    [SC_OUTCOME_BUSY] = "busy",
    [SC_OUTCOME_NO_ANSWER] = "no-answer",
    [SC_OUTCOME_DECLINED] = "declined",
    [SC_OUTCOME_REFUSED] = "refused",
    [SC_OUTCOME_FAILED] = "failed",
    [SC_OUTCOME_UNANSWERED] = "unanswered",
};

const char *sc_outcome_name(enum sc_outcome outcome)
{
    return (unsigned)outcome < SC_OUTCOME_COUNT ? outcome_names[outcome] : "";
}

/* True if the Reason of a response says that no one answered: Q.850 18 and 19. */
static bool says_no_answer(const struct sc_record *response)
{
    for (unsigned i = 0; i < response->reason_count; i++) {
        const struct sc_reason *reason = &response->reasons[i];
        if (sc_reason_is_q850(reason) && reason->has_cause &&
            (reason->cause == 18 || reason->cause == 19)) {
            return true;
        }
    }
    return false;
}

/* True if a phone's own timer ended the ringing: a person would have refused the call sooner. */
static bool rang_to_a_timer(const struct sc_transaction *transaction, const struct sc_record *final)
{
    return transaction->alerting != NULL && transaction->to_tag.size == 0 &&
           sc_ringing_is_timer_like(sc_time_between(transaction->alerting->time, final->time));
}

/* A call that rang and then ended with one of these was not answered. */
static bool rang_out(const struct sc_transaction *transaction, const struct sc_record *final)
{
    switch (final->code) {
    case 408:
    case 480:
        return transaction->alerting != NULL || says_no_answer(final);
    case 486:
    case 603:
        return says_no_answer(final) || rang_to_a_timer(transaction, final);
    default:
        return false;
    }
}

bool sc_transaction_won_before(const struct sc_transaction *branch, int64_t time)
{
    const struct sc_record *success = branch->success;
    const struct sc_transaction *cancel = branch->cancelled_by;

    return success != NULL && success->time <= time &&
           !(cancel != NULL && cancel->request_seen && cancel->request.time < success->time);
}

/* True if the UA that sent the failure of an INVITE had accepted the CANCEL of it. */
static bool failed_after_cancel(const struct sc_transaction *invite)
{
    const struct sc_record *final = sc_transaction_final(invite);
    const struct sc_record *accepted =
        invite->cancelled_by != NULL ? invite->cancelled_by->success : NULL;

    return final != NULL && final->code >= 400 && accepted != NULL &&
           accepted->time <= final->time && final->to_tag.size > 0 &&
           sc_slice_equal(accepted->to_tag, final->to_tag);
}

bool sc_transaction_ended_by_cancel(const struct sc_transaction *invite)
{
    const struct sc_record *final = sc_transaction_final(invite);
    const struct sc_transaction *hop = invite;

    if (final == NULL || !sc_transaction_is(invite, "INVITE")) {
        return false;
    }
    while (hop != NULL && final->code != 487 && !failed_after_cancel(hop)) {
        const struct sc_transaction *branch = hop->cancelled_by != NULL ? hop->children : NULL;
        while (branch != NULL && (sc_transaction_final(branch) == NULL ||
                                  sc_transaction_final(branch)->code != final->code)) {
            branch = branch->sibling;
        }
        hop = branch;
    }
    return hop != NULL;
}

/* True if the call was taken on another branch of this hop before TIME: a proxy may stop the losers
 * before it passes the winner's 2xx on. */
static bool taken_before(const struct sc_transaction *hop, int64_t time)
{
    if (hop->success != NULL && hop->success->time <= time) {
        return true;
    }
    for (const struct sc_transaction *branch = hop->children; branch != NULL;
         branch = branch->sibling) {
        if (sc_transaction_won_before(branch, time)) {
            return true;
        }
    }
    return false;
}

/* A branch is cancelled because another one won, here or at a fork further up; because the caller
 * gave up or was told that another phone answered; or by a proxy that waited long enough. */
static enum sc_outcome outcome_of_cancelled(const struct sc_transaction *transaction)
{
    const struct sc_record *final = sc_transaction_final(transaction);
    const struct sc_record *end =
        transaction->cancelled_by != NULL && transaction->cancelled_by->request_seen
            ? &transaction->cancelled_by->request
            : final;
    bool by_caller = transaction->parent == NULL;

    for (const struct sc_transaction *hop = transaction; hop != NULL; hop = hop->parent) {
        if ((hop->cancelled_by != NULL && hop->cancelled_by->completed_elsewhere) ||
            (end != NULL && taken_before(hop, end->time))) {
            return SC_OUTCOME_ANSWERED_ELSEWHERE;
        }
        by_caller = by_caller || (hop != transaction && hop->cancelled_by != NULL);
    }
    return by_caller || transaction->alerting == NULL ? SC_OUTCOME_CANCELLED : SC_OUTCOME_NO_ANSWER;
}

/* True if no response can have reached the client: it retransmitted for at least a quarter of timer
 * B or F, or the capture lacks nothing that could hide one (sections 17.1.1.2 and 17.1.2.2). */
static bool was_left_alone(const struct sc_tracker *tracker,
                           const struct sc_transaction *transaction, const struct sc_gaps *gaps)
{
    const struct sc_record *request = &transaction->request;

    return request->last_time - request->time >= sc_timers_timeout(&tracker->timers) / 4 ||
           !(gaps->one_direction || gaps->segments_missing || gaps->fragments_missing);
}

/* True if the client sent its request to the end of timer B or F (sections 17.1.1.2 and 17.1.2.2):
 * the last copy goes out 63*T1 after the first, or within T2 before that. */
static bool was_sent_to_the_end(const struct sc_tracker *tracker,
                                const struct sc_transaction *transaction)
{
    return sc_time_between(transaction->request.time, transaction->request.last_time) >=
           60 * sc_timers_t1(&tracker->timers);
}

static enum sc_outcome outcome_of_silence(const struct sc_tracker *tracker,
                                          const struct sc_transaction *transaction)
{
    struct sc_gaps gaps = sc_transaction_gaps(tracker, transaction);

    if (transaction->cancelled_by != NULL) {
        return outcome_of_cancelled(transaction);
    }
    /* A final response came if it was acknowledged. */
    if (transaction->ack != NULL) {
        return SC_OUTCOME_UNKNOWN;
    }
    if (transaction->responses == NULL && transaction->unreachable != NULL) {
        return SC_OUTCOME_FAILED;
    }
    /* A provisional response stops the timer of an INVITE, that of others goes on (section 17.1).
     */
    if (transaction->responses != NULL && sc_transaction_is(transaction, "INVITE")) {
        return SC_OUTCOME_UNKNOWN;
    }
    return was_sent_to_the_end(tracker, transaction) ||
                   (!gaps.ends_early && was_left_alone(tracker, transaction, &gaps))
               ? SC_OUTCOME_UNANSWERED
               : SC_OUTCOME_UNKNOWN;
}

static enum sc_outcome outcome_of_final(const struct sc_transaction *transaction,
                                        const struct sc_record *final)
{
    unsigned code = final->code;

    if (sc_transaction_ended_by_cancel(transaction)) {
        return outcome_of_cancelled(transaction);
    }
    if (rang_out(transaction, final)) {
        return SC_OUTCOME_NO_ANSWER;
    }
    switch (code) {
    case 401:
    case 407:
        return transaction->asked_for_credentials ? SC_OUTCOME_CHALLENGED : SC_OUTCOME_REFUSED;
    case 486:
    case 600:
        return SC_OUTCOME_BUSY;
    case 603:
    case 607:
    case 608:
        return SC_OUTCOME_DECLINED;
    default:
        break;
    }
    if (code == 408) {
        return SC_OUTCOME_FAILED;
    }
    switch (code / 100) {
    case 2:
        return SC_OUTCOME_ANSWERED;
    case 3:
        return SC_OUTCOME_REDIRECTED;
    case 4:
    case 6:
        return SC_OUTCOME_REFUSED;
    default:
        return SC_OUTCOME_FAILED;
    }
}

static enum sc_outcome outcome_of_branch(const struct sc_tracker *tracker,
                                         const struct sc_transaction *transaction)
{
    const struct sc_record *final = sc_transaction_final(transaction);

    if (final == NULL) {
        return outcome_of_silence(tracker, transaction);
    }
    return sc_call_is_dropped(tracker, transaction) ? SC_OUTCOME_DROPPED
                                                    : outcome_of_final(transaction, final);
}

/* Which of an attempt's branches decides, the lowest first: a 2xx; one that may still be answered;
 * then as a proxy would choose, a 6xx, else the lowest class (section 16.7, step 6); silence last,
 * which is a 408 to the proxy. */
static unsigned standing(const struct sc_tracker *tracker, const struct sc_transaction *root)
{
    const struct sc_record *final = sc_transaction_final(root);

    if (final == NULL) {
        enum sc_outcome silence = outcome_of_silence(tracker, root);
        return silence == SC_OUTCOME_UNANSWERED || silence == SC_OUTCOME_FAILED ? UINT_MAX : 1;
    }
    switch (final->code / 100) {
    case 2:
        return 0;
    case 6:
        return 2;
    default:
        return final->code / 100;
    }
}

/* True if a branch was over when the latest one began: refused, given up, or silent for so long
 * that the client turned to another server (RFC 3263 section 4.3). Branches of a parallel fork
 * begin within less. */
static bool is_superseded(const struct sc_tracker *tracker, const struct sc_transaction *root,
                          const struct sc_transaction *latest)
{
    int64_t end = sc_transaction_begin(latest);

    if (root == latest || root->success != NULL) {
        return false;
    }
    return (root->final != NULL && root->final->time <= end) ||
           (root->cancelled_by != NULL && root->cancelled_by->last_time <= end) ||
           (root->request_seen && root->responses == NULL &&
            sc_time_between(sc_transaction_begin(root), end) >= sc_timers_t1(&tracker->timers));
}

const struct sc_attempt *sc_attempt_of(const struct sc_transaction *transaction)
{
    if (transaction != NULL && transaction->cancels != NULL) {
        transaction = transaction->cancels;
    }
    if (transaction != NULL && transaction->acknowledges != NULL) {
        transaction = transaction->acknowledges;
    }
    return transaction != NULL ? transaction->attempt : NULL;
}

uint32_t sc_attempt_first_frame(const struct sc_attempt *attempt)
{
    const struct sc_transaction *first = attempt->first;

    return first->request_seen ? first->request.frame : first->responses->frame;
}

const struct sc_transaction *sc_attempt_decisive(const struct sc_tracker *tracker,
                                                 const struct sc_attempt *attempt)
{
    const struct sc_transaction *best = attempt->roots;

    for (const struct sc_transaction *root = attempt->roots; root != NULL; root = root->next_root) {
        unsigned own = standing(tracker, root);
        unsigned least = standing(tracker, best);
        if (!is_superseded(tracker, root, attempt->roots) &&
            (own < least || (own == least && root->last_time > best->last_time))) {
            best = root;
        }
    }
    return best;
}

enum sc_outcome sc_attempt_outcome(const struct sc_tracker *tracker,
                                   const struct sc_attempt *attempt)
{
    const struct sc_transaction *decisive = sc_attempt_decisive(tracker, attempt);

    return decisive != NULL ? outcome_of_branch(tracker, decisive) : SC_OUTCOME_UNKNOWN;
}

enum sc_outcome sc_transaction_outcome(const struct sc_tracker *tracker,
                                       const struct sc_transaction *transaction)
{
    if (sc_transaction_is(transaction, "CANCEL")) {
        if (transaction->cancels == NULL) {
            return SC_OUTCOME_UNKNOWN; /* its own 200 says nothing of the INVITE */
        }
        transaction = transaction->cancels;
    } else if (sc_transaction_is(transaction, "ACK")) {
        if (transaction->acknowledges == NULL) {
            return SC_OUTCOME_UNKNOWN;
        }
        transaction = transaction->acknowledges;
    }
    if (transaction->parent != NULL) {
        return outcome_of_branch(tracker, transaction);
    }
    return sc_attempt_outcome(tracker, transaction->attempt);
}
