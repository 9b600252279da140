/* Header names, and walking over header lines and their comma-separated values.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/message.h"

#include <glib.h>
#include <string.h>

/* Indexed by enum sc_header, so ascending by name as well. */
static const struct {
    const char *name;
    char compact; /* RFC 3261 section 7.3.3 and the registry; 0 if none */
} headers[SC_HEADER_COUNT] = {
    [SC_HEADER_OTHER] = {"", 0},
    [SC_HEADER_ACCEPT] = {"Accept", 0},
    [SC_HEADER_ACCEPT_ENCODING] = {"Accept-Encoding", 0},
    [SC_HEADER_ACCEPT_LANGUAGE] = {"Accept-Language", 0},
    [SC_HEADER_ACCEPT_RESOURCE_PRIORITY] = {"Accept-Resource-Priority", 0},
    [SC_HEADER_ALLOW] = {"Allow", 0},
    [SC_HEADER_ALLOW_EVENTS] = {"Allow-Events", 'u'},
    [SC_HEADER_AUTHORIZATION] = {"Authorization", 0},
    [SC_HEADER_CALL_ID] = {"Call-ID", 'i'},
    [SC_HEADER_CALL_INFO] = {"Call-Info", 0},
    [SC_HEADER_CONTACT] = {"Contact", 'm'},
    [SC_HEADER_CONTENT_ENCODING] = {"Content-Encoding", 'e'},
    [SC_HEADER_CONTENT_LANGUAGE] = {"Content-Language", 0},
    [SC_HEADER_CONTENT_LENGTH] = {"Content-Length", 'l'},
    [SC_HEADER_CONTENT_TYPE] = {"Content-Type", 'c'},
    [SC_HEADER_CSEQ] = {"CSeq", 0},
    [SC_HEADER_DATE] = {"Date", 0},
    [SC_HEADER_EVENT] = {"Event", 'o'},
    [SC_HEADER_EXPIRES] = {"Expires", 0},
    [SC_HEADER_FEATURE_CAPS] = {"Feature-Caps", 0},
    [SC_HEADER_FROM] = {"From", 'f'},
    [SC_HEADER_IDENTITY] = {"Identity", 'y'},
    [SC_HEADER_INFO_PACKAGE] = {"Info-Package", 0},
    [SC_HEADER_MAX_FORWARDS] = {"Max-Forwards", 0},
    [SC_HEADER_MIN_EXPIRES] = {"Min-Expires", 0},
    [SC_HEADER_MIN_SE] = {"Min-SE", 0},
    [SC_HEADER_P_ASSERTED_IDENTITY] = {"P-Asserted-Identity", 0},
    [SC_HEADER_PRIVACY] = {"Privacy", 0},
    [SC_HEADER_PROXY_AUTHENTICATE] = {"Proxy-Authenticate", 0},
    [SC_HEADER_PROXY_AUTHORIZATION] = {"Proxy-Authorization", 0},
    [SC_HEADER_PROXY_REQUIRE] = {"Proxy-Require", 0},
    [SC_HEADER_RACK] = {"RAck", 0},
    [SC_HEADER_REASON] = {"Reason", 0},
    [SC_HEADER_RECORD_ROUTE] = {"Record-Route", 0},
    [SC_HEADER_RECV_INFO] = {"Recv-Info", 0},
    [SC_HEADER_REFER_TO] = {"Refer-To", 'r'},
    [SC_HEADER_REQUIRE] = {"Require", 0},
    [SC_HEADER_RESOURCE_PRIORITY] = {"Resource-Priority", 0},
    [SC_HEADER_RETRY_AFTER] = {"Retry-After", 0},
    [SC_HEADER_ROUTE] = {"Route", 0},
    [SC_HEADER_RSEQ] = {"RSeq", 0},
    [SC_HEADER_SECURITY_CLIENT] = {"Security-Client", 0},
    [SC_HEADER_SECURITY_SERVER] = {"Security-Server", 0},
    [SC_HEADER_SERVER] = {"Server", 0},
    [SC_HEADER_SESSION_EXPIRES] = {"Session-Expires", 'x'},
    [SC_HEADER_SUBSCRIPTION_STATE] = {"Subscription-State", 0},
    [SC_HEADER_SUPPORTED] = {"Supported", 'k'},
    [SC_HEADER_TO] = {"To", 't'},
    [SC_HEADER_UNSUPPORTED] = {"Unsupported", 0},
    [SC_HEADER_USER_AGENT] = {"User-Agent", 0},
    [SC_HEADER_VIA] = {"Via", 'v'},
    [SC_HEADER_WARNING] = {"Warning", 0},
    [SC_HEADER_WWW_AUTHENTICATE] = {"WWW-Authenticate", 0},
};

/* Orders names without case, a shorter one before a longer one that it begins. */
static int compare(struct sc_slice name, const char *known)
{
    size_t size = strlen(known);
    int order = g_ascii_strncasecmp(name.data, known, MIN(name.size, size));

    if (order != 0) {
        return order;
    }
    return name.size < size ? -1 : name.size > size;
}

enum sc_header sc_header_lookup(struct sc_slice name)
{
    size_t low = SC_HEADER_OTHER + 1;
    size_t high = SC_HEADER_COUNT;

    /* A NUL would pass for the compact form of the headers that have none. */
    if (name.size == 0 || name.data[0] == '\0') {
        return SC_HEADER_OTHER;
    }
    if (name.size == 1) {
        for (size_t i = low; i < high; i++) {
            if (headers[i].compact == g_ascii_tolower(name.data[0])) {
                return (enum sc_header)i;
            }
        }
        return SC_HEADER_OTHER;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(name, headers[middle].name);
        if (order == 0) {
            return (enum sc_header)middle;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return SC_HEADER_OTHER;
}

const char *sc_header_name(enum sc_header header)
{
    return header < SC_HEADER_COUNT ? headers[header].name : "";
}

/* Bytes up to the end of the logical line at the start of TEXT, line end and folded lines
 * included. A line that begins with a blank continues the one before (section 7.3.1). */
static size_t logical_line(struct sc_slice text)
{
    size_t at = 0;

    for (;;) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        if (end == NULL) {
            return text.size;
        }
        at = (size_t)(end - text.data) + 1;
        if (at == text.size || (text.data[at] != ' ' && text.data[at] != '\t')) {
            return at;
        }
    }
}

bool sc_header_next(struct sc_slice *rest, struct sc_line *line)
{
    while (rest->size > 0) {
        struct sc_slice text = {rest->data, logical_line(*rest)};
        rest->data += text.size;
        rest->size -= text.size;

        const char *colon = memchr(text.data, ':', text.size);
        if (colon == NULL) {
            continue;
        }
        size_t name_size = (size_t)(colon - text.data);
        line->name = sc_slice_trim((struct sc_slice){text.data, name_size});
        line->value = sc_slice_trim((struct sc_slice){colon + 1, text.size - name_size - 1});
        line->header = sc_header_lookup(line->name);
        return true;
    }
    return false;
}

bool sc_line_next(const struct sc_message *message, enum sc_header header, struct sc_cursor *cursor,
                  struct sc_slice *value)
{
    while (cursor->line < message->line_count) {
        const struct sc_line *line = &message->lines[cursor->line++];
        if (line->header == header) {
            *value = line->value;
            return true;
        }
    }
    return false;
}

/* Bytes of TEXT before the first SEPARATOR outside of quotes, angle brackets and comments. What
 * is opened and never closed reaches to the end. */
static size_t value_size(struct sc_slice text, char separator)
{
    unsigned comment = 0;
    bool quoted = false;
    bool bracket = false;

    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '\\' && (quoted || comment > 0)) {
            i++;
        } else if (c == '"' && comment == 0) {
            quoted = !quoted;
        } else if (quoted) {
            continue;
        } else if (c == '(' && !bracket) {
            comment++;
        } else if (c == ')' && comment > 0) {
            comment--;
        } else if (comment > 0) {
            continue;
        } else if (c == '<') {
            bracket = true;
        } else if (c == '>') {
            bracket = false;
        } else if (c == separator && !bracket) {
            return i;
        }
    }
    return text.size;
}

bool sc_value_next(const struct sc_message *message, enum sc_header header,
                   struct sc_cursor *cursor, struct sc_slice *value)
{
    for (; cursor->line < message->line_count; cursor->line++, cursor->at = 0) {
        const struct sc_line *line = &message->lines[cursor->line];
        if (line->header != header) {
            continue;
        }
        while (cursor->at < line->value.size) {
            struct sc_slice rest = {line->value.data + cursor->at, line->value.size - cursor->at};
            size_t size = value_size(rest, ',');
            cursor->at += size + 1;
            *value = sc_slice_trim((struct sc_slice){rest.data, size});
            if (value->size > 0) {
                return true;
            }
        }
    }
    return false;
}

struct sc_slice sc_header_first(const struct sc_message *message, enum sc_header header)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value = {0};

    sc_line_next(message, header, &cursor, &value);
    return value;
}

size_t sc_header_count(const struct sc_message *message, enum sc_header header)
{
    size_t count = 0;

    for (size_t i = 0; i < message->line_count; i++) {
        count += message->lines[i].header == header;
    }
    return count;
}

bool sc_header_lists(const struct sc_message *message, enum sc_header header, struct sc_slice token)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(message, header, &cursor, &value)) {
        value.size = value_size(value, ';');
        if (sc_slice_same(sc_slice_trim(value), token)) {
            return true;
        }
    }
    return false;
}

bool sc_param_next(struct sc_slice *rest, char separator, struct sc_param *param)
{
    while (rest->size > 0) {
        size_t size = value_size(*rest, separator);
        struct sc_slice text = sc_slice_trim((struct sc_slice){rest->data, size});
        size_t skip = MIN(size + 1, rest->size);
        rest->data += skip;
        rest->size -= skip;
        if (text.size == 0) {
            continue;
        }
        const char *equals = memchr(text.data, '=', text.size);
        if (equals == NULL) {
            *param = (struct sc_param){.name = text};
            return true;
        }
        size_t name_size = (size_t)(equals - text.data);
        param->name = sc_slice_trim((struct sc_slice){text.data, name_size});
        param->value = sc_slice_trim((struct sc_slice){equals + 1, text.size - name_size - 1});
        return true;
    }
    return false;
}

struct sc_slice sc_param_find(struct sc_slice params, const char *name)
{
    struct sc_param param;

    while (sc_param_next(&params, ';', &param)) {
        if (sc_slice_is(param.name, name)) {
            return sc_slice_present(param.value)
                       ? param.value
                       : (struct sc_slice){param.name.data + param.name.size, 0};
        }
    }
    return (struct sc_slice){0};
}
