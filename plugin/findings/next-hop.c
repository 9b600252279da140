/* Findings about servers that could not reach the next hop.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 16.6 and 16.9.
 */
#include <string.h>

#include "diagnose/hops.h"
#include "diagnose/icmp-text.h"
#include "diagnose/nat-binding.h"
#include "diagnose/next-hop.h"
#include "diagnose/registration.h"
#include "diagnose/timing.h"
#include "topics.h"

/* An ICMP error quotes the request itself. */
static bool judge_icmp(const struct sc_case *c, struct sc_draft *draft,
                       const struct sc_transaction *branch)
{
    char binding[SC_WORDS_SIZE] = "";

    sc_icmp_weigh(draft, branch->icmp);
    sc_draft_evidence(draft, branch->request.frame);
    sc_draft_evidence(draft, branch->unreachable->frame);
    if (branch->icmp == SC_ICMP_PORT || branch->icmp == SC_ICMP_HOST) {
        (void)sc_nat_binding_text(c, draft, &branch->request, binding);
    }
    return sc_draft_say(draft, "%s sent the request to %s port %u; ICMP: %s%s",
                        sc_draft_host_text(draft, c->record->source),
                        sc_draft_host_text(draft, branch->request.destination),
                        branch->request.destination->port, sc_icmp_text(branch->icmp), binding);
}

/* The connection may have been used before, and reset after a response that the capture lacks. */
static bool judge_reset(const struct sc_case *c, struct sc_draft *draft,
                        const struct sc_transaction *branch)
{
    uint32_t reset = sc_next_hop_reset(c, branch);

    if (reset != 0) {
        sc_hop_weigh_branch(c, draft, branch);
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        sc_draft_evidence(draft, branch->request.frame);
        sc_draft_shows(draft, reset, "TCP reset");
        return sc_draft_say(draft, "%s sent the request to %s port %u; TCP was reset",
                            sc_draft_host_text(draft, c->record->source),
                            sc_draft_host_text(draft, branch->request.destination),
                            branch->request.destination->port);
    }
    return false;
}

/* The request was never sent on: there was no connection for it. Wrong if it went another way that
 * was not captured, and the connection was for something else: so it is no proof, even if the
 * request names the place. */
static bool judge_refused(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_next_hop_connection refused;

    if (!sc_next_hop_refused(c, draft, &refused)) {
        return false;
    }
    const struct sc_refused_connection *connection = refused.connection;
    bool icmp = connection->icmp != SC_ICMP_NONE;
    sc_draft_at_most(draft, MIN(refused.confidence, SC_CONFIDENCE_STRONG));
    return sc_draft_say(
        draft, "%s wanted TCP to %s port %u; %s%s", sc_draft_host_text(draft, c->record->source),
        sc_draft_host_text(draft, &connection->target), connection->target.port,
        icmp ? "ICMP: " : "it was refused", icmp ? sc_icmp_text(connection->icmp) : "");
}

static const struct sc_finding_row next_hop_unreachable = {
    .id = "next-hop-unreachable",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"callee-not-registered", "pstn-congestion", "gateway-cause"},
    .title = "Proxy cannot reach the next hop",
    .summary = "The proxy could not reach the next hop",
    .hint = "Start the service on that next hop, or fix address, port or firewall: the network "
            "rejected the proxy's packets.",
    .reference = "RFC 3261 sections 8.1.3.1 and 16.9",
};

static bool judge_unreachable(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *branch = sc_next_hop_silent(c->transaction, c->record, false);

    if (branch == NULL) {
        return judge_refused(c, draft);
    } else if (branch->unreachable == NULL) {
        return judge_reset(c, draft, branch);
    } else if (sc_timing_not_after(branch->unreachable, c->record)) {
        return judge_icmp(c, draft, branch);
    }
    return false;
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

static const struct sc_finding_row proxy_send_failure = {
    .id = "proxy-send-failure",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Proxy failed to send the request",
    .summary = "A Kamailio or OpenSIPS proxy could not forward the request",
    .hint = "Check the proxy's log: 477 and 500 mean route, socket or connection, 478 a name that "
            "does not resolve, 479 the URI syntax.",
    .reference = "RFC 3261 section 8.1.3.2; the codes are Kamailio's and OpenSIPS's own",
};

/* True of the phrase of a 500 by which Kamailio says that its script could not serve a request,
 * with the number of the error and the module: "I'm terribly sorry, server error occurred (1/SL)".
 */
static bool is_script_failure(const struct sc_message *message)
{
    struct sc_slice phrase = sc_slice_trim(message->phrase);
    const char *end = phrase.data + phrase.size;
    size_t digits = 0;

    if (phrase.size < strlen("(1/SL)") ||
        (memcmp(end - 4, "/SL)", 4) != 0 && memcmp(end - 4, "/TM)", 4) != 0)) {
        return false;
    }
    while (digits < phrase.size - 5 && g_ascii_isdigit(end[-5 - (ptrdiff_t)digits])) {
        digits++;
    }
    return digits > 0 && end[-5 - (ptrdiff_t)digits] == '(';
}

/* What was to be sent on in a dialog fails for its connection or its address. Of others the script
 * may have wanted something else, as to store a registration. */
static bool judge_script_failure(const struct sc_case *c, struct sc_draft *draft)
{
    if (!is_script_failure(c->message)) {
        return false;
    }
    if (!sc_hop_in_dialog(c->transaction)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    return sc_draft_say(draft, "The proxy failed to serve or forward it: \"%s\"",
                        sc_draft_quote(draft, c->message->phrase));
}

/* That the callee registered with a name that has no address, as clients on WebSocket do: the proxy
 * has to find their connection. Returns TEXT. */
static const char *invalid_contact(const struct sc_case *c, struct sc_draft *draft,
                                   char text[SC_WORDS_SIZE])
{
    const struct sc_registration *registration = sc_registration_in_force(c, draft);

    text[0] = '\0';
    if (registration != NULL && registration->invalid.size > 0) {
        sc_draft_shows(draft, registration->frame, "registered the callee");
        g_snprintf(text, SC_WORDS_SIZE,
                   "the callee's Contact is %s, a name for its WebSocket connection alone",
                   sc_draft_quote(draft, registration->invalid));
    }
    return text;
}

static bool judge_send_failure(const struct sc_case *c, struct sc_draft *draft)
{
    static const char *const failures[] = {
        "could not send it on",
        "found no address for the next hop",
        "could not read the URI of the next hop",
    };

    char text[SC_WORDS_SIZE] = "";
    struct sc_unresolved_name unresolved;

    if (!is_send_failure(c->message)) {
        return false;
    }
    if (c->record->code == 478 && sc_next_hop_unresolved(c, draft, &unresolved)) {
        sc_next_hop_lookup_text(c, draft, &unresolved, text);
    } else if (c->record->code == 478 && !sc_hop_in_dialog(c->transaction)) {
        (void)invalid_contact(c, draft, text);
    }
    return sc_draft_say(draft, "The proxy %s: \"%s\"%s%s", failures[c->record->code - 477],
                        sc_draft_quote(draft, c->message->phrase), text[0] != '\0' ? "; " : "",
                        text);
}

static const struct sc_rule rules[] = {
    {
        .finding = &next_hop_unreachable,
        .when = ON_RESPONSE,
        .codes = {408, 477, 480},
        .classes = {5},
        .judge = judge_unreachable,
    },
    {
        .finding = &proxy_send_failure,
        .when = ON_RESPONSE,
        .codes = {477, 478, 479},
        .judge = judge_send_failure,
    },
    {
        .finding = &proxy_send_failure,
        .when = ON_RESPONSE,
        .codes = {500},
        .judge = judge_script_failure,
    },
};

const struct sc_topic sc_topic_next_hop = {
    .name = "next-hop",
    .title = "The next hop of a server",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
