/* The tracker itself: its life, and the way of one message through it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "tracker-private.h"

/* Branches that begin so are unique for each transaction (RFC 3261 section 8.1.1.7). */
#define MAGIC_COOKIE "z9hG4bK"

struct sc_tracker *sc_tracker_new(const struct sc_timers *timers)
{
    struct sc_tracker *tracker = g_new0(struct sc_tracker, 1);

    tracker->timers = *timers;
    tracker->arena = sc_arena_new();
    tracker->seed = ((uint64_t)g_random_int() << 32) | g_random_int();
    tracker->first_time = INT64_MAX;
    tracker->last_time = INT64_MIN;
    tracker->transactions = sc_table_new();
    tracker->branches = sc_table_new();
    tracker->requests = sc_table_new();
    tracker->records = sc_table_new();
    tracker->paths = sc_table_new();
    tracker->orphans = sc_table_new();
    tracker->dialogs = sc_table_new();
    tracker->calls = sc_table_new();
    tracker->attempts = sc_table_new();
    tracker->users = sc_table_new();
    tracker->registrations = sc_table_new();
    tracker->attempt_list = g_ptr_array_new();
    tracker->transaction_list = g_ptr_array_new();
    tracker->unplaced = g_ptr_array_new();
    tracker->nonces = sc_table_new();
    tracker->nonce_uses = sc_table_new();
    tracker->relays = sc_table_new();
    tracker->redirects = sc_table_new();
    tracker->holds = sc_table_new();
    tracker->clocks = sc_table_new();
    tracker->allows = sc_table_new();
    tracker->media = sc_table_new();
    tracker->servers = sc_table_new();
    tracker->endpoints = sc_table_new();
    tracker->hosts = sc_table_new();
    tracker->taken = sc_table_new();
    tracker->streams = sc_table_new();
    tracker->datagrams = sc_table_new();
    return tracker;
}

void sc_tracker_free(struct sc_tracker *tracker)
{
    if (tracker == NULL) {
        return;
    }
    g_hash_table_destroy(tracker->transactions);
    g_hash_table_destroy(tracker->branches);
    g_hash_table_destroy(tracker->requests);
    g_hash_table_destroy(tracker->records);
    g_hash_table_destroy(tracker->paths);
    g_hash_table_destroy(tracker->orphans);
    g_hash_table_destroy(tracker->dialogs);
    g_hash_table_destroy(tracker->calls);
    g_hash_table_destroy(tracker->attempts);
    g_hash_table_destroy(tracker->users);
    g_hash_table_destroy(tracker->registrations);
    g_ptr_array_free(tracker->attempt_list, TRUE);
    g_ptr_array_free(tracker->transaction_list, TRUE);
    g_ptr_array_free(tracker->unplaced, TRUE);
    g_hash_table_destroy(tracker->nonces);
    g_hash_table_destroy(tracker->nonce_uses);
    g_hash_table_destroy(tracker->relays);
    g_hash_table_destroy(tracker->redirects);
    g_hash_table_destroy(tracker->holds);
    sc_texts_free(tracker);
    g_hash_table_destroy(tracker->clocks);
    g_hash_table_destroy(tracker->allows);
    g_hash_table_destroy(tracker->media);
    g_hash_table_destroy(tracker->servers);
    g_hash_table_destroy(tracker->endpoints);
    g_hash_table_destroy(tracker->hosts);
    g_hash_table_destroy(tracker->taken);
    g_hash_table_destroy(tracker->streams);
    g_hash_table_destroy(tracker->datagrams);
    sc_arena_free(tracker->arena);
    g_free(tracker);
}

void sc_tracker_finish(struct sc_tracker *tracker)
{
    tracker->finished = true;
}

bool sc_tracker_finished(const struct sc_tracker *tracker)
{
    return tracker->finished;
}

int64_t sc_tracker_begin(const struct sc_tracker *tracker)
{
    return tracker->first_time <= tracker->last_time ? tracker->first_time : 0;
}

int64_t sc_tracker_end(const struct sc_tracker *tracker)
{
    return tracker->first_time <= tracker->last_time ? tracker->last_time : 0;
}

struct sc_timers sc_tracker_timers(const struct sc_tracker *tracker)
{
    return tracker->timers;
}

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

/* Takes the values that matter out of a message; false if it cannot be matched to anything. */
static bool read_message(struct sc_tracker *tracker, struct reading *reading)
{
    const struct sc_message *message = reading->message;
    struct sc_address from = sc_address_read(sc_header_first(message, SC_HEADER_FROM));

    reading->source = sc_flows_endpoint(tracker, &reading->packet->source);
    reading->destination = sc_flows_endpoint(tracker, &reading->packet->destination);
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

bool sc_message_is_cut(const struct sc_packet *packet, const struct sc_message *message)
{
    return packet->cut || !message->headers_complete ||
           (packet->stream && message->body_missing > 0);
}

/* A Reason that tells a phone why it stops ringing: taken on another one (RFC 3326 section 3.1;
 * Q.850 26, non-selected user clearing). */
static bool says_completed_elsewhere(const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    while (sc_reason_next(message, &cursor, &reason)) {
        if (reason.has_cause && ((sc_slice_is(reason.protocol, "SIP") && reason.cause == 200) ||
                                 (sc_slice_is(reason.protocol, "Q.850") && reason.cause == 26))) {
            return true;
        }
    }
    return false;
}

/* Notes what every message means to its transaction. */
static void note(struct sc_transaction *transaction, const struct reading *reading)
{
    transaction->cut = transaction->cut || sc_message_is_cut(reading->packet, reading->message);
    transaction->last_time = MAX(transaction->last_time, reading->packet->time);
    if (transaction->attempt != NULL) {
        transaction->attempt->last_time =
            MAX(transaction->attempt->last_time, reading->packet->time);
    }
}

static void link_cancel(struct sc_transaction *cancel, struct sc_transaction *invite)
{
    if (cancel != NULL && invite != NULL && cancel->cancels == NULL) {
        cancel->cancels = invite;
        if (invite->cancelled_by == NULL) {
            invite->cancelled_by = cancel;
        }
    }
}

/* Finds what a new transaction cancels, or what cancels it: where the capture starts between the
 * two, a response brings the INVITE up behind its CANCEL (section 9.1). */
static void find_cancelled(struct sc_tracker *tracker, struct sc_transaction *transaction,
                           const struct reading *reading)
{
    if (sc_transaction_is(transaction, "CANCEL")) {
        uint64_t key = key_of(reading, branch_key_of(reading, sc_slice_of("INVITE")));
        link_cancel(transaction, sc_transaction_with_key(tracker, reading, key));
    } else if (!transaction->request_seen && sc_transaction_is(transaction, "INVITE")) {
        uint64_t key = key_of(reading, branch_key_of(reading, sc_slice_of("CANCEL")));
        link_cancel(sc_transaction_with_key(tracker, reading, key), transaction);
    }
}

/* Finds the hops around a new transaction and the attempt it belongs to. A CANCEL has neither, as
 * it is part of its INVITE's. One that a response opened has its place already when its request
 * turns up. */
static void place(struct sc_tracker *tracker, struct sc_transaction *transaction,
                  const struct sc_message *message)
{
    if (transaction->attempt == NULL && !sc_transaction_is(transaction, "CANCEL")) {
        sc_hops_link(tracker, transaction);
        sc_attempts_join(tracker, transaction);
        if (transaction->attempt->first == transaction) {
            sc_attempts_name(tracker, transaction->attempt, message);
        }
    }
}

static struct sc_sighting add_ack(struct sc_tracker *tracker, const struct reading *reading)
{
    struct sc_sighting sighting = {0};
    struct sc_transaction *invite = sc_transaction_with_key(tracker, reading, reading->key);

    if (invite == NULL) {
        invite = sc_dialogs_invite_of_ack(tracker, reading);
    }
    if (invite != NULL) {
        sighting.transaction = invite;
        sighting.record = sc_transaction_ack(tracker, invite, reading, &sighting.copy);
        note(invite, reading);
    }
    return sighting;
}

static struct sc_sighting add_request(struct sc_tracker *tracker, const struct reading *reading)
{
    bool is_new;
    struct sc_transaction *transaction = sc_transaction_of_request(tracker, reading, &is_new);
    struct sc_sighting sighting = {.transaction = transaction, .record = &transaction->request};

    if (is_new) {
        transaction->completed_elsewhere =
            sc_transaction_is(transaction, "CANCEL") && says_completed_elsewhere(reading->message);
        find_cancelled(tracker, transaction, reading);
        sc_dialogs_request(tracker, transaction);
        place(tracker, transaction, reading->message);
        sc_redirects_request(tracker, transaction, reading);
        sc_nonces_used(tracker, transaction, reading->message);
        sc_media_note(tracker, transaction, reading);
        sc_allows_note(tracker, &transaction->request, reading);
    } else {
        sighting.copy = sc_record_again(&transaction->request, reading);
    }
    note(transaction, reading);
    return sighting;
}

static struct sc_sighting add_response(struct sc_tracker *tracker, const struct reading *reading)
{
    bool is_new;
    struct sc_transaction *transaction = sc_transaction_of_response(tracker, reading, &is_new);
    struct sc_sighting sighting = {.transaction = transaction};
    struct sc_record *record =
        sc_transaction_response(tracker, transaction, reading, &sighting.copy);

    sighting.record = record;
    if (is_new) {
        find_cancelled(tracker, transaction, reading);
        sc_dialogs_unseen_request(tracker, transaction, record);
        place(tracker, transaction, reading->message);
    }
    if (sighting.copy == SC_COPY_FIRST) {
        sc_dialogs_response(tracker, transaction, record);
        sc_nonces_offered(tracker, transaction, record, reading->message);
        sc_sizes_response(tracker, transaction, record);
        sc_redirects_response(tracker, transaction, record, reading);
        sc_holds_response(tracker, transaction, record, reading->message);
        sc_media_note(tracker, transaction, reading);
        sc_allows_note(tracker, record, reading);
        sc_users_response(tracker, transaction, record, reading->message);
    }
    note(transaction, reading);
    return sighting;
}

/* A response that cannot be matched still counts as one. */
static const struct sc_record *add_unplaced(struct sc_tracker *tracker,
                                            const struct reading *reading)
{
    if (reading->message->kind != SC_MESSAGE_RESPONSE) {
        return NULL;
    }
    struct sc_record *record = (struct sc_record *)sc_arena_alloc(tracker->arena, sizeof *record);
    sc_record_begin(tracker, record, reading);
    g_ptr_array_add(tracker->unplaced, record);
    return record;
}

size_t sc_tracker_unplaced_count(const struct sc_tracker *tracker)
{
    return tracker->unplaced->len;
}

const struct sc_record *sc_tracker_unplaced(const struct sc_tracker *tracker, size_t index)
{
    return (const struct sc_record *)g_ptr_array_index(tracker->unplaced, index);
}

void sc_tracker_expect_message(struct sc_tracker *tracker, const struct sc_packet *packet)
{
    sc_flows_expect(tracker, packet);
    sc_errands_expect(tracker, &packet->destination);
}

struct sc_sighting sc_tracker_add(struct sc_tracker *tracker, const struct sc_packet *packet,
                                  const struct sc_message *message)
{
    struct reading reading;
    struct sc_sighting sighting = {0};

    memset(&reading, 0, offsetof(struct reading, clipped));
    reading.packet = packet;
    reading.message = message;
    bool readable = message->kind != SC_MESSAGE_NONE && read_message(tracker, &reading);

    if (message->kind != SC_MESSAGE_NONE) {
        sc_flows_message(tracker, &reading);
    }
    sc_tracker_expect_message(tracker, packet);
    if (!readable) {
        sighting.record = add_unplaced(tracker, &reading);
        return sighting;
    }
    if (message->kind == SC_MESSAGE_RESPONSE) {
        sighting = add_response(tracker, &reading);
    } else if (reading.ack) {
        sighting = add_ack(tracker, &reading);
    } else {
        sighting = add_request(tracker, &reading);
    }
    sighting.frame = sighting.transaction != NULL ? packet->frame : 0;
    sc_clocks_note(tracker, &reading, &sighting);
    return sighting;
}

/* The request that an ICMP error quotes, if it holds enough of it. An ACK is none that waits for a
 * response. */
static struct sc_transaction *quoted_transaction(struct sc_tracker *tracker,
                                                 struct reading *reading)
{
    if (reading->message->kind != SC_MESSAGE_REQUEST || !read_message(tracker, reading) ||
        reading->ack) {
        return NULL;
    }
    struct sc_transaction *transaction = sc_transaction_with_key(tracker, reading, reading->key);
    return transaction != NULL && transaction->request_seen ? transaction : NULL;
}

/* What an error that holds nothing of a message is about: a request that reached nobody so far. */
static struct sc_transaction *latest_unanswered(struct sc_tracker *tracker,
                                                const struct sc_endpoint *source,
                                                const struct sc_endpoint *destination)
{
    struct sc_transaction *transaction = sc_transactions_latest(tracker, source, destination);

    return transaction != NULL && transaction->responses == NULL ? transaction : NULL;
}

/* Counts an ICMP error about a message: at ERRORS is the record of those before, or NULL. */
static struct sc_record *note_error(struct sc_tracker *tracker, struct sc_record **errors,
                                    const struct sc_packet *packet)
{
    struct sc_record *record = *errors;

    if (record == NULL) {
        record = (struct sc_record *)sc_arena_alloc(tracker->arena, sizeof *record);
        record->frame = packet->frame;
        record->time = packet->time;
        record->source = sc_flows_endpoint(tracker, &packet->source);
        record->destination = sc_flows_endpoint(tracker, &packet->destination);
        *errors = record;
    } else {
        record->retransmissions++;
    }
    record->last_frame = packet->frame;
    record->last_time = packet->time;
    return record;
}

/* What an error that quotes a response is about, if it holds enough of it. */
static struct sc_sighting note_undelivered(struct sc_tracker *tracker, struct reading *reading,
                                           const struct sc_packet *packet, enum sc_icmp icmp)
{
    struct sc_sighting sighting = {0};

    if (!read_message(tracker, reading)) {
        return sighting;
    }
    struct sc_transaction *transaction = sc_transaction_with_key(tracker, reading, reading->key);
    struct sc_record *response =
        transaction != NULL ? sc_transaction_known_response(tracker, transaction, reading) : NULL;
    if (response != NULL) {
        response->icmp = icmp;
        sighting.frame = packet->frame;
        sighting.transaction = transaction;
        sighting.record = note_error(tracker, &response->undelivered, packet);
    }
    return sighting;
}

/* True unless the quote holds bytes that are not the request's: a message of another exchange, or
 * no SIP at all. */
static bool may_quote(const struct sc_transaction *transaction, struct sc_slice quoted)
{
    struct sc_slice text = transaction->request.text;

    return quoted.size == 0 ||
           (text.size > 0 && memcmp(quoted.data, text.data, MIN(quoted.size, text.size)) == 0);
}

struct sc_sighting sc_tracker_unreachable(struct sc_tracker *tracker,
                                          const struct sc_packet *packet, enum sc_icmp icmp,
                                          const struct sc_endpoint *source,
                                          const struct sc_endpoint *destination,
                                          struct sc_slice quoted)
{
    struct sc_packet datagram = *packet;
    struct sc_message message;
    struct reading reading;
    struct sc_sighting sighting = {0};

    sc_message_scan(quoted.data, quoted.size, &message);
    datagram.source = *source;
    datagram.destination = *destination;
    memset(&reading, 0, offsetof(struct reading, clipped));
    reading.packet = &datagram;
    reading.message = &message;
    if (message.kind == SC_MESSAGE_RESPONSE) {
        return note_undelivered(tracker, &reading, packet, icmp);
    }
    struct sc_transaction *transaction = quoted_transaction(tracker, &reading);
    if (transaction == NULL && message.kind == SC_MESSAGE_NONE) {
        transaction = latest_unanswered(tracker, source, destination);
        if (transaction != NULL && !may_quote(transaction, quoted)) {
            transaction = NULL;
        }
    }
    if (transaction != NULL) {
        transaction->icmp = icmp;
        sighting.frame = packet->frame;
        sighting.transaction = transaction;
        sighting.record = note_error(tracker, &transaction->unreachable, packet);
    }
    return sighting;
}
