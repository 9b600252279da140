/* Reading a challenge with all that it is judged by, and finding what is wrong with credentials.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "exchange.h"

/* ---- Reading ---- */

bool is_challenge(const struct sc_record *record)
{
    return record != NULL && (record->code == 401 || record->code == 407);
}

enum sc_header answering(enum sc_header header)
{
    return header == SC_HEADER_WWW_AUTHENTICATE ? SC_HEADER_AUTHORIZATION
                                                : SC_HEADER_PROXY_AUTHORIZATION;
}

bool is_digest(const struct sc_auth *auth)
{
    return sc_slice_is(auth->scheme, "Digest");
}

static void collect(const struct sc_message *message, enum sc_header header, struct auths *auths)
{
    struct sc_cursor cursor = {0};

    while (auths->count < AUTHS_MAX &&
           sc_auth_next(message, header, &cursor, &auths->of[auths->count])) {
        auths->count++;
    }
}

void collect_challenges(const struct sc_message *message, struct auths *auths)
{
    auths->count = 0;
    collect(message, SC_HEADER_WWW_AUTHENTICATE, auths);
    collect(message, SC_HEADER_PROXY_AUTHENTICATE, auths);
}

/* True if credentials answer something, rather than only name the user. */
static bool is_answer(const struct sc_auth *auth)
{
    return !is_digest(auth) || auth->nonce.size > 0 || auth->response.size > 0;
}

void collect_credentials(const struct sc_message *message, struct auths *auths)
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

const struct sc_transaction *followed_up(const struct sc_transaction *transaction)
{
    while (transaction->parent != NULL) {
        transaction = transaction->parent;
    }
    const struct sc_transaction *previous = transaction->retry_of;
    return previous != NULL && is_challenge(previous->final) ? previous : NULL;
}

/* ---- Comparing ---- */

/* True if CREDENTIALS are for the challenge's realm and in the header that belongs to it. */
static bool is_for(const struct sc_auth *credentials, const struct sc_auth *challenge)
{
    return credentials->header == answering(challenge->header) &&
           sc_slice_equal(credentials->realm, challenge->realm);
}

static bool same_space(const struct sc_auth *a, const struct sc_auth *b)
{
    return a->header == b->header && sc_slice_equal(a->realm, b->realm);
}

bool same_nonce(const struct sc_auth *a, const struct sc_auth *b)
{
    return a->nonce.size > 0 && sc_slice_equal(a->nonce, b->nonce);
}

const struct sc_auth *find_space(const struct auths *auths, const struct sc_auth *model)
{
    for (size_t i = 0; i < auths->count; i++) {
        if (same_space(&auths->of[i], model)) {
            return &auths->of[i];
        }
    }
    return NULL;
}

const struct sc_auth *find_answer(const struct auths *credentials, const struct sc_auth *challenge)
{
    for (size_t i = 0; i < credentials->count; i++) {
        if (is_for(&credentials->of[i], challenge)) {
            return &credentials->of[i];
        }
    }
    return NULL;
}

size_t digits_of(struct sc_slice algorithm)
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

/* ---- What is wrong with credentials ---- */

const struct auths *group_of(const struct exchange *exchange)
{
    return exchange->asked_for != NULL ? &exchange->asked : &exchange->offers;
}

bool is_of_group(const struct exchange *exchange, const struct sc_auth *challenge)
{
    return same_space(challenge, exchange->offer) && is_digest(challenge);
}

static bool algorithm_not_offered(const struct exchange *exchange)
{
    const struct auths *group = group_of(exchange);
    const struct sc_auth *answer = exchange->answer;
    bool any = false;

    /* Without a name its digest tells that it is not MD5: forgotten, rather than another one. */
    if (answer->algorithm.size == 0 && answer->response.size != digits_of(sc_slice_of("MD5"))) {
        return false;
    }
    for (size_t i = 0; i < group->count; i++) {
        if (is_of_group(exchange, &group->of[i])) {
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
    size_t digits = digits_of(sc_auth_algorithm(answer));

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

const char *qop_fault(const struct exchange *exchange)
{
    const struct auths *group = group_of(exchange);
    const struct sc_auth *answer = exchange->answer;
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
    for (size_t i = 0; i < group->count; i++) {
        if (is_of_group(exchange, &group->of[i]) && group->of[i].qop.size > 0) {
            any = true;
            if (lists(group->of[i].qop, answer->qop)) {
                return NULL;
            }
        }
    }
    return any ? "was not offered" : NULL;
}

/* True if the server says that the nonce was the fault, and offers another one. */
static bool is_stale(const struct exchange *exchange)
{
    bool stale = false;

    for (size_t i = 0; i < exchange->offers.count; i++) {
        const struct sc_auth *offer = &exchange->offers.of[i];
        if (is_of_group(exchange, offer)) {
            stale = stale || sc_slice_is(offer->stale, "true");
            if (same_nonce(offer, exchange->answer)) {
                return false;
            }
        }
    }
    return stale;
}

/* True if the tracker found the nonce count of these very credentials not raised. */
static bool count_not_raised(const struct scene *scene, const struct exchange *exchange)
{
    const struct sc_nonce_reuse *reuse = scene->transaction->nonce_reuse;
    struct sc_cursor cursor = {0};
    struct sc_auth auth;

    if (reuse == NULL || reuse->header != exchange->answer->header) {
        return false;
    }
    for (unsigned i = 0; sc_auth_next(exchange->request, reuse->header, &cursor, &auth); i++) {
        if (i == reuse->index) {
            return same_nonce(&auth, exchange->answer) &&
                   sc_slice_equal(auth.realm, exchange->answer->realm);
        }
    }
    return false;
}

/* A request that had credentials before may be another branch of a fork. */
bool cseq_not_raised(const struct sc_transaction *transaction)
{
    const struct sc_transaction *previous = transaction->retry_of;

    return previous != NULL && is_challenge(previous->final) && previous->asked_for_credentials &&
           previous->cseq == transaction->cseq &&
           (previous->final->code == 401 ? transaction->authorization
                                         : transaction->proxy_authorization);
}

static unsigned digest_faults(const struct scene *scene, const struct exchange *exchange)
{
    unsigned faults = 0;

    if (!is_digest(exchange->answer) || !is_digest(exchange->offer)) {
        return 0;
    }
    faults |= algorithm_not_offered(exchange) ? FAULT_ALGORITHM : 0;
    faults |= length_differs(exchange->answer) ? FAULT_LENGTH : 0;
    faults |= qop_fault(exchange) != NULL ? FAULT_QOP : 0;
    faults |= is_stale(exchange) ? FAULT_STALE : 0;
    faults |= count_not_raised(scene, exchange) ? FAULT_COUNT : 0;
    faults |= cseq_not_raised(scene->transaction) ? FAULT_CSEQ : 0;
    return faults;
}

/* ---- Putting it together ---- */

/* Looks for credentials that took the nonce of a challenge elsewhere: into the other header, or to
 * another realm. The nonce proves which challenge they were meant for. */
static void find_misplaced(struct exchange *exchange)
{
    for (size_t i = 0; i < exchange->asked.count; i++) {
        const struct sc_auth *asked = &exchange->asked.of[i];
        const struct sc_auth *offer = find_space(&exchange->offers, asked);
        for (size_t j = 0; offer != NULL && j < exchange->credentials.count; j++) {
            const struct sc_auth *credentials = &exchange->credentials.of[j];
            if (same_nonce(credentials, asked)) {
                exchange->answer = credentials;
                exchange->asked_for = asked;
                exchange->offer = offer;
                exchange->faults = credentials->header == answering(asked->header)
                                       ? FAULT_REALM
                                       : FAULT_WRONG_HEADER;
                return;
            }
        }
    }
}

/* Looks for credentials that answer one of the challenges which the response repeats. */
static void find_answered(struct exchange *exchange)
{
    for (size_t i = 0; i < exchange->offers.count; i++) {
        const struct sc_auth *answer = find_answer(&exchange->credentials, &exchange->offers.of[i]);
        if (answer != NULL) {
            exchange->answer = answer;
            exchange->offer = &exchange->offers.of[i];
            exchange->asked_for = find_space(&exchange->asked, exchange->offer);
            return;
        }
    }
}

/* Of the challenges of the realm, the one whose nonce the credentials have, if there is one. */
static void prefer_nonce(struct exchange *exchange)
{
    for (size_t i = 0; exchange->asked_for != NULL && i < exchange->asked.count; i++) {
        const struct sc_auth *asked = &exchange->asked.of[i];
        if (same_space(asked, exchange->offer) && same_nonce(asked, exchange->answer)) {
            exchange->asked_for = asked;
            return;
        }
    }
}

/* The challenges that the request follows up, if it does. */
static void read_before(struct scene *scene, struct exchange *exchange)
{
    const struct sc_transaction *previous = followed_up(scene->transaction);
    struct sc_message before;

    if (previous != NULL && read_record(scene, previous->final, &before)) {
        exchange->before_record = previous->final;
        collect_challenges(&before, &exchange->asked);
    }
}

/* The large arrays are left as they are: their counts say how much of them holds something. */
static void begin_exchange(struct exchange *exchange)
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

static void read_exchange(struct scene *scene, struct exchange *exchange)
{
    begin_exchange(exchange);
    if (!is_challenge(scene->record) || scene->record != scene->transaction->final ||
        has_method(scene->transaction, "CANCEL") || !sc_message_challenges(scene->message)) {
        return;
    }
    exchange->request = request_of(scene);
    if (exchange->request == NULL) {
        return;
    }
    collect_challenges(scene->message, &exchange->offers);
    collect_credentials(exchange->request, &exchange->credentials);
    read_before(scene, exchange);
    find_answered(exchange);
    if (exchange->answer == NULL) {
        find_misplaced(exchange);
    } else {
        prefer_nonce(exchange);
        exchange->faults = digest_faults(scene, exchange);
    }
}

/* The same for all rules: a dozen ask about each challenge. */
static const struct exchange *read_once(struct scene *scene)
{
    if (scene->exchange == NULL) {
        scene->exchange = g_new(struct exchange, 1);
        read_exchange(scene, scene->exchange);
    }
    return scene->exchange;
}

const struct exchange *exchange_of(struct scene *scene)
{
    const struct exchange *exchange = read_once(scene);

    if (exchange->request == NULL) {
        return NULL;
    }
    evidence(scene, scene->transaction->request.frame);
    evidence(scene, exchange->before_record != NULL ? exchange->before_record->frame : 0);
    return exchange;
}

const struct exchange *exchange_with(struct scene *scene, unsigned faults)
{
    return (read_once(scene)->faults & faults) != 0 ? exchange_of(scene) : NULL;
}
