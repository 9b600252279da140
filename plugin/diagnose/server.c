/* Rules about servers that could not reach the next hop.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "next-hop.h"

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

/* ICMP about the request itself. */
static void judge_icmp(struct scene *scene, const struct sc_transaction *branch)
{
    evidence(scene, branch->request.frame);
    evidence(scene, branch->unreachable->frame);
    find(scene, "%s sent the request to %s port %u, and ICMP says %s",
         host(scene, scene->record->source), host(scene, branch->request.destination),
         branch->request.destination->port, icmp_text(branch->icmp));
}

static void judge_reset(struct scene *scene, const struct sc_transaction *branch)
{
    uint32_t reset = next_hop_reset(scene, branch);

    if (reset != 0) {
        evidence(scene, branch->request.frame);
        evidence(scene, reset);
        find(scene, "%s sent the request to %s port %u over TCP, which reset the connection",
             host(scene, scene->record->source), host(scene, branch->request.destination),
             branch->request.destination->port);
    }
}

/* The request was never sent on: there was no connection to do it over. */
static void judge_refused(struct scene *scene)
{
    struct refused refused;

    if (!next_hop_refused(scene, &refused)) {
        return;
    }
    const struct sc_refused_connection *refusal = refused.refusal;
    bool icmp = refusal->icmp != SC_ICMP_NONE;
    confidence(scene, refused.confidence);
    find(scene, "%s wanted a TCP connection to %s port %u, and %s%s",
         host(scene, scene->record->source), host(scene, &refusal->target), refusal->target.port,
         icmp ? "ICMP says " : "was refused", icmp ? icmp_text(refusal->icmp) : "");
}

static void judge_unreachable(struct scene *scene)
{
    const struct sc_transaction *branch = silent_branch(scene->transaction, scene->record, false);

    if (branch == NULL) {
        judge_refused(scene);
    } else if (branch->unreachable == NULL) {
        judge_reset(scene, branch);
    } else if (not_after(branch->unreachable, scene->record)) {
        judge_icmp(scene, branch);
    }
}

static void judge_gateway_timeout(struct scene *scene)
{
    const struct sc_transaction *branch =
        scene->record->code == 504 ? silent_branch(scene->transaction, scene->record, true) : NULL;

    /* What ICMP says is another finding, and so is a reset. */
    if (branch == NULL || branch->unreachable != NULL || next_hop_reset(scene, branch) != 0) {
        return;
    }
    see_to_branch(scene, branch);
    evidence(scene, branch->request.frame);
    complete(scene);
    find(scene, "%s sent %s within %s", host(scene, branch->request.destination),
         branch->responses == NULL ? "no response" : "no final response",
         span(scene, sc_time_between(branch->request.time, scene->record->time)));
}

/* What DNS said of a name (RFC 1035 section 4.1.1). */
static const char *dns_text(unsigned code)
{
    switch (code) {
    case 2:
        return "failed to find out";
    case 3:
        return "said that there is no such name";
    case 5:
        return "refused to say";
    default:
        return "answered with an error";
    }
}

/* "10.0.0.2 asked DNS for x.example, and 10.0.0.53 said that there is no such name". */
static const char *describe_lookup(struct scene *scene, const struct unresolved *unresolved,
                                   char text[CAUSE_SIZE])
{
    const struct sc_lookup *lookup = &unresolved->lookup;
    int64_t waited = sc_time_between(lookup->asked.time, scene->record->time);
    bool failed = unresolved->failed;

    g_snprintf(text, CAUSE_SIZE, "%s asked DNS for %s, and %s %s%s",
               host(scene, scene->record->source), quote(scene, unresolved->name),
               host(scene, &lookup->resolver),
               failed ? dns_text(lookup->code) : "did not answer within ",
               failed ? "" : span(scene, waited));
    return text;
}

static void judge_unresolved(struct scene *scene)
{
    struct unresolved unresolved;

    if (next_hop_unresolved(scene, &unresolved)) {
        char text[CAUSE_SIZE];
        complete(scene);
        find(scene, "%s", describe_lookup(scene, &unresolved, text));
    }
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

    char text[CAUSE_SIZE] = "";
    struct unresolved unresolved;

    if (!is_send_failure(scene->message)) {
        return;
    }
    if (scene->record->code == 478 && next_hop_unresolved(scene, &unresolved)) {
        describe_lookup(scene, &unresolved, text);
    }
    find(scene, "The proxy %s: \"%s\"%s%s", failures[scene->record->code - 477],
         quote(scene, scene->message->phrase), text[0] != '\0' ? "; " : "", text);
}

static const struct rule rules[] = {
    {"gateway-timeout", AT_SHOWING, 0, 0, NULL, judge_gateway_timeout, NULL},
    {"gateway-timeout", ON_RESPONSE, 504, 504, NULL, judge_unresolved, NULL},
    {"next-hop-unreachable", ON_RESPONSE, 408, 408, NULL, judge_unreachable, NULL},
    {"next-hop-unreachable", ON_RESPONSE, 477, 477, NULL, judge_unreachable, NULL},
    {"next-hop-unreachable", ON_RESPONSE, 500, 599, NULL, judge_unreachable, NULL},
    {"proxy-send-failure", ON_RESPONSE, 477, 479, NULL, judge_send_failure, NULL},
};

const struct rule_topic rules_server = {rules, G_N_ELEMENTS(rules)};
