/* Flows: the messages of an attempt over all its hops and branches, and the hosts of a capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_FLOW_H
#define SIPCODES_FLOW_H

#include <stddef.h>

#include "sipcodes/summary.h"

/* Messages that a flow holds, the first ones. */
#define SC_FLOW_MAX 1024

/* What a message of a flow is. */
enum sc_flow_kind {
    SC_FLOW_REQUEST,
    SC_FLOW_RESPONSE,
    /* Also one that matches nothing but was meant for the INVITE, see struct sc_stray_ack. */
    SC_FLOW_ACK,
    /* An ICMP error that quotes the request or a response. */
    SC_FLOW_ICMP,
};

/* One distinct message on one hop: the record knows how often it was sent again. */
struct sc_flow_message {
    enum sc_flow_kind kind;
    const struct sc_transaction *transaction;
    const struct sc_record *record;

    /* Its ends. An ICMP error goes to the sender of what it quotes; if it comes from the host that
     * this was sent to, and not from a router, it has the port of that. Either may be NULL. */
    const struct sc_endpoint *source;
    const struct sc_endpoint *destination;
};

/* The distinct messages of an attempt by the time of their first copies, those of the same time by
 * frame: of all transactions that belong to it, of their CANCELs, and of the transaction that its
 * findings are at, if that is another one. */
struct sc_flow {
    const struct sc_flow_message *messages;
    /* At most SC_FLOW_MAX, and how many later ones were left out. */
    size_t count;
    size_t dropped;
};

/* The flow of the attempt at INDEX, which must be below sc_summary_attempts(). It belongs to the
 * summary and is valid until the next call. */
struct sc_flow sc_summary_flow(struct sc_summary *summary, size_t index);

/* The two ends of a transaction: who sent the request, and who it was sent to. NULL if neither the
 * request nor a response was captured. */
const struct sc_endpoint *sc_transaction_client(const struct sc_transaction *transaction);
const struct sc_endpoint *sc_transaction_server(const struct sc_transaction *transaction);

/* The hosts that sent a message of SIP or were sent one, in the order in which their first
 * transactions began, whatever is selected; one endpoint of each. Hosts of unknown address are left
 * out. COUNT is set to how many. They belong to the summary and are valid as long as it. */
const struct sc_endpoint *const *sc_summary_hosts(struct sc_summary *summary, size_t *count);

#endif
