/* Maps: what belongs to a digest.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A hash table of our own: the keys are digests already, 64 bits on every system. To find one is a
 * multiplication and mostly one look.
 */
#ifndef SIPCODES_MAP_H
#define SIPCODES_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_slot {
    uint64_t key; /* 0: free */
    void *value;
};

/* All zero: empty. Owns its slots, not the values. */
struct map {
    struct map_slot *slots;
    size_t used;   /* slots with a key */
    unsigned bits; /* 2^BITS slots; 0: none */
};

/* Frees the slots; the map is empty then. */
void sc_map_clear(struct map *map);

/* What was set last for a digest; NULL: nothing. */
void *sc_map_find(const struct map *map, uint64_t digest);

/* VALUE may be NULL: nothing from now on. */
void sc_map_set(struct map *map, uint64_t digest, void *value);

#endif
