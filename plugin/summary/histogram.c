/* Attempts over time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/traffic.h"

#include <glib.h>

#define MINUTE (60 * SC_SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* Round spans, ascending. */
static const int64_t widths[] = {
    SC_SECOND,   5 * SC_SECOND, 10 * SC_SECOND, 30 * SC_SECOND, MINUTE,    5 * MINUTE, 15 * MINUTE,
    30 * MINUTE, HOUR,          3 * HOUR,       6 * HOUR,       12 * HOUR, DAY,        7 * DAY,
};

/* When an attempt began; of its first response, if the request was not captured. */
static int64_t begin_of(const struct sc_summary *summary, size_t index)
{
    return sc_summary_attempt(summary, index).begin->time;
}

/* The least round span of which SC_BUCKETS_MAX hold all from FIRST to LAST. */
static int64_t width_for(int64_t first, int64_t last)
{
    int64_t width = widths[0];

    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        width = widths[i];
        if (last / width - first / width < SC_BUCKETS_MAX) {
            return width;
        }
    }
    while (last / width - first / width >= SC_BUCKETS_MAX) {
        width *= 2;
    }
    return width;
}

static bool failed(enum sc_outcome outcome)
{
    return outcome == SC_OUTCOME_REFUSED || outcome == SC_OUTCOME_FAILED ||
           outcome == SC_OUTCOME_UNANSWERED || outcome == SC_OUTCOME_DROPPED;
}

struct sc_histogram sc_summary_histogram(const struct sc_summary *summary)
{
    struct sc_histogram histogram = {0};
    size_t attempts = sc_summary_attempts(summary);
    int64_t first = INT64_MAX;
    int64_t last = INT64_MIN;

    for (size_t i = 0; i < attempts; i++) {
        int64_t begin = begin_of(summary, i);
        first = MIN(first, begin);
        last = MAX(last, begin);
    }
    if (attempts == 0) {
        return histogram;
    }
    histogram.width = width_for(first, last);
    histogram.count = (unsigned)(last / histogram.width - first / histogram.width) + 1;
    for (unsigned i = 0; i < histogram.count; i++) {
        histogram.buckets[i].begin = (first / histogram.width + i) * histogram.width;
    }
    for (size_t i = 0; i < attempts; i++) {
        struct sc_attempt_facts facts = sc_summary_attempt(summary, i);
        struct sc_bucket *bucket =
            &histogram.buckets[facts.begin->time / histogram.width - first / histogram.width];
        bucket->attempts++;
        bucket->failed += failed(facts.outcome);
    }
    return histogram;
}
