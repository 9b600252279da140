/* Rules about lifetimes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* Contacts of one request that are looked at. */
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

/* A contact's own expires parameter goes before Expires (RFC 3261 section 10.3 step 7). */
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

static void judge_too_brief(struct scene *scene)
{
    const struct sc_message *request = request_of(scene);
    uint32_t minimum;

    if (request == NULL || !sc_message_number(scene->message, SC_HEADER_MIN_EXPIRES, &minimum)) {
        return;
    }
    struct lifetimes asked = lifetimes_of(request);
    if (asked.positive && asked.least < minimum) {
        find(scene, "Asked for %u s, the server's minimum is %u s", asked.least, minimum);
    }
}

/* The request follows up an earlier 423, and asks for less than that said. */
static void judge_retry_too_brief(struct scene *scene)
{
    const struct sc_transaction *previous = scene->transaction->retry_of;
    const struct sc_message *request = request_of(scene);
    struct sc_message refusal;
    uint32_t minimum;

    if (request == NULL || previous == NULL || previous->final == NULL ||
        previous->final->code != 423 || !read_record(scene, previous->final, &refusal) ||
        !sc_message_number(&refusal, SC_HEADER_MIN_EXPIRES, &minimum)) {
        return;
    }
    struct lifetimes asked = lifetimes_of(request);
    if (asked.positive && asked.least < minimum) {
        about(scene, &scene->transaction->request);
        find(scene, "Asked again for %u s, after a 423 that named %u s as the minimum", asked.least,
             minimum);
    }
}

static void judge_contradiction(struct scene *scene)
{
    uint32_t minimum;

    if (sc_header_count(scene->message, SC_HEADER_MIN_EXPIRES) == 0) {
        if (scene->message->lines_dropped == 0) {
            find(scene, "The 423 has no Min-Expires");
        }
        return;
    }
    if (!sc_message_number(scene->message, SC_HEADER_MIN_EXPIRES, &minimum)) {
        find(scene, "The 423 has a Min-Expires that is no number: %s",
             quote(scene, sc_header_first(scene->message, SC_HEADER_MIN_EXPIRES)));
        return;
    }
    const struct sc_message *request = request_of(scene);
    struct lifetimes asked = {0};
    if (request != NULL) {
        asked = lifetimes_of(request);
    }
    if (asked.positive && asked.least >= minimum) {
        find(scene, "Asked for %u s, the server's minimum is %u s", asked.least, minimum);
    } else if (asked.any && !asked.positive) {
        find(scene, "Asked for 0 s, a removal, which no minimum applies to");
    }
}

static void judge_session_interval(struct scene *scene)
{
    const struct sc_message *request = request_of(scene);
    uint32_t minimum;
    uint32_t interval;

    if (request != NULL && sc_message_number(scene->message, SC_HEADER_MIN_SE, &minimum) &&
        sc_message_number(request, SC_HEADER_SESSION_EXPIRES, &interval) && interval < minimum) {
        find(scene, "Session-Expires is %u s, the server's minimum is %u s", interval, minimum);
    }
}

/* A repeated mistake goes before the mistake. */
static const struct rule rules[] = {
    {"interval-contradiction", ON_RESPONSE, 423, 423, NULL, judge_contradiction, NULL},
    {"interval-retry-too-brief", ON_RESPONSE, 423, 423, NULL, judge_retry_too_brief, NULL},
    {"interval-too-brief", ON_RESPONSE, 423, 423, NULL, judge_too_brief, NULL},
    {"session-interval-too-small", ON_RESPONSE, 422, 422, NULL, judge_session_interval, NULL},
};

const struct rule_topic rules_interval = {rules, G_N_ELEMENTS(rules)};
