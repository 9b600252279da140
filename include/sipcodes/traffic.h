/* Traffic: attempts over time, and by the hosts that made and took them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TRAFFIC_H
#define SIPCODES_TRAFFIC_H

#include "sipcodes/summary.h"

/* ---- Over time ---- */

/* Rows of a histogram at most. */
#define SC_BUCKETS_MAX 24

/* Attempts that began in one span of time. */
struct sc_bucket {
    int64_t begin; /* ns since the epoch */
    uint64_t attempts;
    uint64_t failed; /* refused, failed, unanswered or dropped */
};

/* Attempts over time, the spans in order and without a hole between. */
struct sc_histogram {
    int64_t width; /* of a span, ns; a round number: 1 s to 7 days, or a multiple of that */
    unsigned count;
    struct sc_bucket buckets[SC_BUCKETS_MAX];
};

/* The histogram of the attempts that were counted; empty if there are none. */
struct sc_histogram sc_summary_histogram(const struct sc_summary *summary);

/* ---- By peer ---- */

/* Causes that a peer names. */
#define SC_PEER_CAUSES 3

/* The calls from one host to another, as the outermost hop shows them: a trunk. */
struct sc_peer {
    const struct sc_endpoint *client;
    const struct sc_endpoint *server;
    struct sc_calls calls;

    /* The most frequent causes of calls that were not answered, by title. */
    struct sc_tally causes[SC_PEER_CAUSES];
    unsigned cause_count;
};

/* The peers of the calls that were counted, those with the most calls first. SIZE is set to how
 * many. They belong to the summary and are valid as long as it. */
const struct sc_peer *sc_summary_peers(const struct sc_summary *summary, size_t *size);

#endif
