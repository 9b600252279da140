/* Accounts: when a server last accepted the credentials of a user.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One struct for each client, server, realm and user name that a 2xx was sent to, or a refusal of a
 * REGISTER.
 */
#include "dialogs.h"
#include "hosts.h"
#include "sipcodes/catalog.h"

/* Credentials of one header of a request that are remembered. */
#define CREDENTIALS_MAX 4

/* Realm and user name that a request has credentials for. */
struct claim {
    struct claim *next;
    uint64_t account;
};

static uint64_t account_of(const struct sc_tracker *tracker, struct sc_slice realm,
                           struct sc_slice user)
{
    return sc_digest_slice(sc_digest_slice(tracker->seed, realm), user);
}

void sc_accounts_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                         const struct reading *reading)
{
    for (unsigned i = 0; i < reading->credential_count; i++) {
        const struct sc_auth *auth = &reading->credentials[i].auth;
        if (reading->credentials[i].index < CREDENTIALS_MAX && auth->username.size > 0 &&
            auth->response.size > 0) {
            struct claim *claim = sc_arena_alloc(tracker->arena, sizeof *claim);
            claim->account = account_of(tracker, auth->realm, auth->username);
            claim->next = whole(transaction)->claims;
            whole(transaction)->claims = claim;
        }
    }
}

/* One host may serve many clients, and each has a password of its own set. */
static uint64_t key_of(const struct sc_tracker *tracker, const struct sc_endpoint *client,
                       const struct sc_endpoint *server, uint64_t account)
{
    return sc_digest_number(sc_digest_number(sc_host_digest(tracker, server), account),
                            sc_host_digest(tracker, client));
}

/* Nothing is accepted of a request whose bytes are gone: it was too long ago, or too large. */
void sc_accounts_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                          const struct sc_record *record)
{
    const struct claim *claim = whole_of(transaction)->claims;
    bool accepted = record->code / 100 == 2;
    bool refused =
        sc_status_is_challenge(record->code) && sc_transaction_is(transaction, "REGISTER");

    if (!(accepted || refused) || !sc_slice_present(transaction->request.text)) {
        return;
    }
    for (; claim != NULL; claim = claim->next) {
        uint64_t key = key_of(tracker, record->destination, record->source, claim->account);
        struct sc_account *account = sc_table_obtain(tracker, TABLE_ACCOUNTS, key, sizeof *account);
        if (accepted) {
            *account = (struct sc_account){
                .frame = record->frame, .time = record->time, .transaction = transaction};
        } else {
            account->refused = transaction;
        }
    }
}

const struct sc_account *sc_tracker_account(const struct sc_tracker *tracker,
                                            const struct sc_endpoint *client,
                                            const struct sc_endpoint *server, struct sc_slice realm,
                                            struct sc_slice user)
{
    if (client == NULL || server == NULL) {
        return NULL;
    }
    const struct sc_account *account = sc_table_find(
        tracker, TABLE_ACCOUNTS, key_of(tracker, client, server, account_of(tracker, realm, user)));
    return account != NULL && account->transaction != NULL ? account : NULL;
}
