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

struct capture *capture_new_with(const struct sc_timers *timers)
{
    struct sc_settings settings = {*timers, {2000, 60}};
    struct capture *capture = g_new0(struct capture, 1);

    capture->tracker = sc_tracker_new(timers);
    capture->diagnosis = sc_diagnosis_new(capture->tracker, &settings.thresholds, &sc_topics_all);
    capture->late = sc_capture_new(&settings);
    capture->deeper = sc_capture_new(&settings);
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

/* OTHER is how another capture understood a frame. */
static void compare_sightings(const struct capture *capture, const struct frame *frame,
                              const struct sc_capture *door, const struct sc_sighting *other)
{
    const struct sc_transaction *transaction = frame->sighting.transaction;

    must(other->frame == frame->sighting.frame && other->copy == frame->sighting.copy &&
             frame_of(other->record) == frame_of(frame->sighting.record),
         "the queue's reader sees another message");
    must((other->transaction == NULL) == (transaction == NULL),
         "the queue's reader has another transaction");
    if (transaction == NULL || other->transaction == NULL) {
        return;
    }
    must(other->transaction->request.frame == transaction->request.frame &&
             frame_of(other->transaction->last_response) == frame_of(transaction->last_response),
         "the queue's reader has another transaction");
    must(sc_capture_outcome(door, other) == sc_transaction_outcome(capture->tracker, transaction),
         "the queue's reader has another outcome");
}

static bool same_evidence(const struct sc_finding *a, const struct sc_finding *b)
{
    bool same = a->evidence_count == b->evidence_count;

    for (unsigned i = 0; same && i < a->evidence_count; i++) {
        same = a->evidence[i].frame == b->evidence[i].frame &&
               strcmp(a->evidence[i].shows, b->evidence[i].shows) == 0;
    }
    return same;
}

static bool same_finding(const struct sc_finding *a, const struct sc_finding *b)
{
    return a->row == b->row && a->confidence == b->confidence && a->blockers == b->blockers &&
           strcmp(a->text, b->text) == 0 && same_evidence(a, b);
}

static void compare_findings(const struct capture *capture, const struct frame *frame,
                             const struct sc_capture *door, const struct sc_sighting *other)
{
    struct sc_finding found[SC_FINDINGS_MAX];
    struct sc_finding again[SC_FINDINGS_MAX];
    size_t count = sc_diagnosis_findings(capture->diagnosis, &frame->sighting, found);

    must(sc_capture_findings(door, other, again) == count,
         "the queue's reader has more or fewer findings");
    for (size_t i = 0; i < count; i++) {
        must(same_finding(&again[i], &found[i]), "the queue's reader has other findings");
    }
}

static void compare_with(struct capture *capture, struct sc_capture *door, bool deeper)
{
    if (sc_tracker_finished(capture->tracker)) {
        sc_capture_finish(door);
    }
    sc_capture_read(door, SC_DEPTH_FINDINGS);
    for (guint i = 0; i < capture->frames->len; i++) {
        const struct frame *frame = g_ptr_array_index(capture->frames, i);
        const struct sc_sighting *other = deeper ? &frame->deeper : &frame->late;
        compare_sightings(capture, frame, door, other);
        compare_findings(capture, frame, door, other);
    }
}

void capture_compare(struct capture *capture)
{
    compare_with(capture, capture->late, false);
    compare_with(capture, capture->deeper, true);
}

void capture_discard(struct capture *capture)
{
    line_done(capture);
    sc_capture_free(capture->deeper);
    sc_capture_free(capture->late);
    sc_diagnosis_free(capture->diagnosis);
    sc_tracker_free(capture->tracker);
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
    return capture->tracker;
}

const struct sc_diagnosis *diagnosis_of(const struct capture *capture)
{
    return capture->diagnosis;
}

int64_t nanoseconds(int64_t milliseconds)
{
    return milliseconds * 1000000;
}

void silence_until(struct capture *capture, int64_t milliseconds)
{
    struct sc_event event = {.packet = {.time = nanoseconds(milliseconds)}};

    sc_tracker_tell(capture->tracker, &event, NULL);
    sc_capture_see(capture->late, &event, NULL);
    sc_capture_see(capture->deeper, &event, NULL);
}

void read_to_the_end(struct capture *capture)
{
    sc_tracker_finish(capture->tracker);
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
    return sc_transaction_gaps(capture->tracker, transaction_in(capture, frame));
}

const char *outcome_in(const struct capture *capture, uint32_t frame)
{
    return sc_outcome_name(
        sc_transaction_outcome(capture->tracker, transaction_in(capture, frame)));
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
        g_string_append_printf(frames, "%s%u", i > 0 ? " " : "", finding->evidence[i].frame);
    }
    return g_string_free(frames, FALSE);
}

/* ---- Feeding it ---- */

/* In an allocation of exactly their size: AddressSanitizer sees a read past their end, and the core
 * can keep no pointer into them. Freed with g_free(). */
static char *exact_copy(struct sc_slice bytes)
{
    return g_memdup2(bytes.data, bytes.size);
}

/* Tells all of one event, and judges it at once if it is a message or an error about one. */
static void tell_event(struct capture *capture, struct frame *frame, struct sc_event event)
{
    bool is_message = event.kind == SC_EVENT_MESSAGE;
    char *copy = exact_copy(event.bytes);
    struct sc_message message;

    event.packet = frame->seen.packet;
    event.bytes.data = copy;
    struct sc_sighting sighting = sc_tracker_tell(capture->tracker, &event, &message);
    if (is_message || event.kind == SC_EVENT_UNREACHABLE) {
        frame->sighting = sighting;
        sc_diagnosis_add(capture->diagnosis, &event.packet, is_message ? &message : NULL,
                         &sighting);
    }
    sc_capture_see(capture->late, &event, &frame->late);
    sc_capture_see(capture->deeper, &event, &frame->deeper);
    sc_capture_read(capture->deeper, SC_DEPTH_TRACKING);
    g_free(copy);
}

static void tell_segment(struct capture *capture, struct frame *frame, bool syn)
{
    tell_event(capture, frame,
               (struct sc_event){.kind = SC_EVENT_SEGMENT, .segment = {syn, frame->seen.length}});
}

static void tell_error(struct capture *capture, struct frame *frame)
{
    const struct capture_frame *seen = &frame->seen;
    const struct sc_packet *quoted = &capture_frame(capture, seen->quoted)->packet;

    tell_event(
        capture, frame,
        (struct sc_event){
            .kind = SC_EVENT_UNREACHABLE,
            .bytes = seen->no_quote ? sc_slice_of("") : capture_frame(capture, seen->quoted)->bytes,
            .error = {seen->icmp, quoted->source, quoted->destination, quoted->ip_id,
                      quoted->ip_length},
        });
}

static void tell(struct capture *capture, struct frame *frame)
{
    const struct capture_frame *seen = &frame->seen;

    switch (seen->kind) {
    case CAPTURE_MESSAGE:
        tell_event(capture, frame,
                   (struct sc_event){.kind = SC_EVENT_MESSAGE, .bytes = seen->bytes});
        if (seen->packet.has_tcp_seq) {
            tell_segment(capture, frame, false);
        }
        break;
    case CAPTURE_UNSEEN:
        break;
    case CAPTURE_SEGMENT:
        tell_segment(capture, frame, false);
        break;
    case CAPTURE_SYN:
        tell_segment(capture, frame, true);
        break;
    case CAPTURE_RESET:
        tell_event(capture, frame,
                   (struct sc_event){.kind = SC_EVENT_RESET, .reset = {!seen->bare}});
        break;
    case CAPTURE_FRAGMENT:
        tell_event(capture, frame,
                   (struct sc_event){.kind = SC_EVENT_FRAGMENT,
                                     .fragment = {seen->more, seen->offset, seen->length}});
        break;
    case CAPTURE_ICMP:
        tell_error(capture, frame);
        break;
    case CAPTURE_ICMP_SYN:
        tell_event(capture, frame,
                   (struct sc_event){.kind = SC_EVENT_UNCONNECTED,
                                     .error = {.icmp = seen->icmp,
                                               .source = seen->packet.destination,
                                               .destination = seen->target}});
        break;
    case CAPTURE_DNS:
        tell_event(capture, frame, (struct sc_event){.kind = SC_EVENT_DNS, .bytes = seen->bytes});
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
