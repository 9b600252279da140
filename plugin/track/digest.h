/* Digests: 64 bits that stand for some bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * FNV-1a with a seed, taken in words of eight bytes, chained: the result of one call is the seed of
 * the next. Not for secrets. By chance, two of a million different values share a digest about once
 * in 10^7 captures of that size.
 */
#ifndef SIPCODES_DIGEST_H
#define SIPCODES_DIGEST_H

#include <stdint.h>

#include "sipcodes/slice.h"
#include "sipcodes/uri.h"

/* The bytes of a slice. Its size goes in too, so that "ab","c" and "a","bc" differ. */
uint64_t sc_digest_slice(uint64_t seed, struct sc_slice slice);

/* As sc_digest_slice(), but bytes that differ in bit 5 only, as ASCII letters of either case do,
 * are the same. */
uint64_t sc_digest_folded(uint64_t seed, struct sc_slice slice);

/* As sc_digest_slice(), with another result, for slices of some hundred bytes. */
uint64_t sc_digest_long(uint64_t seed, struct sc_slice slice);

/* User and host of a URI, whatever its scheme, port and parameters. */
uint64_t sc_digest_user(uint64_t seed, const struct sc_uri *uri);

/* A number. */
uint64_t sc_digest_number(uint64_t seed, uint64_t number);

#endif
