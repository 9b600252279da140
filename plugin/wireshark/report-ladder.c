/* The report as ladders: the messages of each attempt that failed, as arrows between hosts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report-ladder.h"

#include <glib.h>
#include <stdio.h>

#include "ladder-columns.h"
#include "report-layout.h"
#include "report-message.h"
#include "report-names.h"
#include "report-time.h"
#include "sipcodes/flow.h"

/* One ladder while it is printed. */
struct ladder {
    struct sc_attempt_facts facts;
    struct sc_flow flow;
    struct ladder_columns *columns;
    /* The cause of the attempt, "" if there is none; and whether its message was printed. */
    char cause[SC_WHY_SIZE];
    bool cause_shown;
};

/* ---- Causes ---- */

/* Appends the cause beside the message that the findings of the attempt are at, and beside another
 * response that refuses for another reason. */
static void append_cause(GString *line, struct ladder *ladder,
                         const struct sc_flow_message *message)
{
    char cause[SC_WHY_SIZE];

    report_message_cause(&ladder->facts, ladder->cause, message, cause);
    if (message->record == ladder->facts.explained.record) {
        ladder->cause_shown = true;
    }
    if (cause[0] != '\0') {
        char *words = report_words(cause);
        g_string_append_printf(line, "  <== %s", words);
        g_free(words);
    }
}

/* ---- Messages ---- */

/* " x3" of a message that was sent three times; a copy of the capture was not sent. */
static void append_copies(GString *line, const struct sc_record *record)
{
    uint64_t sent = report_message_sent(record);

    if (sent > 1) {
        g_string_append_printf(line, " x%" G_GUINT64_FORMAT, sent);
    }
}

/* Between which hosts a message went, if the columns do not tell. */
static void append_hosts(GString *line, const struct ladder *ladder,
                         const struct sc_flow_message *message)
{
    if (ladder_columns_is_other(ladder->columns, message->source) ||
        ladder_columns_is_other(ladder->columns, message->destination)) {
        char *source = ladder_columns_name(ladder->columns, message->source);
        char *destination = ladder_columns_name(ladder->columns, message->destination);
        g_string_append_printf(line, " (%s > %s)", source, destination);
        g_free(destination);
        g_free(source);
    }
}

static void print_message(struct ladder *ladder, const struct sc_flow_message *message)
{
    const struct sc_record *record = message->record;
    int64_t begin = ladder->flow.messages[0].record->time;
    char *seconds = report_seconds(sc_time_between(begin, record->time), 6);
    GString *line = g_string_new(NULL);

    g_string_append_printf(line, "%12s %8u  ", seconds, record->frame);
    ladder_columns_append_arrow(ladder->columns, line, message->source, message->destination);
    g_string_append(line, "  ");
    char *label = report_message_label(&ladder->facts, message);
    g_string_append(line, label);
    g_free(label);
    append_copies(line, record);
    append_hosts(line, ladder, message);
    append_cause(line, ladder, message);
    printf("%s\n", line->str);
    g_string_free(line, TRUE);
    g_free(seconds);
}

/* ---- Ladders ---- */

/* What became of the attempt, when, and how to find its messages. */
static void print_head(const struct sc_attempt_facts *facts)
{
    uint32_t frame = facts->begin->frame;
    char *method = report_slice(facts->attempt->method);
    char *moment = report_moment(facts->begin->time, "%F %T");
    char *call_id = report_call_id(facts->attempt->call_id);

    printf("\nFrame %u: %s %s", frame, method, sc_outcome_name(facts->outcome));
    if (facts->final != NULL) {
        printf(" %03u", (unsigned)facts->final->code);
    }
    printf(", %s UTC, Call-ID %s, filter: sipcodes.attempt.first_in == %u\n",
           moment != NULL ? moment : "?", call_id, frame);
    g_free(call_id);
    g_free(moment);
    g_free(method);
}

/* What the arrows do not show. */
static void print_rest(const struct ladder *ladder)
{
    char *others = ladder_columns_others(ladder->columns);

    if (ladder->flow.dropped > 0) {
        printf("  %zu later messages are left out.\n", ladder->flow.dropped);
    }
    if (others != NULL) {
        printf("  The column \"others\" stands for: %s\n", others);
    }
    if (!ladder->cause_shown && ladder->cause[0] != '\0') {
        char *words = report_words(ladder->cause);
        printf("  Cause, in frame %u: %s\n", ladder->facts.explained.frame, words);
        g_free(words);
    }
    g_free(others);
}

static void print_ladder(struct ladder *ladder)
{
    GString *line = g_string_new(NULL);

    ladder->columns = ladder_columns_new(&ladder->flow);
    print_head(&ladder->facts);
    g_string_append_printf(line, "%12s %8s  ", "seconds", "frame");
    ladder_columns_append_head(ladder->columns, line);
    printf("%s\n", line->str);
    g_string_free(line, TRUE);
    for (size_t i = 0; i < ladder->flow.count; i++) {
        print_message(ladder, &ladder->flow.messages[i]);
    }
    print_rest(ladder);
    ladder_columns_free(ladder->columns);
}

/* Prints the ladder of the attempt at PLACE, if it has one. */
static bool print_attempt(struct sc_summary *summary, size_t place)
{
    struct ladder ladder = {.facts = sc_summary_attempt(summary, place)};

    report_message_explain(&ladder.facts.explained, ladder.cause);
    if (ladder.facts.outcome == SC_OUTCOME_ANSWERED && ladder.cause[0] == '\0') {
        return false;
    }
    ladder.flow = sc_summary_flow(summary, place);
    print_ladder(&ladder);
    return true;
}

void report_ladder(const struct selection *selection)
{
    struct sc_summary *summary = selection_summarize(selection);
    size_t ladders = 0;

    if (summary == NULL) {
        return;
    }
    report_names_begin(summary);
    layout_title(&(struct layout){.markdown = false}, "SIP ladders");
    for (size_t i = 0; i < sc_summary_attempts(summary); i++) {
        ladders += print_attempt(summary, i) ? 1 : 0;
    }
    printf("\n%zu of %zu attempts failed or show a fault\n", ladders, sc_summary_attempts(summary));
    report_names_end();
    sc_summary_free(summary);
}
