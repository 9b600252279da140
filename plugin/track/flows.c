/* What was seen between two hosts, and what is missing: directions, TCP data, IP fragments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "tracker-private.h"

/* What a host waits for the rest of a datagram (RFC 1122 section 3.3.2: 60 to 120 seconds, most
 * wait 30), in nanoseconds. */
#define REASSEMBLY_TIME INT64_C(60000000000)

/* Two hosts, whatever their ports. */
struct hosts {
    uint64_t key;
    bool seen[2]; /* SIP, or its TCP, was seen from the lower address to the higher; back */
    uint32_t datagrams_open; /* fragmented datagrams that are not complete yet */
};

/* One direction between two endpoints of TCP. */
struct stream {
    struct hosts *hosts;
    bool begun;
    uint32_t next;           /* sequence number that comes next */
    uint32_t hole;           /* first sequence number of the data that was skipped ... */
    uint32_t hole_end;       /* ... and the one behind it; equal: nothing is missing */
    bool lost;               /* a second hole opened while one was open */
    struct sc_instant reset; /* when its sender ended it, the first time since it was opened */
};

/* One fragmented datagram. */
struct datagram {
    int64_t time;       /* of its latest fragment */
    size_t last_offset; /* of that fragment */
    size_t seen;        /* bytes */
    size_t total;       /* bytes; 0: the last fragment is not here yet */
};

uint64_t sc_host_digest(const struct sc_tracker *tracker, const struct sc_endpoint *endpoint)
{
    struct sc_slice address = {(const char *)endpoint->address, sizeof endpoint->address};

    return sc_digest_number(sc_digest_slice(tracker->seed, address), endpoint->family);
}

bool sc_flows_speaks_for_itself(const struct reading *reading)
{
    struct sc_cursor cursor = {0};
    struct sc_slice contact;

    return sc_value_next(reading->message, SC_HEADER_CONTACT, &cursor, &contact) &&
           sc_endpoint_is(reading->source, sc_uri_read(sc_address_read(contact).uri).host);
}

const struct sc_endpoint *sc_flows_endpoint(struct sc_tracker *tracker,
                                            const struct sc_endpoint *endpoint)
{
    uint64_t key = sc_digest_number(sc_host_digest(tracker, endpoint), endpoint->port);
    struct sc_endpoint *known = (struct sc_endpoint *)sc_table_find(tracker->endpoints, key);

    if (known == NULL) {
        known = (struct sc_endpoint *)sc_arena_alloc(tracker->arena, sizeof *known);
        *known = *endpoint;
        sc_table_set(tracker->endpoints, key, known);
    }
    return known;
}

static uint64_t hosts_key(const struct sc_tracker *tracker, const struct sc_endpoint *a,
                          const struct sc_endpoint *b)
{
    return sc_digest_number(tracker->seed, sc_host_digest(tracker, a) + sc_host_digest(tracker, b));
}

/* Which of the two directions between two hosts. Of a host that talks to itself, as on the loopback
 * interface, the ports tell. */
static int direction(const struct sc_endpoint *source, const struct sc_endpoint *destination)
{
    int order = memcmp(source->address, destination->address, sizeof source->address);

    return order != 0 ? order > 0 : source->port > destination->port;
}

static struct hosts *hosts_of(struct sc_tracker *tracker, const struct sc_endpoint *a,
                              const struct sc_endpoint *b)
{
    uint64_t key = hosts_key(tracker, a, b);
    struct hosts *hosts = (struct hosts *)sc_table_find(tracker->hosts, key);

    if (hosts == NULL) {
        hosts = (struct hosts *)sc_arena_alloc(tracker->arena, sizeof *hosts);
        hosts->key = key;
        sc_table_set(tracker->hosts, hosts->key, hosts);
    }
    return hosts;
}

static uint64_t stream_key(const struct sc_tracker *tracker, const struct sc_endpoint *source,
                           const struct sc_endpoint *destination)
{
    uint64_t key = sc_digest_number(sc_host_digest(tracker, source), source->port);

    key = sc_digest_number(key, sc_host_digest(tracker, destination));
    return sc_digest_number(key, destination->port);
}

static void follow_stream(struct sc_tracker *tracker, struct hosts *hosts,
                          const struct sc_endpoint *source, const struct sc_endpoint *destination)
{
    uint64_t key = stream_key(tracker, source, destination);

    if (sc_table_find(tracker->streams, key) == NULL) {
        struct stream *stream = (struct stream *)sc_arena_alloc(tracker->arena, sizeof *stream);
        stream->hosts = hosts;
        sc_table_set(tracker->streams, key, stream);
    }
}

void sc_flows_expect(struct sc_tracker *tracker, const struct sc_packet *packet)
{
    if (packet->has_tcp_seq) {
        struct hosts *hosts = hosts_of(tracker, &packet->source, &packet->destination);
        follow_stream(tracker, hosts, &packet->source, &packet->destination);
        follow_stream(tracker, hosts, &packet->destination, &packet->source);
    }
}

void sc_flows_message(struct sc_tracker *tracker, const struct reading *reading)
{
    struct hosts *hosts = hosts_of(tracker, reading->source, reading->destination);

    hosts->seen[direction(reading->source, reading->destination)] = true;
    if (reading->source == reading->destination) {
        hosts->seen[1] = true;
    }
}

/* Sequence numbers wrap: A comes before B if the step to B is less than half the circle. */
static bool before(uint32_t a, uint32_t b)
{
    return (int32_t)(b - a) > 0;
}

/* A segment takes away what it covers of the hole's begin or of its end. */
static void fill_hole(struct stream *stream, uint32_t from, uint32_t to)
{
    if (!before(stream->hole, from) && before(stream->hole, to)) {
        stream->hole = before(stream->hole_end, to) ? stream->hole_end : to;
    } else if (!before(to, stream->hole_end) && before(from, stream->hole_end)) {
        stream->hole_end = from;
    }
}

static void follow_segment(struct stream *stream, uint32_t from, uint32_t to)
{
    /* One number past the data without any of its own: a FIN took it. */
    if (from == to && from == stream->next + 1) {
        stream->next = from;
    }
    if (before(stream->next, from)) {
        stream->lost = stream->lost || stream->hole != stream->hole_end;
        stream->hole = stream->next;
        stream->hole_end = from;
    } else {
        fill_hole(stream, from, to);
    }
    if (before(stream->next, to)) {
        stream->next = to;
    }
}

/* The direction of TCP that a packet belongs to; NULL if it is not followed. */
static struct stream *stream_of(const struct sc_tracker *tracker, const struct sc_packet *packet)
{
    if (g_hash_table_size(tracker->streams) == 0 || !packet->has_tcp_seq) {
        return NULL;
    }
    return (struct stream *)sc_table_find(
        tracker->streams, stream_key(tracker, &packet->source, &packet->destination));
}

bool sc_tracker_follows(const struct sc_tracker *tracker, const struct sc_packet *packet)
{
    return stream_of(tracker, packet) != NULL;
}

/* The same, which was seen with this packet. */
static struct stream *see_stream(struct sc_tracker *tracker, const struct sc_packet *packet)
{
    struct stream *stream = stream_of(tracker, packet);

    if (stream != NULL) {
        stream->hosts->seen[direction(&packet->source, &packet->destination)] = true;
    }
    return stream;
}

void sc_tracker_segment(struct sc_tracker *tracker, const struct sc_packet *packet, bool syn,
                        size_t size)
{
    struct stream *stream = see_stream(tracker, packet);

    if (stream == NULL) {
        return;
    }
    uint32_t to = packet->tcp_seq + (uint32_t)size + (syn ? 1 : 0);
    if (!stream->begun || syn) {
        stream->begun = true;
        stream->lost = false;
        stream->reset.frame = 0;
        stream->hole = stream->hole_end = stream->next = to;
    } else {
        follow_segment(stream, packet->tcp_seq, to);
    }
}

void sc_flows_reset(struct sc_tracker *tracker, const struct sc_packet *packet)
{
    struct stream *stream = see_stream(tracker, packet);

    if (stream != NULL && stream->reset.frame == 0) {
        stream->reset = (struct sc_instant){packet->frame, packet->time};
    }
}

struct sc_instant sc_transaction_reset(const struct sc_tracker *tracker,
                                       const struct sc_transaction *transaction)
{
    const struct sc_record *request = &transaction->request;
    const struct stream *stream = NULL;

    if (transaction->request_seen && request->has_tcp_seq) {
        stream = (const struct stream *)sc_table_find(
            tracker->streams, stream_key(tracker, request->destination, request->source));
    }
    return stream != NULL ? stream->reset : (struct sc_instant){0};
}

/* The datagram that a fragment belongs to. Its identification comes again, so what is older than
 * any host would wait is another one. */
static struct datagram *datagram_of(struct sc_tracker *tracker, struct hosts *hosts,
                                    const struct sc_packet *packet)
{
    uint64_t key = sc_digest_number(sc_digest_number(hosts->key, packet->ip_id),
                                    (uint64_t)direction(&packet->source, &packet->destination));
    struct datagram *datagram = (struct datagram *)sc_table_find(tracker->datagrams, key);

    if (datagram == NULL) {
        datagram = (struct datagram *)sc_arena_alloc(tracker->arena, sizeof *datagram);
        sc_table_set(tracker->datagrams, key, datagram);
    } else if (sc_time_between(datagram->time, packet->time) <= REASSEMBLY_TIME) {
        return datagram;
    }
    *datagram = (struct datagram){.time = packet->time};
    hosts->datagrams_open++;
    return datagram;
}

static bool is_complete(const struct datagram *datagram)
{
    return datagram->total > 0 && datagram->seen >= datagram->total;
}

void sc_tracker_fragment(struct sc_tracker *tracker, const struct sc_packet *packet, bool more,
                         size_t offset, size_t size)
{
    struct hosts *hosts = hosts_of(tracker, &packet->source, &packet->destination);
    struct datagram *datagram = datagram_of(tracker, hosts, packet);

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
        hosts->datagrams_open--;
    }
}

static bool stream_lacks(const struct sc_tracker *tracker, const struct sc_endpoint *source,
                         const struct sc_endpoint *destination)
{
    const struct stream *stream = (const struct stream *)sc_table_find(
        tracker->streams, stream_key(tracker, source, destination));

    return stream != NULL && (stream->lost || stream->hole != stream->hole_end);
}

/* Since when a client waits: without any response its timers run from the first copy of the request
 * (sections 17.1.1.2 and 17.1.2.2). */
static int64_t silent_since(const struct sc_transaction *transaction)
{
    return transaction->responses == NULL ? transaction->request.time : transaction->last_time;
}

struct sc_gaps sc_transaction_gaps(const struct sc_tracker *tracker,
                                   const struct sc_transaction *transaction)
{
    const struct sc_record *any =
        transaction->request_seen ? &transaction->request : transaction->responses;
    const struct hosts *hosts = (const struct hosts *)sc_table_find(
        tracker->hosts, hosts_key(tracker, any->source, any->destination));

    return (struct sc_gaps){
        .request_missing = !transaction->request_seen,
        .ends_early = sc_time_between(silent_since(transaction), tracker->last_time) <
                      sc_timers_timeout(&tracker->timers),
        .one_direction = hosts != NULL && !(hosts->seen[0] && hosts->seen[1]),
        .cut = transaction->cut,
        .segments_missing = stream_lacks(tracker, any->source, any->destination) ||
                            stream_lacks(tracker, any->destination, any->source),
        .fragments_missing = hosts != NULL && hosts->datagrams_open > 0,
    };
}
