/* Via: the path of a request (RFC 3261 section 20.42).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_VIA_H
#define SIPCODES_VIA_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/endpoint.h"
#include "sipcodes/header.h"
#include "sipcodes/slice.h"

/* One value of Via. */
struct sc_via {
    struct sc_slice transport; /* UDP, TCP, ... */
    struct sc_slice sent_by;   /* host and port as sent */
    struct sc_slice host;      /* without the brackets of an IPv6 reference */
    uint16_t port;             /* 0 if not sent or not readable */
    struct sc_slice branch;    /* absent if not sent */
    struct sc_slice received;  /* absent if not sent */
    bool rport_asked;          /* ";rport" is there, with a value or without (RFC 3581) */
    uint16_t rport;            /* its value, 0 if none */
};

/* The port that a Via names, SC_PORT if it names none. */
static inline uint16_t sc_via_port(const struct sc_via *via)
{
    return via->port != 0 ? via->port : SC_PORT;
}

/* The next Via value of a message, topmost first; CURSOR as for sc_value_next(). A value that
 * is no Via gives one with absent parts. */
bool sc_via_next(const struct sc_message *message, struct sc_cursor *cursor, struct sc_via *via);

/* The same for one who only matches messages: of the parts, transport, sent_by and branch alone are
 * read. */
bool sc_via_next_key(const struct sc_message *message, struct sc_cursor *cursor,
                     struct sc_via *via);

#endif
