/* Findings about signed identities of callers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 8224 and RFC 9410 (STIR).
 */
#include "diagnose/hops.h"
#include "diagnose/statement.h"
#include "topics.h"

/* Seconds that a Date may be in the past (RFC 8224 section 6.2, step 4). */
#define FRESH_DATE 60

static const struct sc_finding_row stir_stale_date = {
    .id = "stir-stale-date",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Identity date too old (STIR)",
    .summary = "The Date or iat of the signature is too old, or clocks differ",
    .hint = "Compare Date and iat with the time of the packet; check NTP on the signing server and "
            "what delays the call.",
    .reference = "RFC 8224 sections 6.2 and 6.2.2",
};

/* Says how long before NOW the request was signed, if that is too long. CLOCK is whose time it is.
 */
static bool say_age(struct sc_draft *draft, const struct sc_message *request, int64_t now,
                    const char *clock, const char *reason)
{
    int64_t moment;

    if (sc_message_date(request, &moment) && now - moment > FRESH_DATE) {
        return sc_draft_say(draft, "The Date of the signed request lies %s back by %s%s",
                            sc_draft_duration_text(draft, (now - moment) * SC_SECOND), clock,
                            reason);
    }
    if (sc_message_issued_at(request, &moment) && now - moment > FRESH_DATE) {
        return sc_draft_say(draft, "The PASSporT's iat lies %s back by %s%s",
                            sc_draft_duration_text(draft, (now - moment) * SC_SECOND), clock,
                            reason);
    }
    return false;
}

/* The clock that counts is that of the server that checked: its Date, if the response has one. To
 * be wrong, the server would have to say that the signature is too old and refuse for something
 * else. */
static bool judge_stale_date(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);
    int64_t now;

    if (request == NULL || !sc_stir_says_stale_date(c) ||
        sc_header_count(request, SC_HEADER_IDENTITY) == 0) {
        return false;
    }
    int64_t arrival = c->transaction->request.time / SC_SECOND;
    struct sc_statement stated = sc_statement_told(c->record);
    char reason[SC_WORDS_SIZE];
    sc_statement_append(draft, &stated, reason);
    if (sc_message_date(c->message, &now) &&
        say_age(draft, request, now, "the Date of the response", reason)) {
        return true;
    }
    if (say_age(draft, request, arrival, "the capture's clock", reason)) {
        return true;
    }
    return stated.record != NULL && sc_header_count(request, SC_HEADER_DATE) == 0 &&
           sc_draft_say(draft, "The signed request has no Date%s", reason);
}

enum presence {
    UNKNOWN, /* the request was not captured, or not all of it was read */
    ABSENT,
    PRESENT,
};

/* Whether the request of a transaction carries Identity. */
static enum presence identity_in(struct sc_draft *draft, const struct sc_transaction *transaction)
{
    struct sc_message request;

    if (!sc_draft_read(draft, &transaction->request, &request)) {
        return UNKNOWN;
    }
    if (sc_header_count(&request, SC_HEADER_IDENTITY) > 0) {
        return PRESENT;
    }
    return request.lines_dropped > 0 ? UNKNOWN : ABSENT;
}

/* The first hop on which the request was sent without Identity, though it had come to its sender
 * with it; NULL if it had none along the path to HOP. */
static const struct sc_transaction *stripped_on(struct sc_draft *draft,
                                                const struct sc_transaction *hop)
{
    for (; hop->parent != NULL; hop = hop->parent) {
        enum presence presence = identity_in(draft, hop->parent);
        if (presence != ABSENT) {
            return presence == PRESENT ? hop : NULL;
        }
    }
    return NULL;
}

static const struct sc_finding_row identity_missing = {
    .id = "identity-missing",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "No signed identity (STIR)",
    .summary = "A signed identity is required, and the request carries none",
    .hint = "Let the originating side sign calls (Identity header), or find the hop upstream that "
            "drops the header.",
    .reference = "RFC 8224 section 6.2.2",
};

static bool judge_identity_missing(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *hop = sc_hop_refusing(c);

    if (identity_in(draft, hop) == ABSENT && stripped_on(draft, hop) == NULL) {
        sc_draft_evidence(draft, hop == c->transaction ? 0 : hop->final->frame);
        return sc_draft_say(draft, "The %s has no Identity header",
                            sc_draft_quote(draft, hop->method));
    }
    return false;
}

static const struct sc_finding_row identity_stripped = {
    .id = "identity-stripped",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Identity header removed",
    .summary = "A hop along the path removed the Identity header",
    .hint = "Let that proxy or SBC forward Identity unchanged: check header filters, topology "
            "hiding, or a UDP size limit.",
    .reference = "RFC 8224 section 6.2.2, RFC 3261 section 16.6",
};

static bool judge_identity_stripped(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *hop = sc_hop_refusing(c);
    const struct sc_transaction *stripped =
        identity_in(draft, hop) == ABSENT ? stripped_on(draft, hop) : NULL;

    if (stripped != NULL) {
        sc_draft_evidence(draft, hop == c->transaction ? 0 : hop->final->frame);
        return sc_draft_say(draft, "The %s came with Identity, and %s sent it on without",
                            sc_draft_quote(draft, hop->method),
                            sc_draft_quote(draft, stripped->sent_by));
    }
    return false;
}

static const struct sc_finding_row stir_fault_reported = {
    .id = "stir-fault-reported",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .aside = true,
    .title = "Identity not verified, call goes on",
    .summary = "The call goes on, but the caller's identity could not be verified",
    .hint = "The call needs no fix: look up what the cause says about the signature, and inform "
            "the side that signs.",
    .reference = "RFC 9410 section 4",
};

static bool judge_stir_fault(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;
    const struct sc_message *request;

    while (sc_reason_next(c->message, &cursor, &reason)) {
        if (!sc_slice_is(reason.protocol, "STIR") || !reason.has_cause || reason.cause < 400 ||
            reason.cause > 499) {
            continue;
        }
        request = sc_case_request(c, draft);
        if (request == NULL) {
            sc_draft_blocked(draft, SC_BLOCKER_STARTS_LATE);
        } else if (sc_header_count(request, SC_HEADER_IDENTITY) == 0) {
            return false;
        }
        return sc_draft_say(
            draft, "Reason STIR %u (%s) in a %u: the caller's identity could not be verified",
            reason.cause, sc_cause_name(sc_reason_protocol_lookup(reason.protocol), reason.cause),
            c->record->code);
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &stir_stale_date,
        .when = ON_RESPONSE,
        .codes = {403},
        .judge = judge_stale_date,
    },
    {
        .finding = &identity_missing,
        .when = ON_RESPONSE,
        .codes = {428},
        .judge = judge_identity_missing,
    },
    {
        .finding = &identity_stripped,
        .when = ON_RESPONSE,
        .codes = {428},
        .judge = judge_identity_stripped,
    },
    {
        .finding = &stir_fault_reported,
        .when = ON_RESPONSE,
        .classes = {1, 2},
        .judge = judge_stir_fault,
    },
};

const struct sc_topic sc_topic_identity = {
    .name = "identity",
    .title = "Identity",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
