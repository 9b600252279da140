/* The hosts that an attempt went over.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "diagnose/origin.h"
#include "sipcodes/flow.h"
#include "sipcodes/group.h"

const struct sc_endpoint *sc_transaction_client(const struct sc_transaction *transaction)
{
    return transaction->request_seen        ? transaction->request.source
           : transaction->responses != NULL ? transaction->responses->destination
                                            : NULL;
}

const struct sc_endpoint *sc_transaction_server(const struct sc_transaction *transaction)
{
    return transaction->request_seen        ? transaction->request.destination
           : transaction->responses != NULL ? transaction->responses->source
                                            : NULL;
}

static void append(struct sc_path *path, const struct sc_endpoint *host)
{
    if (host == NULL || (path->last != NULL && sc_endpoint_equal(path->last, host))) {
        return;
    }
    path->last = host;
    if (path->count == SC_PATH_MAX) {
        path->longer = true;
        return;
    }
    path->hosts[path->count++] = host;
}

/* The hop downstream that a success was passed on from: it has the same To tag. */
static const struct sc_transaction *answering_branch(const struct sc_transaction *hop,
                                                     const struct sc_record *record)
{
    for (const struct sc_transaction *branch = hop->children; branch != NULL;
         branch = branch->sibling) {
        const struct sc_record *final = sc_transaction_final(branch);
        if (final != NULL && final->code == record->code &&
            sc_slice_equal(final->to_tag, record->to_tag)) {
            return branch;
        }
    }
    return NULL;
}

/* The hop downstream of HOP that its final response was made from, and that response; NULL if the
 * server of HOP made it. */
static const struct sc_transaction *next_hop(const struct sc_transaction *hop,
                                             const struct sc_record **record)
{
    if (sc_origin_is_failure(*record)) {
        struct sc_origin origin = sc_origin_of(hop, *record);
        *record = origin.response;
        return origin.response != NULL ? origin.hop : NULL;
    }
    const struct sc_transaction *branch = answering_branch(hop, *record);
    *record = branch != NULL ? sc_transaction_final(branch) : NULL;
    return branch;
}

struct sc_path sc_attempt_path(const struct sc_attempt_facts *facts)
{
    struct sc_path path = {0};
    const struct sc_transaction *hop = facts->decisive;
    const struct sc_record *record = facts->final;

    append(&path, sc_transaction_client(hop));
    append(&path, sc_transaction_server(hop));
    while (hop != NULL && record != NULL) {
        hop = next_hop(hop, &record);
        if (hop != NULL) {
            append(&path, sc_transaction_server(hop));
        }
    }
    return path;
}
