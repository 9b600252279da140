/* Lookups: the names that a host of SIP asked DNS for, and what the answers were.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A request that cannot be sent on leaves no other trace downstream. Only hosts that a message of
 * SIP was sent to are followed, and of each the latest lookups are remembered: they matter until
 * the request that they were done for is answered.
 */
#include <string.h>

#include "dns.h"
#include "events.h"
#include "hosts.h"

#define DNS_PORT 53

/* A name that a host looked up. */
struct lookup {
    struct sc_lookup facts;
    uint64_t name;       /* digest */
    struct lookup *next; /* that was asked about before */
};

/* Hosts are the same in any case (RFC 1035 section 2.3.3), and with the root's dot. */
static uint64_t name_digest(const struct sc_tracker *tracker, struct sc_slice name)
{
    if (name.size > 0 && name.data[name.size - 1] == '.') {
        name.size--;
    }
    return sc_digest_folded(tracker->seed, name);
}

/* Takes the lookup of a name out of its list; NULL if the host did not ask for it lately. */
static struct lookup *take_lookup(struct host *host, uint64_t name)
{
    struct lookup **place = &host->lookups;

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
static struct lookup *take_oldest(struct host *host)
{
    struct lookup **place = &host->lookups;

    if (host->lookup_count < SC_LOOKUPS_MAX) {
        return NULL;
    }
    while (*place != NULL && (*place)->next != NULL) {
        place = &(*place)->next;
    }
    struct lookup *oldest = *place;
    *place = NULL;
    return oldest;
}

static struct lookup *next_lookup(struct sc_tracker *tracker, struct host *host)
{
    struct lookup *oldest = take_oldest(host);

    if (oldest != NULL) {
        return memset(oldest, 0, sizeof *oldest);
    }
    host->lookup_count++;
    return sc_arena_alloc(tracker->arena, sizeof(struct lookup));
}

/* The lookup of a name, now the first of its list; made if there is none. */
static struct lookup *lookup_of(struct sc_tracker *tracker, struct host *host, uint64_t name)
{
    struct lookup *lookup = take_lookup(host, name);

    if (lookup == NULL) {
        lookup = next_lookup(tracker, host);
        lookup->name = name;
    }
    lookup->next = host->lookups;
    host->lookups = lookup;
    return lookup;
}

static void record_query(struct sc_lookup *lookup, const struct sc_packet *packet)
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
static void record_response(struct sc_lookup *lookup, const struct sc_packet *packet,
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

void sc_lookup_add(struct sc_tracker *tracker, const struct sc_packet *packet,
                   struct sc_slice datagram)
{
    bool query = packet->destination.port == DNS_PORT;
    struct host *host = sc_host_find(tracker, query ? &packet->source : &packet->destination);
    struct dns dns;

    if (host == NULL || !host->attended || !sc_dns_read(datagram, &dns) || dns.response == query) {
        return;
    }
    uint64_t name = name_digest(tracker, (struct sc_slice){dns.name, dns.size});
    struct lookup *lookup = lookup_of(tracker, host, name);
    if (query) {
        record_query(&lookup->facts, packet);
    } else {
        host->heard_dns = true;
        record_response(&lookup->facts, packet, &dns);
    }
}

struct sc_lookup sc_tracker_lookup(const struct sc_tracker *tracker,
                                   const struct sc_endpoint *endpoint, struct sc_slice name)
{
    const struct host *host = sc_host_find(tracker, endpoint);
    const struct lookup *lookup = host != NULL ? host->lookups : NULL;
    uint64_t digest = name_digest(tracker, name);

    while (lookup != NULL && lookup->name != digest) {
        lookup = lookup->next;
    }
    if (lookup == NULL) {
        return (struct sc_lookup){0};
    }
    struct sc_lookup facts = lookup->facts;
    facts.heard = host->heard_dns;
    return facts;
}
