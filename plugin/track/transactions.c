/* Matching messages to transactions (RFC 3261 sections 17.1.3 and 17.2.3).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "transactions.h"

#include "hosts.h"

bool sc_transaction_has_upstream(const struct sc_transaction *transaction)
{
    return whole_of(transaction)->tail != 0;
}

bool sc_transaction_same_step(const struct sc_transaction *a, const struct sc_transaction *b)
{
    return whole_of(a)->call == whole_of(b)->call;
}

bool sc_transaction_same_request(const struct sc_transaction *a, const struct sc_transaction *b)
{
    return sc_transaction_same_step(a, b) && sc_slice_equal(a->from_tag, b->from_tag) &&
           sc_slice_equal(a->method, b->method);
}

bool sc_transaction_mirrored_by(const struct sc_transaction *transaction,
                                const struct sc_record *response)
{
    return response == &transaction->request || whole_of(transaction)->request_key.mirrored ==
                                                    ((const struct record *)response)->key.mirrored;
}

int64_t sc_transaction_begin(const struct sc_transaction *transaction)
{
    return transaction->request_seen ? transaction->request.time : transaction->responses->time;
}

struct sc_transaction *sc_transaction_open(struct sc_tracker *tracker,
                                           const struct reading *reading)
{
    struct arena *arena = tracker->arena;
    struct transaction *own = sc_arena_alloc(arena, sizeof *own);
    struct sc_transaction *transaction = &own->facts;

    transaction->method = sc_arena_keep(arena, reading->method);
    transaction->branch = sc_arena_keep(arena, reading->via.branch);
    transaction->sent_by = sc_arena_keep(arena, reading->via.sent_by);
    transaction->call_id = sc_arena_keep(arena, reading->call_id);
    transaction->from_tag = sc_arena_keep(arena, reading->from_tag);
    transaction->cseq = reading->cseq.number;
    transaction->last_time = reading->packet->time;
    g_ptr_array_add(tracker->transactions, transaction);
    own->serial = tracker->transactions->len;
    own->key = reading->key;
    own->branch_key = reading->branch_key;
    own->call = reading->call;
    own->tail = reading->tail;
    own->older = sc_table_find(tracker, TABLE_BRANCHES, reading->branch_key);
    sc_table_set(tracker, TABLE_BRANCHES, own->branch_key, transaction);
    sc_table_set(tracker, TABLE_TRANSACTIONS, own->key, transaction);
    return transaction;
}

/* Endpoints are interned, so the address of one identifies it. */
uint64_t sc_way_key(const struct sc_tracker *tracker, const struct sc_endpoint *source,
                    const struct sc_endpoint *destination)
{
    return sc_digest_number(sc_digest_number(tracker->seed, (uintptr_t)source),
                            (uintptr_t)destination);
}

struct sc_transaction *sc_transactions_latest(struct sc_tracker *tracker,
                                              const struct sc_endpoint *source,
                                              const struct sc_endpoint *destination)
{
    uint64_t key = sc_way_key(tracker, sc_endpoint_own(tracker, source),
                              sc_endpoint_own(tracker, destination));

    return sc_table_find(tracker, TABLE_REQUESTS, key);
}

/* Records the transaction's request, even if a response was captured first. */
static void take_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                         const struct reading *reading)
{
    sc_record_begin(tracker, &transaction->request, &whole(transaction)->request_key, reading);
    uint64_t way = sc_way_key(tracker, reading->source, reading->destination);
    sc_table_set(tracker, TABLE_REQUESTS, way, transaction);
    sc_responses_request(tracker, transaction, way);
    sc_stray_acks_invite(tracker, transaction, reading);
    transaction->request_seen = true;
    transaction->to_tag = transaction->request.to_tag;
    transaction->authorization = sc_header_count(reading->message, SC_HEADER_AUTHORIZATION) > 0;
    transaction->proxy_authorization =
        sc_header_count(reading->message, SC_HEADER_PROXY_AUTHORIZATION) > 0;
}

bool sc_transaction_same_way(const struct sc_transaction *transaction,
                             const struct reading *reading)
{
    bool reply = reading->message->kind == SC_MESSAGE_RESPONSE;
    const struct sc_endpoint *client = reply ? reading->destination : reading->source;
    const struct sc_endpoint *server = reply ? reading->source : reading->destination;

    return transaction->request_seen
               ? transaction->request.source == client && transaction->request.destination == server
               : transaction->responses->source == server &&
                     transaction->responses->destination == client;
}

/* How long after a copy the next one may come, in T1: T2, and a little. */
#define NEXT_COPY 9

/* How many copies timer A, the slowest, makes of a request until timer B ends it. */
#define COPIES_TO_THE_END 6

/* A sender stops after timer B or F. Some that repeated the request until then go on at the pace of
 * T2, for as long as nothing ends their wait. */
static bool repeats_request(const struct sc_tracker *tracker,
                            const struct sc_transaction *transaction, const struct reading *reading)
{
    const struct sc_record *request = &transaction->request;
    int64_t now = reading->packet->time;

    return transaction->request_seen &&
           whole_of(transaction)->request_key.identity == reading->identity &&
           (sc_time_between(request->time, now) <= sc_timers_timeout(&tracker->timers) ||
            (transaction->responses == NULL && request->retransmissions >= COPIES_TO_THE_END &&
             sc_time_between(request->last_time, now) <=
                 NEXT_COPY * sc_timers_t1(&tracker->timers)));
}

/* True if the transaction was opened by a response that answers this request. Frames get out of
 * order by moments; what comes later is another request of a client that uses one branch. */
static bool waits_for_request(const struct sc_tracker *tracker,
                              const struct sc_transaction *transaction,
                              const struct reading *reading)
{
    return !transaction->request_seen && sc_transaction_same_way(transaction, reading) &&
           sc_time_between(transaction->responses->time, reading->packet->time) <=
               sc_timers_t1(&tracker->timers);
}

struct sc_transaction *sc_transaction_of_request(struct sc_tracker *tracker,
                                                 const struct reading *reading, bool *is_new)
{
    struct sc_transaction *candidate = sc_table_find(tracker, TABLE_TRANSACTIONS, reading->key);

    *is_new = true;
    for (int i = 0; candidate != NULL && i < SC_SAME_KEY_MAX;
         i++, candidate = whole(candidate)->older) {
        if (whole(candidate)->key != reading->key) {
            continue;
        }
        if (repeats_request(tracker, candidate, reading)) {
            *is_new = false;
            return candidate;
        }
        if (waits_for_request(tracker, candidate, reading)) {
            take_request(tracker, candidate, reading);
            return candidate;
        }
    }
    struct sc_transaction *transaction = sc_transaction_open(tracker, reading);
    take_request(tracker, transaction, reading);
    return transaction;
}

uint64_t sc_transaction_identity(const struct sc_transaction *transaction,
                                 const struct reading *reading)
{
    return sc_digest_number(reading->identity, whole_of(transaction)->serial);
}

/* A challenge to a request that answers one already is a refusal (section 22.1). */
static bool asks_for_credentials(const struct sc_transaction *transaction,
                                 const struct sc_message *message)
{
    return sc_message_challenges(message) &&
           !(message->code == 401 ? transaction->authorization : transaction->proxy_authorization);
}

/* Records what the first copy of a response changes. */
static void take_response(struct sc_transaction *transaction, struct sc_record *record,
                          const struct sc_message *message)
{
    struct sc_record **end = transaction->last_response != NULL ? &transaction->last_response->next
                                                                : &transaction->responses;

    if (transaction->response_count < SC_RESPONSES_MAX) {
        *end = record;
        transaction->response_count++;
    } else {
        transaction->responses_dropped++;
    }
    transaction->last_response = record;
    if (record->code < 200) {
        transaction->provisional = transaction->provisional ? transaction->provisional : record;
        if (record->code == 180 && transaction->alerting == NULL) {
            transaction->alerting = record;
        }
        return;
    }
    if (transaction->final == NULL) {
        transaction->final = record;
        transaction->asked_for_credentials = asks_for_credentials(transaction, message);
    }
    if (record->code < 300 && transaction->success == NULL) {
        transaction->success = record;
    }
}

struct sc_record *sc_transaction_record(struct sc_tracker *tracker, uint64_t identity,
                                        const struct reading *reading, enum sc_copy *copy)
{
    struct record *record = sc_table_find(tracker, TABLE_RECORDS, identity);

    if (record != NULL) {
        *copy = sc_record_again(&record->facts, &record->key, reading);
        return &record->facts;
    }
    *copy = SC_COPY_FIRST;
    struct record *made = sc_arena_alloc(tracker->arena, sizeof *made);
    sc_record_begin(tracker, &made->facts, &made->key, reading);
    made->key.identity = identity;
    sc_table_set(tracker, TABLE_RECORDS, identity, made);
    return &made->facts;
}

struct sc_record *sc_transaction_response(struct sc_tracker *tracker,
                                          struct sc_transaction *transaction,
                                          const struct reading *reading, enum sc_copy *copy)
{
    struct sc_record *record = sc_transaction_record(
        tracker, sc_transaction_identity(transaction, reading), reading, copy);

    if (*copy == SC_COPY_FIRST) {
        take_response(transaction, record, reading->message);
    }
    return record;
}

struct sc_record *sc_transaction_known_response(const struct sc_tracker *tracker,
                                                const struct sc_transaction *transaction,
                                                const struct reading *reading)
{
    return sc_table_find(tracker, TABLE_RECORDS, sc_transaction_identity(transaction, reading));
}

struct sc_record *sc_transaction_ack(struct sc_tracker *tracker, struct sc_transaction *transaction,
                                     const struct reading *reading, enum sc_copy *copy)
{
    struct sc_record *record = sc_transaction_record(
        tracker, sc_transaction_identity(transaction, reading), reading, copy);

    if (*copy != SC_COPY_FIRST) {
        return record;
    }
    if (transaction->ack_count == SC_ACKS_MAX) {
        transaction->acks_dropped++;
        return record;
    }
    transaction->ack_count++;
    if (transaction->ack == NULL) {
        transaction->ack = record;
    } else {
        record->next = transaction->ack->next;
        transaction->ack->next = record;
    }
    return record;
}

const struct sc_record *sc_transaction_final(const struct sc_transaction *transaction)
{
    return transaction->success != NULL ? transaction->success : transaction->final;
}

size_t sc_tracker_transaction_count(const struct sc_tracker *tracker)
{
    return tracker->transactions->len;
}

const struct sc_transaction *sc_tracker_transaction(const struct sc_tracker *tracker, size_t index)
{
    return g_ptr_array_index(tracker->transactions, index);
}
