/* Findings about credentials that were refused for another reason than the password.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 22 and 25.1, RFC 7616.
 */
#include "diagnose/credential-doubts.h"
#include "topics.h"

/* Requests of one attempt that are looked back at. */
#define STEPS_MAX 4

/* ---- Malformed credentials ---- */

static const struct sc_finding_row auth_syntax_error = {
    .id = "auth-syntax-error",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"auth-rejected", "forbidden-after-auth", "named-header-fault"},
    .title = "Malformed credentials",
    .summary = "The credentials are malformed: quotes or nonce count",
    .hint = "Fix the client: send qop, nc and algorithm without quotes, nc with eight digits, and "
            "quote the other values.",
    .reference = "RFC 7616 section 3.4, RFC 3261 section 25.1",
};

/* That they are malformed is a fact; some servers accept them, and mind the password. */
static bool judge_syntax(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_auth auth;
    const char *fault =
        sc_refused_credentials(c, draft, &auth) ? sc_credentials_syntax_fault(&auth) : NULL;

    if (fault == NULL) {
        return false;
    }
    return sc_draft_say(draft, "The %s of the request has %s", sc_header_name(auth.header), fault);
}

/* ---- Another URI ---- */

static const struct sc_finding_row auth_uri_mismatch = {
    .id = "auth-uri-mismatch",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Digest made for another URI",
    .summary = "The digest was computed over another URI than the Request-URI",
    .hint =
        "Make the client put its Request-URI into uri unchanged, including port and parameters.",
    .reference = "RFC 3261 section 22.4, RFC 7616 sections 3.4 and 3.4.6",
};

/* True if the request before was refused with credentials, too. */
static bool was_refused_before(const struct sc_transaction *transaction)
{
    const struct sc_transaction *before = transaction->retry_of;

    return before != NULL && sc_challenge_is(before->final) &&
           (before->authorization || before->proxy_authorization);
}

/* That they differ is a fact; many servers do not mind. Again and again it is likely the cause. */
static bool judge_uri(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_auth auth;
    const char *difference = sc_refused_credentials(c, draft, &auth)
                                 ? sc_credentials_uri_difference(c, draft, &auth)
                                 : NULL;

    if (difference == NULL) {
        return false;
    }
    if (!was_refused_before(c->transaction)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    return sc_draft_say(draft, "uri of the %s and the Request-URI differ in their %s",
                        sc_header_name(auth.header), difference);
}

/* ---- An old nonce ---- */

static const struct sc_finding_row auth_stale_unflagged = {
    .id = "auth-stale-unflagged",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"auth-rejected", "phrase-nonstandard"},
    .title = "Nonce expired without stale=true",
    .summary = "The nonce had expired, and the server does not say stale=true",
    .hint = "Check that the client retries with the new nonce, and let the server send stale=true.",
    .reference = "RFC 7616 section 3.3",
};

static bool judge_stale_unflagged(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_auth auth;

    if (!sc_refused_credentials(c, draft, &auth) || !sc_challenge_says_old_nonce(c, &auth, draft)) {
        return false;
    }
    sc_draft_states(draft, SC_STATED_PHRASE, "");
    return sc_draft_say(draft, "The phrase is \"%s\"; the %u offers a new nonce without stale=true",
                        sc_draft_quote(draft, c->message->phrase), c->record->code);
}

/* True if a challenge for the realm of credentials says stale=true, or offers their nonce again. */
static bool flags_nonce(const struct sc_auths *offers, const struct sc_auth *credentials)
{
    for (size_t i = 0; i < offers->count; i++) {
        const struct sc_auth *offer = &offers->of[i];
        if (sc_slice_equal(offer->realm, credentials->realm) &&
            (sc_slice_is(offer->stale, "true") || sc_auth_same_nonce(offer, credentials))) {
            return true;
        }
    }
    return false;
}

/* True if the nonce of the request may have expired: it was not offered just before, as far as the
 * capture shows. */
static bool has_old_nonce(const struct sc_transaction *transaction)
{
    const struct sc_transaction *challenged = sc_challenge_before(transaction);
    const struct sc_record *offered = transaction->answers != NULL ? transaction->answers->challenge
                                      : challenged != NULL         ? challenged->final
                                                                   : NULL;

    return offered == NULL ||
           sc_time_between(offered->time, transaction->request.time) > SC_FRESH_NONCE;
}

/* The credentials of the retry that was accepted differ from the refused ones in the nonce alone:
 * it was the nonce that the server minded, and it did not say so. */
static bool judge_stale_by_retry(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *accepted = c->transaction;
    const struct sc_answer *answer = accepted->answers;
    struct sc_message refusal;
    struct sc_message request;
    struct sc_auths offers;
    struct sc_auths credentials;

    const struct sc_transaction *refused = accepted->retry_of != NULL ? accepted->retry_of
                                           : answer != NULL           ? answer->challenged
                                                                      : NULL;
    if (refused == NULL || refused->retried_by != accepted || refused->nonce_reuse != NULL ||
        !sc_challenge_is(refused->final) || !has_old_nonce(refused) ||
        sc_credentials_accepted_next(refused) != c->record ||
        !sc_draft_read(draft, refused->final, &refusal) ||
        !sc_draft_read(draft, &refused->request, &request)) {
        return false;
    }
    sc_auths_challenges(&refusal, &offers);
    sc_auths_credentials(&request, &credentials);
    for (size_t i = 0; i < credentials.count; i++) {
        if (flags_nonce(&offers, &credentials.of[i]) ||
            sc_credentials_syntax_fault(&credentials.of[i]) != NULL) {
            return false;
        }
    }
    sc_draft_explains(draft, refused->final);
    return sc_draft_say(draft,
                        "The same user got %u in frame %u as soon as the new nonce was used: the "
                        "old one had expired, and the %u has no stale=true",
                        c->record->code, c->record->frame, refused->final->code);
}

/* ---- Accepted elsewhere ---- */

static const struct sc_finding_row auth_accepted_elsewhere = {
    .id = "auth-accepted-elsewhere",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"auth-rejected", "forbidden-after-auth", "auth-user-mismatch"},
    .title = "Account accepted moments before",
    .summary = "This server accepted the same account moments before",
    .hint = "Compare where this method and target are routed, and what checks them there: the "
            "account was accepted just before.",
    .reference = "RFC 3261 sections 22.1 and 22.3",
};

/* Wrong if the account was changed or barred in between. */
static bool judge_accepted_elsewhere(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_auth auth;
    const struct sc_account *account =
        sc_refused_credentials(c, draft, &auth) ? sc_credentials_accepted(c, &auth) : NULL;

    const struct sc_exchange *exchange =
        sc_challenge_is(c->record) ? sc_exchange_of(c, draft) : NULL;
    if (account == NULL || sc_credentials_syntax_fault(&auth) != NULL ||
        sc_challenge_says_old_nonce(c, &auth, draft) ||
        (exchange != NULL && exchange->faults != 0)) {
        return false;
    }
    sc_draft_shows(draft, account->frame, "same account accepted");
    return sc_draft_say(draft, "Accepted for realm \"%s\" in frame %u, %s before",
                        sc_draft_quote(draft, auth.realm), account->frame,
                        sc_draft_duration_text(
                            draft, sc_time_between(account->time, c->transaction->request.time)));
}

/* ---- A retry as another call ---- */

static const struct sc_finding_row auth_retry_new_call = {
    .id = "auth-retry-new-call",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"auth-rejected", "forbidden-after-auth"},
    .title = "Retry has new Call-ID or From tag",
    .summary = "The retry with credentials has another Call-ID or From tag",
    .hint = "Fix the client: retry with the same Call-ID, From tag and To, and with a higher CSeq.",
    .reference = "RFC 3261 sections 22.2 and 8.1.3.5",
};

static bool judge_retry_new_call(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_auth auth;
    const struct sc_answer *answer =
        sc_refused_credentials(c, draft, &auth) ? sc_credentials_of_other_call(c) : NULL;

    if (answer == NULL) {
        return false;
    }
    bool same_call = sc_slice_equal(answer->challenged->call_id, c->transaction->call_id);
    sc_draft_shows(draft, answer->challenge->frame, "challenge with this nonce");
    return sc_draft_say(draft, "The nonce was offered to a request with another %s in frame %u",
                        same_call ? "From tag" : "Call-ID", answer->challenge->frame);
}

/* ---- Two realms, and credentials for one at a time ---- */

static const struct sc_finding_row auth_two_realms_dropped = {
    .id = "auth-two-realms-dropped",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"auth-challenge", "auth-loop"},
    .title = "Credentials for one realm dropped",
    .summary = "The client dropped one realm's credentials when it answered another",
    .hint =
        "Fix the client: send credentials for every realm that asked, including the earlier ones.",
    .reference = "RFC 3261 sections 22.2 and 22.3",
};

/* The request before, up to STEPS_MAX steps back, that carried credentials for this challenge;
 * NULL: none. */
static const struct sc_transaction *answered_before(const struct sc_case *c, struct sc_draft *draft,
                                                    const struct sc_auth *challenge)
{
    const struct sc_transaction *step = c->transaction->retry_of;

    for (int i = 0; i < STEPS_MAX && step != NULL; i++, step = step->retry_of) {
        struct sc_message message;
        struct sc_auths credentials;
        if (!(step->authorization || step->proxy_authorization) ||
            !sc_draft_read(draft, &step->request, &message)) {
            continue;
        }
        sc_auths_credentials(&message, &credentials);
        if (sc_auths_answer(&credentials, challenge) != NULL) {
            return step;
        }
    }
    return NULL;
}

static bool judge_two_realms(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_of(c, draft);

    if (exchange == NULL || exchange->credentials.count == 0) {
        return false;
    }
    for (size_t i = 0; i < exchange->offers.count; i++) {
        const struct sc_auth *offer = &exchange->offers.of[i];
        const struct sc_transaction *before = sc_auths_answer(&exchange->credentials, offer) == NULL
                                                  ? answered_before(c, draft, offer)
                                                  : NULL;
        if (before != NULL && before->final != NULL &&
            sc_slice_present(exchange->credentials.of[0].realm)) {
            if (sc_transaction_has_upstream(c->transaction)) {
                /* A proxy may have removed them. */
                sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
            }
            sc_draft_evidence(draft, before->request.frame);
            return sc_draft_say(
                draft,
                "The request has credentials for realm \"%s\" only; frame %u had them for "
                "\"%s\", which asks again",
                sc_draft_quote(draft, exchange->credentials.of[0].realm), before->request.frame,
                sc_draft_quote(draft, offer->realm));
        }
    }
    return false;
}

/* ---- Another user ---- */

static const struct sc_finding_row auth_user_mismatch = {
    .id = "auth-user-mismatch",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_SUGGESTIVE,
    .explains = {"forbidden-after-auth"},
    .title = "Digest user is not the From/To user",
    .summary = "The digest user name differs from the user of the request",
    .hint = "Compare the authentication user with From (REGISTER: To); some servers require them "
            "to be equal.",
    .reference = "RFC 3261 sections 22.1 and 22.4",
};

/* The digest user with its domain, user@domain, counts as equal to the user. */
static bool names_user(struct sc_slice username, struct sc_slice user)
{
    return sc_slice_equal(username, user) || sc_slice_equal(sc_slice_until(username, '@'), user);
}

static bool judge_user(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_auth auth;
    const struct sc_message *request =
        sc_refused_credentials(c, draft, &auth) ? sc_case_request(c, draft) : NULL;

    if (request == NULL || auth.username.size == 0 || sc_credentials_doubtful(c, draft, &auth) ||
        sc_header_count(request, SC_HEADER_P_ASSERTED_IDENTITY) > 0 ||
        sc_header_count(request, SC_HEADER_P_PREFERRED_IDENTITY) > 0) {
        return false;
    }
    bool is_register = sc_transaction_is(c->transaction, "REGISTER");
    enum sc_header header = is_register ? SC_HEADER_TO : SC_HEADER_FROM;
    struct sc_uri uri = sc_uri_read(sc_address_read(sc_header_first(request, header)).uri);
    if (uri.user.size == 0 || names_user(auth.username, uri.user)) {
        return false;
    }
    return sc_draft_say(draft, "The digest user name is not the user of %s",
                        is_register ? "To" : "From");
}

static const struct sc_rule rules[] = {
    {
        .finding = &auth_accepted_elsewhere,
        .when = ON_RESPONSE,
        .codes = {401, 403, 407},
        .judge = judge_accepted_elsewhere,
    },
    {
        .finding = &auth_retry_new_call,
        .when = ON_RESPONSE,
        .codes = {401, 403, 407},
        .judge = judge_retry_new_call,
    },
    {
        .finding = &auth_stale_unflagged,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_stale_unflagged,
    },
    {
        .finding = &auth_stale_unflagged,
        .when = ON_RESPONSE,
        .classes = {1, 2, 4, 6},
        .judge = judge_stale_by_retry,
    },
    {
        .finding = &auth_syntax_error,
        .when = ON_RESPONSE,
        .codes = {400, 401, 403, 407},
        .judge = judge_syntax,
    },
    {
        .finding = &auth_two_realms_dropped,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_two_realms,
    },
    {
        .finding = &auth_uri_mismatch,
        .when = ON_RESPONSE,
        .codes = {400, 401, 403, 407},
        .judge = judge_uri,
    },
    {
        .finding = &auth_user_mismatch,
        .when = ON_RESPONSE,
        .codes = {401, 403, 404, 407},
        .judge = judge_user,
    },
};

const struct sc_topic sc_topic_auth_refused = {
    .name = "auth-refused",
    .title = "Authentication: refused, and not for the password",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
