/* Reading a challenge with all that it is judged by, and finding what is wrong with credentials.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "credentials.h"
#include "hops.h"

bool sc_challenge_is(const struct sc_record *record)
{
    return record != NULL && sc_status_is_challenge(record->code);
}

enum sc_header sc_challenge_answered_in(enum sc_header header)
{
    return header == SC_HEADER_WWW_AUTHENTICATE ? SC_HEADER_AUTHORIZATION
                                                : SC_HEADER_PROXY_AUTHORIZATION;
}

bool sc_auth_is_digest(const struct sc_auth *auth)
{
    return sc_slice_is(auth->scheme, "Digest");
}

static void collect(const struct sc_message *message, enum sc_header header, struct sc_auths *auths)
{
    struct sc_cursor cursor = {0};

    while (auths->count < SC_AUTHS_MAX &&
           sc_auth_next(message, header, &cursor, &auths->of[auths->count])) {
        auths->count++;
    }
}

void sc_auths_challenges(const struct sc_message *message, struct sc_auths *auths)
{
    auths->count = 0;
    collect(message, SC_HEADER_WWW_AUTHENTICATE, auths);
    collect(message, SC_HEADER_PROXY_AUTHENTICATE, auths);
}

/* True if credentials answer a challenge, rather than only name the user. */
static bool is_answer(const struct sc_auth *auth)
{
    return !sc_auth_is_digest(auth) || auth->nonce.size > 0 || auth->response.size > 0;
}

void sc_auths_credentials(const struct sc_message *message, struct sc_auths *auths)
{
    size_t count = 0;

    auths->count = 0;
    collect(message, SC_HEADER_AUTHORIZATION, auths);
    collect(message, SC_HEADER_PROXY_AUTHORIZATION, auths);
    for (size_t i = 0; i < auths->count; i++) {
        if (!is_answer(&auths->of[i])) {
            continue;
        }
        if (count != i) {
            auths->of[count] = auths->of[i];
        }
        count++;
    }
    auths->count = count;
}

const struct sc_transaction *sc_challenge_before(const struct sc_transaction *transaction)
{
    const struct sc_transaction *previous = sc_hop_first(transaction)->retry_of;

    return previous != NULL && sc_challenge_is(previous->final) ? previous : NULL;
}

/* True if CREDENTIALS are for the challenge's realm and in the header that belongs to it. */
static bool is_for(const struct sc_auth *credentials, const struct sc_auth *challenge)
{
    return credentials->header == sc_challenge_answered_in(challenge->header) &&
           sc_slice_equal(credentials->realm, challenge->realm);
}

static bool same_space(const struct sc_auth *a, const struct sc_auth *b)
{
    return a->header == b->header && sc_slice_equal(a->realm, b->realm);
}

bool sc_auth_same_nonce(const struct sc_auth *a, const struct sc_auth *b)
{
    return a->nonce.size > 0 && sc_slice_equal(a->nonce, b->nonce);
}

const struct sc_auth *sc_auths_space(const struct sc_auths *auths, const struct sc_auth *model)
{
    for (size_t i = 0; i < auths->count; i++) {
        if (same_space(&auths->of[i], model)) {
            return &auths->of[i];
        }
    }
    return NULL;
}

const struct sc_auth *sc_auths_answer(const struct sc_auths *credentials,
                                      const struct sc_auth *challenge)
{
    for (size_t i = 0; i < credentials->count; i++) {
        if (is_for(&credentials->of[i], challenge)) {
            return &credentials->of[i];
        }
    }
    return NULL;
}

size_t sc_auth_digits(struct sc_slice algorithm)
{
    static const struct {
        const char *name;
        size_t digits;
    } algorithms[] = {
        {"AKAv1-MD5", 32}, {"AKAv2-MD5", 32},    {"MD5", 32},         {"MD5-sess", 32},
        {"SHA-256", 64},   {"SHA-256-sess", 64}, {"SHA-512-256", 64}, {"SHA-512-256-sess", 64},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(algorithms); i++) {
        if (sc_slice_is(algorithm, algorithms[i].name)) {
            return algorithms[i].digits;
        }
    }
    return 0;
}

const struct sc_auths *sc_exchange_group(const struct sc_exchange *exchange)
{
    return exchange->asked_for != NULL ? &exchange->asked : &exchange->offers;
}

bool sc_exchange_in_group(const struct sc_exchange *exchange, const struct sc_auth *challenge)
{
    return same_space(challenge, exchange->offer) && sc_auth_is_digest(challenge);
}

static bool algorithm_not_offered(const struct sc_exchange *exchange)
{
    const struct sc_auths *group = sc_exchange_group(exchange);
    const struct sc_auth *answer = exchange->answer;
    bool any = false;

    /* Without a name, a digest of another length shows that the name was forgotten. */
    if (answer->algorithm.size == 0 &&
        answer->response.size != sc_auth_digits(sc_slice_of("MD5"))) {
        return false;
    }
    for (size_t i = 0; i < group->count; i++) {
        if (sc_exchange_in_group(exchange, &group->of[i])) {
            any = true;
            if (sc_slice_same(sc_auth_algorithm(&group->of[i]), sc_auth_algorithm(answer))) {
                return false;
            }
        }
    }
    return any;
}

static bool length_differs(const struct sc_auth *answer)
{
    size_t digits = sc_auth_digits(sc_auth_algorithm(answer));

    return digits > 0 && answer->response.size > 0 && answer->response.size != digits;
}

static bool lists(struct sc_slice list, struct sc_slice token)
{
    struct sc_param param;

    while (sc_param_next(&list, ',', &param)) {
        if (sc_slice_same(param.name, token)) {
            return true;
        }
    }
    return false;
}

const char *sc_auth_qop_fault(const struct sc_auths *challenges, const struct sc_auth *answer)
{
    bool any = false;

    if (answer->qop.size == 0) {
        return NULL;
    }
    if (answer->nc.size == 0) {
        return "has no nc";
    }
    if (answer->cnonce.size == 0) {
        return "has no cnonce";
    }
    for (size_t i = 0; i < challenges->count; i++) {
        const struct sc_auth *challenge = &challenges->of[i];
        if (is_for(answer, challenge) && sc_auth_is_digest(challenge) && challenge->qop.size > 0) {
            any = true;
            if (lists(challenge->qop, answer->qop)) {
                return NULL;
            }
        }
    }
    return any ? "was not offered" : NULL;
}

const char *sc_exchange_qop_fault(const struct sc_exchange *exchange)
{
    return sc_auth_qop_fault(sc_exchange_group(exchange), exchange->answer);
}

/* True if the server says that the nonce was stale, and offers another one. */
static bool is_stale(const struct sc_exchange *exchange)
{
    bool stale = false;

    for (size_t i = 0; i < exchange->offers.count; i++) {
        const struct sc_auth *offer = &exchange->offers.of[i];
        if (sc_exchange_in_group(exchange, offer)) {
            stale = stale || sc_slice_is(offer->stale, "true");
            if (sc_auth_same_nonce(offer, exchange->answer)) {
                return false;
            }
        }
    }
    return stale;
}

/* True if the tracker found that the nonce count of these credentials was not raised. */
static bool count_not_raised(const struct sc_case *c, const struct sc_exchange *exchange)
{
    const struct sc_nonce_reuse *reuse = c->transaction->nonce_reuse;
    struct sc_cursor cursor = {0};
    struct sc_auth auth;

    if (reuse == NULL || reuse->header != exchange->answer->header) {
        return false;
    }
    for (unsigned i = 0; sc_auth_next(exchange->request, reuse->header, &cursor, &auth); i++) {
        if (i == reuse->index) {
            return sc_auth_same_nonce(&auth, exchange->answer) &&
                   sc_slice_equal(auth.realm, exchange->answer->realm);
        }
    }
    return false;
}

/* If the earlier request had credentials, this may be another branch of a fork. */
bool sc_challenge_cseq_kept(const struct sc_transaction *transaction)
{
    const struct sc_transaction *previous = transaction->retry_of;

    return previous != NULL && sc_challenge_is(previous->final) &&
           previous->asked_for_credentials && sc_transaction_same_step(previous, transaction) &&
           (previous->final->code == 401 ? transaction->authorization
                                         : transaction->proxy_authorization);
}

static unsigned digest_faults(const struct sc_case *c, const struct sc_exchange *exchange)
{
    unsigned faults = 0;

    if (!sc_auth_is_digest(exchange->answer) || !sc_auth_is_digest(exchange->offer)) {
        return 0;
    }
    faults |= algorithm_not_offered(exchange) ? SC_FAULT_ALGORITHM : 0;
    faults |= length_differs(exchange->answer) ? SC_FAULT_LENGTH : 0;
    faults |= sc_exchange_qop_fault(exchange) != NULL ? SC_FAULT_QOP : 0;
    faults |= is_stale(exchange) ? SC_FAULT_STALE : 0;
    faults |= count_not_raised(c, exchange) ? SC_FAULT_COUNT : 0;
    faults |= sc_challenge_cseq_kept(c->transaction) ? SC_FAULT_CSEQ : 0;
    return faults;
}

/* Looks for credentials with the nonce of a challenge in the wrong header or for another realm.
 * The nonce proves which challenge they answer. */
static void find_misplaced(struct sc_exchange *exchange)
{
    for (size_t i = 0; i < exchange->asked.count; i++) {
        const struct sc_auth *asked = &exchange->asked.of[i];
        const struct sc_auth *offer = sc_auths_space(&exchange->offers, asked);
        for (size_t j = 0; offer != NULL && j < exchange->credentials.count; j++) {
            const struct sc_auth *credentials = &exchange->credentials.of[j];
            if (sc_auth_same_nonce(credentials, asked)) {
                exchange->answer = credentials;
                exchange->asked_for = asked;
                exchange->offer = offer;
                exchange->faults = credentials->header == sc_challenge_answered_in(asked->header)
                                       ? SC_FAULT_REALM
                                       : SC_FAULT_WRONG_HEADER;
                return;
            }
        }
    }
}

/* Looks for credentials that answer one of the challenges which the response repeats. */
static void find_answered(struct sc_exchange *exchange)
{
    for (size_t i = 0; i < exchange->offers.count; i++) {
        const struct sc_auth *answer =
            sc_auths_answer(&exchange->credentials, &exchange->offers.of[i]);
        if (answer != NULL) {
            exchange->answer = answer;
            exchange->offer = &exchange->offers.of[i];
            exchange->asked_for = sc_auths_space(&exchange->asked, exchange->offer);
            return;
        }
    }
}

/* Prefers the challenge of the realm whose nonce the credentials have. */
static void prefer_nonce(struct sc_exchange *exchange)
{
    for (size_t i = 0; exchange->asked_for != NULL && i < exchange->asked.count; i++) {
        const struct sc_auth *asked = &exchange->asked.of[i];
        if (same_space(asked, exchange->offer) && sc_auth_same_nonce(asked, exchange->answer)) {
            exchange->asked_for = asked;
            return;
        }
    }
}

/* Reads the challenges that the request follows up, if it does. */
static void read_before(const struct sc_case *c, struct sc_draft *draft,
                        struct sc_exchange *exchange)
{
    const struct sc_transaction *previous = sc_challenge_before(c->transaction);
    struct sc_message before;

    if (previous != NULL && sc_draft_read(draft, previous->final, &before)) {
        exchange->before_record = previous->final;
        sc_auths_challenges(&before, &exchange->asked);
    }
}

/* The large arrays stay as they are: their counts say how much of them is valid. */
static void begin_exchange(struct sc_exchange *exchange)
{
    exchange->request = NULL;
    exchange->offers.count = 0;
    exchange->credentials.count = 0;
    exchange->asked.count = 0;
    exchange->before_record = NULL;
    exchange->answer = NULL;
    exchange->offer = NULL;
    exchange->asked_for = NULL;
    exchange->faults = 0;
}

static void read_exchange(const struct sc_case *c, struct sc_draft *draft,
                          struct sc_exchange *exchange)
{
    begin_exchange(exchange);
    if (!sc_challenge_is(c->record) || c->record != c->transaction->final ||
        sc_transaction_is(c->transaction, "CANCEL") || !sc_message_challenges(c->message)) {
        return;
    }
    exchange->request = sc_case_request(c, draft);
    if (exchange->request == NULL) {
        return;
    }
    sc_auths_challenges(c->message, &exchange->offers);
    sc_auths_credentials(exchange->request, &exchange->credentials);
    read_before(c, draft, exchange);
    find_answered(exchange);
    if (exchange->answer == NULL) {
        find_misplaced(exchange);
    } else {
        prefer_nonce(exchange);
        exchange->faults = digest_faults(c, exchange);
    }
}

/* Read once per challenge; a dozen rules use it. */
static const struct sc_exchange *read_once(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_case_cache *cache = c->cache;

    if (cache->exchange == NULL) {
        cache->exchange = g_new0(struct sc_exchange, 1);
    }
    if (!cache->exchange_begun) {
        cache->exchange_begun = true;
        read_exchange(c, draft, cache->exchange);
    }
    return cache->exchange;
}

const struct sc_exchange *sc_exchange_of(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = read_once(c, draft);

    if (exchange->request == NULL) {
        return NULL;
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_evidence(draft, exchange->before_record != NULL ? exchange->before_record->frame : 0);
    return exchange;
}

const struct sc_exchange *sc_exchange_with(const struct sc_case *c, struct sc_draft *draft,
                                           unsigned faults)
{
    return (read_once(c, draft)->faults & faults) != 0 ? sc_exchange_of(c, draft) : NULL;
}

const struct sc_exchange *sc_exchange_challenge(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_of(c, draft);

    return exchange != NULL && exchange->offers.count > 0 && exchange->answer == NULL ? exchange
                                                                                      : NULL;
}

bool sc_challenge_unanswered(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;

    for (; transaction->parent != NULL; transaction = transaction->parent) {
        if (transaction->retried_by != NULL) {
            return false;
        }
    }
    return transaction->retried_by == NULL;
}
