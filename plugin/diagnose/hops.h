/* The way of a request from hop to hop. A transaction is a request on one hop.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_HOPS_H
#define SIPCODES_HOPS_H

#include "case.h"
#include "draft.h"

/* Transactions that are looked back at, the latest ones. */
#define SC_LOOKED_BACK_MAX 512

/* The request on the hop that was captured furthest upstream: the transaction itself if there is
 * none above it. */
const struct sc_transaction *sc_hop_first(const struct sc_transaction *transaction);

/* True if a final response came that the capture lacks: it was acknowledged. */
bool sc_hop_ended_unseen(const struct sc_transaction *transaction);

/* True if the transaction was sent within a dialog: its request has a To tag. */
bool sc_hop_in_dialog(const struct sc_transaction *transaction);

/* The hop after HOP in a walk over TOP and all hops below it, each after the one it comes from;
 * NULL at the end. */
const struct sc_transaction *sc_hop_next_below(const struct sc_transaction *hop,
                                               const struct sc_transaction *top);

/* The hop on which the request reached the server that refused it with the code under review: a
 * proxy passes the response on. The transaction's own if that is not known, never NULL; of any
 * other, FINAL is the refusal. */
const struct sc_transaction *sc_hop_refusing(const struct sc_case *c);

/* The hop whose server made the 408 under review: the others passed it on. */
const struct sc_transaction *sc_hop_that_timed_out(const struct sc_case *c);

/* True if a later request of the same client follows up the transaction's final response. */
bool sc_hop_followed_up(const struct sc_transaction *transaction);

/* True if the request of BRANCH was still being repeated when the response under review came: no
 * copy that was due is missing (RFC 3261 sections 17.1.1.2 and 17.1.2.2), so that no response had
 * reached the sender, whatever the capture lacks. */
bool sc_hop_went_on_asking(const struct sc_case *c, const struct sc_transaction *branch);

/* The latest request like the one under review, of the same method and host to the same server,
 * that the server had accepted without credentials before the response under review; among the
 * latest SC_LOOKED_BACK_MAX transactions. NULL if there is none, and in a dialog none counts. */
const struct sc_transaction *sc_hop_accepted_before(const struct sc_case *c);

/* What the capture lacks along the path down to BRANCH becomes a blocker: a response may have come
 * before the one under review and not been captured. */
void sc_hop_weigh_branch(const struct sc_case *c, struct sc_draft *draft,
                         const struct sc_transaction *branch);

/* True if the next hop got a response: it was not silent, and a response may have come back past
 * the point of capture. */
bool sc_hop_answered_below(const struct sc_transaction *transaction);

#endif
