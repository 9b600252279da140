/* Accounts: when a server last accepted the credentials of a user.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One struct for each server, realm and user name that a 2xx was sent to.
 */
#include "dialogs.h"
#include "hosts.h"

/* Credentials of one request that are remembered. */
#define CREDENTIALS_MAX 4

static uint64_t account_key(const struct sc_tracker *tracker, const struct sc_endpoint *server,
                            struct sc_slice realm, struct sc_slice user)
{
    uint64_t key = sc_host_digest(tracker, server);

    return sc_digest_slice(sc_digest_slice(key, realm), user);
}

static void accept(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                   const struct sc_record *record, const struct sc_auth *auth)
{
    if (auth->username.size == 0 || auth->response.size == 0) {
        return;
    }
    uint64_t key = account_key(tracker, record->source, auth->realm, auth->username);
    struct sc_account *account = sc_table_obtain(tracker, TABLE_ACCOUNTS, key, sizeof *account);
    account->frame = record->frame;
    account->time = record->time;
    account->transaction = transaction;
}

void sc_accounts_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                          const struct sc_record *record)
{
    static const enum sc_header headers[] = {SC_HEADER_AUTHORIZATION,
                                             SC_HEADER_PROXY_AUTHORIZATION};
    struct sc_slice text = transaction->request.text;
    struct sc_message request;

    if (record->code / 100 != 2 || !sc_slice_present(text) ||
        !(transaction->authorization || transaction->proxy_authorization)) {
        return;
    }
    sc_message_scan(text.data, text.size, &request);
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        struct sc_cursor cursor = {0};
        struct sc_auth auth;
        for (int n = 0; n < CREDENTIALS_MAX && sc_auth_next(&request, headers[i], &cursor, &auth);
             n++) {
            accept(tracker, transaction, record, &auth);
        }
    }
}

const struct sc_account *sc_tracker_account(const struct sc_tracker *tracker,
                                            const struct sc_endpoint *server, struct sc_slice realm,
                                            struct sc_slice user)
{
    return server == NULL
               ? NULL
               : sc_table_find(tracker, TABLE_ACCOUNTS, account_key(tracker, server, realm, user));
}
