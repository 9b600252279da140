/* Captures that are written down as ladders.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "capture-private.h"

#include <string.h>

/* Fails unless it is so. */
static void must(bool so, const char *why)
{
    if (!so) {
        capture_failed(why);
    }
}

static struct readers readers_new(const struct sc_timers *timers)
{
    struct readers readers = {.tracker = sc_tracker_new(timers)};

    readers.diagnosis = sc_diagnosis_new(readers.tracker, &(struct sc_thresholds){2000, 60});
    return readers;
}

static void readers_free(struct readers *readers)
{
    sc_diagnosis_free(readers->diagnosis);
    sc_tracker_free(readers->tracker);
}

struct capture *capture_new_with(const struct sc_timers *timers)
{
    struct capture *capture = g_new0(struct capture, 1);

    capture->at_once = readers_new(timers);
    capture->late = readers_new(timers);
    capture->journal = sc_journal_new(capture->late.tracker, capture->late.diagnosis);
    capture->frames = g_ptr_array_new_with_free_func(g_free);
    capture->parties = g_ptr_array_new();
    capture->strings = g_string_chunk_new(4096);
    return capture;
}

struct capture *capture_new(void)
{
    return capture_new_with(&(struct sc_timers){.t1 = 500, .t2 = 4000});
}

/* A record by the frame it is of; 0: none. */
static uint32_t frame_of(const struct sc_record *record)
{
    return record != NULL ? record->frame : 0;
}

static void compare_transactions(const struct capture *capture,
                                 const struct sc_transaction *transaction,
                                 const struct sc_transaction *late)
{
    must((late == NULL) == (transaction == NULL), "the queue's reader has another transaction");
    if (transaction == NULL || late == NULL) {
        return;
    }
    struct sc_gaps gaps = sc_transaction_gaps(capture->at_once.tracker, transaction);
    struct sc_gaps late_gaps = sc_transaction_gaps(capture->late.tracker, late);
    must(late->serial == transaction->serial, "the queue's reader has another transaction");
    must(sc_transaction_outcome(capture->late.tracker, late) ==
             sc_transaction_outcome(capture->at_once.tracker, transaction),
         "the queue's reader has another outcome");
    must(memcmp(&late_gaps, &gaps, sizeof gaps) == 0, "the queue's reader has other gaps");
}

static bool same_finding(const struct sc_finding *a, const struct sc_finding *b)
{
    return a->row == b->row && a->confidence == b->confidence && a->blockers == b->blockers &&
           strcmp(a->text, b->text) == 0 && a->evidence_count == b->evidence_count &&
           memcmp(a->evidence, b->evidence, a->evidence_count * sizeof a->evidence[0]) == 0;
}

static void compare_frame(const struct capture *capture, const struct frame *frame)
{
    struct sc_finding found[SC_FINDINGS_MAX];
    struct sc_finding late[SC_FINDINGS_MAX];
    size_t count = sc_diagnosis_findings(capture->at_once.diagnosis, &frame->sighting, found);

    must(frame->late.frame == frame->sighting.frame && frame->late.copy == frame->sighting.copy &&
             frame_of(frame->late.record) == frame_of(frame->sighting.record),
         "the queue's reader sees another message");
    compare_transactions(capture, frame->sighting.transaction, frame->late.transaction);
    must(sc_diagnosis_findings(capture->late.diagnosis, &frame->late, late) == count,
         "the queue's reader has more or fewer findings");
    for (size_t i = 0; i < count; i++) {
        must(same_finding(&late[i], &found[i]), "the queue's reader has other findings");
    }
}

void capture_compare(struct capture *capture)
{
    sc_journal_read(capture->journal);
    if (sc_tracker_finished(capture->at_once.tracker)) {
        sc_tracker_finish(capture->late.tracker);
    }
    for (guint i = 0; i < capture->frames->len; i++) {
        compare_frame(capture, (const struct frame *)g_ptr_array_index(capture->frames, i));
    }
}

void capture_discard(struct capture *capture)
{
    line_done(capture);
    sc_journal_free(capture->journal);
    readers_free(&capture->late);
    readers_free(&capture->at_once);
    g_ptr_array_free(capture->frames, TRUE);
    g_ptr_array_free(capture->parties, TRUE);
    g_string_chunk_free(capture->strings);
    g_free(capture);
}

void capture_free(struct capture *capture)
{
    capture_compare(capture);
    capture_discard(capture);
}

struct sc_tracker *tracker_of(struct capture *capture)
{
    return capture->at_once.tracker;
}

const struct sc_diagnosis *diagnosis_of(const struct capture *capture)
{
    return capture->at_once.diagnosis;
}

int64_t nanoseconds(int64_t milliseconds)
{
    return milliseconds * 1000000;
}

void silence_until(struct capture *capture, int64_t milliseconds)
{
    sc_tracker_tick(capture->at_once.tracker, nanoseconds(milliseconds));
    sc_journal_tick(capture->journal, nanoseconds(milliseconds));
}

void read_to_the_end(struct capture *capture)
{
    sc_tracker_finish(capture->at_once.tracker);
}

struct frame *frame_in(const struct capture *capture, uint32_t number)
{
    must(number >= 1 && number <= capture->frames->len, "there is no such frame");
    return g_ptr_array_index(capture->frames, number - 1);
}

uint32_t capture_size(const struct capture *capture)
{
    return capture->frames->len;
}

const struct capture_frame *capture_frame(const struct capture *capture, uint32_t frame)
{
    return &frame_in(capture, frame)->seen;
}

const struct sc_sighting *sighting_in(const struct capture *capture, uint32_t frame)
{
    return &frame_in(capture, frame)->sighting;
}

const struct sc_transaction *transaction_in(const struct capture *capture, uint32_t frame)
{
    return frame_in(capture, frame)->sighting.transaction;
}

const struct sc_record *record_in(const struct capture *capture, uint32_t frame)
{
    return frame_in(capture, frame)->sighting.record;
}

struct sc_gaps gaps_in(const struct capture *capture, uint32_t frame)
{
    return sc_transaction_gaps(capture->at_once.tracker, transaction_in(capture, frame));
}

const char *outcome_in(const struct capture *capture, uint32_t frame)
{
    return sc_outcome_name(
        sc_transaction_outcome(capture->at_once.tracker, transaction_in(capture, frame)));
}

const struct sc_attempt *attempt_in(const struct capture *capture, uint32_t frame)
{
    return transaction_in(capture, frame)->attempt;
}

size_t findings_in(const struct capture *capture, uint32_t frame,
                   struct sc_finding findings[SC_FINDINGS_MAX])
{
    return sc_diagnosis_findings(diagnosis_of(capture), sighting_in(capture, frame), findings);
}

char *evidence_of(const struct sc_finding *finding)
{
    GString *frames = g_string_new(NULL);

    for (unsigned i = 0; i < finding->evidence_count; i++) {
        g_string_append_printf(frames, "%s%u", i > 0 ? " " : "", finding->evidence[i]);
    }
    return g_string_free(frames, FALSE);
}

/* ---- Feeding it ---- */

/* In an allocation of exactly their size: AddressSanitizer sees a read past their end, and the core
 * can keep no pointer into them. Freed with g_free(). */
static char *exact_copy(struct sc_slice bytes)
{
    return (char *)g_memdup2(bytes.data, bytes.size);
}

static void tell_segment(struct capture *capture, const struct capture_frame *seen, bool syn)
{
    sc_tracker_segment(capture->at_once.tracker, &seen->packet, syn, seen->length);
    sc_journal_segment(capture->journal, &seen->packet, syn, seen->length);
}

static void tell_fragment(struct capture *capture, const struct capture_frame *seen)
{
    sc_tracker_fragment(capture->at_once.tracker, &seen->packet, seen->more, seen->offset,
                        seen->length);
    sc_journal_fragment(capture->journal, &seen->packet, seen->more, seen->offset, seen->length);
}

static void tell_message(struct capture *capture, struct frame *frame)
{
    const struct sc_packet *packet = &frame->seen.packet;
    char *copy = exact_copy(frame->seen.bytes);
    struct sc_message message;

    sc_message_scan(copy, frame->seen.bytes.size, &message);
    frame->sighting = sc_tracker_add(capture->at_once.tracker, packet, &message);
    sc_diagnosis_add(capture->at_once.diagnosis, packet, &message, &frame->sighting);
    g_free(copy);
    sc_journal_message(capture->journal, packet, frame->seen.bytes, &frame->late);
    if (packet->has_tcp_seq) {
        tell_segment(capture, &frame->seen, false);
    }
}

static void tell_error(struct capture *capture, struct frame *frame)
{
    const struct capture_frame *seen = &frame->seen;
    const struct capture_frame *quoted = capture_frame(capture, seen->quoted);
    const struct sc_endpoint *from = &quoted->packet.source;
    const struct sc_endpoint *to = &quoted->packet.destination;
    struct sc_slice bytes = seen->no_quote ? sc_slice_of("") : quoted->bytes;

    frame->sighting = sc_tracker_unreachable(capture->at_once.tracker, &seen->packet, seen->icmp,
                                             from, to, bytes);
    sc_diagnosis_add(capture->at_once.diagnosis, &seen->packet, NULL, &frame->sighting);
    sc_journal_unreachable(capture->journal, &seen->packet, seen->icmp, from, to, bytes,
                           &frame->late);
}

static void tell_connect_error(struct capture *capture, const struct capture_frame *seen)
{
    const struct sc_endpoint *client = &seen->packet.destination;

    sc_tracker_unconnected(capture->at_once.tracker, &seen->packet, seen->icmp, client,
                           &seen->target);
    sc_journal_unconnected(capture->journal, &seen->packet, seen->icmp, client, &seen->target);
}

static void tell_dns(struct capture *capture, const struct capture_frame *seen)
{
    char *copy = exact_copy(seen->bytes);
    struct sc_slice datagram = {copy, seen->bytes.size};

    sc_tracker_dns(capture->at_once.tracker, &seen->packet, datagram);
    sc_journal_dns(capture->journal, &seen->packet, datagram);
    g_free(copy);
}

static void tell(struct capture *capture, struct frame *frame)
{
    const struct capture_frame *seen = &frame->seen;

    switch (seen->kind) {
    case CAPTURE_MESSAGE:
        tell_message(capture, frame);
        break;
    case CAPTURE_UNSEEN:
        break;
    case CAPTURE_SEGMENT:
        tell_segment(capture, seen, false);
        break;
    case CAPTURE_SYN:
        tell_segment(capture, seen, true);
        break;
    case CAPTURE_RESET:
        sc_tracker_reset(capture->at_once.tracker, &seen->packet, !seen->bare);
        sc_journal_reset(capture->journal, &seen->packet, !seen->bare);
        break;
    case CAPTURE_FRAGMENT:
        tell_fragment(capture, seen);
        break;
    case CAPTURE_ICMP:
        tell_error(capture, frame);
        break;
    case CAPTURE_ICMP_SYN:
        tell_connect_error(capture, seen);
        break;
    case CAPTURE_DNS:
        tell_dns(capture, seen);
        break;
    }
}

/* What the tracker made of a frame, in the words of a ladder. */
static char *describe(const struct frame *frame)
{
    static const char *const copies[] = {
        [SC_COPY_FIRST] = "first",
        [SC_COPY_RETRANSMISSION] = "again",
        [SC_COPY_TCP_RETRANSMISSION] = "tcp",
        [SC_COPY_DUPLICATE] = "double",
    };
    const struct sc_sighting *sighting = &frame->sighting;

    if (sighting->transaction == NULL || sighting->record == NULL) {
        return g_strdup("-");
    }
    uint32_t request = sighting->transaction->request.frame;
    if (sighting->copy == SC_COPY_FIRST && sighting->record->frame == frame->seen.packet.frame) {
        return g_strdup_printf("%u", request);
    }
    return g_strdup_printf("%u %s %u", request, copies[sighting->copy], sighting->record->frame);
}

static void check_sighting(const struct line *line, const struct frame *frame)
{
    char *found = describe(frame);
    GString *why = g_string_new(NULL);

    if (strcmp(found, line->expected) != 0) {
        g_string_printf(why, "expected \": %s\", found \": %s\"", line->expected, found);
    }
    const char *kept = why->len > 0 ? line_keep(line, why->str) : NULL;
    g_string_free(why, TRUE);
    g_free(found);
    if (kept != NULL) {
        line_bad(line, kept);
    }
}

static void run_line(struct capture *capture, const char *text)
{
    struct line *line = line_read(capture, text);
    struct frame *frame = line->frame;

    tell(capture, frame);
    g_ptr_array_add(capture->frames, frame);
    line->frame = NULL;
    if (line->expected != NULL) {
        check_sighting(line, frame);
    }
    line_done(capture);
}

void ladder(struct capture *capture, const char *lines)
{
    while (*lines != '\0') {
        size_t size = strcspn(lines, "\n");
        if (size > 0) {
            run_line(capture, g_string_chunk_insert_len(capture->strings, lines, (gssize)size));
        }
        lines += size + (lines[size] == '\n');
    }
}

struct capture *capture_of(const char *lines)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    return capture;
}
