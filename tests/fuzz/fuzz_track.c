/* Fuzzes the tracker and the diagnosis: any sequence of messages, segments, resets, fragments, ICMP
 * errors and messages of DNS is followed, and what track.h and diagnose.h promise is asserted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The input is cut at NUL bytes. The first three bytes of a piece say how the packet came: time
 * step, endpoints, kind and transport; the rest is the message.
 */
#include "sipcodes/diagnose.h"
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

/* A capture under way. */
struct course {
    struct sc_tracker *tracker;
    struct sc_diagnosis *diagnosis;
    uint32_t frames;
    struct sc_sighting sightings[PIECES_MAX];
};

static struct sc_sighting add_message(struct course *course, const struct sc_packet *packet,
                                      const char *text, size_t size)
{
    struct sc_message message;

    sc_message_scan(text, size, &message);
    struct sc_sighting sighting = sc_tracker_add(course->tracker, packet, &message);
    check_sighting(course->tracker, &sighting, packet->frame);
    sc_diagnosis_add(course->diagnosis, packet, &message, &sighting);
    return sighting;
}

static struct sc_sighting add_error(struct course *course, const struct sc_packet *packet,
                                    const char *text, size_t size)
{
    struct sc_sighting sighting =
        sc_tracker_unreachable(course->tracker, packet, SC_ICMP_PORT, &packet->destination,
                               &packet->source, (struct sc_slice){text, size});

    PROMISE((sighting.transaction == NULL) == (sighting.record == NULL));
    sc_diagnosis_add(course->diagnosis, packet, NULL, &sighting);
    return sighting;
}

/* A TCP segment or, by bits of KIND, one that resets or refuses the connection. */
static void add_segment(struct course *course, const struct sc_packet *packet, uint8_t kind,
                        size_t size)
{
    if ((kind & 128) != 0) {
        sc_tracker_reset(course->tracker, packet, (kind & 64) != 0);
    } else {
        sc_tracker_segment(course->tracker, packet, (kind & 64) != 0, size);
    }
}

/* DNS has NUL bytes, which end a piece: so 0xFF stands for them. */
static void add_dns(struct course *course, struct sc_packet packet, bool query, const char *text,
                    size_t size)
{
    char *datagram = malloc(size + 1);

    PROMISE(datagram != NULL);
    for (size_t i = 0; i < size; i++) {
        datagram[i] = text[i] == '\xFF' ? '\0' : text[i];
    }
    *(query ? &packet.destination.port : &packet.source.port) = 53;
    sc_tracker_dns(course->tracker, &packet, (struct sc_slice){datagram, size});
    free(datagram);
}

/* An ICMP error about a request or, by a bit of KIND, about a connection; or DNS. */
static struct sc_sighting add_control(struct course *course, const struct sc_packet *packet,
                                      uint8_t kind, const char *text, size_t size)
{
    if ((kind & 64) != 0) {
        add_dns(course, *packet, (kind & 128) != 0, text, size);
        return (struct sc_sighting){0};
    }
    if ((kind & 128) != 0) {
        sc_tracker_unconnected(course->tracker, packet, SC_ICMP_HOST, &packet->destination,
                               &packet->source);
        return (struct sc_sighting){0};
    }
    return add_error(course, packet, text, size);
}

/* One piece: a message, or whatever else the tracker is told. */
static void follow(struct course *course, const struct sc_packet *packet, uint8_t kind,
                   const char *text, size_t size)
{
    struct sc_sighting *sighting = &course->sightings[course->frames++];

    *sighting = (struct sc_sighting){0};
    if ((kind & 3) == 1) {
        add_segment(course, packet, kind, size);
    } else if ((kind & 3) == 2) {
        sc_tracker_fragment(course->tracker, packet, (kind & 64) != 0, kind & 128 ? 1480 : 0, size);
    } else if ((kind & 3) == 3) {
        *sighting = add_control(course, packet, kind, text, size);
    } else {
        *sighting = add_message(course, packet, text, size);
    }
    check_findings(course->diagnosis, sighting, course->frames);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_timers timers = {.t1 = 500, .t2 = 4000};
    struct sc_thresholds thresholds = {.slow_response = 2000, .clock_skew = 60};
    struct course course = {.tracker = sc_tracker_new(&timers)};
    const uint8_t *end = data + size;
    int64_t time = 0;

    course.diagnosis = sc_diagnosis_new(course.tracker, &thresholds);
    while (end - data > HEAD_SIZE && course.frames < PIECES_MAX) {
        const uint8_t *text = data + HEAD_SIZE;
        const uint8_t *stop = memchr(text, '\0', (size_t)(end - text));
        stop = stop != NULL ? stop : end;
        time += step(data[0]);
        struct sc_packet packet = packet_of(data, course.frames + 1, time);
        follow(&course, &packet, data[2], (const char *)text, (size_t)(stop - text));
        data = stop < end ? stop + 1 : end;
    }
    check_attempts(course.tracker, course.frames);
    for (uint32_t i = 0; i < course.frames; i++) {
        check_findings(course.diagnosis, &course.sightings[i], course.frames);
    }
    sc_diagnosis_free(course.diagnosis);
    sc_tracker_free(course.tracker);
    return 0;
}
