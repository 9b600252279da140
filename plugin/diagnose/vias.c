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

bool sc_vias_of_one_proxy(const struct sc_message *a, const struct sc_message *b)
{
    struct sc_cursor cursors[2] = {{0}, {0}};
    struct sc_via vias[2];
    unsigned count = 0;

    while (count < SC_VIAS_MAX && sc_via_next_key(a, &cursors[0], &vias[0]) &&
           sc_via_next_key(b, &cursors[1], &vias[1])) {
        if (!sc_slice_same(vias[0].sent_by, vias[1].sent_by) ||
            (count > 0 && !sc_slice_equal(vias[0].branch, vias[1].branch))) {
            return false;
        }
        count++;
    }
    return count > 1 && sc_vias_count(a) == sc_vias_count(b);
}

bool sc_vias_name_server(const struct sc_case *c, struct sc_draft *draft, struct sc_via *own)
{
    const struct sc_message *request = sc_case_request(c, draft);
    const struct sc_endpoint *server = c->record->source;
    struct sc_cursor cursor = {0};

    for (int i = 0; request != NULL && i < SC_VIAS_MAX && sc_via_next(request, &cursor, own); i++) {
        if (i == 0 && !sc_endpoint_same_host(c->transaction->request.source, server)) {
            continue;
        }
        if (sc_endpoint_is(server, own->host) && sc_via_port(own) == server->port &&
            (own->received.size == 0 || sc_endpoint_is(server, own->received))) {
            return true;
        }
    }
    return false;
}
