/* Header names, and walking over header lines and their comma-separated values.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include "sipcodes/catalog.h"

#include <glib.h>
#include <limits.h>
#include <string.h>

#define ROW(argument, letter, header, name) {name, sizeof(name) - 1},

static const struct sc_slice headers[SC_HEADER_NAMED_COUNT] = {{"", 0}, SC_HEADERS(ROW, 0)};

/* The first header whose name begins with a letter, or else with a later one: SC_HEADER_OTHER and
 * all names with letters before come before it. */
#define IS_BEFORE(limit, letter, header, name)                                                     \
    +((letter) < (limit)) /* NOLINT(bugprone-macro-parentheses): one term of a sum */
#define FIRST(letter) (1 SC_HEADERS(IS_BEFORE, letter))

static const uint8_t first_of_letter['z' - 'a' + 2] = {
    FIRST('a'), FIRST('b'), FIRST('c'), FIRST('d'), FIRST('e'), FIRST('f'),     FIRST('g'),
    FIRST('h'), FIRST('i'), FIRST('j'), FIRST('k'), FIRST('l'), FIRST('m'),     FIRST('n'),
    FIRST('o'), FIRST('p'), FIRST('q'), FIRST('r'), FIRST('s'), FIRST('t'),     FIRST('u'),
    FIRST('v'), FIRST('w'), FIRST('x'), FIRST('y'), FIRST('z'), FIRST('z' + 1),
};

/* The sizes of the names that begin with a letter, a bit for each. */
#define SIZE_BIT(wanted, letter, header, name)                                                     \
    | ((letter) == (wanted) ? UINT64_C(1) << (sizeof(name) - 1) : 0)
#define SIZES(letter) (0 SC_HEADERS(SIZE_BIT, letter))

static const uint64_t sizes_of_letter['z' - 'a' + 1] = {
    SIZES('a'), SIZES('b'), SIZES('c'), SIZES('d'), SIZES('e'), SIZES('f'), SIZES('g'),
    SIZES('h'), SIZES('i'), SIZES('j'), SIZES('k'), SIZES('l'), SIZES('m'), SIZES('n'),
    SIZES('o'), SIZES('p'), SIZES('q'), SIZES('r'), SIZES('s'), SIZES('t'), SIZES('u'),
    SIZES('v'), SIZES('w'), SIZES('x'), SIZES('y'), SIZES('z'),
};

/* RFC 3261 section 7.3.3 and the IANA registry. */
static enum sc_header compact_form(char letter)
{
    switch (letter) {
    case 'c':
        return SC_HEADER_CONTENT_TYPE;
    case 'e':
        return SC_HEADER_CONTENT_ENCODING;
    case 'f':
        return SC_HEADER_FROM;
    case 'i':
        return SC_HEADER_CALL_ID;
    case 'k':
        return SC_HEADER_SUPPORTED;
    case 'l':
        return SC_HEADER_CONTENT_LENGTH;
    case 'm':
        return SC_HEADER_CONTACT;
    case 'o':
        return SC_HEADER_EVENT;
    case 'r':
        return SC_HEADER_REFER_TO;
    case 't':
        return SC_HEADER_TO;
    case 'u':
        return SC_HEADER_ALLOW_EVENTS;
    case 'v':
        return SC_HEADER_VIA;
    case 'x':
        return SC_HEADER_SESSION_EXPIRES;
    case 'y':
        return SC_HEADER_IDENTITY;
    default:
        return SC_HEADER_OTHER;
    }
}

/* True if a vendor's header that states a cause may begin with a letter. */
static bool is_vendor_letter(char letter)
{
    return letter == 'x' || letter == 'm' || letter == 'p';
}

/* Called for each header line of a capture: a line costs one comparison of names at most, but for
 * the few names of the same first letter and size. */
enum sc_header sc_header_lookup(struct sc_slice name)
{
    if (name.size == 0) {
        return SC_HEADER_OTHER;
    }
    char letter = (char)(name.data[0] | ('a' ^ 'A')); /* a letter if and only if it was one */
    if (name.size == 1) {
        return compact_form(letter);
    }
    if (letter < 'a' || letter > 'z') {
        return SC_HEADER_OTHER;
    }
    bool known = name.size < 64 && (sizes_of_letter[letter - 'a'] >> name.size & 1) != 0;
    for (size_t i = first_of_letter[letter - 'a']; known && i < first_of_letter[letter - 'a' + 1];
         i++) {
        /* Nearly all spell it as the RFC does. */
        if (name.size == headers[i].size && (memcmp(name.data, headers[i].data, name.size) == 0 ||
                                             sc_slice_same(name, headers[i]))) {
            return (enum sc_header)i;
        }
    }
    return is_vendor_letter(letter) && sc_vendor_cause_lookup(name) != NULL ? SC_HEADER_VENDOR_CAUSE
                                                                            : SC_HEADER_OTHER;
}

const char *sc_header_name(enum sc_header header)
{
    return header < SC_HEADER_NAMED_COUNT ? headers[header].data : "";
}

/* The end of the logical line that begins at BEGIN, line end and folded lines included. A line that
 * begins with a blank continues the one before (section 7.3.1). */
static inline const char *line_end(const char *begin, const char *limit)
{
    const char *at = begin;

    do {
        const char *end = memchr(at, '\n', (size_t)(limit - at));
        if (end == NULL) {
            return limit;
        }
        at = end + 1;
    } while (at < limit && (*at == ' ' || *at == '\t'));
    return at;
}

bool sc_header_take(struct sc_slice *rest, struct sc_line *line)
{
    const char *begin = rest->data;
    const char *end = line_end(begin, begin + rest->size);
    const char *colon = memchr(begin, ':', (size_t)(end - begin));

    rest->data = end;
    rest->size -= (size_t)(end - begin);
    if (colon == NULL) {
        return false;
    }
    line->name = trim((struct sc_slice){begin, (size_t)(colon - begin)});
    line->header = sc_header_lookup(line->name);
    /* What stands between colon and line end is nearly always a blank, the value and CRLF, so these
     * are cut off before anything else is looked for. */
    begin = colon + 1;
    end -= end > begin && end[-1] == '\n';
    end -= end > begin && end[-1] == '\r';
    begin += begin < end && *begin == ' ';
    line->value = trim((struct sc_slice){begin, (size_t)(end - begin)});
    return true;
}

bool sc_header_next(struct sc_slice *rest, struct sc_line *line)
{
    while (rest->size > 0) {
        if (sc_header_take(rest, line)) {
            return true;
        }
    }
    return false;
}

struct sc_slice sc_header_named(const struct sc_message *message, const char *name)
{
    struct sc_slice rest = message->head;
    struct sc_line line;

    while (sc_header_next(&rest, &line)) {
        if (sc_slice_is(line.name, name)) {
            return line.value;
        }
    }
    return (struct sc_slice){0};
}

/* The first line at or after the cursor that may be one of HEADER. */
static size_t first_line(const struct sc_message *message, enum sc_header header,
                         const struct sc_cursor *cursor)
{
    size_t first = message->first[header];

    return first == 0 ? message->line_count : MAX(first - 1, cursor->line);
}

bool sc_line_next(const struct sc_message *message, enum sc_header header, struct sc_cursor *cursor,
                  struct sc_slice *value)
{
    cursor->line = first_line(message, header, cursor);
    while (cursor->line < message->line_count) {
        const struct sc_line *line = &message->lines[cursor->line++];
        if (line->header == header) {
            *value = line->value;
            return true;
        }
    }
    return false;
}

/* The characters that value_size() stops to look at. Nearly all others are passed over, so this is
 * what reading values costs. */
static const bool structural[UCHAR_MAX + 1] = {
    ['"'] = true, ['('] = true, [')'] = true, [','] = true,
    [';'] = true, ['<'] = true, ['>'] = true, ['\\'] = true,
};

/* Where the quoted string ends whose first character is at AT; 0 if it is not that simple. */
static size_t plain_quote_end(struct sc_slice text, size_t at)
{
    const char *begin = text.data + at;
    const char *end = at < text.size ? memchr(begin, '"', text.size - at) : NULL;

    return end != NULL && memchr(begin, '\\', (size_t)(end - begin)) == NULL
               ? (size_t)(end - text.data)
               : 0;
}

/* Bytes of TEXT before the first SEPARATOR (a structural one) outside of quotes, angle brackets and
 * comments. What is opened and never closed reaches to the end. */
static size_t value_size(struct sc_slice text, char separator)
{
    unsigned comment = 0;
    bool quoted = false;
    bool bracket = false;

    /* Most values are the only one, and most parameters that matter the last. */
    if (text.size == 0 || memchr(text.data, separator, text.size) == NULL) {
        return text.size;
    }
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (!structural[(unsigned char)c]) {
            continue;
        }
        if (c == '\\' && (quoted || comment > 0)) {
            i++;
        } else if (c == '"' && comment == 0) {
            size_t end = quoted ? 0 : plain_quote_end(text, i + 1);
            quoted = !quoted && end == 0;
            i = end > 0 ? end : i;
        } else if (c == '(' && !quoted && !bracket) {
            comment++;
        } else if (c == ')' && comment > 0) {
            comment--;
        } else if (!quoted && comment == 0) {
            if (c == separator && !bracket) {
                return i;
            }
            bracket = c == '<' || (bracket && c != '>');
        }
    }
    return text.size;
}

bool sc_value_next(const struct sc_message *message, enum sc_header header,
                   struct sc_cursor *cursor, struct sc_slice *value)
{
    if (cursor->at == 0) {
        cursor->line = first_line(message, header, cursor);
    }
    for (; cursor->line < message->line_count; cursor->line++, cursor->at = 0) {
        const struct sc_line *line = &message->lines[cursor->line];
        if (line->header != header) {
            continue;
        }
        while (cursor->at < line->value.size) {
            struct sc_slice rest = {line->value.data + cursor->at, line->value.size - cursor->at};
            size_t size = value_size(rest, ',');
            cursor->at += size + 1;
            *value = trim((struct sc_slice){rest.data, size});
            if (value->size > 0) {
                return true;
            }
        }
    }
    return false;
}

struct sc_slice sc_header_first(const struct sc_message *message, enum sc_header header)
{
    size_t first = message->first[header];

    return first > 0 ? message->lines[first - 1].value : (struct sc_slice){0};
}

size_t sc_header_count(const struct sc_message *message, enum sc_header header)
{
    struct sc_cursor start = {0};
    size_t count = 0;

    if ((message->repeated >> header & 1) == 0) {
        return message->first[header] > 0;
    }
    for (size_t i = first_line(message, header, &start); i < message->line_count; i++) {
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
        if (sc_slice_same(trim(value), token)) {
            return true;
        }
    }
    return false;
}

bool sc_param_next(struct sc_slice *rest, char separator, struct sc_param *param)
{
    while (rest->size > 0) {
        size_t size = rest->data[0] == separator ? 0 : value_size(*rest, separator);
        struct sc_slice text = trim((struct sc_slice){rest->data, size});
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
        param->name = trim((struct sc_slice){text.data, name_size});
        param->value = trim((struct sc_slice){equals + 1, text.size - name_size - 1});
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
