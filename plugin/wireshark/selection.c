/* What a statistic or a report is about: the whole capture, or what passed a display filter.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "selection.h"

#include <glib.h>

#include "open-capture.h"

struct selection {
    bool filtered;
    GPtrArray *sightings; /* that passed the filter; none without a filter */
};

struct selection *selection_new(bool filtered)
{
    struct selection *selection = g_new0(struct selection, 1);

    selection->filtered = filtered;
    selection->sightings = g_ptr_array_new();
    return selection;
}

void selection_free(struct selection *selection)
{
    g_ptr_array_free(selection->sightings, TRUE);
    g_free(selection);
}

void selection_clear(struct selection *selection)
{
    g_ptr_array_set_size(selection->sightings, 0);
}

void selection_add(struct selection *selection, const struct sc_sighting *sighting)
{
    if (selection->filtered) {
        g_ptr_array_add(selection->sightings, GSIZE_TO_POINTER((uintptr_t)sighting));
    }
}

struct sc_summary *selection_summarize(const struct selection *selection)
{
    struct sc_capture *capture = open_capture();
    struct sc_selection selected = {
        (const struct sc_sighting *const *)selection->sightings->pdata,
        selection->sightings->len,
    };

    return capture != NULL ? sc_capture_summary(capture, selection->filtered ? &selected : NULL)
                           : NULL;
}
