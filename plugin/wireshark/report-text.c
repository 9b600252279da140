/* The report for people: one screen after a night's capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report-text.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "prefs.h"
#include "report-time.h"

static const char *const section_titles[SC_SECTION_COUNT] = {
    [SC_SECTION_FAILED] = "What failed",
    [SC_SECTION_FAULTY] = "Answered, with a fault",
    [SC_SECTION_NOT_TAKEN] = "Calls that nobody took",
    [SC_SECTION_OPEN] = "Without an end in this capture",
};

/* A moment as "2026-11-22 13:45:06 UTC". */
static void print_moment(int64_t time)
{
    char *text = report_moment(time, "%F %T UTC");

    printf("%s", text != NULL ? text : "?");
    g_free(text);
}

static void print_head(const struct sc_summary *summary)
{
    printf("\nSIP report\n==========\n");
    if (sc_summary_end(summary) != 0) {
        printf("Capture    ");
        print_moment(sc_summary_begin(summary));
        printf(" to ");
        print_moment(sc_summary_end(summary));
        printf("\n");
    }
    printf("Attempts   %zu, of these %" G_GUINT64_FORMAT " calls\n", sc_summary_attempts(summary),
           sc_summary_calls(summary)->attempts);
    printf("Responses  %" G_GUINT64_FORMAT ", each counted once on each hop\n",
           sc_summary_messages(summary));
}

static void print_ratio(const char *name, double percent)
{
    if (percent >= 0) {
        printf("  %-46s %5.1f %%\n", name, percent);
    }
}

static void print_times(const char *name, const struct sc_times *times)
{
    if (times->count > 0) {
        char *min = report_seconds(times->min, 3);
        char *mean = report_seconds(sc_times_mean(times), 3);
        char *max = report_seconds(times->max, 3);
        printf("  %-24s min %s s, mean %s s, max %s s  (%" G_GUINT64_FORMAT " calls)\n", name, min,
               mean, max, times->count);
        g_free(max);
        g_free(mean);
        g_free(min);
    }
}

static void print_calls(const struct sc_calls *calls)
{
    if (calls->attempts == 0) {
        return;
    }
    printf("\nCalls\n-----\n");
    print_ratio("Session establishment ratio (SER)", sc_calls_ser(calls));
    print_ratio("Session establishment effectiveness (SEER)", sc_calls_seer(calls));
    print_ratio("Answer-seizure ratio (ASR)", sc_calls_asr(calls));
    print_times("Set-up, answered calls", &calls->setup);
    print_times("First response", &calls->first_response);
    print_times("Ringing", &calls->ring);
}

static void print_outcomes(struct sc_summary *summary)
{
    size_t size;
    const struct sc_tally *rows = sc_summary_count(summary, SC_COUNT_OUTCOME, &size);

    printf("\nOutcomes of all attempts\n------------------------\n");
    for (size_t i = 0; i < size; i++) {
        printf("  %6" G_GUINT64_FORMAT "  %s\n", rows[i].count, rows[i].name);
    }
}

static void print_ways(const struct sc_group *group)
{
    char client[SC_ENDPOINT_TEXT_SIZE];
    char server[SC_ENDPOINT_TEXT_SIZE];

    printf("          between ");
    for (unsigned i = 0; i < group->way_count; i++) {
        sc_endpoint_write(group->ways[i].client, client);
        sc_endpoint_write(group->ways[i].server, server);
        printf("%s%s > %s", i > 0 ? ", " : "", client, server);
    }
    printf("%s\n", group->more_ways ? " and others" : "");
}

/* Who called whom, the first time; only if the user wants names. */
static void print_users(const struct sc_attempt *attempt)
{
    if (prefs_show_users()) {
        char caller[SC_TEXT_SIZE(SC_KEPT_MAX)];
        char callee[SC_TEXT_SIZE(SC_KEPT_MAX)];
        sc_slice_text(attempt->caller, caller, sizeof caller);
        sc_slice_text(attempt->callee, callee, sizeof callee);
        printf("          first: from %s to %s\n", caller, callee);
    }
}

static void print_group(const struct sc_group *group)
{
    printf("  %6" G_GUINT64_FORMAT "  %s: %s\n", group->count, group->name, group->summary);
    if (group->count == 1) {
        printf("          %s in frame %u\n", group->end, group->first_frame);
    } else {
        printf("          frames %u to %u, the first %s\n", group->first_frame, group->last_frame,
               group->end);
    }
    print_ways(group);
    print_users(group->first);
    if (group->confidence != SC_CONFIDENCE_NONE) {
        printf("          %s (%s): %s\n", group->count > 1 ? "first" : "found",
               sc_confidence_name(group->confidence), group->example);
    }
    printf("          do: %s\n", group->hint);
}

static void print_groups(struct sc_summary *summary)
{
    size_t size;
    const struct sc_group *groups = sc_summary_groups(summary, &size);
    enum sc_section section = SC_SECTION_NONE;

    for (size_t i = 0; i < size; i++) {
        if (groups[i].section != section) {
            section = groups[i].section;
            const char *title = section_titles[section];
            printf("\n%s\n%.*s\n", title, (int)strlen(title),
                   "--------------------------------------------------");
        }
        print_group(&groups[i]);
    }
}

void report_text(const struct selection *selection)
{
    struct sc_summary *summary = selection_summarize(selection);

    if (summary == NULL) {
        return;
    }
    print_head(summary);
    print_calls(sc_summary_calls(summary));
    print_outcomes(summary);
    print_groups(summary);
    printf("\n");
    sc_summary_free(summary);
}
