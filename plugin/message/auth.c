/* Challenges and credentials (RFC 3261 sections 20.7, 20.27, 20.28 and 20.44, RFC 7616).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The parameters of one challenge are separated by commas, and so are several challenges in one
 * line: Digest realm="a", nonce="b", Digest realm="a", nonce="c". A scheme with a blank and
 * something else after it begins the next one.
 */
#include "message-private.h"

#include <glib.h>
#include <string.h>

/* Takes a scheme off the front of PIECE; absent if a parameter stands there. */
static struct sc_slice take_scheme(struct sc_slice *piece)
{
    struct sc_slice word = *piece;
    size_t size = 0;

    while (size < piece->size && !g_ascii_isspace(piece->data[size]) && piece->data[size] != '=') {
        size++;
    }
    word.size = size;
    struct sc_slice rest = trim((struct sc_slice){piece->data + size, piece->size - size});
    if (rest.size == 0 || rest.data[0] == '=') {
        return (struct sc_slice){0};
    }
    *piece = rest;
    return word;
}

static struct sc_slice unquoted(struct sc_slice value)
{
    if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"') {
        return (struct sc_slice){value.data + 1, value.size - 2};
    }
    return value;
}

/* A nonce count: one to eight hexadecimal digits. */
static bool read_count(struct sc_slice text, uint32_t *count)
{
    if (text.size == 0 || text.size > 8) {
        return false;
    }
    uint32_t number = 0;
    for (size_t i = 0; i < text.size; i++) {
        int digit = g_ascii_xdigit_value(text.data[i]);
        if (digit < 0) {
            return false;
        }
        number = number << 4 | (uint32_t)digit;
    }
    *count = number;
    return true;
}

#define PARAM(name)                                                                                \
    {                                                                                              \
        {#name, sizeof #name - 1}, offsetof(struct sc_auth, name)                                  \
    }

/* Stores one parameter. Of several with one name the first counts. */
static void take_param(struct sc_auth *auth, struct sc_slice piece)
{
    static const struct {
        struct sc_slice name;
        size_t value; /* where in a struct sc_auth */
    } known[] = {
        PARAM(realm),    PARAM(nonce), PARAM(algorithm), PARAM(qop), PARAM(stale), PARAM(username),
        PARAM(response), PARAM(uri),   PARAM(cnonce),    PARAM(nc),  PARAM(auts),
    };
    struct sc_param param;

    if (!sc_param_next(&piece, ',', &param) || !sc_slice_present(param.value)) {
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        if (param.name.size == known[i].name.size && sc_slice_same(param.name, known[i].name)) {
            struct sc_slice *value = (struct sc_slice *)((char *)auth + known[i].value);
            *value = sc_slice_present(*value) ? *value : unquoted(param.value);
            return;
        }
    }
}

bool sc_auth_next(const struct sc_message *message, enum sc_header header, struct sc_cursor *cursor,
                  struct sc_auth *auth)
{
    struct sc_slice piece;

    if (!sc_value_next(message, header, cursor, &piece)) {
        return false;
    }
    size_t line = cursor->line;
    *auth = (struct sc_auth){.header = header, .scheme = take_scheme(&piece)};
    take_param(auth, piece);
    for (struct sc_cursor next = *cursor; sc_value_next(message, header, &next, &piece);
         *cursor = next) {
        if (next.line != line || sc_slice_present(take_scheme(&piece))) {
            break;
        }
        take_param(auth, piece);
    }
    auth->has_count = read_count(auth->nc, &auth->count);
    return true;
}

struct sc_slice sc_auth_algorithm(const struct sc_auth *auth)
{
    return auth->algorithm.size > 0 ? auth->algorithm : sc_slice_of("MD5");
}

bool sc_message_challenges(const struct sc_message *message)
{
    return (message->code == 401 && sc_header_count(message, SC_HEADER_WWW_AUTHENTICATE) > 0) ||
           (message->code == 407 && sc_header_count(message, SC_HEADER_PROXY_AUTHENTICATE) > 0);
}
