/* Calls by the hosts that made and took them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "peers.h"

#include <glib.h>
#include <string.h>

#include "sipcodes/group.h"

/* A peer while it is counted. */
struct counted {
    struct sc_peer peer;
    GHashTable *causes; /* title -> count */
};

struct peers {
    GHashTable *by_hosts; /* "client server" -> struct counted */
    GStringChunk *titles;
    GArray *sorted; /* struct sc_peer */
};

static void free_counted(gpointer data)
{
    struct counted *counted = (struct counted *)data;

    g_hash_table_destroy(counted->causes);
    g_free(counted);
}

struct peers *sc_peers_new(void)
{
    struct peers *peers = g_new0(struct peers, 1);

    peers->by_hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_counted);
    peers->titles = g_string_chunk_new(256);
    peers->sorted = g_array_new(FALSE, FALSE, sizeof(struct sc_peer));
    return peers;
}

void sc_peers_free(struct peers *peers)
{
    g_hash_table_destroy(peers->by_hosts);
    g_string_chunk_free(peers->titles);
    g_array_free(peers->sorted, TRUE);
    g_free(peers);
}

static struct counted *counted_of(struct peers *peers, const struct sc_path *path)
{
    char client[SC_ENDPOINT_TEXT_SIZE];
    char server[SC_ENDPOINT_TEXT_SIZE];

    sc_endpoint_write(path->hosts[0], client);
    sc_endpoint_write(path->hosts[MIN(path->count, 2) - 1], server);
    char *key = g_strdup_printf("%s %s", client, server);
    struct counted *counted = (struct counted *)g_hash_table_lookup(peers->by_hosts, key);
    if (counted == NULL) {
        counted = g_new0(struct counted, 1);
        counted->peer.client = path->hosts[0];
        counted->peer.server = path->hosts[MIN(path->count, 2) - 1];
        counted->causes = g_hash_table_new(g_str_hash, g_str_equal);
        g_hash_table_insert(peers->by_hosts, g_strdup(key), counted);
    }
    g_free(key);
    return counted;
}

void sc_peers_add(struct peers *peers, const struct sc_attempt_facts *facts,
                  const struct sc_why *why)
{
    struct sc_path path = sc_attempt_path(facts);

    if (path.count == 0) {
        return;
    }
    struct counted *counted = counted_of(peers, &path);
    sc_calls_add(&counted->peer.calls, facts);
    if (facts->outcome != SC_OUTCOME_ANSWERED && why->title[0] != '\0') {
        const char *title = g_string_chunk_insert_const(peers->titles, why->title);
        gpointer count = g_hash_table_lookup(counted->causes, title);
        g_hash_table_insert(counted->causes, GSIZE_TO_POINTER((uintptr_t)title),
                            GSIZE_TO_POINTER(GPOINTER_TO_SIZE(count) + 1));
    }
}

static bool is_more(const struct sc_tally *a, const struct sc_tally *b)
{
    return a->count != b->count ? a->count > b->count : strcmp(a->name, b->name) < 0;
}

/* Puts a cause into its place among the most frequent. */
static void place(struct sc_peer *peer, struct sc_tally tally)
{
    for (unsigned i = 0; i < peer->cause_count; i++) {
        if (is_more(&tally, &peer->causes[i])) {
            struct sc_tally moved = peer->causes[i];
            peer->causes[i] = tally;
            tally = moved;
        }
    }
    if (peer->cause_count < SC_PEER_CAUSES) {
        peer->causes[peer->cause_count++] = tally;
    }
}

static void set_causes(struct counted *counted)
{
    GHashTableIter iter;
    gpointer title;
    gpointer count;

    counted->peer.cause_count = 0;
    g_hash_table_iter_init(&iter, counted->causes);
    while (g_hash_table_iter_next(&iter, &title, &count)) {
        place(&counted->peer, (struct sc_tally){(const char *)title, GPOINTER_TO_SIZE(count)});
    }
}

static int by_calls(const void *left, const void *right)
{
    const struct sc_peer *a = (const struct sc_peer *)left;
    const struct sc_peer *b = (const struct sc_peer *)right;
    int order = memcmp(a->client->address, b->client->address, sizeof a->client->address);

    if (a->calls.attempts != b->calls.attempts) {
        return a->calls.attempts > b->calls.attempts ? -1 : 1;
    }
    return order != 0 ? order
                      : memcmp(a->server->address, b->server->address, sizeof b->server->address);
}

const struct sc_peer *sc_peers_sorted(struct peers *peers, size_t *size)
{
    GHashTableIter iter;
    gpointer value;

    g_array_set_size(peers->sorted, 0);
    g_hash_table_iter_init(&iter, peers->by_hosts);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        struct counted *counted = (struct counted *)value;
        set_causes(counted);
        g_array_append_val(peers->sorted, counted->peer);
    }
    g_array_sort(peers->sorted, by_calls);
    *size = peers->sorted->len;
    return (const struct sc_peer *)(void *)peers->sorted->data;
}
