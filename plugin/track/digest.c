/* Digests: 64 bits that stand for some bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "digest.h"

#include <glib.h>
#include <string.h>

#define OFFSET UINT64_C(14695981039346656037)
#define PRIME  UINT64_C(1099511628211)

uint64_t digest_number(uint64_t seed, uint64_t number)
{
    uint64_t digest = (seed ^ number) * PRIME;

    return digest ^ (digest >> 32);
}

uint64_t digest_slice(uint64_t seed, struct sc_slice slice)
{
    uint64_t digest = OFFSET ^ seed;
    size_t at = 0;

    for (uint64_t word; slice.size - at >= sizeof word; at += sizeof word) {
        memcpy(&word, slice.data + at, sizeof word);
        digest = digest_number(digest, word);
    }
    for (; at < slice.size; at++) {
        digest = (digest ^ (unsigned char)slice.data[at]) * PRIME;
    }
    return digest_number(digest, slice.size);
}

uint64_t digest_folded(uint64_t seed, struct sc_slice slice)
{
    uint64_t digest = OFFSET ^ seed;

    for (size_t i = 0; i < slice.size; i++) {
        digest = (digest ^ (unsigned char)g_ascii_tolower(slice.data[i])) * PRIME;
    }
    return digest_number(digest, slice.size);
}
