/* Findings about methods that a server does not accept, and about OPTIONS as a ping.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 11, 21.4.6 and 21.5.2.
 */
#include "diagnose/hops.h"
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
    .summary = "The server does not allow this method for this target",
    .hint = "Stop sending the method to this target, or ask the operator of the server to "
            "allow it: the Allow header lists what it takes.",
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
    .summary = "405 without Allow, or with an Allow that lists the method",
    .hint = "Look at the server: a 405 must name in Allow what it takes. Read the phrase and "
            "Warning for what it really minds.",
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
    .summary = "The server does not know this method",
    .hint = "Compare the method with Allow of the server's other messages, and stop the client "
            "from sending it, or load the module it needs.",
    .reference = "RFC 3261 section 21.5.2",
};

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
    } else if (sc_header_count(c->message, SC_HEADER_ALLOW) > 0) {
        return false;
    } else if (read_setup(c, draft, &setup)) {
        if (disallows(&setup, transaction->method)) {
            return sc_draft_say(
                draft, "The method is %s, and the server's Allow of this call does not list it",
                sc_draft_quote(draft, transaction->method));
        }
    } else if (read_other_allow(c, draft, &setup, &frame) &&
               disallows(&setup, transaction->method)) {
        return sc_draft_say(draft,
                            "The method is %s, and the server's Allow in frame %u does not list it",
                            sc_draft_quote(draft, transaction->method), frame);
    }
    return false;
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

static const struct sc_finding_row options_ping_answered = {
    .id = "options-ping-answered",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .summary = "An OPTIONS outside of a dialog was refused: the peer is up",
    .hint = "Count it as a sign of life, not as a failed call; for a 200, ask for a "
            "Request-URI that the peer serves.",
    .reference = "RFC 3261 section 11",
};

static bool judge_options_ping_answered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (transaction->request_seen && !sc_hop_in_dialog(transaction) &&
        !leaves_peer_in_doubt(c->record->code)) {
        sc_draft_evidence(draft, transaction->request.frame);
        return sc_draft_say(
            draft, "OPTIONS outside of a dialog got %u: the peer is up, and no call was refused",
            c->record->code);
    }
    return false;
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
