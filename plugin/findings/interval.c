/* Findings about lifetimes: registrations, subscriptions, session timers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 10.2.8, RFC 4028.
 */
#include "topics.h"

/* Contacts of one request that are read. */
#define CONTACTS_MAX 64

/* The lifetimes that a request asks for, in seconds. */
struct lifetimes {
    bool any;       /* it asks for one at all */
    bool positive;  /* for one above 0, which is no removal */
    uint32_t least; /* the shortest above 0; 0 if there is none */
};

static void add_lifetime(struct lifetimes *lifetimes, uint32_t seconds)
{
    lifetimes->any = true;
    if (seconds > 0 && (!lifetimes->positive || seconds < lifetimes->least)) {
        lifetimes->positive = true;
        lifetimes->least = seconds;
    }
}

/* A contact's own expires parameter outranks Expires (RFC 3261 section 10.3 step 7). */
static struct lifetimes lifetimes_of(const struct sc_message *request)
{
    struct lifetimes lifetimes = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice value;
    uint64_t own;
    uint32_t common;
    bool needs_common = true;
    bool has_common = sc_message_number(request, SC_HEADER_EXPIRES, &common);

    if (sc_slice_equal(request->method, sc_slice_of("REGISTER"))) {
        needs_common = sc_header_count(request, SC_HEADER_CONTACT) == 0;
        for (int i = 0;
             i < CONTACTS_MAX && sc_value_next(request, SC_HEADER_CONTACT, &cursor, &value); i++) {
            struct sc_slice expires = sc_param_find(sc_address_read(value).params, "expires");
            if (sc_slice_number(expires, UINT32_MAX, &own)) {
                add_lifetime(&lifetimes, (uint32_t)own);
            } else {
                needs_common = true;
            }
        }
    }
    if (needs_common && has_common) {
        add_lifetime(&lifetimes, common);
    }
    return lifetimes;
}

static const struct sc_finding_row interval_too_brief = {
    .id = "interval-too-brief",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Lifetime below the minimum",
    .summary = "The lifetime asked for is below the server's minimum",
    .hint = "Raise Expires, or the Contact's expires, at the client to Min-Expires of the 423 "
            "or more; or lower the server's minimum.",
    .reference = "RFC 3261 sections 10.2.8 and 10.3",
};

static bool judge_too_brief(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);
    uint32_t minimum;

    if (request == NULL || !sc_message_number(c->message, SC_HEADER_MIN_EXPIRES, &minimum)) {
        return false;
    }
    struct lifetimes asked = lifetimes_of(request);
    if (asked.positive && asked.least < minimum) {
        return sc_draft_say(draft, "Asked for %u s, the server's minimum is %u s", asked.least,
                            minimum);
    }
    return false;
}

static const struct sc_finding_row interval_retry_too_brief = {
    .id = "interval-retry-too-brief",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Lifetime again below the minimum",
    .summary = "The client asks again for less than the minimum it was told",
    .hint = "Set the client's interval by hand to Min-Expires of the 423 or more: it does not "
            "read that header.",
    .reference = "RFC 3261 section 10.2.8",
};

/* The request follows an earlier 423 and asks for less than that allowed. */
static bool judge_retry_too_brief(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *previous = c->transaction->retry_of;
    const struct sc_message *request = sc_case_request(c, draft);
    struct sc_message refusal;
    uint32_t minimum;

    if (request == NULL || previous == NULL || previous->final == NULL ||
        previous->final->code != 423 || !sc_draft_read(draft, previous->final, &refusal) ||
        !sc_message_number(&refusal, SC_HEADER_MIN_EXPIRES, &minimum)) {
        return false;
    }
    struct lifetimes asked = lifetimes_of(request);
    if (asked.positive && asked.least < minimum) {
        sc_draft_explains(draft, &c->transaction->request);
        return sc_draft_say(draft,
                            "Asked again for %u s, after a 423 that named %u s as the minimum",
                            asked.least, minimum);
    }
    return false;
}

static const struct sc_finding_row interval_contradiction = {
    .id = "interval-contradiction",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "423 without a reason",
    .summary = "423 without a minimum, or to a lifetime that is long enough",
    .hint = "Look at the server: a 423 must name its minimum in Min-Expires, above what was "
            "asked for. Compare every Contact's expires.",
    .reference = "RFC 3261 section 10.3",
};

static bool judge_contradiction(const struct sc_case *c, struct sc_draft *draft)
{
    uint32_t minimum;

    if (sc_header_count(c->message, SC_HEADER_MIN_EXPIRES) == 0) {
        if (c->message->lines_dropped == 0) {
            return sc_draft_say(draft, "The 423 has no Min-Expires");
        }
        return false;
    }
    if (!sc_message_number(c->message, SC_HEADER_MIN_EXPIRES, &minimum)) {
        return sc_draft_say(
            draft, "The 423 has a Min-Expires that is no number: %s",
            sc_draft_quote(draft, sc_header_first(c->message, SC_HEADER_MIN_EXPIRES)));
    }
    const struct sc_message *request = sc_case_request(c, draft);
    struct lifetimes asked = {0};
    if (request != NULL) {
        asked = lifetimes_of(request);
    }
    if (asked.positive && asked.least >= minimum) {
        return sc_draft_say(draft, "Asked for %u s, the server's minimum is %u s", asked.least,
                            minimum);
    } else if (asked.any && !asked.positive) {
        return sc_draft_say(draft, "Asked for 0 s, a removal, which no minimum applies to");
    }
    return false;
}

static const struct sc_finding_row session_interval_too_small = {
    .id = "session-interval-too-small",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Session interval below the minimum",
    .summary = "The session interval is below the server's minimum",
    .hint = "Raise Session-Expires at the client to Min-SE of the 422 or more; a client that "
            "repeats it must also send that Min-SE.",
    .reference = "RFC 4028 section 6",
};

static bool judge_session_interval(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);
    uint32_t minimum;
    uint32_t interval;

    if (request != NULL && sc_message_number(c->message, SC_HEADER_MIN_SE, &minimum) &&
        sc_message_number(request, SC_HEADER_SESSION_EXPIRES, &interval) && interval < minimum) {
        return sc_draft_say(draft, "Session-Expires is %u s, the server's minimum is %u s",
                            interval, minimum);
    }
    return false;
}

/* A repeated mistake comes before the mistake. */
static const struct sc_rule rules[] = {
    {
        .finding = &interval_contradiction,
        .when = ON_RESPONSE,
        .codes = {423},
        .judge = judge_contradiction,
    },
    {
        .finding = &interval_retry_too_brief,
        .when = ON_RESPONSE,
        .codes = {423},
        .judge = judge_retry_too_brief,
    },
    {
        .finding = &interval_too_brief,
        .when = ON_RESPONSE,
        .codes = {423},
        .judge = judge_too_brief,
    },
    {
        .finding = &session_interval_too_small,
        .when = ON_RESPONSE,
        .codes = {422},
        .judge = judge_session_interval,
    },
};

const struct sc_topic sc_topic_interval = {
    .name = "interval",
    .title = "Intervals",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
