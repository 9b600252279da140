/* Addresses and URIs (RFC 3261 sections 19.1 and 20.10).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include <glib.h>
#include <string.h>

void sc_host_port_read(struct sc_slice text, struct sc_slice *host, uint16_t *port)
{
    uint64_t number;

    text = trim(text);
    if (text.size > 0 && text.data[0] == '[') {
        *host = sc_slice_until(sc_slice_from(text, 1), ']');
        text = trim(sc_slice_from(text, MIN(host->size + 2, text.size)));
    } else {
        *host = trim(sc_slice_until(text, ':'));
        text = sc_slice_from(text, sc_slice_until(text, ':').size);
    }
    if (text.size > 0 && text.data[0] == ':' &&
        sc_slice_number(trim(sc_slice_from(text, 1)), UINT16_MAX, &number)) {
        *port = (uint16_t)number;
    }
}

/* Bytes of the quoted-string that TEXT begins with; 0 if there is none or it never ends. */
static size_t quoted_size(struct sc_slice text)
{
    if (text.size == 0 || text.data[0] != '"') {
        return 0;
    }
    for (size_t i = 1; i < text.size; i++) {
        if (text.data[i] == '"') {
            return i + 1;
        }
        if (text.data[i] == '\\') {
            i++;
        }
    }
    return 0;
}

struct sc_address sc_address_read(struct sc_slice value)
{
    struct sc_address address = {0};
    struct sc_slice rest = trim(value);
    size_t quoted = quoted_size(rest);
    size_t open =
        quoted + sc_slice_until(sc_slice_until(sc_slice_from(rest, quoted), '<'), ';').size;

    /* A "<" after the first ";" is inside a parameter's value. */
    if (open == rest.size || rest.data[open] == ';') {
        address.uri = trim((struct sc_slice){rest.data, open});
        address.params = sc_slice_from(rest, open);
        return address;
    }
    struct sc_slice display = trim((struct sc_slice){rest.data, open});
    if (display.size > 0) {
        address.display = display;
    }
    rest = sc_slice_from(rest, open + 1);
    address.uri = sc_slice_until(rest, '>');
    rest = sc_slice_from(rest, address.uri.size);
    address.params = sc_slice_from(rest, sc_slice_until(rest, ';').size);
    return address;
}

uint16_t sc_uri_port(const struct sc_uri *uri)
{
    return uri->port != 0 ? uri->port : sc_slice_is(uri->scheme, "sips") ? SC_PORT_TLS : SC_PORT;
}

bool sc_host_is_invalid(struct sc_slice host)
{
    static const char ending[] = ".invalid";
    size_t size = sizeof ending - 1;

    return host.size > size && sc_slice_is(sc_slice_from(host, host.size - size), ending);
}

struct sc_uri sc_uri_read(struct sc_slice value)
{
    struct sc_uri uri = {0};
    struct sc_slice rest = trim(value);
    struct sc_slice scheme = sc_slice_until(rest, ':');

    if (scheme.size == rest.size) {
        return uri;
    }
    uri.scheme = scheme;
    rest = sc_slice_from(rest, scheme.size + 1);
    if (sc_slice_is(scheme, "tel")) {
        uri.user = sc_slice_until(sc_slice_until(rest, ';'), '?');
        uri.params = sc_slice_until(sc_slice_from(rest, uri.user.size), '?');
        return uri;
    }
    if (!sc_slice_is(scheme, "sip") && !sc_slice_is(scheme, "sips")) {
        return uri;
    }
    struct sc_slice user = sc_slice_until(rest, '@');
    if (user.size < rest.size) {
        uri.user = sc_slice_until(user, ':');
        rest = sc_slice_from(rest, user.size + 1);
    }
    struct sc_slice host = sc_slice_until(sc_slice_until(rest, ';'), '?');
    sc_host_port_read(host, &uri.host, &uri.port);
    uri.params = sc_slice_until(sc_slice_from(rest, host.size), '?');
    return uri;
}
