/* Dialogs and attempts: where a transaction belongs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_DIALOGS_H
#define SIPCODES_DIALOGS_H

#include "transactions.h"

/* Finds the dialog of a request in a dialog, and what a new INVITE or BYE means to it. */
void sc_dialogs_request(struct sc_tracker *tracker, struct sc_transaction *transaction);

/* Does the same for a transaction that a response opened, going by the response's tags. */
void sc_dialogs_unseen_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                               const struct sc_record *record);

/* Makes or confirms the dialog that a response opens. */
void sc_dialogs_response(struct sc_tracker *tracker, struct sc_transaction *transaction,
                         const struct sc_record *record);

/* Records that a new request has Record-Route or, in a dialog, that it lacks the Route that is due.
 * To be called once its dialog is known. */
void sc_dialogs_route(struct sc_transaction *transaction, const struct sc_message *message);

/* Records the session timer and the Record-Route of a 2xx. To be called once its dialog is known.
 */
void sc_dialogs_success(struct sc_transaction *transaction, const struct sc_record *record,
                        const struct sc_message *message);

/* The INVITE transaction that an ACK for a 2xx belongs to, on the ACK's own hop if that is
 * there; NULL if it was not captured. */
struct sc_transaction *sc_dialogs_invite_of_ack(const struct sc_tracker *tracker,
                                                const struct reading *reading);

/* ---- attempts.c ---- */

/* Puts a new transaction into its attempt, by its first message. To be called once its hops are
 * linked and its nonces are read. */
void sc_attempts_join(struct sc_tracker *tracker, struct sc_transaction *transaction,
                      const struct sc_message *message);

/* The latest attempt with these values; NULL if there is none. */
struct sc_attempt *sc_attempts_find(const struct sc_tracker *tracker, struct sc_slice call_id,
                                    struct sc_slice from_tag, struct sc_slice to_tag,
                                    struct sc_slice method);

/* Records who the users of an attempt are, by a message of its first transaction. */
void sc_attempts_name(struct sc_tracker *tracker, struct sc_attempt *attempt,
                      const struct sc_message *message);

/* Takes a transaction out of the roots of its attempt: its upstream hop was captured. */
void sc_attempts_adopted(struct sc_transaction *transaction);

/* ---- accounts.c ---- */

/* Remembers the accounts that a new request claims. To be called once its credentials are read. */
void sc_accounts_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                         const struct reading *reading);

/* Remembers the accounts that a 2xx accepts. */
void sc_accounts_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                          const struct sc_record *record);

/* ---- users.c ---- */

/* Records what the first copy of a response says of its users. To be called once its dialog is
 * known. */
void sc_users_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                       const struct sc_record *record, const struct sc_message *message);

/* ---- refusals.c ---- */

/* Links a request that is accepted to an earlier one that was refused. To be called once the users
 * of the response are recorded. */
void sc_refusals_response(struct sc_tracker *tracker, struct sc_transaction *transaction,
                          const struct sc_record *record, const struct sc_message *message);

#endif
