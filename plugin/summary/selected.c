/* What of a capture a summary is about.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "selected.h"

/* Members are compared, never changed. */
static void include(GHashTable *set, const void *member)
{
    g_hash_table_add(set, GSIZE_TO_POINTER((uintptr_t)member));
}

/* A message selects itself and its attempt; a CANCEL or an ACK that of its INVITE. */
static void select_message(struct selected *selected, const struct sc_sighting *sighting)
{
    const struct sc_attempt *attempt = sc_attempt_of(sighting->transaction);

    if (sighting->record != NULL) {
        include(selected->records, sighting->record);
    }
    if (attempt != NULL) {
        include(selected->attempts, attempt);
    }
}

struct selected sc_selected_of(const struct sc_selection *selection)
{
    struct selected selected = {0};

    if (selection != NULL) {
        selected.records = g_hash_table_new(NULL, NULL);
        selected.attempts = g_hash_table_new(NULL, NULL);
        for (size_t i = 0; i < selection->count; i++) {
            select_message(&selected, selection->sightings[i]);
        }
    }
    return selected;
}

void sc_selected_clear(struct selected *selected)
{
    if (selected->records != NULL) {
        g_hash_table_destroy(selected->records);
        g_hash_table_destroy(selected->attempts);
    }
}

bool sc_selected_response(const struct selected *selected, const struct sc_record *response)
{
    return selected->records == NULL || g_hash_table_contains(selected->records, response);
}

bool sc_selected_attempt(const struct selected *selected, const struct sc_attempt *attempt)
{
    return selected->attempts == NULL || g_hash_table_contains(selected->attempts, attempt);
}
