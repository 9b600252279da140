/* Nonces: which challenge a request answers, and whether the nonce count rises as required.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A client may answer a challenge in a request of another Call-ID, and go on using the nonce as
 * long as it counts its requests up (RFC 7616 sections 3.4 and 3.6). A server may offer one nonce
 * to many clients, and again to the same one, who then counts from the start.
 */
#include <string.h>

#include "transactions.h"

/* Credentials of one header that are looked at. */
#define CREDENTIALS_MAX 8

/* Which client was offered a nonce last. */
struct nonce {
    struct sc_transaction *transaction; /* that its response ended */
    uint32_t offers;                    /* how often it was offered */
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

static void record_offer(struct sc_tracker *tracker, struct sc_transaction *transaction,
                         const struct sc_auth *auth)
{
    if (auth->nonce.size == 0) {
        return;
    }
    uint64_t key = sc_digest_slice(tracker->seed, auth->nonce);
    struct nonce *nonce = sc_table_obtain(tracker, TABLE_NONCES, key, sizeof *nonce);
    nonce->transaction = transaction;
    nonce->offers++;
}

void sc_nonces_offered(struct sc_tracker *tracker, struct sc_transaction *transaction,
                       const struct sc_record *record, const struct sc_message *message)
{
    static const enum sc_header headers[] = {SC_HEADER_WWW_AUTHENTICATE,
                                             SC_HEADER_PROXY_AUTHENTICATE};
    struct sc_auth auth;

    if (message->code != 401 && message->code != 407) {
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        struct sc_cursor cursor = {0};
        for (int n = 0; n < SC_CHALLENGES_MAX && sc_auth_next(message, headers[i], &cursor, &auth);
             n++) {
            if (record == transaction->final) {
                keep_challenge(tracker, transaction, &auth);
            }
            record_offer(tracker, transaction, &auth);
        }
    }
}

static bool same_client(const struct sc_transaction *a, const struct sc_transaction *b)
{
    return a->request_seen && b->request_seen &&
           sc_endpoint_same_host(a->request.source, b->request.source);
}

static bool is_challenge(const struct sc_record *final)
{
    return final != NULL && (final->code == 401 || final->code == 407);
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

/* Links the challenge that a request answers to it. */
static void record_answer(struct sc_transaction *transaction, const struct nonce *nonce)
{
    struct sc_transaction *challenged = transaction->retry_of;

    if (challenged == NULL && nonce != NULL && same_client(nonce->transaction, transaction)) {
        challenged = nonce->transaction;
    }
    if (challenged != NULL && challenged->retried_by == NULL && is_challenge(challenged->final)) {
        challenged->retried_by = transaction;
    }
}

/* Holds a nonce count against the one before. The same request on another branch has the same. */
static void check_count(struct sc_tracker *tracker, struct sc_transaction *transaction,
                        const struct nonce *nonce, const struct sc_auth *auth, unsigned index)
{
    uint64_t key = sc_digest_slice(sc_digest_slice(tracker->seed, auth->nonce), auth->username);
    struct nonce_use *use = sc_table_obtain(tracker, TABLE_NONCE_USES, key, sizeof *use);
    uint32_t offers = nonce != NULL ? nonce->offers : 0;
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

/* ACK and CANCEL repeat the credentials of their INVITE (RFC 3261 section 22.1), and a proxy passes
 * them on as they are. */
void sc_nonces_used(struct sc_tracker *tracker, struct sc_transaction *transaction,
                    const struct sc_message *message)
{
    static const enum sc_header headers[] = {SC_HEADER_AUTHORIZATION,
                                             SC_HEADER_PROXY_AUTHORIZATION};
    struct sc_auth auth;

    if (sc_transaction_is(transaction, "CANCEL") || transaction->parent != NULL) {
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        struct sc_cursor cursor = {0};
        for (unsigned n = 0;
             n < CREDENTIALS_MAX && sc_auth_next(message, headers[i], &cursor, &auth); n++) {
            const struct nonce *nonce =
                sc_table_find(tracker, TABLE_NONCES, sc_digest_slice(tracker->seed, auth.nonce));
            record_answer(transaction, nonce);
            record_satisfied(tracker, transaction, &auth);
            if (auth.nonce.size > 0 && auth.has_count && transaction->nonce_reuse == NULL) {
                check_count(tracker, transaction, nonce, &auth, n);
            }
        }
    }
}
