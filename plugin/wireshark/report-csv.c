/* The report for spreadsheets: a line for each attempt.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The values are those of the report for programs, report-json.c.
 */
#include "report-csv.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "open-capture.h"
#include "prefs.h"
#include "report-names.h"
#include "report-time.h"
#include "sipcodes/flow.h"
#include "sipcodes/group.h"

static const char head[] =
    "frame,begin,method,call_id,caller,callee,client,server,responder,outcome,code,why_id,"
    "why_severity,why_title,why_text,hint,first_response_time,ring_time,setup_time,final_frame\n";

/* ---- Cells ---- */

/* True if a spreadsheet would take the text for a formula. */
static bool is_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@", text[0]) != NULL;
}

/* Appends a cell to a line that is not empty; one that looks like a formula after an apostrophe,
 * which makes it a text. */
static void append_cell(GString *line, const char *text)
{
    bool quoted = strpbrk(text, ",\"\r\n") != NULL || text[0] == ' ';

    g_string_append(line, quoted ? ",\"" : ",");
    g_string_append(line, is_formula(text) ? "'" : "");
    for (; *text != '\0'; text++) {
        g_string_append(line, *text == '"' ? "\"" : "");
        g_string_append_c(line, *text);
    }
    g_string_append(line, quoted ? "\"" : "");
}

/* Appends a cell and frees its text; NULL: an empty cell. */
static void append_owned(GString *line, char *text)
{
    append_cell(line, text != NULL ? text : "");
    g_free(text);
}

static void append_words(GString *line, const char *text)
{
    append_owned(line, report_words(text));
}

/* Seconds; empty if there is none. */
static void append_span(GString *line, int64_t span)
{
    append_owned(line, span >= 0 ? report_seconds(span, 9) : NULL);
}

/* ---- Attempts ---- */

static void append_ends(GString *line, const struct sc_attempt_facts *facts)
{
    append_owned(line, report_host(sc_transaction_client(facts->decisive)));
    append_owned(line, report_host(sc_transaction_server(facts->decisive)));
    struct sc_path path = sc_attempt_path(facts);
    append_owned(line, facts->final != NULL ? report_host(path.last) : NULL);
}

/* The one cause and the hint. */
static void append_cause(GString *line, const struct sc_attempt_facts *facts)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = sc_capture_findings(open_capture(), &facts->explained, findings);
    char hint[SC_HINT_SIZE];
    struct sc_why why;
    bool explained = sc_capture_why(open_capture(), &facts->explained, findings, count,
                                    facts->explained.record->code, &why);

    append_cell(line, explained && why.row != NULL ? why.row->id : "");
    append_cell(line, explained ? sc_severity_name(why.severity) : "");
    append_words(line, explained ? why.title : "");
    append_words(line, explained ? why.text : "");
    append_words(line, sc_attempt_hint(facts, findings, count, &why, hint) ? hint : "");
}

static void append_attempt(GString *line, const struct sc_attempt_facts *facts)
{
    const struct sc_attempt *attempt = facts->attempt;
    const struct sc_record *final = facts->final;
    bool users = prefs_show_users();

    g_string_printf(line, "%u", facts->begin->frame);
    append_owned(line, report_instant(facts->begin->time));
    append_owned(line, report_slice(attempt->method));
    append_owned(line, report_call_id(attempt->call_id));
    append_owned(line, users ? report_slice(attempt->caller) : NULL);
    append_owned(line, users ? report_slice(attempt->callee) : NULL);
    append_ends(line, facts);
    append_cell(line, sc_outcome_name(facts->outcome));
    append_owned(line, final != NULL ? g_strdup_printf("%u", (unsigned) final->code) : NULL);
    append_cause(line, facts);
    append_span(line, facts->first_response_time);
    append_span(line, facts->ring_time);
    append_span(line, facts->setup_time);
    append_owned(line, final != NULL ? g_strdup_printf("%u", final->frame) : NULL);
}

void report_csv(const struct selection *selection)
{
    struct sc_summary *summary = selection_summarize(selection);
    GString *line;

    if (summary == NULL) {
        return;
    }
    report_names_begin(summary);
    line = g_string_new(NULL);
    printf("%s", head);
    for (size_t i = 0; i < sc_summary_attempts(summary); i++) {
        struct sc_attempt_facts facts = sc_summary_attempt(summary, i);
        append_attempt(line, &facts);
        printf("%s\n", line->str);
    }
    g_string_free(line, TRUE);
    report_names_end();
    sc_summary_free(summary);
}
