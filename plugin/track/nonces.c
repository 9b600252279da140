/* Nonces: which challenge a request answers, and whether the nonce count rises as required.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A client may answer a challenge in a request of another Call-ID, and go on using the nonce as
 * long as it counts its requests up (RFC 7616 sections 3.4 and 3.6). A server may offer one nonce
 * to many clients, and again to the same one, who then counts from the start.
 */
#include <string.h>

#include "hosts.h"
#include "sipcodes/catalog.h"
#include "transactions.h"

/* The latest challenge of one server to one client with a nonce. */
struct offer {
    struct sc_transaction *transaction;
    const struct sc_record *challenge;
};

/* The request of one user with the highest count since the nonce was offered. */
struct nonce_use {
    uint32_t offers;
    uint32_t count;
    uint32_t frame;
    uint64_t call;
};

static uint64_t realm_digest(const struct sc_tracker *tracker, const struct sc_auth *auth)
{
    return sc_digest_slice(tracker->seed, auth->realm);
}

/* Appends a challenge to the others of its response. */
static void keep_challenge(struct sc_tracker *tracker, struct sc_transaction *transaction,
                           const struct sc_auth *auth)
{
    struct sc_challenge **end = &transaction->challenges;
    struct sc_challenge *challenge = sc_arena_alloc(tracker->arena, sizeof *challenge);
    struct sc_slice realm = {auth->realm.data, MIN(auth->realm.size, SC_KEPT_MAX)};

    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = challenge;
    challenge->header = auth->header;
    challenge->realm = sc_arena_keep(tracker->arena, realm);
    challenge->realm_digest = realm_digest(tracker, auth);
}

/* Which hosts a nonce passed between, whatever the ports. */
static uint64_t offer_key(const struct sc_tracker *tracker, struct sc_slice nonce,
                          const struct sc_endpoint *server, const struct sc_endpoint *client)
{
    uint64_t key = sc_digest_slice(tracker->seed, nonce);

    key = sc_digest_number(key, sc_host_of(server)->digest);
    return sc_digest_number(key, sc_host_of(client)->digest);
}

static void record_offer(struct sc_tracker *tracker, struct sc_transaction *transaction,
                         const struct sc_record *record, const struct sc_auth *auth)
{
    if (auth->nonce.size == 0) {
        return;
    }
    uint64_t nonce = sc_digest_slice(tracker->seed, auth->nonce);
    uint32_t *offers = sc_table_obtain(tracker, TABLE_NONCES, nonce, sizeof *offers);
    uint64_t key = offer_key(tracker, auth->nonce, record->source, record->destination);
    struct offer *offer = sc_table_obtain(tracker, TABLE_OFFERS, key, sizeof *offer);
    *offers += offer->challenge != record ? 1 : 0;
    *offer = (struct offer){transaction, record};
}

void sc_nonces_offered(struct sc_tracker *tracker, struct sc_transaction *transaction,
                       const struct sc_record *record, const struct sc_message *message)
{
    static const enum sc_header headers[] = {SC_HEADER_WWW_AUTHENTICATE,
                                             SC_HEADER_PROXY_AUTHENTICATE};
    struct sc_auth auth;
    bool keeps = record == transaction->final && transaction->challenges == NULL;

    if (message->code != 401 && message->code != 407) {
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        struct sc_cursor cursor = {0};
        for (int n = 0; n < SC_CHALLENGES_MAX && sc_auth_next(message, headers[i], &cursor, &auth);
             n++) {
            if (keeps) {
                keep_challenge(tracker, transaction, &auth);
            }
            record_offer(tracker, transaction, record, &auth);
        }
    }
}

static bool is_challenge(const struct sc_record *final)
{
    return final != NULL && sc_status_is_challenge(final->code);
}

/* Credentials without nonce and response only name the user (RFC 8760 section 2.7). */
static bool is_answer(const struct sc_auth *auth)
{
    return !sc_slice_is(auth->scheme, "Digest") || auth->nonce.size > 0 || auth->response.size > 0;
}

/* Records the first challenge of the response before that the credentials are for, in the matching
 * header (RFC 3261 sections 22.2 and 22.3). */
static void record_satisfied(const struct sc_tracker *tracker, struct sc_transaction *transaction,
                             const struct sc_auth *auth)
{
    enum sc_header asked_in = auth->header == SC_HEADER_AUTHORIZATION
                                  ? SC_HEADER_WWW_AUTHENTICATE
                                  : SC_HEADER_PROXY_AUTHENTICATE;
    const struct sc_challenge *challenge =
        transaction->retry_of != NULL && is_answer(auth) ? transaction->retry_of->challenges : NULL;

    for (; challenge != NULL && challenge != transaction->satisfies; challenge = challenge->next) {
        if (challenge->header == asked_in &&
            challenge->realm_digest == realm_digest(tracker, auth)) {
            transaction->satisfies = challenge;
            return;
        }
    }
}

/* Several users of one host may be offered the same nonce. */
static bool same_caller(const struct sc_transaction *a, const struct sc_transaction *b)
{
    return a->attempt == b->attempt ||
           (a->attempt != NULL && sc_slice_equal(a->attempt->caller, b->attempt->caller));
}

/* Links a challenge to the request that answers it, unless an earlier one did. */
static void link_answer(struct sc_transaction *challenged, struct sc_transaction *transaction)
{
    if (challenged->retried_by == NULL && is_challenge(challenged->final)) {
        challenged->retried_by = transaction;
    }
}

/* Compares a nonce count with the one before. The same request on another branch has the same. */
static void check_count(struct sc_tracker *tracker, struct sc_transaction *transaction,
                        const struct sc_auth *auth, unsigned index)
{
    const uint32_t *offered =
        sc_table_find(tracker, TABLE_NONCES, sc_digest_slice(tracker->seed, auth->nonce));
    uint64_t key = sc_digest_slice(sc_digest_slice(tracker->seed, auth->nonce), auth->username);
    struct nonce_use *use = sc_table_obtain(tracker, TABLE_NONCE_USES, key, sizeof *use);
    uint32_t offers = offered != NULL ? *offered : 0;
    bool known = use->frame != 0 && use->offers == offers;

    if (known && use->call == whole(transaction)->call) {
        return;
    }
    if (known && auth->count <= use->count) {
        struct sc_nonce_reuse *reuse = sc_arena_alloc(tracker->arena, sizeof *reuse);
        *reuse = (struct sc_nonce_reuse){auth->header, index, use->frame, use->count};
        transaction->nonce_reuse = reuse;
        return;
    }
    *use = (struct nonce_use){offers, auth->count, transaction->request.frame,
                              whole(transaction)->call};
}

/* Reads the credentials of a request, those in Authorization first. */
static void read_credentials(struct reading *reading)
{
    static const enum sc_header headers[] = {SC_HEADER_AUTHORIZATION,
                                             SC_HEADER_PROXY_AUTHORIZATION};

    reading->credential_count = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        struct sc_cursor cursor = {0};
        struct credentials *next = &reading->credentials[reading->credential_count];
        for (unsigned n = 0; n < SC_CREDENTIALS_MAX &&
                             sc_auth_next(reading->message, headers[i], &cursor, &next->auth);
             n++, next++) {
            next->index = n;
            reading->credential_count++;
        }
    }
}

/* CANCEL repeats the credentials of its INVITE (RFC 3261 section 22.1). */
void sc_nonces_read(struct sc_tracker *tracker, struct sc_transaction *transaction,
                    struct reading *reading)
{
    const struct sc_answer **end = &transaction->answers;

    read_credentials(reading);
    if (sc_transaction_is(transaction, "CANCEL")) {
        return;
    }
    for (unsigned i = 0; i < reading->credential_count; i++) {
        const struct credentials *credentials = &reading->credentials[i];
        const struct sc_auth *auth = &credentials->auth;
        uint64_t key = offer_key(tracker, auth->nonce, transaction->request.destination,
                                 transaction->request.source);
        const struct offer *offer = sc_table_find(tracker, TABLE_OFFERS, key);
        if (auth->nonce.size == 0 || offer == NULL) {
            continue;
        }
        struct sc_answer *answer = sc_arena_alloc(tracker->arena, sizeof *answer);
        *answer = (struct sc_answer){auth->header, credentials->index, offer->challenge,
                                     offer->transaction, NULL};
        *end = answer;
        end = &answer->next;
    }
}

/* A proxy passes credentials on as they are, so counts are compared on the outermost hop only. */
void sc_nonces_used(struct sc_tracker *tracker, struct sc_transaction *transaction,
                    const struct reading *reading)
{
    if (sc_transaction_is(transaction, "CANCEL")) {
        return;
    }
    for (const struct sc_answer *answer = transaction->answers; answer != NULL;
         answer = answer->next) {
        if (same_caller(answer->challenged, transaction)) {
            link_answer(answer->challenged, transaction);
        }
    }
    if (transaction->parent != NULL) {
        return;
    }
    for (unsigned i = 0; i < reading->credential_count; i++) {
        const struct sc_auth *auth = &reading->credentials[i].auth;
        if (transaction->retry_of != NULL) {
            link_answer(transaction->retry_of, transaction);
        }
        record_satisfied(tracker, transaction, auth);
        if (auth->nonce.size > 0 && auth->has_count && transaction->nonce_reuse == NULL) {
            check_count(tracker, transaction, auth, reading->credentials[i].index);
        }
    }
}
