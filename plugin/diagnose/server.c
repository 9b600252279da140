/* Rules about servers that could not reach the next hop.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* Branches of one fork that a rule looks at. */
#define BRANCHES_MAX 64

/* The latest branch if no branch had any response before RECORD, 1xx apart if TRYING; else NULL. */
static const struct sc_transaction *silent_branch(const struct sc_transaction *hop,
                                                  const struct sc_record *record, bool trying)
{
    const struct sc_transaction *branch = hop->children;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        const struct sc_record *response = trying ? branch->final : branch->responses;
        if (!branch->request_seen || (response != NULL && not_after(response, record))) {
            return NULL;
        }
    }
    branch = hop->children;
    return branch != NULL && not_after(&branch->request, record) ? branch : NULL;
}

static const char *icmp_text(enum sc_icmp icmp)
{
    switch (icmp) {
    case SC_ICMP_NETWORK:
        return "there is no route to it";
    case SC_ICMP_HOST:
        return "the host does not answer";
    case SC_ICMP_PORT:
        return "nothing listens on the port";
    case SC_ICMP_PROTOCOL:
        return "it does not take the transport";
    case SC_ICMP_PROHIBITED:
        return "a filter rejects it";
    default:
        return "it cannot be reached";
    }
}

static void judge_unreachable(struct scene *scene)
{
    const struct sc_transaction *branch = silent_branch(scene->transaction, scene->record, false);

    if (branch != NULL && branch->unreachable != NULL &&
        not_after(branch->unreachable, scene->record)) {
        evidence(scene, branch->request.frame);
        evidence(scene, branch->unreachable->frame);
        find(scene, "%s sent the request to %s port %u, and ICMP says %s",
             host(scene, scene->record->source), host(scene, branch->request.destination),
             branch->request.destination->port, icmp_text(branch->icmp));
    }
}

static void judge_gateway_timeout(struct scene *scene)
{
    const struct sc_transaction *branch =
        scene->record->code == 504 ? silent_branch(scene->transaction, scene->record, true) : NULL;

    /* What ICMP says is another finding. */
    if (branch == NULL || branch->unreachable != NULL) {
        return;
    }
    see_to_branch(scene, branch);
    evidence(scene, branch->request.frame);
    complete(scene);
    find(scene, "%s sent %s within %s", host(scene, branch->request.destination),
         branch->responses == NULL ? "no response" : "no final response",
         span(scene, sc_time_between(branch->request.time, scene->record->time)));
}

/* The phrases end with the code and the module that sent it: sl without a transaction, tm with. */
static bool is_send_failure(const struct sc_message *message)
{
    struct sc_slice phrase = sc_slice_trim(message->phrase);
    char own[16];

    for (const char *const *module = (const char *const[]){"SL", "TM", NULL}; *module != NULL;
         module++) {
        g_snprintf(own, sizeof own, "(%u/%s)", message->code, *module);
        size_t size = strlen(own);
        if (phrase.size >= size &&
            sc_slice_is((struct sc_slice){phrase.data + phrase.size - size, size}, own)) {
            return true;
        }
    }
    return sc_slice_starts(phrase, sc_status_lookup(message->code)->vendor);
}

static void judge_send_failure(struct scene *scene)
{
    static const char *const failures[] = {
        "could not send the request to the next hop",
        "found no address for the name of the next hop",
        "could not read the URI of the next hop",
    };

    if (is_send_failure(scene->message)) {
        find(scene, "The proxy %s: \"%s\"", failures[scene->record->code - 477],
             quote(scene, scene->message->phrase));
    }
}

static const struct rule rules[] = {
    {"gateway-timeout", AT_SHOWING, 0, 0, NULL, judge_gateway_timeout, NULL},
    {"next-hop-unreachable", ON_RESPONSE, 408, 408, NULL, judge_unreachable, NULL},
    {"next-hop-unreachable", ON_RESPONSE, 477, 477, NULL, judge_unreachable, NULL},
    {"next-hop-unreachable", ON_RESPONSE, 500, 599, NULL, judge_unreachable, NULL},
    {"proxy-send-failure", ON_RESPONSE, 477, 479, NULL, judge_send_failure, NULL},
};

const struct rule_topic rules_server = {rules, G_N_ELEMENTS(rules)};
