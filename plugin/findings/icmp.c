/* Findings about ICMP errors that quote a request or a response.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 18.4, RFC 792, RFC 1812, RFC 4443.
 */
#include "diagnose/icmp-text.h"
#include "diagnose/nat-binding.h"
#include "topics.h"

/* A response shows that the destination was reached after all. */
static bool is_unreached(const struct sc_case *c)
{
    return c->transaction->responses == NULL;
}

/* True if the error quotes the request. */
static bool quotes_request(const struct sc_case *c)
{
    return c->record == c->transaction->unreachable;
}

/* How long the error came after the latest copy of the message that it quotes. */
static const char *error_delay(const struct sc_case *c, struct sc_draft *draft,
                               const struct sc_record *quoted)
{
    return sc_draft_duration_text(draft, sc_time_between(quoted->last_time, c->record->last_time));
}

static const struct sc_finding_row icmp_unreachable = {
    .id = "icmp-unreachable",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Host or port unreachable (ICMP)",
    .summary = "The destination of the request cannot be reached",
    .hint =
        "Check that SIP listens on that port and no firewall rejects it, then the route; the ICMP "
        "source says who reports it.",
    .reference = "RFC 3261 section 18.4, RFC 792, RFC 4443 section 3.1",
};

/* The error is about this datagram alone: the next copy may arrive. Any response takes the finding
 * back, so it is wrong if the capture lost that. */
static bool judge_icmp_unreachable(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *request = &c->transaction->request;
    char text[SC_WORDS_SIZE];
    char binding[SC_WORDS_SIZE] = "";

    if (!quotes_request(c) || c->transaction->icmp == SC_ICMP_NONE ||
        c->transaction->icmp == SC_ICMP_PROHIBITED) {
        return false;
    }
    sc_icmp_weigh(draft, c->transaction->icmp);
    sc_draft_explains(draft, request);
    if (c->transaction->icmp == SC_ICMP_PORT || c->transaction->icmp == SC_ICMP_HOST) {
        (void)sc_nat_binding_text(c, draft, request, binding);
    }
    return sc_draft_say(
        draft, "ICMP error %s later: %s%s", error_delay(c, draft, request),
        sc_icmp_text_of_destination(c->transaction->icmp, request->destination->port, text),
        binding);
}

static const struct sc_finding_row icmp_prohibited = {
    .id = "icmp-prohibited",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Blocked by a firewall (ICMP)",
    .summary = "A firewall rejects the request",
    .hint = "Allow the request's addresses and ports in the firewall that sent the ICMP error: see "
            "that frame's source address.",
    .reference = "RFC 1812 section 5.2.7.1, RFC 4443 section 3.1",
};

/* The filter says so itself. Wrong if it was changed at once, and the capture lost the response to
 * a later copy. */
static bool judge_icmp_prohibited(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *request = &c->transaction->request;

    if (quotes_request(c) && c->transaction->icmp == SC_ICMP_PROHIBITED) {
        sc_draft_explains(draft, request);
        return sc_draft_say(draft,
                            "ICMP error %s later: a filter along the path to port %u rejects it",
                            error_delay(c, draft, request), request->destination->port);
    }
    return false;
}

/* The response that the error quotes; NULL if it does not quote one. */
static const struct sc_record *quoted_response(const struct sc_case *c)
{
    for (const struct sc_record *response = c->transaction->responses; response != NULL;
         response = response->next) {
        if (response->undelivered == c->record) {
            return response;
        }
    }
    return NULL;
}

static const struct sc_finding_row response_undeliverable = {
    .id = "response-undeliverable",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Response not delivered (ICMP)",
    .summary = "The response did not reach the client",
    .hint = "Compare its destination port with the request's Via and source port (rport, RFC "
            "3581); if they agree, check the client.",
    .reference = "RFC 3261 section 18.2.2, RFC 792, RFC 4443 section 3.1",
};

/* A client that has heard enough may have closed its port before a later copy or a response after
 * the final one. But the final response to an INVITE is repeated only as long as no ACK comes. */
static bool may_have_been_heard(const struct sc_transaction *transaction,
                                const struct sc_record *response)
{
    bool awaits_ack = sc_transaction_is(transaction, "INVITE") && response->code >= 200;

    return response->retransmissions > 0 && !awaits_ack;
}

/* True if an earlier copy of the response may have come that the capture lacks: the client sent its
 * request again, and its server answers each copy (RFC 3261 section 17.2.2). */
static bool may_answer_again(const struct sc_transaction *transaction)
{
    return !sc_transaction_is(transaction, "INVITE") && transaction->request.retransmissions > 0;
}

static bool judge_response_undeliverable(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_record *response = quoted_response(c);
    char failed[SC_WORDS_SIZE];

    if (response == NULL || may_have_been_heard(transaction, response) ||
        (transaction->final != NULL && transaction->final != response)) {
        return false;
    }
    bool elsewhere = transaction->request_seen &&
                     transaction->request.source->port != response->destination->port;
    if (response->retransmissions > 0 || may_answer_again(transaction)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_explains(draft, response);
    sc_draft_evidence(draft, transaction->request.frame);
    sc_icmp_text_of_host(response->icmp, sc_draft_host_text(draft, response->destination),
                         response->destination->port, failed);
    if (elsewhere) {
        return sc_draft_say(draft, "ICMP error %s later: %s; the request came from port %u",
                            error_delay(c, draft, response), failed,
                            transaction->request.source->port);
    } else {
        return sc_draft_say(draft, "ICMP error %s later: %s", error_delay(c, draft, response),
                            failed);
    }
}

/* An ACK shows that a copy arrived. */
static bool is_undelivered(const struct sc_case *c)
{
    return c->transaction->ack == NULL;
}

static const struct sc_rule rules[] = {
    {
        .finding = &icmp_prohibited,
        .when = ON_ICMP,
        .judge = judge_icmp_prohibited,
        .holds = is_unreached,
    },
    {
        .finding = &icmp_unreachable,
        .when = ON_ICMP,
        .judge = judge_icmp_unreachable,
        .holds = is_unreached,
    },
    {
        .finding = &response_undeliverable,
        .when = ON_ICMP,
        .judge = judge_response_undeliverable,
        .holds = is_undelivered,
    },
};

const struct sc_topic sc_topic_icmp = {
    .name = "icmp",
    .title = "ICMP errors",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
