/* Rules about signed identities (STIR) and the security agreement.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* Hops that are followed up and down the way of a request. */
#define HOPS_MAX 70

/* ---- Identity ---- */

enum presence {
    UNKNOWN, /* the request was not captured, or not all of it was read */
    ABSENT,
    PRESENT,
};

/* Whether the request of a transaction carries Identity. */
static enum presence identity_in(struct scene *scene, const struct sc_transaction *transaction)
{
    struct sc_message request;

    if (!read_record(scene, &transaction->request, &request)) {
        return UNKNOWN;
    }
    if (sc_header_count(&request, SC_HEADER_IDENTITY) > 0) {
        return PRESENT;
    }
    return request.lines_dropped > 0 ? UNKNOWN : ABSENT;
}

/* The first hop on which the request went without Identity, though it came to its sender with it;
 * NULL if it had none on the way to HOP. */
static const struct sc_transaction *stripped_on(struct scene *scene,
                                                const struct sc_transaction *hop)
{
    for (int i = 0; hop->parent != NULL && i < HOPS_MAX; i++, hop = hop->parent) {
        enum presence presence = identity_in(scene, hop->parent);
        if (presence != ABSENT) {
            return presence == PRESENT ? hop : NULL;
        }
    }
    return NULL;
}

static void judge_identity_missing(struct scene *scene)
{
    const struct sc_transaction *hop = refusing_hop(scene);

    if (identity_in(scene, hop) == ABSENT && stripped_on(scene, hop) == NULL) {
        evidence(scene, hop == scene->transaction ? 0 : hop->final->frame);
        find(scene, "The %s has no Identity header", quote(scene, hop->method));
    }
}

static void judge_identity_stripped(struct scene *scene)
{
    const struct sc_transaction *hop = refusing_hop(scene);
    const struct sc_transaction *stripped =
        identity_in(scene, hop) == ABSENT ? stripped_on(scene, hop) : NULL;

    if (stripped != NULL) {
        evidence(scene, hop == scene->transaction ? 0 : hop->final->frame);
        find(scene, "The %s came with Identity, and %s sent it on without",
             quote(scene, hop->method), quote(scene, stripped->sent_by));
    }
}

static void judge_stir_fault(struct scene *scene)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;
    const struct sc_message *request;

    while (sc_reason_next(scene->message, &cursor, &reason)) {
        if (!sc_slice_is(reason.protocol, "STIR") || !reason.has_cause || reason.cause < 400 ||
            reason.cause > 499) {
            continue;
        }
        request = request_of(scene);
        if (request == NULL) {
            blocked(scene, SC_BLOCKER_STARTS_LATE);
        } else if (sc_header_count(request, SC_HEADER_IDENTITY) == 0) {
            return;
        }
        find(scene, "Reason STIR %u (%s) in a %u: the caller's identity could not be verified",
             reason.cause, sc_cause_name(sc_reason_protocol_lookup(reason.protocol), reason.cause),
             scene->record->code);
        return;
    }
}

/* ---- Security agreement ---- */

static bool has_header(const struct sc_message *message, const char *name)
{
    struct sc_slice rest = message->head;
    struct sc_line line;

    while (sc_header_next(&rest, &line)) {
        if (sc_slice_is(line.name, name)) {
            return true;
        }
    }
    return false;
}

/* A client that agrees already sends Security-Verify: that is another matter. */
static void judge_sec_agree_missing(struct scene *scene)
{
    const struct sc_message *request = request_of(scene);
    const struct sc_slice tag = sc_slice_of("sec-agree");

    if (request == NULL || request->lines_dropped > 0 || has_header(request, "Security-Verify") ||
        sc_header_count(scene->message, SC_HEADER_SECURITY_SERVER) == 0) {
        return;
    }
    const struct {
        bool missing;
        const char *what;
    } parts[] = {
        {sc_header_count(request, SC_HEADER_SECURITY_CLIENT) == 0, "Security-Client"},
        {!sc_header_lists(request, SC_HEADER_REQUIRE, tag), "Require: sec-agree"},
        {!sc_header_lists(request, SC_HEADER_PROXY_REQUIRE, tag), "Proxy-Require: sec-agree"},
    };
    GString *missing = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i].missing) {
            g_string_append_printf(missing, "%s%s", missing->len > 0 ? ", " : "", parts[i].what);
        }
    }
    if (missing->len > 0) {
        find(scene, "The %s lacks %s; the server's mechanisms are in its Security-Server",
             quote(scene, request->method), missing->str);
    }
    g_string_free(missing, TRUE);
}

static const struct rule rules[] = {
    {"identity-missing", ON_RESPONSE, 428, 428, NULL, judge_identity_missing, NULL},
    {"identity-stripped", ON_RESPONSE, 428, 428, NULL, judge_identity_stripped, NULL},
    {"sec-agree-missing", ON_RESPONSE, 494, 494, NULL, judge_sec_agree_missing, NULL},
    {"stir-fault-reported", ON_RESPONSE, 100, 299, NULL, judge_stir_fault, NULL},
};

const struct rule_topic rules_identity = {rules, G_N_ELEMENTS(rules)};
