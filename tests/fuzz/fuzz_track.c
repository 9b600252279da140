/* Fuzzes the tracker and the diagnosis: any sequence of messages, segments, resets, fragments, ICMP
 * errors and messages of DNS is followed, and what track.h, diagnose.h and journal.h promise is
 * asserted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The input is cut at NUL bytes. The first three bytes of a piece say how the packet came: time
 * step, endpoints, kind and transport; the rest is the message.
 */
#include "sipcodes/diagnose.h"
#include "sipcodes/journal.h"
#include "sipcodes/message.h"
#include "sipcodes/track.h"

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
    PROMISE(responses == transaction->response_count);
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
    for (size_t i = 0; i < count; i++) {
        const struct sc_finding *finding = &findings[i];
        PROMISE(finding->confidence >= SC_CONFIDENCE_SUGGESTIVE &&
                finding->confidence <= finding->row->confidence);
        PROMISE(i == 0 || finding->confidence <= findings[i - 1].confidence);
        PROMISE(memchr(finding->text, '\0', sizeof finding->text) != NULL);
        for (const char *at = finding->text; *at != '\0'; at++) {
            PROMISE((unsigned char)*at >= ' ' && *at != 0x7F);
        }
        PROMISE(finding->evidence_count >= 1 && finding->evidence_count <= SC_EVIDENCE_MAX);
        for (unsigned k = 0; k < finding->evidence_count; k++) {
            PROMISE(finding->evidence[k] >= 1 && finding->evidence[k] <= frames);
            PROMISE(k == 0 || finding->evidence[k] > finding->evidence[k - 1]);
        }
    }
}

/* What is read of a capture. */
struct readers {
    struct sc_tracker *tracker;
    struct sc_diagnosis *diagnosis;
    struct sc_sighting sightings[PIECES_MAX];
};

/* A capture under way. */
struct course {
    uint32_t frames;
    struct readers at_once;
    struct readers late; /* read it at the end, out of the journal */
    struct sc_journal *journal;
};

static void readers_open(struct readers *readers)
{
    readers->tracker = sc_tracker_new(&(struct sc_timers){.t1 = 500, .t2 = 4000});
    readers->diagnosis = sc_diagnosis_new(readers->tracker, &(struct sc_thresholds){2000, 60});
}

static void readers_close(struct readers *readers)
{
    sc_diagnosis_free(readers->diagnosis);
    sc_tracker_free(readers->tracker);
}

static void add_message(struct course *course, const struct sc_packet *packet, struct sc_slice text)
{
    struct readers *readers = &course->at_once;
    struct sc_sighting *sighting = &readers->sightings[course->frames];
    struct sc_message message;

    sc_message_scan(text.data, text.size, &message);
    PROMISE(message.code == sc_message_code(text.data, text.size));
    *sighting = sc_tracker_add(readers->tracker, packet, &message);
    check_sighting(readers->tracker, sighting, packet->frame);
    sc_diagnosis_add(readers->diagnosis, packet, &message, sighting);
    sc_journal_message(course->journal, packet, text, &course->late.sightings[course->frames]);
}

static void add_error(struct course *course, const struct sc_packet *packet, struct sc_slice text)
{
    struct readers *readers = &course->at_once;
    struct sc_sighting *sighting = &readers->sightings[course->frames];

    *sighting = sc_tracker_unreachable(readers->tracker, packet, SC_ICMP_PORT, &packet->destination,
                                       &packet->source, text);
    PROMISE((sighting->transaction == NULL) == (sighting->record == NULL));
    sc_diagnosis_add(readers->diagnosis, packet, NULL, sighting);
    sc_journal_unreachable(course->journal, packet, SC_ICMP_PORT, &packet->destination,
                           &packet->source, text, &course->late.sightings[course->frames]);
}

/* A TCP segment or, by bits of KIND, one that resets or refuses the connection. */
static void add_segment(struct course *course, const struct sc_packet *packet, uint8_t kind,
                        size_t size)
{
    bool flag = (kind & 64) != 0;

    if ((kind & 128) != 0) {
        sc_tracker_reset(course->at_once.tracker, packet, flag);
        sc_journal_reset(course->journal, packet, flag);
    } else {
        sc_tracker_segment(course->at_once.tracker, packet, flag, size);
        sc_journal_segment(course->journal, packet, flag, size);
    }
}

static void add_fragment(struct course *course, const struct sc_packet *packet, uint8_t kind,
                         size_t size)
{
    bool more = (kind & 64) != 0;
    size_t offset = kind & 128 ? 1480 : 0;

    sc_tracker_fragment(course->at_once.tracker, packet, more, offset, size);
    sc_journal_fragment(course->journal, packet, more, offset, size);
}

/* DNS has NUL bytes, which end a piece: so 0xFF stands for them. */
static void add_dns(struct course *course, struct sc_packet packet, bool query,
                    struct sc_slice text)
{
    char *datagram = malloc(text.size + 1);

    PROMISE(datagram != NULL);
    for (size_t i = 0; i < text.size; i++) {
        datagram[i] = text.data[i] == '\xFF' ? '\0' : text.data[i];
    }
    *(query ? &packet.destination.port : &packet.source.port) = 53;
    struct sc_slice bytes = {datagram, text.size};
    sc_tracker_dns(course->at_once.tracker, &packet, bytes);
    sc_journal_dns(course->journal, &packet, bytes);
    free(datagram);
}

static void add_connect_error(struct course *course, const struct sc_packet *packet)
{
    sc_tracker_unconnected(course->at_once.tracker, packet, SC_ICMP_HOST, &packet->destination,
                           &packet->source);
    sc_journal_unconnected(course->journal, packet, SC_ICMP_HOST, &packet->destination,
                           &packet->source);
}

/* An ICMP error about a message or, by bits of KIND, about a connection; or DNS. */
static void add_control(struct course *course, const struct sc_packet *packet, uint8_t kind,
                        struct sc_slice text)
{
    if ((kind & 64) != 0) {
        add_dns(course, *packet, (kind & 128) != 0, text);
    } else if ((kind & 128) != 0) {
        add_connect_error(course, packet);
    } else {
        add_error(course, packet, text);
    }
}

/* One piece: a message, or whatever else the tracker is told. */
static void follow(struct course *course, const struct sc_packet *packet, uint8_t kind,
                   struct sc_slice text)
{
    if ((kind & 3) == 1) {
        add_segment(course, packet, kind, text.size);
    } else if ((kind & 3) == 2) {
        add_fragment(course, packet, kind, text.size);
    } else if ((kind & 3) == 3) {
        add_control(course, packet, kind, text);
    } else {
        add_message(course, packet, text);
    }
    const struct sc_sighting *sighting = &course->at_once.sightings[course->frames++];
    check_findings(course->at_once.diagnosis, sighting, course->frames);
}

/* What is seen at the end does not depend on when it was looked into. */
static void check_late(const struct course *course, uint32_t index)
{
    const struct sc_sighting *sighting = &course->at_once.sightings[index];
    const struct sc_sighting *late = &course->late.sightings[index];
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = sc_diagnosis_findings(course->at_once.diagnosis, sighting, findings);

    PROMISE((late->record == NULL) == (sighting->record == NULL));
    PROMISE(late->record == NULL || late->record->frame == sighting->record->frame);
    PROMISE(late->copy == sighting->copy && late->frame == sighting->frame);
    PROMISE(sc_diagnosis_findings(course->late.diagnosis, late, findings) == count);
}

static void check_end(struct course *course)
{
    sc_journal_read(course->journal);
    check_attempts(course->at_once.tracker, course->frames);
    for (uint32_t i = 0; i < course->frames; i++) {
        check_findings(course->at_once.diagnosis, &course->at_once.sightings[i], course->frames);
        check_late(course, i);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct course course = {0};
    const uint8_t *end = data + size;
    int64_t time = 0;

    readers_open(&course.at_once);
    readers_open(&course.late);
    course.journal = sc_journal_new(course.late.tracker, course.late.diagnosis);
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
    sc_journal_free(course.journal);
    readers_close(&course.late);
    readers_close(&course.at_once);
    return 0;
}
