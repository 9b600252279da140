/* Endpoints: an address and a port.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_ENDPOINT_H
#define SIPCODES_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/slice.h"

/* An address and port. Zeroed where it is not known. */
struct sc_endpoint {
    uint8_t family; /* 0 unknown, 4 or 6 */
    uint8_t address[16];
    uint16_t port;
};

/* Room for sc_endpoint_host(). */
#define SC_HOST_SIZE 64

/* Writes the address of an endpoint as text, without its port; "?" if it is not known. ENDPOINT may
 * be NULL. */
void sc_endpoint_host(const struct sc_endpoint *endpoint, char text[SC_HOST_SIZE]);

/* The address that HOST is, as it stands in a URI or a Via, but without the brackets of IPv6 (RFC
 * 3261 section 25.1). Its family is 0 if that is a name, or anything else. */
struct sc_endpoint sc_endpoint_read(struct sc_slice host);

/* True if HOST is the address of an endpoint, however it is written; false of a name. */
bool sc_endpoint_is(const struct sc_endpoint *endpoint, struct sc_slice host);

/* True if two endpoints are known to be of one host, whatever their ports. */
bool sc_same_host(const struct sc_endpoint *a, const struct sc_endpoint *b);

#endif
