/* Findings about credentials that were refused, and why.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 22, RFC 7616 (Digest), RFC 8760 (its algorithms in SIP).
 */
#include "diagnose/credential-doubts.h"
#include "diagnose/hops.h"
#include "topics.h"

static const char *name_of(const struct sc_auth *auth)
{
    return sc_header_name(auth->header);
}

static const struct sc_finding_row auth_wrong_header = {
    .id = "auth-wrong-header",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Credentials in the wrong header",
    .summary = "The client put the credentials into the wrong header",
    .hint = "Fix the client: answer a 401 in Authorization, a 407 in Proxy-Authorization.",
    .reference = "RFC 3261 sections 22.2 and 22.3",
};

static bool judge_wrong_header(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_with(c, draft, SC_FAULT_WRONG_HEADER);

    if (exchange != NULL) {
        return sc_draft_say(draft, "The %s for realm \"%s\" was answered in %s; %s was due",
                            name_of(exchange->asked_for),
                            sc_draft_quote(draft, exchange->asked_for->realm),
                            name_of(exchange->answer),
                            sc_header_name(sc_challenge_answered_in(exchange->asked_for->header)));
    }
    return false;
}

static const struct sc_finding_row auth_realm_mismatch = {
    .id = "auth-realm-mismatch",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Credentials for another realm",
    .summary = "The client sent credentials for another realm than the one asked for",
    .hint = "Set the client's realm (authentication domain) to that of the challenge, or leave it "
            "empty to accept any.",
    .reference = "RFC 3261 sections 22.1 and 22.3",
};

static bool judge_realm_mismatch(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_with(c, draft, SC_FAULT_REALM);

    if (exchange != NULL) {
        return sc_draft_say(draft,
                            "The credentials are for realm \"%s\", the challenge was for \"%s\"",
                            sc_draft_quote(draft, exchange->answer->realm),
                            sc_draft_quote(draft, exchange->asked_for->realm));
    }
    return false;
}

static const struct sc_finding_row auth_stale_nonce = {
    .id = "auth-stale-nonce",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Nonce expired",
    .summary = "The nonce had expired: the client should retry with the new one",
    .hint = "The password is not the problem: check that the client retries at once with the new "
            "nonce.",
    .reference = "RFC 7616 section 3.3",
};

/* Some servers call a nonce stale because its count was not raised: that is said instead. */
static bool judge_stale_nonce(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_with(c, draft, SC_FAULT_STALE);

    if (exchange != NULL && (exchange->faults & SC_FAULT_COUNT) == 0) {
        return sc_draft_say(
            draft,
            "The server no longer takes the nonce for realm \"%s\" (stale=true); it offers a "
            "new one",
            sc_draft_quote(draft, exchange->offer->realm));
    }
    return false;
}

static const struct sc_finding_row auth_nc_not_increased = {
    .id = "auth-nc-not-increased",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"forbidden-after-auth"},
    .title = "Nonce count not raised",
    .summary = "The client reused a nonce without raising the nonce count",
    .hint =
        "Compare nc of the two requests: the client must raise it each time, or get a new nonce.",
    .reference = "RFC 7616 section 3.4",
};

static bool judge_count_not_raised(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_nonce_reuse *reuse = c->transaction->nonce_reuse;
    const struct sc_exchange *exchange = sc_exchange_with(c, draft, SC_FAULT_COUNT);

    if (exchange != NULL) {
        sc_draft_shows(draft, reuse->frame, "same nonce, nc=%08x", reuse->count);
        return sc_draft_say(
            draft, "Credentials for realm \"%s\" reuse a nonce with nc=%08x; frame %u had nc=%08x",
            sc_draft_quote(draft, exchange->answer->realm), exchange->answer->count, reuse->frame,
            reuse->count);
    }
    return false;
}

/* The credentials of the request whose nonce count was not raised; false: there are none. */
static bool find_reused(const struct sc_case *c, const struct sc_message *request,
                        struct sc_auth *auth)
{
    const struct sc_nonce_reuse *reuse = c->transaction->nonce_reuse;
    struct sc_cursor cursor = {0};

    for (unsigned i = 0; sc_auth_next(request, reuse->header, &cursor, auth); i++) {
        if (i == reuse->index) {
            return sc_auth_is_digest(auth);
        }
    }
    return false;
}

/* A refusal without a challenge says less about its reason. A request that was passed on had its
 * credentials accepted. */
static bool judge_count_before_refusal(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_nonce_reuse *reuse = c->transaction->nonce_reuse;
    const struct sc_message *request = reuse != NULL ? sc_case_request(c, draft) : NULL;
    struct sc_auth auth;

    if (request == NULL || c->record != c->transaction->final || c->transaction->children != NULL ||
        !find_reused(c, request, &auth)) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_shows(draft, reuse->frame, "same nonce, nc=%08x", reuse->count);
    return sc_draft_say(
        draft, "Credentials for realm \"%s\" reuse a nonce with nc=%08x; frame %u had nc=%08x",
        sc_draft_quote(draft, auth.realm), auth.count, reuse->frame, reuse->count);
}

enum { OTHER_SERVER, OLD_NONCE, OTHER_URI };

static const struct sc_finding_row auth_rejected = {
    .id = "auth-rejected",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "User or password refused",
    .summary = "The server refused these credentials: wrong user name or password",
    .hint = "Compare user name and password in the client with the account on the server, for the "
            "realm of the challenge.",
    .advice =
        {[OTHER_SERVER] = ("Let the servers of this cluster take each other's nonces, or keep the "
                           "client at one; then check user and password."),
         [OLD_NONCE] = ("See whether the client gets past with the new nonce: then the old one had "
                        "expired. If not, check user and password."),
         [OTHER_URI] = ("Check user and password; if they are right, uri and Request-URI must be "
                        "equal, or the server must compute with uri.")},
    .reference = "RFC 3261 section 22.1 and RFC 7616 section 3.3",
};

/* What a challenge to digest credentials without any fault is judged by; else NULL. */
static const struct sc_exchange *refused_without_fault(const struct sc_case *c,
                                                       struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_of(c, draft);

    return exchange != NULL && exchange->faults == 0 && exchange->answer != NULL &&
                   exchange->asked_for != NULL && sc_auth_is_digest(exchange->answer) &&
                   sc_auth_same_nonce(exchange->answer, exchange->asked_for) &&
                   exchange->answer->response.size > 0 &&
                   !sc_slice_present(exchange->answer->auts) &&
                   !sc_credentials_doubtful(c, draft, exchange->answer)
               ? exchange
               : NULL;
}

/* How old the nonce was when it was used. */
static int64_t nonce_age(const struct sc_case *c, const struct sc_exchange *exchange)
{
    return sc_time_between(exchange->before_record->time, c->transaction->request.time);
}

/* True if the credentials have a qop although the challenge has none (RFC 2617 section 3.2.2). */
static bool has_qop_unasked(const struct sc_exchange *exchange)
{
    return exchange->answer->qop.size > 0 && exchange->asked_for->qop.size == 0;
}

/* True if the challenge came from another host than the one that refused the credentials: the
 * servers of a cluster may not know the nonces of each other. */
static bool was_offered_elsewhere(const struct sc_case *c)
{
    const struct sc_transaction *challenged = sc_challenge_before(c->transaction);
    const struct sc_endpoint *here = sc_hop_first(c->transaction)->request.destination;
    const struct sc_endpoint *there = challenged != NULL ? challenged->request.destination : NULL;
    return here != NULL && there != NULL && !sc_endpoint_same_host(here, there);
}

static bool judge_rejected(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = refused_without_fault(c, draft);

    if (exchange == NULL || nonce_age(c, exchange) > SC_FRESH_NONCE || has_qop_unasked(exchange) ||
        was_offered_elsewhere(c) ||
        sc_credentials_uri_difference(c, draft, exchange->answer) != NULL) {
        return false;
    }
    const char *realm = sc_draft_quote(draft, exchange->answer->realm);
    return sc_draft_say(draft,
                        "%s credentials for realm \"%s\" refused; they use the nonce just offered",
                        sc_draft_quote(draft, sc_auth_algorithm(exchange->answer)), realm);
}

/* The same if the reason may be another one than the password. */
static bool judge_maybe_rejected(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = refused_without_fault(c, draft);

    if (exchange == NULL) {
        return false;
    }
    int64_t age = nonce_age(c, exchange);
    const char *realm = sc_draft_quote(draft, exchange->answer->realm);
    const char *algorithm = sc_draft_quote(draft, sc_auth_algorithm(exchange->answer));
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    if (was_offered_elsewhere(c)) {
        sc_draft_advise(draft, OTHER_SERVER);
        return sc_draft_say(
            draft,
            "%s credentials for realm \"%s\" refused; another server had offered their nonce",
            algorithm, realm);
    }
    if (age > SC_FRESH_NONCE) {
        sc_draft_advise(draft, OLD_NONCE);
        return sc_draft_say(draft,
                            "%s credentials for realm \"%s\" refused; their nonce was offered %s "
                            "before and may have expired without notice",
                            algorithm, realm, sc_draft_duration_text(draft, age));
    }
    if (has_qop_unasked(exchange)) {
        return sc_draft_say(
            draft,
            "%s credentials for realm \"%s\" refused; they have a qop, and the challenge has none",
            algorithm, realm);
    }
    const char *difference = sc_credentials_uri_difference(c, draft, exchange->answer);
    if (difference != NULL) {
        sc_draft_advise(draft, OTHER_URI);
        return sc_draft_say(draft,
                            "%s credentials for realm \"%s\" refused; their uri differs from the "
                            "Request-URI in its %s",
                            algorithm, realm, difference);
    }
    return false;
}

/* False once the client got past the challenge with another nonce. */
static bool is_still_refused(const struct sc_case *c)
{
    const struct sc_transaction *answer = c->transaction->retried_by;
    const struct sc_record *final = answer != NULL ? sc_transaction_final(answer) : NULL;

    return final == NULL || sc_challenge_is(final);
}

static const struct sc_rule rules[] = {
    {
        .finding = &auth_nc_not_increased,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_count_not_raised,
    },
    {
        .finding = &auth_nc_not_increased,
        .when = ON_RESPONSE,
        .codes = {400, 403},
        .judge = judge_count_before_refusal,
    },
    {
        .finding = &auth_realm_mismatch,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_realm_mismatch,
    },
    {
        .finding = &auth_rejected,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_rejected,
    },
    {
        .finding = &auth_rejected,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_maybe_rejected,
        .holds = is_still_refused,
    },
    {
        .finding = &auth_stale_nonce,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_stale_nonce,
    },
    {
        .finding = &auth_wrong_header,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_wrong_header,
    },
};

const struct sc_topic sc_topic_auth_credentials = {
    .name = "auth-credentials",
    .title = "Authentication: the credentials",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
