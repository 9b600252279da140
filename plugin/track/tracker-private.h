/* What the files of the tracker share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TRACKER_PRIVATE_H
#define SIPCODES_TRACKER_PRIVATE_H

#include <glib.h>

#include "arena.h"
#include "digest.h"
#include "sipcodes/tracker.h"

/* All tables are keyed by 64-bit digests. */
struct sc_tracker {
    struct sc_timers timers;
    struct arena *arena; /* owns every struct below */
    uint64_t seed;       /* of all digests: random, so that no capture can aim at collisions */
    int64_t first_time;  /* where the capture begins */
    int64_t last_time;   /* the latest the capture has reached */
    bool finished;       /* it was read to its end */

    GHashTable *transactions; /* key -> latest transaction */
    GHashTable *branches;     /* branch_key -> latest transaction */
    GHashTable *requests;     /* two endpoints -> latest transaction from one to the other */
    GHashTable *records;      /* identity -> record of a response or an ACK */
    GHashTable *paths;        /* Via list -> latest transaction with it */
    GHashTable *orphans;      /* Via list without its top -> transactions that lack their parent */
    GHashTable *dialogs;      /* Call-ID and tags -> dialog */
    GHashTable *calls;        /* Call-ID -> latest dialog */
    GHashTable *attempts;     /* Call-ID, tags and method -> latest attempt */
    GPtrArray *attempt_list;  /* all attempts, in order */
    GPtrArray *unplaced;      /* responses that fit nowhere, in order */
    GPtrArray *transaction_list; /* all transactions, in order */

    GHashTable *nonces;     /* nonce -> who offered it last */
    GHashTable *nonce_uses; /* nonce and user name -> the highest nonce count */

    GHashTable *relays; /* host -> how it passes requests on */
    GHashTable
        *redirects; /* client, maybe From and To, and target -> latest that a 3xx sent there */

    GHashTable *holds; /* client and server -> the latest 503 with Retry-After */

    GHashTable *users;         /* user and host -> calls */
    GHashTable *registrations; /* user, host and registrar -> latest registration */

    struct text *oldest_text; /* bytes of messages, the oldest first ... */
    struct text *latest_text; /* ... and the latest; only while there is an oldest */
    size_t texts_size;        /* of all of them */

    GHashTable *clocks; /* host -> what its Date headers say of the time */

    GHashTable *allows; /* endpoint -> its latest message with Allow */

    GHashTable *media; /* hosts and offered or answered -> media a host takes */

    GHashTable *servers; /* host -> what it does besides SIP */

    GHashTable *endpoints; /* one of each endpoint */
    GHashTable *hosts;     /* two hosts -> what was seen between them */
    GHashTable *taken;     /* server -> longest request that it took */
    GHashTable *streams;   /* two endpoints -> how far one direction of TCP was seen */
    GHashTable *datagrams; /* hosts and identification -> IP fragments seen so far */
};

/* Values of one message that may have to be cut: method, branch, sent-by, Call-ID, two tags. */
#define CLIPPED_MAX 6

/* One message on its way through the tracker; lives during sc_tracker_tell(). */
struct reading {
    const struct sc_packet *packet;
    const struct sc_message *message;
    const struct sc_endpoint *source;
    const struct sc_endpoint *destination;
    struct sc_via via; /* the topmost */
    struct sc_cseq cseq;
    struct sc_slice method; /* of the transaction: CSeq's, INVITE for ACK */
    struct sc_slice call_id;
    struct sc_slice from_tag;
    struct sc_slice to_tag;
    bool ack;
    uint64_t key;
    uint64_t branch_key;
    uint64_t call;
    uint64_t sender; /* of the topmost Via: sent-by and branch */
    uint64_t path;
    uint64_t tail;
    uint64_t mirrored;
    uint64_t identity;
    uint64_t digest;
    unsigned clipped_count;
    char clipped[CLIPPED_MAX][SC_KEPT_MAX]; /* what values longer than that are cut to */
};

/* ---- tables.c: GLib's hash table with digests for keys ---- */

GHashTable *sc_table_new(void);

/* What was set last for a digest; NULL: nothing. */
void *sc_table_find(GHashTable *table, uint64_t digest);

/* VALUE may be NULL: nothing from now on. */
void sc_table_set(GHashTable *table, uint64_t digest, void *value);

/* ---- tracker.c ---- */

/* SC_EVENT_MESSAGE. MESSAGE may be anything. */
struct sc_sighting sc_tracker_add(struct sc_tracker *tracker, const struct sc_packet *packet,
                                  const struct sc_message *message);

/* A message in PACKET will be added: what else its endpoints do matters from now on. */
void sc_tracker_expect_message(struct sc_tracker *tracker, const struct sc_packet *packet);

/* SC_EVENT_UNREACHABLE: the quoted datagram went from SOURCE to DESTINATION, and QUOTED is what the
 * error holds of its payload. */
struct sc_sighting sc_tracker_unreachable(struct sc_tracker *tracker,
                                          const struct sc_packet *packet, enum sc_icmp icmp,
                                          const struct sc_endpoint *source,
                                          const struct sc_endpoint *destination,
                                          struct sc_slice quoted);

/* ---- copies.c ---- */

/* Fills a record with the first copy of a message. */
void sc_record_begin(struct sc_tracker *tracker, struct sc_record *record,
                     const struct reading *reading);

/* Tells what kind of copy of RECORD a message is, and counts it. */
enum sc_copy sc_record_again(struct sc_record *record, const struct reading *reading);

/* ---- texts.c ---- */

/* Keeps the bytes of a record's first copy, and forgets older ones. */
void sc_texts_keep(struct sc_tracker *tracker, struct sc_record *record,
                   const struct reading *reading);

/* Forgets all. */
void sc_texts_free(struct sc_tracker *tracker);

/* ---- transactions.c ---- */

/* The transaction that a request opens or repeats. NEW: this is the request's first copy. */
struct sc_transaction *sc_transaction_of_request(struct sc_tracker *tracker,
                                                 const struct reading *reading, bool *is_new);

/* The transaction that a response belongs to; opened without a request if there is none. */
struct sc_transaction *sc_transaction_of_response(struct sc_tracker *tracker,
                                                  const struct reading *reading, bool *is_new);

/* The latest transaction with KEY, better one between the message's endpoints; NULL if none. */
struct sc_transaction *sc_transaction_with_key(const struct sc_tracker *tracker,
                                               const struct reading *reading, uint64_t key);

/* The latest request that went from one endpoint to another; NULL if none was seen. */
struct sc_transaction *sc_transactions_latest(struct sc_tracker *tracker,
                                              const struct sc_endpoint *source,
                                              const struct sc_endpoint *destination);

/* True if the message runs between the same endpoints as the transaction: a request with its
 * request, a response against it. */
bool sc_transaction_same_way(const struct sc_transaction *transaction,
                             const struct reading *reading);

/* True if METHOD is that of the transaction. */
bool sc_transaction_is(const struct sc_transaction *transaction, const char *method);

/* The record of a response: a new one of the transaction, or an earlier one. */
struct sc_record *sc_transaction_response(struct sc_tracker *tracker,
                                          struct sc_transaction *transaction,
                                          const struct reading *reading, enum sc_copy *copy);

/* The record of a response that was seen before; NULL if it was not. */
struct sc_record *sc_transaction_known_response(const struct sc_tracker *tracker,
                                                const struct sc_transaction *transaction,
                                                const struct reading *reading);

/* Records an ACK. */
struct sc_record *sc_transaction_ack(struct sc_tracker *tracker, struct sc_transaction *transaction,
                                     const struct reading *reading, enum sc_copy *copy);

/* Silence after which a transaction is over: 64*T1 (timers B, F, H), in nanoseconds. */
int64_t sc_transaction_timeout(const struct sc_tracker *tracker);

/* ---- hops.c ---- */

/* Reads the Via list of a message: the topmost into VIA, digests into SENDER, PATH, TAIL and
 * MIRRORED. False if there is none. */
bool sc_hops_read(const struct sc_tracker *tracker, struct reading *reading);

/* Links a new transaction to the hop upstream, and to those downstream that waited for it. */
void sc_hops_link(struct sc_tracker *tracker, struct sc_transaction *transaction);

/* ---- relays.c ---- */

/* A request turned up with Vias of others, and without the hop upstream. */
void sc_relays_orphan(struct sc_tracker *tracker, const struct sc_transaction *transaction);

/* That hop turned up after all. */
void sc_relays_orphan_placed(struct sc_tracker *tracker, const struct sc_transaction *transaction);

/* A request was passed on by the server of PARENT. */
void sc_relays_linked(struct sc_tracker *tracker, const struct sc_transaction *parent);

/* ---- redirects.c ---- */

/* Notes where the first copy of a 3xx leads. */
void sc_redirects_response(struct sc_tracker *tracker, struct sc_transaction *transaction,
                           const struct sc_record *record, const struct reading *reading);

/* Finds the redirection that a new request follows without being a step of the same attempt. To be
 * called once it has its attempt. */
void sc_redirects_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                          const struct reading *reading);

/* ---- holds.c ---- */

/* Notes a response that asks its client for a pause. */
void sc_holds_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                       const struct sc_record *record, const struct sc_message *message);

/* ---- dialogs.c ---- */

/* Finds the dialog of a request in a dialog, and what a new INVITE or BYE means to it. */
void sc_dialogs_request(struct sc_tracker *tracker, struct sc_transaction *transaction);

/* Does the same for a transaction that a response opened, going by the response's tags. */
void sc_dialogs_unseen_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                               const struct sc_record *record);

/* Makes or confirms the dialog that a response opens. */
void sc_dialogs_response(struct sc_tracker *tracker, struct sc_transaction *transaction,
                         const struct sc_record *record);

/* The INVITE transaction that an ACK for a 2xx belongs to, on the ACK's own hop if that is
 * there; NULL if it was not captured. */
struct sc_transaction *sc_dialogs_invite_of_ack(const struct sc_tracker *tracker,
                                                const struct reading *reading);

/* ---- users.c ---- */

/* Notes what the first copy of a response says of its users. To be called once its dialog is
 * known. */
void sc_users_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                       const struct sc_record *record, const struct sc_message *message);

/* ---- attempts.c ---- */

/* Puts a new transaction into its attempt. To be called once its hops are linked. */
void sc_attempts_join(struct sc_tracker *tracker, struct sc_transaction *transaction);

/* The latest attempt with these values; NULL if there is none. */
struct sc_attempt *sc_attempts_find(const struct sc_tracker *tracker, struct sc_slice call_id,
                                    struct sc_slice from_tag, struct sc_slice to_tag,
                                    struct sc_slice method);

/* Notes who the users of an attempt are, by a message of its first transaction. */
void sc_attempts_name(struct sc_tracker *tracker, struct sc_attempt *attempt,
                      const struct sc_message *message);

/* Takes a transaction out of the roots of its attempt: its upstream hop has turned up. */
void sc_attempts_adopted(struct sc_transaction *transaction);

/* ---- clocks.c ---- */

/* Notes what the Date of a message's first copy says of its sender's clock. */
void sc_clocks_note(struct sc_tracker *tracker, const struct reading *reading,
                    const struct sc_sighting *sighting);

/* ---- nonces.c ---- */

/* Notes the nonces that a final response offers. */
void sc_nonces_offered(struct sc_tracker *tracker, struct sc_transaction *transaction,
                       const struct sc_record *record, const struct sc_message *message);

/* Notes what the credentials of a new request answer. To be called once it has its attempt. */
void sc_nonces_used(struct sc_tracker *tracker, struct sc_transaction *transaction,
                    const struct sc_message *message);

/* ---- sizes.c ---- */

/* Notes what the first copy of a response says about the length of its request. */
void sc_sizes_response(struct sc_tracker *tracker, struct sc_transaction *transaction,
                       const struct sc_record *response);

/* ---- media.c ---- */

/* Notes what the session description of a message says of the media that its sender takes. */
void sc_media_note(struct sc_tracker *tracker, struct sc_transaction *transaction,
                   const struct reading *reading);

/* ---- allows.c ---- */

/* Notes the Allow of a message's first copy. */
void sc_allows_note(struct sc_tracker *tracker, struct sc_record *record,
                    const struct reading *reading);

/* ---- flows.c ---- */

/* Digest of an endpoint's host, whatever the port. */
uint64_t sc_flows_host(const struct sc_tracker *tracker, const struct sc_endpoint *endpoint);

/* True if the sender of a message made it, and did not pass it on: its first Contact holds the
 * address that the packet came from. */
bool sc_flows_speaks_for_itself(const struct reading *reading);

/* The one copy of an endpoint. */
const struct sc_endpoint *sc_flows_endpoint(struct sc_tracker *tracker,
                                            const struct sc_endpoint *endpoint);

/* Notes that a message went from one endpoint to another. */
void sc_flows_message(struct sc_tracker *tracker, const struct reading *reading);

/* A message is in this packet: what TCP carries between its endpoints is followed from now on. */
void sc_flows_expect(struct sc_tracker *tracker, const struct sc_packet *packet);

/* Whether the TCP segment in PACKET is between two such endpoints. */
bool sc_tracker_follows(const struct sc_tracker *tracker, const struct sc_packet *packet);

/* SC_EVENT_SEGMENT. Only endpoints that a message was seen between are followed. */
void sc_tracker_segment(struct sc_tracker *tracker, const struct sc_packet *packet, bool syn,
                        size_t size);

/* SC_EVENT_FRAGMENT. */
void sc_tracker_fragment(struct sc_tracker *tracker, const struct sc_packet *packet, bool more,
                         size_t offset, size_t size);

/* Notes that the source of a packet reset the connection. */
void sc_flows_reset(struct sc_tracker *tracker, const struct sc_packet *packet);

/* ---- errands.c ---- */

/* A message was sent to this endpoint: its host is followed from now on. */
void sc_errands_expect(struct sc_tracker *tracker, const struct sc_endpoint *endpoint);

/* Whether a message was sent to a host, whatever the port. */
bool sc_tracker_attends(const struct sc_tracker *tracker, const struct sc_endpoint *host);

/* SC_EVENT_UNCONNECTED, and SC_EVENT_RESET that refuses a connection (SC_ICMP_NONE): CLIENT wanted
 * to open one to TARGET. */
void sc_tracker_unconnected(struct sc_tracker *tracker, const struct sc_packet *packet,
                            enum sc_icmp icmp, const struct sc_endpoint *client,
                            const struct sc_endpoint *target);

/* SC_EVENT_DNS. */
void sc_tracker_dns(struct sc_tracker *tracker, const struct sc_packet *packet,
                    struct sc_slice datagram);

#endif
