/* Findings about the address that was called: whether it is complete, and whether it exists.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 21.4.5, 21.4.22 and 21.6.3; RFC 6432 (Q.850 causes in responses). A stated
 * cause outranks any conclusion: where it says something else, the rule is silent.
 */
#include "diagnose/hops.h"
#include "diagnose/registration.h"
#include "diagnose/statement.h"
#include "diagnose/subscription.h"
#include "topics.h"

/* ---- 404, 484 ---- */

static const struct sc_finding_row pstn_number_unallocated = {
    .id = "pstn-number-unallocated",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .summary = "The telephone network has no such number, or no route to it",
    .hint = "Compare the number in the INVITE to the gateway with what the network expects: "
            "prefix, country code, +; with cause 2 or 3 ask the carrier for a route.",
    .reference = "RFC 6432 section 3, ITU-T Q.850 section 2.2.7",
};

static bool judge_unallocated(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_of(c);

    if (stated.record != NULL && stated.cause >= 1 && stated.cause <= 3) {
        char cause[SC_WORDS_SIZE];
        sc_statement_append(draft, &stated, cause);
        return sc_draft_say(draft, "The telephone network refused the number%s", cause);
    }
    return false;
}

static const struct sc_finding_row registered_but_not_found = {
    .id = "registered-but-not-found",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .summary = "Not found, although the user registered at this server",
    .hint = "Compare user and domain of the REGISTER's To with the Request-URI as the server "
            "looks it up; see whether it was restarted and lost its bindings.",
    .reference = "RFC 3261 sections 10.3 and 21.4.5",
};

/* If the request was passed on, the user was found, and the 404 came from there. A server that
 * knows nothing of a subscription to a user may know the user. */
static bool judge_registered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (sc_hop_in_dialog(transaction) || sc_transaction_is(transaction, "REGISTER") ||
        sc_subscription_concerns(transaction) || transaction->children != NULL ||
        sc_statement_of(c).record != NULL) {
        return false;
    }
    const struct sc_registration *registration =
        sc_tracker_registration(c->tracker, sc_callee_uri(c, draft), c->record->source);
    if (registration != NULL &&
        sc_registration_age(c, registration) < sc_registration_lifetime(registration)) {
        sc_draft_evidence(draft, registration->frame);
        return sc_draft_say(
            draft,
            "This server accepted a registration of the user in frame %u, %s before, for %u s",
            registration->frame,
            sc_draft_duration_text(draft, sc_registration_age(c, registration)),
            registration->lifetime);
    }
    return false;
}

static const struct sc_finding_row address_incomplete = {
    .id = "address-incomplete",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .summary = "The number was incomplete, and no longer one followed",
    .hint = "Compare the Request-URI with the number plan of the server that sent the 484: "
            "prefix, country code, length, and whether a user part is there at all.",
    .reference = "RFC 3261 section 21.4.22",
};

static bool judge_incomplete(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_of(c);
    const struct sc_message *request = sc_case_request(c, draft);

    if (request == NULL || sc_hop_in_dialog(c->transaction) ||
        !sc_statement_nothing_but(&stated, 28, 28)) {
        return false;
    }
    size_t size = sc_uri_read(request->uri).user.size;
    char cause[SC_WORDS_SIZE];
    sc_statement_append(draft, &stated, cause);
    if (size == 0) {
        return sc_draft_say(draft, "The Request-URI has no user part%s", cause);
    } else {
        return sc_draft_say(
            draft,
            "The user part of the Request-URI has %zu characters, too few or in another "
            "form than this server takes%s",
            size, cause);
    }
}

/* False in overlap dialling: the caller went on with a longer number (RFC 3261 section 21.4.22). */
static bool caller_gave_up(const struct sc_case *c)
{
    return !sc_hop_followed_up(c->transaction);
}

/* ---- 604 ---- */

static const struct sc_finding_row nowhere = {
    .id = "nowhere",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .summary = "The server knows for certain that this user exists nowhere",
    .hint = "Check the user part of the Request-URI, and try no other target: a 604 ends the "
            "fork.",
    .reference = "RFC 3261 section 21.6.3",
};

static bool judge_nowhere(const struct sc_case *c, struct sc_draft *draft)
{
    return sc_draft_say(draft, "The %u says that the user of the Request-URI exists nowhere",
                        c->record->code);
}

static const struct sc_rule rules[] = {
    {
        .finding = &address_incomplete,
        .when = ON_RESPONSE,
        .codes = {484},
        .judge = judge_incomplete,
        .holds = caller_gave_up,
        .suggestive_until_end = true,
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
        .codes = {404},
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
