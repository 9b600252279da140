/* Addresses and URIs (RFC 3261 sections 19.1 and 20.10).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_URI_H
#define SIPCODES_URI_H

#include <stdint.h>

#include "sipcodes/slice.h"

/* An address: From, To, Contact, Route, Refer-To, ... (section 20.10). */
struct sc_address {
    struct sc_slice display; /* with its quotes if it has them; absent if not sent */
    struct sc_slice uri;     /* without angle brackets */
    struct sc_slice params;  /* header parameters, from the first ";" on */
};

/* Reads one address value. Never fails: what has no brackets is the URI up to the first ";". */
struct sc_address sc_address_read(struct sc_slice value);

/* A SIP, SIPS or TEL URI (section 19.1), or anything else up to its scheme. */
struct sc_uri {
    struct sc_slice scheme; /* absent if there is no ":" */
    struct sc_slice user;   /* absent if not sent; of a tel URI the number */
    struct sc_slice host;   /* without the brackets of an IPv6 reference */
    uint16_t port;          /* 0 if not sent or not readable */
    struct sc_slice params; /* URI parameters, from the first ";" on */
};

/* The port that a URI names; if it names none, SC_PORT_TLS for sips and SC_PORT for all others
 * (section 19.1.2). */
uint16_t sc_uri_port(const struct sc_uri *uri);

/* True if a host ends with ".invalid", a name that never has an address (RFC 2606 section 2):
 * browsers give one for their own (RFC 7118 appendix B.1). */
bool sc_host_is_invalid(struct sc_slice host);

/* Reads a URI. Never fails: parts that are not there are absent. */
struct sc_uri sc_uri_read(struct sc_slice value);

#endif
