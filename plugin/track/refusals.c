/* Refusals that did not last: what a server refused first and accepted later.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One for each client, server, method and users in From and To: the latest refused transaction.
 */
#include "dialogs.h"
#include "hosts.h"

/* A challenge, a CANCEL, a lost race and a timeout say nothing against the request. */
static bool is_refusal(unsigned code)
{
    return code >= 400 && code != 401 && code != 407 && code != 408 && code != 487 && code != 491;
}

static bool is_acceptance(const struct sc_transaction *transaction, unsigned code)
{
    return code / 100 == 2 ||
           (code >= 180 && code < 200 && sc_transaction_is(transaction, "INVITE"));
}

/* Endpoints are interned, so the address of one identifies it. A client may use another port each
 * time. */
static uint64_t refusal_key(const struct sc_transaction *transaction,
                            const struct sc_record *record, struct sc_slice user)
{
    uint64_t digest = sc_digest_slice(sc_host_of(record->destination)->digest, user);

    return sc_digest_number(sc_digest_slice(digest, transaction->method),
                            (uintptr_t)record->source);
}

void sc_refusals_response(struct sc_tracker *tracker, struct sc_transaction *transaction,
                          const struct sc_record *record, const struct sc_message *message)
{
    bool refuses = is_refusal(record->code) && record == transaction->final;

    if (!transaction->request_seen || transaction->to_tag.size > 0 ||
        !(refuses || (is_acceptance(transaction, record->code) &&
                      !sc_table_is_empty(tracker, TABLE_REFUSALS)))) {
        return;
    }
    struct sc_slice from = sc_address_read(sc_header_first(message, SC_HEADER_FROM)).uri;
    struct sc_slice to = sc_address_read(sc_header_first(message, SC_HEADER_TO)).uri;
    struct sc_slice user = sc_uri_read(to).user;
    if (user.size == 0) {
        return;
    }
    uint64_t key = sc_digest_slice(refusal_key(transaction, record, user), sc_uri_read(from).user);
    if (refuses) {
        sc_table_set(tracker, TABLE_REFUSALS, key, transaction);
        return;
    }
    struct sc_transaction *refused = sc_table_find(tracker, TABLE_REFUSALS, key);
    if (refused == NULL || refused == transaction || refused->accepted_later != NULL) {
        return;
    }
    refused->accepted_later = transaction;
    transaction->refused_before = refused;
    const struct sc_registration *registration =
        sc_tracker_registration(tracker, to, record->source);
    if (registration != NULL && registration->since > refused->final->time &&
        sc_transaction_is(transaction, "INVITE")) {
        refused->callee_registered = registration->frame;
    }
}
