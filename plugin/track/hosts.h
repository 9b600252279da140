/* Hosts: what the tracker keeps of one, of an endpoint on it, and of two that talk.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_HOSTS_H
#define SIPCODES_HOSTS_H

#include "reading.h"

struct lookup;

/* What a host offered, or answered. Hosts that say the same share the set of media, whose frame is
 * not set. */
struct media_sum {
    const struct sc_media *media; /* NULL: nothing */
    uint32_t frame;               /* of the first description */
};

struct media_said {
    struct media_sum offered;
    struct media_sum answered;
};

/* One address. */
struct host {
    struct sc_host facts;
    uint64_t digest;
    struct sc_clock *clock;  /* the one that FACTS shows, or NULL */
    struct media_said media; /* to anyone */

    /* A message of SIP was sent to it: what it does besides SIP is of interest. */
    bool attended;

    /* Connections that were refused to it: the latest SC_REFUSED_CONNECTIONS_MAX of them, each in
     * the place of the one so many before it, NULL if there was none; and how many there ever were.
     */
    struct sc_refused_connection *refused;
    unsigned refused_count;

    /* Names that it asked DNS for, the latest first, SC_LOOKUPS_MAX at most. */
    struct lookup *lookups;
    unsigned lookup_count;
    bool heard_dns; /* a response of DNS was sent to it */
};

/* One endpoint: the tracker's own copy, of which there is one, and its host. */
struct place {
    struct sc_endpoint endpoint;
    struct host *host;
    struct sc_server server; /* what it says and takes */
};

/* Two hosts, whatever their ports. Of the two directions, 0 leads from the lower address to the
 * higher. */
struct pair {
    uint64_t key;
    bool seen[2];               /* SIP, or its TCP, was seen in this direction */
    uint32_t datagrams_open;    /* fragmented datagrams that are not complete yet */
    struct media_said media[2]; /* by the host that sends in this direction */
};

/* Digest of an endpoint's address, whatever the port. */
uint64_t sc_host_digest(const struct sc_tracker *tracker, const struct sc_endpoint *endpoint);

/* The host of any endpoint; NULL if none of its endpoints was seen. */
struct host *sc_host_find(const struct sc_tracker *tracker, const struct sc_endpoint *endpoint);

/* The same, made if need be. */
struct host *sc_host_obtain(struct sc_tracker *tracker, const struct sc_endpoint *endpoint);

/* The tracker's own copy of an endpoint. */
const struct sc_endpoint *sc_endpoint_own(struct sc_tracker *tracker,
                                          const struct sc_endpoint *endpoint);

/* The host of an endpoint that sc_endpoint_own() gave. */
static inline struct host *sc_host_of(const struct sc_endpoint *endpoint)
{
    return ((const struct place *)endpoint)->host;
}

/* What is between the hosts of two endpoints; NULL if nothing was seen. */
struct pair *sc_pair_find(const struct sc_tracker *tracker, const struct sc_endpoint *a,
                          const struct sc_endpoint *b);

/* The same of two endpoints that sc_endpoint_own() gave. */
struct pair *sc_pair_of(const struct sc_tracker *tracker, const struct sc_endpoint *a,
                        const struct sc_endpoint *b);

/* The same as sc_pair_find(), made if need be. */
struct pair *sc_pair_obtain(struct sc_tracker *tracker, const struct sc_endpoint *a,
                            const struct sc_endpoint *b);

/* Which of the two directions between two hosts. Of a host that talks to itself, as on the loopback
 * interface, the ports tell. */
int sc_pair_direction(const struct sc_endpoint *source, const struct sc_endpoint *destination);

/* ---- What messages tell of hosts ---- */

/* A message went from one endpoint to another. */
void sc_hosts_message(struct sc_tracker *tracker, const struct reading *reading);

/* A request was captured with Vias of others, and without the hop upstream. */
void sc_hosts_orphan(const struct sc_tracker *tracker, const struct sc_transaction *transaction);

/* That hop was captured later. */
void sc_hosts_orphan_placed(const struct sc_tracker *tracker,
                            const struct sc_transaction *transaction);

/* A request was passed on by the server of PARENT. */
void sc_hosts_passed_on(const struct sc_tracker *tracker, const struct sc_transaction *parent);

/* The Allow of a message's first copy. */
void sc_hosts_allow(struct sc_tracker *tracker, struct sc_record *record,
                    const struct reading *reading);

/* What the Via of a request's first copy says of a NAT before its client. */
void sc_hosts_translated(struct sc_tracker *tracker, const struct sc_record *request,
                         const struct reading *reading);

/* What the first copy of a response says about the length of its request. */
void sc_hosts_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                       const struct sc_record *response);

/* What the Date of a message's first copy says of its sender's clock. */
void sc_hosts_date(struct sc_tracker *tracker, const struct reading *reading,
                   const struct sc_sighting *sighting);

/* ---- host-media.c ---- */

/* What the session description of a message says of the media that its sender takes. */
void sc_host_media_message(struct sc_tracker *tracker, struct sc_transaction *transaction,
                           const struct reading *reading);

/* ---- pauses.c ---- */

/* A response that may ask its client for a pause. */
void sc_pauses_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                        const struct sc_record *record, const struct sc_message *message);

/* ---- tcp.c ---- */

/* A message is in this packet: what TCP carries between its endpoints is followed from now on. */
void sc_tcp_expect(struct sc_tracker *tracker, const struct sc_packet *packet);

/* True if data of TCP from one endpoint to another is missing. */
bool sc_tcp_lacks(const struct sc_tracker *tracker, const struct sc_endpoint *source,
                  const struct sc_endpoint *destination);

#endif
