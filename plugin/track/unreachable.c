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
    return transaction != NULL && transaction->request_seen ? transaction : NULL;
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

/* What an error that quotes a response is about, if it holds enough of it. */
static struct sc_sighting add_undelivered(struct sc_tracker *tracker, const struct reading *reading,
                                          const struct sc_packet *packet, enum sc_icmp icmp)
{
    struct sc_sighting sighting = {0};

    struct sc_transaction *transaction = sc_transaction_with_key(tracker, reading, reading->key);
    struct sc_record *response =
        transaction != NULL ? sc_transaction_known_response(tracker, transaction, reading) : NULL;
    if (response != NULL) {
        response->icmp = icmp;
        sighting.frame = packet->frame;
        sighting.transaction = transaction;
        sighting.record = add_error(tracker, &response->undelivered, packet);
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

struct sc_sighting sc_unreachable_add(struct sc_tracker *tracker, const struct sc_packet *packet,
                                      enum sc_icmp icmp, const struct sc_endpoint *source,
                                      const struct sc_endpoint *destination, struct sc_slice quoted)
{
    struct sc_packet datagram = *packet;
    struct sc_message message;
    struct reading reading;
    struct sc_sighting sighting = {0};

    sc_message_scan(quoted.data, quoted.size, &message);
    datagram.source = *source;
    datagram.destination = *destination;
    bool readable = sc_reading_begin(tracker, &reading, &datagram, &message);
    if (message.kind == SC_MESSAGE_RESPONSE) {
        return readable ? add_undelivered(tracker, &reading, packet, icmp) : sighting;
    }
    struct sc_transaction *transaction = quoted_transaction(tracker, &reading, readable);
    if (transaction == NULL && message.kind == SC_MESSAGE_NONE) {
        transaction = latest_unanswered(tracker, source, destination);
        if (transaction != NULL && !may_quote(transaction, quoted)) {
            transaction = NULL;
        }
    }
    if (transaction != NULL) {
        transaction->icmp = icmp;
        sighting.frame = packet->frame;
        sighting.transaction = transaction;
        sighting.record = add_error(tracker, &transaction->unreachable, packet);
    }
    return sighting;
}
