/* A piece of bytes that belong to the caller.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything that is read from a SIP message is passed on as a slice: a pointer into the caller's
 * buffer and a size. A slice owns nothing and is valid as long as that buffer. Its bytes are as
 * they came from the wire: not terminated, possibly with NUL, control characters or broken UTF-8.
 * sc_slice_text() is the only way from there to something that may be shown.
 */
#ifndef SIPCODES_SLICE_H
#define SIPCODES_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct sc_slice {
    const char *data; /* not terminated; NULL only in an absent slice */
    size_t size;      /* bytes */
};

/* The slice over a terminated string, without its terminator. TEXT must outlive the slice. */
static inline struct sc_slice sc_slice_of(const char *text)
{
    return (struct sc_slice){text, strlen(text)};
}

/* True if the slice points at something. An empty value that was sent is present. */
static inline bool sc_slice_present(struct sc_slice slice)
{
    return slice.data != NULL;
}

/* Octet for octet equality, as Call-ID, tags and branches need it. Two absent slices are equal. */
static inline bool sc_slice_equal(struct sc_slice a, struct sc_slice b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Equality that ignores the case of ASCII letters: tokens, header names, hosts
 * (RFC 3261 section 7.3.1). */
bool sc_slice_same(struct sc_slice a, struct sc_slice b);

/* sc_slice_same() against a terminated string. */
static inline bool sc_slice_is(struct sc_slice slice, const char *text)
{
    return slice.size == strlen(text) && sc_slice_same(slice, sc_slice_of(text));
}

/* True if the slice begins with PREFIX, ASCII case ignored. */
static inline bool sc_slice_starts(struct sc_slice slice, const char *prefix)
{
    size_t size = strlen(prefix);

    return slice.size >= size &&
           sc_slice_same((struct sc_slice){slice.data, size}, sc_slice_of(prefix));
}

/* True if the slice contains WORDS, ASCII case ignored. */
bool sc_slice_holds(struct sc_slice slice, struct sc_slice words);

/* The same of any of COUNT words. */
bool sc_slice_holds_any(struct sc_slice slice, const char *const *words, size_t count);

/* The slice without white space (SP, HT, CR, LF) at both ends. */
struct sc_slice sc_slice_trim(struct sc_slice slice);

/* The slice from byte COUNT on. COUNT is at most its size. */
static inline struct sc_slice sc_slice_from(struct sc_slice slice, size_t count)
{
    return count == 0 ? slice : (struct sc_slice){slice.data + count, slice.size - count};
}

/* The slice up to the first STOP, or all of it if there is none. */
static inline struct sc_slice sc_slice_until(struct sc_slice slice, char stop)
{
    const char *found = slice.size > 0 ? memchr(slice.data, stop, slice.size) : NULL;

    return found != NULL ? (struct sc_slice){slice.data, (size_t)(found - slice.data)} : slice;
}

/* Takes the next word from REST: what stands between white space (SP, HT, CR, LF). REST becomes
 * what follows, without the white space around it. The word has size 0 if REST holds none. */
struct sc_slice sc_slice_next_word(struct sc_slice *rest);

/* Reads a whole slice of decimal digits. False, and VALUE untouched, if the slice is empty, holds
 * anything but digits, or exceeds MAX. */
bool sc_slice_number(struct sc_slice slice, uint64_t max, uint64_t *value);

/* Writes the slice as text that may be shown: folding (RFC 3261 section 7.3.1) becomes one space,
 * and every control character (C0, DEL, C1), every character that turns the direction of text, and
 * every byte that is not UTF-8 becomes U+FFFD. If the slice is a quoted-string, its quotes go and
 * quoted-pairs are resolved (section 25.1).
 *
 * OUT gets at most SIZE bytes with the terminator, cut at a character's border. Returns the bytes
 * that the whole text needs without the terminator; SC_TEXT_SIZE(slice.size) is always enough.
 * OUT may be NULL if SIZE is 0. */
size_t sc_slice_text(struct sc_slice slice, char *out, size_t size);

/* Room for sc_slice_text() of N bytes: each may become the three bytes of U+FFFD. */
#define SC_TEXT_SIZE(n) ((n)*3 + 1)

#endif
