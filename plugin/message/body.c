/* Bodies: the parts of a multipart body, and status lines in message/sipfrag.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include <glib.h>
#include <string.h>

/* The media type of a Content-Type value, without its parameters. */
static struct sc_slice media_type(struct sc_slice value)
{
    const char *end = value.size > 0 ? memchr(value.data, ';', value.size) : NULL;

    if (end != NULL) {
        value.size = (size_t)(end - value.data);
    }
    return trim(value);
}

/* The boundary of a multipart type without its quotes; of size 0 if there is none. */
static struct sc_slice boundary_of(struct sc_slice value)
{
    struct sc_slice type = media_type(value);
    struct sc_slice params = {type.data + type.size, value.size - type.size};
    struct sc_slice boundary = sc_param_find(params, "boundary");

    if (boundary.size >= 2 && boundary.data[0] == '"') {
        boundary.data++;
        boundary.size -= 2;
    }
    return boundary;
}

/* Where the next delimiter line "--boundary" begins in BODY from FROM on; SIZE if there is none.
 * AFTER gets the offset after that line; the closing one, "--boundary--", is followed by an
 * epilogue that is not read, so it gets SIZE there. */
static size_t find_delimiter(struct sc_slice body, size_t from, struct sc_slice boundary,
                             size_t *after)
{
    size_t at = from;

    while (at < body.size) {
        const char *end = memchr(body.data + at, '\n', body.size - at);
        size_t next = end == NULL ? body.size : (size_t)(end - body.data) + 1;
        const char *line = body.data + at;
        size_t mark = boundary.size + 2;
        if (next - at >= mark && memcmp(line, "--", 2) == 0 &&
            memcmp(line + 2, boundary.data, boundary.size) == 0) {
            bool closing = next - at >= mark + 2 && memcmp(line + mark, "--", 2) == 0;
            *after = closing ? body.size : next;
            return at;
        }
        at = next;
    }
    *after = body.size;
    return body.size;
}

/* Splits a part at the empty line after its own headers and reads its media type; a part
 * without one is text/plain (RFC 2046 section 5.2). */
static void read_part(struct sc_slice rest, struct sc_part *part)
{
    struct sc_slice head = {rest.data, 0};
    struct sc_line line;

    *part = (struct sc_part){.type = sc_slice_of("text/plain")};
    while (rest.size > 0) {
        const char *end = memchr(rest.data, '\n', rest.size);
        size_t size = end == NULL ? rest.size : (size_t)(end - rest.data) + 1;
        struct sc_slice text = {rest.data, size};
        rest.data += size;
        rest.size -= size;
        if (trim(text).size == 0) {
            break;
        }
        head.size += size;
    }
    while (sc_header_next(&head, &line)) {
        if (line.header == SC_HEADER_CONTENT_TYPE) {
            part->type = media_type(line.value);
        }
    }
    /* The line end before the next delimiter belongs to the delimiter. */
    if (rest.size > 0 && rest.data[rest.size - 1] == '\n') {
        rest.size--;
        if (rest.size > 0 && rest.data[rest.size - 1] == '\r') {
            rest.size--;
        }
    }
    part->bytes = rest;
}

/* CURSOR: line counts the parts returned, at is the offset after the last delimiter. */
bool sc_part_next(const struct sc_message *message, struct sc_cursor *cursor, struct sc_part *part)
{
    struct sc_slice type = sc_header_first(message, SC_HEADER_CONTENT_TYPE);
    struct sc_slice boundary = {0};

    if (message->body.size == 0 || type.size == 0 || cursor->line == SC_PARTS_MAX) {
        return false;
    }
    if (sc_slice_starts(type, "multipart/")) {
        boundary = boundary_of(type);
    }
    if (boundary.size == 0) {
        *part = (struct sc_part){media_type(type), message->body};
        return cursor->line++ == 0;
    }
    if (cursor->line == 0) {
        find_delimiter(message->body, 0, boundary, &cursor->at);
    }
    if (cursor->at >= message->body.size) {
        return false;
    }
    size_t from = cursor->at;
    size_t end = find_delimiter(message->body, from, boundary, &cursor->at);
    cursor->line++;
    read_part((struct sc_slice){message->body.data + from, end - from}, part);
    return true;
}

bool sc_fragment_next(const struct sc_message *message, struct sc_cursor *cursor,
                      struct sc_message *fragment)
{
    struct sc_part part;

    while (sc_part_next(message, cursor, &part)) {
        if (sc_slice_is(part.type, "message/sipfrag") &&
            sc_message_scan(part.bytes.data, part.bytes.size, fragment) > 0 &&
            fragment->kind == SC_MESSAGE_RESPONSE) {
            return true;
        }
    }
    return false;
}
