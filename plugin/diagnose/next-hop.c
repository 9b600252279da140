/* Where a server was to send a request on to, and what kept it from doing so.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "next-hop.h"
#include "hops.h"
#include "registration.h"
#include "timing.h"

/* Routes that are read besides the Request-URI: the server's own may come first. */
#define ROUTES_MAX 3

/* Other transactions that are compared, the latest ones. */
#define OTHERS_MAX 64

/* A place that a request names as its next target. */
struct place {
    struct sc_slice host;
    uint16_t port;
};

struct places {
    unsigned count;
    struct place places[ROUTES_MAX + 1];
};

static void add_place(struct places *places, struct sc_slice value)
{
    struct sc_uri uri = sc_uri_read(value);
    struct sc_slice maddr = sc_param_find(uri.params, "maddr");
    bool secure = sc_slice_is(uri.scheme, "sips") ||
                  sc_slice_is(sc_param_find(uri.params, "transport"), "tls");
    uint16_t usual = secure ? SC_PORT_TLS : SC_PORT;

    places->places[places->count++] = (struct place){
        .host = maddr.size > 0 ? maddr : uri.host,
        .port = uri.port != 0 ? uri.port : usual,
    };
}

/* What the request names; nothing if its bytes are not kept any more. It is evidence only if one
 * of the names leads to something. */
static struct places places_of(const struct sc_case *c)
{
    struct sc_slice text = c->transaction->request.text;
    struct sc_message request;
    struct places places = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice route;

    if (!sc_slice_present(text)) {
        return places;
    }
    sc_message_scan(text.data, text.size, &request);
    while (places.count < ROUTES_MAX && sc_value_next(&request, SC_HEADER_ROUTE, &cursor, &route)) {
        add_place(&places, sc_address_read(route).uri);
    }
    add_place(&places, request.uri);
    return places;
}

/* True if the server had the request when something was seen. */
static bool is_meanwhile(const struct sc_case *c, struct sc_instant seen)
{
    return seen.frame > c->transaction->request.frame && seen.frame < c->record->frame;
}

static bool is_named(const struct places *places, const struct sc_endpoint *target)
{
    for (unsigned i = 0; i < places->count; i++) {
        if (places->places[i].port == target->port &&
            sc_endpoint_is(target, places->places[i].host)) {
            return true;
        }
    }
    return false;
}

/* True if the server's host may have opened the connection for OTHER: a request that it had as
 * well, or one that it sent. */
static bool may_be_for(const struct sc_case *c, const struct sc_transaction *other, uint32_t frame)
{
    const struct sc_record *request = &other->request;

    if (!other->request_seen || sc_transaction_same_request(other, c->transaction)) {
        return false;
    }
    return (sc_endpoint_same_host(request->destination, c->record->source) &&
            request->frame < frame && (other->final == NULL || other->final->frame > frame)) ||
           (sc_endpoint_same_host(request->source, c->record->source) &&
            request->frame > c->transaction->request.frame);
}

static bool is_alone(const struct sc_case *c, uint32_t frame)
{
    size_t count = sc_tracker_transaction_count(c->tracker);

    for (size_t i = count; i > 0 && count - i < OTHERS_MAX; i--) {
        if (may_be_for(c, sc_tracker_transaction(c->tracker, i - 1), frame)) {
            return false;
        }
    }
    return true;
}

/* The place that the callee's registration came from, to which it is reached (RFC 5626
 * section 5.3); NULL if there is none in force. */
static const struct sc_endpoint *phone_of(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_registration *registration = sc_registration_in_force(c, draft);

    if (registration == NULL) {
        return NULL;
    }
    struct sc_sighting accepted = sc_tracker_sighting(c->tracker, registration->frame);
    return accepted.record != NULL ? accepted.record->destination : NULL;
}

/* How sure it is that a connection was opened for the request. The server may choose another place
 * than those named: then the time decides, and the port has to be one of SIP. A host also opens
 * connections to ask whether a peer is alive, and to databases. */
static enum sc_confidence confidence_of(const struct sc_case *c, struct sc_draft *draft,
                                        const struct places *places,
                                        const struct sc_refused_connection *connection)
{
    const struct sc_endpoint *target = &connection->target;

    if (!is_meanwhile(c, connection->seen)) {
        return SC_CONFIDENCE_NONE;
    }
    if (is_named(places, target)) {
        return SC_CONFIDENCE_PROOF;
    }
    const struct sc_endpoint *phone = phone_of(c, draft);
    if (phone != NULL && sc_endpoint_equal(phone, target)) {
        return SC_CONFIDENCE_PROOF;
    }
    /* A 480 says that there is no callee: other connections have nothing to do with it. */
    if (c->record->code == 480) {
        return SC_CONFIDENCE_NONE;
    }
    if ((target->port != SC_PORT && target->port != SC_PORT_TLS) ||
        sc_time_between(c->transaction->request.time, connection->seen.time) >= sc_timing_t1(c)) {
        return SC_CONFIDENCE_NONE;
    }
    return is_alone(c, connection->seen.frame) ? SC_CONFIDENCE_STRONG : SC_CONFIDENCE_SUGGESTIVE;
}

/* Of several that are equally likely, the earliest counts. */
bool sc_next_hop_refused(const struct sc_case *c, struct sc_draft *draft,
                         struct sc_next_hop_connection *refused)
{
    const struct sc_refused_connection *connection;

    *refused = (struct sc_next_hop_connection){0};
    if (!c->transaction->request_seen || c->transaction->children != NULL ||
        sc_tracker_refused_connection(c->tracker, c->record->source, 0) == NULL) {
        return false;
    }
    struct places places = places_of(c);
    for (unsigned i = 0;
         (connection = sc_tracker_refused_connection(c->tracker, c->record->source, i)) != NULL;
         i++) {
        enum sc_confidence sure = confidence_of(c, draft, &places, connection);
        if (sure != SC_CONFIDENCE_NONE && sure >= refused->confidence) {
            *refused = (struct sc_next_hop_connection){connection, sure};
        }
    }
    if (refused->connection != NULL) {
        sc_draft_evidence(draft, c->transaction->request.frame);
        sc_draft_shows(draft, refused->connection->seen.frame, "%s",
                       refused->connection->icmp == SC_ICMP_NONE ? "TCP reset"
                                                                 : "connection refused");
    }
    return refused->connection != NULL;
}

uint32_t sc_next_hop_reset(const struct sc_case *c, const struct sc_transaction *branch)
{
    struct sc_instant reset = sc_transaction_reset(c->tracker, branch);

    return reset.frame > branch->request.frame && reset.frame < c->record->frame ? reset.frame : 0;
}

/* True if DNS was asked in vain while the server had the request; sets how this is known. */
static bool was_in_vain(const struct sc_case *c, struct sc_unresolved_name *unresolved)
{
    const struct sc_lookup *lookup = &unresolved->lookup;

    unresolved->failed = is_meanwhile(c, lookup->failed);
    return !is_meanwhile(c, lookup->resolved) && is_meanwhile(c, lookup->asked_last) &&
           (unresolved->failed || lookup->asked_last.frame > lookup->answered.frame);
}

/* A host that has heard of DNS, or asks again, would have heard an answer. To ask for A and AAAA is
 * not to ask again. */
static void weigh_silence(const struct sc_case *c, struct sc_draft *draft,
                          const struct sc_lookup *lookup)
{
    int64_t asking = sc_time_between(lookup->asked.time, lookup->asked_last.time);

    if (!lookup->heard && (asking < sc_timing_t1(c) ||
                           asking < sc_time_between(lookup->asked.time, c->record->time) / 4)) {
        sc_draft_blocked(draft, SC_BLOCKER_ONE_DIRECTION);
    }
}

bool sc_next_hop_unresolved(const struct sc_case *c, struct sc_draft *draft,
                            struct sc_unresolved_name *unresolved)
{
    const struct sc_endpoint *server = c->record->source;

    if (!c->transaction->request_seen || c->transaction->children != NULL) {
        return false;
    }
    struct places places = places_of(c);
    for (unsigned i = 0; i < places.count; i++) {
        struct sc_lookup *lookup = &unresolved->lookup;
        unresolved->name = places.places[i].host;
        *lookup = sc_tracker_lookup(c->tracker, server, unresolved->name);
        if (was_in_vain(c, unresolved)) {
            /* Others may have asked before. */
            if (!is_meanwhile(c, lookup->asked)) {
                lookup->asked = lookup->asked_last;
            }
            sc_draft_evidence(draft, c->transaction->request.frame);
            sc_draft_shows(draft, lookup->asked.frame, "DNS query");
            if (unresolved->failed) {
                sc_draft_shows(draft, lookup->failed.frame, "DNS error %u", lookup->code);
            } else {
                weigh_silence(c, draft, lookup);
            }
            return true;
        }
    }
    return false;
}

const struct sc_transaction *sc_next_hop_silent(const struct sc_transaction *hop,
                                                const struct sc_record *record, bool trying)
{
    const struct sc_transaction *branch = hop->children;

    for (; branch != NULL; branch = branch->sibling) {
        const struct sc_record *response = trying ? branch->final : branch->responses;
        if (!branch->request_seen || (response != NULL && sc_timing_not_after(response, record))) {
            return NULL;
        }
    }
    branch = hop->children;
    return branch != NULL && sc_timing_not_after(&branch->request, record) ? branch : NULL;
}

/* What DNS answered (RFC 1035 section 4.1.1). */
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

const char *sc_next_hop_lookup_text(const struct sc_case *c, struct sc_draft *draft,
                                    const struct sc_unresolved_name *unresolved,
                                    char text[SC_WORDS_SIZE])
{
    const struct sc_lookup *lookup = &unresolved->lookup;
    int64_t waited = sc_time_between(lookup->asked.time, c->record->time);
    bool failed = unresolved->failed;

    g_snprintf(text, SC_WORDS_SIZE, "%s asked DNS for %s; %s %s%s",
               sc_draft_host_text(draft, c->record->source),
               sc_draft_quote(draft, unresolved->name),
               sc_draft_host_text(draft, &lookup->resolver),
               failed ? dns_text(lookup->code) : "did not answer within ",
               failed ? "" : sc_draft_duration_text(draft, waited));
    return text;
}
