/* Memory that lives as long as the tracker.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the tracker keeps is freed all at once when the capture is closed. So memory is cut from
 * blocks, without bookkeeping for single pieces.
 */
#include "arena.h"

#include <glib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)

/* Of the members of all that is kept: nothing is larger than these. */
union member {
    void *pointer;
    int64_t number;
};
#define ALIGNMENT _Alignof(union member)

struct arena {
    GPtrArray *blocks;
    char *next;
    size_t left;
};

struct arena *sc_arena_new(void)
{
    struct arena *arena = g_new0(struct arena, 1);

    arena->blocks = g_ptr_array_new_with_free_func(g_free);
    return arena;
}

void sc_arena_free(struct arena *arena)
{
    g_ptr_array_free(arena->blocks, TRUE);
    g_free(arena);
}

static char *cut(struct arena *arena, size_t size)
{
    if (size > arena->left) {
        arena->left = MAX(size, BLOCK_SIZE);
        arena->next = g_malloc(arena->left);
        g_ptr_array_add(arena->blocks, arena->next);
    }
    char *piece = arena->next;
    arena->next += size;
    arena->left -= size;
    return piece;
}

void *sc_arena_alloc(struct arena *arena, size_t size)
{
    size_t skip = (size_t)(-(uintptr_t)arena->next) % ALIGNMENT;

    if (skip > 0 && skip <= arena->left) {
        arena->next += skip;
        arena->left -= skip;
    }
    return memset(cut(arena, size), 0, size);
}

struct sc_slice sc_arena_keep(struct arena *arena, struct sc_slice slice)
{
    if (slice.size == 0) {
        return sc_slice_present(slice) ? (struct sc_slice){"", 0} : slice;
    }
    return (struct sc_slice){memcpy(cut(arena, slice.size), slice.data, slice.size), slice.size};
}
