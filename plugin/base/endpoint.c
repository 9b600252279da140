/* Addresses of hosts: reading, writing, comparing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <arpa/inet.h>
#include <glib.h>
#include <string.h>

#include "sipcodes/endpoint.h"

bool sc_same_host(const struct sc_endpoint *a, const struct sc_endpoint *b)
{
    return a->family != 0 && a->family == b->family &&
           memcmp(a->address, b->address, sizeof a->address) == 0;
}

void sc_endpoint_host(const struct sc_endpoint *endpoint, char text[SC_HOST_SIZE])
{
    int family = endpoint == NULL ? 0 : endpoint->family;

    if ((family != 4 && family != 6) || inet_ntop(family == 4 ? AF_INET : AF_INET6,
                                                  endpoint->address, text, SC_HOST_SIZE) == NULL) {
        g_strlcpy(text, "?", SC_HOST_SIZE);
    }
}

struct sc_endpoint sc_endpoint_read(struct sc_slice host)
{
    struct sc_endpoint endpoint = {0};
    char text[SC_HOST_SIZE] = "";

    if (host.size == 0 || host.size >= sizeof text || memchr(host.data, '\0', host.size) != NULL) {
        return endpoint;
    }
    memcpy(text, host.data, host.size);
    if (inet_pton(AF_INET, text, endpoint.address) == 1) {
        endpoint.family = 4;
    } else if (inet_pton(AF_INET6, text, endpoint.address) == 1) {
        endpoint.family = 6;
    }
    return endpoint;
}

bool sc_endpoint_is(const struct sc_endpoint *endpoint, struct sc_slice host)
{
    struct sc_endpoint read = sc_endpoint_read(host);

    return sc_same_host(endpoint, &read);
}
