/* The tracker itself: how it is made and freed, and what it does with a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialogs.h"
#include "events.h"
#include "hosts.h"

struct sc_tracker *sc_tracker_new(const struct sc_timers *timers)
{
    struct sc_tracker *tracker = g_new0(struct sc_tracker, 1);

    tracker->timers = *timers;
    tracker->arena = sc_arena_new();
    tracker->seed = ((uint64_t)g_random_int() << 32) | g_random_int();
    tracker->first_time = INT64_MAX;
    tracker->last_time = INT64_MIN;
    tracker->transactions = g_ptr_array_new();
    tracker->attempts = g_ptr_array_new();
    tracker->unplaced = g_ptr_array_new();
    tracker->sightings = g_array_new(FALSE, FALSE, sizeof(struct sc_sighting));
    return tracker;
}

void sc_tracker_free(struct sc_tracker *tracker)
{
    if (tracker == NULL) {
        return;
    }
    sc_message_bytes_free(tracker);
    for (int i = 0; i < TABLE_COUNT; i++) {
        sc_map_clear(&tracker->tables[i]);
    }
    g_free(tracker->datagrams);
    g_ptr_array_free(tracker->transactions, TRUE);
    g_ptr_array_free(tracker->attempts, TRUE);
    g_ptr_array_free(tracker->unplaced, TRUE);
    g_array_free(tracker->sightings, TRUE);
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

uint64_t sc_tracker_cut_count(const struct sc_tracker *tracker)
{
    return tracker->cut_count;
}

struct sc_timers sc_tracker_timers(const struct sc_tracker *tracker)
{
    return tracker->timers;
}

static bool says_completed_elsewhere(const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    while (sc_reason_next(message, &cursor, &reason)) {
        if (sc_reason_completed_elsewhere(&reason)) {
            return true;
        }
    }
    return false;
}

/* What every message means to its transaction. */
static void touch(struct sc_transaction *transaction, const struct reading *reading)
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
 * two, a response makes the INVITE known after its CANCEL (section 9.1). */
static void find_cancelled(struct sc_tracker *tracker, struct sc_transaction *transaction,
                           const struct reading *reading)
{
    if (sc_transaction_is(transaction, "CANCEL")) {
        uint64_t key = sc_reading_key(reading, sc_slice_of("INVITE"));
        struct sc_transaction *invite = sc_transaction_with_key(tracker, reading, key);
        if (invite == NULL) {
            invite = sc_transaction_of_misnumbered_cancel(tracker, reading);
        }
        link_cancel(transaction, invite);
    } else if (!transaction->request_seen && sc_transaction_is(transaction, "INVITE")) {
        uint64_t key = sc_reading_key(reading, sc_slice_of("CANCEL"));
        link_cancel(sc_transaction_with_key(tracker, reading, key), transaction);
    }
}

/* Finds the hops around a new transaction and the attempt it belongs to. A CANCEL has neither, as
 * it is part of its INVITE's. One that a response opened has its place already when its request
 * turns up. */
static void place(struct sc_tracker *tracker, struct sc_transaction *transaction,
                  const struct reading *reading)
{
    if (transaction->attempt == NULL && !sc_transaction_is(transaction, "CANCEL")) {
        sc_hops_link(tracker, transaction, reading);
        sc_attempts_join(tracker, transaction, reading->message);
        if (transaction->attempt->first == transaction) {
            sc_attempts_name(tracker, transaction->attempt, reading->message);
        }
    }
}

/* True if the INVITE failed: then only an ACK with its branch and CSeq number acknowledges that
 * (RFC 3261 section 17.1.1.3). An ACK with its branch cannot be that of a 2xx, which has a branch
 * of its own (section 13.2.2.4), even if its CSeq number is that of another INVITE. */
static bool was_refused(const struct sc_transaction *invite)
{
    return invite->final != NULL && invite->success == NULL;
}

/* True if an ACK went the way of MEANT, an INVITE that failed, with the Via of FOUND, which went
 * another way: a host between the two, such as an ALG, had rewritten the INVITE and not its ACK. */
static bool is_ack_left_unchanged(const struct sc_transaction *found,
                                  const struct sc_transaction *meant, const struct reading *reading)
{
    return meant != NULL && meant != found && was_refused(meant) &&
           meant->cseq == reading->cseq.number && !sc_transaction_same_way(found, reading) &&
           !sc_slice_same(meant->sent_by, reading->via.sent_by);
}

static struct sc_sighting add_ack(struct sc_tracker *tracker, const struct reading *reading)
{
    struct sc_transaction *invite = sc_transaction_with_key(tracker, reading, reading->key);
    const struct sc_transaction *meant = sc_stray_acks_meant_by(tracker, reading);
    struct sc_sighting sighting = {0};

    if (invite != NULL && is_ack_left_unchanged(invite, meant, reading)) {
        return sc_stray_acks_add(tracker, reading, invite);
    }
    if (invite == NULL) {
        invite = sc_dialogs_invite_of_ack(tracker, reading);
        if (invite == NULL || was_refused(invite) ||
            (meant != NULL && was_refused(meant) &&
             sc_slice_equal(meant->branch, reading->via.branch))) {
            return sc_stray_acks_add(tracker, reading, invite);
        }
    }
    sighting.transaction = invite;
    sighting.record = sc_transaction_ack(tracker, invite, reading, &sighting.copy);
    sc_answered_acks_ack(tracker, reading, sighting.record, invite);
    if (sighting.copy == SC_COPY_FIRST) {
        sc_host_media_message(tracker, invite, reading);
    }
    touch(invite, reading);
    return sighting;
}

static struct sc_sighting add_request(struct sc_tracker *tracker, struct reading *reading)
{
    bool is_new;
    struct sc_transaction *transaction = sc_transaction_of_request(tracker, reading, &is_new);
    struct sc_sighting sighting = {.transaction = transaction, .record = &transaction->request};

    if (is_new) {
        transaction->completed_elsewhere =
            sc_transaction_is(transaction, "CANCEL") && says_completed_elsewhere(reading->message);
        find_cancelled(tracker, transaction, reading);
        sc_dialogs_request(tracker, transaction);
        sc_nonces_read(tracker, transaction, reading);
        place(tracker, transaction, reading);
        sc_dialogs_route(transaction, reading->message);
        sc_redirects_request(tracker, transaction, reading);
        sc_publications_request(tracker, transaction, reading->message);
        sc_nonces_used(tracker, transaction, reading);
        sc_accounts_request(tracker, transaction, reading);
        sc_host_media_message(tracker, transaction, reading);
        sc_hosts_allow(tracker, &transaction->request, reading);
        sc_hosts_translated(tracker, &transaction->request, reading);
    } else {
        sighting.copy =
            sc_record_again(&transaction->request, &whole(transaction)->request_key, reading);
    }
    touch(transaction, reading);
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
    if (sc_transaction_is(transaction, "ACK")) {
        touch(transaction, reading);
        return sighting;
    }
    if (is_new) {
        find_cancelled(tracker, transaction, reading);
        sc_responses_stray(tracker, reading, record, transaction);
        sc_dialogs_unseen_request(tracker, transaction, record);
        place(tracker, transaction, reading);
    }
    if (sighting.copy != SC_COPY_DUPLICATE) {
        sc_nonces_offered(tracker, transaction, record, reading->message);
    }
    if (sighting.copy == SC_COPY_FIRST) {
        sc_dialogs_response(tracker, transaction, record);
        sc_dialogs_success(transaction, record, reading->message);
        sc_hosts_response(tracker, transaction, record);
        sc_redirects_response(tracker, transaction, record, reading);
        sc_publications_response(tracker, transaction, record, reading->message);
        sc_pauses_response(tracker, transaction, record, reading->message);
        sc_host_media_message(tracker, transaction, reading);
        sc_hosts_allow(tracker, record, reading);
        sc_users_response(tracker, transaction, record, reading->message);
        sc_accounts_response(tracker, transaction, record);
        sc_refusals_response(tracker, transaction, record, reading->message);
    }
    touch(transaction, reading);
    return sighting;
}

/* A response that cannot be matched still counts as one. */
static const struct sc_record *add_unplaced(struct sc_tracker *tracker,
                                            const struct reading *reading)
{
    if (reading->message->kind != SC_MESSAGE_RESPONSE) {
        return NULL;
    }
    struct record *record = sc_arena_alloc(tracker->arena, sizeof *record);
    sc_record_begin(tracker, &record->facts, &record->key, reading);
    g_ptr_array_add(tracker->unplaced, &record->facts);
    sc_responses_stray(tracker, reading, &record->facts, NULL);
    return &record->facts;
}

size_t sc_tracker_unplaced_count(const struct sc_tracker *tracker)
{
    return tracker->unplaced->len;
}

const struct sc_record *sc_tracker_unplaced(const struct sc_tracker *tracker, size_t index)
{
    return g_ptr_array_index(tracker->unplaced, index);
}

void sc_message_expect(struct sc_tracker *tracker, const struct sc_packet *packet)
{
    sc_tcp_expect(tracker, packet);
    sc_host_obtain(tracker, &packet->destination)->attended = true;
}

/* The same for the message that is read. */
static void expect_more(struct sc_tracker *tracker, const struct reading *reading)
{
    if (reading->destination == NULL) {
        sc_message_expect(tracker, reading->packet);
    } else {
        sc_tcp_expect(tracker, reading->packet);
        sc_host_of(reading->destination)->attended = true;
    }
}

struct sc_sighting sc_message_add(struct sc_tracker *tracker, const struct sc_packet *packet,
                                  const struct sc_message *message)
{
    struct reading reading;
    struct sc_sighting sighting = {0};

    bool readable = sc_reading_begin(tracker, &reading, packet, message);

    if (message->kind != SC_MESSAGE_NONE) {
        sc_hosts_message(tracker, &reading);
    }
    if (message->kind != SC_MESSAGE_NONE ? sc_message_is_cut(packet, message) : packet->cut) {
        tracker->cut_count++;
    }
    expect_more(tracker, &reading);
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
    sc_datagrams_sent(tracker, &reading, &sighting);
    sc_hosts_date(tracker, &reading, &sighting);
    return sighting;
}
