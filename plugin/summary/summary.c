/* Counting messages and attempts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/summary.h"

#include <glib.h>

#include "cause.h"
#include "facts.h"
#include "flows.h"
#include "groups.h"
#include "hosts.h"
#include "peers.h"
#include "selected.h"
#include "sipcodes/catalog.h"
#include "sipcodes/diagnose.h"
#include "sipcodes/tracker.h"

/* The longest method that is distinguished from others. */
#define METHOD_SIZE 32

/* One count. */
struct tallies {
    GHashTable *by_name; /* name -> struct sc_tally; names belong to the summary */
    GArray *rows;        /* the same as they were returned last */
};

struct sc_summary {
    const struct sc_tracker *tracker;
    const struct sc_diagnosis *diagnosis;
    GStringChunk *names;
    struct tallies tallies[SC_COUNTS];
    struct groups *groups;
    struct peers *peers;
    struct sc_calls calls;
    uint64_t messages;
    GPtrArray *attempts; /* that were counted, in the order they began */
    struct flows *flows; /* NULL until one was asked for */
    GPtrArray *hosts;    /* NULL until they were asked for */
};

/* ---- Tallies ---- */

static void add(struct sc_summary *summary, enum sc_count count, const char *name)
{
    GHashTable *tallies = summary->tallies[count].by_name;
    struct sc_tally *tally = (struct sc_tally *)g_hash_table_lookup(tallies, name);

    if (tally == NULL) {
        char *kept = g_string_chunk_insert_const(summary->names, name);
        tally = g_new0(struct sc_tally, 1);
        tally->name = kept;
        g_hash_table_insert(tallies, kept, tally);
    }
    tally->count++;
}

static int by_name(const void *a, const void *b)
{
    return g_strcmp0(((const struct sc_tally *)a)->name, ((const struct sc_tally *)b)->name);
}

const struct sc_tally *sc_summary_count(struct sc_summary *summary, enum sc_count count,
                                        size_t *size)
{
    struct tallies *tallies = &summary->tallies[count];
    GHashTableIter iter;
    gpointer tally;

    g_array_set_size(tallies->rows, 0);
    g_hash_table_iter_init(&iter, tallies->by_name);
    while (g_hash_table_iter_next(&iter, NULL, &tally)) {
        g_array_append_vals(tallies->rows, tally, 1);
    }
    g_array_sort(tallies->rows, by_name);
    *size = tallies->rows->len;
    return (const struct sc_tally *)(void *)tallies->rows->data;
}

/* ---- Messages ---- */

/* Counts a response of TRANSACTION, NULL if it fits nowhere. */
static void add_message(struct sc_summary *summary, const struct sc_transaction *transaction,
                        const struct sc_record *response)
{
    const struct sc_status *status = sc_status_lookup(response->code);
    enum sc_class code_class = sc_status_class(response->code);
    char method[METHOD_SIZE];
    char host[SC_ENDPOINT_TEXT_SIZE];
    char name[SC_ENDPOINT_TEXT_SIZE + METHOD_SIZE];

    summary->messages++;
    if (code_class != SC_CLASS_NONE) {
        g_snprintf(name, sizeof name, "%uxx %s", (unsigned)code_class, sc_class_name(code_class));
        add(summary, SC_COUNT_CLASS, name);
    }
    g_snprintf(name, sizeof name, "%03u %s", (unsigned)response->code,
               status->treat_as == response->code ? status->phrase
               : status->vendor != NULL           ? status->vendor
                                                  : "(not registered)");
    add(summary, SC_COUNT_CODE, name);
    sc_slice_text(transaction != NULL ? transaction->method : sc_slice_of("?"), method,
                  sizeof method);
    g_snprintf(name, sizeof name, "%s %03u", method, (unsigned)response->code);
    add(summary, SC_COUNT_METHOD_CODE, name);
    sc_endpoint_write(response->source, host);
    g_snprintf(name, sizeof name, "%s %03u", host, (unsigned)response->code);
    add(summary, SC_COUNT_HOST_CODE, name);
}

/* ---- Attempts ---- */

static void add_time(struct sc_times *times, int64_t time)
{
    if (time < 0) {
        return;
    }
    times->min = times->count == 0 ? time : MIN(times->min, time);
    times->max = MAX(times->max, time);
    times->total += MIN(time, INT64_MAX - times->total);
    times->count++;
}

int64_t sc_times_mean(const struct sc_times *times)
{
    return times->count > 0 ? times->total / (int64_t)times->count : 0;
}

/* True if the network did its part: the callee was reached, and a person or a phone decided. */
static bool reached_the_callee(enum sc_outcome outcome)
{
    switch (outcome) {
    case SC_OUTCOME_ANSWERED:
    case SC_OUTCOME_ANSWERED_ELSEWHERE:
    case SC_OUTCOME_BUSY:
    case SC_OUTCOME_NO_ANSWER:
    case SC_OUTCOME_DECLINED:
    case SC_OUTCOME_CANCELLED:
        return true;
    default:
        return false;
    }
}

void sc_calls_add(struct sc_calls *calls, const struct sc_attempt_facts *facts)
{
    unsigned code = facts->final != NULL ? facts->final->code : 0;

    calls->attempts++;
    calls->answered += facts->outcome == SC_OUTCOME_ANSWERED;
    calls->delivered += reached_the_callee(facts->outcome);
    calls->redirected += code / 100 == 3;
    calls->user_affected += code == 480 || code == 486 || code == 600 || code == 603;
    add_time(&calls->setup, facts->setup_time);
    add_time(&calls->first_response, facts->first_response_time);
    add_time(&calls->ring, facts->ring_time);
}

static void add_attempt(struct sc_summary *summary, const struct sc_attempt *attempt)
{
    struct sc_attempt_facts facts = sc_facts_of(summary->tracker, attempt);
    struct sc_finding findings[SC_FINDINGS_MAX];

    if (facts.decisive == NULL) {
        return;
    }
    g_ptr_array_add(summary->attempts, GSIZE_TO_POINTER((uintptr_t)attempt));
    add(summary, SC_COUNT_OUTCOME, sc_outcome_name(facts.outcome));
    size_t count = sc_diagnosis_findings(summary->diagnosis, &facts.explained, findings);
    for (size_t i = 0; i < count; i++) {
        add(summary, SC_COUNT_FINDING, findings[i].row->id);
    }
    struct sc_why why;
    sc_cause_of(summary->tracker, summary->diagnosis, &facts.explained, findings, count, &why);
    if (why.title[0] != '\0') {
        add(summary, SC_COUNT_CAUSE, why.title);
    }
    sc_groups_add(summary->groups, &facts, findings, count, &why);
    if (sc_attempt_is_call(attempt)) {
        sc_calls_add(&summary->calls, &facts);
        sc_peers_add(summary->peers, &facts, &why);
    }
}

/* ---- Life ---- */

static void count_messages(struct sc_summary *summary, const struct selected *selected)
{
    const struct sc_tracker *tracker = summary->tracker;

    for (size_t i = 0; i < sc_tracker_transaction_count(tracker); i++) {
        const struct sc_transaction *transaction = sc_tracker_transaction(tracker, i);
        for (const struct sc_record *response = transaction->responses; response != NULL;
             response = response->next) {
            if (sc_selected_response(selected, response)) {
                add_message(summary, transaction, response);
            }
        }
    }
    for (size_t i = 0; i < sc_tracker_unplaced_count(tracker); i++) {
        const struct sc_record *response = sc_tracker_unplaced(tracker, i);
        if (sc_selected_response(selected, response)) {
            add_message(summary, NULL, response);
        }
    }
}

static void count_attempts(struct sc_summary *summary, const struct selected *selected)
{
    for (size_t i = 0; i < sc_tracker_attempt_count(summary->tracker); i++) {
        const struct sc_attempt *attempt = sc_tracker_attempt(summary->tracker, i);
        if (sc_selected_attempt(selected, attempt)) {
            add_attempt(summary, attempt);
        }
    }
}

struct sc_summary *sc_summary_new(const struct sc_tracker *tracker,
                                  const struct sc_diagnosis *diagnosis,
                                  const struct sc_selection *selection)
{
    struct sc_summary *summary = g_new0(struct sc_summary, 1);
    struct selected selected = sc_selected_of(selection);

    summary->tracker = tracker;
    summary->diagnosis = diagnosis;
    summary->names = g_string_chunk_new(1024);
    summary->groups = sc_groups_new();
    summary->peers = sc_peers_new();
    summary->attempts = g_ptr_array_new();
    for (int count = 0; count < SC_COUNTS; count++) {
        summary->tallies[count].by_name =
            g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
        summary->tallies[count].rows = g_array_new(FALSE, FALSE, sizeof(struct sc_tally));
    }
    count_messages(summary, &selected);
    count_attempts(summary, &selected);
    sc_selected_clear(&selected);
    return summary;
}

void sc_summary_free(struct sc_summary *summary)
{
    if (summary == NULL) {
        return;
    }
    for (int count = 0; count < SC_COUNTS; count++) {
        g_hash_table_destroy(summary->tallies[count].by_name);
        g_array_free(summary->tallies[count].rows, TRUE);
    }
    g_ptr_array_free(summary->attempts, TRUE);
    sc_groups_free(summary->groups);
    sc_peers_free(summary->peers);
    sc_flows_free(summary->flows);
    if (summary->hosts != NULL) {
        g_ptr_array_free(summary->hosts, TRUE);
    }
    g_string_chunk_free(summary->names);
    g_free(summary);
}

/* ---- Results ---- */

uint64_t sc_summary_messages(const struct sc_summary *summary)
{
    return summary->messages;
}

int64_t sc_summary_begin(const struct sc_summary *summary)
{
    return sc_tracker_begin(summary->tracker);
}

int64_t sc_summary_end(const struct sc_summary *summary)
{
    return sc_tracker_end(summary->tracker);
}

uint64_t sc_summary_cut(const struct sc_summary *summary)
{
    return sc_tracker_cut_count(summary->tracker);
}

size_t sc_summary_attempts(const struct sc_summary *summary)
{
    return summary->attempts->len;
}

struct sc_attempt_facts sc_summary_attempt(const struct sc_summary *summary, size_t index)
{
    return sc_facts_of(summary->tracker,
                       (const struct sc_attempt *)g_ptr_array_index(summary->attempts, index));
}

struct sc_flow sc_summary_flow(struct sc_summary *summary, size_t index)
{
    struct sc_attempt_facts facts = sc_summary_attempt(summary, index);

    if (summary->flows == NULL) {
        summary->flows = sc_flows_new(summary->tracker);
    }
    return sc_flows_of(summary->flows, &facts);
}

const struct sc_endpoint *const *sc_summary_hosts(struct sc_summary *summary, size_t *count)
{
    if (summary->hosts == NULL) {
        summary->hosts = sc_hosts_of(summary->tracker);
    }
    *count = summary->hosts->len;
    return (const struct sc_endpoint *const *)summary->hosts->pdata;
}

const struct sc_calls *sc_summary_calls(const struct sc_summary *summary)
{
    return &summary->calls;
}

const struct sc_group *sc_summary_groups(struct sc_summary *summary, size_t *size)
{
    return sc_groups_sorted(summary->groups, size);
}

const struct sc_peer *sc_summary_peers(const struct sc_summary *summary, size_t *size)
{
    return sc_peers_sorted(summary->peers, size);
}

static double percent(uint64_t part, uint64_t whole)
{
    return whole > 0 ? 100.0 * (double)part / (double)whole : -1.0;
}

double sc_calls_ser(const struct sc_calls *calls)
{
    return percent(calls->answered, calls->attempts - calls->redirected);
}

double sc_calls_seer(const struct sc_calls *calls)
{
    return percent(calls->answered + calls->user_affected, calls->attempts - calls->redirected);
}

double sc_calls_ner(const struct sc_calls *calls)
{
    return percent(calls->delivered, calls->attempts);
}

double sc_calls_asr(const struct sc_calls *calls)
{
    return percent(calls->answered, calls->attempts);
}
