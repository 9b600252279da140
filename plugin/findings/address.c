/* Findings about the address that was called: whether it is complete, and whether it exists.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 21.4.5, 21.4.22 and 21.6.3; RFC 6432 (Q.850 causes in responses). A stated
 * cause outranks any conclusion: where it says something else, the rule is silent.
 */
#include "diagnose/hops.h"
#include "diagnose/other-leg.h"
#include "diagnose/registration.h"
#include "diagnose/ringing.h"
#include "diagnose/statement.h"
#include "diagnose/subscription.h"
#include "topics.h"

/* ---- 404, 484 ---- */

static const struct sc_finding_row pstn_number_unallocated = {
    .id = "pstn-number-unallocated",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "No such number or no route",
    .summary = "Reason says that there is no such number, or no route to it",
    .hint = "Compare the number with the form that the server expects: prefix, country code, +. "
            "Cause 2 or 3: no route in its dial plan.",
    .reference = "RFC 6432 section 3, ITU-T Q.850 section 2.2.7",
};

/* That the cause is stated is certain. FreeSWITCH, for one, states it for numbers that its own dial
 * plan lacks, so who found it is left open. */
static bool judge_unallocated(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_of(c);

    if (stated.record != NULL && stated.cause >= 1 && stated.cause <= 3) {
        char cause[SC_WORDS_SIZE];
        sc_statement_append(draft, &stated, cause);
        return sc_draft_say(draft, "The number does not exist or has no route%s", cause);
    }
    return false;
}

/* A registration that the server had when it refused the request. */
struct known_user {
    const struct sc_registration *registration; /* NULL: none */
    /* How the Request-URI differs from the address of record; "" if it does not. */
    char difference[SC_WORDS_SIZE];
};

static void write_port(char text[SC_WORDS_SIZE], unsigned port)
{
    if (port == 0) {
        g_strlcpy(text, "none", SC_WORDS_SIZE);
    } else {
        g_snprintf(text, SC_WORDS_SIZE, "%u", port);
    }
}

static void write_difference(struct sc_draft *draft, struct sc_slice called,
                             struct known_user *known)
{
    struct sc_uri uri = sc_uri_read(called);
    struct sc_uri aor = sc_uri_read(known->registration->aor);
    char ports[2][SC_WORDS_SIZE];

    if (!sc_slice_same(uri.host, aor.host)) {
        g_snprintf(known->difference, SC_WORDS_SIZE,
                   "; the Request-URI has the domain %s, the address of record %s",
                   sc_draft_quote(draft, uri.host), sc_draft_quote(draft, aor.host));
    } else if (!sc_slice_equal(uri.user, aor.user)) {
        g_strlcpy(known->difference,
                  "; the user part of the Request-URI and of the address of record differ in case",
                  SC_WORDS_SIZE);
    } else if (uri.port != aor.port) {
        write_port(ports[0], uri.port);
        write_port(ports[1], aor.port);
        g_snprintf(known->difference, SC_WORDS_SIZE,
                   "; the Request-URI has port %s, the address of record %s", ports[0], ports[1]);
    }
}

/* The registration that the server had, and how the request differs from it. */
static struct known_user find_known_user(const struct sc_case *c, struct sc_draft *draft)
{
    struct known_user known = {.registration = sc_registration_in_force(c, draft)};

    if (known.registration != NULL) {
        write_difference(draft, sc_callee_uri(c, draft), &known);
    }
    return known;
}

static const struct sc_finding_row registered_but_not_found = {
    .id = "registered-but-not-found",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Registered but not found",
    .summary = "Not found, although the user had registered at this server",
    .hint = "Compare the Request-URI with To of the REGISTER: user, domain, port. In Asterisk also "
            "check the caller's context.",
    .reference = "RFC 3261 sections 10.3, 16.5 and 19.1.4",
};

/* If the request was passed on, or a phone had responded, the user was found, and the refusal came
 * from there; a back-to-back user agent passes it on in a call of its own. A 480 to a user who is
 * registered under just this address may be do-not-disturb: so it takes a difference. A server that
 * lost its bindings after the 2xx looks the same. A server that knows nothing of a subscription to
 * a user may know the user. */
static bool judge_registered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (sc_hop_in_dialog(transaction) || sc_transaction_is(transaction, "REGISTER") ||
        sc_subscription_concerns(transaction) || transaction->children != NULL ||
        sc_ringing_progress(c) != NULL || sc_statement_of(c).record != NULL ||
        sc_leg_was_answered(c)) {
        return false;
    }
    struct known_user known = find_known_user(c, draft);
    const struct sc_registration *registration = known.registration;
    if (registration == NULL || (c->record->code == 480 && known.difference[0] == '\0')) {
        return false;
    }
    sc_draft_shows(draft, registration->frame, "registration of the user, for %u s",
                   registration->lifetime);
    return sc_draft_say(draft, "The user registered here in frame %u, %s before, for %u s%s",
                        registration->frame,
                        sc_draft_duration_text(draft, sc_registration_age(c, registration)),
                        registration->lifetime, known.difference);
}

/* What is to be done first about a number with a blank in it. */
enum { HOLDS_BLANK };

static const struct sc_finding_row address_incomplete = {
    .id = "address-incomplete",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"status-reason-disagree"},
    .title = "Number incomplete or in wrong format",
    .summary = "The number was incomplete or in a form that the server does not take",
    .hint = "Compare the user part of the Request-URI with the number plan of the server that "
            "refused it: +, prefix, length.",
    .advice = {[HOLDS_BLANK] = "Take the blanks out of the number, in the address book or before "
                               "the client puts it into the Request-URI."},
    .reference = "RFC 3261 section 21.4.22, RFC 3398 section 7.2.4.1",
};

/* Characters of a user part, escapes decoded, and how many of them are blanks. */
struct characters {
    size_t count;
    size_t blanks;
};

static struct characters count_characters(struct sc_slice user)
{
    struct characters of = {0};

    for (size_t at = 0; at < user.size; at++) {
        bool escaped = user.data[at] == '%' && user.size - at > 2 &&
                       g_ascii_isxdigit(user.data[at + 1]) && g_ascii_isxdigit(user.data[at + 2]);
        of.count++;
        of.blanks += escaped && user.data[at + 1] == '2' && user.data[at + 2] == '0';
        at += escaped ? 2 : 0;
    }
    return of;
}

static bool judge_incomplete(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_of(c);
    const struct sc_message *request = sc_case_request(c, draft);

    if (request == NULL || sc_hop_in_dialog(c->transaction) ||
        !sc_statement_nothing_but(&stated, 28, 28)) {
        return false;
    }
    struct characters user = count_characters(sc_uri_read(request->uri).user);
    char cause[SC_WORDS_SIZE];
    sc_statement_append(draft, &stated, cause);
    if (user.count == 0) {
        return sc_draft_say(draft, "The Request-URI has no user part%s", cause);
    } else if (user.blanks > 0) {
        sc_draft_advise(draft, HOLDS_BLANK);
        return sc_draft_say(draft,
                            "The user part of the Request-URI has %zu characters, %zu of them "
                            "blank (%%20); numbers have none%s",
                            user.count, user.blanks, cause);
    } else {
        return sc_draft_say(
            draft,
            "The user part of the Request-URI has %zu characters; too few, or in another "
            "form than this server takes%s",
            user.count, cause);
    }
}

/* Under another code the cause says it alone. */
static bool judge_format_stated(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_specific(c->record);
    const struct sc_message *request = sc_case_request(c, draft);
    char text[SC_WORDS_SIZE];

    return c->record->code != 484 && request != NULL && stated.record != NULL &&
           stated.cause == 28 && !sc_hop_in_dialog(c->transaction) &&
           sc_draft_say(draft, "The user part of the Request-URI has %zu characters; %s",
                        count_characters(sc_uri_read(request->uri).user).count,
                        sc_statement_write(draft, &stated, text));
}

/* False in overlap dialling: the caller went on with a longer number (RFC 3261 section 21.4.22). */
static bool caller_gave_up(const struct sc_case *c)
{
    return !sc_hop_followed_up(c->transaction);
}

/* ---- Overlap dialling ---- */

static const struct sc_finding_row overlap_dialling = {
    .id = "overlap-dialling",
    .severity = SC_SEVERITY_CHAT,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Overlap dialling, digit by digit",
    .summary = "The number was not complete yet, and the caller went on dialling",
    .hint =
        "Normal: look at the last INVITE of the number. To avoid it, let the gateway collect the "
        "digits before it calls.",
    .reference = "RFC 3261 section 21.4.22, RFC 3578 section 3",
};

/* Steps of one number that are followed. */
#define DIGITS_MAX 32

/* The request that follows up a refused one; NULL if there is none. */
static const struct sc_transaction *follow_up(const struct sc_transaction *transaction)
{
    const struct sc_transaction *root =
        transaction->attempt != NULL ? transaction->attempt->roots : NULL;

    for (; root != NULL; root = root->next_root) {
        const struct sc_transaction *step = root;
        for (int n = 0; n < DIGITS_MAX && step != NULL; n++, step = step->retry_of) {
            if (step->retry_of == transaction) {
                return step;
            }
        }
    }
    return NULL;
}

static bool judge_overlap(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *next = follow_up(c->transaction);
    struct sc_message before;
    struct sc_message after;

    if (next == NULL || !sc_draft_read(draft, &c->transaction->request, &before) ||
        !sc_draft_read(draft, &next->request, &after)) {
        return false;
    }
    struct sc_slice had = sc_uri_read(before.uri).user;
    struct sc_slice has = sc_uri_read(after.uri).user;
    return had.size > 0 && has.size > had.size &&
           sc_slice_equal(had, (struct sc_slice){has.data, had.size}) &&
           sc_draft_say(draft, "The number had %zu characters; the caller went on with %zu",
                        had.size, has.size);
}

/* ---- 604 ---- */

static const struct sc_finding_row nowhere = {
    .id = "nowhere",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "User does not exist anywhere",
    .summary = "The server is certain that this user does not exist anywhere",
    .hint =
        "Check the user part of the Request-URI; do not try other targets: a 604 ends the fork.",
    .reference = "RFC 3261 section 21.6.3",
};

/* A server may be wrong, so this is no proof, and what contradicts it comes first. Where a mailbox
 * is asked for, the user may exist without one. */
static bool judge_nowhere(const struct sc_case *c, struct sc_draft *draft)
{
    return !sc_hop_in_dialog(c->transaction) && !sc_transaction_is(c->transaction, "REGISTER") &&
           !sc_subscription_seeks_mailbox(c, draft) &&
           sc_draft_say(draft,
                        "The %u says that the user of the Request-URI does not exist anywhere",
                        c->record->code);
}

static const struct sc_rule rules[] = {
    {
        .finding = &address_incomplete,
        .when = ON_RESPONSE,
        .codes = {484},
        .methods = {"INVITE", "MESSAGE", "OPTIONS"},
        .judge = judge_incomplete,
        .holds = caller_gave_up,
        .suggestive_until_end = true,
    },
    {
        .finding = &address_incomplete,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"INVITE"},
        .judge = judge_format_stated,
    },
    {
        .finding = &overlap_dialling,
        .when = ON_DISPLAY,
        .codes = {484},
        .methods = {"INVITE"},
        .judge = judge_overlap,
    },
    {
        .finding = &pstn_number_unallocated,
        .when = ON_RESPONSE,
        .codes = {404},
        .judge = judge_unallocated,
    },
    {
        .finding = &registered_but_not_found,
        .when = ON_RESPONSE,
        .codes = {404, 410, 480, 604},
        .methods = {"INVITE", "MESSAGE", "OPTIONS"},
        .judge = judge_registered,
    },
    {
        .finding = &nowhere,
        .when = ON_RESPONSE,
        .codes = {604},
        .judge = judge_nowhere,
    },
};

const struct sc_topic sc_topic_address = {
    .name = "address",
    .title = "The address that was called",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
