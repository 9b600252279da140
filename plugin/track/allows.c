/* The methods that servers say they take.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tracker-private.h"

static uint64_t allow_key(const struct sc_tracker *tracker, const struct sc_endpoint *endpoint)
{
    return sc_digest_number(sc_host_digest(tracker, endpoint), endpoint->port);
}

void sc_allows_note(struct sc_tracker *tracker, struct sc_record *record,
                    const struct reading *reading)
{
    if (sc_header_count(reading->message, SC_HEADER_ALLOW) > 0 && sc_slice_present(record->text) &&
        sc_flows_speaks_for_itself(reading)) {
        sc_table_set(tracker->allows, allow_key(tracker, record->source), record);
    }
}

const struct sc_record *sc_tracker_allow(const struct sc_tracker *tracker,
                                         const struct sc_endpoint *endpoint)
{
    return (const struct sc_record *)sc_table_find(tracker->allows, allow_key(tracker, endpoint));
}
