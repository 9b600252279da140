/* What the hosts of servers do besides SIP on a request's way: connections that they open and that
 * are refused to them, and names that they look up.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A request that cannot be sent on leaves no other trace downstream. Only hosts that a message of
 * SIP was sent to are followed, and of each the latest errands are remembered: they matter until
 * the request that they were done for is answered.
 */
#include <string.h>

#include "dns.h"
#include "tracker-private.h"

/* A name that a host looked up. */
struct lookup {
    struct sc_lookup facts;
    uint64_t name;       /* digest */
    struct lookup *next; /* that was asked about before */
};

/* A host that messages of SIP are sent to. */
struct server {
    struct sc_refusal *refusals; /* the latest SC_REFUSALS_MAX of them, around; NULL: none */
    unsigned refusal_count;      /* ever */
    struct lookup *lookups;      /* those that were asked about last come first */
    unsigned lookup_count;
    bool heard; /* a response of DNS was sent to it */
};

void sc_errands_expect(struct sc_tracker *tracker, const struct sc_endpoint *endpoint)
{
    uint64_t key = sc_flows_host(tracker, endpoint);

    if (sc_table_find(tracker->servers, key) == NULL) {
        sc_table_set(tracker->servers, key, sc_arena_alloc(tracker->arena, sizeof(struct server)));
    }
}

static struct server *server_at(const struct sc_tracker *tracker,
                                const struct sc_endpoint *endpoint)
{
    return g_hash_table_size(tracker->servers) > 0
               ? (struct server *)sc_table_find(tracker->servers, sc_flows_host(tracker, endpoint))
               : NULL;
}

bool sc_tracker_attends(const struct sc_tracker *tracker, const struct sc_endpoint *host)
{
    return server_at(tracker, host) != NULL;
}

/* ---- Refused connections ---- */

static void refuse(struct sc_tracker *tracker, const struct sc_packet *packet, enum sc_icmp icmp,
                   const struct sc_endpoint *client, const struct sc_endpoint *target)
{
    struct server *server = server_at(tracker, client);

    if (server == NULL) {
        return;
    }
    if (server->refusals == NULL) {
        server->refusals = (struct sc_refusal *)sc_arena_alloc(
            tracker->arena, SC_REFUSALS_MAX * sizeof *server->refusals);
    }
    server->refusals[server->refusal_count++ % SC_REFUSALS_MAX] = (struct sc_refusal){
        .seen = {packet->frame, packet->time},
        .target = *target,
        .icmp = icmp,
    };
}

void sc_tracker_unconnected(struct sc_tracker *tracker, const struct sc_packet *packet,
                            enum sc_icmp icmp, const struct sc_endpoint *client,
                            const struct sc_endpoint *target)
{
    refuse(tracker, packet, icmp, client, target);
}

const struct sc_refusal *sc_tracker_refusal(const struct sc_tracker *tracker,
                                            const struct sc_endpoint *host, unsigned index)
{
    const struct server *server = server_at(tracker, host);

    if (server == NULL || index >= MIN(server->refusal_count, SC_REFUSALS_MAX)) {
        return NULL;
    }
    return &server->refusals[(server->refusal_count - 1 - index) % SC_REFUSALS_MAX];
}

/* ---- Names ---- */

/* Hosts are the same in any case (RFC 1035 section 2.3.3), and with the root's dot. */
static uint64_t name_digest(const struct sc_tracker *tracker, struct sc_slice name)
{
    if (name.size > 0 && name.data[name.size - 1] == '.') {
        name.size--;
    }
    return sc_digest_folded(tracker->seed, name);
}

/* Takes the lookup of a name out of its list; NULL if the host did not ask for it lately. */
static struct lookup *take_lookup(struct server *server, uint64_t name)
{
    struct lookup **place = &server->lookups;

    while (*place != NULL && (*place)->name != name) {
        place = &(*place)->next;
    }
    struct lookup *lookup = *place;
    if (lookup != NULL) {
        *place = lookup->next;
    }
    return lookup;
}

/* Takes out that of the name that was not asked for the longest; NULL if there is room for more. */
static struct lookup *take_oldest(struct server *server)
{
    struct lookup **place = &server->lookups;

    if (server->lookup_count < SC_LOOKUPS_MAX) {
        return NULL;
    }
    while (*place != NULL && (*place)->next != NULL) {
        place = &(*place)->next;
    }
    struct lookup *oldest = *place;
    *place = NULL;
    return oldest;
}

static struct lookup *next_lookup(struct sc_tracker *tracker, struct server *server)
{
    struct lookup *oldest = take_oldest(server);

    if (oldest != NULL) {
        return memset(oldest, 0, sizeof *oldest);
    }
    server->lookup_count++;
    return (struct lookup *)sc_arena_alloc(tracker->arena, sizeof(struct lookup));
}

/* The lookup of a name, now the first of its list; made if there is none. */
static struct lookup *lookup_of(struct sc_tracker *tracker, struct server *server, uint64_t name)
{
    struct lookup *lookup = take_lookup(server, name);

    if (lookup == NULL) {
        lookup = next_lookup(tracker, server);
        lookup->name = name;
    }
    lookup->next = server->lookups;
    server->lookups = lookup;
    return lookup;
}

static void note_query(struct sc_lookup *lookup, const struct sc_packet *packet)
{
    bool pending = lookup->asked.frame > lookup->answered.frame;

    lookup->asked_last = (struct sc_instant){packet->frame, packet->time};
    if (!pending) {
        lookup->asked = lookup->asked_last;
    }
    lookup->resolver = packet->destination;
}

/* That there is no such service says nothing of the name itself: without one, its addresses are
 * asked for (RFC 3263 section 4.2). */
static void note_response(struct sc_lookup *lookup, const struct sc_packet *packet,
                          const struct dns *dns)
{
    lookup->answered = (struct sc_instant){packet->frame, packet->time};
    if (dns->code == 0 && dns->has_records) {
        lookup->resolved = lookup->answered;
    } else if (dns->code != 0 && !dns->service) {
        lookup->failed = lookup->answered;
        lookup->code = dns->code;
        lookup->resolver = packet->source;
    }
}

void sc_tracker_dns(struct sc_tracker *tracker, const struct sc_packet *packet,
                    struct sc_slice datagram)
{
    bool query = packet->destination.port == DNS_PORT;
    struct server *server = server_at(tracker, query ? &packet->source : &packet->destination);
    struct dns dns;

    if (server == NULL || !sc_dns_read(datagram, &dns) || dns.response == query) {
        return;
    }
    uint64_t name = name_digest(tracker, (struct sc_slice){dns.name, dns.size});
    struct lookup *lookup = lookup_of(tracker, server, name);
    if (query) {
        note_query(&lookup->facts, packet);
    } else {
        server->heard = true;
        note_response(&lookup->facts, packet, &dns);
    }
}

struct sc_lookup sc_tracker_lookup(const struct sc_tracker *tracker, const struct sc_endpoint *host,
                                   struct sc_slice name)
{
    const struct server *server = server_at(tracker, host);
    const struct lookup *lookup = server != NULL ? server->lookups : NULL;
    uint64_t digest = name_digest(tracker, name);

    while (lookup != NULL && lookup->name != digest) {
        lookup = lookup->next;
    }
    if (lookup == NULL) {
        return (struct sc_lookup){0};
    }
    struct sc_lookup facts = lookup->facts;
    facts.heard = server->heard;
    return facts;
}
