/* IP fragments: which datagrams were captured in part only.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "events.h"
#include "hosts.h"

/* What a host waits for the rest of a datagram (RFC 1122 section 3.3.2: 60 to 120 seconds, most
 * wait 30), in nanoseconds. */
#define REASSEMBLY_TIME (60 * SC_SECOND)

/* One fragmented datagram. */
struct datagram {
    int64_t time;       /* of its latest fragment */
    size_t last_offset; /* of that fragment */
    size_t seen;        /* bytes */
    size_t total;       /* bytes; 0: the last fragment is not here yet */
};

/* The datagram that a fragment belongs to. Its identification comes again, so what is older than
 * any host would wait is another one. */
static struct datagram *datagram_of(struct sc_tracker *tracker, struct pair *pair,
                                    const struct sc_packet *packet)
{
    uint64_t key =
        sc_digest_number(sc_digest_number(pair->key, packet->ip_id),
                         (uint64_t)sc_pair_direction(&packet->source, &packet->destination));
    struct datagram *datagram = sc_table_find(tracker, TABLE_DATAGRAMS, key);

    if (datagram == NULL) {
        datagram = sc_arena_alloc(tracker->arena, sizeof *datagram);
        sc_table_set(tracker, TABLE_DATAGRAMS, key, datagram);
    } else if (sc_time_between(datagram->time, packet->time) <= REASSEMBLY_TIME) {
        return datagram;
    }
    *datagram = (struct datagram){.time = packet->time};
    pair->datagrams_open++;
    return datagram;
}

static bool is_complete(const struct datagram *datagram)
{
    return datagram->total > 0 && datagram->seen >= datagram->total;
}

void sc_fragment_add(struct sc_tracker *tracker, const struct sc_packet *packet, bool more,
                     size_t offset, size_t size)
{
    struct pair *pair = sc_pair_obtain(tracker, &packet->source, &packet->destination);
    struct datagram *datagram = datagram_of(tracker, pair, packet);

    /* A fragment once more is one that a mirror port delivered twice. */
    if (is_complete(datagram) || (datagram->seen > 0 && datagram->last_offset == offset)) {
        return;
    }
    datagram->time = packet->time;
    datagram->last_offset = offset;
    datagram->seen += size;
    if (!more) {
        datagram->total = offset + size;
    }
    if (is_complete(datagram)) {
        pair->datagrams_open--;
    }
}
