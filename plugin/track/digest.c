/* Digests: 64 bits that stand for some bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "digest.h"

#include <glib.h>
#include <string.h>

#define OFFSET UINT64_C(14695981039346656037)
#define PRIME  UINT64_C(1099511628211)

uint64_t sc_digest_number(uint64_t seed, uint64_t number)
{
    uint64_t digest = (seed ^ number) * PRIME;

    return digest ^ (digest >> 32);
}

/* Takes one word in; cheaper than sc_digest_number(), and enough where that one follows. */
static inline uint64_t stir(uint64_t digest, uint64_t word)
{
    digest = (digest ^ word) * PRIME;
    return digest << 32 | digest >> 32;
}

static uint64_t word_at(const char *data)
{
    uint64_t word;

    memcpy(&word, data, sizeof word);
    return word;
}

/* The last eight bytes, or all if there are less. */
static uint64_t last_word(struct sc_slice slice)
{
    uint64_t word = 0;

    if (slice.size >= sizeof word) {
        return word_at(slice.data + slice.size - sizeof word);
    }
    for (size_t i = 0; i < slice.size; i++) {
        word = word << 8 | (unsigned char)slice.data[i];
    }
    return word;
}

/* Each word is taken with the bits of MASK set. The last one may overlap with the one before. */
static inline uint64_t digest_masked(uint64_t seed, struct sc_slice slice, uint64_t mask)
{
    uint64_t digest = OFFSET ^ seed;

    for (size_t at = 0; at + sizeof(uint64_t) < slice.size; at += sizeof(uint64_t)) {
        digest = stir(digest, word_at(slice.data + at) | mask);
    }
    return sc_digest_number(stir(digest, last_word(slice) | mask), slice.size);
}

uint64_t sc_digest_slice(uint64_t seed, struct sc_slice slice)
{
    return digest_masked(seed, slice, 0);
}

uint64_t sc_digest_folded(uint64_t seed, struct sc_slice slice)
{
    return digest_masked(seed, slice, UINT64_C(0x2020202020202020));
}

uint64_t sc_digest_user(uint64_t seed, const struct sc_uri *uri)
{
    return sc_digest_folded(sc_digest_slice(seed, uri->user), uri->host);
}

/* Two chains run side by side: a multiplication need not wait for the one before. */
uint64_t sc_digest_long(uint64_t seed, struct sc_slice slice)
{
    const size_t size = sizeof(uint64_t);
    uint64_t even = OFFSET ^ seed;
    uint64_t odd = seed;
    size_t at = 0;

    for (; slice.size - at >= 4 * size; at += 4 * size) {
        even = stir(even, word_at(slice.data + at));
        odd = stir(odd, word_at(slice.data + at + size));
        even = stir(even, word_at(slice.data + at + 2 * size));
        odd = stir(odd, word_at(slice.data + at + 3 * size));
    }
    for (; slice.size - at >= 2 * size; at += 2 * size) {
        even = stir(even, word_at(slice.data + at));
        odd = stir(odd, word_at(slice.data + at + size));
    }
    uint64_t rest = sc_digest_slice(even, (struct sc_slice){slice.data + at, slice.size - at});
    return sc_digest_number(sc_digest_number(rest, odd), slice.size);
}
