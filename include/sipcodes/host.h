/* Hosts: what a capture shows of one of them beside its transactions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_HOST_H
#define SIPCODES_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/endpoint.h"
#include "sipcodes/slice.h"
#include "sipcodes/transaction.h"

struct sc_tracker;

struct sc_dialog;

/* How a host passes requests on, as far as the capture shows it: a proxy puts its Via on top of
 * those that came in (section 16.6, step 8). */
struct sc_relay {
    uint32_t whole; /* requests that were captured both on their way to it and on their way on */
    uint32_t half;  /* requests with Vias of others that were captured on their way on only */
};

/* What is known of HOST, whatever the port. */
struct sc_relay sc_tracker_relay(const struct sc_tracker *tracker, const struct sc_endpoint *host);

/* A 503 with Retry-After: the client is to send that server nothing for so long (section 21.5.4).
 */
struct sc_pause {
    const struct sc_transaction *transaction;
    const struct sc_record *record; /* the 503 */
    uint32_t seconds;
};

/* The latest 503 with Retry-After that the server of a request sent to the client of that request;
 * NULL if there is none. It may be long over. */
const struct sc_pause *sc_tracker_pause(const struct sc_tracker *tracker,
                                        const struct sc_transaction *transaction);

/* The latest message with Allow (section 20.5) that came from an endpoint and was its own, its
 * first Contact holding the address that the packet came from; NULL if there is none. */
const struct sc_record *sc_tracker_allow(const struct sc_tracker *tracker,
                                         const struct sc_endpoint *endpoint);

/* The longest request that a server took: it got a final response other than 400, 413, 414 and 5xx,
 * which may be sent for the length. SERVER is the destination of a record; NULL if none is known.
 */
const struct sc_record *sc_tracker_longest_taken(const struct sc_tracker *tracker,
                                                 const struct sc_endpoint *server);

/* What the latest 2xx to a REGISTER of an address of record said (section 10.3). */
struct sc_registration {
    uint32_t frame;    /* of the 2xx */
    int64_t time;      /* of it, ns since the epoch */
    uint32_t lifetime; /* seconds until the last of its bindings runs out; 0: none is left */
};

/* The latest registration that a server accepted for the user and host of a URI; NULL if the
 * capture holds none. */
const struct sc_registration *sc_tracker_registration(const struct sc_tracker *tracker,
                                                      struct sc_slice uri,
                                                      const struct sc_endpoint *server);

/* An answered call, as caller or callee, of the user and host of a URI, with another Call-ID and as
 * far as the capture was read without BYE; NULL if none of its latest is. */
const struct sc_dialog *sc_tracker_call_of(const struct sc_tracker *tracker, struct sc_slice uri,
                                           struct sc_slice call_id);

/* What a host says of the time: the Date (section 20.17) of the messages it made, held against the
 * capture's clock. A Date has whole seconds, so offsets agree if they are this close, in
 * nanoseconds. */
#define SC_CLOCK_TOLERANCE INT64_C(3000000000)

struct sc_clock {
    int64_t offset;                 /* how far FIRST's Date is ahead of the capture, ns */
    unsigned agreed;                /* messages in a row with that offset, FIRST included */
    const struct sc_record *first;  /* the first of them ... */
    const struct sc_record *latest; /* ... and the latest */
};

/* The clock of the host that sent from an endpoint; NULL if none of its messages had a Date, or the
 * times of the capture are no times of day. Messages that it only passed on do not count, as far as
 * the capture shows that. */
const struct sc_clock *sc_tracker_clock(const struct sc_tracker *tracker,
                                        const struct sc_endpoint *source);

/* ---- What the host of a server does besides SIP, to send a request on ---- */

/* Of one host that a message of SIP was sent to, so many refused connections and names are
 * remembered, the latest. */
#define SC_REFUSED_CONNECTIONS_MAX 16
#define SC_LOOKUPS_MAX             64

/* A TCP connection that a host wanted to open, and that was refused. */
struct sc_refused_connection {
    struct sc_instant seen;
    struct sc_endpoint target; /* that it was to lead to */
    enum sc_icmp icmp;         /* what ICMP says of it; SC_ICMP_NONE: the target itself reset it */
};

/* A connection that was refused to HOST, whatever the port: the latest at INDEX 0, then the one
 * before it. NULL past the last that is remembered. A later one may take its place: valid until the
 * tracker is told something. */
const struct sc_refused_connection *sc_tracker_refused_connection(const struct sc_tracker *tracker,
                                                                  const struct sc_endpoint *host,
                                                                  unsigned index);

/* What a host asked DNS of one name, over UDP: its addresses, its NAPTR records, its services (RFC
 * 3263 section 4). The services are those of names like _sip._udp.NAME. */
struct sc_lookup {
    struct sc_instant asked;      /* the first query since the latest response */
    struct sc_instant asked_last; /* the latest query */
    struct sc_instant answered;   /* the latest response, whatever it said */
    struct sc_instant resolved;   /* the latest response with records */
    struct sc_instant failed;     /* the latest response that the name itself cannot be had, ... */
    unsigned code;                /* ... and its RCODE (RFC 1035 section 4.1.1): 3 no such name */
    struct sc_endpoint resolver;  /* that was asked last, or said so */
    bool heard;                   /* the host was sent a response of DNS, about any name */
};

/* The lookup of a name by HOST, whatever the port; all zero if there was none. Case and the dot at
 * the end do not count. */
struct sc_lookup sc_tracker_lookup(const struct sc_tracker *tracker, const struct sc_endpoint *host,
                                   struct sc_slice name);

#endif
