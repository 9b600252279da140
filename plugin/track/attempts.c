/* Attempts: what a user tried, and what became of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A request is the same on every hop and in every branch of a fork if Call-ID, From tag, CSeq
 * number and method are the same (RFC 3261 section 8.2.2.2). After certain final responses the
 * client sends it again with the CSeq number raised (section 8.1.3.5): that is another step of
 * the same attempt.
 */
#include <limits.h>
#include <string.h>

#include "tracker-private.h"

static const char *const outcome_names[SC_OUTCOME_COUNT] = {
    [SC_OUTCOME_UNKNOWN] = "unknown",
    [SC_OUTCOME_ANSWERED] = "answered",
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

/* Final responses after which the client is to send a changed request itself. */
static bool invites_another_step(unsigned code)
{
    switch (code) {
    case 401: /* section 22.2 */
    case 407: /* section 22.3 */
    case 412: /* RFC 3903 section 4.1 */
    case 413: /* to 416, 420: section 8.1.3.5 */
    case 414:
    case 415:
    case 416:
    case 417: /* RFC 4412 section 4.6.2 */
    case 420:
    case 421: /* section 21.4.16 */
    case 422: /* RFC 4028 section 7.3 */
    case 423: /* section 10.2.8 */
    case 424: /* RFC 6442 section 4.3 */
    case 428: /* RFC 8224 section 6.2.2 */
    case 429: /* RFC 3892 section 5 */
    case 439: /* RFC 5626 section 11.6 */
    case 469: /* RFC 6086 section 4.2.2 */
    case 484: /* section 21.4.22, RFC 3578 section 3.2 */
    case 485: /* section 21.4.23 */
    case 488: /* section 21.4.26 */
    case 491: /* section 14.1 */
    case 494: /* RFC 3329 section 2.3.1 */
        return true;
    default:
        return code >= 300 && code < 400; /* section 8.1.3.4 */
    }
}

/* True if B comes after A. CSeq numbers stay below 2^31 (section 8.1.1.5); one that is used up
 * begins anew. */
static bool cseq_after(uint32_t a, uint32_t b)
{
    uint32_t step = (b - a) & UINT32_C(0x7FFFFFFF);

    return step != 0 && step < UINT32_C(0x40000000);
}

static void add_root(struct sc_attempt *attempt, struct sc_transaction *transaction)
{
    if (transaction->parent == NULL && attempt->root_count == SC_ROOTS_MAX) {
        attempt->roots_dropped++;
    } else if (transaction->parent == NULL) {
        transaction->next_root = attempt->roots;
        attempt->roots = transaction;
        attempt->root_count++;
        attempt->cseq = transaction->cseq;
    }
}

static uint64_t attempt_key(const struct sc_tracker *tracker, struct sc_slice call_id,
                            struct sc_slice from_tag, struct sc_slice to_tag,
                            struct sc_slice method)
{
    uint64_t key = sc_digest_slice(tracker->seed, call_id);

    key = sc_digest_slice(key, from_tag);
    key = sc_digest_slice(key, to_tag);
    return sc_digest_slice(key, method);
}

struct sc_attempt *sc_attempts_find(const struct sc_tracker *tracker, struct sc_slice call_id,
                                    struct sc_slice from_tag, struct sc_slice to_tag,
                                    struct sc_slice method)
{
    uint64_t key = attempt_key(tracker, call_id, from_tag, to_tag, method);

    return (struct sc_attempt *)sc_table_find(tracker->attempts, key);
}

const struct sc_attempt *sc_tracker_attempt_with(const struct sc_tracker *tracker,
                                                 struct sc_slice call_id, struct sc_slice from_tag,
                                                 struct sc_slice to_tag, struct sc_slice method)
{
    return sc_attempts_find(tracker, call_id, from_tag, to_tag, method);
}

static struct sc_attempt *begin_attempt(struct sc_tracker *tracker,
                                        struct sc_transaction *transaction, uint64_t key)
{
    struct sc_attempt *attempt =
        (struct sc_attempt *)sc_arena_alloc(tracker->arena, sizeof *attempt);

    attempt->call_id = transaction->call_id;
    attempt->from_tag = transaction->from_tag;
    attempt->to_tag = transaction->to_tag;
    attempt->method = transaction->method;
    attempt->first = transaction;
    attempt->steps = 1;
    attempt->last_time = transaction->last_time;
    attempt->renews = sc_table_find(tracker->attempts, key) != NULL;
    sc_table_set(tracker->attempts, key, attempt);
    g_ptr_array_add(tracker->attempt_list, attempt);
    return attempt;
}

/* True if a final response of the latest step asks for another step. */
static bool awaits_another_step(const struct sc_attempt *attempt)
{
    for (const struct sc_transaction *root = attempt->roots; root != NULL; root = root->next_root) {
        const struct sc_record *final = sc_transaction_final(root);
        if (final != NULL && invites_another_step(final->code)) {
            return true;
        }
    }
    return false;
}

/* True if the latest step may get another branch: a 2xx ends them all (section 16.7, step 10). So
 * a client that pings with one and the same request makes an attempt of each. */
static bool takes_another_branch(const struct sc_attempt *attempt)
{
    for (const struct sc_transaction *root = attempt->roots; root != NULL; root = root->next_root) {
        if (root->success != NULL) {
            return false;
        }
    }
    return attempt->root_count < SC_ROOTS_MAX;
}

/* The attempt of a hop next to the transaction, or the one that it carries on; NULL if none. */
static struct sc_attempt *attempt_of(const struct sc_tracker *tracker,
                                     const struct sc_transaction *transaction, uint64_t key)
{
    if (transaction->parent != NULL) {
        return transaction->parent->attempt;
    }
    if (transaction->children != NULL) {
        return transaction->children->attempt;
    }
    struct sc_attempt *attempt = (struct sc_attempt *)sc_table_find(tracker->attempts, key);
    if (attempt == NULL || sc_time_between(attempt->last_time, transaction->last_time) >
                               sc_timers_timeout(&tracker->timers)) {
        return NULL;
    }
    if (attempt->cseq == transaction->cseq) {
        return takes_another_branch(attempt) ? attempt : NULL;
    }
    return cseq_after(attempt->cseq, transaction->cseq) && awaits_another_step(attempt) ? attempt
                                                                                        : NULL;
}

/* The transaction whose final response a new one of the same attempt follows up. */
static struct sc_transaction *followed_up(const struct sc_attempt *attempt,
                                          const struct sc_transaction *transaction)
{
    for (struct sc_transaction *root = attempt->roots; root != NULL; root = root->next_root) {
        const struct sc_record *final = sc_transaction_final(root);
        if (root != transaction && final != NULL && invites_another_step(final->code) &&
            root->request_seen && transaction->request_seen &&
            final->time <= transaction->request.time &&
            sc_endpoint_same_host(root->request.source, transaction->request.source)) {
            return root;
        }
    }
    return NULL;
}

void sc_attempts_join(struct sc_tracker *tracker, struct sc_transaction *transaction)
{
    uint64_t key = attempt_key(tracker, transaction->call_id, transaction->from_tag,
                               transaction->to_tag, transaction->method);
    struct sc_attempt *attempt = attempt_of(tracker, transaction, key);

    if (attempt != NULL && transaction->parent == NULL) {
        transaction->retry_of = followed_up(attempt, transaction);
    }
    if (attempt == NULL) {
        attempt = begin_attempt(tracker, transaction, key);
    } else if (transaction->parent == NULL && attempt->cseq != transaction->cseq) {
        attempt->steps++;
        attempt->roots = NULL;
        attempt->root_count = 0;
    }
    add_root(attempt, transaction);
    if (attempt->first->parent == transaction) {
        attempt->first = transaction;
    }
    transaction->attempt = attempt;
}

static struct sc_slice keep_user(struct sc_tracker *tracker, const struct sc_message *message,
                                 enum sc_header header)
{
    struct sc_address address = sc_address_read(sc_header_first(message, header));
    struct sc_slice user = sc_uri_read(address.uri).user;

    user.size = MIN(user.size, SC_KEPT_MAX);
    return sc_arena_keep(tracker->arena, user);
}

void sc_attempts_name(struct sc_tracker *tracker, struct sc_attempt *attempt,
                      const struct sc_message *message)
{
    attempt->caller = keep_user(tracker, message, SC_HEADER_FROM);
    attempt->callee = keep_user(tracker, message, SC_HEADER_TO);
}

void sc_attempts_adopted(struct sc_transaction *transaction)
{
    for (struct sc_transaction **at = &transaction->attempt->roots; *at != NULL;
         at = &(*at)->next_root) {
        if (*at == transaction) {
            *at = transaction->next_root;
            transaction->next_root = NULL;
            transaction->attempt->root_count--;
            return;
        }
    }
}

/* True if the Reason of a response says that nobody answered: Q.850 18 and 19. */
static bool says_no_answer(const struct sc_record *response)
{
    for (unsigned i = 0; i < response->reason_count; i++) {
        const struct sc_reason *reason = &response->reasons[i];
        if (sc_slice_is(reason->protocol, "Q.850") && reason->has_cause &&
            (reason->cause == 18 || reason->cause == 19)) {
            return true;
        }
    }
    return false;
}

/* A call that rang and then ended with one of these was not answered. */
static bool rang_out(const struct sc_transaction *transaction, const struct sc_record *final)
{
    return (final->code == 408 || final->code == 480) &&
           (transaction->alerting != NULL || says_no_answer(final));
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
        if (branch->success != NULL && branch->success->time <= time) {
            return true;
        }
    }
    return false;
}

/* A branch is cancelled because another one won, here or at a fork further up; because the caller
 * gave up or was told that somebody else answered; or by a proxy that waited long enough. */
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

/* True if no response can have reached the client: it went on sending for a good part of timer B or
 * F, or the capture lacks nothing that could hide one (sections 17.1.1.2 and 17.1.2.2). */
static bool was_left_alone(const struct sc_tracker *tracker,
                           const struct sc_transaction *transaction, const struct sc_gaps *gaps)
{
    const struct sc_record *request = &transaction->request;

    return request->last_time - request->time >= sc_timers_timeout(&tracker->timers) / 4 ||
           !(gaps->one_direction || gaps->segments_missing || gaps->fragments_missing);
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
    /* A provisional response stops the timer of an INVITE, that of others goes on (section 17.1).
     */
    if ((transaction->responses == NULL || !sc_transaction_is(transaction, "INVITE")) &&
        !gaps.ends_early && was_left_alone(tracker, transaction, &gaps)) {
        return SC_OUTCOME_UNANSWERED;
    }
    return SC_OUTCOME_UNKNOWN;
}

static enum sc_outcome outcome_of_final(const struct sc_transaction *transaction,
                                        const struct sc_record *final)
{
    unsigned code = final->code;

    switch (code) {
    case 401:
    case 407:
        return transaction->asked_for_credentials ? SC_OUTCOME_CHALLENGED : SC_OUTCOME_REFUSED;
    case 486:
    case 600:
        return SC_OUTCOME_BUSY;
    case 487:
        return outcome_of_cancelled(transaction);
    case 603:
    case 607:
    case 608:
        return SC_OUTCOME_DECLINED;
    default:
        break;
    }
    if (rang_out(transaction, final)) {
        return SC_OUTCOME_NO_ANSWER;
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

    return final != NULL ? outcome_of_final(transaction, final)
                         : outcome_of_silence(tracker, transaction);
}

/* Which of an attempt's branches decides, the lowest first: a 2xx; one that may still be answered;
 * then as a proxy would choose, a 6xx, else the lowest class (section 16.7, step 6); silence last,
 * which is a 408 to the proxy. */
static unsigned standing(const struct sc_tracker *tracker, const struct sc_transaction *root)
{
    const struct sc_record *final = sc_transaction_final(root);

    if (final == NULL) {
        return outcome_of_silence(tracker, root) == SC_OUTCOME_UNANSWERED ? UINT_MAX : 1;
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
    }
    if (transaction->parent != NULL) {
        return outcome_of_branch(tracker, transaction);
    }
    return sc_attempt_outcome(tracker, transaction->attempt);
}

size_t sc_tracker_attempt_count(const struct sc_tracker *tracker)
{
    return tracker->attempt_list->len;
}

const struct sc_attempt *sc_tracker_attempt(const struct sc_tracker *tracker, size_t index)
{
    return (const struct sc_attempt *)g_ptr_array_index(tracker->attempt_list, index);
}
