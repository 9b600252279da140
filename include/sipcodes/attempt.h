/* Attempts: what a user tried, on all hops and in all its steps.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_ATTEMPT_H
#define SIPCODES_ATTEMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/slice.h"
#include "sipcodes/time.h"
#include "sipcodes/transaction.h"

/* Transactions without parent that one step of an attempt takes. What comes past it is another
 * attempt. */
#define SC_ROOTS_MAX 256

/* What a user tried. The CSeq steps of one Call-ID, From tag and method: a challenge and its
 * answer, a redirection and the new target, an interval and the longer one. What follows more than
 * 64*T1 later is another attempt, and so is a request with the same CSeq after a 2xx. The tracker
 * fills it and changes it as messages arrive. */
struct sc_attempt {
    struct sc_slice call_id;
    struct sc_slice from_tag;
    struct sc_slice to_tag; /* absent outside of a dialog */
    struct sc_slice method;

    /* The users of the From URI and of the To URI of its first request; absent if there is none. */
    struct sc_slice caller;
    struct sc_slice callee;

    /* How many steps it has, from 1, and the CSeq number of the latest. */
    unsigned steps;
    uint32_t cseq;

    /* The first transaction of the first step. */
    struct sc_transaction *first;

    /* The transactions without parent of the latest step, latest first: how many, at most
     * SC_ROOTS_MAX, and how many more were seen that are linked to nothing. */
    struct sc_transaction *roots;
    unsigned root_count;
    unsigned roots_dropped;

    /* An earlier attempt had the same Call-ID, tags and method, as that of a phone that registers
     * every few minutes. */
    bool renews;

    /* Of its latest message, ns since the epoch. */
    int64_t last_time;
};

/* What became of an attempt. */
enum sc_outcome {
    SC_OUTCOME_UNKNOWN, /* no final response, and the capture cannot tell why */
    SC_OUTCOME_ANSWERED,
    /* A call that was answered, and over within seconds: no ACK arrived, or its media was refused.
     */
    SC_OUTCOME_DROPPED,
    SC_OUTCOME_REDIRECTED,
    SC_OUTCOME_CHALLENGED,
    SC_OUTCOME_CANCELLED,
    SC_OUTCOME_ANSWERED_ELSEWHERE,
    SC_OUTCOME_BUSY,
    SC_OUTCOME_NO_ANSWER,
    SC_OUTCOME_DECLINED,
    SC_OUTCOME_REFUSED,
    SC_OUTCOME_FAILED,
    SC_OUTCOME_UNANSWERED,
    SC_OUTCOME_COUNT,
};

/* The name of an outcome as users filter for it, e.g. "no-answer"; "" for any other number. */
const char *sc_outcome_name(enum sc_outcome outcome);

struct sc_tracker;

/* The latest attempt with these values, TO_TAG absent outside of a dialog; NULL if there is none.
 */
const struct sc_attempt *sc_tracker_attempt_with(const struct sc_tracker *tracker,
                                                 struct sc_slice call_id, struct sc_slice from_tag,
                                                 struct sc_slice to_tag, struct sc_slice method);

/* True if a branch had taken the call at TIME: it has a 2xx by then that did not come after a
 * CANCEL of the branch. One that crossed the CANCEL took it only if the hop upstream has a 2xx, too
 * (RFC 3261 section 16.7, step 5). */
bool sc_transaction_won_before(const struct sc_transaction *branch, int64_t time);

/* True if an INVITE failed because it was cancelled: with 487, or with another code from a UA that
 * had accepted the CANCEL before, by the To tag of its 2xx (RFC 3261 section 9.2); on this hop, or
 * on one below that was cancelled, too, and whose code was passed on. */
bool sc_transaction_ended_by_cancel(const struct sc_transaction *invite);

/* True if an answerer that ends its call at TIME gave up waiting for the ACK: that is 64*T1 after
 * ANSWER, its 2xx, whose copies had gone on until then (RFC 3261 section 13.3.1.4). */
bool sc_answer_given_up(const struct sc_timers *timers, const struct sc_record *answer,
                        int64_t time);

/* What became of the transaction's attempt, as far as the messages added so far decide it. For a
 * transaction downstream of another one: what became of that branch. For a CANCEL: of its INVITE.
 */
enum sc_outcome sc_transaction_outcome(const struct sc_tracker *tracker,
                                       const struct sc_transaction *transaction);

/* The outcome of an attempt by itself. */
enum sc_outcome sc_attempt_outcome(const struct sc_tracker *tracker,
                                   const struct sc_attempt *attempt);

/* The transaction on the outermost hop that decides what became of an attempt; NULL if all of its
 * hops were counted with another attempt. */
const struct sc_transaction *sc_attempt_decisive(const struct sc_tracker *tracker,
                                                 const struct sc_attempt *attempt);

/* The attempt that a transaction is part of: a CANCEL and an ACK have that of their INVITE. NULL if
 * there is none; TRANSACTION may be NULL. */
const struct sc_attempt *sc_attempt_of(const struct sc_transaction *transaction);

/* The frame of its first message, usually a request. */
uint32_t sc_attempt_first_frame(const struct sc_attempt *attempt);

/* How many attempts there are, and the one at INDEX in the order they began. INDEX must be below
 * the count. Attempts of hops whose upstream hop was captured later are counted with that one. */
size_t sc_tracker_attempt_count(const struct sc_tracker *tracker);
const struct sc_attempt *sc_tracker_attempt(const struct sc_tracker *tracker, size_t index);

#endif
