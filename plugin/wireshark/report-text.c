/* The report for people: what a ticket needs of a night's capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report-text.h"

#include <epan/packet.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "lookup.h"
#include "prefs.h"
#include "report-layout.h"
#include "report-names.h"
#include "report-time.h"
#include "sipcodes/group.h"
#include "sipcodes/traffic.h"

/* Peers that are listed, and the longest bar of the histogram. */
#define PEERS_SHOWN 10
#define BAR_LENGTH  40

static const char *const section_titles[SC_SECTION_COUNT] = {
    [SC_SECTION_FAILED] = "What failed",
    [SC_SECTION_FAULTY] = "Answered, with a fault",
    [SC_SECTION_NOT_TAKEN] = "Calls not answered",
    [SC_SECTION_OPEN] = "Still open at the end of the capture",
};

/* What to do about a capture without SIP. */
static const char *const advice[] = {
    "This capture holds no SIP that Wireshark dissects. Check, in this order:",
    "1. SIP on another port than 5060: Analyze > Decode As, or -d udp.port==PORT,sip.",
    "2. SIP over TLS (port 5061): give Wireshark the session keys (Preferences > Protocols > TLS), "
    "or capture where SIP is not encrypted.",
    "3. The capture filter: it must let UDP fragments and TCP through, not only \"port 5060\".",
    "4. The place: capture on the SIP server or on a mirror port that carries its traffic, with "
    "the rights to do so.",
    "5. The snapshot length: packets that were cut before the SIP in them (capture with -s 0).",
    "6. A display filter after the second comma of -z that no message passes.",
};

/* True if a protocol is switched off, in which case Wireshark does not dissect it. */
static bool is_switched_off(const char *name)
{
    protocol_t *protocol = find_protocol_by_id(lookup_protocol(name));

    return !proto_is_protocol_enabled(protocol);
}

static void print_advice(const struct layout *layout)
{
    printf("\n");
    if (is_switched_off("sip") || is_switched_off("sipcodes")) {
        layout_text(layout,
                    "The protocol sip or sipcodes is switched off: enable both in Analyze > "
                    "Enabled Protocols.");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(advice); i++) {
        layout_text(layout, advice[i]);
    }
}

/* ---- Times ---- */

/* A moment in UTC and, where that differs, in local time. To be freed with g_free(). */
static char *moment(int64_t instant, const char *format)
{
    char *utc = report_moment(instant, format);
    char *local = report_moment_local(instant, format);
    char *text = utc == NULL || local == NULL ? g_strdup("?")
                 : strcmp(utc, local) == 0    ? g_strdup_printf("%s UTC", utc)
                                           : g_strdup_printf("%s UTC (%s local time)", utc, local);

    g_free(local);
    g_free(utc);
    return text;
}

/* ---- Head ---- */

static void print_head(const struct layout *layout, const struct sc_summary *summary)
{
    layout_title(layout, "SIP report");
    if (sc_summary_end(summary) != 0) {
        char *begin = moment(sc_summary_begin(summary), "%F %T");
        char *end = moment(sc_summary_end(summary), "%F %T");
        layout_fact(layout, "Capture", "%s to %s", begin, end);
        g_free(end);
        g_free(begin);
    }
    layout_fact(layout, "Attempts", "%zu, calls among them: %" G_GUINT64_FORMAT,
                sc_summary_attempts(summary), sc_summary_calls(summary)->attempts);
    layout_fact(layout, "Responses", "%" G_GUINT64_FORMAT ", each counted once on each hop",
                sc_summary_messages(summary));
    if (sc_summary_cut(summary) > 0) {
        layout_fact(layout, "Cut short",
                    "%" G_GUINT64_FORMAT " messages, whose causes may be missing: capture whole "
                    "packets (-s 0), and all of a connection",
                    sc_summary_cut(summary));
    }
    if (sc_summary_attempts(summary) == 0 && sc_summary_messages(summary) == 0) {
        print_advice(layout);
    }
}

/* ---- Calls ---- */

static void print_ratio(const char *name, double percent)
{
    if (percent >= 0) {
        printf("  %-46s %5.1f %%\n", name, percent);
    }
}

static void print_times(const char *name, const struct sc_times *times)
{
    if (times->count > 0) {
        char *min = report_seconds(times->min, 4);
        char *mean = report_seconds(sc_times_mean(times), 4);
        char *max = report_seconds(times->max, 4);
        printf("  %-24s min %s s, mean %s s, max %s s  (%" G_GUINT64_FORMAT " calls)\n", name, min,
               mean, max, times->count);
        g_free(max);
        g_free(mean);
        g_free(min);
    }
}

static void print_calls(const struct layout *layout, const struct sc_calls *calls)
{
    if (calls->attempts == 0) {
        return;
    }
    layout_heading(layout, "Calls");
    layout_rows_begin(layout);
    print_ratio("Session establishment ratio (SER)", sc_calls_ser(calls));
    print_ratio("Session establishment effectiveness (SEER)", sc_calls_seer(calls));
    print_ratio("Network effectiveness ratio (NER)", sc_calls_ner(calls));
    print_ratio("Answer-seizure ratio (ASR)", sc_calls_asr(calls));
    print_times("Set-up, answered calls", &calls->setup);
    print_times("First response", &calls->first_response);
    print_times("Ringing", &calls->ring);
    layout_rows_end(layout);
}

/* ---- Counts ---- */

static int by_count(const void *left, const void *right)
{
    const struct sc_tally *a = (const struct sc_tally *)left;
    const struct sc_tally *b = (const struct sc_tally *)right;

    return a->count != b->count ? (a->count > b->count ? -1 : 1) : strcmp(a->name, b->name);
}

/* One count, the most frequent first. */
static void print_count(const struct layout *layout, struct sc_summary *summary,
                        enum sc_count count, const char *heading)
{
    size_t size;
    const struct sc_tally *rows = sc_summary_count(summary, count, &size);
    struct sc_tally *sorted = (struct sc_tally *)g_memdup2(rows, size * sizeof *rows);

    if (size > 0) {
        layout_heading(layout, heading);
        layout_rows_begin(layout);
        qsort(sorted, size, sizeof *sorted, by_count);
        for (size_t i = 0; i < size; i++) {
            printf("  %6" G_GUINT64_FORMAT "  %s\n", sorted[i].count, sorted[i].name);
        }
        layout_rows_end(layout);
    }
    g_free(sorted);
}

/* ---- Over time ---- */

/* A bar: '#' for what failed, '=' for the rest. */
static void print_bar(const struct sc_bucket *bucket, uint64_t most)
{
    uint64_t length = (bucket->attempts * BAR_LENGTH + most - 1) / most;
    uint64_t failed = bucket->attempts > 0
                          ? (bucket->failed * length + bucket->attempts - 1) / bucket->attempts
                          : 0;

    for (uint64_t i = 0; i < length; i++) {
        (void)putchar(i < failed ? '#' : '=');
    }
    printf("\n");
}

/* What a row spans, in the largest unit that divides it. */
static void print_histogram_head(int64_t seconds)
{
    int64_t unit = seconds % 3600 == 0 ? 3600 : seconds % 60 == 0 ? 60 : 1;
    const char *name = unit == 3600 ? "h" : unit == 60 ? "min" : "s";

    printf("  %-19s  attempts  failed  (UTC; each row %" G_GINT64_FORMAT " %s)\n", "from",
           seconds / unit, name);
}

static void print_histogram(const struct layout *layout, const struct sc_summary *summary)
{
    struct sc_histogram histogram = sc_summary_histogram(summary);
    uint64_t most = 1;

    if (histogram.count < 2) {
        return;
    }
    for (unsigned i = 0; i < histogram.count; i++) {
        most = MAX(most, histogram.buckets[i].attempts);
    }
    layout_heading(layout, "Attempts over time");
    layout_rows_begin(layout);
    print_histogram_head(histogram.width / SC_SECOND);
    for (unsigned i = 0; i < histogram.count; i++) {
        const struct sc_bucket *bucket = &histogram.buckets[i];
        char *begin = report_moment(bucket->begin, "%F %T");
        printf("  %-19s  %8" G_GUINT64_FORMAT "  %6" G_GUINT64_FORMAT "  ",
               begin != NULL ? begin : "?", bucket->attempts, bucket->failed);
        print_bar(bucket, most);
        g_free(begin);
    }
    layout_rows_end(layout);
}

/* ---- By peer ---- */

static void print_percent(double percent)
{
    if (percent >= 0) {
        printf(" %5.1f", percent);
    } else {
        printf(" %5s", "-");
    }
}

static void print_peer(const struct sc_peer *peer)
{
    char *client = report_host(peer->client);
    char *server = report_host(peer->server);
    char *way = g_strdup_printf("%s > %s", client, server);

    printf("  %-34s %6" G_GUINT64_FORMAT, way, peer->calls.attempts);
    g_free(way);
    g_free(server);
    g_free(client);
    print_percent(sc_calls_ser(&peer->calls));
    print_percent(sc_calls_seer(&peer->calls));
    print_percent(sc_calls_ner(&peer->calls));
    for (unsigned i = 0; i < peer->cause_count; i++) {
        printf("%s%s %" G_GUINT64_FORMAT, i > 0 ? ", " : "  ", peer->causes[i].name,
               peer->causes[i].count);
    }
    printf("\n");
}

static void print_peers(const struct layout *layout, const struct sc_summary *summary)
{
    size_t size;
    const struct sc_peer *peers = sc_summary_peers(summary, &size);

    if (size == 0) {
        return;
    }
    layout_heading(layout, "Calls by trunk");
    layout_rows_begin(layout);
    printf("  %-34s %6s %5s %5s %5s  not answered because\n", "from > to", "calls", "SER", "SEER",
           "NER");
    for (size_t i = 0; i < MIN(size, PEERS_SHOWN); i++) {
        print_peer(&peers[i]);
    }
    if (size > PEERS_SHOWN) {
        printf("  and %zu more\n", size - PEERS_SHOWN);
    }
    layout_rows_end(layout);
}

/* ---- Groups ---- */

static void print_when(const struct layout *layout, const struct sc_group *group)
{
    char *first = moment(group->first_time, "%F %T");
    char *last = moment(group->last_time, "%F %T");
    char *peak = moment(group->peak_time, "%F %R");

    if (group->count == 1) {
        layout_line(layout, "when:", "%s in frame %u, %s", group->end, group->first_frame, first);
    } else {
        layout_line(layout, "when:", "frame %u (%s) to frame %u", group->first_frame, group->end,
                    group->last_frame);
        layout_line(layout, "", "first %s, last %s", first, last);
        layout_line(layout, "", "most in the minute of %s: %" G_GUINT64_FORMAT, peak,
                    group->peak_count);
    }
    g_free(peak);
    g_free(last);
    g_free(first);
}

static void append_host(GString *text, const char *before, const struct sc_endpoint *endpoint)
{
    char *host = report_host(endpoint);

    g_string_append_printf(text, "%s%s", before, host);
    g_free(host);
}

static void append_path(GString *text, const struct sc_path *path)
{
    for (unsigned i = 0; i < path->count; i++) {
        append_host(text, i > 0 ? " > " : "", path->hosts[i]);
    }
    g_string_append(text, path->longer ? " > ..." : "");
}

static void print_where(const struct layout *layout, const struct sc_group *group)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < group->responder_count; i++) {
        append_host(text, i > 0 ? ", " : "", group->responders[i]);
    }
    if (text->len > 0) {
        layout_line(layout, "from:", "%s%s", text->str,
                    group->more_responders ? " and others" : "");
    }
    for (unsigned i = 0; i < group->path_count; i++) {
        g_string_truncate(text, 0);
        append_path(text, &group->paths[i]);
        layout_line(layout, i == 0 ? "path:" : "", "%s", text->str);
    }
    if (group->more_paths) {
        layout_line(layout, "", "and others");
    }
    g_string_free(text, TRUE);
}

/* Who called whom, the first time; only if the user wants names. */
static void print_users(const struct layout *layout, const struct sc_attempt *attempt)
{
    if (prefs_show_users()) {
        char caller[SC_TEXT_SIZE(SC_KEPT_MAX)];
        char callee[SC_TEXT_SIZE(SC_KEPT_MAX)];
        sc_slice_text(attempt->caller, caller, sizeof caller);
        sc_slice_text(attempt->callee, callee, sizeof callee);
        layout_line(layout, "users:", "from %s to %s (first)", caller, callee);
    }
}

static void print_call_ids(const struct layout *layout, const struct sc_group *group)
{
    for (unsigned i = 0; i < group->example_count; i++) {
        char *call_id = report_call_id(group->examples[i]->call_id);
        layout_line(layout, i == 0 ? "Call-ID:" : "", "%s",
                    call_id[0] != '\0' ? call_id : "(missing)");
        g_free(call_id);
    }
}

static void print_group(const struct layout *layout, const struct sc_group *group)
{
    layout_item(layout, group->count, group->title, group->name);
    if (group->confidence != SC_CONFIDENCE_NONE) {
        layout_line(layout, group->count > 1 ? "first:" : "why:", "%s (%s)", group->example,
                    sc_confidence_name(group->confidence));
    } else {
        layout_line(layout, "meaning:", "%s", group->summary);
    }
    layout_line(layout, "next:", "%s", group->hint);
    print_when(layout, group);
    print_where(layout, group);
    print_users(layout, group->examples[0]);
    print_call_ids(layout, group);
    layout_code(layout, "filter:", group->filter);
}

static void print_groups(const struct layout *layout, struct sc_summary *summary)
{
    size_t size;
    const struct sc_group *groups = sc_summary_groups(summary, &size);
    enum sc_section section = SC_SECTION_NONE;

    for (size_t i = 0; i < size; i++) {
        if (groups[i].section != section) {
            section = groups[i].section;
            layout_heading(layout, section_titles[section]);
        }
        print_group(layout, &groups[i]);
    }
}

static void print_report(const struct layout *layout, const struct selection *selection)
{
    struct sc_summary *summary = selection_summarize(selection);

    if (summary == NULL) {
        return;
    }
    report_names_begin(summary);
    print_head(layout, summary);
    print_count(layout, summary, SC_COUNT_CAUSE, "Attempts by cause");
    print_count(layout, summary, SC_COUNT_OUTCOME, "Attempts by outcome");
    print_groups(layout, summary);
    print_calls(layout, sc_summary_calls(summary));
    print_peers(layout, summary);
    print_histogram(layout, summary);
    printf("\n");
    report_names_end();
    sc_summary_free(summary);
}

void report_text(const struct selection *selection)
{
    print_report(&(struct layout){.markdown = false}, selection);
}

void report_markdown(const struct selection *selection)
{
    print_report(&(struct layout){.markdown = true}, selection);
}
