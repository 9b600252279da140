/* Rules about authentication.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A 401 or 407 is judged by three messages: the request that it answers, the response itself, and
 * the challenge before it that the request follows up, if there was one. What is wrong with the
 * credentials is found out once for all rules, so that no two of them contradict each other.
 */
#include "rules.h"

/* Challenges of one message, or credentials, that are looked at. */
#define AUTHS_MAX 16

/* Requests in a row that a loop is counted over. */
#define LOOP_MAX 64

/* Refusals in a row that make a loop. */
#define LOOP_MIN 3

/* A nonce that is older than this when it is used may have run out without the server saying so. */
#define FRESH_NONCE (INT64_C(2) * 1000 * 1000 * 1000)

/* Seconds that a Date may lie back (RFC 8224 section 6.2, step 4). */
#define FRESH_DATE 60

/* What credentials can be found to have wrong. */
enum fault {
    FAULT_WRONG_HEADER = 1 << 0,
    FAULT_REALM = 1 << 1,
    FAULT_ALGORITHM = 1 << 2,
    FAULT_LENGTH = 1 << 3,
    FAULT_QOP = 1 << 4,
    FAULT_STALE = 1 << 5,
    FAULT_COUNT = 1 << 6,
    FAULT_CSEQ = 1 << 7,
};

struct auths {
    size_t count;
    struct sc_auth of[AUTHS_MAX];
};

/* A challenge, its request, and the challenge before it. */
struct exchange {
    const struct sc_message *request;
    struct auths offers;      /* challenges of the response at hand */
    struct auths credentials; /* of its request */
    struct auths asked;       /* challenges of the response that the request follows up */
    struct sc_message before; /* that response */
    const struct sc_record *before_record; /* NULL: there is none */

    const struct sc_auth *answer;    /* credentials for a realm that is challenged again, or that
                                        have FAULT_WRONG_HEADER or FAULT_REALM; NULL: none */
    const struct sc_auth *offer;     /* the challenge that repeats the realm */
    const struct sc_auth *asked_for; /* what they answer; NULL: not captured */
    unsigned faults;
};

/* ---- Reading ---- */

static bool is_challenge(const struct sc_record *record)
{
    return record != NULL && (record->code == 401 || record->code == 407);
}

static enum sc_header challenge_header(const struct scene *scene)
{
    return scene->record->code == 401 ? SC_HEADER_WWW_AUTHENTICATE : SC_HEADER_PROXY_AUTHENTICATE;
}

/* The header that credentials for a challenge stand in (RFC 3261 sections 22.2 and 22.3). */
static enum sc_header answering(enum sc_header header)
{
    return header == SC_HEADER_WWW_AUTHENTICATE ? SC_HEADER_AUTHORIZATION
                                                : SC_HEADER_PROXY_AUTHORIZATION;
}

static bool is_digest(const struct sc_auth *auth)
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

/* A proxy that forks puts the challenges of both headers into one response (section 22.3). */
static void collect_challenges(const struct sc_message *message, struct auths *auths)
{
    collect(message, SC_HEADER_WWW_AUTHENTICATE, auths);
    collect(message, SC_HEADER_PROXY_AUTHENTICATE, auths);
}

/* Credentials without nonce and response only name the user, as phones of the IMS do before their
 * first challenge (RFC 8760 section 2.7): they answer nothing and are left out. */
static void collect_credentials(const struct sc_message *message, struct auths *auths)
{
    struct auths all = {0};

    collect(message, SC_HEADER_AUTHORIZATION, &all);
    collect(message, SC_HEADER_PROXY_AUTHORIZATION, &all);
    for (size_t i = 0; i < all.count; i++) {
        if (!is_digest(&all.of[i]) || all.of[i].nonce.size > 0 || all.of[i].response.size > 0) {
            auths->of[auths->count++] = all.of[i];
        }
    }
}

/* The transaction whose challenge the request follows up, seen from any hop. */
static const struct sc_transaction *followed_up(const struct sc_transaction *transaction)
{
    while (transaction->parent != NULL) {
        transaction = transaction->parent;
    }
    const struct sc_transaction *previous = transaction->previous;
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

static bool same_nonce(const struct sc_auth *a, const struct sc_auth *b)
{
    return a->nonce.size > 0 && sc_slice_equal(a->nonce, b->nonce);
}

/* The challenge with the header and realm of MODEL; NULL if there is none. */
static const struct sc_auth *find_space(const struct auths *auths, const struct sc_auth *model)
{
    for (size_t i = 0; i < auths->count; i++) {
        if (same_space(&auths->of[i], model)) {
            return &auths->of[i];
        }
    }
    return NULL;
}

/* The credentials for a challenge; NULL if there are none. */
static const struct sc_auth *find_answer(const struct auths *credentials,
                                         const struct sc_auth *challenge)
{
    for (size_t i = 0; i < credentials->count; i++) {
        if (is_for(&credentials->of[i], challenge)) {
            return &credentials->of[i];
        }
    }
    return NULL;
}

/* Hexadecimal digits of an algorithm's digest (RFC 8760 section 2.2); 0 if it is not known. */
static size_t digits_of(struct sc_slice algorithm)
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

/* The challenges that the credentials answer: those before, or if they were not captured, those
 * that are offered again. */
static const struct auths *group_of(const struct exchange *exchange)
{
    return exchange->asked_for != NULL ? &exchange->asked : &exchange->offers;
}

static bool is_of_group(const struct exchange *exchange, const struct sc_auth *challenge)
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

/* What is wrong with the credentials' qop as text; NULL: nothing (RFC 7616 section 3.4). */
static const char *qop_fault(const struct exchange *exchange)
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

/* True if the request answers a challenge under the CSeq number of the challenged one. A request
 * that had credentials before may be another branch of a fork. */
static bool cseq_not_raised(const struct sc_transaction *transaction)
{
    const struct sc_transaction *previous = transaction->previous;

    return previous != NULL && is_challenge(previous->final) && previous->challenged &&
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

/* Reads all that a challenge is judged by; false if the response is none, or the request is not
 * there. Challenges to CANCEL are a fault of their own. */
static bool read_exchange(struct scene *scene, struct exchange *exchange)
{
    const struct sc_transaction *previous = followed_up(scene->transaction);

    *exchange = (struct exchange){0};
    if (!is_challenge(scene->record) || scene->record != scene->transaction->final ||
        has_method(scene->transaction, "CANCEL") || !sc_message_challenges(scene->message)) {
        return false;
    }
    exchange->request = request_of(scene);
    if (exchange->request == NULL) {
        return false;
    }
    collect_challenges(scene->message, &exchange->offers);
    collect_credentials(exchange->request, &exchange->credentials);
    if (previous != NULL && read_record(scene, previous->final, &exchange->before)) {
        exchange->before_record = previous->final;
        collect_challenges(&exchange->before, &exchange->asked);
    }
    find_answered(exchange);
    if (exchange->answer == NULL) {
        find_misplaced(exchange);
    } else {
        prefer_nonce(exchange);
        exchange->faults = digest_faults(scene, exchange);
    }
    return true;
}

/* The same; false unless the credentials have one of FAULTS. */
static bool has_fault(struct scene *scene, struct exchange *exchange, unsigned faults)
{
    return read_exchange(scene, exchange) && (exchange->faults & faults) != 0;
}

static const char *name_of(const struct sc_auth *auth)
{
    return sc_header_name(auth->header);
}

/* ---- Challenges ---- */

/* True if the request carried nothing that answers the response's challenges. */
static bool is_first_challenge(struct scene *scene, struct exchange *exchange)
{
    return read_exchange(scene, exchange) && exchange->offers.count > 0 && exchange->answer == NULL;
}

/* True if no request with credentials came behind the challenge, on the hop where the client is. */
static bool is_unanswered(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    for (; transaction->parent != NULL; transaction = transaction->parent) {
        if (transaction->answer != NULL) {
            return false;
        }
    }
    return transaction->answer == NULL;
}

static void judge_challenge(struct scene *scene)
{
    struct exchange exchange;

    if (is_first_challenge(scene, &exchange)) {
        find(scene, "The %s asks for credentials for realm \"%s\", and the request carried none%s",
             name_of(&exchange.offers.of[0]), quote(scene, exchange.offers.of[0].realm),
             exchange.credentials.count > 0 ? " for it" : "");
    }
}

/* False once it turned out that nobody answers: another finding says so. */
static bool challenge_holds(struct scene *scene)
{
    return !is_unanswered(scene) ||
           sc_transaction_gaps(scene->tracker, scene->transaction).ends_early;
}

static void judge_challenge_unanswered(struct scene *scene)
{
    struct exchange exchange;

    if (is_first_challenge(scene, &exchange)) {
        const struct sc_auth *offer = &exchange.offers.of[0];
        find(scene, "No request with credentials followed the %s for realm \"%s\" within %s",
             name_of(offer), quote(scene, offer->realm), span(scene, timeout(scene)));
    }
}

static void judge_challenge_answered(struct scene *scene)
{
    const struct sc_transaction *previous = scene->transaction->previous;
    struct auths asked = {0};
    struct auths credentials = {0};
    struct sc_message before;

    if (is_challenge(scene->record) || scene->record != scene->transaction->final ||
        previous == NULL || !is_challenge(previous->final) || request_of(scene) == NULL ||
        !read_record(scene, previous->final, &before)) {
        return;
    }
    collect_challenges(&before, &asked);
    collect_credentials(request_of(scene), &credentials);
    for (size_t i = 0; i < asked.count; i++) {
        if (find_answer(&credentials, &asked.of[i]) != NULL) {
            about(scene, previous->final);
            find(scene,
                 "The challenge for realm \"%s\" was answered with credentials, and the server "
                 "went on to a %u",
                 quote(scene, asked.of[i].realm), scene->record->code);
            return;
        }
    }
}

static void judge_challenge_missing(struct scene *scene)
{
    if (is_challenge(scene->record) && !sc_message_challenges(scene->message)) {
        find(scene, "The %u has no %s", scene->record->code,
             sc_header_name(challenge_header(scene)));
    }
}

/* ACK is matched as INVITE; what it is answered with names it in CSeq. */
static bool answers_ack(const struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    return sc_slice_equal(sc_message_cseq(scene->message).method, sc_slice_of("ACK")) &&
           (transaction->ack != NULL || !transaction->request_seen);
}

static void judge_illegal_challenge(struct scene *scene)
{
    const struct sc_record *ack = scene->transaction->ack;

    if (answers_ack(scene)) {
        evidence(scene, ack != NULL ? ack->frame : 0);
        find(scene, "The %u answers an ACK, which has no response", scene->record->code);
    } else if (is_challenge(scene->record) && has_method(scene->transaction, "CANCEL")) {
        evidence(scene, scene->transaction->request.frame);
        find(scene, "The %u challenges a CANCEL, which cannot be sent again", scene->record->code);
    }
}

/* ---- Credentials ---- */

static void judge_wrong_header(struct scene *scene)
{
    struct exchange exchange;

    if (has_fault(scene, &exchange, FAULT_WRONG_HEADER)) {
        find(scene, "The %s for realm \"%s\" was answered in %s, and not in %s",
             name_of(exchange.asked_for), quote(scene, exchange.asked_for->realm),
             name_of(exchange.answer), sc_header_name(answering(exchange.asked_for->header)));
    }
}

static void judge_realm_mismatch(struct scene *scene)
{
    struct exchange exchange;

    if (has_fault(scene, &exchange, FAULT_REALM)) {
        find(scene, "The credentials are for realm \"%s\", the challenge was for \"%s\"",
             quote(scene, exchange.answer->realm), quote(scene, exchange.asked_for->realm));
    }
}

/* The algorithms that the credentials could choose from, for a text. */
static const char *offered_algorithms(struct scene *scene, const struct exchange *exchange)
{
    const struct auths *group = group_of(exchange);
    const char *text = "";

    for (size_t i = 0, count = 0; i < group->count && count < 3; i++) {
        if (is_of_group(exchange, &group->of[i])) {
            const char *name = quote(scene, sc_auth_algorithm(&group->of[i]));
            char joined[QUOTE_SIZE];
            g_snprintf(joined, sizeof joined, "%s%s%s", text, count > 0 ? ", " : "", name);
            text = quote(scene, sc_slice_of(joined));
            count++;
        }
    }
    return text;
}

static void judge_algorithm_not_offered(struct scene *scene)
{
    struct exchange exchange;

    if (has_fault(scene, &exchange, FAULT_ALGORITHM)) {
        find(scene, "The credentials use algorithm %s, and realm \"%s\" offered %s",
             quote(scene, sc_auth_algorithm(exchange.answer)), quote(scene, exchange.answer->realm),
             offered_algorithms(scene, &exchange));
    }
}

/* True if nothing but SHA-2 is offered: a client of RFC 3261 knows MD5 only. */
static bool offers_sha_only(const struct auths *auths)
{
    for (size_t i = 0; i < auths->count; i++) {
        if (!is_digest(&auths->of[i]) || digits_of(auths->of[i].algorithm) != 64) {
            return false;
        }
    }
    return auths->count > 0;
}

static void judge_answered_with_md5(struct scene *scene)
{
    struct exchange exchange;

    if (has_fault(scene, &exchange, FAULT_ALGORITHM) && offers_sha_only(group_of(&exchange)) &&
        sc_slice_starts(sc_auth_algorithm(exchange.answer), "MD5")) {
        find(scene, "Only %s was offered, and the client answered with %s",
             offered_algorithms(scene, &exchange),
             quote(scene, sc_auth_algorithm(exchange.answer)));
    }
}

/* The client did answer: that nothing follows takes nothing away. */
static bool answered_with_md5_holds(struct scene *scene)
{
    complete(scene);
    return true;
}

/* That it has no password would look the same. */
static void judge_sha_unanswered(struct scene *scene)
{
    struct exchange exchange;

    if (is_first_challenge(scene, &exchange) && offers_sha_only(&exchange.offers)) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
        find(scene, "Only %s is offered, and no request with credentials followed",
             quote(scene, exchange.offers.of[0].algorithm));
    }
}

static void judge_response_length(struct scene *scene)
{
    struct exchange exchange;

    if (has_fault(scene, &exchange, FAULT_LENGTH)) {
        struct sc_slice algorithm = sc_auth_algorithm(exchange.answer);
        find(scene, "The digest has %zu digits, %s makes %zu%s", exchange.answer->response.size,
             quote(scene, algorithm), digits_of(algorithm),
             exchange.answer->algorithm.size == 0 ? " (no algorithm is named)" : "");
    }
}

static void judge_qop_error(struct scene *scene)
{
    struct exchange exchange;

    if (has_fault(scene, &exchange, FAULT_QOP)) {
        find(scene, "The credentials say qop=%s, which %s", quote(scene, exchange.answer->qop),
             qop_fault(&exchange));
    }
}

/* A count that was not raised is the reason why some servers call a nonce stale. */
static void judge_stale_nonce(struct scene *scene)
{
    struct exchange exchange;

    if (has_fault(scene, &exchange, FAULT_STALE) && (exchange.faults & FAULT_COUNT) == 0) {
        find(scene,
             "The server no longer takes the nonce for realm \"%s\" (stale=true), and offers a "
             "new one",
             quote(scene, exchange.offer->realm));
    }
}

static void judge_count_not_raised(struct scene *scene)
{
    const struct sc_nonce_reuse *reuse = scene->transaction->nonce_reuse;
    struct exchange exchange;

    if (has_fault(scene, &exchange, FAULT_COUNT)) {
        evidence(scene, reuse->frame);
        find(scene,
             "The credentials for realm \"%s\" use a nonce again with nc=%08x, after nc=%08x in "
             "frame %u",
             quote(scene, exchange.answer->realm), exchange.answer->count, reuse->count,
             reuse->frame);
    }
}

/* True if the digest was made over the Request-URI. A proxy changes that on later hops. */
static bool has_own_uri(const struct scene *scene, const struct exchange *exchange)
{
    return scene->transaction->parent != NULL || exchange->answer->uri.size == 0 ||
           sc_slice_equal(exchange->answer->uri, exchange->request->uri);
}

static void judge_rejected(struct scene *scene)
{
    struct exchange exchange;

    if (!read_exchange(scene, &exchange) || exchange.faults != 0 || exchange.answer == NULL ||
        exchange.asked_for == NULL || !is_digest(exchange.answer) ||
        !same_nonce(exchange.answer, exchange.asked_for) || exchange.answer->response.size == 0 ||
        sc_slice_present(exchange.answer->auts)) {
        return;
    }
    int64_t age = sc_time_between(exchange.before_record->time, scene->transaction->request.time);
    const char *realm = quote(scene, exchange.answer->realm);
    const char *algorithm = quote(scene, sc_auth_algorithm(exchange.answer));
    if (age > FRESH_NONCE) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
        find(scene,
             "The server refused %s credentials for realm \"%s\" with the nonce that it had "
             "offered %s before; that may have run out unsaid",
             algorithm, realm, span(scene, age));
    } else if (!has_own_uri(scene, &exchange)) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
        find(scene,
             "The server refused %s credentials for realm \"%s\"; their uri is not the Request-URI",
             algorithm, realm);
    } else {
        find(scene,
             "The server refused %s credentials for realm \"%s\" that use the nonce it had just "
             "offered",
             algorithm, realm);
    }
}

/* ---- Over several requests ---- */

/* True if TRANSACTION was refused although it carried credentials, as far as its headers say. */
static bool was_refused(const struct sc_transaction *transaction)
{
    const struct sc_record *final = transaction->final;

    return is_challenge(final) &&
           (final->code == 401 ? transaction->authorization : transaction->proxy_authorization);
}

/* True if credentials of the transaction's request answer the challenge before it, and its
 * response repeats that challenge. */
static bool is_refused_again(struct scene *scene, const struct sc_transaction *transaction)
{
    struct sc_message message;
    struct auths offers = {0};
    struct auths credentials = {0};
    struct auths asked = {0};

    if (transaction->previous == NULL || !read_record(scene, transaction->final, &message)) {
        return false;
    }
    collect_challenges(&message, &offers);
    if (!read_record(scene, &transaction->request, &message)) {
        return false;
    }
    collect_credentials(&message, &credentials);
    if (!read_record(scene, transaction->previous->final, &message)) {
        return false;
    }
    collect_challenges(&message, &asked);
    for (size_t i = 0; i < asked.count; i++) {
        const struct sc_auth *answer = find_answer(&credentials, &asked.of[i]);
        if (answer != NULL && same_nonce(answer, &asked.of[i]) &&
            find_space(&offers, &asked.of[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static void judge_loop(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    unsigned count = 0;

    if (!is_challenge(scene->record) || scene->record != transaction->final) {
        return;
    }
    for (; count < LOOP_MAX && transaction != NULL && was_refused(transaction); count++) {
        transaction = transaction->previous;
    }
    transaction = scene->transaction;
    for (unsigned i = 0; i < LOOP_MIN; i++, transaction = transaction->previous) {
        if (count < LOOP_MIN || !is_refused_again(scene, transaction)) {
            return;
        }
    }
    find(scene,
         "%s%u requests in a row were challenged again although each answered the challenge "
         "before it",
         count == LOOP_MAX ? "More than " : "", count);
}

static void say_cseq(struct scene *scene)
{
    const struct sc_transaction *previous = scene->transaction->previous;

    evidence(scene, previous->request.frame);
    evidence(scene, previous->final->frame);
    evidence(scene, scene->transaction->request.frame);
    find(scene, "The request with credentials has CSeq %u, as the challenged one had",
         scene->transaction->cseq);
}

static void judge_cseq_on_request(struct scene *scene)
{
    if (scene->record == &scene->transaction->request && cseq_not_raised(scene->transaction)) {
        say_cseq(scene);
    }
}

static void judge_cseq_on_refusal(struct scene *scene)
{
    if (scene->record == scene->transaction->final && cseq_not_raised(scene->transaction)) {
        say_cseq(scene);
    }
}

/* ---- 403 ---- */

/* True if the 403 says that the signature is too old: phrase or Reason (RFC 8224 section 6.2.2). */
static bool says_stale_date(const struct scene *scene)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    if (sc_slice_is(sc_slice_trim(scene->message->phrase), "Stale Date")) {
        return true;
    }
    while (sc_reason_next(scene->message, &cursor, &reason)) {
        if (sc_slice_is(reason.protocol, "STIR") && reason.has_cause && reason.cause == 403) {
            return true;
        }
    }
    return false;
}

/* The next hop's own 403 that a proxy passes on, for a request that the proxy took the credentials
 * out of: they were good enough for the proxy. */
static bool was_let_through(const struct sc_transaction *transaction)
{
    const struct sc_transaction *child = transaction->children;

    return child != NULL && !child->authorization && !child->proxy_authorization;
}

static void judge_forbidden_by_policy(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (scene->record != transaction->final || !transaction->request_seen || transaction->cut ||
        has_method(transaction, "CANCEL") || transaction->authorization ||
        transaction->proxy_authorization || followed_up(transaction) != NULL ||
        says_stale_date(scene)) {
        return;
    }
    evidence(scene, transaction->request.frame);
    find(scene, "The request carried no credentials, and the 403 came without a challenge");
}

static void judge_forbidden_after_auth(struct scene *scene)
{
    const struct sc_transaction *previous = followed_up(scene->transaction);
    const struct sc_message *request = request_of(scene);
    struct auths asked = {0};
    struct auths credentials = {0};
    struct sc_message before;

    if (scene->record != scene->transaction->final || previous == NULL || request == NULL ||
        says_stale_date(scene) || was_let_through(scene->transaction) ||
        !read_record(scene, previous->final, &before)) {
        return;
    }
    collect_challenges(&before, &asked);
    collect_credentials(request, &credentials);
    for (size_t i = 0; i < asked.count; i++) {
        const struct sc_auth *answer = find_answer(&credentials, &asked.of[i]);
        if (answer != NULL && (!is_digest(answer) || same_nonce(answer, &asked.of[i]))) {
            find(scene, "The 403 came after credentials that answer the challenge for realm \"%s\"",
                 quote(scene, asked.of[i].realm));
            return;
        }
    }
}

static void judge_stale_date(struct scene *scene)
{
    const struct sc_message *request = request_of(scene);
    int64_t second = INT64_C(1000000000);
    int64_t moment;

    if (request == NULL || !says_stale_date(scene) ||
        sc_header_count(request, SC_HEADER_IDENTITY) == 0) {
        return;
    }
    int64_t arrival = scene->transaction->request.time / second;
    if (sc_message_date(request, &moment) && arrival - moment > FRESH_DATE) {
        find(scene, "The Date of the signed request lies %s back by the capture's clock",
             span(scene, (arrival - moment) * second));
    } else if (sc_message_issued_at(request, &moment) && arrival - moment > FRESH_DATE) {
        find(scene, "The PASSporT's iat lies %s back by the capture's clock",
             span(scene, (arrival - moment) * second));
    }
}

/* Most are asked about everything from 401 to 407, and see for themselves that it is one of these
 * two. */
static const struct rule rules[] = {
    {"auth-algorithm-not-offered", ON_RESPONSE, 401, 407, NULL, judge_algorithm_not_offered, NULL},
    {"auth-algorithm-unsupported", ON_RESPONSE, 401, 407, NULL, judge_answered_with_md5,
     answered_with_md5_holds},
    {"auth-algorithm-unsupported", ON_RESPONSE, 401, 407, NULL, judge_sha_unanswered,
     is_unanswered},
    {"auth-challenge", ON_RESPONSE, 401, 407, NULL, judge_challenge, challenge_holds},
    {"auth-challenge-answered", ON_RESPONSE, 200, 699, NULL, judge_challenge_answered, NULL},
    {"auth-challenge-missing", ON_RESPONSE, 401, 407, NULL, judge_challenge_missing, NULL},
    {"auth-challenge-unanswered", ON_RESPONSE, 401, 407, NULL, judge_challenge_unanswered,
     is_unanswered},
    {"auth-cseq-not-increased", ON_REQUEST, 0, 0, NULL, judge_cseq_on_request, NULL},
    {"auth-cseq-not-increased", ON_RESPONSE, 300, 699, NULL, judge_cseq_on_refusal, NULL},
    {"auth-illegal-challenge", ON_RESPONSE, 200, 699, NULL, judge_illegal_challenge, NULL},
    {"auth-loop", ON_RESPONSE, 401, 407, NULL, judge_loop, NULL},
    {"auth-nc-not-increased", ON_RESPONSE, 401, 407, NULL, judge_count_not_raised, NULL},
    {"auth-qop-error", ON_RESPONSE, 401, 407, NULL, judge_qop_error, NULL},
    {"auth-realm-mismatch", ON_RESPONSE, 401, 407, NULL, judge_realm_mismatch, NULL},
    {"auth-rejected", ON_RESPONSE, 401, 407, NULL, judge_rejected, NULL},
    {"auth-response-length", ON_RESPONSE, 401, 407, NULL, judge_response_length, NULL},
    {"auth-stale-nonce", ON_RESPONSE, 401, 407, NULL, judge_stale_nonce, NULL},
    {"auth-wrong-header", ON_RESPONSE, 401, 407, NULL, judge_wrong_header, NULL},
    {"forbidden-after-auth", ON_RESPONSE, 403, 403, NULL, judge_forbidden_after_auth, NULL},
    {"forbidden-by-policy", ON_RESPONSE, 403, 403, NULL, judge_forbidden_by_policy, NULL},
    {"stir-stale-date", ON_RESPONSE, 403, 403, NULL, judge_stale_date, NULL},
};

const struct rule_topic rules_auth = {rules, G_N_ELEMENTS(rules)};
