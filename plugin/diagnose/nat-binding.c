/* Clients behind a NAT: requests to where they were last seen.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "nat-binding.h"

const char *sc_nat_binding_text(const struct sc_case *c, struct sc_draft *draft,
                                const struct sc_record *request, char text[SC_WORDS_SIZE])
{
    const struct sc_record *client =
        sc_tracker_server(c->tracker, request->destination)->translated;

    text[0] = '\0';
    if (client != NULL && client->time <= request->time) {
        sc_draft_shows(draft, client->frame, "a client behind a NAT sent it from there");
        g_snprintf(
            text, SC_WORDS_SIZE,
            "; a client that seems to be behind a NAT was last seen there %s before: its "
            "binding may have expired",
            sc_draft_duration_text(draft, sc_time_between(client->last_time, request->time)));
    }
    return text;
}
