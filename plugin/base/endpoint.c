/* Addresses of hosts: reading, writing, comparing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/endpoint.h"

#include <glib.h>
#include <string.h>

/* Groups of 16 bits that an IPv6 address has, and the bytes of it. */
#define GROUPS     8
#define IPV6_BYTES 16

bool sc_endpoint_same_host(const struct sc_endpoint *a, const struct sc_endpoint *b)
{
    return a->family != 0 && a->family == b->family &&
           memcmp(a->address, b->address, sizeof a->address) == 0;
}

bool sc_endpoint_equal(const struct sc_endpoint *a, const struct sc_endpoint *b)
{
    return sc_endpoint_same_host(a, b) && a->port == b->port;
}

/* ---- Writing ---- */

/* A run of groups that are 0. */
struct run {
    int from;
    int count;
};

static unsigned group_at(const uint8_t *address, int index)
{
    const uint8_t *group = address + (ptrdiff_t)2 * index;

    return (unsigned)group[0] << 8 | group[1];
}

/* The longest run of zero groups, the first of those; a single group is not shortened (RFC
 * 5952 section 4.2). */
static struct run longest_run(const uint8_t *address)
{
    struct run best = {GROUPS, 1};
    int from = 0;

    for (int i = 0; i < GROUPS; i++) {
        if (group_at(address, i) != 0) {
            from = i + 1;
        } else if (i + 1 - from > best.count) {
            best = (struct run){from, i + 1 - from};
        }
    }
    return best;
}

/* Bytes of the longest IPv4 address with its terminator. */
#define IPV4_TEXT_SIZE sizeof "255.255.255.255"

/* By hand: findings name hosts, and g_snprintf() takes as long as a rule does. */
static void write_ipv4(const uint8_t *address, char text[IPV4_TEXT_SIZE])
{
    for (int i = 0; i < 4; i++) {
        unsigned number = address[i];
        if (number >= 100) {
            *text++ = (char)('0' + number / 100);
        }
        if (number >= 10) {
            *text++ = (char)('0' + number / 10 % 10);
        }
        *text++ = (char)('0' + number % 10);
        *text++ = i < 3 ? '.' : '\0';
    }
}

/* True if the last 32 bits are an IPv4 address: mapped (RFC 4291 section 2.5.5.2), or what the
 * deprecated form of section 2.5.5.1 looks like. */
static bool holds_ipv4(const uint8_t *address, struct run zeros)
{
    return zeros.from == 0 &&
           (zeros.count == 6 || (zeros.count == 5 && group_at(address, 5) == 0xFFFF));
}

static void write_ipv6(const uint8_t *address, char text[SC_ENDPOINT_TEXT_SIZE])
{
    struct run zeros = longest_run(address);
    bool mixed = holds_ipv4(address, zeros);
    size_t size = 0;

    for (int i = 0; i < (mixed ? GROUPS - 2 : GROUPS); i++) {
        if (i == zeros.from) {
            size += g_strlcpy(text + size, "::", SC_ENDPOINT_TEXT_SIZE - size);
            i += zeros.count - 1;
            continue;
        }
        bool colon = i > 0 && text[size - 1] != ':';
        size += (size_t)g_snprintf(text + size, (gulong)(SC_ENDPOINT_TEXT_SIZE - size), "%s%x",
                                   colon ? ":" : "", group_at(address, i));
    }
    if (mixed) {
        size +=
            g_strlcpy(text + size, text[size - 1] != ':' ? ":" : "", SC_ENDPOINT_TEXT_SIZE - size);
        write_ipv4(address + 12, text + size);
    }
}

void sc_endpoint_write(const struct sc_endpoint *endpoint, char text[SC_ENDPOINT_TEXT_SIZE])
{
    int family = endpoint == NULL ? 0 : endpoint->family;

    if (family == 4) {
        write_ipv4(endpoint->address, text);
    } else if (family == 6) {
        write_ipv6(endpoint->address, text);
    } else {
        g_strlcpy(text, "?", SC_ENDPOINT_TEXT_SIZE);
    }
}

/* ---- Reading ---- */

/* Four numbers up to 255 with dots between them. None begins with a 0 that it could do without: to
 * some readers that makes it octal (RFC 6943 section 3.1.1). */
static bool read_ipv4(struct sc_slice text, uint8_t address[4])
{
    uint8_t bytes[4];
    size_t at = 0;

    for (size_t i = 0; i < sizeof bytes; i++) {
        size_t begin = at;
        unsigned number = 0;

        for (; at < text.size && g_ascii_isdigit(text.data[at]) && number <= 255; at++) {
            number = number * 10 + (unsigned)(text.data[at] - '0');
        }
        if (at == begin || number > 255 || (at > begin + 1 && text.data[begin] == '0') ||
            (i < 3 ? at == text.size || text.data[at++] != '.' : at != text.size)) {
            return false;
        }
        bytes[i] = (uint8_t)number;
    }
    memcpy(address, bytes, sizeof bytes);
    return true;
}

/* One to four hexadecimal digits. */
static bool read_group(struct sc_slice text, uint8_t group[2])
{
    unsigned value = 0;

    if (text.size == 0 || text.size > 4) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        int digit = g_ascii_xdigit_value(text.data[i]);
        if (digit < 0) {
            return false;
        }
        value = value << 4 | (unsigned)digit;
    }
    group[0] = (uint8_t)(value >> 8);
    group[1] = (uint8_t)value;
    return true;
}

/* Groups with colons between them; at the END of an address the last two may be written as an IPv4
 * address. Returns how many bytes they are, -1 if they are anything else or more than ROOM. */
static int read_groups(struct sc_slice text, uint8_t *bytes, int room, bool end)
{
    int count = 0;

    while (text.size > 0 || count > 0) {
        struct sc_slice part = sc_slice_until(text, ':');
        bool last = part.size == text.size;
        if (last && end && count + 4 <= room && read_ipv4(part, bytes + count)) {
            return count + 4;
        }
        if (count + 2 > room || !read_group(part, bytes + count)) {
            return -1;
        }
        count += 2;
        if (last) {
            return count;
        }
        text = sc_slice_from(text, part.size + 1);
    }
    return count;
}

/* The text forms of RFC 4291 section 2.2. A double colon stands for one group at least. */
static bool read_ipv6(struct sc_slice text, uint8_t address[IPV6_BYTES])
{
    uint8_t bytes[IPV6_BYTES] = {0};
    const char *gap = text.size > 0 ? g_strstr_len(text.data, (gssize)text.size, "::") : NULL;

    if (gap == NULL) {
        if (read_groups(text, bytes, IPV6_BYTES, true) != IPV6_BYTES) {
            return false;
        }
    } else {
        uint8_t after[IPV6_BYTES];
        size_t size = (size_t)(gap - text.data);
        int front = read_groups((struct sc_slice){text.data, size}, bytes, IPV6_BYTES - 2, false);
        int back = front < 0 ? -1
                             : read_groups(sc_slice_from(text, size + 2), after,
                                           IPV6_BYTES - 2 - front, true);
        if (back < 0) {
            return false;
        }
        memset(bytes + front, 0, (size_t)(IPV6_BYTES - front));
        memcpy(bytes + IPV6_BYTES - back, after, (size_t)back);
    }
    memcpy(address, bytes, sizeof bytes);
    return true;
}

struct sc_endpoint sc_endpoint_read(struct sc_slice host)
{
    struct sc_endpoint endpoint = {0};

    if (read_ipv4(host, endpoint.address)) {
        endpoint.family = 4;
    } else if (read_ipv6(host, endpoint.address)) {
        endpoint.family = 6;
    }
    return endpoint;
}

bool sc_endpoint_is(const struct sc_endpoint *endpoint, struct sc_slice host)
{
    struct sc_endpoint read = sc_endpoint_read(host);

    return sc_endpoint_same_host(endpoint, &read);
}

/* ---- Scopes ---- */

static enum sc_scope scope_of_ipv4(const uint8_t *address)
{
    switch (address[0]) {
    case 10:
        return SC_SCOPE_10;
    case 100:
        return address[1] >> 6 == 1 ? SC_SCOPE_SHARED : SC_SCOPE_PUBLIC;
    case 127:
        return SC_SCOPE_LOOPBACK;
    case 169:
        return address[1] == 254 ? SC_SCOPE_LINK : SC_SCOPE_PUBLIC;
    case 172:
        return address[1] >> 4 == 1 ? SC_SCOPE_172 : SC_SCOPE_PUBLIC;
    case 192:
        return address[1] == 168 ? SC_SCOPE_192 : SC_SCOPE_PUBLIC;
    default:
        return SC_SCOPE_PUBLIC;
    }
}

static enum sc_scope scope_of_ipv6(const uint8_t *address)
{
    static const uint8_t loopback[16] = {[15] = 1};

    if (memcmp(address, loopback, sizeof loopback) == 0) {
        return SC_SCOPE_LOOPBACK;
    }
    if (address[0] >> 1 == 0xFC >> 1) {
        return SC_SCOPE_UNIQUE_LOCAL;
    }
    return address[0] == 0xFE && address[1] >> 6 == 2 ? SC_SCOPE_LINK : SC_SCOPE_PUBLIC;
}

static bool is_unspecified(const struct sc_endpoint *endpoint)
{
    static const uint8_t none[sizeof endpoint->address] = {0};

    return endpoint->family != 0 &&
           memcmp(endpoint->address, none, endpoint->family == 4 ? 4 : sizeof none) == 0;
}

enum sc_scope sc_endpoint_scope(const struct sc_endpoint *endpoint)
{
    if (is_unspecified(endpoint)) {
        return SC_SCOPE_UNSPECIFIED;
    }
    return endpoint->family == 4   ? scope_of_ipv4(endpoint->address)
           : endpoint->family == 6 ? scope_of_ipv6(endpoint->address)
                                   : SC_SCOPE_PUBLIC;
}

bool sc_endpoint_is_unroutable(const struct sc_endpoint *endpoint)
{
    enum sc_scope scope = sc_endpoint_scope(endpoint);

    return scope == SC_SCOPE_LOOPBACK || scope == SC_SCOPE_UNSPECIFIED;
}

bool sc_scope_is_translated(enum sc_scope scope)
{
    return scope >= SC_SCOPE_10 && scope <= SC_SCOPE_SHARED;
}
