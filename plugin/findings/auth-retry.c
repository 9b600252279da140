/* Findings about what follows when a client answers a challenge: loops, reused CSeq numbers, 403.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 21.4.4 and 22.
 */
#include "diagnose/credentials.h"
#include "diagnose/hops.h"
#include "diagnose/phrase.h"
#include "diagnose/ringing.h"
#include "diagnose/statement.h"
#include "diagnose/subscription.h"
#include "topics.h"

/* At most so many requests in a row are counted. */
#define LOOP_MAX 64

/* So many refusals in a row are a loop. */
#define LOOP_MIN 3

/* ---- Over several requests ---- */

/* True if TRANSACTION was refused although it carried credentials, as far as its headers say. */
static bool was_refused(const struct sc_transaction *transaction)
{
    const struct sc_record *final = transaction->final;

    return sc_challenge_is(final) &&
           (final->code == 401 ? transaction->authorization : transaction->proxy_authorization);
}

/* True if credentials of the transaction's request answer the challenge before it, and its
 * response repeats that challenge. */
static bool is_refused_again(struct sc_draft *draft, const struct sc_transaction *transaction)
{
    struct sc_message message;
    struct sc_auths offers;
    struct sc_auths credentials;
    struct sc_auths asked;

    if (transaction->retry_of == NULL || !sc_draft_read(draft, transaction->final, &message)) {
        return false;
    }
    sc_auths_challenges(&message, &offers);
    if (!sc_draft_read(draft, &transaction->request, &message)) {
        return false;
    }
    sc_auths_credentials(&message, &credentials);
    if (!sc_draft_read(draft, transaction->retry_of->final, &message)) {
        return false;
    }
    sc_auths_challenges(&message, &asked);
    for (size_t i = 0; i < asked.count; i++) {
        const struct sc_auth *answer = sc_auths_answer(&credentials, &asked.of[i]);
        if (answer != NULL && sc_auth_same_nonce(answer, &asked.of[i]) &&
            sc_auths_space(&offers, &asked.of[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* How many requests in a row were refused in this way; TRANSACTION is the last. */
static unsigned count_refused(const struct sc_transaction *transaction)
{
    unsigned count = 0;

    for (; count < LOOP_MAX && transaction != NULL && was_refused(transaction); count++) {
        transaction = transaction->retry_of;
    }
    return count;
}

static const struct sc_finding_row auth_loop = {
    .id = "auth-loop",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .aside = true,
    .title = "Authentication loop",
    .summary = "Three or more requests in a row with credentials were challenged",
    .hint = "Stop the client before the server locks the account, then find out why the "
            "credentials are rejected.",
    .reference = "RFC 3261 section 22.1",
};

static bool judge_loop(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (!sc_challenge_is(c->record) || c->record != transaction->final) {
        return false;
    }
    unsigned count = count_refused(transaction);
    for (unsigned i = 0; i < LOOP_MIN; i++, transaction = transaction->retry_of) {
        if (count < LOOP_MIN || !is_refused_again(draft, transaction)) {
            return false;
        }
    }
    return sc_draft_say(
        draft,
        "%s%u requests in a row were challenged again although each answered the challenge "
        "before it",
        count == LOOP_MAX ? "More than " : "", count);
}

/* The finding is shown where the loop is first proved, and on its latest round. */
static bool loop_holds(const struct sc_case *c)
{
    const struct sc_transaction *next = c->transaction->retried_by;

    return count_refused(c->transaction) == LOOP_MIN || next == NULL || !was_refused(next);
}

static bool say_cseq(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *previous = c->transaction->retry_of;

    sc_draft_evidence(draft, previous->request.frame);
    sc_draft_evidence(draft, previous->final->frame);
    sc_draft_evidence(draft, c->transaction->request.frame);
    return sc_draft_say(draft,
                        "The request with credentials has CSeq %u, as the challenged one had",
                        c->transaction->cseq);
}

static const struct sc_finding_row auth_cseq_not_increased = {
    .id = "auth-cseq-not-increased",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "CSeq not raised in the retry",
    .summary = "The retry with credentials has the CSeq of the challenged request",
    .hint = "Fix the client: it must raise CSeq when it sends the request again with credentials.",
    .reference = "RFC 3261 sections 22.2 and 8.1.3.5",
};

static bool judge_cseq_on_request(const struct sc_case *c, struct sc_draft *draft)
{
    if (c->record == &c->transaction->request && sc_challenge_cseq_kept(c->transaction)) {
        return say_cseq(c, draft);
    }
    return false;
}

/* The number is not what a server has to refuse a request for outside of dialogs. */
static bool judge_cseq_on_refusal(const struct sc_case *c, struct sc_draft *draft)
{
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    if (c->record == c->transaction->final && sc_challenge_cseq_kept(c->transaction)) {
        return say_cseq(c, draft);
    }
    return false;
}

/* ---- 403 ---- */

/* True if the server states a cause that the code does not state. */
static bool states_other_cause(const struct sc_case *c)
{
    struct sc_statement stated = sc_statement_told(c->record);

    return stated.record != NULL && !sc_statement_agrees(&stated, c->record->code);
}

/* A stated cause outranks what the 403 looks like. */
static void yield_to_stated_cause(const struct sc_case *c, struct sc_draft *draft)
{
    if (sc_header_count(c->message, SC_HEADER_REASON) > 0 ||
        sc_header_count(c->message, SC_HEADER_WARNING) > 0) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
}

/* True if a proxy accepted the credentials, took them out of the request, and passed on a 403 of
 * the next hop. */
static bool was_let_through(const struct sc_transaction *transaction)
{
    const struct sc_transaction *child = transaction->children;

    return child != NULL && !child->authorization && !child->proxy_authorization;
}

static const struct sc_finding_row forbidden_by_policy = {
    .id = "forbidden-by-policy",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Forbidden without a challenge",
    .summary = "Refused by policy: the server did not ask for credentials",
    .hint = "Compare source address, From and Request-URI with the server's access lists and trunk "
            "settings.",
    .reference = "RFC 3261 section 21.4.4",
};

/* True if the phrase holds the text of a Reason: so the sender names the cause twice. */
static bool reason_repeated_in_phrase(const struct sc_case *c)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    while (sc_reason_next(c->message, &cursor, &reason)) {
        struct sc_slice text = reason.text;
        if (text.size > 2 && text.data[0] == '"') {
            text = (struct sc_slice){text.data + 1, text.size - 2};
        }
        if (text.size > 0 && sc_phrase_holds(c->message, text)) {
            return true;
        }
    }
    return false;
}

/* False once the same call passed with another header or body: no access list stopped it. */
static bool was_not_accepted_later(const struct sc_case *c)
{
    return c->transaction->accepted_later == NULL;
}

/* In a dialog that the server permitted, and about a subscription, a 403 has many reasons of its
 * own. After a provisional
 * response of the same fork the far end refuses, no access list in front of it:
 * refused-after-ringing says so. */
static bool judge_forbidden_by_policy(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (c->record != transaction->final || !transaction->request_seen || transaction->cut ||
        sc_transaction_is(transaction, "CANCEL") || sc_hop_in_dialog(transaction) ||
        transaction->authorization || transaction->proxy_authorization ||
        sc_challenge_before(transaction) != NULL || sc_ringing_progress(c) != NULL ||
        sc_stir_says_stale_date(c) || states_other_cause(c) || reason_repeated_in_phrase(c)) {
        return false;
    }
    char phrase[SC_WORDS_SIZE];
    sc_draft_evidence(draft, transaction->request.frame);
    yield_to_stated_cause(c, draft);
    if (sc_subscription_concerns(transaction)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    if (sc_phrase_own(c, draft, phrase)[0] != '\0') {
        char words[SC_WORDS_SIZE];
        g_snprintf(words, sizeof words, "The 403 came without a challenge%s", phrase);
        sc_draft_states(draft, SC_STATED_PHRASE, words);
    }
    return sc_draft_say(
        draft, "The request carried no credentials, and the 403 came without a challenge%s",
        phrase);
}

static const struct sc_finding_row forbidden_after_auth = {
    .id = "forbidden-after-auth",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Forbidden despite credentials",
    .summary = "Refused after credentials, and the server does not say why",
    .hint =
        "Search the server's log for this Call-ID: password, barred account, too many contacts, "
        "or a forbidden destination.",
    .advice = {"Go by the phrase if it names a cause; search for it in the documentation and log "
               "of the server."},
    .reference = "RFC 3261 sections 21.4.4 and 22.1",
};

/* True if credentials of the request answer a challenge of the attempt's step before. */
static bool answers_before(const struct sc_case *c, struct sc_draft *draft,
                           const struct sc_message *request, struct sc_slice *realm)
{
    const struct sc_transaction *previous = sc_challenge_before(c->transaction);
    struct sc_auths asked;
    struct sc_auths credentials;
    struct sc_message before;

    if (previous == NULL || !sc_draft_read(draft, previous->final, &before)) {
        return false;
    }
    sc_auths_challenges(&before, &asked);
    sc_auths_credentials(request, &credentials);
    for (size_t i = 0; i < asked.count; i++) {
        const struct sc_auth *answer = sc_auths_answer(&credentials, &asked.of[i]);
        if (answer != NULL &&
            (!sc_auth_is_digest(answer) || sc_auth_same_nonce(answer, &asked.of[i]))) {
            *realm = answer->realm;
            return true;
        }
    }
    return false;
}

/* True if credentials of the request use a nonce that this server offered to the client earlier,
 * though the request is not seen to follow a challenge. */
static bool uses_earlier_nonce(const struct sc_case *c, struct sc_draft *draft,
                               const struct sc_message *request, struct sc_slice *realm)
{
    const struct sc_answer *answer = c->transaction->answers;
    struct sc_cursor cursor = {0};
    struct sc_auth auth;

    if (answer == NULL || sc_challenge_before(c->transaction) != NULL) {
        return false;
    }
    for (unsigned i = 0; sc_auth_next(request, answer->header, &cursor, &auth); i++) {
        if (i == answer->index) {
            sc_draft_shows(draft, answer->challenge->frame, "challenge with this nonce");
            sc_draft_evidence(draft, c->transaction->request.frame);
            *realm = auth.realm;
            return true;
        }
    }
    return false;
}

/* What the server says in a phrase of its own is read before any guess. */
static void quote_phrase(const struct sc_case *c, struct sc_draft *draft)
{
    char phrase[SC_WORDS_SIZE];

    if (sc_phrase_own(c, draft, phrase)[0] != '\0') {
        char words[SC_WORDS_SIZE];
        g_snprintf(words, sizeof words, "The 403 came despite credentials%s", phrase);
        sc_draft_states(draft, SC_STATED_PHRASE, words);
        sc_draft_advise(draft, 0);
    }
}

/* That another client of the user is registered, if the request is a REGISTER: servers refuse more
 * contacts than they allow with 403, too. Returns TEXT. */
static const char *other_contact(const struct sc_case *c, struct sc_draft *draft,
                                 const struct sc_message *request, char text[SC_WORDS_SIZE])
{
    const struct sc_record *record = &c->transaction->request;
    const struct sc_registration *held =
        sc_transaction_is(c->transaction, "REGISTER")
            ? sc_tracker_registration(c->tracker,
                                      sc_address_read(sc_header_first(request, SC_HEADER_TO)).uri,
                                      record->destination)
            : NULL;

    text[0] = '\0';
    if (held == NULL ||
        sc_time_between(held->time, record->time) > (int64_t)held->lifetime * SC_SECOND) {
        return text;
    }
    const struct sc_transaction *other = sc_tracker_sighting(c->tracker, held->frame).transaction;
    if (other != NULL && other->request_seen && other->request.source != record->source) {
        sc_draft_shows(draft, held->frame, "another client of this user registered");
        g_snprintf(text, SC_WORDS_SIZE, "; %s port %u is registered as this user",
                   sc_draft_host_text(draft, other->request.source), other->request.source->port);
    }
    return text;
}

/* After a provisional response of the same fork the far end refuses, and not who checks the
 * credentials. */
static bool judge_forbidden_after_auth(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);
    char text[SC_WORDS_SIZE];
    struct sc_slice realm;

    if (c->record != c->transaction->final || request == NULL || sc_stir_says_stale_date(c) ||
        states_other_cause(c) || was_let_through(c->transaction) ||
        sc_ringing_progress(c) != NULL || sc_statement_of(c).record != NULL) {
        return false;
    }
    if (answers_before(c, draft, request, &realm)) {
        yield_to_stated_cause(c, draft);
        quote_phrase(c, draft);
        return sc_draft_say(
            draft, "The 403 came after credentials that answer the challenge for realm \"%s\"%s",
            sc_draft_quote(draft, realm), other_contact(c, draft, request, text));
    }
    if (uses_earlier_nonce(c, draft, request, &realm)) {
        yield_to_stated_cause(c, draft);
        quote_phrase(c, draft);
        return sc_draft_say(draft,
                            "Credentials for realm \"%s\" with the nonce of frame %u got a 403%s",
                            sc_draft_quote(draft, realm), c->transaction->answers->challenge->frame,
                            other_contact(c, draft, request, text));
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &auth_cseq_not_increased,
        .when = ON_REQUEST,
        .judge = judge_cseq_on_request,
    },
    {
        .finding = &auth_cseq_not_increased,
        .when = ON_RESPONSE,
        .codes = {401, 407, 500},
        .judge = judge_cseq_on_refusal,
    },
    {
        .finding = &auth_loop,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_loop,
        .holds = loop_holds,
    },
    {
        .finding = &forbidden_after_auth,
        .when = ON_RESPONSE,
        .codes = {403},
        .judge = judge_forbidden_after_auth,
    },
    {
        .finding = &forbidden_by_policy,
        .when = ON_RESPONSE,
        .codes = {403},
        .judge = judge_forbidden_by_policy,
        .holds = was_not_accepted_later,
    },
};

const struct sc_topic sc_topic_auth_retry = {
    .name = "auth-retry",
    .title = "Authentication: what follows the credentials",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
