/* Slices: comparing, trimming, numbers, and turning raw bytes into text for display.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/slice.h"

#include <glib.h>
#include <string.h>

/* True if no case makes the two characters one. The two cases of a letter differ in one bit; so do
 * some other characters, which have to be looked at more closely. */
static bool never_same(char a, char b)
{
    return ((a ^ b) & ~('a' ^ 'A')) != 0;
}

bool sc_slice_same(struct sc_slice a, struct sc_slice b)
{
    if (a.size != b.size) {
        return false;
    }
    if (a.size == 0) {
        return true;
    }
    /* What differs does so at once, nearly always, and what does not has the same case, too. */
    if (never_same(a.data[0], b.data[0])) {
        return false;
    }
    if (memcmp(a.data, b.data, a.size) == 0) {
        return true;
    }
    for (size_t i = 0; i < a.size; i++) {
        if (g_ascii_tolower(a.data[i]) != g_ascii_tolower(b.data[i])) {
            return false;
        }
    }
    return true;
}

bool sc_slice_holds(struct sc_slice slice, struct sc_slice words)
{
    for (size_t at = 0; at + words.size <= slice.size; at++) {
        if (words.size == 0 ||
            (!never_same(slice.data[at], words.data[0]) &&
             sc_slice_same((struct sc_slice){slice.data + at, words.size}, words))) {
            return true;
        }
    }
    return false;
}

bool sc_slice_holds_any(struct sc_slice slice, const char *const *words, size_t count)
{
    size_t at = 0;

    while (at < count && !sc_slice_holds(slice, sc_slice_of(words[at]))) {
        at++;
    }
    return at < count;
}

static bool is_line_end(char c)
{
    return c == '\r' || c == '\n';
}

static inline bool is_blank(char c)
{
    return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || is_line_end(c));
}

struct sc_slice sc_slice_trim(struct sc_slice slice)
{
    while (slice.size > 0 && is_blank(slice.data[0])) {
        slice.data++;
        slice.size--;
    }
    while (slice.size > 0 && is_blank(slice.data[slice.size - 1])) {
        slice.size--;
    }
    return slice;
}

struct sc_slice sc_slice_next_word(struct sc_slice *rest)
{
    size_t begin = 0;
    size_t end = rest->size;

    while (begin < end && is_blank(rest->data[begin])) {
        begin++;
    }
    struct sc_slice word = sc_slice_from(*rest, begin);
    while (begin < end && !is_blank(rest->data[begin])) {
        begin++;
    }
    word.size -= end - begin;
    *rest = sc_slice_trim(sc_slice_from(*rest, begin));
    return word;
}

bool sc_slice_number(struct sc_slice slice, uint64_t max, uint64_t *value)
{
    uint64_t limit = max / 10;
    uint64_t number = 0;

    if (slice.size == 0) {
        return false;
    }
    for (size_t i = 0; i < slice.size; i++) {
        if (!g_ascii_isdigit(slice.data[i])) {
            return false;
        }
        unsigned digit = (unsigned)(slice.data[i] - '0');
        if (number > limit || (number == limit && digit > max - limit * 10)) {
            return false;
        }
        number = number * 10 + digit;
    }
    *value = number;
    return true;
}

/* The text being written: bytes past SIZE are counted, not stored. */
struct writer {
    char *out;
    size_t size;   /* room, the terminator included */
    size_t needed; /* bytes asked for so far */
    size_t stored; /* bytes stored so far */
    bool full;     /* a character did not fit: nothing after it is stored */
};

static void put(struct writer *writer, const char *bytes, size_t count)
{
    if (!writer->full && writer->stored + count < writer->size) {
        memcpy(writer->out + writer->stored, bytes, count);
        writer->stored += count;
    } else {
        writer->full = true;
    }
    writer->needed += count;
}

/* A character that turns the direction of the text around it: with one, a phrase could rearrange
 * the line that it is printed in (Unicode standard annex 9, section 2). */
static bool turns_text(gunichar c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* One character of the source: its bytes if it may be shown, else U+FFFD. Returns its size. */
static size_t put_character(struct writer *writer, const char *source, size_t left)
{
    static const char replacement[] = "\xEF\xBF\xBD";

    if (*source >= ' ' && *source <= '~') { /* nearly always */
        put(writer, source, 1);
        return 1;
    }
    gunichar c = g_utf8_get_char_validated(source, (gssize)left);
    bool readable = c != (gunichar)-1 && c != (gunichar)-2;

    if (!readable || g_unichar_iscntrl(c) || turns_text(c)) {
        put(writer, replacement, sizeof replacement - 1);
        return readable ? (size_t)g_unichar_to_utf8(c, NULL) : 1;
    }
    size_t size = (size_t)g_unichar_to_utf8(c, NULL);
    put(writer, source, size);
    return size;
}

/* True if the quote that ends the slice closes the one that begins it. */
static bool is_quoted_string(struct sc_slice slice)
{
    size_t at = 1;

    if (slice.size < 2 || slice.data[0] != '"') {
        return false;
    }
    while (at < slice.size && slice.data[at] != '"') {
        at += slice.data[at] == '\\' ? 2 : 1;
    }
    return at + 1 == slice.size;
}

/* Writes the white space that TEXT begins with, as one space if a line is continued in it: a line
 * end followed by a blank. Returns its size. */
static size_t put_blanks(struct writer *writer, struct sc_slice text)
{
    size_t size = 0;
    bool fold = false;

    while (size < text.size && is_blank(text.data[size])) {
        fold |= size > 0 && is_line_end(text.data[size - 1]) && !is_line_end(text.data[size]);
        size++;
    }
    if (fold) {
        put(writer, " ", 1);
        return size;
    }
    for (size_t i = 0; i < size; i++) {
        put_character(writer, text.data + i, 1);
    }
    return size;
}

size_t sc_slice_text(struct sc_slice slice, char *out, size_t size)
{
    struct writer writer = {.out = out, .size = size};
    bool quoted = is_quoted_string(slice);
    size_t end = quoted ? slice.size - 1 : slice.size;
    size_t at = quoted ? 1 : 0;

    while (at < end) {
        size_t blanks = put_blanks(&writer, (struct sc_slice){slice.data + at, end - at});
        if (blanks > 0) {
            at += blanks;
            continue;
        }
        if (quoted && slice.data[at] == '\\' && at + 1 < end) {
            at++;
        }
        at += put_character(&writer, slice.data + at, end - at);
    }
    if (size > 0) {
        out[writer.stored] = '\0';
    }
    return writer.needed;
}
