/* Where a server was to send a request on to, and what kept it from doing so.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where no connection is had or no address found, the request is never written, so that the hop
 * downstream is not in the capture. What is there is what the server's host did between request and
 * response. It is tied to the request by what this names, a Route or the Request-URI (RFC 3261
 * section 16.6, steps 6 and 7); or, where the server was free to choose, by time.
 */
#include "next-hop.h"

/* Routes that are looked at, besides the Request-URI: the server's own may come first. */
#define ROUTES_MAX 3

/* Other transactions that are looked at, the latest ones. */
#define OTHERS_MAX 64

/* Default ports (section 19.1.2). */
#define SIP_PORT  5060
#define SIPS_PORT 5061

/* A place that a request names to go to. */
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
    uint16_t usual = secure ? SIPS_PORT : SIP_PORT;

    places->places[places->count++] = (struct place){
        .host = maddr.size > 0 ? maddr : uri.host,
        .port = uri.port != 0 ? uri.port : usual,
    };
}

/* What the request names; nothing if its bytes are not kept any more. It is evidence only if what
 * it names leads to something. */
static struct places places_of(const struct scene *scene)
{
    struct sc_slice text = scene->transaction->request.text;
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
static bool is_meanwhile(const struct scene *scene, struct sc_instant seen)
{
    return seen.frame > scene->transaction->request.frame && seen.frame < scene->record->frame;
}

/* ---- Connections ---- */

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

/* True if OTHER may have been what the server's host opened the connection for: a request that it
 * had as well, or one that it sent. */
static bool may_be_for(const struct scene *scene, const struct sc_transaction *other,
                       uint32_t frame)
{
    const struct sc_record *request = &other->request;

    if (!other->request_seen || is_same_request(other, scene->transaction)) {
        return false;
    }
    return (sc_endpoint_same_host(request->destination, scene->record->source) &&
            request->frame < frame && (other->final == NULL || other->final->frame > frame)) ||
           (sc_endpoint_same_host(request->source, scene->record->source) &&
            request->frame > scene->transaction->request.frame);
}

static bool is_alone(const struct scene *scene, uint32_t frame)
{
    size_t count = sc_tracker_transaction_count(scene->tracker);

    for (size_t i = count; i > 0 && count - i < OTHERS_MAX; i--) {
        if (may_be_for(scene, sc_tracker_transaction(scene->tracker, i - 1), frame)) {
            return false;
        }
    }
    return true;
}

/* How sure it is that a connection was opened for the request. Where to is the server's choice, so
 * of another place than those named this goes by time: at once, and to a port of SIP. A host also
 * opens connections to ask whether a peer is alive, and to databases. */
static enum sc_confidence confidence_of(const struct scene *scene, const struct places *places,
                                        const struct sc_refused_connection *refusal)
{
    const struct sc_endpoint *target = &refusal->target;

    if (!is_meanwhile(scene, refusal->seen)) {
        return SC_CONFIDENCE_NONE;
    }
    if (is_named(places, target)) {
        return SC_CONFIDENCE_PROOF;
    }
    if ((target->port != SIP_PORT && target->port != SIPS_PORT) ||
        sc_time_between(scene->transaction->request.time, refusal->seen.time) >= t1(scene)) {
        return SC_CONFIDENCE_NONE;
    }
    return is_alone(scene, refusal->seen.frame) ? SC_CONFIDENCE_STRONG : SC_CONFIDENCE_SUGGESTIVE;
}

/* Of several that are as likely, the first. */
bool next_hop_refused(struct scene *scene, struct refused *refused)
{
    const struct sc_refused_connection *refusal;

    *refused = (struct refused){0};
    if (!scene->transaction->request_seen || scene->transaction->children != NULL ||
        sc_tracker_refused_connection(scene->tracker, scene->record->source, 0) == NULL) {
        return false;
    }
    struct places places = places_of(scene);
    for (unsigned i = 0;
         (refusal = sc_tracker_refused_connection(scene->tracker, scene->record->source, i)) !=
         NULL;
         i++) {
        enum sc_confidence sure = confidence_of(scene, &places, refusal);
        if (sure != SC_CONFIDENCE_NONE && sure >= refused->confidence) {
            *refused = (struct refused){refusal, sure};
        }
    }
    evidence(scene, refused->refusal != NULL ? scene->transaction->request.frame : 0);
    evidence(scene, refused->refusal != NULL ? refused->refusal->seen.frame : 0);
    return refused->refusal != NULL;
}

uint32_t next_hop_reset(const struct scene *scene, const struct sc_transaction *branch)
{
    struct sc_instant reset = sc_transaction_reset(scene->tracker, branch);

    return reset.frame > branch->request.frame && reset.frame < scene->record->frame ? reset.frame
                                                                                     : 0;
}

/* ---- Names ---- */

/* Whether DNS was asked in vain while the server had the request, and how this is known. */
static bool was_in_vain(const struct scene *scene, struct unresolved *unresolved)
{
    const struct sc_lookup *lookup = &unresolved->lookup;

    unresolved->failed = is_meanwhile(scene, lookup->failed);
    return !is_meanwhile(scene, lookup->resolved) && is_meanwhile(scene, lookup->asked_last) &&
           (unresolved->failed || lookup->asked_last.frame > lookup->answered.frame);
}

/* A host that has heard of DNS, or asks again, would have heard an answer. */
static void weigh_silence(struct scene *scene, const struct sc_lookup *lookup)
{
    int64_t asking = sc_time_between(lookup->asked.time, lookup->asked_last.time);

    if (!lookup->heard && asking < sc_time_between(lookup->asked.time, scene->record->time) / 4) {
        blocked(scene, SC_BLOCKER_ONE_DIRECTION);
    }
}

bool next_hop_unresolved(struct scene *scene, struct unresolved *unresolved)
{
    const struct sc_endpoint *server = scene->record->source;

    if (!scene->transaction->request_seen || scene->transaction->children != NULL) {
        return false;
    }
    struct places places = places_of(scene);
    for (unsigned i = 0; i < places.count; i++) {
        struct sc_lookup *lookup = &unresolved->lookup;
        unresolved->name = places.places[i].host;
        *lookup = sc_tracker_lookup(scene->tracker, server, unresolved->name);
        if (was_in_vain(scene, unresolved)) {
            /* Others may have asked before. */
            if (!is_meanwhile(scene, lookup->asked)) {
                lookup->asked = lookup->asked_last;
            }
            evidence(scene, scene->transaction->request.frame);
            evidence(scene, lookup->asked.frame);
            evidence(scene, unresolved->failed ? lookup->failed.frame : 0);
            if (!unresolved->failed) {
                weigh_silence(scene, lookup);
            }
            return true;
        }
    }
    return false;
}
