/* ICMP errors: which message they quote, and so what did not get to its destination.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "events.h"
#include "hosts.h"
#include "transactions.h"

/* The request that an ICMP error quotes, if it holds enough of it. An ACK waits for no
 * response. */
static struct sc_transaction *quoted_transaction(const struct sc_tracker *tracker,
                                                 const struct reading *reading, bool readable)
{
    if (reading->message->kind != SC_MESSAGE_REQUEST || !readable || reading->ack) {
        return NULL;
    }
    struct sc_transaction *transaction = sc_transaction_with_key(tracker, reading, reading->key);
    return transaction != NULL && transaction->request_seen &&
                   sc_transaction_same_way(transaction, reading)
               ? transaction
               : NULL;
}

/* What an error that holds nothing of a message is about: a request that was not answered so far.
 */
static struct sc_transaction *latest_unanswered(struct sc_tracker *tracker,
                                                const struct sc_endpoint *source,
                                                const struct sc_endpoint *destination)
{
    struct sc_transaction *transaction = sc_transactions_latest(tracker, source, destination);

    return transaction != NULL && transaction->responses == NULL ? transaction : NULL;
}

/* Counts an ICMP error about a message: at ERRORS is the record of those before, or NULL. */
static struct sc_record *add_error(struct sc_tracker *tracker, struct sc_record **errors,
                                   const struct sc_packet *packet)
{
    struct sc_record *record = *errors;

    if (record == NULL) {
        struct record *made = sc_arena_alloc(tracker->arena, sizeof *made);
        record = &made->facts;
        record->frame = packet->frame;
        record->time = packet->time;
        record->source = sc_endpoint_own(tracker, &packet->source);
        record->destination = sc_endpoint_own(tracker, &packet->destination);
        *errors = record;
    } else {
        record->retransmissions++;
    }
    record->last_frame = packet->frame;
    record->last_time = packet->time;
    return record;
}

static struct sc_sighting add_undelivered(struct sc_tracker *tracker,
                                          struct sc_transaction *transaction,
                                          struct sc_record *response, const struct sc_event *event)
{
    response->icmp = event->error.icmp;
    return (struct sc_sighting){
        .frame = event->packet.frame,
        .transaction = transaction,
        .record = add_error(tracker, &response->undelivered, &event->packet),
    };
}

static struct sc_sighting add_unreachable(struct sc_tracker *tracker,
                                          struct sc_transaction *transaction,
                                          const struct sc_event *event)
{
    transaction->icmp = event->error.icmp;
    return (struct sc_sighting){
        .frame = event->packet.frame,
        .transaction = transaction,
        .record = add_error(tracker, &transaction->unreachable, &event->packet),
    };
}

/* What an error is about that holds nothing of a message that is known, by the header of the
 * datagram. */
static struct sc_sighting add_by_header(struct sc_tracker *tracker, const struct sc_event *event)
{
    const struct sent_datagram *sent = sc_datagrams_find(tracker, event);
    struct sc_sighting sighting = {0};

    if (sent == NULL) {
        return sighting;
    }
    struct sc_transaction *transaction = g_ptr_array_index(tracker->transactions, sent->serial - 1);
    if (sent->record == &transaction->request) {
        return add_unreachable(tracker, transaction, event);
    }
    for (struct sc_record *response = transaction->responses; response != NULL;
         response = response->next) {
        if (response == sent->record) {
            return add_undelivered(tracker, transaction, response, event);
        }
    }
    return sighting;
}

/* True unless the quote holds bytes that are not the request's: a message of another exchange, or
 * no SIP at all. */
static bool may_quote(const struct sc_transaction *transaction, struct sc_slice quoted)
{
    struct sc_slice text = transaction->request.text;

    return quoted.size == 0 ||
           (text.size > 0 && memcmp(quoted.data, text.data, MIN(quoted.size, text.size)) == 0);
}

/* The same where the header is not known. */
static struct sc_sighting add_by_ports(struct sc_tracker *tracker, const struct sc_event *event)
{
    struct sc_transaction *transaction =
        latest_unanswered(tracker, &event->error.source, &event->error.destination);

    return transaction != NULL && may_quote(transaction, event->bytes)
               ? add_unreachable(tracker, transaction, event)
               : (struct sc_sighting){0};
}

struct sc_sighting sc_unreachable_add(struct sc_tracker *tracker, const struct sc_event *event)
{
    struct sc_packet datagram = event->packet;
    struct sc_message message;
    struct reading reading;

    sc_message_scan(event->bytes.data, event->bytes.size, &message);
    datagram.source = event->error.source;
    datagram.destination = event->error.destination;
    bool readable = sc_reading_begin(tracker, &reading, &datagram, &message);
    if (message.kind == SC_MESSAGE_RESPONSE && readable) {
        struct sc_transaction *transaction = sc_responses_find(tracker, &reading);
        struct sc_record *response =
            transaction != NULL ? sc_transaction_known_response(tracker, transaction, &reading)
                                : NULL;
        if (response != NULL) {
            return add_undelivered(tracker, transaction, response, event);
        }
    }
    struct sc_transaction *transaction = quoted_transaction(tracker, &reading, readable);
    if (transaction != NULL) {
        return add_unreachable(tracker, transaction, event);
    }
    if (event->error.ip_length > 0) {
        return add_by_header(tracker, event);
    }
    return message.kind == SC_MESSAGE_NONE ? add_by_ports(tracker, event) : (struct sc_sighting){0};
}
