/* What a statistic or a report speaks of: the whole capture, or what passed a display filter.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Without a filter nothing is noted, and the tracker is walked at the end. With one, a message that
 * passes selects itself and its attempt.
 */
#include "selection.h"

struct selection {
    bool filtered;
    GHashTable *records;  /* set of records */
    GHashTable *attempts; /* set of attempts */
};

static int tap;
static struct capture open_capture;

void selection_register(void)
{
    tap = register_tap(SELECTION_TAP);
}

bool selection_is_wanted(void)
{
    return have_tap_listener(tap);
}

void selection_offer(packet_info *pinfo, const struct sc_sighting *sighting)
{
    if (sighting->record != NULL && selection_is_wanted()) {
        tap_queue_packet(tap, pinfo, sighting);
    }
}

void selection_open(struct capture capture)
{
    open_capture = capture;
}

struct capture selection_capture(void)
{
    if (open_capture.tracker != NULL) {
        sc_journal_read(open_capture.journal);
        sc_tracker_finish(open_capture.tracker);
    }
    return open_capture;
}

struct selection *selection_new(bool filtered)
{
    struct selection *selection = g_new0(struct selection, 1);

    selection->filtered = filtered;
    selection->records = g_hash_table_new(NULL, NULL);
    selection->attempts = g_hash_table_new(NULL, NULL);
    return selection;
}

void selection_free(struct selection *selection)
{
    g_hash_table_destroy(selection->records);
    g_hash_table_destroy(selection->attempts);
    g_free(selection);
}

void selection_clear(struct selection *selection)
{
    g_hash_table_remove_all(selection->records);
    g_hash_table_remove_all(selection->attempts);
}

/* Members are compared, never followed. */
static void include(GHashTable *set, const void *member)
{
    g_hash_table_add(set, GSIZE_TO_POINTER((uintptr_t)member));
}

void selection_add(struct selection *selection, const struct sc_sighting *sighting)
{
    const struct sc_transaction *transaction = sighting->transaction;

    if (!selection->filtered) {
        return;
    }
    include(selection->records, sighting->record);
    if (transaction != NULL && transaction->cancels != NULL) {
        transaction = transaction->cancels;
    }
    if (transaction != NULL && transaction->attempt != NULL) {
        include(selection->attempts, transaction->attempt);
    }
}

bool selection_has(const struct selection *selection, const struct sc_attempt *attempt)
{
    return !selection->filtered || g_hash_table_contains(selection->attempts, attempt);
}

/* TRANSACTION is NULL if the response fits nowhere. */
static void add_response(const struct selection *selection, struct sc_summary *summary,
                         const struct sc_transaction *transaction, const struct sc_record *response)
{
    if (!selection->filtered || g_hash_table_contains(selection->records, response)) {
        sc_summary_add_message(summary, transaction, response);
    }
}

static void add_responses(const struct selection *selection, struct sc_summary *summary,
                          const struct sc_tracker *tracker)
{
    for (size_t i = 0; i < sc_tracker_transaction_count(tracker); i++) {
        const struct sc_transaction *transaction = sc_tracker_transaction(tracker, i);
        for (const struct sc_record *response = transaction->responses; response != NULL;
             response = response->next) {
            add_response(selection, summary, transaction, response);
        }
    }
    for (size_t i = 0; i < sc_tracker_unplaced_count(tracker); i++) {
        add_response(selection, summary, NULL, sc_tracker_unplaced(tracker, i));
    }
}

struct sc_summary *selection_summarize(const struct selection *selection)
{
    const struct sc_tracker *tracker = selection_capture().tracker;
    struct sc_summary *summary = sc_summary_new();

    if (tracker == NULL) {
        return summary;
    }
    add_responses(selection, summary, tracker);
    for (size_t i = 0; i < sc_tracker_attempt_count(tracker); i++) {
        const struct sc_attempt *attempt = sc_tracker_attempt(tracker, i);
        if (selection_has(selection, attempt)) {
            sc_summary_add_attempt(summary, tracker, open_capture.diagnosis, attempt);
        }
    }
    return summary;
}
