/* Reasons other than the password for which credentials may have been refused.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "credential-doubts.h"
#include "hops.h"
#include "ringing.h"
#include "statement.h"

/* How long an acceptance speaks for an account, and how soon a client repeats a request. */
#define ACCEPTED_TIME (600 * SC_SECOND)
#define RETRY_TIME    (10 * SC_SECOND)

/* Digits of a nonce count (RFC 7616 section 3.4). */
#define COUNT_DIGITS 8

/* True if a refusal is about the call and not about who makes it: the far end was reached before,
 * or the server states a cause. */
static bool is_about_call(const struct sc_case *c)
{
    return !sc_challenge_is(c->record) &&
           (sc_ringing_progress(c) != NULL || sc_statement_of(c).record != NULL);
}

bool sc_refused_credentials(const struct sc_case *c, struct sc_draft *draft, struct sc_auth *auth)
{
    const struct sc_transaction *transaction = c->transaction;
    struct sc_auths credentials;

    if (!(transaction->authorization || transaction->proxy_authorization) ||
        c->record != transaction->final || is_about_call(c)) {
        return false;
    }
    const struct sc_message *request = sc_case_request(c, draft);
    if (request == NULL) {
        return false;
    }
    if (sc_challenge_is(c->record)) {
        const struct sc_exchange *exchange = sc_exchange_of(c, draft);
        if (exchange == NULL || exchange->answer == NULL) {
            return false;
        }
        *auth = *exchange->answer;
        return sc_auth_is_digest(auth);
    }
    sc_auths_credentials(request, &credentials);
    for (size_t i = 0; i < credentials.count; i++) {
        if (sc_auth_is_digest(&credentials.of[i])) {
            *auth = credentials.of[i];
            return true;
        }
    }
    return false;
}

/* Values are slices of the message without their quotes; a name and an equals sign precede them. */
static bool is_quoted(struct sc_slice value)
{
    return sc_slice_present(value) && value.data[-1] == '"';
}

static bool is_bare(struct sc_slice value)
{
    return value.size > 0 && value.data[-1] != '"';
}

const char *sc_credentials_syntax_fault(const struct sc_auth *auth)
{
    const struct {
        struct sc_slice value;
        const char *fault;
    } tokens[] = {
        {auth->qop, "qop in quotes"},
        {auth->nc, "nc in quotes"},
        {auth->algorithm, "algorithm in quotes"},
    };
    const struct {
        struct sc_slice value;
        const char *fault;
    } strings[] = {
        {auth->realm, "realm without quotes"},       {auth->nonce, "nonce without quotes"},
        {auth->uri, "uri without quotes"},           {auth->response, "response without quotes"},
        {auth->username, "username without quotes"}, {auth->cnonce, "cnonce without quotes"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(tokens); i++) {
        if (is_quoted(tokens[i].value)) {
            return tokens[i].fault;
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++) {
        if (is_bare(strings[i].value)) {
            return strings[i].fault;
        }
    }
    if (sc_slice_present(auth->nc) && (!auth->has_count || auth->nc.size != COUNT_DIGITS)) {
        return "a nonce count that has not eight hexadecimal digits";
    }
    return NULL;
}

const char *sc_credentials_uri_difference(const struct sc_case *c, struct sc_draft *draft,
                                          const struct sc_auth *auth)
{
    const struct sc_message *request = sc_case_request(c, draft);

    if (request == NULL || auth->uri.size == 0 || sc_slice_equal(auth->uri, request->uri) ||
        c->transaction->parent != NULL || sc_transaction_has_upstream(c->transaction)) {
        return NULL;
    }
    struct sc_uri digested = sc_uri_read(auth->uri);
    struct sc_uri requested = sc_uri_read(request->uri);
    if (!sc_slice_equal(digested.user, requested.user)) {
        return "user part";
    }
    if (!sc_slice_equal(digested.host, requested.host)) {
        return "host";
    }
    return digested.port != requested.port ? "port" : "parameters";
}

bool sc_challenge_says_old_nonce(const struct sc_case *c, const struct sc_auth *auth,
                                 struct sc_draft *draft)
{
    static const char *const words[] = {"changed", "expired", "old", "outdated"};
    const struct sc_exchange *exchange =
        sc_challenge_is(c->record) ? sc_exchange_of(c, draft) : NULL;

    if (exchange == NULL || exchange->offer == NULL || c->message == NULL ||
        sc_auth_same_nonce(exchange->offer, auth) || (exchange->faults & SC_FAULT_STALE) != 0) {
        return false;
    }
    return sc_slice_holds(c->message->phrase, sc_slice_of("stale")) ||
           (sc_slice_holds(c->message->phrase, sc_slice_of("nonce")) &&
            sc_slice_holds_any(c->message->phrase, words, G_N_ELEMENTS(words)));
}

/* True if both were computed alike, for the same user, and over different nonces. */
static bool differ_in_nonce(const struct sc_auth *a, const struct sc_auth *b)
{
    return a->header == b->header && a->nonce.size > 0 && b->nonce.size > 0 &&
           !sc_slice_equal(a->nonce, b->nonce) && sc_slice_equal(a->realm, b->realm) &&
           a->username.size > 0 && sc_slice_equal(a->username, b->username) &&
           sc_slice_equal(a->uri, b->uri) && sc_slice_same(a->qop, b->qop) &&
           sc_slice_same(sc_auth_algorithm(a), sc_auth_algorithm(b)) && sc_auth_is_digest(a) &&
           sc_auth_is_digest(b);
}

/* True of refusals that come from the callee, or of its state: who sent the request had got past
 * the server that asks for credentials. */
static bool is_of_callee(unsigned code)
{
    return code == 480 || code == 486 || code == 487 || code == 600 || code == 603;
}

/* The first response that shows that credentials were accepted; NULL if there is none. */
static const struct sc_record *acceptance_of(const struct sc_transaction *transaction)
{
    const struct sc_record *accepted =
        transaction->alerting != NULL ? transaction->alerting : transaction->success;

    return accepted == NULL && transaction->final != NULL && is_of_callee(transaction->final->code)
               ? transaction->final
               : accepted;
}

/* True if one of the credentials AFTER answers a challenge of OFFERS, and differs from one BEFORE
 * in its nonce alone. */
static bool has_new_nonce_only(const struct sc_auths *before, const struct sc_auths *offers,
                               const struct sc_auths *after)
{
    for (size_t i = 0; i < offers->count; i++) {
        const struct sc_auth *answer = sc_auths_answer(after, &offers->of[i]);
        const struct sc_auth *refused = sc_auths_answer(before, &offers->of[i]);
        if (answer != NULL && refused != NULL && sc_auth_same_nonce(answer, &offers->of[i]) &&
            differ_in_nonce(refused, answer)) {
            return true;
        }
    }
    return false;
}

const struct sc_record *sc_credentials_accepted_next(const struct sc_transaction *refused)
{
    struct sc_message message;
    struct sc_auths before;
    struct sc_auths offers;
    struct sc_auths after;

    refused = sc_hop_first(refused);
    const struct sc_transaction *retry = refused->retried_by;
    const struct sc_record *accepted = retry != NULL ? acceptance_of(retry) : NULL;
    if (!(refused->authorization || refused->proxy_authorization) || accepted == NULL ||
        refused->final == NULL ||
        sc_time_between(refused->final->time, retry->request.time) > SC_FRESH_NONCE ||
        !sc_record_read(&refused->request, &message)) {
        return NULL;
    }
    sc_auths_credentials(&message, &before);
    if (!sc_record_read(refused->final, &message)) {
        return NULL;
    }
    sc_auths_challenges(&message, &offers);
    if (!sc_record_read(&retry->request, &message)) {
        return NULL;
    }
    sc_auths_credentials(&message, &after);
    return has_new_nonce_only(&before, &offers, &after) ? accepted : NULL;
}

/* True if one password was in both: a client that is set up anew registers with another one, and
 * calls with that, too. */
static bool speaks_for(const struct sc_account *account, const struct sc_transaction *transaction)
{
    return !sc_transaction_is(transaction, "REGISTER") && account->refused == NULL;
}

/* True if the nonce was offered just before: an older one may have expired without stale=true. */
static bool has_fresh_nonce(const struct sc_transaction *transaction)
{
    const struct sc_answer *answer = transaction->answers;

    return answer != NULL &&
           sc_time_between(answer->challenge->time, transaction->request.time) <= SC_FRESH_NONCE;
}

const struct sc_account *sc_credentials_accepted(const struct sc_case *c,
                                                 const struct sc_auth *auth)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_account *account =
        sc_tracker_account(c->tracker, transaction->request.source,
                           transaction->request.destination, auth->realm, auth->username);

    return account != NULL && transaction->nonce_reuse == NULL && has_fresh_nonce(transaction) &&
                   speaks_for(account, transaction) && account->time <= transaction->request.time &&
                   sc_time_between(account->time, transaction->request.time) <= ACCEPTED_TIME
               ? account
               : NULL;
}

/* True if another request answered the challenge first: this one only uses the nonce again. */
static bool was_answered_before(const struct sc_transaction *challenged,
                                const struct sc_transaction *transaction)
{
    return challenged->retried_by != NULL && challenged->retried_by != sc_hop_first(transaction);
}

const struct sc_answer *sc_credentials_of_other_call(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_answer *answer = transaction->answers;

    for (; answer != NULL; answer = answer->next) {
        const struct sc_transaction *challenged = answer->challenged;
        bool same_call = sc_slice_equal(challenged->call_id, transaction->call_id);
        bool same_tag = sc_slice_equal(challenged->from_tag, transaction->from_tag);
        if ((!same_call || (!same_tag && transaction->cseq <= challenged->cseq)) &&
            sc_slice_equal(challenged->method, transaction->method) &&
            !was_answered_before(challenged, transaction) &&
            sc_time_between(answer->challenge->time, transaction->request.time) <= RETRY_TIME) {
            break;
        }
    }
    return answer;
}

bool sc_credentials_doubtful(const struct sc_case *c, struct sc_draft *draft,
                             const struct sc_auth *auth)
{
    return sc_credentials_syntax_fault(auth) != NULL ||
           sc_challenge_says_old_nonce(c, auth, draft) ||
           sc_credentials_accepted(c, auth) != NULL || sc_credentials_of_other_call(c) != NULL;
}
