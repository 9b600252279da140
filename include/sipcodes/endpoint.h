/* Endpoints: an address and a port.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_ENDPOINT_H
#define SIPCODES_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/slice.h"

/* The ports of SIP and of SIP over TLS if a URI or a Via has no port (RFC 3261 section 19.1.2). */
#define SC_PORT     5060
#define SC_PORT_TLS 5061

/* An address and port. Zeroed where it is not known. */
struct sc_endpoint {
    uint8_t family; /* 0 unknown, 4 or 6 */
    uint8_t address[16];
    uint16_t port;
};

/* Room for sc_endpoint_write(). */
#define SC_ENDPOINT_TEXT_SIZE 64

/* Writes the address of an endpoint as text, without its port; "?" if it is not known. ENDPOINT may
 * be NULL. */
void sc_endpoint_write(const struct sc_endpoint *endpoint, char text[SC_ENDPOINT_TEXT_SIZE]);

/* The address that HOST is, as written in a URI or a Via, but without the brackets of IPv6 (RFC
 * 3261 section 25.1). Its family is 0 if that is a name, or anything else. */
struct sc_endpoint sc_endpoint_read(struct sc_slice host);

/* True if HOST is the address of an endpoint, however it is written; false of a name. */
bool sc_endpoint_is(const struct sc_endpoint *endpoint, struct sc_slice host);

/* True if two endpoints are known to be of one host, whatever their ports. */
bool sc_endpoint_same_host(const struct sc_endpoint *a, const struct sc_endpoint *b);

/* True if two endpoints are known to be one: of one host, with the same port. */
bool sc_endpoint_equal(const struct sc_endpoint *a, const struct sc_endpoint *b);

/* From where an address can be reached. */
enum sc_scope {
    SC_SCOPE_PUBLIC,       /* from everywhere, as far as the address tells; or it is not known */
    SC_SCOPE_10,           /* 10.0.0.0/8 (RFC 1918) */
    SC_SCOPE_172,          /* 172.16.0.0/12 (RFC 1918) */
    SC_SCOPE_192,          /* 192.168.0.0/16 (RFC 1918) */
    SC_SCOPE_SHARED,       /* 100.64.0.0/10: between an operator and its customers (RFC 6598) */
    SC_SCOPE_LINK,         /* 169.254.0.0/16, fe80::/10 (RFC 3927, RFC 4291) */
    SC_SCOPE_LOOPBACK,     /* 127.0.0.0/8, ::1 */
    SC_SCOPE_UNIQUE_LOCAL, /* fc00::/7 (RFC 4193) */
    SC_SCOPE_UNSPECIFIED,  /* 0.0.0.0, :: (RFC 1122, RFC 4291): no address of any host */
};

/* The scope of an endpoint's address; SC_SCOPE_PUBLIC if the address is not known. */
enum sc_scope sc_endpoint_scope(const struct sc_endpoint *endpoint);

/* True if no other host can send anything to an endpoint's address: loopback and unspecified. */
bool sc_endpoint_is_unroutable(const struct sc_endpoint *endpoint);

/* True if the scope is one that a NAT translates: RFC 1918 and RFC 6598. */
bool sc_scope_is_translated(enum sc_scope scope);

#endif
