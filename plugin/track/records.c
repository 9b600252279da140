/* Copies of one message, distinguished: sent again by SIP, sent again by TCP, captured twice.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "records.h"

static void remember_copy(struct record_key *key, const struct reading *reading)
{
    key->digest = reading->digest;
    key->tcp_seq = reading->packet->tcp_seq;
    key->has_tcp_seq = reading->packet->has_tcp_seq;
    key->ip_id = reading->packet->ip_id;
    key->has_ip_id = reading->packet->has_ip_id;
}

static struct sc_slice keep_value(struct sc_tracker *tracker, struct sc_slice value)
{
    value.size = MIN(value.size, SC_KEPT_MAX);
    return sc_arena_keep(tracker->arena, value);
}

/* The bytes of a message are dropped after a while, the causes that it states are not. */
static void keep_reasons(struct sc_tracker *tracker, struct sc_record *record,
                         const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reasons[SC_REASONS_MAX];
    unsigned count = 0;

    if (sc_header_count(message, SC_HEADER_REASON) == 0 &&
        sc_header_count(message, SC_HEADER_VENDOR_CAUSE) == 0) {
        return;
    }
    while (count < SC_REASONS_MAX && sc_reason_next(message, &cursor, &reasons[count])) {
        count++;
    }
    cursor = (struct sc_cursor){0};
    while (count < SC_REASONS_MAX && sc_vendor_cause_next(message, &cursor, &reasons[count])) {
        count++;
    }
    if (count == 0) {
        return;
    }
    struct sc_reason *kept = sc_arena_alloc(tracker->arena, count * sizeof *kept);
    for (unsigned i = 0; i < count; i++) {
        kept[i] = (struct sc_reason){
            .protocol = keep_value(tracker, reasons[i].protocol),
            .vendor = reasons[i].vendor,
            .has_cause = reasons[i].has_cause,
            .cause = reasons[i].cause,
            .text = keep_value(tracker, reasons[i].text),
            .location = keep_value(tracker, reasons[i].location),
        };
    }
    record->reasons = kept;
    record->reason_count = count;
}

void sc_record_begin(struct sc_tracker *tracker, struct sc_record *record, struct record_key *key,
                     const struct reading *reading)
{
    *record = (struct sc_record){
        .frame = reading->packet->frame,
        .time = reading->packet->time,
        .source = reading->source,
        .destination = reading->destination,
        .code = reading->message->code,
        .to_tag = sc_arena_keep(tracker->arena, reading->to_tag),
        .size = reading->message->bytes.size,
        .last_frame = reading->packet->frame,
        .last_time = reading->packet->time,
        .in_stream = reading->packet->stream,
    };
    *key = (struct record_key){.identity = reading->identity, .mirrored = reading->mirrored};
    keep_reasons(tracker, record, reading->message);
    record->holds = sc_message_facts(reading->message);
    remember_copy(key, reading);
    sc_message_bytes_keep(tracker, record, reading);
}

/* One packet that a mirror port delivered twice, or that was captured at two places: the same bytes
 * and the same IP identification. Many hosts send 0 there where fragmentation is forbidden, and
 * IPv6 has none; then bytes and a few milliseconds decide, as no timer of SIP is that short. */
static bool is_duplicate(const struct sc_record *record, const struct record_key *key,
                         const struct reading *reading)
{
    const struct sc_packet *packet = reading->packet;
    int64_t gap = sc_time_between(record->last_time, packet->time);

    bool identified =
        key->has_ip_id && packet->has_ip_id && (key->ip_id != 0 || packet->ip_id != 0);
    int64_t window = identified ? SC_SAME_DATAGRAM_WINDOW : SC_DUPLICATE_WINDOW;

    if (key->digest != reading->digest || gap > window || gap < -window) {
        return false;
    }
    if (key->has_tcp_seq && packet->has_tcp_seq && key->tcp_seq != packet->tcp_seq) {
        return false;
    }
    return !identified || key->ip_id == packet->ip_id;
}

/* What SIP itself repeats over a reliable transport: a 2xx to INVITE (section 13.3.1.4) with its
 * ACK, and a reliable provisional response (RFC 3262 section 3). */
static bool repeated_on_streams(const struct reading *reading)
{
    if (!sc_slice_equal(reading->method, sc_slice_of("INVITE"))) {
        return false;
    }
    if (reading->message->kind == SC_MESSAGE_REQUEST) {
        return reading->ack;
    }
    return reading->message->code / 100 == 2 ||
           sc_slice_present(sc_header_first(reading->message, SC_HEADER_RSEQ));
}

static bool is_tcp_retransmission(const struct record_key *key, const struct reading *reading)
{
    if (!reading->packet->stream || key->digest != reading->digest) {
        return false;
    }
    if (key->has_tcp_seq && reading->packet->has_tcp_seq) {
        return key->tcp_seq == reading->packet->tcp_seq;
    }
    return !repeated_on_streams(reading);
}

enum sc_copy sc_record_again(struct sc_record *record, struct record_key *key,
                             const struct reading *reading)
{
    if (is_duplicate(record, key, reading)) {
        record->duplicates++;
        return SC_COPY_DUPLICATE;
    }
    enum sc_copy copy = SC_COPY_RETRANSMISSION;
    if (is_tcp_retransmission(key, reading)) {
        copy = SC_COPY_TCP_RETRANSMISSION;
        record->tcp_retransmissions++;
    } else {
        record->retransmissions++;
    }
    record->last_frame = reading->packet->frame;
    record->last_time = reading->packet->time;
    remember_copy(key, reading);
    return copy;
}
