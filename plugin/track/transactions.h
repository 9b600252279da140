/* Transactions as the tracker matches them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TRANSACTIONS_H
#define SIPCODES_TRANSACTIONS_H

#include "records.h"
#include "sipcodes/event.h"

struct claim;
struct publish;

/* Every struct sc_transaction is the head of one of these. */
struct transaction {
    struct sc_transaction facts;
    struct record_key request_key;

    /* Digests, as in struct reading. */
    uint64_t key;
    uint64_t branch_key;
    uint64_t call;
    uint64_t tail;

    uint32_t serial;           /* from 1, in the order they began */
    uint16_t downstream_count; /* without parent: transactions that lead downstream from here */
    uint16_t stray_ack_count;  /* that are linked */
    bool in_dialog_list;       /* linked among the requests of its dialog */
    bool request_recorded;     /* the request has Record-Route */
    bool success_recorded;     /* its first 2xx has Record-Route */

    struct sc_transaction *older;        /* the earlier one with the same branch key */
    struct sc_transaction *older_on_way; /* the earlier one of its step, the same way */
    struct sc_transaction *older_invite; /* the earlier one with its Call-ID, tag and endpoints */
    struct sc_transaction *next_orphan;  /* the next that waits for the same parent */
    struct sc_transaction *later_in_dialog; /* the next later request of the dialog */

    struct claim *claims; /* the accounts that its credentials are of */

    struct publish *publish; /* of a PUBLISH; see publications.c */

    const struct sc_record *route_due; /* see sc_dialog_route_due() */
};

/* The whole of a transaction, of which FACTS is the head. */
static inline struct transaction *whole(struct sc_transaction *transaction)
{
    return (struct transaction *)transaction;
}

static inline const struct transaction *whole_of(const struct sc_transaction *transaction)
{
    return (const struct transaction *)transaction;
}

/* The transaction that a request opens or repeats. NEW: this is the request's first copy. */
struct sc_transaction *sc_transaction_of_request(struct sc_tracker *tracker,
                                                 const struct reading *reading, bool *is_new);

/* A transaction that a message opens. */
struct sc_transaction *sc_transaction_open(struct sc_tracker *tracker,
                                           const struct reading *reading);

/* Digest of two endpoints of the tracker's own, in this direction. */
uint64_t sc_way_key(const struct sc_tracker *tracker, const struct sc_endpoint *source,
                    const struct sc_endpoint *destination);

/* The latest request that went from one endpoint to another; NULL if none was seen. */
struct sc_transaction *sc_transactions_latest(struct sc_tracker *tracker,
                                              const struct sc_endpoint *source,
                                              const struct sc_endpoint *destination);

/* True if the message runs between the same endpoints as the transaction: a request with its
 * request, a response against it. */
bool sc_transaction_same_way(const struct sc_transaction *transaction,
                             const struct reading *reading);

/* The record of a response: a new one of the transaction, or an earlier one. */
struct sc_record *sc_transaction_response(struct sc_tracker *tracker,
                                          struct sc_transaction *transaction,
                                          const struct reading *reading, enum sc_copy *copy);

/* Digest that identifies a response or an ACK among all of the capture. */
uint64_t sc_transaction_identity(const struct sc_transaction *transaction,
                                 const struct reading *reading);

/* The record of a response that was seen before; NULL if it was not. */
struct sc_record *sc_transaction_known_response(const struct sc_tracker *tracker,
                                                const struct sc_transaction *transaction,
                                                const struct reading *reading);

/* Records an ACK. */
struct sc_record *sc_transaction_ack(struct sc_tracker *tracker, struct sc_transaction *transaction,
                                     const struct reading *reading, enum sc_copy *copy);

/* The record of a message that identifies itself by IDENTITY: a new one, or an earlier one that it
 * is a copy of. */
struct sc_record *sc_transaction_record(struct sc_tracker *tracker, uint64_t identity,
                                        const struct reading *reading, enum sc_copy *copy);

/* ---- responses.c ---- */

/* The latest transaction with KEY, better one between the message's endpoints; NULL if none. */
struct sc_transaction *sc_transaction_with_key(const struct sc_tracker *tracker,
                                               const struct reading *reading, uint64_t key);

/* Remembers a request that went one WAY, for the responses to it. */
void sc_responses_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                          uint64_t way);

/* The transaction that a response belongs to; NULL if there is none. */
struct sc_transaction *sc_responses_find(const struct sc_tracker *tracker,
                                         const struct reading *reading);

/* The same, but if there is none, one without a request is opened. */
struct sc_transaction *sc_transaction_of_response(struct sc_tracker *tracker,
                                                  const struct reading *reading, bool *is_new);

/* The INVITE that a CANCEL is for although its CSeq number differs, by the top Via and From tag,
 * preferably with the same Call-ID; NULL if there is none. */
struct sc_transaction *sc_transaction_of_misnumbered_cancel(const struct sc_tracker *tracker,
                                                            const struct reading *reading);

/* ---- stray-acks.c ---- */

/* Remembers an INVITE, for ACKs that do not match it. */
void sc_stray_acks_invite(struct sc_tracker *tracker, struct sc_transaction *transaction,
                          const struct reading *reading);

/* The INVITE that an ACK has most in common with, of those with its Call-ID and From tag between
 * its endpoints; NULL if there is none. */
struct sc_transaction *sc_stray_acks_meant_by(const struct sc_tracker *tracker,
                                              const struct reading *reading);

/* Records an ACK that matches nothing with the INVITE that it was meant for, by Call-ID, From tag
 * and endpoints; if there is none, with OTHERWISE. All zero if that is NULL. */
struct sc_sighting sc_stray_acks_add(struct sc_tracker *tracker, const struct reading *reading,
                                     struct sc_transaction *otherwise);

/* Remembers a response for which no request was seen; TRANSACTION may be NULL. */
void sc_responses_stray(struct sc_tracker *tracker, const struct reading *reading,
                        const struct sc_record *response, const struct sc_transaction *transaction);

/* ---- answered-acks.c ---- */

/* Remembers an ACK: its record, NULL if it belongs to no INVITE, and its INVITE. */
void sc_answered_acks_ack(struct sc_tracker *tracker, const struct reading *reading,
                          const struct sc_record *record, struct sc_transaction *invite);

/* The transaction of a response whose CSeq names an ACK; NULL if no ACK was seen that it may
 * answer: it may be the garbled response to an INVITE. */
struct sc_transaction *sc_answered_acks_transaction(struct sc_tracker *tracker,
                                                    const struct reading *reading, bool *is_new);

/* The same if there is no such INVITE either. */
struct sc_transaction *sc_answered_acks_unseen(struct sc_tracker *tracker,
                                               const struct reading *reading, bool *is_new);

/* ---- sent-datagrams.c ---- */

/* A message of a datagram that was sent. */
struct sent_datagram {
    const struct sc_endpoint *source;
    const struct sc_endpoint *destination;
    const struct sc_record *record;
    uint32_t serial; /* of the transaction */
    uint16_t ip_id;  /* 0: none */
    uint16_t ip_length;
};

/* The latest datagram between the two endpoints with the identification and length that an ICMP
 * error quotes; NULL if there is none. */
const struct sent_datagram *sc_datagrams_find(const struct sc_tracker *tracker,
                                              const struct sc_event *event);

/* ---- drops.c ---- */

/* True if a call was answered, and dropped within seconds: the answerer heard no ACK, or the
 * offerer ended it at once and stated a cause that is about media. */
bool sc_call_is_dropped(const struct sc_tracker *tracker, const struct sc_transaction *invite);

/* ---- hops.c ---- */

/* Links a new transaction, by the message that opened it, to the hop upstream, and to those
 * downstream that waited for it. */
void sc_hops_link(struct sc_tracker *tracker, struct sc_transaction *transaction,
                  const struct reading *reading);

/* ---- redirects.c ---- */

/* Remembers where the first copy of a 3xx leads. */
void sc_redirects_response(struct sc_tracker *tracker, struct sc_transaction *transaction,
                           const struct sc_record *record, const struct reading *reading);

/* Finds the redirection that a new request follows without being a step of the same attempt. To be
 * called once it has its attempt. */
void sc_redirects_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                          const struct reading *reading);

/* ---- nonces.c ---- */

/* Remembers the nonces that a final response offers. A copy may have another nonce than the first.
 */
void sc_nonces_offered(struct sc_tracker *tracker, struct sc_transaction *transaction,
                       const struct sc_record *record, const struct sc_message *message);

/* Reads the credentials of a new request, and finds the challenges that their nonces come from. To
 * be called before it has its attempt, which may depend on them. */
void sc_nonces_read(struct sc_tracker *tracker, struct sc_transaction *transaction,
                    struct reading *reading);

/* Finds out what the credentials of a new request answer. To be called once it has its attempt. */
void sc_nonces_used(struct sc_tracker *tracker, struct sc_transaction *transaction,
                    const struct reading *reading);

/* ---- publications.c ---- */

/* Reads which publication a new request is about; nothing if it is no PUBLISH. */
void sc_publications_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                             const struct sc_message *message);

/* Remembers what the first copy of a response says of the publication. */
void sc_publications_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                              const struct sc_record *record, const struct sc_message *message);

#endif
