/* The Identity header (RFC 8224 section 4) and the PASSporT in it (RFC 8225).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include <glib.h>
#include <string.h>

/* Characters of a PASSporT's payload that are looked at; of a multiple of four. */
#define PAYLOAD_MAX 2048

/* What stands between the first two dots: header.payload.signature;info=... Empty in the compact
 * form. */
static struct sc_slice payload_of(struct sc_slice identity)
{
    const char *end = identity.data + identity.size;
    const char *dot = memchr(identity.data, '.', identity.size);

    if (dot == NULL) {
        return (struct sc_slice){0};
    }
    const char *payload = dot + 1;
    const char *next = memchr(payload, '.', (size_t)(end - payload));
    return (struct sc_slice){payload, next != NULL ? (size_t)(next - payload) : 0};
}

/* Decodes base64url, of which GLib knows the other alphabet only. Returns the bytes of JSON. */
static size_t decode(struct sc_slice payload, char json[PAYLOAD_MAX])
{
    char text[PAYLOAD_MAX];
    size_t size = MIN(payload.size, PAYLOAD_MAX);
    gint state = 0;
    guint save = 0;

    for (size_t i = 0; i < size; i++) {
        char c = payload.data[i];
        text[i] = (char)(c == '-' ? '+' : c == '_' ? '/' : c);
    }
    for (; size % 4 != 0; size++) {
        text[size] = '=';
    }
    return g_base64_decode_step(text, size, (guchar *)json, &state, &save);
}

bool sc_message_issued_at(const struct sc_message *message, int64_t *seconds)
{
    static const char key[] = "\"iat\":";
    struct sc_slice identity = sc_header_first(message, SC_HEADER_IDENTITY);
    char json[PAYLOAD_MAX];
    uint64_t number;

    if (identity.size == 0) {
        return false;
    }
    size_t size = decode(payload_of(identity), json);
    const char *found = g_strstr_len(json, (gssize)size, key);
    if (found == NULL) {
        return false;
    }
    struct sc_slice rest = {found + strlen(key), size - (size_t)(found - json) - strlen(key)};
    rest = trim(rest);
    size_t digits = 0;
    while (digits < rest.size && g_ascii_isdigit(rest.data[digits])) {
        digits++;
    }
    if (!sc_slice_number((struct sc_slice){rest.data, digits}, UINT32_MAX, &number)) {
        return false;
    }
    *seconds = (int64_t)number;
    return true;
}
