/* Findings about the route of an ACK for a 2xx: where it is sent, and where the Contact and the
 * Record-Route of the 2xx say.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 12.1 and 12.2.1.1 (dialogs), 13.2.2.4 (ACK).
 */
#include "diagnose/acks.h"
#include "diagnose/hops.h"
#include "diagnose/timing.h"
#include "topics.h"

/* Values of Route or Record-Route that are compared. */
#define ROUTES_MAX 32

/* True if a message comes from its first hop, so that no proxy can have rewritten its addresses. */
static bool has_one_via(const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;
    int count = 0;

    while (count < 2 && sc_via_next_key(message, &cursor, &via)) {
        count++;
    }
    return count == 1;
}

static struct sc_uri uri_of(struct sc_slice address)
{
    return sc_uri_read(sc_address_read(address).uri);
}

/* The remote target of a dialog: the Contact of its 2xx. Absent parts if there is none. */
static struct sc_uri contact_of(const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value = {0};

    sc_value_next(message, SC_HEADER_CONTACT, &cursor, &value);
    return uri_of(value);
}

static bool same_place(const struct sc_uri *a, const struct sc_uri *b)
{
    return sc_slice_same(a->host, b->host) && sc_uri_port(a) == sc_uri_port(b);
}

/* Reads the URIs of a route; false if there are too many. */
static bool read_route(const struct sc_message *message, enum sc_header header,
                       struct sc_uri uris[ROUTES_MAX], size_t *count)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    for (*count = 0; sc_value_next(message, header, &cursor, &value); (*count)++) {
        if (*count == ROUTES_MAX) {
            return false;
        }
        uris[*count] = uri_of(value);
    }
    return true;
}

/* A proxy without lr takes the place of the Request-URI (RFC 3261 section 12.2.1.1). */
static bool routes_loosely(const struct sc_uri *uri)
{
    return sc_slice_present(sc_param_find(uri->params, "lr"));
}

static bool compare_routes(struct sc_draft *draft, const struct sc_uri *recorded, size_t count,
                           const struct sc_uri *routes, size_t route_count)
{
    sc_draft_advise(draft, 0);
    if (route_count != count) {
        return sc_draft_say(draft, "The ACK has %zu values of Route, the 2xx %zu of Record-Route",
                            route_count, count);
    }
    for (size_t i = 0; i < count; i++) {
        const struct sc_uri *wanted = &recorded[count - 1 - i];
        if (!same_place(&routes[i], wanted)) {
            return sc_draft_say(
                draft,
                "Route %zu of the ACK leads to %s:%u, by the Record-Route of the 2xx it is "
                "%s:%u",
                i + 1, sc_draft_quote(draft, routes[i].host), sc_uri_port(&routes[i]),
                sc_draft_quote(draft, wanted->host), sc_uri_port(wanted));
        }
    }
    return false;
}

/* The ACK goes where the Contact and the reversed Record-Route of the 2xx say (RFC 3261 sections
 * 12.1.2 and 12.2.1.1). */
static bool compare_ack(const struct sc_case *c, struct sc_draft *draft,
                        const struct sc_message *success)
{
    struct sc_uri recorded[ROUTES_MAX];
    struct sc_uri routes[ROUTES_MAX];
    size_t count;
    size_t route_count;
    struct sc_uri contact = contact_of(success);
    struct sc_uri target = sc_uri_read(c->message->uri);
    bool in_dialog = sc_hop_in_dialog(c->transaction);

    if (!read_route(success, SC_HEADER_RECORD_ROUTE, recorded, &count) ||
        !read_route(c->message, SC_HEADER_ROUTE, routes, &route_count) ||
        (!in_dialog && count > 0 && !routes_loosely(&recorded[count - 1])) ||
        (in_dialog && route_count > 0 && !routes_loosely(&routes[0])) || contact.host.size == 0) {
        return false;
    }
    if (!same_place(&target, &contact)) {
        return sc_draft_say(draft, "The ACK is for %s:%u, the Contact of the 2xx is %s:%u",
                            sc_draft_quote(draft, target.host), sc_uri_port(&target),
                            sc_draft_quote(draft, contact.host), sc_uri_port(&contact));
    } else if (!sc_slice_equal(target.user, contact.user)) {
        return sc_draft_say(
            draft, "The user in the Request-URI of the ACK is not that of the 2xx's Contact");
    } else if (in_dialog) {
        return false; /* Its 2xx changes the target, not the route set (section 12.2). */
    } else {
        return compare_routes(draft, recorded, count, routes, route_count);
    }
}

static const struct sc_finding_row ack_misrouted = {
    .id = "ack-misrouted",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"ack-missing", "ack-timeout-reported", "request-unanswered"},
    .title = "ACK sent to the wrong address",
    .summary = "The ACK was sent to the wrong address",
    .hint = "Fix the caller: the Request-URI of the ACK must be the Contact of the 2xx, with its "
            "user, host and port.",
    .advice = {"Fix the caller: Route of the ACK must be the Record-Route of the 2xx in reverse "
               "order."},
    .reference = "RFC 3261 sections 12.1.2, 12.2.1.1 and 13.2.2.4",
};

static bool judge_ack_misrouted(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message answer;
    const struct sc_record *success;

    if (sc_case_is_request(c) || !has_one_via(c->message)) {
        return false;
    }
    success = sc_ack_success(c->transaction, c->record->to_tag);
    if (success != NULL && sc_endpoint_same_host(success->destination, c->record->source) &&
        sc_draft_read(draft, success, &answer) && answer.lines_dropped == 0 &&
        c->message->lines_dropped == 0) {
        sc_draft_explains(draft, success);
        return compare_ack(c, draft, &answer);
    }
    return false;
}

/* True if the 2xx was repeated after every ACK, for longer than an ACK takes to arrive. */
static bool is_unheard(const struct sc_case *c)
{
    const struct sc_record *ack = sc_ack_for(c->transaction, c->record->to_tag);

    return ack == NULL || sc_time_between(ack->time, c->record->last_time) >= sc_timing_t1(c);
}

static const struct sc_finding_row ack_contact_unreachable = {
    .id = "ack-contact-unreachable",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"ack-missing", "ack-timeout-reported", "request-unanswered"},
    .title = "Contact of the 2xx not reachable",
    .summary = "No ACK can reach the Contact of the 2xx",
    .hint =
        "Set the answerer's Contact to an address that the caller can reach, or let the proxy add "
        "Record-Route.",
    .reference = "RFC 3261 sections 12.1.1 and 13.2.2.4",
};

/* A caller with both versions of IP may reach a Contact of the other one; then its ACK would have
 * ended the repetition. */
static bool judge_ack_contact_unreachable(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_uri contact = contact_of(c->message);
    struct sc_endpoint place = sc_endpoint_read(contact.host);
    enum sc_scope scope = sc_endpoint_scope(&place);
    const struct sc_endpoint *caller = c->record->destination;

    if (place.family != 0 && caller->family != 0 && place.family != caller->family &&
        has_one_via(c->message) && sc_header_count(c->message, SC_HEADER_RECORD_ROUTE) == 0) {
        sc_draft_evidence(draft, c->transaction->request.frame);
        return sc_draft_say(
            draft,
            "No ACK gets to the Contact %s, an IPv%u address: the caller uses IPv%u; there is no "
            "Record-Route",
            sc_draft_quote(draft, contact.host), (unsigned)place.family, (unsigned)caller->family);
    }

    if (scope != SC_SCOPE_PUBLIC && scope != sc_endpoint_scope(c->record->source) &&
        scope != sc_endpoint_scope(c->record->destination) && has_one_via(c->message) &&
        sc_header_count(c->message, SC_HEADER_RECORD_ROUTE) == 0) {
        sc_draft_evidence(draft, c->transaction->request.frame);
        return sc_draft_say(
            draft,
            "No ACK gets to %s, a non-public address of neither side's network; there is no "
            "Record-Route",
            sc_draft_quote(draft, contact.host));
    }
    return false;
}

/* The second repetition comes 3*T1 after the 2xx: time enough for an ACK. */
static bool is_never_acknowledged(const struct sc_case *c)
{
    return sc_timing_repeated(c->record) >= 2 * sc_timing_t1(c) && is_unheard(c);
}

static const struct sc_finding_row contact_missing_2xx = {
    .id = "contact-missing-2xx",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"ack-missing", "ack-timeout-reported", "request-unanswered"},
    .title = "No Contact in the 2xx",
    .summary = "The 2xx to INVITE has no Contact",
    .hint = "Fix the server that sends the 2xx: without Contact the caller has no address for the "
            "ACK, the BYE and later requests.",
    .reference = "RFC 3261 sections 12.1.1 and 13.2.2.4",
};

static bool judge_contact_missing(const struct sc_case *c, struct sc_draft *draft)
{
    if (sc_header_count(c->message, SC_HEADER_CONTACT) == 0 && c->message->lines_dropped == 0) {
        return sc_draft_say(draft, "The %u to INVITE has no Contact", c->record->code);
    }
    return false;
}

/* Copies of a 2xx, and for how long it is sent after its ACK, before the ACK counts as lost. One or
 * two copies may have been on their way when the ACK arrived. */
#define COPIES_MIN  3
#define UNHEARD_MIN (4 * SC_SECOND)

/* ---- The ACK of a 2xx that does not arrive ---- */

/* The first ACK for a 2xx on one hop; NULL if there is none. What came before it acknowledged a
 * failure with the same To tag. */
static const struct sc_record *first_ack(const struct sc_transaction *hop,
                                         const struct sc_record *success)
{
    const struct sc_record *first = NULL;

    for (const struct sc_record *ack = hop->ack; ack != NULL; ack = ack->next) {
        if (sc_slice_equal(ack->to_tag, success->to_tag) && ack->time >= success->time &&
            (first == NULL || ack->time < first->time)) {
            first = ack;
        }
    }
    return first;
}

/* True if the 2xx went on for long after ACK was sent. */
static bool is_repeated_after(const struct sc_record *success, const struct sc_record *ack)
{
    return ack != NULL && success->retransmissions + 1 >= COPIES_MIN &&
           sc_time_between(ack->time, success->last_time) >= UNHEARD_MIN;
}

/* The ACK that the host which sent this INVITE on took from upstream and did not send on, though
 * its other messages on this hop are in the capture; NULL if it did, or got none. */
static const struct sc_record *ack_kept_by_proxy(const struct sc_transaction *hop,
                                                 const struct sc_record *success)
{
    const struct sc_transaction *upstream = hop->parent;
    const struct sc_record *ack = upstream != NULL ? first_ack(upstream, success) : NULL;

    return hop->request_seen && hop->acks_dropped == 0 && hop->stray_acks == NULL &&
                   first_ack(hop, success) == NULL && is_repeated_after(success, ack) &&
                   sc_endpoint_same_host(ack->destination, hop->request.source)
               ? ack
               : NULL;
}

static const struct sc_finding_row ack_not_forwarded = {
    .id = "ack-not-forwarded",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"ack-missing", "ack-timeout-reported"},
    .title = "Proxy did not forward the ACK",
    .summary = "A proxy received the ACK and did not forward it",
    .hint = "Fix the proxy: it must route an ACK for a 2xx by its Route and Request-URI.",
    .reference = "RFC 3261 sections 13.3.1.4 and 16.6",
};

/* Wrong if the ACK went on by a path that this capture does not hold, or was lost in the proxy's
 * own host: the answerer's repetitions show that it did not arrive. */
static bool judge_ack_not_forwarded(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *ack = ack_kept_by_proxy(c->transaction, c->record);

    if (ack == NULL || !sc_case_at_either_end(c)) {
        return false;
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_evidence(draft, ack->frame);
    sc_draft_evidence(draft, c->record->last_frame);
    return sc_draft_say(draft, "%s got the ACK and sent none to %s; the %u was repeated for %s",
                        sc_draft_host_text(draft, ack->destination),
                        sc_draft_host_text(draft, c->record->source), c->record->code,
                        sc_draft_duration_text(draft, sc_timing_repeated(c->record)));
}

static const struct sc_finding_row ack_lost_downstream = {
    .id = "ack-lost-downstream",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"ack-missing", "ack-timeout-reported"},
    .title = "ACK did not reach the answerer",
    .summary = "The ACK was sent and did not reach the answerer",
    .hint = "Follow the ACK: compare its destination with the Contact and Record-Route of the 2xx.",
    .reference = "RFC 3261 section 13.3.1.4",
};

/* True if a proxy below this hop kept the ACK: that is said there. */
static bool is_kept_below(const struct sc_transaction *hop, struct sc_slice to_tag)
{
    for (const struct sc_transaction *branch = hop->children; branch != NULL;
         branch = branch->sibling) {
        for (const struct sc_record *response = branch->responses; response != NULL;
             response = response->next) {
            if (response->code / 100 == 2 && sc_slice_equal(response->to_tag, to_tag) &&
                ack_kept_by_proxy(branch, response) != NULL) {
                return true;
            }
        }
    }
    return false;
}

static bool judge_ack_lost_downstream(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *ack = first_ack(c->transaction, c->record);

    if (!is_repeated_after(c->record, ack) || !sc_case_at_either_end(c) ||
        is_kept_below(c->transaction, c->record->to_tag)) {
        return false;
    }
    const char *repeated =
        sc_draft_duration_text(draft, sc_time_between(ack->time, c->record->last_time));
    sc_draft_evidence(draft, ack->frame);
    sc_draft_evidence(draft, c->record->last_frame);
    if (!sc_endpoint_same_host(ack->destination, c->record->source)) {
        return sc_draft_say(draft, "The ACK went to %s; the %u came from %s, and again for %s",
                            sc_draft_host_text(draft, ack->destination), c->record->code,
                            sc_draft_host_text(draft, c->record->source), repeated);
    }
    return sc_draft_say(draft, "The %u was sent again for %s after its ACK, %u times in all",
                        c->record->code, repeated, c->record->retransmissions + 1);
}

/* The answerer ends a call whose ACK it did not get (RFC 3261 section 13.3.1.4). */
static bool judge_ack_lost_bye(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_record *success = dialog != NULL ? dialog->confirmed : NULL;

    if (success == NULL || !sc_case_is_request(c) || dialog->invite != dialog->setup ||
        !sc_endpoint_same_host(success->source, c->record->source) ||
        !sc_timing_sent_to_the_end(c, success)) {
        return false;
    }
    const struct sc_record *ack = first_ack(dialog->setup, success);
    if (!is_repeated_after(success, ack)) {
        return false;
    }
    sc_draft_despite_gaps(draft);
    sc_draft_evidence(draft, success->frame);
    sc_draft_evidence(draft, ack->frame);
    sc_draft_evidence(draft, success->last_frame);
    return sc_draft_say(
        draft, "The %u had been sent again for %s after its ACK, %u times in all", success->code,
        sc_draft_duration_text(draft, sc_time_between(ack->time, success->last_time)),
        success->retransmissions + 1);
}

static const struct sc_rule rules[] = {
    {
        .finding = &ack_lost_downstream,
        .when = ON_DISPLAY,
        .classes = {2},
        .methods = {"INVITE"},
        .judge = judge_ack_lost_downstream,
    },
    {
        .finding = &ack_lost_downstream,
        .when = ON_DISPLAY,
        .methods = {"BYE"},
        .judge = judge_ack_lost_bye,
    },
    {
        .finding = &ack_not_forwarded,
        .when = ON_DISPLAY,
        .classes = {2},
        .methods = {"INVITE"},
        .judge = judge_ack_not_forwarded,
    },
    {
        .finding = &ack_contact_unreachable,
        .when = ON_RESPONSE,
        .classes = {2},
        .methods = {"INVITE"},
        .judge = judge_ack_contact_unreachable,
        .holds = is_never_acknowledged,
    },
    {
        .finding = &ack_misrouted,
        .when = ON_REQUEST,
        .methods = {"INVITE"},
        .judge = judge_ack_misrouted,
        .holds = is_unheard,
    },
    {
        .finding = &contact_missing_2xx,
        .when = ON_RESPONSE,
        .classes = {2},
        .methods = {"INVITE"},
        .judge = judge_contact_missing,
    },
};

const struct sc_topic sc_topic_ack_route = {
    .name = "ack-route",
    .title = "The route of an ACK",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
