/* Rules about who made a response.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* Branches of one fork, responses of one transaction and hops of one way that a rule looks at. */
#define BRANCHES_MAX  64
#define RESPONSES_MAX 64
#define HOPS_MAX      16

static bool is_failure(const struct sc_record *record)
{
    return record->code >= 300 && record->code <= SC_CODE_MAX;
}

static bool same_tag(const struct sc_record *a, const struct sc_record *b)
{
    return a->to_tag.size > 0 && sc_slice_equal(a->to_tag, b->to_tag);
}

/* A proxy leaves the To tag as it is (RFC 3261 section 16.7), so that is what tells a response that
 * was passed on from one of the same code that was not. Within a dialog the request gave the tag:
 * there it tells nothing of a response with another code. */
static struct source same_response(const struct sc_transaction *hop, const struct sc_record *record)
{
    struct source source = {0};
    const struct sc_transaction *branch = hop->children;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        const struct sc_record *response = branch->responses;
        for (int k = 0; response != NULL && k < RESPONSES_MAX; k++, response = response->next) {
            bool changed = response->code != record->code;
            if (is_failure(response) && same_tag(response, record) && not_after(response, record) &&
                !(changed && in_dialog(hop))) {
                source = (struct source){branch, response, changed};
            }
            if (source.response != NULL && !source.changed) {
                return source;
            }
        }
    }
    return source;
}

/* What the proxy of HOP made RECORD from with a tag of its own: known if all branches failed alike.
 * One that was silent or given up counts as a 408 of the proxy's own (section 16.7, step 6). */
static struct source translated_response(const struct sc_transaction *hop,
                                         const struct sc_record *record)
{
    struct source source = {.changed = true};
    const struct sc_transaction *branch = hop->children;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        const struct sc_record *final = sc_transaction_final(branch);
        if (final == NULL || !is_failure(final) || !not_after(final, record) ||
            branch->cancelled_by != NULL || final->code == record->code ||
            (source.response != NULL && source.response->code != final->code)) {
            return (struct source){0};
        }
        if (source.response == NULL || source.response->time < final->time) {
            source.hop = branch;
            source.response = final;
        }
    }
    return source;
}

struct source source_of(const struct sc_transaction *hop, const struct sc_record *record)
{
    struct source source = same_response(hop, record);

    return source.response != NULL ? source : translated_response(hop, record);
}

/* The last response that can be seen on the way down from SOURCE to who made it. */
static struct source maker_of(struct scene *scene, struct source source)
{
    for (int i = 0; i < HOPS_MAX; i++) {
        struct source next = same_response(source.hop, source.response);
        evidence(scene, source.response->frame);
        if (next.response == NULL || next.changed) {
            break;
        }
        source = next;
    }
    return source;
}

/* The source of the message at hand; none unless it is a failure. */
static struct source source_at(const struct scene *scene)
{
    return is_failure(scene->record) ? source_of(scene->transaction, scene->record)
                                     : (struct source){0};
}

static void judge_relayed(struct scene *scene)
{
    struct source source = source_at(scene);

    if (source.response != NULL && !source.changed) {
        struct source maker = maker_of(scene, source);
        bool own = sc_endpoint_same_host(maker.response->source, scene->record->source);
        find(scene, "%s passed on %s%u%s%s", host(scene, scene->record->source),
             own ? "its own " : "the ", scene->record->code,
             own ? ", which came back to it" : " of ",
             own ? "" : host(scene, maker.response->source));
    }
}

static void judge_translated(struct scene *scene)
{
    struct source source = source_at(scene);

    if (source.response != NULL && source.changed) {
        struct source maker = maker_of(scene, source);
        quotes_cause(scene, SC_STATED_CODE, "");
        find(scene, "%s said %u, and %s made it %u", host(scene, maker.response->source),
             maker.response->code, host(scene, scene->record->source), scene->record->code);
    }
}

/* How many branches the request was sent on to before the response. LATEST is one of them, one with
 * a final response by then if there is any, which is ANSWER. */
static unsigned sent_on(const struct sc_transaction *hop, const struct sc_record *record,
                        const struct sc_transaction **latest, const struct sc_record **answer)
{
    const struct sc_transaction *branch = hop->children;
    unsigned count = 0;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        const struct sc_record *final = sc_transaction_final(branch);
        if (!branch->request_seen || !not_after(&branch->request, record)) {
            continue;
        }
        if (final != NULL && not_after(final, record)) {
            *latest = branch;
            *answer = final;
        } else if (*latest == NULL) {
            *latest = branch;
        }
        count++;
    }
    return count;
}

/* The request was not sent on. That is known of a host only that is seen to send others on. */
static void judge_local_unsent(struct scene *scene)
{
    const struct sc_record *record = scene->record;
    struct sc_relay relay = sc_tracker_host(scene->tracker, record->source)->relay;

    if (relay.whole == 0 && (relay.half == 0 || in_dialog(scene->transaction))) {
        return;
    }
    if (relay.half > 0) {
        blocked(scene, SC_BLOCKER_OTHER_SIDE);
    }
    evidence(scene, scene->transaction->request.frame);
    complete(scene);
    find(scene, "%s made the %u itself: it did not send the request on",
         host(scene, record->source), record->code);
}

/* The request was sent on, and what came back, if anything, is not what was passed on. */
static void judge_local_sent(struct scene *scene, const struct sc_transaction *branch,
                             const struct sc_record *answer, unsigned count)
{
    unsigned code = scene->record->code;
    const char *target = host(scene, branch->request.destination);
    const char *maker = host(scene, scene->record->source);

    see_to_branch(scene, branch);
    evidence(scene, branch->request.frame);
    evidence(scene, answer != NULL ? answer->frame : 0);
    complete(scene);
    if (answer != NULL && answer->code == code) {
        find(scene, "%s made the %u itself: that of %s has another To tag", maker, code, target);
    } else if (answer != NULL) {
        find(scene, "%s made the %u itself: %s had said %u", maker, code, target, answer->code);
    } else if (count == 1) {
        find(scene, "%s made the %u itself: %s had sent no final response", maker, code, target);
    } else {
        find(scene, "%s made the %u itself: none of %u targets had sent a final response", maker,
             code, count);
    }
}

static void judge_local(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_record *record = scene->record;
    const struct sc_transaction *branch = NULL;
    const struct sc_record *answer = NULL;

    /* A first challenge is no failure, a CANCEL is answered by every hop itself (section 9.2), and
     * a response without tag cannot be told from another. */
    if (!is_failure(record) || record->to_tag.size == 0 || transaction->asked_for_credentials ||
        !transaction->request_seen || has_method(transaction, "CANCEL") ||
        source_of(transaction, record).response != NULL) {
        return;
    }
    unsigned count = sent_on(transaction, record, &branch, &answer);
    if (count > 0) {
        judge_local_sent(scene, branch, answer, count);
    } else if (transaction->children == NULL) {
        judge_local_unsent(scene);
    }
}

static const struct rule rules[] = {
    {"code-translated", AT_SHOWING, 0, 0, NULL, judge_translated, NULL},
    {"origin-local", AT_SHOWING, 0, 0, NULL, judge_local, NULL},
    {"origin-relayed", AT_SHOWING, 0, 0, NULL, judge_relayed, NULL},
};

const struct rule_topic rules_origin = {rules, G_N_ELEMENTS(rules)};
