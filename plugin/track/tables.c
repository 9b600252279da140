/* GLib's hash table over 64-bit digests.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tracker-private.h"

GHashTable *table_new(void)
{
    return g_hash_table_new(g_int64_hash, g_int64_equal);
}

void *table_find(GHashTable *table, uint64_t key)
{
    return g_hash_table_lookup(table, &key);
}

void table_set(GHashTable *table, uint64_t *key, void *value)
{
    g_hash_table_replace(table, key, value);
}
