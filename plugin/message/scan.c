/* From the bytes of a message to its start line, indexed headers and body.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include <glib.h>
#include <string.h>

/* Cuts the slice's first COUNT bytes off and returns them. */
static struct sc_slice take(struct sc_slice *rest, size_t count)
{
    struct sc_slice taken = {rest->data, count};

    if (count > 0) {
        rest->data += count;
        rest->size -= count;
    }
    return taken;
}

/* The next line of REST without its CRLF or LF; REST becomes what follows. */
static struct sc_slice take_line(struct sc_slice *rest)
{
    const char *end = rest->size > 0 ? memchr(rest->data, '\n', rest->size) : NULL;

    if (end == NULL) {
        return take(rest, rest->size);
    }
    struct sc_slice line = take(rest, (size_t)(end - rest->data) + 1);
    line.size--;
    if (line.size > 0 && line.data[line.size - 1] == '\r') {
        line.size--;
    }
    return line;
}

static bool is_version(struct sc_slice text)
{
    return text.size > 4 && sc_slice_starts(text, "SIP/");
}

/* SIP-Version SP Status-Code SP Reason-Phrase (section 7.2). The blank after the code is often
 * missing where there is no phrase. */
static bool read_status_line(struct sc_message *message)
{
    struct sc_slice rest = message->start_line;
    const char *space = memchr(rest.data, ' ', rest.size);
    uint64_t code;

    if (space == NULL) {
        return false;
    }
    struct sc_slice version = take(&rest, (size_t)(space - rest.data));
    take(&rest, 1);
    if (!is_version(version) || rest.size < 3) {
        return false;
    }
    struct sc_slice status = take(&rest, 3);
    if (!sc_slice_number(status, 999, &code) || (rest.size > 0 && rest.data[0] != ' ')) {
        return false;
    }
    if (rest.size > 0) {
        take(&rest, 1);
    }
    message->kind = SC_MESSAGE_RESPONSE;
    message->version = version;
    message->code = (uint16_t)code;
    message->status = status;
    message->phrase = rest;
    return true;
}

/* RFC 3261 section 25.1: the characters of a token. */
static bool is_token(struct sc_slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!g_ascii_isalnum(text.data[i]) &&
            (text.data[i] == '\0' || strchr("-.!%*_+`'~", text.data[i]) == NULL)) {
            return false;
        }
    }
    return text.size > 0;
}

/* Method SP Request-URI SP SIP-Version (section 7.1). Blanks inside the URI are tolerated: what
 * is wrong with it is for the rules to say. */
static bool read_request_line(struct sc_message *message)
{
    struct sc_slice line = message->start_line;
    const char *first = memchr(line.data, ' ', line.size);
    size_t last = line.size;

    while (last > 0 && line.data[last - 1] != ' ') {
        last--;
    }
    if (first == NULL || line.data + last <= first + 1) {
        return false;
    }
    struct sc_slice method = {line.data, (size_t)(first - line.data)};
    struct sc_slice version = {line.data + last, line.size - last};
    if (!is_version(version) || !is_token(method)) {
        return false;
    }
    message->kind = SC_MESSAGE_REQUEST;
    message->method = method;
    message->uri = trim((struct sc_slice){first + 1, (size_t)(version.data - first) - 1});
    message->version = version;
    return true;
}

G_STATIC_ASSERT(SC_HEADER_COUNT <= 64); /* the bits of sc_message.repeated */

/* Takes LINE in, which is the place after the last line; NULL: there is none left. */
static void index_line(struct sc_message *message, const struct sc_line *line)
{
    if (line == NULL) {
        message->lines_dropped++;
        return;
    }
    message->line_count++;
    if (message->first[line->header] == 0) {
        message->first[line->header] = (uint8_t)message->line_count;
    } else {
        message->repeated |= UINT64_C(1) << line->header;
    }
}

/* Bytes of the empty line that TEXT begins with; 0 if it begins with anything else. */
static size_t empty_line_size(struct sc_slice text)
{
    if (text.size > 0 && text.data[0] == '\n') {
        return 1;
    }
    return text.size > 1 && text.data[0] == '\r' && text.data[1] == '\n' ? 2 : 0;
}

/* Cuts the header lines, and the empty line that ends them, off REST, and indexes them. Returns the
 * first Content-Length, or an absent slice: it bounds the message even where it stands past
 * SC_LINES_MAX. */
static struct sc_slice take_head(struct sc_message *message, struct sc_slice *rest)
{
    const char *begin = rest->data;
    struct sc_slice length = {0};
    struct sc_line beyond = {0};

    while (rest->size > 0 && empty_line_size(*rest) == 0) {
        bool full = message->line_count == SC_LINES_MAX;
        struct sc_line *line = full ? &beyond : &message->lines[message->line_count];
        if (!sc_header_take(rest, line) || line->header == SC_HEADER_OTHER) {
            continue;
        }
        if (line->header == SC_HEADER_CONTENT_LENGTH && !sc_slice_present(length)) {
            length = line->value;
        }
        index_line(message, full ? NULL : line);
    }
    message->head = (struct sc_slice){begin, (size_t)(rest->data - begin)};
    message->headers_complete = rest->size > 0;
    take(rest, empty_line_size(*rest));
    return length;
}

/* Bounds the body by LENGTH, the value of Content-Length (section 18.3). */
static void take_body(struct sc_message *message, struct sc_slice rest, struct sc_slice length)
{
    size_t size = rest.size;

    if (sc_slice_number(length, UINT64_MAX, &message->content_length)) {
        message->content_length_readable = true;
        if (message->content_length > size) {
            message->body_missing = message->content_length - size;
        } else {
            size = (size_t)message->content_length;
        }
    }
    message->body = take(&rest, size);
    message->surplus = rest.size;
}

/* Takes the start line out of REST; empty lines may precede it (section 7.5). */
static void take_start(struct sc_message *message, struct sc_slice *rest)
{
    memset(message, 0, offsetof(struct sc_message, lines));
    while (rest->size > 0 && (rest->data[0] == '\r' || rest->data[0] == '\n')) {
        take(rest, 1);
    }
    message->start_line = take_line(rest);
}

uint16_t sc_message_code(const char *data, size_t size)
{
    struct sc_slice rest = {data, size};
    struct sc_message message;

    take_start(&message, &rest);
    return read_status_line(&message) ? message.code : 0;
}

size_t sc_message_scan(const char *data, size_t size, struct sc_message *message)
{
    struct sc_slice rest = {data, size};

    take_start(message, &rest);
    if (message->start_line.size == 0 ||
        (!read_status_line(message) && !read_request_line(message))) {
        message->start_line = (struct sc_slice){0};
        return 0;
    }
    const char *start = message->start_line.data;
    struct sc_slice length = take_head(message, &rest);
    take_body(message, rest, length);
    message->bytes =
        (struct sc_slice){start, (size_t)(message->body.data + message->body.size - start)};
    return (size_t)(start - data) + message->bytes.size;
}

/* Whether LINE, the start of a header line, may be that of a Content-Type: "c" or 12 letters. */
static bool may_be_content_type(struct sc_slice line)
{
    return g_ascii_tolower(line.data[0]) == 'c' && line.size > 8 &&
           (!g_ascii_isalpha(line.data[1]) || g_ascii_tolower(line.data[8]) == 't');
}

/* Whether a header line of TEXT may be a Content-Type that lets fragments be in the body: any but
 * "application/...". */
static bool may_hold_fragment(struct sc_slice text)
{
    while (text.size > 0 && empty_line_size(text) == 0) {
        struct sc_line line;

        if (!may_be_content_type(text)) {
            take_line(&text);
        } else if (sc_header_take(&text, &line) && line.header == SC_HEADER_CONTENT_TYPE &&
                   !sc_slice_starts(line.value, "application/")) {
            return true;
        }
    }
    return false;
}

void sc_message_scan_status(const char *data, size_t size, struct sc_message *message)
{
    struct sc_slice rest = {data, size};

    take_start(message, &rest);
    if (may_hold_fragment(rest)) {
        sc_message_scan(data, size, message);
        return;
    }
    if (!read_status_line(message)) {
        message->start_line = (struct sc_slice){0};
    }
    message->bytes = (struct sc_slice){data, size};
}
