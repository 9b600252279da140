/* Attempts: what a user tried.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A request is the same on every hop and in every branch of a fork if Call-ID, From tag, CSeq
 * number and method are the same (RFC 3261 section 8.2.2.2). After certain final responses the
 * client sends it again with the CSeq number raised (section 8.1.3.5): that is another step of
 * the same attempt.
 */
#include "dialogs.h"

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

    return sc_table_find(tracker, TABLE_ATTEMPTS, key);
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
    struct sc_attempt *attempt = sc_arena_alloc(tracker->arena, sizeof *attempt);

    attempt->call_id = transaction->call_id;
    attempt->from_tag = transaction->from_tag;
    attempt->to_tag = transaction->to_tag;
    attempt->method = transaction->method;
    attempt->first = transaction;
    attempt->steps = 1;
    attempt->last_time = transaction->last_time;
    attempt->renews = sc_table_find(tracker, TABLE_ATTEMPTS, key) != NULL;
    sc_table_set(tracker, TABLE_ATTEMPTS, key, attempt);
    g_ptr_array_add(tracker->attempts, attempt);
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
    struct sc_attempt *attempt = sc_table_find(tracker, TABLE_ATTEMPTS, key);
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

static struct sc_slice user_in(const struct sc_message *message, enum sc_header header)
{
    struct sc_address address = sc_address_read(sc_header_first(message, header));
    struct sc_slice user = sc_uri_read(address.uri).user;

    user.size = MIN(user.size, SC_KEPT_MAX);
    return user;
}

/* True if a message has the users, the method and the kind of an attempt's: in a dialog or not. */
static bool suits_attempt(const struct sc_attempt *attempt,
                          const struct sc_transaction *transaction,
                          const struct sc_message *message)
{
    return sc_slice_equal(attempt->method, transaction->method) &&
           sc_slice_equal(attempt->to_tag, transaction->to_tag) &&
           sc_slice_equal(attempt->caller, user_in(message, SC_HEADER_FROM)) &&
           sc_slice_equal(attempt->callee, user_in(message, SC_HEADER_TO));
}

static bool is_latest_step(const struct sc_transaction *transaction)
{
    const struct sc_transaction *root = transaction->attempt->roots;

    while (root != NULL && root != transaction) {
        root = root->next_root;
    }
    return root != NULL;
}

/* The challenged transaction whose nonce a new one has, if no other answered it: it is what the
 * client tried before, whatever Call-ID and From tag it chose now, and however late (section 22.2).
 */
static struct sc_transaction *challenged_before(const struct sc_transaction *transaction,
                                                const struct sc_message *message)
{
    const struct sc_answer *answer = transaction->answers;

    for (; answer != NULL && transaction->parent == NULL; answer = answer->next) {
        struct sc_transaction *challenged = answer->challenged;
        if (challenged->attempt != NULL && challenged->retried_by == NULL &&
            sc_transaction_final(challenged) == answer->challenge && is_latest_step(challenged) &&
            suits_attempt(challenged->attempt, transaction, message)) {
            return challenged;
        }
    }
    return NULL;
}

static void begin_step(struct sc_attempt *attempt)
{
    attempt->steps++;
    attempt->roots = NULL;
    attempt->root_count = 0;
}

void sc_attempts_join(struct sc_tracker *tracker, struct sc_transaction *transaction,
                      const struct sc_message *message)
{
    uint64_t key = attempt_key(tracker, transaction->call_id, transaction->from_tag,
                               transaction->to_tag, transaction->method);
    struct sc_attempt *attempt = attempt_of(tracker, transaction, key);
    struct sc_transaction *challenged =
        attempt == NULL ? challenged_before(transaction, message) : NULL;

    if (attempt != NULL && transaction->parent == NULL) {
        transaction->retry_of = followed_up(attempt, transaction);
    }
    if (challenged != NULL) {
        attempt = challenged->attempt;
        transaction->retry_of = challenged;
        begin_step(attempt);
        sc_table_set(tracker, TABLE_ATTEMPTS, key, attempt);
    } else if (attempt == NULL) {
        attempt = begin_attempt(tracker, transaction, key);
    } else if (transaction->parent == NULL && attempt->cseq != transaction->cseq) {
        begin_step(attempt);
    }
    add_root(attempt, transaction);
    if (attempt->first->parent == transaction) {
        attempt->first = transaction;
    }
    transaction->attempt = attempt;
}

void sc_attempts_name(struct sc_tracker *tracker, struct sc_attempt *attempt,
                      const struct sc_message *message)
{
    attempt->caller = sc_arena_keep(tracker->arena, user_in(message, SC_HEADER_FROM));
    attempt->callee = sc_arena_keep(tracker->arena, user_in(message, SC_HEADER_TO));
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

size_t sc_tracker_attempt_count(const struct sc_tracker *tracker)
{
    return tracker->attempts->len;
}

const struct sc_attempt *sc_tracker_attempt(const struct sc_tracker *tracker, size_t index)
{
    return g_ptr_array_index(tracker->attempts, index);
}
