/* Whether a header of a request can be read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "header-syntax.h"

#include <string.h>

/* Values of one header that are read. */
#define VALUES_MAX 64

/* CSeq numbers stay below this (RFC 3261 section 8.1.1.5). */
#define CSEQ_END UINT32_C(0x80000000)

/* Headers that hold one number, and the largest valid one (RFC 3261 sections 20.19 and 20.22). */
static const struct {
    enum sc_header header;
    uint32_t max;
} numbers[] = {
    {SC_HEADER_EXPIRES, UINT32_MAX},
    {SC_HEADER_MAX_FORWARDS, 255},
};

bool sc_header_out_of_range(const struct sc_message *request, enum sc_header header, uint32_t *most)
{
    uint32_t value;

    if (sc_header_count(request, header) == 0) {
        return false;
    }
    if (header == SC_HEADER_CSEQ) {
        struct sc_cseq cseq = sc_message_cseq(request);
        *most = CSEQ_END - 1;
        return !cseq.readable || cseq.number >= CSEQ_END;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        if (numbers[i].header == header) {
            *most = numbers[i].max;
            return !sc_message_number(request, header, &value) || value > numbers[i].max;
        }
    }
    return false;
}

static bool is_host(struct sc_slice host)
{
    for (size_t i = 0; i < host.size; i++) {
        if (!g_ascii_isalnum(host.data[i]) &&
            (host.data[i] == '\0' || strchr(".-_:%", host.data[i]) == NULL)) {
            return false;
        }
    }
    return host.size > 0;
}

/* True if VALUE holds no address, or one of SIP without a host to send to. */
static bool is_bad_address(struct sc_slice value)
{
    struct sc_address address = sc_address_read(value);
    struct sc_uri uri = sc_uri_read(address.uri);
    bool is_sip = sc_slice_is(uri.scheme, "sip") || sc_slice_is(uri.scheme, "sips");

    if (sc_slice_is(value, "*")) {
        return false;
    }
    if (value.size > 0 && memchr(value.data, '<', value.size) != NULL &&
        memchr(value.data, '>', value.size) == NULL) {
        return true;
    }
    return uri.scheme.size == 0 || (is_sip && !is_host(uri.host));
}

/* True if a parameter of credentials has quotes where there must be none, or none where there must
 * be (RFC 7616 section 3.4). */
static bool is_badly_quoted(struct sc_slice credentials)
{
    static const char *const bare[] = {"algorithm", "nc", "qop"};
    static const char *const quoted[] = {"cnonce", "nonce", "realm", "response", "uri"};
    struct sc_param param;

    sc_slice_next_word(&credentials);
    while (sc_param_next(&credentials, ',', &param)) {
        bool has_quotes = param.value.size > 0 && param.value.data[0] == '"';
        for (size_t i = 0; i < G_N_ELEMENTS(bare); i++) {
            if (has_quotes && sc_slice_is(param.name, bare[i])) {
                return true;
            }
        }
        for (size_t i = 0; i < G_N_ELEMENTS(quoted); i++) {
            if (!has_quotes && sc_slice_is(param.name, quoted[i])) {
                return true;
            }
        }
    }
    return false;
}

bool sc_header_unreadable(const struct sc_message *request, enum sc_header header)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;
    uint32_t most;

    switch (header) {
    case SC_HEADER_AUTHORIZATION:
    case SC_HEADER_PROXY_AUTHORIZATION:
        while (sc_line_next(request, header, &cursor, &value)) {
            if (is_badly_quoted(value)) {
                return true;
            }
        }
        return false;
    case SC_HEADER_CONTENT_LENGTH:
        return !request->content_length_readable;
    case SC_HEADER_CONTACT:
    case SC_HEADER_RECORD_ROUTE:
    case SC_HEADER_REFER_TO:
    case SC_HEADER_ROUTE:
        for (int i = 0; i < VALUES_MAX && sc_value_next(request, header, &cursor, &value); i++) {
            if (is_bad_address(value)) {
                return true;
            }
        }
        return false;
    case SC_HEADER_FROM:
    case SC_HEADER_TO:
        return is_bad_address(sc_header_first(request, header));
    default:
        return sc_header_out_of_range(request, header, &most);
    }
}
