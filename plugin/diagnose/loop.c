/* Rules about the way of a request: round in circles, or twice to the same phone.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

#define SIP_PORT 5060

/* Hops of one request, and Vias in it, that are looked at. */
#define HOPS_MAX     SC_VIAS_MAX
#define VIAS_MAX     SC_VIAS_MAX
#define BRANCHES_MAX 256

/* ---- 483 ---- */

/* True if the request came with Max-Forwards 0. */
static bool hops_used_up(const struct sc_message *request)
{
    uint32_t hops;

    return request != NULL && sc_message_number(request, SC_HEADER_MAX_FORWARDS, &hops) &&
           hops == 0;
}

static uint16_t port_of(const struct sc_via *via)
{
    return via->port != 0 ? via->port : SIP_PORT;
}

static bool same_sender(const struct sc_via *a, const struct sc_via *b)
{
    return a->host.size > 0 && sc_slice_same(a->host, b->host) && port_of(a) == port_of(b);
}

/* How many of a request's Vias are of one server. */
static unsigned count_vias(const struct sc_message *request, const struct sc_via *server)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;
    unsigned count = 0;

    for (int i = 0; i < VIAS_MAX && sc_via_next(request, &cursor, &via); i++) {
        count += same_sender(&via, server) ? 1 : 0;
    }
    return count;
}

/* The server that most Vias of a request are of; returns how many. */
static unsigned most_frequent_via(const struct sc_message *request, struct sc_via *server)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;
    unsigned most = 0;

    for (int i = 0; i < VIAS_MAX && sc_via_next(request, &cursor, &via); i++) {
        unsigned count = count_vias(request, &via);
        if (count > most) {
            most = count;
            *server = via;
        }
    }
    return most;
}

/* The last hop of a request downstream of a transaction, along the latest branches. */
static const struct sc_transaction *last_hop(const struct sc_transaction *hop)
{
    for (int i = 0; hop->children != NULL && i < HOPS_MAX; i++) {
        hop = hop->children;
    }
    return hop;
}

/* How often the request took the way of its last hop; each of them is evidence. */
static unsigned count_passes(struct scene *scene, const struct sc_transaction *last)
{
    const struct sc_transaction *hop = last;
    unsigned passes = 0;

    for (int i = 0; hop != NULL && i < HOPS_MAX; i++, hop = hop->parent) {
        if (hop->request_seen && last->request_seen &&
            hop->request.source == last->request.source &&
            hop->request.destination == last->request.destination) {
            passes++;
            evidence(scene, hop->request.frame);
        }
    }
    return passes;
}

/* True if the request that was refused came round by itself: its Vias tell. */
static bool circled(const struct sc_message *request, struct sc_via *server, unsigned *count)
{
    *count = most_frequent_via(request, server);
    return *count > 1;
}

static void judge_forwarding_loop(struct scene *scene)
{
    const struct sc_transaction *last = last_hop(scene->transaction);
    const struct sc_message *request = request_of(scene);
    struct sc_via server;
    unsigned count;

    if (hops_used_up(request) && circled(request, &server, &count)) {
        find(scene, "Max-Forwards is 0, and %s stands in %u of the Vias",
             quote(scene, server.sent_by), count);
        return;
    }
    count = count_passes(scene, last);
    if (last->final != NULL && last->final->code == 483 && count > 1) {
        evidence(scene, last->final->frame);
        find(scene, "%s sent the request on %u times, each time the same way",
             quote(scene, last->sent_by), count);
    }
}

/* How many hops a request has behind it. */
static unsigned vias_of(const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;
    unsigned count = 0;

    while (count < VIAS_MAX && sc_via_next_key(request, &cursor, &via)) {
        count++;
    }
    return count;
}

static void judge_max_forwards_zero(struct scene *scene)
{
    const struct sc_message *request = request_of(scene);
    struct sc_via server;
    unsigned count;

    if (hops_used_up(request) && !circled(request, &server, &count)) {
        unsigned vias = vias_of(request);
        find(scene, "The request came with Max-Forwards 0 and %u %s", vias,
             vias == 1 ? "Via" : "Vias");
    }
}

/* ---- 482 ---- */

/* True if a Via of the request is one that the server which answers put in. */
static bool passed_before(struct scene *scene, struct sc_via *own)
{
    const struct sc_message *request = request_of(scene);
    const struct sc_endpoint *server = scene->record->source;
    struct sc_cursor cursor = {0};

    for (int i = 0; request != NULL && i < VIAS_MAX && sc_via_next(request, &cursor, own); i++) {
        if (sc_endpoint_is(server, own->host) && port_of(own) == server->port) {
            return true;
        }
    }
    return false;
}

/* The hop further up on which the request came to the same server before; NULL if none was seen. */
static const struct sc_transaction *earlier_pass(const struct sc_transaction *transaction)
{
    const struct sc_transaction *hop = transaction->parent;

    for (int i = 0; hop != NULL && i < HOPS_MAX; i++, hop = hop->parent) {
        if (hop->request_seen && transaction->request_seen &&
            hop->request.destination == transaction->request.destination) {
            return hop;
        }
    }
    return NULL;
}

static void judge_via_loop(struct scene *scene)
{
    const struct sc_transaction *pass = earlier_pass(scene->transaction);
    struct sc_via own;

    evidence(scene, pass != NULL ? pass->request.frame : 0);
    if (passed_before(scene, &own)) {
        find(scene, "The Vias of the request name %s, the server that refused it",
             quote(scene, own.sent_by));
    } else if (pass != NULL) {
        evidence(scene, scene->transaction->request.frame);
        find(scene, "The request had come to this server before, and came back");
    }
}

/* The hops of an attempt's step one after the other, each behind the one it comes from. */
static const struct sc_transaction *next_hop(const struct sc_transaction *hop)
{
    if (hop->children != NULL) {
        return hop->children;
    }
    for (int i = 0; hop->parent != NULL && hop->sibling == NULL && i < HOPS_MAX; i++) {
        hop = hop->parent;
    }
    return hop->parent != NULL ? hop->sibling : hop->next_root;
}

/* True if OTHER brought the same request to the same server before, with another branch (RFC 3261
 * section 8.2.2.2). */
static bool came_before(const struct sc_transaction *transaction,
                        const struct sc_transaction *other)
{
    return other != transaction && other->request_seen &&
           sc_transaction_same_step(other, transaction) &&
           other->request.destination == transaction->request.destination &&
           other->request.time <= transaction->request.time &&
           !sc_slice_equal(other->branch, transaction->branch);
}

static void judge_merged_request(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_transaction *other = transaction->attempt->roots;
    struct sc_via own;

    if (!transaction->request_seen || in_dialog(transaction) || passed_before(scene, &own) ||
        earlier_pass(transaction) != NULL) {
        return;
    }
    for (int i = 0; other != NULL && i < BRANCHES_MAX; i++, other = next_hop(other)) {
        if (came_before(transaction, other)) {
            evidence(scene, transaction->request.frame);
            evidence(scene, other->request.frame);
            find(scene, "The same request had come %s earlier with another branch",
                 span(scene, transaction->request.time - other->request.time));
            return;
        }
    }
}

static const struct rule rules[] = {
    {"forwarding-loop", ON_RESPONSE, 483, 483, NULL, judge_forwarding_loop, NULL},
    {"max-forwards-zero", ON_RESPONSE, 483, 483, NULL, judge_max_forwards_zero, NULL},
    {"merged-request", ON_RESPONSE, 482, 482, NULL, judge_merged_request, NULL},
    {"via-loop", ON_RESPONSE, 482, 482, NULL, judge_via_loop, NULL},
};

const struct rule_topic rules_loop = {rules, G_N_ELEMENTS(rules)};
