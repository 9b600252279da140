/* Which transaction a response belongs to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * By RFC 3261 section 17.1.3 the top Via and the method of CSeq decide. But proxies copy the branch
 * of their client, or leave their own Via in the response, and gateways rewrite addresses in a Via.
 * So the direction goes first: a response answers a request that went the other way between the
 * same two endpoints.
 */
#include "sipcodes/gaps.h"
#include "transactions.h"

struct sc_transaction *sc_transaction_with_key(const struct sc_tracker *tracker,
                                               const struct reading *reading, uint64_t key)
{
    struct sc_transaction *latest = sc_table_find(tracker, TABLE_TRANSACTIONS, key);
    struct sc_transaction *candidate = latest;

    for (int i = 0; candidate != NULL && i < SC_SAME_KEY_MAX;
         i++, candidate = whole(candidate)->older) {
        if (whole(candidate)->key == key && sc_transaction_same_way(candidate, reading)) {
            return candidate;
        }
    }
    return latest;
}

struct sc_transaction *sc_transaction_of_misnumbered_cancel(const struct sc_tracker *tracker,
                                                            const struct reading *reading)
{
    uint64_t key = sc_reading_branch_key(reading, sc_slice_of("INVITE"));
    struct sc_transaction *candidate = sc_table_find(tracker, TABLE_BRANCHES, key);
    struct sc_transaction *other_call = NULL;

    for (int i = 0; candidate != NULL && i < SC_SAME_KEY_MAX;
         i++, candidate = whole(candidate)->older) {
        if (!sc_slice_equal(candidate->from_tag, reading->from_tag) ||
            !sc_transaction_same_way(candidate, reading)) {
            continue;
        }
        if (sc_slice_equal(candidate->call_id, reading->call_id)) {
            return candidate;
        }
        other_call = other_call != NULL ? other_call : candidate;
    }
    return other_call;
}

/* The requests of one Call-ID, CSeq number and method that went one way. */
static uint64_t step_key(uint64_t way, uint64_t call, struct sc_slice method)
{
    return sc_digest_slice(sc_digest_number(way, call), method);
}

void sc_responses_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                          uint64_t way)
{
    uint64_t key = step_key(way, whole(transaction)->call, transaction->method);

    whole(transaction)->older_on_way = sc_table_find(tracker, TABLE_STEPS, key);
    sc_table_set(tracker, TABLE_STEPS, key, transaction);
}

/* True if the request's branch is in any Via of a response: a gateway changed the rest of that Via,
 * or a proxy left its own above it. If that is of the request's own client, the response answers
 * another request of it, which came round in a loop and was not captured. Where the response has
 * lost all branches, a request that is open. */
static bool has_branch_of(const struct sc_transaction *transaction, const struct reading *reading)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;
    bool bare = true;

    for (int i = 0; i < SC_VIAS_MAX && sc_via_next_key(reading->message, &cursor, &via); i++) {
        if (sc_slice_present(via.branch) && sc_slice_equal(via.branch, transaction->branch)) {
            return i == 0 || !sc_slice_same(transaction->sent_by, reading->via.sent_by);
        }
        bare = bare && !sc_slice_present(via.branch);
    }
    return bare && transaction->branch.size > 0 && transaction->final == NULL;
}

/* The latest request that went the other way with Call-ID, CSeq, From tag and branch of a response
 * whose top Via is not the request's. */
static struct sc_transaction *on_the_way_back(const struct sc_tracker *tracker,
                                              const struct reading *reading)
{
    uint64_t way = sc_way_key(tracker, reading->destination, reading->source);
    struct sc_transaction *candidate =
        sc_table_find(tracker, TABLE_STEPS, step_key(way, reading->call, reading->method));

    for (int i = 0; candidate != NULL && i < SC_SAME_KEY_MAX;
         i++, candidate = whole(candidate)->older_on_way) {
        if (sc_slice_equal(candidate->from_tag, reading->from_tag) &&
            has_branch_of(candidate, reading)) {
            return candidate;
        }
    }
    return NULL;
}

/* The transaction of a response that does not mirror Call-ID or CSeq number as it has to (section
 * 8.2.6.2): the latest with its branch that is open, or that it repeats a response of. */
static struct sc_transaction *transaction_of_garbled(const struct sc_tracker *tracker,
                                                     const struct reading *reading)
{
    struct sc_transaction *candidate = sc_table_find(tracker, TABLE_BRANCHES, reading->branch_key);

    for (int i = 0; candidate != NULL && i < SC_SAME_KEY_MAX;
         i++, candidate = whole(candidate)->older) {
        if (sc_transaction_same_way(candidate, reading) &&
            (candidate->final == NULL ||
             sc_table_find(tracker, TABLE_RECORDS, sc_transaction_identity(candidate, reading)) !=
                 NULL)) {
            return candidate;
        }
    }
    return NULL;
}

/* True if the sender of a response sent the request itself: then it cannot be its answer. */
static bool sent_request(const struct sc_transaction *transaction, const struct reading *reading)
{
    return transaction->request_seen && transaction->request.source == reading->source &&
           transaction->request.destination != reading->source;
}

/* The latest transaction with the response's top Via, whatever way its request went: the response
 * may come from another address, or be sent to another one. */
static struct sc_transaction *on_another_way(const struct sc_tracker *tracker,
                                             const struct reading *reading)
{
    struct sc_transaction *candidate = sc_table_find(tracker, TABLE_TRANSACTIONS, reading->key);

    for (int i = 0; candidate != NULL && i < SC_SAME_KEY_MAX;
         i++, candidate = whole(candidate)->older) {
        if (whole(candidate)->key == reading->key && !sent_request(candidate, reading)) {
            return candidate;
        }
    }
    return NULL;
}

struct sc_transaction *sc_responses_find(const struct sc_tracker *tracker,
                                         const struct reading *reading)
{
    struct sc_transaction *transaction = sc_transaction_with_key(tracker, reading, reading->key);

    if (transaction != NULL && sc_transaction_same_way(transaction, reading)) {
        return transaction;
    }
    transaction = on_the_way_back(tracker, reading);
    if (transaction == NULL) {
        transaction = transaction_of_garbled(tracker, reading);
    }
    return transaction != NULL ? transaction : on_another_way(tracker, reading);
}

/* A response for which no request was seen. */
struct stray {
    const struct sc_record *response;
    const struct sc_transaction *transaction; /* NULL: it fits nowhere */
};

void sc_responses_stray(struct sc_tracker *tracker, const struct reading *reading,
                        const struct sc_record *response, const struct sc_transaction *transaction)
{
    if (reading->call_id.size > 0) {
        struct stray *stray = sc_table_obtain(tracker, TABLE_STRAYS, reading->call, sizeof *stray);
        *stray = (struct stray){response, transaction};
    }
}

const struct sc_record *sc_transaction_stray_response(const struct sc_tracker *tracker,
                                                      const struct sc_transaction *transaction)
{
    const struct stray *stray = sc_table_find(tracker, TABLE_STRAYS, whole_of(transaction)->call);

    return stray != NULL && (stray->transaction == NULL || !stray->transaction->request_seen)
               ? stray->response
               : NULL;
}

/* True if the transaction had got another final response before: one more with the method ACK in
 * its CSeq answers the ACK, whose branch is the same (section 17.1.1.3). */
static bool had_ended(const struct sc_tracker *tracker, const struct sc_transaction *transaction,
                      const struct reading *reading)
{
    return transaction->final != NULL &&
           sc_table_find(tracker, TABLE_RECORDS, sc_transaction_identity(transaction, reading)) ==
               NULL;
}

struct sc_transaction *sc_transaction_of_response(struct sc_tracker *tracker,
                                                  const struct reading *reading, bool *is_new)
{
    struct sc_transaction *transaction =
        reading->ack ? sc_answered_acks_transaction(tracker, reading, is_new) : NULL;

    if (transaction != NULL) {
        return transaction;
    }
    transaction = sc_responses_find(tracker, reading);
    if (reading->ack && (transaction == NULL || had_ended(tracker, transaction, reading))) {
        return sc_answered_acks_unseen(tracker, reading, is_new);
    }
    *is_new = transaction == NULL;
    return transaction != NULL ? transaction : sc_transaction_open(tracker, reading);
}
