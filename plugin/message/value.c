/* Values of single headers: numbers, CSeq, tags, Retry-After.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include <glib.h>

/* The digits that TEXT begins with, as a number up to MAX. */
static bool leading_number(struct sc_slice text, uint64_t max, uint64_t *value,
                           struct sc_slice *rest)
{
    size_t digits = 0;

    while (digits < text.size && g_ascii_isdigit(text.data[digits])) {
        digits++;
    }
    *rest = trim(sc_slice_from(text, digits));
    return sc_slice_number((struct sc_slice){text.data, digits}, max, value);
}

struct sc_cseq sc_message_cseq(const struct sc_message *message)
{
    struct sc_slice rest = sc_header_first(message, SC_HEADER_CSEQ);
    struct sc_cseq cseq = {0};
    uint64_t number;

    if (rest.size == 0 || !g_ascii_isdigit(rest.data[0])) {
        return cseq;
    }
    bool in_range = leading_number(rest, UINT32_MAX, &number, &rest);
    struct sc_slice method = sc_slice_next_word(&rest);
    if (method.size > 0) {
        cseq.method = method;
        cseq.readable = in_range;
        cseq.number = in_range ? (uint32_t)number : 0;
    }
    return cseq;
}

struct sc_slice sc_message_method(const struct sc_message *message)
{
    return message->kind == SC_MESSAGE_REQUEST ? message->method : sc_message_cseq(message).method;
}

struct sc_slice sc_message_tag(const struct sc_message *message, enum sc_header header)
{
    return sc_param_find(sc_address_read(sc_header_first(message, header)).params, "tag");
}

/* Bytes of the comment that TEXT begins with, both parentheses included; 0 if it is never closed.
 * Comments nest and may hold quoted-pairs (RFC 3261 section 25.1). */
static size_t comment_size(struct sc_slice text)
{
    size_t depth = 0;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\\') {
            i++;
        } else if (text.data[i] == '(') {
            depth++;
        } else if (text.data[i] == ')' && --depth == 0) {
            return i + 1;
        }
    }
    return 0;
}

/* Retry-After: 18000;duration=3600, 120 (I'm in a meeting) */
struct sc_retry_after sc_message_retry_after(const struct sc_message *message)
{
    struct sc_retry_after result = {.bytes = sc_header_first(message, SC_HEADER_RETRY_AFTER)};
    struct sc_slice rest;
    uint64_t number;

    if (!leading_number(result.bytes, UINT32_MAX, &number, &rest) ||
        (rest.size > 0 && rest.data[0] != '(' && rest.data[0] != ';')) {
        return result;
    }
    result.readable = true;
    result.seconds = (uint32_t)number;
    if (rest.size > 0 && rest.data[0] == '(') {
        size_t size = comment_size(rest);
        result.comment =
            size > 0 ? (struct sc_slice){rest.data + 1, size - 2} : sc_slice_from(rest, 1);
        rest = sc_slice_from(rest, size > 0 ? size : rest.size);
    }
    if (sc_slice_number(sc_param_find(rest, "duration"), UINT32_MAX, &number)) {
        result.has_duration = true;
        result.duration = (uint32_t)number;
    }
    return result;
}

bool sc_message_number(const struct sc_message *message, enum sc_header header, uint32_t *value)
{
    struct sc_slice rest = sc_header_first(message, header);
    uint64_t number;

    if (!leading_number(rest, UINT32_MAX, &number, &rest) ||
        (rest.size > 0 && rest.data[0] != ';' && rest.data[0] != '(')) {
        return false;
    }
    *value = (uint32_t)number;
    return true;
}
