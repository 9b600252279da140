/* Clocks: how far the Date headers of a host are from the capture's time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A proxy passes on the Date of others, so only what a host made itself counts: a request with one
 * Via, and a response on a hop that leads no further in the capture. A Date says when a message was
 * first sent (RFC 3261 section 20.17), so only first copies count.
 */
#include "tracker-private.h"

#define SECOND INT64_C(1000000000)

/* A capture whose times count from its own start, as some tools write it, is in 1970. */
#define EARLIEST_TIME (INT64_C(24) * 3600 * SECOND)

/* True if the sender made the message, rather than passed it on. */
static bool is_own(const struct reading *reading, const struct sc_sighting *sighting)
{
    return reading->message->kind == SC_MESSAGE_REQUEST ? reading->tail == 0
                                                        : sighting->transaction->children == NULL;
}

void sc_clocks_note(struct sc_tracker *tracker, const struct reading *reading,
                    const struct sc_sighting *sighting)
{
    int64_t time = reading->packet->time;
    int64_t date;

    if (sighting->record == NULL || sighting->copy != SC_COPY_FIRST || time < EARLIEST_TIME ||
        !sc_message_date(reading->message, &date) || date > INT64_MAX / SECOND ||
        !is_own(reading, sighting)) {
        return;
    }
    uint64_t host = sc_host_digest(tracker, reading->source);
    struct sc_clock *clock = (struct sc_clock *)sc_table_find(tracker->clocks, host);
    if (clock == NULL) {
        clock = (struct sc_clock *)sc_arena_alloc(tracker->arena, sizeof *clock);
        sc_table_set(tracker->clocks, host, clock);
    }
    int64_t offset = date * SECOND - time;
    int64_t change = sc_time_between(clock->offset, offset);
    if (clock->agreed == 0 || change > SC_CLOCK_TOLERANCE || change < -SC_CLOCK_TOLERANCE) {
        *clock = (struct sc_clock){.offset = offset, .first = sighting->record};
    }
    clock->agreed++;
    clock->latest = sighting->record;
}

const struct sc_clock *sc_tracker_clock(const struct sc_tracker *tracker,
                                        const struct sc_endpoint *source)
{
    return (const struct sc_clock *)sc_table_find(tracker->clocks, sc_host_digest(tracker, source));
}
