/* Findings about requests that the transport does not carry: fragments, and addresses of another
 * family.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 18.1.1 (size), 18.2.1 and 18.2.2 (where a response goes), RFC 3581 (rport).
 */
#include "diagnose/hops.h"
#include "diagnose/timing.h"
#include "topics.h"

/* From this size on a request is to be sent over TCP (RFC 3261 section 18.1.1). */
#define UDP_SIZE_MAX 1300

/* For how long before the request it counts that the server answered something else. */
#define ANSWERED_TIME (32 * SC_SECOND)

/* True if nothing came back for the request under review, which was sent as long as its timer
 * runs, or long ago. */
static bool is_unheard(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;

    return sc_case_is_request(c) && transaction->responses == NULL &&
           transaction->unreachable == NULL && !sc_hop_ended_unseen(transaction);
}

/* True if a proxy repeated the request, heard nothing, and told its own client so: what follows in
 * the capture changes nothing. */
static bool was_timed_out(const struct sc_transaction *transaction)
{
    const struct sc_record *request = &transaction->request;
    const struct sc_record *final = transaction->parent != NULL ? transaction->parent->final : NULL;

    return final != NULL && (final->code == 408 || final->code == 504) &&
           request->last_frame != request->frame && final->time > request->last_time;
}

static const struct sc_finding_row udp_fragment_lost = {
    .id = "udp-fragment-lost",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .explains = {"invite-unanswered", "request-unanswered"},
    .title = "Large UDP request unanswered",
    .summary = "A large request over UDP got no response, a smaller one did",
    .hint = "Use TCP for large requests, or make this one smaller: fewer codecs, compact headers.",
    .reference = "RFC 3261 section 18.1.1",
};

/* Wrong if the server dislikes the request for something else and stays silent, or died meanwhile.
 */
static bool judge_fragment_lost(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *request = &c->transaction->request;

    if (!is_unheard(c) || !sc_case_at_either_end(c) || request->in_stream ||
        request->size <= UDP_SIZE_MAX) {
        return false;
    }
    const struct sc_record *taken =
        sc_tracker_server(c->tracker, request->destination)->longest_request;
    if (taken == NULL || taken->size >= request->size ||
        sc_time_between(taken->time, request->time) > ANSWERED_TIME) {
        return false;
    }
    sc_timing_weigh_copies(c, draft, request);
    if (was_timed_out(c->transaction)) {
        sc_draft_despite_end(draft);
        sc_draft_evidence(draft, c->transaction->parent->final->frame);
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    sc_draft_shows(draft, taken->frame, "answered, %zu bytes", taken->size);
    sc_draft_evidence(draft, request->last_frame);
    return sc_draft_say(
        draft, "The request has %zu bytes and no response; %s answered one of %zu bytes",
        request->size, sc_draft_host_text(draft, request->destination), taken->size);
}

static const struct sc_finding_row via_family = {
    .id = "via-family",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"invite-unanswered", "request-unanswered"},
    .title = "Via has another IP version",
    .summary = "Via has an address of another IP version than the packet",
    .hint = "Let the client put an address of the IP version that it uses into Via and Contact.",
    .reference = "RFC 3261 sections 18.2.1 and 18.2.2",
};

/* True if nothing came back, although the client tried as long as its timer runs. */
static bool is_given_up(const struct sc_case *c)
{
    const struct sc_record *request = &c->transaction->request;

    return is_unheard(c) && (sc_timing_sent_to_the_end(c, request) ||
                             sc_time_between(request->last_time, sc_tracker_end(c->tracker)) >=
                                 sc_timing_timeout(c));
}

static const char *family_name(const struct sc_endpoint *endpoint)
{
    return endpoint->family == 6 ? "IPv6" : "IPv4";
}

/* A server responds to the address in the top Via, unless that asks for the source (RFC 3581).
 * Wrong if the server adds received as it should and its response is lost for another reason. */
static bool judge_via_family(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;

    /* Nearly all name an address of the same version, which needs no reading. */
    if (c->record->source->family == 4 &&
        sc_slice_until(c->transaction->sent_by, '[').size == c->transaction->sent_by.size) {
        return false;
    }
    if (!sc_case_is_request(c) || !sc_via_next(c->message, &cursor, &via) || via.rport_asked) {
        return false;
    }
    struct sc_endpoint named = sc_endpoint_read(via.host);
    if (named.family == 0 || c->record->source->family == 0 ||
        named.family == c->record->source->family) {
        return false;
    }
    return sc_draft_say(draft, "The top Via names an %s address, and the request came over %s",
                        family_name(&named), family_name(c->record->source));
}

static const struct sc_rule rules[] = {
    {
        .finding = &udp_fragment_lost,
        .when = ON_DISPLAY,
        .requests = true,
        .judge = judge_fragment_lost,
    },
    {
        .finding = &via_family,
        .when = ON_REQUEST,
        .judge = judge_via_family,
        .holds = is_given_up,
    },
};

const struct sc_topic sc_topic_transport = {
    .name = "transport",
    .title = "Size and addresses of a request",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
