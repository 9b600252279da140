/* GLib's hash table with digests for keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A digest is kept in place of a pointer: nothing has to hold it, and to compare two costs nothing.
 */
#include "tracker-private.h"

G_STATIC_ASSERT(sizeof(gpointer) >= sizeof(uint64_t));

static gpointer key_of_digest(uint64_t digest)
{
    return (gpointer)(uintptr_t)digest; /* NOLINT(performance-no-int-to-ptr): never followed */
}

GHashTable *sc_table_new(void)
{
    return g_hash_table_new(g_direct_hash, g_direct_equal);
}

void *sc_table_find(GHashTable *table, uint64_t digest)
{
    return g_hash_table_lookup(table, key_of_digest(digest));
}

void sc_table_set(GHashTable *table, uint64_t digest, void *value)
{
    if (value != NULL) {
        g_hash_table_replace(table, key_of_digest(digest), value);
    } else {
        g_hash_table_remove(table, key_of_digest(digest));
    }
}
