/* Rules about authentication.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "exchange.h"

/* Requests in a row that a loop is counted over. */
#define LOOP_MAX 64

/* Refusals in a row that make a loop. */
#define LOOP_MIN 3

/* A nonce that is older than this when it is used may have run out without the server saying so. */
#define FRESH_NONCE (INT64_C(2) * 1000 * 1000 * 1000)

/* Seconds that a Date may lie back (RFC 8224 section 6.2, step 4). */
#define FRESH_DATE 60

static enum sc_header challenge_header(const struct scene *scene)
{
    return scene->record->code == 401 ? SC_HEADER_WWW_AUTHENTICATE : SC_HEADER_PROXY_AUTHENTICATE;
}

static const char *name_of(const struct sc_auth *auth)
{
    return sc_header_name(auth->header);
}

/* ---- Challenges ---- */

/* What a challenge is judged by whose request carried nothing that answers it; NULL if it is none.
 */
static const struct exchange *first_challenge(struct scene *scene)
{
    const struct exchange *exchange = exchange_of(scene);

    return exchange != NULL && exchange->offers.count > 0 && exchange->answer == NULL ? exchange
                                                                                      : NULL;
}

/* True if no request with credentials came behind the challenge, on the hop where the client is. */
static bool is_unanswered(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    for (; transaction->parent != NULL; transaction = transaction->parent) {
        if (transaction->retried_by != NULL) {
            return false;
        }
    }
    return transaction->retried_by == NULL;
}

static void judge_challenge(struct scene *scene)
{
    const struct exchange *exchange = first_challenge(scene);

    if (exchange != NULL) {
        find(scene, "The %s asks for credentials for realm \"%s\", and the request carried none%s",
             name_of(&exchange->offers.of[0]), quote(scene, exchange->offers.of[0].realm),
             exchange->credentials.count > 0 ? " for it" : "");
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
    const struct exchange *exchange = first_challenge(scene);

    if (exchange != NULL) {
        const struct sc_auth *offer = &exchange->offers.of[0];
        find(scene, "No request with credentials followed the %s for realm \"%s\" within %s",
             name_of(offer), quote(scene, offer->realm), span(scene, timeout(scene)));
    }
}

static void judge_challenge_answered(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_transaction *previous = transaction->retry_of;

    if (transaction->satisfies == NULL || is_challenge(scene->record) ||
        scene->record != transaction->final || !is_challenge(previous->final) ||
        !sc_slice_present(transaction->request.text) || !sc_slice_present(previous->final->text)) {
        return;
    }
    about(scene, previous->final);
    evidence(scene, transaction->request.frame);
    find(scene,
         "The challenge for realm \"%s\" was answered with credentials, and the server "
         "went on to a %u",
         quote(scene, transaction->satisfies->realm), scene->record->code);
}

static void judge_challenge_missing(struct scene *scene)
{
    enum sc_header header = challenge_header(scene);
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    if (is_challenge(scene->record) && !sc_value_next(scene->message, header, &cursor, &value)) {
        find(scene, "The %u has %s %s", scene->record->code,
             sc_header_count(scene->message, header) > 0 ? "an empty" : "no",
             sc_header_name(header));
    }
}

/* ACK is matched as INVITE; what it is answered with names it in CSeq. */
static bool answers_ack(const struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    return has_method(transaction, "INVITE") &&
           sc_slice_equal(sc_message_cseq(scene->message).method, sc_slice_of("ACK")) &&
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
    const struct exchange *exchange = exchange_with(scene, FAULT_WRONG_HEADER);

    if (exchange != NULL) {
        find(scene, "The %s for realm \"%s\" was answered in %s, and not in %s",
             name_of(exchange->asked_for), quote(scene, exchange->asked_for->realm),
             name_of(exchange->answer), sc_header_name(answering(exchange->asked_for->header)));
    }
}

static void judge_realm_mismatch(struct scene *scene)
{
    const struct exchange *exchange = exchange_with(scene, FAULT_REALM);

    if (exchange != NULL) {
        find(scene, "The credentials are for realm \"%s\", the challenge was for \"%s\"",
             quote(scene, exchange->answer->realm), quote(scene, exchange->asked_for->realm));
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

/* True if a client answers an offer of SHA-2 with MD5. */
static bool knows_md5_only(const struct exchange *exchange)
{
    return offers_sha_only(group_of(exchange)) &&
           sc_slice_starts(sc_auth_algorithm(exchange->answer), "MD5");
}

static void judge_algorithm_not_offered(struct scene *scene)
{
    const struct exchange *exchange = exchange_with(scene, FAULT_ALGORITHM);

    if (exchange != NULL && !knows_md5_only(exchange)) {
        find(scene, "The credentials use algorithm %s, and realm \"%s\" offered %s",
             quote(scene, sc_auth_algorithm(exchange->answer)),
             quote(scene, exchange->answer->realm), offered_algorithms(scene, exchange));
    }
}

static void judge_answered_with_md5(struct scene *scene)
{
    const struct exchange *exchange = exchange_with(scene, FAULT_ALGORITHM);

    if (exchange != NULL && knows_md5_only(exchange)) {
        find(scene, "Only %s was offered, and the client answered with %s",
             offered_algorithms(scene, exchange),
             quote(scene, sc_auth_algorithm(exchange->answer)));
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
    const struct exchange *exchange = first_challenge(scene);

    if (exchange != NULL && offers_sha_only(&exchange->offers)) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
        find(scene, "Only %s is offered, and no request with credentials followed",
             quote(scene, exchange->offers.of[0].algorithm));
    }
}

static void judge_response_length(struct scene *scene)
{
    const struct exchange *exchange = exchange_with(scene, FAULT_LENGTH);

    if (exchange != NULL) {
        struct sc_slice algorithm = sc_auth_algorithm(exchange->answer);
        find(scene, "The digest has %zu digits, %s makes %zu%s", exchange->answer->response.size,
             quote(scene, algorithm), digits_of(algorithm),
             exchange->answer->algorithm.size == 0 ? " (no algorithm is named)" : "");
    }
}

static void judge_qop_error(struct scene *scene)
{
    const struct exchange *exchange = exchange_with(scene, FAULT_QOP);

    if (exchange != NULL) {
        find(scene, "The credentials say qop=%s, which %s", quote(scene, exchange->answer->qop),
             qop_fault(exchange));
    }
}

/* A count that was not raised is the reason why some servers call a nonce stale. */
static void judge_stale_nonce(struct scene *scene)
{
    const struct exchange *exchange = exchange_with(scene, FAULT_STALE);

    if (exchange != NULL && (exchange->faults & FAULT_COUNT) == 0) {
        find(scene,
             "The server no longer takes the nonce for realm \"%s\" (stale=true), and offers a "
             "new one",
             quote(scene, exchange->offer->realm));
    }
}

static void judge_count_not_raised(struct scene *scene)
{
    const struct sc_nonce_reuse *reuse = scene->transaction->nonce_reuse;
    const struct exchange *exchange = exchange_with(scene, FAULT_COUNT);

    if (exchange != NULL) {
        evidence(scene, reuse->frame);
        find(scene,
             "The credentials for realm \"%s\" use a nonce again with nc=%08x, after nc=%08x in "
             "frame %u",
             quote(scene, exchange->answer->realm), exchange->answer->count, reuse->count,
             reuse->frame);
    }
}

/* True if the digest was made over the Request-URI, as far as user and host tell: some clients
 * leave port and parameters out. A proxy changes it on later hops. */
static bool has_own_uri(const struct scene *scene, const struct exchange *exchange)
{
    struct sc_uri digested = sc_uri_read(exchange->answer->uri);
    struct sc_uri requested = sc_uri_read(exchange->request->uri);

    return scene->transaction->parent != NULL || exchange->answer->uri.size == 0 ||
           (sc_slice_equal(digested.user, requested.user) &&
            sc_slice_same(digested.host, requested.host));
}

/* False of a nonce that may have run out unsaid, once the client got past the challenge with the
 * new one. */
static bool rejected_holds(struct scene *scene)
{
    const struct sc_transaction *answer = scene->transaction->retried_by;
    const struct sc_record *final = answer != NULL ? sc_transaction_final(answer) : NULL;

    return scene->draft.confidence != SC_CONFIDENCE_SUGGESTIVE || final == NULL ||
           final->code == 401 || final->code == 407;
}

static void judge_rejected(struct scene *scene)
{
    const struct exchange *exchange = exchange_of(scene);

    if (exchange == NULL || exchange->faults != 0 || exchange->answer == NULL ||
        exchange->asked_for == NULL || !is_digest(exchange->answer) ||
        !same_nonce(exchange->answer, exchange->asked_for) ||
        exchange->answer->response.size == 0 || sc_slice_present(exchange->answer->auts)) {
        return;
    }
    int64_t age = sc_time_between(exchange->before_record->time, scene->transaction->request.time);
    const char *realm = quote(scene, exchange->answer->realm);
    const char *algorithm = quote(scene, sc_auth_algorithm(exchange->answer));
    if (age > FRESH_NONCE) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
        find(scene,
             "The server refused %s credentials for realm \"%s\" with the nonce that it had "
             "offered %s before; that may have run out unsaid",
             algorithm, realm, span(scene, age));
    } else if (!has_own_uri(scene, exchange)) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
        find(scene,
             "The server refused %s credentials for realm \"%s\"; their uri names another user or "
             "host than the Request-URI",
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
    struct auths offers;
    struct auths credentials;
    struct auths asked;

    if (transaction->retry_of == NULL || !read_record(scene, transaction->final, &message)) {
        return false;
    }
    collect_challenges(&message, &offers);
    if (!read_record(scene, &transaction->request, &message)) {
        return false;
    }
    collect_credentials(&message, &credentials);
    if (!read_record(scene, transaction->retry_of->final, &message)) {
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

/* How many requests in a row were refused so, TRANSACTION as the last. */
static unsigned count_refused(const struct sc_transaction *transaction)
{
    unsigned count = 0;

    for (; count < LOOP_MAX && transaction != NULL && was_refused(transaction); count++) {
        transaction = transaction->retry_of;
    }
    return count;
}

static void judge_loop(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (!is_challenge(scene->record) || scene->record != transaction->final) {
        return;
    }
    unsigned count = count_refused(transaction);
    for (unsigned i = 0; i < LOOP_MIN; i++, transaction = transaction->retry_of) {
        if (count < LOOP_MIN || !is_refused_again(scene, transaction)) {
            return;
        }
    }
    find(scene,
         "%s%u requests in a row were challenged again although each answered the challenge "
         "before it",
         count == LOOP_MAX ? "More than " : "", count);
}

/* A client may go round a dozen times: where that is first proved, and where it has come to, says
 * it all. */
static bool loop_holds(struct scene *scene)
{
    const struct sc_transaction *next = scene->transaction->retried_by;

    return count_refused(scene->transaction) == LOOP_MIN || next == NULL || !was_refused(next);
}

static void say_cseq(struct scene *scene)
{
    const struct sc_transaction *previous = scene->transaction->retry_of;

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

/* True if the server states another cause than that it refuses. */
static bool states_other_cause(const struct scene *scene)
{
    struct stated stated = told_reason(scene->record);

    return stated.record != NULL && !agrees_with_code(&stated, scene->record->code);
}

/* A cause that the server states counts more than what its 403 looks like. */
static void yield_to_stated_cause(struct scene *scene)
{
    if (sc_header_count(scene->message, SC_HEADER_REASON) > 0 ||
        sc_header_count(scene->message, SC_HEADER_WARNING) > 0) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
    }
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
        says_stale_date(scene) || states_other_cause(scene)) {
        return;
    }
    evidence(scene, transaction->request.frame);
    yield_to_stated_cause(scene);
    find(scene, "The request carried no credentials, and the 403 came without a challenge");
}

static void judge_forbidden_after_auth(struct scene *scene)
{
    const struct sc_transaction *previous = followed_up(scene->transaction);
    const struct sc_message *request = request_of(scene);
    struct auths asked;
    struct auths credentials;
    struct sc_message before;

    if (scene->record != scene->transaction->final || previous == NULL || request == NULL ||
        says_stale_date(scene) || states_other_cause(scene) ||
        was_let_through(scene->transaction) || !read_record(scene, previous->final, &before)) {
        return;
    }
    collect_challenges(&before, &asked);
    collect_credentials(request, &credentials);
    for (size_t i = 0; i < asked.count; i++) {
        const struct sc_auth *answer = find_answer(&credentials, &asked.of[i]);
        if (answer != NULL && (!is_digest(answer) || same_nonce(answer, &asked.of[i]))) {
            yield_to_stated_cause(scene);
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
    struct stated stated = told_reason(scene->record);
    char reason[CAUSE_SIZE];
    confirmation(scene, &stated, reason);
    if (sc_message_date(request, &moment) && arrival - moment > FRESH_DATE) {
        find(scene, "The Date of the signed request lies %s back by the capture's clock%s",
             span(scene, (arrival - moment) * second), reason);
    } else if (sc_message_issued_at(request, &moment) && arrival - moment > FRESH_DATE) {
        find(scene, "The PASSporT's iat lies %s back by the capture's clock%s",
             span(scene, (arrival - moment) * second), reason);
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
    {"auth-cseq-not-increased", ON_RESPONSE, 401, 407, NULL, judge_cseq_on_refusal, NULL},
    {"auth-cseq-not-increased", ON_RESPONSE, 500, 500, NULL, judge_cseq_on_refusal, NULL},
    {"auth-illegal-challenge", ON_RESPONSE, 200, 699, NULL, judge_illegal_challenge, NULL},
    {"auth-loop", ON_RESPONSE, 401, 407, NULL, judge_loop, loop_holds},
    {"auth-nc-not-increased", ON_RESPONSE, 401, 407, NULL, judge_count_not_raised, NULL},
    {"auth-qop-error", ON_RESPONSE, 401, 407, NULL, judge_qop_error, NULL},
    {"auth-realm-mismatch", ON_RESPONSE, 401, 407, NULL, judge_realm_mismatch, NULL},
    {"auth-rejected", ON_RESPONSE, 401, 407, NULL, judge_rejected, rejected_holds},
    {"auth-response-length", ON_RESPONSE, 401, 407, NULL, judge_response_length, NULL},
    {"auth-stale-nonce", ON_RESPONSE, 401, 407, NULL, judge_stale_nonce, NULL},
    {"auth-wrong-header", ON_RESPONSE, 401, 407, NULL, judge_wrong_header, NULL},
    {"forbidden-after-auth", ON_RESPONSE, 403, 403, NULL, judge_forbidden_after_auth, NULL},
    {"forbidden-by-policy", ON_RESPONSE, 403, 403, NULL, judge_forbidden_by_policy, NULL},
    {"stir-stale-date", ON_RESPONSE, 403, 403, NULL, judge_stale_date, NULL},
};

const struct rule_topic rules_auth = {rules, G_N_ELEMENTS(rules)};
