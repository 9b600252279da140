/* Memory that lives as long as the tracker.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_ARENA_H
#define SIPCODES_ARENA_H

#include <stddef.h>

#include "sipcodes/slice.h"

struct arena;

struct arena *sc_arena_new(void);
void sc_arena_free(struct arena *arena);

/* SIZE zeroed bytes, aligned for any struct. Freed with the arena, never alone. */
void *sc_arena_alloc(struct arena *arena, size_t size);

/* A copy of the slice; absent stays absent. */
struct sc_slice sc_arena_keep(struct arena *arena, struct sc_slice slice);

#endif
