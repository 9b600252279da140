/* Hosts: what a capture shows of one of them besides its transactions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_HOST_H
#define SIPCODES_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/endpoint.h"
#include "sipcodes/packet.h"
#include "sipcodes/record.h"
#include "sipcodes/slice.h"
#include "sipcodes/time.h"

struct sc_tracker;
struct sc_transaction;

/* ---- One address ---- */

/* A Date has whole seconds, so offsets agree if they are this close, in nanoseconds. */
#define SC_CLOCK_TOLERANCE INT64_C(3000000000)

/* What a host says of the time: the Date (section 20.17) of the messages it made, compared with the
 * capture's clock. Messages that it only passed on do not count, as far as the capture shows that.
 */
struct sc_clock {
    /* How far the Date of FIRST is ahead of the capture, ns. */
    int64_t offset;

    /* Messages in a row with that offset: how many, the first and the latest. */
    unsigned agreed;
    const struct sc_record *first;
    const struct sc_record *latest;
};

/* What is known of one address, whatever the port. */
struct sc_host {
    /* NULL if none of its messages had a Date, or the times of the capture are no times of day. */
    const struct sc_clock *clock;
};

/* The host of an endpoint; all of it is zero if the capture holds nothing of that host. Never NULL.
 */
const struct sc_host *sc_tracker_host(const struct sc_tracker *tracker,
                                      const struct sc_endpoint *endpoint);

/* ---- One address and port ---- */

/* How a server passes requests on, as far as the capture shows it: a proxy puts its Via on top of
 * those that came in (RFC 3261 section 16.6, step 8). */
struct sc_relay {
    /* Requests that were captured both before and after it passed them on. */
    uint32_t whole;

    /* Requests with Vias of others that were captured only after it passed them on. */
    uint32_t half;
};

/* What is known of one endpoint as a server, or as a client that requests are sent to. Several
 * programs may share one address. */
struct sc_server {
    struct sc_relay relay;

    /* The latest message with Allow (section 20.5) that it made itself: its first Contact holds the
     * address that the packet came from. NULL if there is none. */
    const struct sc_record *allow;

    /* The longest request that it took: it got a final response other than 400, 413, 414 and 5xx,
     * which may be sent for the length. NULL if it is not known. */
    const struct sc_record *longest_request;

    /* The latest request that came from here although its only Via names another address, of a
     * range that a NAT translates (RFC 1918, RFC 6598): of a client behind a NAT. NULL if there is
     * none. */
    const struct sc_record *translated;
};

/* The server at an endpoint; all of it is zero if the capture holds nothing of it. Never NULL. */
const struct sc_server *sc_tracker_server(const struct sc_tracker *tracker,
                                          const struct sc_endpoint *endpoint);

/* ---- A client and a server ---- */

/* A 503 with Retry-After: the client is to send that server nothing for so long (section 21.5.4).
 */
struct sc_pause {
    const struct sc_transaction *transaction;

    /* The 503, and the seconds that it asks for. */
    const struct sc_record *record;
    uint32_t seconds;
};

/* The latest 503 with Retry-After that the server of a request sent to the client of that request;
 * NULL if there is none. It may be long over. */
const struct sc_pause *sc_tracker_pause(const struct sc_tracker *tracker,
                                        const struct sc_transaction *transaction);

/* ---- What the host of a server does besides SIP, to send a request on ---- */

/* Of one host that a message of SIP was sent to, so many refused connections and names are
 * remembered, the latest. */
#define SC_REFUSED_CONNECTIONS_MAX 16
#define SC_LOOKUPS_MAX             64

/* A TCP connection that a host wanted to open, and that was refused. */
struct sc_refused_connection {
    struct sc_instant seen;

    /* Where it was to lead to. */
    struct sc_endpoint target;

    /* What ICMP says of it; SC_ICMP_NONE: the target itself reset it. */
    enum sc_icmp icmp;
};

/* A connection that was refused to the host of ENDPOINT: the latest at INDEX 0, then the one before
 * it. NULL past the last that is remembered. A later one may take its place: valid until the
 * tracker is given another event. */
const struct sc_refused_connection *
sc_tracker_refused_connection(const struct sc_tracker *tracker, const struct sc_endpoint *endpoint,
                              unsigned index);

/* What a host asked DNS of one name, over UDP: its addresses, its NAPTR records, its services (RFC
 * 3263 section 4). The services are those of names like _sip._udp.NAME. */
struct sc_lookup {
    /* The first query since the latest response, and the latest query. */
    struct sc_instant asked;
    struct sc_instant asked_last;

    /* The latest response, whatever it said, and the latest one with records. */
    struct sc_instant answered;
    struct sc_instant resolved;

    /* The latest response that the name itself cannot be had, and its RCODE (RFC 1035 section
     * 4.1.1): 3 no such name. */
    struct sc_instant failed;
    unsigned code;

    /* Which server was asked last, or said so. */
    struct sc_endpoint resolver;

    /* The host was sent a response of DNS, about any name. */
    bool heard;
};

/* The lookup of a name by the host of ENDPOINT; all zero if there was none. Case and the dot at the
 * end do not count. */
struct sc_lookup sc_tracker_lookup(const struct sc_tracker *tracker,
                                   const struct sc_endpoint *endpoint, struct sc_slice name);

#endif
