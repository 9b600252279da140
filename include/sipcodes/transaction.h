/* Transactions: a request on one hop and what answered it (RFC 3261 section 17).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TRANSACTION_H
#define SIPCODES_TRANSACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/endpoint.h"
#include "sipcodes/message.h"
#include "sipcodes/packet.h"
#include "sipcodes/slice.h"

/* Bytes that are kept of one value of a message: branch, tag, Call-ID, ... What is longer is cut,
 * but still told apart by all of its bytes. One message costs at most six such values and six
 * fixed structs. */
#define SC_KEPT_MAX 128

/* Vias of one request that hops are told by, the topmost ones. */
#define SC_VIAS_MAX 70

/* Values of Reason that are kept of one message. */
#define SC_REASONS_MAX 4

/* How many of each list of a transaction are linked, so that whoever walks one comes to its end:
 * distinct responses, the first ones; ACKs; the branches of one fork; and all transactions together
 * that lead downstream from one without parent. What exceeds a bound is counted, not linked. */
#define SC_RESPONSES_MAX 256
#define SC_ACKS_MAX      256
#define SC_BRANCHES_MAX  256
#define SC_HOPS_MAX      1024

/* Challenges that are kept of each header of one response, the first ones. */
#define SC_CHALLENGES_MAX 8

/* Copies of one message this close together may be one packet seen twice, in nanoseconds. */
#define SC_DUPLICATE_WINDOW INT64_C(5000000)

/* How a message relates to earlier ones. */
enum sc_copy {
    SC_COPY_FIRST,              /* not seen before on this hop */
    SC_COPY_RETRANSMISSION,     /* SIP sent it again (section 17.1, 17.2, 13.3.1.4) */
    SC_COPY_TCP_RETRANSMISSION, /* TCP sent the segment again */
    SC_COPY_DUPLICATE,          /* one packet, captured twice */
};

/* One distinct message on one hop: its first copy, and how often it came again. */
struct sc_record {
    uint32_t frame; /* of the first copy */
    int64_t time;   /* of the first copy, ns since the epoch */
    const struct sc_endpoint *source;
    const struct sc_endpoint *destination;
    uint16_t code;          /* status code; 0 for a request */
    struct sc_slice to_tag; /* absent if there is none */
    struct sc_slice text;   /* its bytes and what stood behind them in the same packet; absent if
                               they are not kept, or no longer: see SC_TEXT_MAX. Of a message that
                               the capture cut nothing is kept */
    size_t size;            /* of the message, bytes */
    const struct sc_reason *reasons; /* its first values of Reason, of which BYTES are not kept */
    unsigned reason_count;           /* how many, SC_REASONS_MAX at most */

    uint32_t retransmissions;
    uint32_t tcp_retransmissions;
    uint32_t duplicates;
    uint32_t last_frame; /* of the last copy that is no duplicate */
    int64_t last_time;

    struct sc_record *next; /* the next distinct response of the transaction, in capture order */

    struct sc_record *undelivered; /* of a response: the first ICMP error that quotes it, or NULL */
    enum sc_icmp icmp;             /* what that error says */

    uint64_t identity; /* digest of what all copies share: start line, To tag, RSeq, endpoints; of
                          responses what they mirror, and of them and ACKs the transaction */
    uint64_t mirrored; /* digest of what a response copies from its request: Via, From, Call-ID and
                          CSeq, without what servers may add (section 8.2.6.2) */
    uint64_t digest;   /* of all bytes; this and the following of the last copy */
    int64_t copy_time;
    uint32_t tcp_seq;
    uint16_t ip_id;
    bool has_ip_id;
    bool has_tcp_seq;
};

struct sc_attempt;
struct sc_dialog;

/* A challenge of the 401 or 407 that ended a transaction. */
struct sc_challenge {
    enum sc_header header;     /* that it stands in */
    struct sc_slice realm;     /* without its quotes, at most SC_KEPT_MAX bytes */
    uint64_t realm_digest;     /* of the whole realm */
    struct sc_challenge *next; /* the next one of the same response */
};

/* Credentials of a request that use a nonce again without raising the nonce count (RFC 7616
 * section 3.4): which they are, and the earlier request. */
struct sc_nonce_reuse {
    enum sc_header header; /* the credentials' ... */
    unsigned index;        /* ... and which of that header, from 0 */
    uint32_t frame;        /* of the earlier request with the highest count */
    uint32_t count;        /* that count */
};

/* A request on one hop, and what answered it (RFC 3261 section 17). The tracker fills it and
 * changes it as messages arrive. */
struct sc_transaction {
    /* Of the request; INVITE for an INVITE's ACK. */
    struct sc_slice method;

    /* Of the top Via; the branch is absent for an RFC 2543 peer. */
    struct sc_slice branch;
    struct sc_slice sent_by;

    struct sc_slice call_id;
    struct sc_slice from_tag;
    uint32_t cseq;

    /* False if the capture holds responses only; the record is zeroed then. */
    bool request_seen;
    struct sc_record request;

    /* Of the request: present if it was sent in a dialog. */
    struct sc_slice to_tag;

    /* The request carries Authorization, or Proxy-Authorization. */
    bool authorization;
    bool proxy_authorization;

    /* INVITE, UPDATE: the request holds a session description. */
    bool offered;

    /* The final is a 401 or 407 that asks for credentials that the request lacks. */
    bool asked_for_credentials;

    /* The distinct responses in capture order, the first SC_RESPONSES_MAX of them, and how many
     * those are. */
    struct sc_record *responses;
    unsigned response_count;

    /* Distinct responses after those. They are not linked, but LAST_RESPONSE, FINAL, SUCCESS,
     * PROVISIONAL and ALERTING may each point to one. */
    unsigned responses_dropped;

    /* The latest distinct response, linked or not. */
    struct sc_record *last_response;

    /* The first response of each kind: 1xx, 180, final, 2xx; NULL if there is none. */
    const struct sc_record *provisional;
    const struct sc_record *alerting;
    const struct sc_record *final;
    const struct sc_record *success;

    /* The first ACK for its finals, NULL if none was seen. NEXT leads to the others, each 2xx of a
     * fork has its own: SC_ACKS_MAX in all. How many there are, and how many more were seen. */
    struct sc_record *ack;
    unsigned ack_count;
    unsigned acks_dropped;

    /* INVITE: the CANCEL that was sent for it. CANCEL: the INVITE that it is for. Or NULL. */
    struct sc_transaction *cancelled_by;
    struct sc_transaction *cancels;

    /* CANCEL: its Reason says that the call was answered elsewhere. */
    bool completed_elsewhere;

    /* What the first ICMP error that quotes the request says, and that error, or NULL. */
    enum sc_icmp icmp;
    struct sc_record *unreachable;

    /* The hop upstream, NULL if that was not captured; the branches downstream, latest first; the
     * next branch of the same parent. */
    struct sc_transaction *parent;
    struct sc_transaction *children;
    struct sc_transaction *sibling;

    /* How many children there are, and how many branches more were seen that are linked to no
     * parent, as SC_BRANCHES_MAX and SC_HOPS_MAX want it. */
    unsigned branch_count;
    unsigned branches_dropped;

    /* NULL for a CANCEL only, which is part of its INVITE's attempt. */
    struct sc_attempt *attempt;

    /* The next transaction without parent of the attempt's step. */
    struct sc_transaction *next_root;

    /* The same client's transaction whose final response this request follows up, e.g. with
     * credentials; or NULL. */
    struct sc_transaction *retry_of;

    /* Of a transaction that a 401 or 407 ended: the first later request with credentials for it,
     * linked by RETRY_OF or by a nonce that was offered; or NULL. */
    struct sc_transaction *retried_by;

    /* The redirected transaction that this one follows: same client, method and users, at most
     * 64*T1 ago, whose 3xx (not 305) lists this request's target among its first 16 Contacts
     * (section 8.1.3.4). NULL if there is none, or if this is a retry or in a dialog. */
    struct sc_transaction *redirected_by;

    /* Challenges of its final response, in the order sent. */
    struct sc_challenge *challenges;

    /* The first challenge of RETRY_OF that the request has credentials for, by header and realm;
     * or NULL. */
    const struct sc_challenge *satisfies;

    /* NULL: the nonce counts of the request are in order. */
    const struct sc_nonce_reuse *nonce_reuse;

    /* The dialog that it was sent in or made, NULL if none is known, and the next earlier request
     * in it, CANCEL excepted: the latest SC_DIALOG_REQUESTS_MAX of a dialog are linked. */
    struct sc_dialog *dialog;
    struct sc_transaction *earlier_in_dialog;

    /* A message of it was cut by the capture or came incomplete. */
    bool cut;

    /* Of a transaction that a 3xx ended: a request to one of its targets came, even with other
     * users in From and To. */
    bool target_tried;

    /* Of its latest message, ns since the epoch. */
    int64_t last_time;

    /* The rest is the tracker's own: the earlier transaction with the same branch_key; the next one
     * that waits for the same parent; the next later request in the dialog, and whether this one is
     * linked there; without parent, how many transactions lead downstream from here; the number of
     * this one from 1; and digests: of what matches messages to it; the same without Call-ID and
     * CSeq number, unless the peer is of RFC 2543; of Call-ID and CSeq number; of the Via list; of
     * the Via list without its top, 0 if there is no more. */
    struct sc_transaction *older;
    struct sc_transaction *next_orphan;
    struct sc_transaction *later_in_dialog;
    bool in_dialog_list;
    unsigned downstream_count;
    uint64_t serial;
    uint64_t key;
    uint64_t branch_key;
    uint64_t call;
    uint64_t path;
    uint64_t tail;
};

struct sc_tracker;

/* The final response that decides a transaction: a 2xx before any other. NULL if there is none. */
const struct sc_record *sc_transaction_final(const struct sc_transaction *transaction);

/* True if METHOD is that of the transaction, octet for octet (section 7.1). */
bool sc_transaction_is(const struct sc_transaction *transaction, const char *method);

/* True if the request came through another hop before: it has more Vias than one. */
bool sc_transaction_has_upstream(const struct sc_transaction *transaction);

/* True if two transactions are of the same request, on whatever hops and branches: Call-ID, From
 * tag, CSeq number and method are the same (section 8.2.2.2). */
bool sc_transaction_same_request(const struct sc_transaction *a, const struct sc_transaction *b);

/* True if two transactions have Call-ID and CSeq number in common. */
bool sc_transaction_same_step(const struct sc_transaction *a, const struct sc_transaction *b);

/* True if a response of the transaction copies from the request all that it has to: Via, From,
 * Call-ID and CSeq, without what servers may add (section 8.2.6.2). To is not among it. */
bool sc_transaction_mirrored_by(const struct sc_transaction *transaction,
                                const struct sc_record *response);

/* When the transaction began, ns since the epoch: the time of its request, or of its first response
 * if the request was not seen. */
int64_t sc_transaction_begin(const struct sc_transaction *transaction);

/* What the capture lacks to judge a transaction. Facts, each by itself; all false: nothing. */
struct sc_gaps {
    bool request_missing;   /* the capture starts after the request, or missed it */
    bool ends_early;        /* it ends within 64*T1 of the transaction's last message, or of the
                               first copy of a request without any response */
    bool one_direction;     /* between the two hosts it holds one direction only */
    bool cut;               /* a message was cut by the capture */
    bool segments_missing;  /* TCP data between the two endpoints is missing */
    bool fragments_missing; /* IP fragments between the two hosts are missing */
};

/* The gaps that matter to a transaction, as far as the capture was read. */
struct sc_gaps sc_transaction_gaps(const struct sc_tracker *tracker,
                                   const struct sc_transaction *transaction);

/* When something was seen. */
struct sc_instant {
    uint32_t frame; /* 0: never */
    int64_t time;   /* ns since the epoch; 0 if never */
};

/* When the server of a transaction reset the TCP connection that the request went over, the first
 * time since that was opened: it may have been before the request. */
struct sc_instant sc_transaction_reset(const struct sc_tracker *tracker,
                                       const struct sc_transaction *transaction);

#endif
