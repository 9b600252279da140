/* Findings about challenges: 401 and 407 to a request without credentials.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 22, RFC 7616 (Digest).
 */
#include "diagnose/credentials.h"
#include "diagnose/phrase.h"
#include "diagnose/timing.h"
#include "topics.h"

static enum sc_header challenge_header(const struct sc_case *c)
{
    return c->record->code == 401 ? SC_HEADER_WWW_AUTHENTICATE : SC_HEADER_PROXY_AUTHENTICATE;
}

static const char *name_of(const struct sc_auth *auth)
{
    return sc_header_name(auth->header);
}

static const struct sc_finding_row auth_challenge = {
    .id = "auth-challenge",
    .severity = SC_SEVERITY_CHAT,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Challenge, no credentials yet",
    .summary = "Challenge: the request carried no credentials for the realm",
    .hint = "No failure by itself: look at the next request, which should carry credentials.",
    .reference = "RFC 3261 sections 22.2 and 22.3",
};

static bool judge_challenge(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_exchange *exchange = sc_exchange_challenge(c, draft);

    if (exchange != NULL) {
        return sc_draft_say(
            draft, "The %s asks for credentials for realm \"%s\", and the request carried none%s",
            name_of(&exchange->offers.of[0]), sc_draft_quote(draft, exchange->offers.of[0].realm),
            exchange->credentials.count > 0 ? " for it" : "");
    }
    return false;
}

/* False once the challenge was left unanswered: another finding says so. */
static bool challenge_holds(const struct sc_case *c)
{
    return !sc_challenge_unanswered(c) ||
           sc_transaction_gaps(c->tracker, c->transaction).ends_early;
}

enum { ASKED_AGAIN, KNOWN, CALLER };

static const struct sc_finding_row auth_challenge_unanswered = {
    .id = "auth-challenge-unanswered",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "Challenge not answered",
    .summary = "The client never answered the challenge",
    .hint = "Set user name and password in the client; compare realm and algorithm of the "
            "challenge with what it supports.",
    .advice = {[ASKED_AGAIN] =
                   ("The client repeated the request after the response: capture at it, and "
                    "compare the response's Via with the request's."),
               [KNOWN] =
                   ("The client has credentials: does the response reach it, does it support the "
                    "algorithm, does it repeat this method?"),
               [CALLER] = ("Set user name and password for this realm in the caller or, if it is a "
                           "trunk, let the server know its address.")},
    .reference = "RFC 3261 sections 22.2 and 22.3",
};

/* True if a request answered a challenge in the same header for the realm, and came from the host
 * of the client under review. */
static bool answered_realm(const struct sc_case *c, const struct sc_transaction *other,
                           const struct sc_auth *offer)
{
    return other->satisfies != NULL && other->satisfies->header == offer->header &&
           sc_slice_equal(other->satisfies->realm, offer->realm) && other->request_seen &&
           sc_endpoint_same_host(other->request.source, c->transaction->request.source);
}

/* The frame of an earlier request in which the client answered a challenge for the same realm, and
 * passed: it made a dialog of this call, or it got a 2xx for the user that From names now. 0 if
 * there is none. */
static uint32_t answered_before(const struct sc_case *c, const struct sc_message *request,
                                const struct sc_auth *offer)
{
    const struct sc_dialog *dialog = sc_tracker_dialogs(c->tracker, c->transaction->call_id);

    for (; dialog != NULL; dialog = dialog->sibling) {
        if (dialog->setup != c->transaction && answered_realm(c, dialog->setup, offer)) {
            return dialog->setup->request.frame;
        }
    }
    struct sc_slice from = sc_address_read(sc_header_first(request, SC_HEADER_FROM)).uri;
    const struct sc_account *account =
        sc_tracker_account(c->tracker, c->record->destination, c->record->source, offer->realm,
                           sc_uri_read(from).user);
    return account != NULL ? account->transaction->request.frame : 0;
}

/* KNOWN: whether the client answered this realm before. */
static bool find_unanswered(const struct sc_case *c, struct sc_draft *draft, bool known)
{
    const struct sc_exchange *exchange = sc_exchange_challenge(c, draft);

    if (exchange == NULL) {
        return false;
    }
    const struct sc_auth *offer = &exchange->offers.of[0];
    uint32_t before = answered_before(c, exchange->request, offer);
    if ((before != 0) != known) {
        return false;
    }
    const char *realm = sc_draft_quote(draft, offer->realm);
    const char *time = sc_draft_duration_text(draft, sc_timing_timeout(c));
    if (!known) {
        if (sc_transaction_is(c->transaction, "INVITE")) {
            sc_draft_advise(draft, CALLER); /* providers have no password for their customers */
        }
        return sc_draft_say(draft, "No credentials followed the %s for realm \"%s\" within %s",
                            name_of(offer), realm, time);
    }
    sc_draft_advise(draft, KNOWN);
    sc_draft_shows(draft, before, "answered a challenge for this realm");
    return sc_draft_say(draft,
                        "No credentials followed the %s for realm \"%s\" within %s, though the "
                        "client answered that realm in frame %u",
                        name_of(offer), realm, time, before);
}

static bool judge_challenge_unanswered(const struct sc_case *c, struct sc_draft *draft)
{
    return find_unanswered(c, draft, false);
}

static bool judge_known_unanswered(const struct sc_case *c, struct sc_draft *draft)
{
    return find_unanswered(c, draft, true);
}

/* A client that sends the same request again after the response did not take it: one copy may have
 * crossed it along the path, within T1. */
static bool asked_again(const struct sc_case *c)
{
    const struct sc_record *request = &c->transaction->request;

    return request->retransmissions > 0 &&
           sc_time_between(c->record->time, request->last_time) >= 2 * sc_timing_t1(c);
}

static const char *advise_unanswered(const struct sc_case *c, const struct sc_finding *finding)
{
    return asked_again(c) ? finding->row->advice[ASKED_AGAIN] : NULL;
}

static const struct sc_finding_row auth_challenge_answered = {
    .id = "auth-challenge-answered",
    .severity = SC_SEVERITY_CHAT,
    .confidence = SC_CONFIDENCE_PROOF,
    .aside = true,
    .title = "Challenge answered",
    .summary = "The challenge was answered: the later response is what counts",
    .hint = "No fix needed: judge the attempt by the response to the request with credentials.",
    .reference = "RFC 3261 sections 22.2 and 22.3",
};

static bool judge_challenge_answered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_transaction *previous = transaction->retry_of;

    if (transaction->satisfies == NULL || sc_challenge_is(c->record) ||
        c->record != transaction->final || !sc_challenge_is(previous->final) ||
        !sc_slice_present(transaction->request.text) || !sc_slice_present(previous->final->text)) {
        return false;
    }
    sc_draft_explains(draft, previous->final);
    sc_draft_evidence(draft, transaction->request.frame);
    return sc_draft_say(
        draft,
        "The challenge for realm \"%s\" was answered with credentials, and the server then sent %u",
        sc_draft_quote(draft, transaction->satisfies->realm), c->record->code);
}

static const struct sc_finding_row auth_challenge_missing = {
    .id = "auth-challenge-missing",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "401 or 407 without a challenge",
    .summary = "401 or 407 without any challenge",
    .hint = "Fix the server: without WWW-Authenticate (401) or Proxy-Authenticate (407) clients "
            "cannot authenticate.",
    .reference = "RFC 3261 sections 22.2 and 22.3",
};

static bool judge_challenge_missing(const struct sc_case *c, struct sc_draft *draft)
{
    enum sc_header header = challenge_header(c);
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    if (!sc_challenge_is(c->record) || sc_value_next(c->message, header, &cursor, &value)) {
        return false;
    }
    char phrase[SC_WORDS_SIZE];
    if (sc_phrase_own(c, draft, phrase)[0] != '\0') {
        sc_draft_states(draft, SC_STATED_PHRASE, ""); /* it may say what to do instead */
    }
    return sc_draft_say(draft, "The %u has %s %s%s", c->record->code,
                        sc_header_count(c->message, header) > 0 ? "an empty" : "no",
                        sc_header_name(header), phrase);
}

static const struct sc_finding_row auth_illegal_challenge = {
    .id = "auth-illegal-challenge",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "ACK or CANCEL challenged",
    .summary = "An ACK or a CANCEL was challenged",
    .hint = "Fix the server: exempt ACK and CANCEL from authentication; a rejected CANCEL leaves "
            "the callee ringing.",
    .reference = "RFC 3261 section 22.1",
};

static bool judge_illegal_challenge(const struct sc_case *c, struct sc_draft *draft)
{
    bool ack = sc_transaction_is(c->transaction, "ACK");

    sc_draft_evidence(draft, c->transaction->request.frame);
    return sc_draft_say(draft, "The %u challenges %s, which cannot be sent again", c->record->code,
                        ack ? "an ACK" : "a CANCEL");
}

static const struct sc_rule rules[] = {
    {
        .finding = &auth_challenge,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_challenge,
        .holds = challenge_holds,
    },
    {
        .finding = &auth_challenge_answered,
        .when = ON_RESPONSE,
        .classes = {2, 3, 4, 5, 6},
        .judge = judge_challenge_answered,
    },
    {
        .finding = &auth_challenge_missing,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_challenge_missing,
    },
    {
        .finding = &auth_challenge_unanswered,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_challenge_unanswered,
        .holds = sc_challenge_unanswered,
        .advise = advise_unanswered,
    },
    {
        .finding = &auth_challenge_unanswered,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .judge = judge_known_unanswered,
        .holds = sc_challenge_unanswered,
        .advise = advise_unanswered,
    },
    {
        .finding = &auth_illegal_challenge,
        .when = ON_RESPONSE,
        .codes = {401, 407},
        .methods = {"ACK", "CANCEL"},
        .judge = judge_illegal_challenge,
    },
};

const struct sc_topic sc_topic_auth_challenge = {
    .name = "auth-challenge",
    .title = "Authentication: the challenge",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
