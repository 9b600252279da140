/* Transactions: a request on one hop and what answered it (RFC 3261 section 17).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TRANSACTION_H
#define SIPCODES_TRANSACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/challenge.h"
#include "sipcodes/packet.h"
#include "sipcodes/record.h"
#include "sipcodes/slice.h"
#include "sipcodes/stray-ack.h"

/* Vias of one request that hops are matched by, the topmost ones. */
#define SC_VIAS_MAX 70

/* How many of each list are linked, so that it can be walked: distinct responses; ACKs; branches of
 * a fork; all downstream of one without parent. What exceeds a bound is counted, not linked. */
#define SC_RESPONSES_MAX 256
#define SC_ACKS_MAX      256
#define SC_BRANCHES_MAX  256
#define SC_HOPS_MAX      1024

/* One of them. The tracker fills it and changes it as messages arrive. */
struct sc_transaction {
    /* Of the request; INVITE for an INVITE's ACK. ACK of one that was answered: then REQUEST is the
     * ACK, without its bytes. */
    struct sc_slice method;

    /* Of the top Via; the branch is absent for an RFC 2543 peer. */
    struct sc_slice branch;
    struct sc_slice sent_by;

    struct sc_slice call_id;
    struct sc_slice from_tag;
    uint32_t cseq;

    /* False if the capture holds responses only. */
    bool request_seen;

    /* The request carries Authorization, or Proxy-Authorization. */
    bool authorization;
    bool proxy_authorization;

    /* INVITE, UPDATE: the request holds a session description. */
    bool offered;

    /* The final is a 401 or 407 that asks for credentials that the request lacks. */
    bool asked_for_credentials;

    /* CANCEL: its Reason says that the call was answered elsewhere. */
    bool completed_elsewhere;

    /* A message of it was cut by the capture or came incomplete. */
    bool cut;

    /* Of a transaction that a 3xx ended: a request to one of its targets came, even with other
     * users in From and To. */
    bool target_tried;

    /* What the latest ICMP error says that quotes the request; the first is UNREACHABLE. */
    enum sc_icmp icmp;

    /* Zeroed if it was not seen. Its To tag is present if it was sent in a dialog. */
    struct sc_record request;
    struct sc_slice to_tag;

    /* The distinct responses in capture order, the first SC_RESPONSES_MAX of them, and how many
     * those are. */
    struct sc_record *responses;
    unsigned response_count;

    /* Distinct responses after those; the latest distinct one, linked or not. They are not linked,
     * but FINAL, SUCCESS, PROVISIONAL and ALERTING may each point to one, too. */
    unsigned responses_dropped;
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

    /* INVITE: ACKs that match nothing but were meant for it, in capture order, the first
     * SC_STRAY_ACKS_MAX of them; and how many more were seen. */
    struct sc_stray_ack *stray_acks;
    unsigned stray_acks_dropped;

    /* INVITE: the CANCEL that was sent for it. CANCEL: the INVITE that it is for. ACK that was
     * answered: its INVITE. The first ICMP error that quotes the request. Each may be NULL. */
    struct sc_transaction *cancelled_by;
    struct sc_transaction *cancels;
    struct sc_transaction *acknowledges;
    struct sc_record *unreachable;

    /* The hop upstream, NULL if that was not captured; the branches downstream, latest first; the
     * next branch of the same parent. */
    struct sc_transaction *parent;
    struct sc_transaction *children;
    struct sc_transaction *sibling;

    /* How many children there are, and how many branches more were seen that are linked to no
     * parent because of SC_BRANCHES_MAX or SC_HOPS_MAX. */
    unsigned branch_count;
    unsigned branches_dropped;

    /* NULL for a CANCEL and an ACK only, which are part of their INVITE's attempt; and the next
     * transaction without parent of the attempt's step. */
    struct sc_attempt *attempt;
    struct sc_transaction *next_root;

    /* The same client's transaction whose final response this request follows up, e.g. with
     * credentials: of the same Call-ID and From tag, or by the nonce, see ANSWERS; or NULL. */
    struct sc_transaction *retry_of;

    /* Of a transaction that a 401 or 407 ended: the first later request with credentials for it,
     * linked by RETRY_OF or by a nonce that was offered; or NULL. */
    struct sc_transaction *retried_by;

    /* The redirected transaction that this one follows: same client, method and users, at most
     * 64*T1 ago, whose 3xx (not 305) lists this request's target among its first 16 Contacts
     * (section 8.1.3.4). NULL if there is none, or if this is a retry or in a dialog. */
    struct sc_transaction *redirected_by;

    /* Of a request that is not in a dialog and was refused with 400 or more, not with 401, 407,
     * 408, 487 or 491: the first later one of the same client to the same server, with the same
     * method and users in From and To, that was accepted with 2xx or, if it is an INVITE, got 180
     * or more; and the reverse. NULL if there is none, or a later one was refused in between. */
    struct sc_transaction *accepted_later;
    struct sc_transaction *refused_before;

    /* Of an INVITE with ACCEPTED_LATER: the frame of the 2xx to a REGISTER that came between the
     * two and gave the user in To a binding at this server where the capture shows none before; 0
     * if there is none. */
    uint32_t callee_registered;

    /* Challenges of its final response, in the order sent; and the first challenge of RETRY_OF that
     * the request has credentials for, by header and realm, or NULL. */
    struct sc_challenge *challenges;
    const struct sc_challenge *satisfies;

    /* The credentials of the request whose nonce comes from a challenge in the capture, those in
     * Authorization first; and a nonce count that was not raised. Each may be NULL. */
    const struct sc_answer *answers;
    const struct sc_nonce_reuse *nonce_reuse;

    /* The dialog that it was sent in or made, NULL if it is not known, and the next earlier request
     * in it, CANCEL excepted: the latest SC_DIALOG_REQUESTS_MAX of a dialog are linked. */
    struct sc_dialog *dialog;
    struct sc_transaction *earlier_in_dialog;

    /* Of its latest message, ns since the epoch. */
    int64_t last_time;
};

struct sc_tracker;

/* The final response that decides a transaction: a 2xx before any other. NULL if there is none. */
const struct sc_record *sc_transaction_final(const struct sc_transaction *transaction);

/* True if METHOD is that of the transaction, octet for octet (section 7.1). */
static inline bool sc_transaction_is(const struct sc_transaction *transaction, const char *method)
{
    return sc_slice_equal(transaction->method, sc_slice_of(method));
}

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

/* When it began, ns since the epoch: the time of its request or, unseen, of its first response. */
int64_t sc_transaction_begin(const struct sc_transaction *transaction);

/* When the server of a transaction reset the TCP connection that the request went over, the first
 * time since that was opened: it may have been before the request. */
struct sc_instant sc_transaction_reset(const struct sc_tracker *tracker,
                                       const struct sc_transaction *transaction);

/* The same of its client. */
struct sc_instant sc_transaction_reset_by_client(const struct sc_tracker *tracker,
                                                 const struct sc_transaction *transaction);

#endif
