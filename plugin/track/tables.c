/* The tracker's tables.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tracker-private.h"

void *sc_table_obtain(struct sc_tracker *tracker, enum table table, uint64_t digest, size_t size)
{
    void *value = sc_table_find(tracker, table, digest);

    if (value == NULL) {
        value = sc_arena_alloc(tracker->arena, size);
        sc_table_set(tracker, table, digest, value);
    }
    return value;
}
