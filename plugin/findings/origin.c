/* Findings about which server made a response.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 16.7.
 */
#include "diagnose/origin.h"
#include "diagnose/hops.h"
#include "diagnose/other-leg.h"
#include "diagnose/statement.h"
#include "diagnose/timing.h"
#include "topics.h"

/* The last captured response along the path down from ORIGIN to the server that made it. */
static struct sc_origin maker_of(struct sc_draft *draft, struct sc_origin origin)
{
    struct sc_origin next = origin;

    do {
        origin = next;
        sc_draft_evidence(draft, origin.response->frame);
        next = sc_origin_by_tag(origin.hop, origin.response);
    } while (next.response != NULL && !next.changed);
    return origin;
}

/* An endpoint as text: with its port if OTHER is another program on the same host. */
static const char *beside(struct sc_draft *draft, const struct sc_endpoint *endpoint,
                          const struct sc_endpoint *other)
{
    char host[SC_ENDPOINT_TEXT_SIZE];
    char text[SC_ENDPOINT_TEXT_SIZE + 10];
    bool named = endpoint == other || !sc_endpoint_same_host(endpoint, other);

    sc_endpoint_write(endpoint, host);
    g_snprintf(text, sizeof text, endpoint->family == 6 ? "[%s]:%u" : "%s:%u", host,
               endpoint->port);
    return sc_draft_quote(draft, sc_slice_of(named ? host : text));
}

/* The origin of the message under review; none unless it is a failure. */
static struct sc_origin origin_at(const struct sc_case *c)
{
    return sc_origin_is_failure(c->record) ? sc_origin_of(c->transaction, c->record)
                                           : (struct sc_origin){0};
}

static const struct sc_finding_row origin_relayed = {
    .id = "origin-relayed",
    .severity = SC_SEVERITY_CHAT,
    .confidence = SC_CONFIDENCE_PROOF,
    .aside = true,
    .title = "Response relayed",
    .summary = "The response was relayed, not generated here",
    .hint = "Look for the cause at the server named here or beyond it: the proxies in between only "
            "relayed the response.",
    .reference = "RFC 3261 section 16.7",
};

static bool judge_relayed(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_origin origin = origin_at(c);

    /* In a loop a host relays to itself, which says nothing before the last turn. */
    if (origin.response != NULL && !origin.changed && c->record->source != c->record->destination) {
        struct sc_origin maker = maker_of(draft, origin);
        const struct sc_endpoint *relay = c->record->source;
        bool own = maker.response->source == relay;
        const char *name = beside(draft, relay, maker.response->source);
        if (own) {
            return sc_draft_say(draft, "%s relayed a %u that it had generated itself", name,
                                c->record->code);
        }
        return sc_draft_say(draft, "%s relayed the %u from %s", name, c->record->code,
                            beside(draft, maker.response->source, relay));
    }
    return false;
}

static const struct sc_finding_row code_translated = {
    .id = "code-translated",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Status code translated",
    .summary = "The status code was changed along the path",
    .hint =
        "Go by the first code, which the text names: a server along the path only translated it.",
    .reference = "RFC 3261 section 16.7",
};

/* A proxy that has heard from its targets answers at once. */
#define AT_ONCE (2 * SC_SECOND)

/* The To tag of the other response shows that it was made into this one. Without it, that follows
 * only because all branches that were captured failed so: wrong if the proxy tried another that was
 * not, above all if it took its time. */
static void weigh_translation(const struct sc_case *c, struct sc_draft *draft,
                              const struct sc_record *before)
{
    if (sc_slice_equal(before->to_tag, c->record->to_tag)) {
        return;
    }
    sc_draft_at_most(draft, sc_time_between(before->time, c->record->time) <= AT_ONCE
                                ? SC_CONFIDENCE_STRONG
                                : SC_CONFIDENCE_SUGGESTIVE);
}

static bool judge_translated(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_origin origin = origin_at(c);

    if (origin.response != NULL && origin.changed) {
        struct sc_origin maker = maker_of(draft, origin);
        weigh_translation(c, draft, origin.response);
        sc_draft_states(draft, SC_STATED_CODE, "");
        return sc_draft_say(
            draft, "%s sent %u, and %s turned it into %u",
            beside(draft, maker.response->source, c->record->source), maker.response->code,
            beside(draft, c->record->source, maker.response->source), c->record->code);
    }
    return false;
}

/* The response states the code of another one that it was made from, as a back-to-back user agent
 * does whose other leg was not captured, or has a Call-ID of its own. To be wrong, the sender would
 * have to put a SIP cause into Reason that it did not get. */
static bool judge_stated_code(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *record = c->record;

    if (sc_statement_specific(record).record != NULL || origin_at(c).response != NULL) {
        return false; /* a Q.850 cause tells more */
    }
    for (unsigned i = 0; i < record->reason_count; i++) {
        const struct sc_reason *reason = &record->reasons[i];
        if (reason->has_cause && sc_slice_is(reason->protocol, "SIP") && reason->cause >= 400 &&
            reason->cause <= SC_CODE_MAX && reason->cause != record->code) {
            struct sc_statement stated = {.record = record, .reason = reason};
            char text[SC_WORDS_SIZE];
            stated.cause = reason->cause;
            sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
            return sc_draft_say(draft, "The %u was made from another code: %s", record->code,
                                sc_statement_write(draft, &stated, text));
        }
    }
    return false;
}

/* How many branches the request was sent on to before the response, those left out that were tried
 * again. LATEST is one of them: one
 * with a final response by then, which is ANSWER, if there is any. */
static unsigned sent_on(const struct sc_transaction *hop, const struct sc_record *record,
                        const struct sc_transaction **latest, const struct sc_record **answer)
{
    unsigned count = 0;

    for (const struct sc_transaction *branch = hop->children; branch != NULL;
         branch = branch->sibling) {
        const struct sc_record *final = sc_transaction_final(branch);
        if (!branch->request_seen || !sc_timing_not_after(&branch->request, record) ||
            sc_origin_tried_again(branch)) {
            continue;
        }
        if (final != NULL && sc_timing_not_after(final, record)) {
            *latest = branch;
            *answer = final;
        } else if (*latest == NULL) {
            *latest = branch;
        }
        count++;
    }
    return count;
}

/* True if the server had got the same code in a call of its own, as a back-to-back user agent. */
static bool was_told(const struct sc_case *c)
{
    struct sc_leg_walk walk = {0};
    const struct sc_transaction *leg = sc_leg_next(c, &walk);

    while (leg != NULL && (leg->final == NULL || leg->final->code != c->record->code ||
                           !sc_timing_not_after(leg->final, c->record))) {
        leg = sc_leg_next(c, &walk);
    }
    return leg != NULL;
}

/* The request was not sent on. That is only known of a server that is seen to send others on. With
 * a 483 it may have been, to the server itself, until its hops were used up. Wrong if it was sent
 * on past the capture. */
static bool judge_local_unsent(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *record = c->record;
    struct sc_relay relay = sc_tracker_server(c->tracker, record->source)->relay;

    if (record->code == 483 ||
        (relay.whole == 0 && (relay.half == 0 || sc_hop_in_dialog(c->transaction))) ||
        was_told(c)) {
        return false;
    }
    if (relay.half > 0) {
        sc_draft_blocked(draft, SC_BLOCKER_OTHER_SIDE);
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_despite_end(draft);
    return sc_draft_say(draft, "%s generated the %u itself and did not forward the request",
                        sc_draft_host_text(draft, record->source), record->code);
}

/* The request was sent on, and what came back, if anything, was not passed on. */
static bool judge_local_sent(const struct sc_case *c, struct sc_draft *draft,
                             const struct sc_transaction *branch, const struct sc_record *answer,
                             unsigned count)
{
    unsigned code = c->record->code;
    const char *target = sc_draft_host_text(draft, branch->request.destination);
    const char *maker = sc_draft_host_text(draft, c->record->source);

    sc_hop_weigh_branch(c, draft, branch);
    sc_draft_evidence(draft, branch->request.frame);
    sc_draft_evidence(draft, answer != NULL ? answer->frame : 0);
    sc_draft_despite_end(draft);
    if (answer != NULL && answer->code == code) {
        return sc_draft_say(draft, "%s generated the %u itself: that of %s has another To tag",
                            maker, code, target);
    } else if (answer != NULL) {
        return sc_draft_say(draft, "%s generated the %u itself: %s had sent %u", maker, code,
                            target, answer->code);
    } else if (count == 1) {
        return sc_draft_say(draft, "%s generated the %u itself: %s had sent no final response",
                            maker, code, target);
    } else {
        return sc_draft_say(
            draft, "%s generated the %u itself: none of %u targets had sent a final response",
            maker, code, count);
    }
}

static const struct sc_finding_row origin_local = {
    .id = "origin-local",
    .severity = SC_SEVERITY_CHAT,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .aside = true,
    .title = "Response generated here",
    .summary = "The response was generated by the server that sent it",
    .hint = "Search the log of the server that generated the response, by Call-ID and time.",
    .reference = "RFC 3261 section 16.7",
};

static bool judge_local(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_record *record = c->record;
    const struct sc_transaction *branch = NULL;
    const struct sc_record *answer = NULL;

    /* A first challenge is no failure, every hop answers a CANCEL itself (RFC 3261 section 9.2),
     * and a response without tag cannot be told from another. */
    if (!sc_origin_is_failure(record) || record->to_tag.size == 0 ||
        transaction->asked_for_credentials || !transaction->request_seen ||
        sc_transaction_is(transaction, "CANCEL") ||
        sc_origin_of(transaction, record).response != NULL) {
        return false;
    }
    unsigned count = sent_on(transaction, record, &branch, &answer);
    if (count > 0) {
        return judge_local_sent(c, draft, branch, answer, count);
    } else if (transaction->children == NULL) {
        return judge_local_unsent(c, draft);
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &code_translated,
        .when = ON_DISPLAY,
        .classes = {3, 4, 5, 6},
        .judge = judge_translated,
    },
    {
        .finding = &code_translated,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"INVITE"},
        .judge = judge_stated_code,
    },
    {
        .finding = &origin_local,
        .when = ON_DISPLAY,
        .classes = {3, 4, 5, 6},
        .judge = judge_local,
    },
    {
        .finding = &origin_relayed,
        .when = ON_DISPLAY,
        .classes = {3, 4, 5, 6},
        .judge = judge_relayed,
    },
};

const struct sc_topic sc_topic_origin = {
    .name = "origin",
    .title = "The origin of a response",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
