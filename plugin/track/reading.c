/* Reading: what the tracker takes out of a message, and by which digests it finds what belongs to
 * it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "reading.h"

#include <string.h>

#include "hosts.h"

/* Branches that begin so are unique for each transaction (RFC 3261 section 8.1.1.7). */
#define MAGIC_COOKIE "z9hG4bK"

/* A value as it is kept: of more than SC_KEPT_MAX bytes the last ones make room for a digest of
 * all, so that two long values that differ anywhere stay different. */
static struct sc_slice clip(struct reading *reading, struct sc_slice value)
{
    if (value.size <= SC_KEPT_MAX) {
        return value;
    }
    char *room = reading->clipped[reading->clipped_count++];
    uint64_t digest = sc_digest_slice(0, value);
    memcpy(room, value.data, SC_KEPT_MAX - sizeof digest);
    memcpy(room + SC_KEPT_MAX - sizeof digest, &digest, sizeof digest);
    return (struct sc_slice){room, SC_KEPT_MAX};
}

/* Top Via and method match a message to its transaction (section 17.2.3). For a peer of RFC 2543
 * also Call-ID, From tag and CSeq number; To tags may differ between request and response, and a
 * response has no Request-URI. */
static uint64_t branch_key_of(const struct reading *reading, struct sc_slice method)
{
    uint64_t key = sc_digest_slice(reading->sender, method);

    if (!sc_slice_starts(reading->via.branch, MAGIC_COOKIE)) {
        key = sc_digest_slice(sc_digest_number(key, reading->call), reading->from_tag);
    }
    return key;
}

/* The same, for clients that reuse their branch against section 8.1.1.7. */
static uint64_t key_of(const struct reading *reading, uint64_t branch_key)
{
    return sc_digest_number(branch_key, reading->call);
}

/* What all copies of a message on one hop have in common. Reliable provisional responses differ
 * in their RSeq only (RFC 3262 section 3). A response that mirrors its request is no copy of one
 * that does not (section 8.2.6.2). */
static uint64_t identity_of(const struct sc_tracker *tracker, const struct reading *reading)
{
    const struct sc_message *message = reading->message;
    uint64_t identity = sc_digest_slice(tracker->seed, message->start_line);

    identity = sc_digest_slice(identity, reading->to_tag);
    identity = sc_digest_slice(identity, sc_header_first(message, SC_HEADER_RSEQ));
    if (message->kind == SC_MESSAGE_RESPONSE) {
        identity = sc_digest_number(identity, reading->path); /* of Call-ID and CSeq, too */
        identity = sc_digest_slice(identity, reading->from_tag);
    }
    identity = sc_digest_number(identity, (uintptr_t)reading->source);
    return sc_digest_number(identity, (uintptr_t)reading->destination);
}

/* What else a response copies from its request besides the Via list, which is in there already.
 * Lines that there are several of are copied, too. To is not among it: the server adds its tag. */
static uint64_t mirrored_in(const struct reading *reading, struct sc_slice from_uri)
{
    static const enum sc_header headers[] = {SC_HEADER_FROM, SC_HEADER_TO, SC_HEADER_CALL_ID,
                                             SC_HEADER_CSEQ};
    uint64_t mirrored = sc_digest_slice(reading->mirrored, reading->call_id);
    uint64_t counts = reading->cseq.readable;

    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        counts = counts << 8 | sc_header_count(reading->message, headers[i]);
    }
    mirrored = sc_digest_slice(sc_digest_slice(mirrored, reading->from_tag), from_uri);
    mirrored =
        sc_digest_slice(sc_digest_number(mirrored, reading->cseq.number), reading->cseq.method);
    return sc_digest_number(mirrored, counts);
}

/* The method that a message is matched by. Responses copy CSeq, so where a request contradicts
 * itself (section 8.1.1.5) its CSeq leads to them; ACK and CANCEL share the CSeq number of the
 * INVITE. A request without CSeq is refused with one that the server made up. */
static struct sc_slice method_to_match(const struct reading *reading)
{
    bool by_request_line = reading->ack || reading->cseq.method.size == 0 ||
                           sc_slice_equal(reading->method, sc_slice_of("CANCEL"));

    return by_request_line ? reading->method : reading->cseq.method;
}

bool sc_reading_begin(struct sc_tracker *tracker, struct reading *reading,
                      const struct sc_packet *packet, const struct sc_message *message)
{
    memset(reading, 0, offsetof(struct reading, clipped));
    reading->packet = packet;
    reading->message = message;
    if (message->kind == SC_MESSAGE_NONE) {
        return false;
    }
    struct sc_address from = sc_address_read(sc_header_first(message, SC_HEADER_FROM));

    reading->source = sc_endpoint_own(tracker, &reading->packet->source);
    reading->destination = sc_endpoint_own(tracker, &reading->packet->destination);
    reading->cseq = sc_message_cseq(message);
    reading->method =
        clip(reading, message->kind == SC_MESSAGE_REQUEST ? message->method : reading->cseq.method);
    reading->ack = sc_slice_equal(reading->method, sc_slice_of("ACK"));
    if (reading->ack) {
        reading->method = sc_slice_of("INVITE");
    }
    reading->call_id = clip(reading, sc_header_first(message, SC_HEADER_CALL_ID));
    reading->from_tag = clip(reading, sc_param_find(from.params, "tag"));
    reading->to_tag = clip(reading, sc_message_tag(message, SC_HEADER_TO));
    reading->call =
        sc_digest_number(sc_digest_slice(tracker->seed, reading->call_id), reading->cseq.number);
    bool lacks_cseq = message->kind == SC_MESSAGE_REQUEST &&
                      !sc_slice_present(sc_header_first(message, SC_HEADER_CSEQ));
    if ((reading->cseq.method.size == 0 && !lacks_cseq) || !sc_hops_read(tracker, reading)) {
        return false;
    }
    reading->via.branch = clip(reading, reading->via.branch);
    reading->via.sent_by = clip(reading, reading->via.sent_by);
    reading->branch_key = branch_key_of(reading, method_to_match(reading));
    reading->key = key_of(reading, reading->branch_key);
    reading->mirrored = mirrored_in(reading, from.uri);
    reading->identity = identity_of(tracker, reading);
    reading->digest = sc_digest_long(tracker->seed, message->bytes);
    return true;
}

uint64_t sc_reading_branch_key(const struct reading *reading, struct sc_slice method)
{
    return branch_key_of(reading, method);
}

uint64_t sc_reading_key(const struct reading *reading, struct sc_slice method)
{
    return key_of(reading, branch_key_of(reading, method));
}

bool sc_message_is_cut(const struct sc_packet *packet, const struct sc_message *message)
{
    return packet->cut || !message->headers_complete ||
           (packet->stream && message->body_missing > 0);
}

bool sc_reading_speaks_for_itself(const struct reading *reading)
{
    struct sc_cursor cursor = {0};
    struct sc_slice contact;

    return sc_value_next(reading->message, SC_HEADER_CONTACT, &cursor, &contact) &&
           sc_endpoint_is(reading->source, sc_uri_read(sc_address_read(contact).uri).host);
}
