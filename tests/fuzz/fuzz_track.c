/* Fuzzes the tracker, the diagnosis and the front door: any sequence of events is followed, and
 * what tracker.h, diagnose.h and capture.h promise is asserted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The input is cut at NUL bytes. The first three bytes of a piece say how the packet came: time
 * step, endpoints, kind and transport; the rest is the message.
 */
#include "sipcodes/capture.h"
#include "sipcodes/message.h"
#include "sipcodes/tracker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Pieces of one input that are followed. */
#define PIECES_MAX 256

#define HEAD_SIZE 3

/* In every build: assert() would go with NDEBUG. */
static void promise(bool kept, const char *what, int line)
{
    if (!kept) {
        (void)fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, line, what);
        abort();
    }
}

#define PROMISE(condition) promise(condition, #condition, __LINE__)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct sc_endpoint endpoint(unsigned number)
{
    struct sc_endpoint result = {.family = number & 4 ? 6 : 4, .port = 5060};

    result.address[0] = (uint8_t)(number & 3);
    return result;
}

/* Steps back and forth, from less than a duplicate's window to more than any timer. */
static int64_t step(uint8_t code)
{
    int64_t size = INT64_C(1) << (code & 0x3F) % 40;

    return code & 0x80 ? -size : size;
}

static struct sc_packet packet_of(const uint8_t head[HEAD_SIZE], uint32_t frame, int64_t time)
{
    return (struct sc_packet){
        .frame = frame,
        .time = time,
        .source = endpoint(head[1] & 7U),
        .destination = endpoint((head[1] >> 3) & 7U),
        .stream = (head[2] & 4) != 0,
        .has_ip_id = (head[2] & 8) != 0,
        .ip_id = head[1] >> 6,
        .ip_length = (head[2] & 16) != 0 ? 0 : (uint16_t)(500 + (head[1] >> 6)),
        .has_tcp_seq = (head[2] & 16) != 0,
        .tcp_seq = (uint32_t)(head[1] >> 6) << 24,
        .cut = (head[2] & 32) != 0,
    };
}

static void check_transaction(const struct sc_tracker *tracker,
                              const struct sc_transaction *transaction, uint32_t frames)
{
    size_t responses = 0;
    uint32_t hops = 0;

    for (const struct sc_record *record = transaction->responses; record != NULL;
         record = record->next) {
        PROMISE(record->frame >= 1 && record->frame <= frames && record->code <= 999);
        responses++;
    }
    PROMISE(responses == transaction->response_count && responses <= SC_RESPONSES_MAX);
    PROMISE(!transaction->request_seen || transaction->request.frame <= frames);
    PROMISE(transaction->provisional == NULL || transaction->provisional->code < 200);
    PROMISE(transaction->final == NULL || transaction->final->code >= 200);
    for (const struct sc_transaction *hop = transaction; hop != NULL; hop = hop->parent) {
        PROMISE(hops++ <= frames);
    }
    PROMISE(sc_outcome_name(sc_transaction_outcome(tracker, transaction))[0] != '\0');
    (void)sc_transaction_gaps(tracker, transaction);
}

static void check_sighting(const struct sc_tracker *tracker, const struct sc_sighting *sighting,
                           uint32_t frame)
{
    PROMISE(sighting->transaction == NULL || sighting->record != NULL);
    PROMISE(sighting->record == NULL || sighting->record->frame <= frame);
    if (sighting->transaction != NULL) {
        PROMISE(sighting->copy == SC_COPY_FIRST || sighting->record->frame < frame);
        check_transaction(tracker, sighting->transaction, frame);
    }
}

static void check_attempts(const struct sc_tracker *tracker, uint32_t frames)
{
    PROMISE(sc_tracker_attempt_count(tracker) <= frames);
    for (size_t i = 0; i < sc_tracker_attempt_count(tracker); i++) {
        const struct sc_attempt *attempt = sc_tracker_attempt(tracker, i);
        uint32_t roots = 0;
        PROMISE(attempt->steps >= 1 && attempt->first != NULL);
        for (const struct sc_transaction *root = attempt->roots; root != NULL;
             root = root->next_root) {
            PROMISE(roots++ <= frames && root->attempt == attempt);
        }
        PROMISE(sc_outcome_name(sc_attempt_outcome(tracker, attempt))[0] != '\0');
    }
}

static void check_findings(const struct sc_diagnosis *diagnosis, const struct sc_sighting *sighting,
                           uint32_t frames)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = sc_diagnosis_findings(diagnosis, sighting, findings);

    PROMISE(count <= SC_FINDINGS_MAX);
    const struct sc_finding *lead = sc_finding_to_follow(findings, count);
    PROMISE(lead == NULL || lead == &findings[0]);
    for (size_t i = 0; i < count; i++) {
        const struct sc_finding *finding = &findings[i];
        PROMISE(finding->confidence >= SC_CONFIDENCE_SUGGESTIVE &&
                finding->confidence <= finding->row->confidence);
        PROMISE(memchr(finding->text, '\0', sizeof finding->text) != NULL);
        for (const char *at = finding->text; *at != '\0'; at++) {
            PROMISE((unsigned char)*at >= ' ' && *at != 0x7F);
        }
        PROMISE(finding->evidence_count >= 1 && finding->evidence_count <= SC_EVIDENCE_MAX);
        for (unsigned k = 0; k < finding->evidence_count; k++) {
            PROMISE(finding->evidence[k].frame >= 1 && finding->evidence[k].frame <= frames);
            PROMISE(k == 0 || finding->evidence[k].frame > finding->evidence[k - 1].frame);
        }
    }
}

/* A capture under way. */
struct course {
    uint32_t frames;
    struct sc_tracker *tracker; /* told at once, and so is ... */
    struct sc_diagnosis *diagnosis;
    struct sc_capture *late;   /* read at the very end */
    struct sc_capture *deeper; /* tracked at once, judged at the very end */
    struct sc_sighting sightings[PIECES_MAX];
    struct sc_sighting late_sightings[PIECES_MAX];
    struct sc_sighting deeper_sightings[PIECES_MAX];
};

static void course_open(struct course *course)
{
    struct sc_settings settings = {{500, 4000}, {2000, 60}};

    course->tracker = sc_tracker_new(&settings.timers);
    course->diagnosis = sc_diagnosis_new(course->tracker, &settings.thresholds, &sc_topics_all);
    course->late = sc_capture_new(&settings);
    course->deeper = sc_capture_new(&settings);
}

static void course_close(struct course *course)
{
    sc_capture_free(course->deeper);
    sc_capture_free(course->late);
    sc_diagnosis_free(course->diagnosis);
    sc_tracker_free(course->tracker);
}

static void judge_message(struct course *course, const struct sc_event *event,
                          const struct sc_message *message)
{
    const struct sc_sighting *sighting = &course->sightings[course->frames];

    PROMISE(message->code == sc_message_code(event->bytes.data, event->bytes.size));
    check_sighting(course->tracker, sighting, event->packet.frame);
    sc_diagnosis_add(course->diagnosis, &event->packet, message, sighting);
}

static void tell(struct course *course, const struct sc_event *event)
{
    struct sc_sighting *sighting = &course->sightings[course->frames];
    struct sc_message message;

    *sighting = sc_tracker_tell(course->tracker, event, &message);
    if (event->kind == SC_EVENT_MESSAGE) {
        judge_message(course, event, &message);
    } else if (event->kind == SC_EVENT_UNREACHABLE) {
        PROMISE((sighting->transaction == NULL) == (sighting->record == NULL));
        sc_diagnosis_add(course->diagnosis, &event->packet, NULL, sighting);
    } else {
        PROMISE(sighting->transaction == NULL && sighting->record == NULL);
    }
    sc_capture_see(course->late, event, &course->late_sightings[course->frames]);
    sc_capture_see(course->deeper, event, &course->deeper_sightings[course->frames]);
    sc_capture_read(course->deeper, SC_DEPTH_TRACKING);
}

/* DNS has NUL bytes, which end a piece: so 0xFF stands for them. */
static void tell_dns(struct course *course, struct sc_event *event, bool query)
{
    struct sc_slice text = event->bytes;
    char *datagram = malloc(text.size + 1);

    PROMISE(datagram != NULL);
    for (size_t i = 0; i < text.size; i++) {
        datagram[i] = text.data[i] == '\xFF' ? '\0' : text.data[i];
    }
    *(query ? &event->packet.destination.port : &event->packet.source.port) = 53;
    event->kind = SC_EVENT_DNS;
    event->bytes.data = datagram;
    tell(course, event);
    free(datagram);
}

/* An ICMP error about a message or, by bits of KIND, about a connection; or DNS. */
static void tell_control(struct course *course, struct sc_event *event, uint8_t kind)
{
    if ((kind & 64) != 0) {
        tell_dns(course, event, (kind & 128) != 0);
        return;
    }
    event->kind = (kind & 128) != 0 ? SC_EVENT_UNCONNECTED : SC_EVENT_UNREACHABLE;
    event->error.icmp = (kind & 128) != 0 ? SC_ICMP_HOST : SC_ICMP_PORT;
    event->error.source = event->packet.destination;
    event->error.destination = event->packet.source;
    event->error.ip_id = event->packet.has_ip_id ? event->packet.ip_id : 0;
    event->error.ip_length = event->packet.ip_length;
    tell(course, event);
}

/* A TCP segment or, by bits of KIND, one that resets or refuses the connection. */
static void tell_segment(struct course *course, struct sc_event *event, uint8_t kind, size_t size)
{
    bool flag = (kind & 64) != 0;

    if ((kind & 128) != 0) {
        event->kind = SC_EVENT_RESET;
        event->reset.acknowledges = flag;
    } else {
        event->kind = SC_EVENT_SEGMENT;
        event->segment.syn = flag;
        event->segment.size = size;
    }
    tell(course, event);
}

static void tell_fragment(struct course *course, struct sc_event *event, uint8_t kind, size_t size)
{
    event->kind = SC_EVENT_FRAGMENT;
    event->fragment.more = (kind & 64) != 0;
    event->fragment.offset = kind & 128 ? 1480 : 0;
    event->fragment.size = size;
    tell(course, event);
}

/* One piece: a message, or whatever else the tracker is told. */
static void follow(struct course *course, const struct sc_packet *packet, uint8_t kind,
                   struct sc_slice text)
{
    struct sc_event event = {.packet = *packet};

    if ((kind & 3) == 1) {
        tell_segment(course, &event, kind, text.size);
    } else if ((kind & 3) == 2) {
        tell_fragment(course, &event, kind, text.size);
    } else {
        event.bytes = text;
        if ((kind & 3) == 3) {
            tell_control(course, &event, kind);
        } else {
            event.kind = SC_EVENT_MESSAGE;
            tell(course, &event);
        }
    }
    const struct sc_sighting *sighting = &course->sightings[course->frames++];
    check_findings(course->diagnosis, sighting, course->frames);
}

/* What is seen at the end does not depend on when it was read, nor in how many steps. */
static void check_other(const struct course *course, uint32_t index, const struct sc_capture *door,
                        const struct sc_sighting *other)
{
    const struct sc_sighting *sighting = &course->sightings[index];
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = sc_diagnosis_findings(course->diagnosis, sighting, findings);

    PROMISE((other->record == NULL) == (sighting->record == NULL));
    PROMISE(other->record == NULL || other->record->frame == sighting->record->frame);
    PROMISE(other->copy == sighting->copy && other->frame == sighting->frame);
    PROMISE(sighting->transaction == NULL ||
            sc_capture_outcome(door, other) ==
                sc_transaction_outcome(course->tracker, sighting->transaction));
    PROMISE(sc_capture_findings(door, other, findings) == count);
}

static void check_end(struct course *course)
{
    sc_capture_read(course->late, SC_DEPTH_FINDINGS);
    sc_capture_read(course->deeper, SC_DEPTH_FINDINGS);
    check_attempts(course->tracker, course->frames);
    for (uint32_t i = 0; i < course->frames; i++) {
        check_findings(course->diagnosis, &course->sightings[i], course->frames);
        check_other(course, i, course->late, &course->late_sightings[i]);
        check_other(course, i, course->deeper, &course->deeper_sightings[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct course course = {0};
    const uint8_t *end = data + size;
    int64_t time = 0;

    course_open(&course);
    while (end - data > HEAD_SIZE && course.frames < PIECES_MAX) {
        const uint8_t *text = data + HEAD_SIZE;
        const uint8_t *stop = memchr(text, '\0', (size_t)(end - text));
        stop = stop != NULL ? stop : end;
        time += step(data[0]);
        struct sc_packet packet = packet_of(data, course.frames + 1, time);
        follow(&course, &packet, data[2],
               (struct sc_slice){(const char *)text, (size_t)(stop - text)});
        data = stop < end ? stop + 1 : end;
    }
    check_end(&course);
    course_close(&course);
    return 0;
}
