/* Findings about how the digest of credentials was made: algorithm, length, qop.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 7616 (Digest), RFC 8760 (its algorithms in SIP).
 */
#include "diagnose/credentials.h"
#include "topics.h"

/* The algorithms that the credentials could choose from, for a text. */
static struct sc_text_list offered_algorithms(struct sc_draft *draft,
                                              const struct sc_exchange *exchange)
{
    const struct sc_auths *group = sc_exchange_group(exchange);
    struct sc_text_list list = {0};

    for (size_t i = 0; i < group->count && list.count < 3; i++) {
        if (sc_exchange_in_group(exchange, &group->of[i])) {
            sc_text_list_add(draft, &list, sc_auth_algorithm(&group->of[i]));
        }
    }
    return list;
}

/* True if nothing but SHA-2 is offered: a client of RFC 3261 knows MD5 only. */
static bool offers_sha_only(const struct sc_auths *auths)
{
    for (size_t i = 0; i < auths->count; i++) {
        if (!sc_auth_is_digest(&auths->of[i]) || sc_auth_digits(auths->of[i].algorithm) != 64) {
            return false;
        }
    }
    return auths->count > 0;
}

/* True if a client answers an offer of SHA-2 with MD5. */
static bool knows_md5_only(const struct sc_exchange *exchange)
{
    return offers_sha_only(sc_exchange_group(exchange)) &&
           sc_slice_starts(sc_auth_algorithm(exchange->answer), "MD5");
}

/* The challenge with the nonce of the credentials is what binds them. If the capture lacks it, they
 * are compared with another one of the realm, and a server may have offered something else before.
 */
static void weigh_challenge(const struct sc_exchange *exchange, struct sc_draft *draft)
{
    if (exchange->asked_for == NULL || !sc_auth_same_nonce(exchange->asked_for, exchange->answer)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
}

static const struct sc_finding_row auth_algorithm_not_offered = {
    .id = "auth-algorithm-not-offered",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Digest algorithm not offered",
    .summary = "The client used a digest algorithm that the server did not offer",
    .hint = "Compare algorithm in the credentials with the challenge (none means MD5); set the "
            "client to one that is offered.",
    .reference = "RFC 7616 section 3.4",
};

static bool judge_algorithm_not_offered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_with(c, draft, SC_FAULT_ALGORITHM);

    if (exchange != NULL && !knows_md5_only(exchange)) {
        weigh_challenge(exchange, draft);
        return sc_draft_say(draft, "The credentials use algorithm %s, and realm \"%s\" offered %s",
                            sc_draft_quote(draft, sc_auth_algorithm(exchange->answer)),
                            sc_draft_quote(draft, exchange->answer->realm),
                            offered_algorithms(draft, exchange).text);
    }
    return false;
}

static const struct sc_finding_row auth_algorithm_unsupported = {
    .id = "auth-algorithm-unsupported",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "Only SHA-2 digests offered",
    .summary = "Only SHA-2 is offered, and the client seems to support MD5 only",
    .hint = "Update the client to one with SHA-256 (RFC 8760), or let the server offer MD5 as its "
            "last challenge.",
    .reference = "RFC 8760 sections 2.1 and 2.4",
};

static bool judge_answered_with_md5(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_with(c, draft, SC_FAULT_ALGORITHM);

    if (exchange != NULL && knows_md5_only(exchange)) {
        /* The client did answer, so the early end of the capture does not matter. */
        sc_draft_despite_end(draft);
        return sc_draft_say(draft, "Only %s was offered, and the client answered with %s",
                            offered_algorithms(draft, exchange).text,
                            sc_draft_quote(draft, sc_auth_algorithm(exchange->answer)));
    }
    return false;
}

/* A client without a password looks the same. */
static bool judge_sha_unanswered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_challenge(c, draft);

    if (exchange != NULL && offers_sha_only(&exchange->offers)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
        return sc_draft_say(draft, "Only %s is offered, and no request with credentials followed",
                            sc_draft_quote(draft, exchange->offers.of[0].algorithm));
    }
    return false;
}

static const struct sc_finding_row auth_response_length = {
    .id = "auth-response-length",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Wrong digest length",
    .summary = "The length of the digest does not fit its algorithm",
    .hint = "Fix the client: response has 32 digits with MD5, 64 with SHA-256 or SHA-512-256. "
            "Check which one it computes.",
    .reference = "RFC 8760 section 2.2",
};

static bool judge_response_length(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_with(c, draft, SC_FAULT_LENGTH);

    if (exchange != NULL) {
        struct sc_slice algorithm = sc_auth_algorithm(exchange->answer);
        return sc_draft_say(
            draft, "The digest has %zu digits, %s makes %zu%s", exchange->answer->response.size,
            sc_draft_quote(draft, algorithm), sc_auth_digits(algorithm),
            exchange->answer->algorithm.size == 0 ? " (no algorithm is named)" : "");
    }
    return false;
}

static const struct sc_finding_row auth_qop_error = {
    .id = "auth-qop-error",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"auth-rejected", "forbidden-after-auth"},
    .title = "Faulty qop in credentials",
    .summary = "The credentials have a qop not offered, or lack nc or cnonce with it",
    .hint =
        "Fix the client: compare qop, nc and cnonce of its credentials with qop of the challenge.",
    .reference = "RFC 7616 section 3.4, RFC 2617 section 3.2.2",
};

static bool judge_qop_error(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_with(c, draft, SC_FAULT_QOP);

    if (exchange != NULL) {
        if (exchange->answer->nc.size > 0 && exchange->answer->cnonce.size > 0) {
            weigh_challenge(exchange, draft);
        }
        return sc_draft_say(draft, "The credentials say qop=%s, which %s",
                            sc_draft_quote(draft, exchange->answer->qop),
                            sc_exchange_qop_fault(exchange));
    }
    return false;
}

/* What is wrong with the qop of credentials that use the nonce of the challenge before; NULL:
 * nothing. RFC 2617 section 3.2.2 forbids nc and cnonce where the challenge has no qop; RFC 7616
 * has no such challenge. */
static const char *qop_fault_before(const struct sc_auths *asked, const struct sc_auth *answer)
{
    const char *fault = sc_auth_qop_fault(asked, answer);
    bool offered = false;
    bool answered = false;

    for (size_t i = 0; i < asked->count; i++) {
        offered = offered || asked->of[i].qop.size > 0;
        answered = answered || sc_auth_same_nonce(&asked->of[i], answer);
    }
    if (!answered || !sc_auth_is_digest(answer) || answer->qop.size == 0) {
        return NULL;
    }
    return fault == NULL && !offered ? "the challenge does not offer" : fault;
}

/* The first credentials of a request that have such a fault. */
static const struct sc_auth *faulty_before(const struct sc_auths *asked,
                                           const struct sc_auths *credentials)
{
    for (size_t i = 0; i < credentials->count; i++) {
        if (qop_fault_before(asked, &credentials->of[i]) != NULL) {
            return &credentials->of[i];
        }
    }
    return NULL;
}

/* True if a challenge refuses credentials, and shows that the server knows no qop still. */
static bool refuses_qop(const struct sc_exchange *exchange)
{
    return exchange != NULL && exchange->faults == 0 && exchange->answer != NULL &&
           exchange->offer->qop.size == 0;
}

/* A refusal without a challenge says less about its reason, and many servers take a qop that they
 * did not offer. A request that was passed on had its credentials accepted. */
static bool judge_qop_of_answer(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *previous = sc_challenge_before(c->transaction);
    bool challenged = sc_challenge_is(c->record);
    const struct sc_exchange *exchange = challenged ? sc_exchange_of(c, draft) : NULL;
    struct sc_auths asked;
    struct sc_auths credentials;
    struct sc_message before;

    if (c->record != c->transaction->final || previous == NULL ||
        c->transaction->children != NULL || (challenged && !refuses_qop(exchange))) {
        return false;
    }
    const struct sc_message *request = sc_case_request(c, draft);
    if (request == NULL || !sc_draft_read(draft, previous->final, &before)) {
        return false;
    }
    sc_auths_challenges(&before, &asked);
    sc_auths_credentials(request, &credentials);
    const struct sc_auth *answer = faulty_before(&asked, &credentials);
    if (answer == NULL || (challenged && !sc_auth_same_nonce(exchange->answer, answer))) {
        return false;
    }
    sc_draft_at_most(draft, challenged ? SC_CONFIDENCE_STRONG : SC_CONFIDENCE_SUGGESTIVE);
    sc_draft_evidence(draft, c->transaction->request.frame);
    return sc_draft_say(draft, "The credentials say qop=%s, which %s",
                        sc_draft_quote(draft, answer->qop), qop_fault_before(&asked, answer));
}

static const struct sc_rule rules[] = {
    {
        .finding = &auth_algorithm_not_offered,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_algorithm_not_offered,
    },
    {
        .finding = &auth_algorithm_unsupported,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_answered_with_md5,
    },
    {
        .finding = &auth_algorithm_unsupported,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_sha_unanswered,
        .holds = sc_challenge_unanswered,
    },
    {
        .finding = &auth_qop_error,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_qop_error,
    },
    {
        .finding = &auth_qop_error,
        .when = ON_RESPONSE,
        .codes = {400, 401, 403, 407},
        .judge = judge_qop_of_answer,
    },
    {
        .finding = &auth_response_length,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_response_length,
    },
};

const struct sc_topic sc_topic_auth_digest = {
    .name = "auth-digest",
    .title = "Authentication: the digest",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
