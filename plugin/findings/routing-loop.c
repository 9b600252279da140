/* Findings about requests that go round in circles, or reach the same server twice.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 8.2.2.2, 16.3 and 21.4.21.
 */
#include "diagnose/hops.h"
#include "diagnose/vias.h"
#include "topics.h"

/* Hops of one attempt that are compared with a request. */
#define OTHERS_MAX 256

/* ---- 483 ---- */

/* The request as the server got it that refused it; NULL if it is not kept. Lines that are not
 * indexed do not matter here. */
static const struct sc_message *refused_request(const struct sc_case *c, struct sc_draft *draft,
                                                struct sc_message *room)
{
    const struct sc_transaction *hop = sc_hop_refusing(c);

    if (hop == c->transaction) {
        return sc_case_request(c, draft);
    }
    return sc_draft_read(draft, &hop->request, room) ? room : NULL;
}

/* True if the request came with Max-Forwards 0. */
static bool hops_used_up(const struct sc_message *request)
{
    uint32_t hops;

    return request != NULL && sc_message_number(request, SC_HEADER_MAX_FORWARDS, &hops) &&
           hops == 0;
}

/* The last hop of a request downstream of a transaction, along the latest branches. */
static const struct sc_transaction *last_hop(const struct sc_transaction *hop)
{
    while (hop->children != NULL) {
        hop = hop->children;
    }
    return hop;
}

/* True if the request on HOP asks for the same as LAST: nothing that decides where it goes next has
 * changed in between, so that it is no spiral (RFC 3261 section 16.3, item 4). */
static bool is_unchanged(struct sc_draft *draft, const struct sc_transaction *hop,
                         const struct sc_message *last)
{
    struct sc_message request;

    return sc_draft_read(draft, &hop->request, &request) &&
           sc_slice_equal(request.uri, last->uri) &&
           sc_slice_equal(sc_header_first(&request, SC_HEADER_ROUTE),
                          sc_header_first(last, SC_HEADER_ROUTE));
}

/* How often the request took the way of its last hop. Each time is evidence. UNCHANGED becomes true
 * if it was the same at two of them. */
static unsigned count_passes(struct sc_draft *draft, const struct sc_transaction *last,
                             bool *unchanged)
{
    struct sc_message request;
    unsigned passes = 0;

    *unchanged = false;
    for (const struct sc_transaction *hop = last; hop != NULL; hop = hop->parent) {
        if (!hop->request_seen || !last->request_seen ||
            hop->request.source != last->request.source ||
            hop->request.destination != last->request.destination) {
            continue;
        }
        passes++;
        *unchanged = *unchanged || (passes == 2 && sc_draft_read(draft, &last->request, &request) &&
                                    is_unchanged(draft, hop, &request));
        sc_draft_evidence(draft, passes > 1 ? hop->request.frame : 0);
    }
    sc_draft_evidence(draft, passes > 1 ? last->request.frame : 0);
    return passes;
}

/* More servers than these in a row belong to no route, so a loop used the hops up. */
#define ROUTE_LENGTH 10

/* A request may pass one server twice on purpose, changed in between: a spiral (RFC 3261 section
 * 6), as at a proxy that serves caller and callee. */
#define SPIRAL_PASSES 2

/* Only a request that came round unchanged is proved to loop. More passes may be diversions in a
 * row, or servers that write one name into their Vias. */
static void weigh_passes(struct sc_draft *draft, unsigned passes, bool unchanged)
{
    if (!unchanged) {
        sc_draft_at_most(draft,
                         passes <= SPIRAL_PASSES ? SC_CONFIDENCE_SUGGESTIVE : SC_CONFIDENCE_STRONG);
    }
}

/* No server sends a request on faster than this. */
#define HOP_TIME (SC_MILLISECOND / 20)

/* True if a request was diverted before: some servers refuse with 483 by a limit of diversions
 * (RFC 5806, RFC 7044). */
static bool was_diverted(const struct sc_message *request)
{
    return sc_slice_present(sc_header_named(request, "Diversion")) ||
           sc_slice_present(sc_header_named(request, "History-Info"));
}

/* True if a server refused a request although it had hops left for a whole route: they were used up
 * beyond it, where the capture does not see, unless it refused at once. Wrong of a server that
 * refuses by a limit of its own, or that lowers Max-Forwards when it sends a request on. */
static bool used_up_behind(struct sc_draft *draft, const struct sc_transaction *last)
{
    struct sc_message request;
    uint32_t hops;

    if (!last->request_seen || last->branches_dropped > 0 || last->final == NULL ||
        last->final->code != 483 || !sc_draft_read(draft, &last->request, &request) ||
        !sc_message_number(&request, SC_HEADER_MAX_FORWARDS, &hops) || hops < ROUTE_LENGTH) {
        return false;
    }
    int64_t time = sc_time_between(last->request.time, last->final->time);
    if (time < hops * HOP_TIME) {
        return false;
    }
    sc_draft_evidence(draft, last->final->frame);
    sc_draft_at_most(draft,
                     was_diverted(&request) ? SC_CONFIDENCE_SUGGESTIVE : SC_CONFIDENCE_STRONG);
    return sc_draft_say(draft, "%u hops were used up beyond %s within %s", hops,
                        sc_draft_host_text(draft, last->final->source),
                        sc_draft_duration_text(draft, time));
}

/* True if the refused request came back to a server: its Vias show that. */
static bool circled(const struct sc_message *request, struct sc_via *server, unsigned *count)
{
    *count = sc_vias_most_frequent(request, server);
    return *count > 1;
}

/* What is to be done first about a request in a dialog. */
enum { IN_DIALOG };

static const struct sc_finding_row forwarding_loop = {
    .id = "forwarding-loop",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Forwarding loop",
    .summary = "The request went round in a loop until a server refused it",
    .hint = "Check where the server named here routes this Request-URI: it may not recognise the "
            "domain as its own.",
    .advice = {[IN_DIALOG] = "Compare the Request-URI with the Contact of the other side: in a "
                             "dialog it should be that, and not the server's address."},
    .reference = "RFC 3261 sections 12.2.1.1, 16.3, 16.6 and 20.22",
};

static bool judge_forwarding_loop(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *last = last_hop(c->transaction);
    struct sc_message room;
    const struct sc_message *request = refused_request(c, draft, &room);
    struct sc_via server;
    unsigned count;
    bool unchanged;

    unsigned passes = count_passes(draft, last, &unchanged);
    if (sc_hop_in_dialog(c->transaction)) {
        sc_draft_advise(draft, IN_DIALOG);
    }
    if (hops_used_up(request) && circled(request, &server, &count)) {
        weigh_passes(draft, count, unchanged);
        sc_draft_evidence(draft, last->final != NULL ? last->final->frame : 0);
        return sc_draft_say(draft, "Max-Forwards is 0, and %s is in %u of the Vias",
                            sc_draft_quote(draft, server.sent_by), count);
    }
    if (last->final != NULL && last->final->code == 483 && passes > 1) {
        weigh_passes(draft, passes, unchanged);
        sc_draft_evidence(draft, last->final->frame);
        return sc_draft_say(draft, "%s sent the request on %u times, each time to the same host",
                            sc_draft_quote(draft, last->sent_by), passes);
    }
    return used_up_behind(draft, last);
}

/* True of a request that may be there for its response alone: any response shows that the server is
 * alive, and Max-Forwards 0 keeps it from going further (RFC 3261 section 11). */
static bool is_probe(const struct sc_transaction *transaction)
{
    return sc_transaction_is(transaction, "OPTIONS") ||
           (sc_transaction_is(transaction, "INVITE") && !transaction->offered);
}

static const struct sc_finding_row max_forwards_zero = {
    .id = "max-forwards-zero",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Max-Forwards reached 0",
    .summary = "Max-Forwards reached 0",
    .hint = "Read the Via headers from the bottom up: servers that repeat show a loop; otherwise "
            "the client began with too few hops.",
    .advice = {"Set Max-Forwards to 70 in the host that sent the request here, unless it is a "
               "probe: that reached 0 by intention."},
    .reference = "RFC 3261 section 16.3",
};

/* A host along the path may have removed Vias, so one Via shows which host sent the request here,
 * not who began it. */
static bool judge_max_forwards_zero(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(c, draft, &room);
    struct sc_via server;
    unsigned count;

    if (!hops_used_up(request) || circled(request, &server, &count)) {
        return false;
    }
    unsigned vias = sc_vias_count(request);
    if (vias == 1) {
        sc_draft_advise(draft, 0);
        return sc_draft_say(draft, "%s sent Max-Forwards 0 and no Via but its own%s",
                            sc_draft_host_text(draft, sc_hop_refusing(c)->request.source),
                            is_probe(c->transaction) ? "; a probe that is to go no further does so"
                                                     : "");
    }
    return sc_draft_say(draft, "The request came with Max-Forwards 0 and %u Vias", vias);
}

/* ---- 482 ---- */

/* The hop further up on which the request came to the same server before; NULL if none was seen. */
static const struct sc_transaction *earlier_pass(const struct sc_transaction *transaction)
{
    for (const struct sc_transaction *hop = transaction->parent; hop != NULL; hop = hop->parent) {
        if (hop->request_seen && transaction->request_seen &&
            hop->request.destination == transaction->request.destination) {
            return hop;
        }
    }
    return NULL;
}

static const struct sc_finding_row via_loop = {
    .id = "via-loop",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Request looped back",
    .summary = "The request came back to a server that it had passed",
    .hint = "Follow the Via list from the bottom up, and fix the routing of the last server that "
            "sent the request back.",
    .reference = "RFC 3261 section 16.3",
};

static bool judge_via_loop(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *pass = earlier_pass(c->transaction);
    struct sc_via own;

    sc_draft_evidence(draft, pass != NULL ? pass->request.frame : 0);
    if (sc_vias_name_server(c, draft, &own)) {
        /* A host that adds no received would let another private address look like this one. */
        sc_draft_at_most(draft, pass != NULL ? SC_CONFIDENCE_PROOF : SC_CONFIDENCE_STRONG);
        return sc_draft_say(draft, "The Vias of the request name %s, the server that refused it",
                            sc_draft_quote(draft, own.sent_by));
    } else if (pass != NULL) {
        sc_draft_evidence(draft, c->transaction->request.frame);
        return sc_draft_say(draft, "The request had come to this server before, and came back");
    }
    return false;
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

static const struct sc_finding_row merged_request = {
    .id = "merged-request",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Request arrived twice (merged)",
    .summary = "The same request reached the server twice, with another branch",
    .hint = "Follow the Vias of both requests down to where they part: that proxy forks to this "
            "server twice.",
    .advice = {"Fix the client: after a final response the next request of the call needs a higher "
               "CSeq number.",
               "Let the proxy that sent both try a target only once; a server may refuse the "
               "second only while it serves the first."},
    .reference = "RFC 3261 section 8.2.2.2",
};

/* Another hop of the attempt's latest step on which the same request came before; NULL if there is
 * none among the first ones. */
static const struct sc_transaction *merged_with(const struct sc_transaction *transaction)
{
    int left = OTHERS_MAX;

    for (const struct sc_transaction *root = transaction->attempt->roots; root != NULL;
         root = root->next_root) {
        for (const struct sc_transaction *hop = root; hop != NULL;
             hop = sc_hop_next_below(hop, root)) {
            if (--left < 0) {
                return NULL;
            }
            if (came_before(transaction, hop)) {
                return hop;
            }
        }
    }
    return NULL;
}

/* True if one proxy sent both requests on. */
static bool forked(struct sc_draft *draft, const struct sc_transaction *transaction,
                   const struct sc_transaction *other)
{
    struct sc_message request;
    struct sc_message earlier;

    return sc_draft_read(draft, &transaction->request, &request) &&
           sc_draft_read(draft, &other->request, &earlier) &&
           sc_vias_of_one_proxy(&request, &earlier);
}

/* The earlier request was over by then, so its transaction may have ended, and the server may have
 * no reason to refuse this one (RFC 3261 section 8.2.2.2). A proxy that tries again leaves the CSeq
 * number as it is. */
static bool say_over(struct sc_draft *draft, const struct sc_transaction *transaction,
                     const struct sc_transaction *other, const char *age)
{
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    sc_draft_evidence(draft, other->final->frame);
    if (forked(draft, transaction, other)) {
        sc_draft_advise(draft, 1);
        return sc_draft_say(draft,
                            "A proxy had sent the same request here %s earlier, where it got %u, "
                            "and sent it again with another branch",
                            age, other->final->code);
    }
    sc_draft_advise(draft, 0);
    return sc_draft_say(draft,
                        "A request with this CSeq number had come %s earlier and got %u; another "
                        "one needs a higher number",
                        age, other->final->code);
}

static bool judge_merged_request(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    struct sc_via own;

    if (!transaction->request_seen || sc_hop_in_dialog(transaction) ||
        sc_vias_name_server(c, draft, &own) || earlier_pass(transaction) != NULL) {
        return false;
    }
    const struct sc_transaction *other = merged_with(transaction);
    if (other == NULL) {
        return false;
    }
    sc_draft_evidence(draft, transaction->request.frame);
    sc_draft_evidence(draft, other->request.frame);
    const char *age =
        sc_draft_duration_text(draft, transaction->request.time - other->request.time);
    if (other->final != NULL && other->final->time <= transaction->request.time) {
        return say_over(draft, transaction, other, age);
    }
    return sc_draft_say(draft, "The same request had come %s earlier with another branch", age);
}

/* A server that finds a loop or a second copy at once responds sooner. */
#define BEYOND_TIME SC_MILLISECOND

/* The server states a loop that neither the Vias of its request nor another request in the capture
 * show: it is further on, or the other copy of the request was not captured. */
static bool judge_loop_beyond(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    struct sc_message room;
    const struct sc_message *request = refused_request(c, draft, &room);
    struct sc_via via;
    uint32_t hops;

    if (request == NULL || transaction->children != NULL || transaction->branches_dropped > 0 ||
        sc_hop_in_dialog(transaction) || sc_vias_name_server(c, draft, &via) ||
        earlier_pass(transaction) != NULL || merged_with(transaction) != NULL ||
        sc_vias_most_frequent(request, &via) != 1 ||
        !sc_message_number(request, SC_HEADER_MAX_FORWARDS, &hops) || hops == 0 ||
        sc_time_between(transaction->request.time, c->record->time) < BEYOND_TIME) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    return sc_draft_say(draft,
                        "No Via of the request repeats, and it had %u hops left: the loop is "
                        "beyond %s, or another copy came first that was not captured",
                        hops, sc_draft_host_text(draft, c->record->source));
}

static const struct sc_rule rules[] = {
    {
        .finding = &forwarding_loop,
        .when = ON_RESPONSE,
        .codes = {483},
        .judge = judge_forwarding_loop,
    },
    {
        .finding = &forwarding_loop,
        .when = ON_RESPONSE,
        .codes = {482},
        .judge = judge_loop_beyond,
    },
    {
        .finding = &max_forwards_zero,
        .when = ON_RESPONSE,
        .codes = {483},
        .judge = judge_max_forwards_zero,
    },
    {
        .finding = &merged_request,
        .when = ON_RESPONSE,
        .codes = {482},
        .judge = judge_merged_request,
    },
    {
        .finding = &via_loop,
        .when = ON_RESPONSE,
        .codes = {482},
        .judge = judge_via_loop,
    },
};

const struct sc_topic sc_topic_routing_loop = {
    .name = "routing-loop",
    .title = "Routing loops",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
