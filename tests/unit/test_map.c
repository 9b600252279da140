/* The tracker's maps: what belongs to a digest.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "scan.h"

#include "track/map.h"

static int values[4];

static void empty(void **state)
{
    struct map map = {0};

    assert_null(sc_map_find(&map, 0));
    assert_null(sc_map_find(&map, 1));
    sc_map_clear(&map);
}

static void last_value_counts(void **state)
{
    struct map map = {0};

    sc_map_set(&map, 7, &values[0]);
    sc_map_set(&map, 7, &values[1]);
    assert_ptr_equal(sc_map_find(&map, 7), &values[1]);
    sc_map_set(&map, 7, NULL);
    assert_null(sc_map_find(&map, 7));
    sc_map_set(&map, 7, &values[2]);
    assert_ptr_equal(sc_map_find(&map, 7), &values[2]);
    assert_int_equal(map.used, 1);
    sc_map_clear(&map);
    assert_null(sc_map_find(&map, 7));
}

static void any_digest_is_a_key(void **state)
{
    static const uint64_t digests[] = {0, 1, UINT64_MAX, UINT64_C(1) << 63};
    struct map map = {0};

    for (size_t i = 0; i < G_N_ELEMENTS(digests); i++) {
        assert_null(sc_map_find(&map, digests[i]));
        sc_map_set(&map, digests[i], &values[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(digests); i++) {
        assert_ptr_equal(sc_map_find(&map, digests[i]), &values[i]);
    }
    sc_map_clear(&map);
}

/* Digests that differ in their high bits only, in their low bits only, and by chance: the map holds
 * what GLib's table holds. */
static void many_digests(void **state)
{
    enum { COUNT = 20000 };
    GHashTable *table = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    GRand *random = g_rand_new_with_seed(1);
    struct map map = {0};
    GHashTableIter iter;
    gpointer key;
    gpointer value;

    for (uint64_t i = 0; i < COUNT; i++) {
        uint64_t any = (uint64_t)g_rand_int(random) << 32 | g_rand_int(random);
        uint64_t digest = i % 3 == 0 ? i << 48 : i % 3 == 1 ? i : any % COUNT << 20;
        void *set = g_rand_int_range(random, 0, 4) == 0 ? NULL : &values[any % 4];
        sc_map_set(&map, digest, set);
        g_hash_table_replace(table, g_memdup2(&digest, sizeof digest), set);
    }
    g_hash_table_iter_init(&iter, table);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        assert_ptr_equal(sc_map_find(&map, *(uint64_t *)key), value);
    }
    assert_true(map.used <= g_hash_table_size(table));
    assert_true(map.used < (size_t)1 << map.bits);
    sc_map_clear(&map);
    g_rand_free(random);
    g_hash_table_unref(table);
}

/* What was taken out makes room when the map grows: one that is set and emptied over and over stays
 * small. */
static void emptied_keys_make_room(void **state)
{
    struct map map = {0};

    for (uint64_t i = 1; i <= 1000; i++) {
        sc_map_set(&map, i, &values[0]);
        sc_map_set(&map, i, NULL);
    }
    for (uint64_t i = 1; i <= 1000; i++) {
        assert_null(sc_map_find(&map, i));
    }
    assert_true(map.bits <= 4);
    sc_map_clear(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty),
        cmocka_unit_test(last_value_counts),
        cmocka_unit_test(any_digest_is_a_key),
        cmocka_unit_test(many_digests),
        cmocka_unit_test(emptied_keys_make_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
