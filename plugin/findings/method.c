/* Findings about methods that a server does not accept, and about OPTIONS as a ping.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 11, 21.4.6 and 21.5.2.
 */
#include "diagnose/hops.h"
#include "diagnose/statement.h"
#include "topics.h"

/* True if Allow lists the method. Methods are compared with case (RFC 3261 section 7.1). */
static bool allows(const struct sc_message *message, struct sc_slice method)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(message, SC_HEADER_ALLOW, &cursor, &value)) {
        if (sc_slice_equal(value, method)) {
            return true;
        }
    }
    return false;
}

/* True if Allow is there and lists other methods only. */
static bool disallows(const struct sc_message *message, struct sc_slice method)
{
    return message->lines_dropped == 0 && sc_header_count(message, SC_HEADER_ALLOW) > 0 &&
           !allows(message, method);
}

static const struct sc_finding_row method_not_allowed = {
    .id = "method-not-allowed",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Method not allowed here",
    .summary = "The server does not allow this method for this target",
    .hint = "Stop sending the method to this target, or allow it on the server: compare it with "
            "the Allow header.",
    .reference = "RFC 3261 section 21.4.6",
};

static bool judge_method_not_allowed(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (disallows(c->message, transaction->method)) {
        sc_draft_evidence(draft, transaction->request.frame);
        return sc_draft_say(draft, "The method is %s, and Allow does not list it",
                            sc_draft_quote(draft, transaction->method));
    }
    return false;
}

static const struct sc_finding_row allow_contradiction = {
    .id = "allow-contradiction",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Faulty 405 response",
    .summary = "405 without Allow, or with an Allow that lists the method",
    .hint = "Fix the server: Allow of a 405 lists what is accepted, and must not list this method. "
            "Phrase and Warning may say why.",
    .reference = "RFC 3261 section 21.4.6",
};

static bool judge_allow_contradiction(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (c->message->lines_dropped > 0) {
        return false;
    }
    sc_draft_evidence(draft, transaction->request.frame);
    if (sc_header_count(c->message, SC_HEADER_ALLOW) == 0) {
        return sc_draft_say(draft, "The 405 has no Allow");
    } else if (allows(c->message, transaction->method)) {
        return sc_draft_say(draft, "The 405 refuses %s, and its Allow lists it",
                            sc_draft_quote(draft, transaction->method));
    }
    return false;
}

/* Reads the message of the dialog's set-up that the server sent, where Allow belongs (RFC 3261
 * section 13.2.1). */
static bool read_setup(const struct sc_case *c, struct sc_draft *draft, struct sc_message *message)
{
    const struct sc_dialog *dialog = c->transaction->dialog;

    if (dialog == NULL) {
        return false;
    }
    const struct sc_record *request = &dialog->setup->request;
    const struct sc_record *success = dialog->setup->success;
    if (dialog->setup->request_seen && request->source == c->record->source) {
        return sc_draft_read(draft, request, message);
    }
    return success != NULL && success->source == c->record->source &&
           sc_draft_read(draft, success, message);
}

/* Reads what the refusing server said in another call. FRAME becomes that message's. */
static bool read_other_allow(const struct sc_case *c, struct sc_draft *draft,
                             struct sc_message *message, uint32_t *frame)
{
    const struct sc_transaction *hop = sc_hop_refusing(c);
    const struct sc_record *refusal = hop == c->transaction ? c->record : hop->final;
    const struct sc_record *record = sc_tracker_server(c->tracker, refusal->source)->allow;

    if (!sc_draft_read(draft, record, message)) {
        return false;
    }
    sc_draft_evidence(draft, refusal->frame);
    *frame = record->frame;
    return true;
}

static const struct sc_finding_row method_unknown = {
    .id = "method-unknown",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Method unknown to the server",
    .summary = "The server does not know this method",
    .hint = "Send this method to a server that supports it, or load the module it needs; otherwise "
            "stop the client sending it.",
    .reference = "RFC 3261 section 21.5.2",
};

/* True if a server sent a request back to who had sent it, along the path to HOP. */
static bool came_back(const struct sc_transaction *hop)
{
    const struct sc_endpoint *end = hop->request.destination;

    for (const struct sc_transaction *parent = hop->parent; parent != NULL;
         parent = parent->parent) {
        if (hop->request_seen && parent->request_seen && parent->request.source == end) {
            return true;
        }
    }
    return false;
}

/* No Allow tells. The server, or the sender that got its own request back, does not take the
 * method: a 501 is for that alone (RFC 3261 section 21.5.2), but many servers send it for other
 * things. */
static bool say_unknown(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *refusing = sc_hop_refusing(c);
    const char *method = sc_draft_quote(draft, c->transaction->method);

    if (came_back(refusing)) {
        sc_draft_evidence(draft, refusing->request.frame);
        return sc_draft_say(draft,
                            "The %s came back to %s, which had sent it; the server has no service "
                            "for it",
                            method, sc_draft_host_text(draft, refusing->request.destination));
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    return sc_draft_say(draft, "The method is %s, and no Allow of the server is known", method);
}

/* True if a 501 refuses a call rather than its method: gateways send it for Q.850 79, a service
 * that is not implemented (RFC 3398 section 7.2.4.1), and hardly a server takes no INVITE at all.
 */
static bool means_call(const struct sc_case *c)
{
    return sc_transaction_is(c->transaction, "INVITE") || sc_statement_of(c).record != NULL;
}

static bool judge_method_unknown(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    struct sc_message setup;
    uint32_t frame;

    sc_draft_evidence(draft, transaction->request.frame);
    if (!sc_method_registered(transaction->method)) {
        return sc_draft_say(draft, "The method is %s, which is not registered",
                            sc_draft_quote(draft, transaction->method));
    } else if (disallows(c->message, transaction->method)) {
        return sc_draft_say(draft, "The method is %s, and Allow does not list it",
                            sc_draft_quote(draft, transaction->method));
    } else if (sc_header_count(c->message, SC_HEADER_ALLOW) > 0 || means_call(c)) {
        return false;
    } else if (read_setup(c, draft, &setup)) {
        if (disallows(&setup, transaction->method)) {
            return sc_draft_say(
                draft, "The method is %s, and the server's Allow of this call does not list it",
                sc_draft_quote(draft, transaction->method));
        }
        return sc_header_count(&setup, SC_HEADER_ALLOW) == 0 && say_unknown(c, draft);
    } else if (read_other_allow(c, draft, &setup, &frame)) {
        return disallows(&setup, transaction->method) &&
               sc_draft_say(draft,
                            "The method is %s, and the server's Allow in frame %u does not list it",
                            sc_draft_quote(draft, transaction->method), frame);
    }
    return say_unknown(c, draft);
}

/* True of codes that say nothing about the server that was asked, or ask for another try first:
 * credentials are wanted, or a proxy answers for a peer that it does not reach (RFC 3261 sections
 * 16.7 and 16.8; it sends a 503 on as 500). */
static bool leaves_peer_in_doubt(unsigned code)
{
    switch (code) {
    case 400: /* something is wrong with the request */
    case 401:
    case 407:
    case 408:
    case 430: /* RFC 5626 section 11.5: the client's connection is gone */
    case 500:
    case 502:
    case 503:
    case 504:
        return true;
    default:
        return !sc_status_registered(code);
    }
}

/* True of codes after which a dialog may be over (RFC 3261 section 12.2.1.2), or that ask for
 * credentials, or that a proxy sends for a peer that it does not reach. */
static bool leaves_dialog_in_doubt(unsigned code)
{
    return sc_status_is_challenge(code) || code == 408 || code == 430 || code == 481 ||
           (code >= 502 && code <= 504);
}

/* True of codes by which a client may take the dialog for ended, though RFC 3261 section 12.2.1.2
 * does not say so (RFC 5057 section 5.1). */
static bool may_end_dialog(unsigned code)
{
    switch (code) {
    case 404:
    case 410:
    case 416:
    case 482:
    case 483:
    case 484:
    case 485:
    case 604:
        return true;
    default:
        return false;
    }
}

static const struct sc_finding_row options_ping_answered = {
    .id = "options-ping-answered",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"method-not-allowed", "method-unknown"},
    .title = "OPTIONS ping refused, server is up",
    .summary = "An OPTIONS was refused: the server is up, and no call failed",
    .hint = "Count it as a sign of life, not a failed call; to get a 200, use a Request-URI that "
            "the server serves.",
    .advice = {"Count it as a sign of life, not a failed call; to get a 200, let the server "
               "accept OPTIONS."},
    .reference = "RFC 3261 sections 11 and 12.2.1.2",
};

static bool judge_options_ping_answered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    unsigned code = c->record->code;

    if (!transaction->request_seen) {
        return false;
    }
    sc_draft_evidence(draft, transaction->request.frame);
    const char *host = sc_draft_host_text(draft, c->record->source);
    if (code == 405 || code == 501) {
        sc_draft_advise(draft, 0);
    }
    if (sc_hop_in_dialog(transaction)) {
        if (may_end_dialog(code)) {
            sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        }
        return !leaves_dialog_in_doubt(code) &&
               sc_draft_say(draft, "OPTIONS in a dialog got %u; %s is up, and the dialog goes on",
                            code, host);
    }
    return !leaves_peer_in_doubt(code) &&
           sc_draft_say(draft,
                        "OPTIONS outside of a dialog got %u; %s is up, and no call was refused",
                        code, host);
}

static const struct sc_rule rules[] = {
    {
        .finding = &allow_contradiction,
        .when = ON_RESPONSE,
        .codes = {405},
        .judge = judge_allow_contradiction,
    },
    {
        .finding = &method_not_allowed,
        .when = ON_RESPONSE,
        .codes = {405},
        .judge = judge_method_not_allowed,
    },
    {
        .finding = &method_unknown,
        .when = ON_RESPONSE,
        .codes = {501},
        .judge = judge_method_unknown,
    },
    {
        .finding = &options_ping_answered,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"OPTIONS"},
        .judge = judge_options_ping_answered,
    },
};

const struct sc_topic sc_topic_method = {
    .name = "method",
    .title = "Methods",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
