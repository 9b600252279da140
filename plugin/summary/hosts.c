/* The hosts of a capture, in the order in which they appear.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hosts.h"

#include "sipcodes/tracker.h"

struct known_hosts {
    GHashTable *endpoints; /* set of those that were looked at: the tracker has one copy of each */
    GHashTable *addresses; /* set of the texts of their addresses */
    GPtrArray *hosts;
};

static void add(struct known_hosts *known, const struct sc_endpoint *endpoint)
{
    char address[SC_ENDPOINT_TEXT_SIZE];

    if (endpoint == NULL || endpoint->family == 0 ||
        !g_hash_table_add(known->endpoints, GSIZE_TO_POINTER((uintptr_t)endpoint))) {
        return;
    }
    sc_endpoint_write(endpoint, address);
    if (g_hash_table_add(known->addresses, g_strdup(address))) {
        g_ptr_array_add(known->hosts, GSIZE_TO_POINTER((uintptr_t)endpoint));
    }
}

static void add_ends(struct known_hosts *known, const struct sc_record *record)
{
    add(known, record->source);
    add(known, record->destination);
}

GPtrArray *sc_hosts_of(const struct sc_tracker *tracker)
{
    struct known_hosts known = {
        .endpoints = g_hash_table_new(NULL, NULL),
        .addresses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .hosts = g_ptr_array_new(),
    };

    for (size_t i = 0; i < sc_tracker_transaction_count(tracker); i++) {
        const struct sc_transaction *transaction = sc_tracker_transaction(tracker, i);
        add_ends(&known, &transaction->request);
        for (const struct sc_record *response = transaction->responses; response != NULL;
             response = response->next) {
            add_ends(&known, response);
        }
    }
    for (size_t i = 0; i < sc_tracker_unplaced_count(tracker); i++) {
        add_ends(&known, sc_tracker_unplaced(tracker, i));
    }
    g_hash_table_destroy(known.endpoints);
    g_hash_table_destroy(known.addresses);
    return known.hosts;
}
