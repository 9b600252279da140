/* The ACKs of an INVITE.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_ACKS_H
#define SIPCODES_ACKS_H

#include "case.h"

/* The latest distinct ACK of one hop for the final response with a To tag; NULL if there is none.
 */
const struct sc_record *sc_ack_for(const struct sc_transaction *transaction,
                                   struct sc_slice to_tag);

/* The 2xx of one hop with a To tag; NULL if there is none. */
const struct sc_record *sc_ack_success(const struct sc_transaction *transaction,
                                       struct sc_slice to_tag);

/* True if an ACK for the 2xx with a To tag was seen on any hop: an ACK may bypass the hops of its
 * INVITE, then it is found with any of them, and it may be lost on one. True, too, if there is more
 * to look at than the capture's bounds allow. */
bool sc_ack_seen(const struct sc_transaction *transaction, struct sc_slice to_tag);

/* The first ACK for the failure under review that does not match the INVITE, sent at least T1
 * before the last copy of the failure (RFC 3261 section 17.1.1.3); NULL if there is none, or if an
 * ACK matched. */
const struct sc_stray_ack *sc_ack_mismatched(const struct sc_case *c);

/* The first ACK sent after a 2xx whose To tag only provisional responses of the INVITE have: the
 * 2xx that it is for was not captured, or it acknowledges none (RFC 3261 section 13.2.2.4). NULL if
 * there is none. */
const struct sc_record *sc_ack_with_early_tag(const struct sc_transaction *transaction,
                                              const struct sc_record *success);

/* The first ACK with the INVITE's CSeq number, from the 2xx under review on, with a To tag that no
 * final response has (RFC 3261 section 13.2.2.4); NULL if there is none. */
const struct sc_stray_ack *sc_ack_with_other_tag(const struct sc_case *c);

#endif
