/* TCP: what is missing of the data between two endpoints, and which of them reset the connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "events.h"
#include "hosts.h"

/* One direction between two endpoints of TCP. */
struct stream {
    struct pair *pair;
    bool begun;
    bool idle;               /* nothing but segments without data was seen */
    uint32_t next;           /* sequence number that comes next */
    uint32_t hole;           /* first sequence number of the data that was skipped ... */
    uint32_t hole_end;       /* ... and the one after it; equal: nothing is missing */
    bool lost;               /* a second hole opened while one was open */
    struct sc_instant reset; /* when its sender ended it, the first time since it was opened */
};

static uint64_t stream_key(const struct sc_tracker *tracker, const struct sc_endpoint *source,
                           const struct sc_endpoint *destination)
{
    uint64_t key = sc_digest_number(sc_host_digest(tracker, source), source->port);

    key = sc_digest_number(key, sc_host_digest(tracker, destination));
    return sc_digest_number(key, destination->port);
}

static void follow_stream(struct sc_tracker *tracker, struct pair *pair,
                          const struct sc_endpoint *source, const struct sc_endpoint *destination)
{
    struct stream *stream = sc_table_obtain(
        tracker, TABLE_STREAMS, stream_key(tracker, source, destination), sizeof *stream);

    stream->pair = pair;
}

void sc_tcp_expect(struct sc_tracker *tracker, const struct sc_packet *packet)
{
    if (packet->has_tcp_seq) {
        struct pair *pair = sc_pair_obtain(tracker, &packet->source, &packet->destination);
        follow_stream(tracker, pair, &packet->source, &packet->destination);
        follow_stream(tracker, pair, &packet->destination, &packet->source);
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
    if (stream->hole == stream->hole_end) {
        return;
    }
    if (!before(stream->hole, from) && before(stream->hole, to)) {
        stream->hole = before(stream->hole_end, to) ? stream->hole_end : to;
    } else if (!before(to, stream->hole_end) && before(from, stream->hole_end)) {
        stream->hole_end = from;
    }
}

static void follow_segment(struct stream *stream, uint32_t from, uint32_t to)
{
    /* One number past the data without any of its own: a FIN took it. One past what was seen
     * first, without data: a keep-alive probe begins early (RFC 9293 section 3.8.4). */
    if (from == stream->next + 1 && (from == to || stream->idle)) {
        stream->next = from;
    }
    stream->idle = stream->idle && from == to;
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
    if (sc_table_is_empty(tracker, TABLE_STREAMS) || !packet->has_tcp_seq) {
        return NULL;
    }
    return sc_table_find(tracker, TABLE_STREAMS,
                         stream_key(tracker, &packet->source, &packet->destination));
}

bool sc_tcp_follows(const struct sc_tracker *tracker, const struct sc_packet *packet)
{
    return stream_of(tracker, packet) != NULL;
}

/* The same, which was seen with this packet. */
static struct stream *see_stream(struct sc_tracker *tracker, const struct sc_packet *packet)
{
    struct stream *stream = stream_of(tracker, packet);

    if (stream != NULL) {
        stream->pair->seen[sc_pair_direction(&packet->source, &packet->destination)] = true;
    }
    return stream;
}

void sc_tcp_segment(struct sc_tracker *tracker, const struct sc_packet *packet, bool syn,
                    size_t size)
{
    struct stream *stream = see_stream(tracker, packet);

    if (stream == NULL) {
        return;
    }
    uint32_t to = packet->tcp_seq + (uint32_t)size + (syn ? 1 : 0);
    if (!stream->begun || syn) {
        stream->begun = true;
        stream->idle = !syn && size == 0;
        stream->lost = false;
        stream->reset.frame = 0;
        stream->hole = stream->hole_end = stream->next = to;
    } else {
        follow_segment(stream, packet->tcp_seq, to);
    }
}

void sc_tcp_reset(struct sc_tracker *tracker, const struct sc_packet *packet)
{
    struct stream *stream = see_stream(tracker, packet);

    if (stream != NULL && stream->reset.frame == 0) {
        stream->reset = (struct sc_instant){packet->frame, packet->time};
    }
}

static struct sc_instant reset_from(const struct sc_tracker *tracker,
                                    const struct sc_endpoint *source,
                                    const struct sc_endpoint *destination)
{
    const struct stream *stream =
        sc_table_find(tracker, TABLE_STREAMS, stream_key(tracker, source, destination));

    return stream != NULL ? stream->reset : (struct sc_instant){0};
}

struct sc_instant sc_transaction_reset(const struct sc_tracker *tracker,
                                       const struct sc_transaction *transaction)
{
    const struct sc_record *request = &transaction->request;

    return transaction->request_seen && request->in_stream
               ? reset_from(tracker, request->destination, request->source)
               : (struct sc_instant){0};
}

struct sc_instant sc_transaction_reset_by_client(const struct sc_tracker *tracker,
                                                 const struct sc_transaction *transaction)
{
    const struct sc_record *request = &transaction->request;

    return transaction->request_seen && request->in_stream
               ? reset_from(tracker, request->source, request->destination)
               : (struct sc_instant){0};
}

bool sc_tcp_lacks(const struct sc_tracker *tracker, const struct sc_endpoint *source,
                  const struct sc_endpoint *destination)
{
    if (sc_table_is_empty(tracker, TABLE_STREAMS)) {
        return false;
    }
    const struct stream *stream =
        sc_table_find(tracker, TABLE_STREAMS, stream_key(tracker, source, destination));

    return stream != NULL && (stream->lost || stream->hole != stream->hole_end);
}
