/* Responses to ACKs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An ACK has no response (RFC 3261 section 17). A server that sends one all the same has not
 * matched the ACK to its INVITE, and what it says is no response of the INVITE. So an ACK that is
 * answered is a transaction of its own.
 */
#include "transactions.h"

/* The latest ACK with one top Via, Call-ID and CSeq number. */
struct answerable {
    const struct sc_record *ack;
    struct sc_transaction *invite;      /* NULL: the ACK belongs to none */
    struct sc_transaction *transaction; /* NULL: the ACK was not answered */
};

void sc_answered_acks_ack(struct sc_tracker *tracker, const struct reading *reading,
                          const struct sc_record *record, struct sc_transaction *invite)
{
    enum sc_copy copy;
    struct answerable *answerable =
        sc_table_obtain(tracker, TABLE_ACKS, reading->key, sizeof *answerable);

    if (record == NULL) {
        uint64_t identity = sc_digest_number(reading->identity, reading->key);
        record = sc_transaction_record(tracker, identity, reading, &copy);
    }
    if (answerable->ack != record) {
        *answerable = (struct answerable){.ack = record, .invite = invite};
    }
}

/* Opens the transaction of a response to an ACK, whose keys are its own. */
static struct sc_transaction *open_ack(struct sc_tracker *tracker, const struct reading *response)
{
    struct reading reading = *response;

    reading.method = sc_slice_of("ACK");
    reading.branch_key = sc_reading_branch_key(response, reading.method);
    reading.key = sc_reading_key(response, reading.method);
    return sc_transaction_open(tracker, &reading);
}

struct sc_transaction *sc_answered_acks_transaction(struct sc_tracker *tracker,
                                                    const struct reading *reading, bool *is_new)
{
    struct answerable *answerable = sc_table_find(tracker, TABLE_ACKS, reading->key);

    *is_new = false;
    if (answerable == NULL || answerable->ack->source != reading->destination ||
        answerable->ack->destination != reading->source) {
        return NULL;
    }
    if (answerable->transaction == NULL) {
        struct sc_transaction *transaction = open_ack(tracker, reading);
        *is_new = true;
        answerable->transaction = transaction;
        transaction->acknowledges = answerable->invite;
        transaction->request = *answerable->ack;
        /* The bytes are kept for the ACK's own record alone. */
        transaction->request.text = (struct sc_slice){0};
        transaction->request.next = NULL;
        transaction->request_seen = true;
        transaction->to_tag = transaction->request.to_tag;
    }
    return answerable->transaction;
}

struct sc_transaction *sc_answered_acks_unseen(struct sc_tracker *tracker,
                                               const struct reading *reading, bool *is_new)
{
    struct sc_transaction *transaction =
        sc_table_find(tracker, TABLE_TRANSACTIONS, sc_reading_key(reading, sc_slice_of("ACK")));

    *is_new = transaction == NULL;
    return transaction != NULL ? transaction : open_ack(tracker, reading);
}
