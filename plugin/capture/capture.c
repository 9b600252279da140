/* The front door: what was seen is queued, and told to the tracker and the diagnosis when it is
 * read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A rule judges a message by what was known when it came. So a capture that was tracked without
 * being judged cannot be judged afterwards: it is read again from the beginning, by another
 * tracker. Until then the events stay in the queue.
 */
#include "sipcodes/capture.h"

#include <glib.h>

#include "queue.h"
#include "sipcodes/catalog.h"
#include "sipcodes/tracker.h"
#include "summary/cause.h"

struct sc_capture {
    struct sc_settings settings;
    struct sc_tracker *tracker;
    struct sc_diagnosis *diagnosis; /* NULL until the capture is read at SC_DEPTH_FINDINGS */
    struct queue queue;
    enum sc_depth depth; /* that it was read to */
    int64_t first_time;  /* of all that was seen; later than LAST_TIME: nothing was ... */
    int64_t last_time;   /* ... and the latest */
    bool finished;       /* it was seen to its end */
    bool keeps_up;       /* each event is read as it is seen */

    struct sc_slice scanned; /* the message that was read last, while its bytes are there ... */
    struct sc_message scan;  /* ... and its scan */
};

struct sc_capture *sc_capture_new(const struct sc_settings *settings)
{
    struct sc_capture *capture = g_new0(struct sc_capture, 1);

    capture->settings = *settings;
    capture->tracker = sc_tracker_new(&settings->timers);
    capture->depth = SC_DEPTH_MESSAGE;
    capture->first_time = INT64_MAX;
    capture->last_time = INT64_MIN;
    sc_queue_init(&capture->queue);
    return capture;
}

void sc_capture_free(struct sc_capture *capture)
{
    if (capture != NULL) {
        sc_queue_clear(&capture->queue);
        sc_diagnosis_free(capture->diagnosis);
        sc_tracker_free(capture->tracker);
        g_free(capture);
    }
}

void sc_capture_finish(struct sc_capture *capture)
{
    capture->finished = true;
}

/* Sees to it that what is read next is read to DEPTH. */
static void deepen(struct sc_capture *capture, enum sc_depth depth)
{
    if (depth <= capture->depth) {
        return;
    }
    if (capture->depth == SC_DEPTH_TRACKING) {
        sc_tracker_free(capture->tracker);
        capture->tracker = sc_tracker_new(&capture->settings.timers);
        sc_queue_rewind(&capture->queue);
    }
    if (depth == SC_DEPTH_FINDINGS) {
        capture->diagnosis =
            sc_diagnosis_new(capture->tracker, &capture->settings.thresholds, &sc_topics_all);
    }
    capture->depth = depth;
}

static void tell_time(struct sc_capture *capture, int64_t time)
{
    struct sc_event event = {.kind = SC_EVENT_TIME, .packet = {.time = time}};

    sc_tracker_tell(capture->tracker, &event, NULL);
}

static void read_event(struct sc_capture *capture, const struct sc_event *event,
                       struct sc_sighting *to)
{
    bool message = event->kind == SC_EVENT_MESSAGE;
    struct sc_sighting sighting = sc_tracker_tell(capture->tracker, event, &capture->scan);

    if (message) {
        capture->scanned = event->bytes;
    }
    if (message || event->kind == SC_EVENT_UNREACHABLE) {
        *to = sighting;
        if (capture->diagnosis != NULL) {
            sc_diagnosis_add(capture->diagnosis, &event->packet, message ? &capture->scan : NULL,
                             &sighting);
        }
    }
}

bool sc_capture_see(struct sc_capture *capture, const struct sc_event *event,
                    struct sc_sighting *sighting)
{
    capture->first_time = MIN(capture->first_time, event->packet.time);
    capture->last_time = MAX(capture->last_time, event->packet.time);
    capture->finished = false;
    if (event->kind == SC_EVENT_TIME) {
        return true;
    }
    /* What is read at once need not be expected before. */
    bool useful = (capture->keeps_up && event->kind == SC_EVENT_MESSAGE) ||
                  sc_tracker_expect(capture->tracker, event);
    if (useful && capture->keeps_up) {
        tell_time(capture, capture->first_time);
        read_event(capture, event, sighting);
    } else if (useful) {
        sc_queue_append(&capture->queue, event, sighting);
    }
    return useful;
}

void sc_capture_read(struct sc_capture *capture, enum sc_depth depth)
{
    bool seen = capture->first_time <= capture->last_time;
    const struct queued *queued;

    if (depth == SC_DEPTH_MESSAGE) {
        return;
    }
    deepen(capture, depth);
    if (seen) {
        tell_time(capture, capture->first_time);
    }
    while ((queued = sc_queue_read(&capture->queue)) != NULL) {
        read_event(capture, &queued->event, queued->sighting);
        if (capture->depth == SC_DEPTH_FINDINGS) {
            sc_queue_forget(&capture->queue);
        }
    }
    if (seen) {
        tell_time(capture, capture->last_time);
    }
    if (capture->finished) {
        sc_tracker_finish(capture->tracker);
    }
}

void sc_capture_keep_up(struct sc_capture *capture, enum sc_depth depth)
{
    if (!capture->keeps_up || depth > capture->depth) {
        sc_capture_read(capture, depth);
        capture->scanned = (struct sc_slice){0};
        capture->keeps_up = true;
    }
}

const struct sc_message *sc_capture_scan(struct sc_capture *capture, struct sc_slice bytes)
{
    if (!capture->keeps_up || capture->scanned.data != bytes.data ||
        capture->scanned.size != bytes.size) {
        sc_message_scan(bytes.data, bytes.size, &capture->scan);
        capture->scanned = bytes;
    }
    return &capture->scan;
}

size_t sc_capture_findings(const struct sc_capture *capture, const struct sc_sighting *sighting,
                           struct sc_finding findings[SC_FINDINGS_MAX])
{
    return capture->diagnosis != NULL
               ? sc_diagnosis_findings(capture->diagnosis, sighting, findings)
               : 0;
}

void sc_capture_evidence(const struct sc_capture *capture, const struct sc_evidence *evidence,
                         char text[SC_EVIDENCE_TEXT_SIZE])
{
    struct sc_sighting sighting = sc_tracker_sighting(capture->tracker, evidence->frame);

    sc_evidence_write(evidence, &sighting, text);
}

bool sc_capture_why(const struct sc_capture *capture, const struct sc_sighting *sighting,
                    const struct sc_finding *findings, size_t count, unsigned code,
                    struct sc_why *why)
{
    if (sighting->transaction == NULL || capture->diagnosis == NULL) {
        *why = (struct sc_why){0};
        return code != 0 &&
               sc_why_of_response(findings, count, code, sc_status_is_challenge(code), why);
    }
    return sc_cause_of(capture->tracker, capture->diagnosis, sighting, findings, count, why);
}

uint32_t sc_capture_first_frame(const struct sc_sighting *sighting)
{
    const struct sc_attempt *attempt = sc_attempt_of(sighting->transaction);

    return attempt != NULL ? sc_attempt_first_frame(attempt) : 0;
}

enum sc_outcome sc_capture_outcome(const struct sc_capture *capture,
                                   const struct sc_sighting *sighting)
{
    return sighting->transaction != NULL
               ? sc_transaction_outcome(capture->tracker, sighting->transaction)
               : SC_OUTCOME_UNKNOWN;
}

struct sc_summary *sc_capture_summary(struct sc_capture *capture,
                                      const struct sc_selection *selection)
{
    sc_capture_finish(capture);
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    return sc_summary_new(capture->tracker, capture->diagnosis, selection);
}
