/* The requests of a dialog: the latest first, the one that made it last.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_DIALOG_REQUESTS_H
#define SIPCODES_DIALOG_REQUESTS_H

#include "case.h"
#include "draft.h"

/* The latest request of a dialog. Never NULL. */
const struct sc_transaction *sc_dialog_latest_request(const struct sc_dialog *dialog);

/* The request before REQUEST; NULL if there is none. */
const struct sc_transaction *sc_dialog_earlier_request(const struct sc_dialog *dialog,
                                                       const struct sc_transaction *request);

/* True if the same side sent both. */
bool sc_dialog_same_side(const struct sc_transaction *a, const struct sc_transaction *b);

/* True if both came to the same server, or one of them was not captured. */
bool sc_dialog_same_hop(const struct sc_transaction *a, const struct sc_transaction *b);

/* True if the transaction ended with a challenge. */
bool sc_dialog_challenged(const struct sc_transaction *transaction);

/* The latest request in the dialog of the one under review that MATCHES with it; NULL if there is
 * none. */
const struct sc_transaction *sc_dialog_find(const struct sc_case *c,
                                            bool (*matches)(const struct sc_case *c,
                                                            const struct sc_transaction *other));

/* True if OTHER came before the request under review with a higher number. One that a proxy
 * challenged may not have come as far as the server that counts. */
bool sc_dialog_overtook(const struct sc_case *c, const struct sc_transaction *other);

/* The latest request of the same side with the CSeq number of the request under review, in whose
 * dialog it was over by then. That request is then neither a copy of it, nor a branch of a fork,
 * nor its repetition with credentials. NULL if there is none. */
const struct sc_transaction *sc_dialog_same_number(const struct sc_case *c);

/* True if the CSeq number of the request under review is not above that of an earlier request of
 * its side in the dialog: sc_dialog_overtook() or sc_dialog_same_number(). */
bool sc_dialog_number_is_old(const struct sc_case *c);

/* False once the same side had a later request accepted in the dialog of the one under review: the
 * far end knows the dialog. */
bool sc_dialog_not_accepted_later(const struct sc_case *c);

/* True if the endpoint that the request under review went to answered another request of its
 * dialog or, of a CANCEL, the INVITE, over the same kind of transport: address, port and service
 * are right. */
bool sc_dialog_peer_answers(const struct sc_case *c);

/* True if INVITE made an offer that had no answer when the request under review was sent: no final
 * response, and no reliable provisional one with a session description (RFC 3262 section 5). False
 * if the bytes of a provisional response are not kept. */
bool sc_dialog_offer_is_open(const struct sc_case *c, const struct sc_transaction *invite);

/* The latest message of the dialog that shows the peer of the request under review alive after it:
 * a response, an ACK, or a request of its own that it did not repeat in vain. NULL if there is
 * none, and outside of a dialog. */
const struct sc_record *sc_dialog_later_sign(const struct sc_case *c);

/* True if the peer of the request under review repeated a request of its own in the dialog at that
 * time, and got no response either. */
bool sc_dialog_silent_both_ways(const struct sc_case *c);

/* The accepted re-INVITE or UPDATE of the other side whose Contact, an address, is the dialog's
 * remote target (RFC 3261 section 12.2.2), where the request under review goes to another: neither
 * to that, nor to where it came from. NULL if there is none, or if the bytes are not kept. Both
 * frames become evidence. */
const struct sc_record *sc_dialog_moved_target(const struct sc_case *c, struct sc_draft *draft);

/* The dialog of a re-INVITE that was answered before it and not hung up; NULL if there is none. */
const struct sc_dialog *sc_dialog_standing(const struct sc_transaction *transaction);

/* True if the CSeq numbers of its side show that the capture lacks a request of it in the dialog of
 * the one under review. */
bool sc_dialog_misses_request(const struct sc_case *c);

#endif
