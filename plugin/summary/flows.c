/* The messages of attempts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flows.h"

#include <glib.h>

#include "sipcodes/tracker.h"

struct flows {
    GHashTable *by_attempt; /* attempt -> GPtrArray of its transactions */
    GArray *messages;       /* struct sc_flow_message, as they were returned last */
};

static void free_transactions(gpointer transactions)
{
    g_ptr_array_free((GPtrArray *)transactions, TRUE);
}

struct flows *sc_flows_new(const struct sc_tracker *tracker)
{
    struct flows *flows = g_new0(struct flows, 1);

    flows->by_attempt = g_hash_table_new_full(NULL, NULL, NULL, free_transactions);
    flows->messages = g_array_new(FALSE, FALSE, sizeof(struct sc_flow_message));
    for (size_t i = 0; i < sc_tracker_transaction_count(tracker); i++) {
        const struct sc_transaction *transaction = sc_tracker_transaction(tracker, i);
        const struct sc_attempt *attempt = sc_attempt_of(transaction);
        if (attempt == NULL) {
            continue;
        }
        GPtrArray *transactions = (GPtrArray *)g_hash_table_lookup(flows->by_attempt, attempt);
        if (transactions == NULL) {
            transactions = g_ptr_array_new();
            g_hash_table_insert(flows->by_attempt, GSIZE_TO_POINTER((uintptr_t)attempt),
                                transactions);
        }
        g_ptr_array_add(transactions, GSIZE_TO_POINTER((uintptr_t)transaction));
    }
    return flows;
}

void sc_flows_free(struct flows *flows)
{
    if (flows != NULL) {
        g_hash_table_destroy(flows->by_attempt);
        g_array_free(flows->messages, TRUE);
        g_free(flows);
    }
}

static void append(GArray *messages, enum sc_flow_kind kind,
                   const struct sc_transaction *transaction, const struct sc_record *record)
{
    struct sc_flow_message message = {kind, transaction, record, record->source,
                                      record->destination};

    g_array_append_val(messages, message);
}

/* Appends the ICMP error that quotes a message; it may be NULL. */
static void append_error(GArray *messages, const struct sc_transaction *transaction,
                         const struct sc_record *error, const struct sc_record *quoted)
{
    struct sc_flow_message message = {SC_FLOW_ICMP, transaction, error, NULL, quoted->source};
    const struct sc_endpoint *target = quoted->destination;

    if (error == NULL) {
        return;
    }
    bool from_target =
        target != NULL && error->source != NULL && sc_endpoint_same_host(target, error->source);
    message.source = from_target ? target : error->source;
    g_array_append_val(messages, message);
}

static void append_transaction(GArray *messages, const struct sc_transaction *transaction)
{
    /* The ACK itself is one of its INVITE's. */
    if (transaction->request_seen && transaction->acknowledges == NULL) {
        append(messages, SC_FLOW_REQUEST, transaction, &transaction->request);
    }
    append_error(messages, transaction, transaction->unreachable, &transaction->request);
    for (const struct sc_record *response = transaction->responses; response != NULL;
         response = response->next) {
        append(messages, SC_FLOW_RESPONSE, transaction, response);
        append_error(messages, transaction, response->undelivered, response);
    }
    for (const struct sc_record *ack = transaction->ack; ack != NULL; ack = ack->next) {
        append(messages, SC_FLOW_ACK, transaction, ack);
    }
    for (const struct sc_stray_ack *stray = transaction->stray_acks; stray != NULL;
         stray = stray->next) {
        append(messages, SC_FLOW_ACK, transaction, stray->record);
    }
}

static int by_time(const void *left, const void *right)
{
    const struct sc_record *a = ((const struct sc_flow_message *)left)->record;
    const struct sc_record *b = ((const struct sc_flow_message *)right)->record;

    if (a->time != b->time) {
        return a->time < b->time ? -1 : 1;
    }
    return a->frame != b->frame ? (a->frame < b->frame ? -1 : 1) : 0;
}

struct sc_flow sc_flows_of(struct flows *flows, const struct sc_attempt_facts *facts)
{
    GArray *messages = flows->messages;
    const GPtrArray *transactions =
        (const GPtrArray *)g_hash_table_lookup(flows->by_attempt, facts->attempt);
    const struct sc_transaction *explained = facts->explained.transaction;

    g_array_set_size(messages, 0);
    for (unsigned i = 0; transactions != NULL && i < transactions->len; i++) {
        append_transaction(messages,
                           (const struct sc_transaction *)g_ptr_array_index(transactions, i));
    }
    if (sc_attempt_of(explained) != facts->attempt) {
        append_transaction(messages, explained);
    }
    g_array_sort(messages, by_time);
    size_t count = MIN(messages->len, SC_FLOW_MAX);
    return (struct sc_flow){
        .messages = (const struct sc_flow_message *)(void *)messages->data,
        .count = count,
        .dropped = messages->len - count,
    };
}
