/* The Vias of a request: which servers it has passed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vias.h"

static bool same_sender(const struct sc_via *a, const struct sc_via *b)
{
    return a->host.size > 0 && sc_slice_same(a->host, b->host) && sc_via_port(a) == sc_via_port(b);
}

/* How many of a request's Vias are of one server. */
static unsigned count_vias(const struct sc_message *request, const struct sc_via *server)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;
    unsigned count = 0;

    for (int i = 0; i < SC_VIAS_MAX && sc_via_next(request, &cursor, &via); i++) {
        count += same_sender(&via, server) ? 1 : 0;
    }
    return count;
}

unsigned sc_vias_most_frequent(const struct sc_message *request, struct sc_via *server)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;
    unsigned most = 0;

    for (int i = 0; i < SC_VIAS_MAX && sc_via_next(request, &cursor, &via); i++) {
        unsigned count = count_vias(request, &via);
        if (count > most) {
            most = count;
            *server = via;
        }
    }
    return most;
}

unsigned sc_vias_count(const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;
    unsigned count = 0;

    while (count < SC_VIAS_MAX && sc_via_next_key(request, &cursor, &via)) {
        count++;
    }
    return count;
}
