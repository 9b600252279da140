/* Which message a frame holds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Frames come in ascending order. One that does not is left out: it costs no more than that it is
 * not named.
 */
#include "events.h"

static struct sc_sighting *sighting_at(const struct sc_tracker *tracker, guint index)
{
    return &g_array_index(tracker->sightings, struct sc_sighting, index);
}

void sc_sightings_add(struct sc_tracker *tracker, uint32_t frame,
                      const struct sc_sighting *sighting)
{
    guint count = tracker->sightings->len;
    struct sc_sighting *last = count > 0 ? sighting_at(tracker, count - 1) : NULL;

    if (last != NULL && last->frame == frame) {
        *last = (struct sc_sighting){.frame = frame};
    } else if (last == NULL || last->frame < frame) {
        struct sc_sighting kept = *sighting;
        kept.frame = frame;
        g_array_append_val(tracker->sightings, kept);
    }
}

struct sc_sighting sc_tracker_sighting(const struct sc_tracker *tracker, uint32_t frame)
{
    guint low = 0;
    guint high = tracker->sightings->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (sighting_at(tracker, middle)->frame < frame) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < tracker->sightings->len && sighting_at(tracker, low)->frame == frame &&
        sighting_at(tracker, low)->record != NULL) {
        return *sighting_at(tracker, low);
    }
    return (struct sc_sighting){0};
}
