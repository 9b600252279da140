/* Maps: what belongs to a digest.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Open addressing: a key is in the slot that its digest leads to, or in one of those after it.
 * At most four of five slots are taken, so that a search ends soon. A key stays once it is there,
 * maybe without value, until there is no room for another one.
 */
#include "map.h"

#include <glib.h>

#define BITS_MIN 4

/* 2^64 divided by the golden ratio: spreads what the digests have in common (Knuth, The Art of
 * Computer Programming, volume 3, section 6.4). */
#define SPREAD UINT64_C(0x9E3779B97F4A7C15)

/* 0 marks a free slot, so that digest shares the key of another one. */
static uint64_t key_of(uint64_t digest)
{
    return digest != 0 ? digest : SPREAD;
}

/* The slot with a key, or the free one that it would be put in. */
static struct map_slot *slot_of(struct map_slot *slots, unsigned bits, uint64_t key)
{
    size_t mask = ((size_t)1 << bits) - 1;
    size_t at = (size_t)(key * SPREAD >> (64 - bits));

    while (slots[at].key != key && slots[at].key != 0) {
        at = (at + 1) & mask;
    }
    return &slots[at];
}

/* Slots that have a value. */
static size_t count_values(const struct map *map)
{
    size_t count = 0;

    for (size_t i = 0; map->slots != NULL && i < (size_t)1 << map->bits; i++) {
        count += map->slots[i].value != NULL;
    }
    return count;
}

/* Makes room: drops the keys without value, and doubles the slots unless that is enough. */
static void grow(struct map *map)
{
    struct map old = *map;
    bool sparse = count_values(map) < old.used / 2;

    map->bits = MAX(old.bits + (sparse ? 0 : 1), BITS_MIN);
    map->slots = g_new0(struct map_slot, (gsize)1 << map->bits);
    map->used = 0;
    for (size_t i = 0; old.slots != NULL && i < (size_t)1 << old.bits; i++) {
        if (old.slots[i].value != NULL) {
            *slot_of(map->slots, map->bits, old.slots[i].key) = old.slots[i];
            map->used++;
        }
    }
    g_free(old.slots);
}

void sc_map_clear(struct map *map)
{
    g_free(map->slots);
    *map = (struct map){0};
}

void *sc_map_find(const struct map *map, uint64_t digest)
{
    return map->used > 0 ? slot_of(map->slots, map->bits, key_of(digest))->value : NULL;
}

void sc_map_set(struct map *map, uint64_t digest, void *value)
{
    if (map->bits == 0 || map->used >= ((size_t)4 << map->bits) / 5) {
        grow(map);
    }
    struct map_slot *slot = slot_of(map->slots, map->bits, key_of(digest));
    map->used += slot->key == 0;
    *slot = (struct map_slot){key_of(digest), value};
}
