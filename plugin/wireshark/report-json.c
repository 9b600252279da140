/* The report for programs: JSON Lines, an object for each attempt and a last one for all.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * docs/report.schema.json says what each object holds.
 */
#include "report-json.h"

#include <stdio.h>
#include <wsutil/json_dumper.h>

#include "open-capture.h"
#include "prefs.h"
#include "report-message.h"
#include "report-names.h"
#include "report-time.h"
#include "sipcodes/catalog.h"
#include "sipcodes/flow.h"
#include "sipcodes/group.h"

/* Writes a text, and frees it. */
static void write_owned(json_dumper *json, const char *name, char *text)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_string(json, text);
    g_free(text);
}

static void write_text(json_dumper *json, const char *name, const char *text)
{
    write_owned(json, name, report_words(text));
}

static void write_number(json_dumper *json, const char *name, uint64_t number)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_anyf(json, "%" G_GUINT64_FORMAT, number);
}

static void write_slice(json_dumper *json, const char *name, struct sc_slice slice)
{
    write_owned(json, name, report_slice(slice));
}

/* Nothing if no calendar has the moment. */
static void write_moment(json_dumper *json, const char *name, int64_t moment)
{
    char *text = report_instant(moment);

    if (text != NULL) {
        write_owned(json, name, text);
    }
}

/* Seconds; nothing if there is none. */
static void write_span(json_dumper *json, const char *name, int64_t span)
{
    if (span >= 0) {
        char *text = report_seconds(span, 9);
        json_dumper_set_member_name(json, name);
        json_dumper_value_anyf(json, "%s", text);
        g_free(text);
    }
}

static void write_host(json_dumper *json, const char *name, const struct sc_endpoint *endpoint)
{
    json_dumper_set_member_name(json, name);
    json_dumper_begin_object(json);
    write_owned(json, "address", report_host(endpoint));
    write_number(json, "port", endpoint != NULL ? endpoint->port : 0);
    json_dumper_end_object(json);
}

static void write_finding(json_dumper *json, const struct sc_finding *finding)
{
    json_dumper_begin_object(json);
    write_text(json, "id", finding->row->id);
    write_text(json, "title", finding->row->title);
    write_text(json, "confidence", sc_confidence_name(finding->confidence));
    write_text(json, "severity", sc_severity_name(finding->row->severity));
    write_text(json, "text", finding->text);
    json_dumper_set_member_name(json, "evidence");
    json_dumper_begin_array(json);
    for (unsigned i = 0; i < finding->evidence_count; i++) {
        json_dumper_value_anyf(json, "%u", finding->evidence[i].frame);
    }
    json_dumper_end_array(json);
    json_dumper_set_member_name(json, "blockers");
    json_dumper_begin_array(json);
    for (enum sc_blocker blocker = sc_blocker_next(finding->blockers, 0); blocker != 0;
         blocker = sc_blocker_next(finding->blockers, blocker)) {
        json_dumper_value_string(json, sc_blocker_name(blocker));
    }
    json_dumper_end_array(json);
    json_dumper_end_object(json);
}

/* The one cause. */
static void write_why(json_dumper *json, const struct sc_why *why)
{
    json_dumper_set_member_name(json, "why");
    json_dumper_begin_object(json);
    if (why->row != NULL) {
        write_text(json, "id", why->row->id);
        write_text(json, "summary", why->row->summary);
    }
    write_text(json, "severity", sc_severity_name(why->severity));
    write_text(json, "title", why->title);
    write_text(json, "text", why->text);
    json_dumper_end_object(json);
}

/* The cause, the findings, and the hint. CAUSE is set to the text of the cause as it is, not
 * masked,
 * "" if there is none. */
static void write_findings(json_dumper *json, const struct sc_attempt_facts *facts,
                           char cause[SC_WHY_SIZE])
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = sc_capture_findings(open_capture(), &facts->explained, findings);
    char hint[SC_HINT_SIZE];
    struct sc_why why;

    if (sc_capture_why(open_capture(), &facts->explained, findings, count,
                       facts->explained.record->code, &why)) {
        write_why(json, &why);
    }
    (void)g_strlcpy(cause, why.text, SC_WHY_SIZE);
    json_dumper_set_member_name(json, "findings");
    json_dumper_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        write_finding(json, &findings[i]);
    }
    json_dumper_end_array(json);
    if (sc_attempt_hint(facts, findings, count, &why, hint)) {
        write_text(json, "hint", hint);
    }
}

/* The causes that the final response states. */
static void write_causes(json_dumper *json, const struct sc_record *record)
{
    json_dumper_set_member_name(json, "causes");
    json_dumper_begin_array(json);
    for (unsigned i = 0; i < record->reason_count; i++) {
        const struct sc_reason *reason = &record->reasons[i];
        json_dumper_begin_object(json);
        write_slice(json, "protocol", reason->protocol);
        if (reason->has_cause) {
            write_number(json, "value", reason->cause);
            write_text(json, "name", sc_reason_cause_name(reason));
        }
        if (sc_slice_present(reason->text)) {
            write_slice(json, "text", reason->text);
        }
        json_dumper_end_object(json);
    }
    json_dumper_end_array(json);
}

static void write_ends(json_dumper *json, const struct sc_attempt_facts *facts)
{
    write_host(json, "client", sc_transaction_client(facts->decisive));
    write_host(json, "server", sc_transaction_server(facts->decisive));
    if (facts->final != NULL) {
        struct sc_path path = sc_attempt_path(facts);
        write_host(json, "responder", path.last);
    }
}

/* ---- Messages of an attempt ---- */

/* How often messages of the attempt were sent again. */
static void write_retransmissions(json_dumper *json, const struct sc_flow *flow)
{
    uint64_t copies = 0;

    for (size_t i = 0; i < flow->count; i++) {
        copies += report_message_sent(flow->messages[i].record) - 1;
    }
    write_number(json, "retransmissions", copies);
}

static void write_message(json_dumper *json, const struct sc_attempt_facts *facts,
                          const char *attempt_cause, const struct sc_flow_message *message,
                          int64_t begin)
{
    const struct sc_record *record = message->record;
    char cause[SC_WHY_SIZE];

    json_dumper_begin_object(json);
    write_number(json, "frame", record->frame);
    write_span(json, "time", sc_time_between(begin, record->time));
    write_host(json, "source", message->source);
    write_host(json, "destination", message->destination);
    write_owned(json, "label", report_message_label(facts, message));
    write_number(json, "sent", report_message_sent(record));
    report_message_cause(facts, attempt_cause, message, cause);
    if (cause[0] != '\0') {
        write_text(json, "why", cause);
    }
    json_dumper_end_object(json);
}

/* What the ladder of the attempt shows. */
static void write_messages(json_dumper *json, const struct sc_attempt_facts *facts,
                           const char *attempt_cause, const struct sc_flow *flow)
{
    json_dumper_set_member_name(json, "messages");
    json_dumper_begin_array(json);
    for (size_t i = 0; i < flow->count; i++) {
        write_message(json, facts, attempt_cause, &flow->messages[i],
                      flow->messages[0].record->time);
    }
    json_dumper_end_array(json);
    if (flow->dropped > 0) {
        write_number(json, "messages_dropped", flow->dropped);
    }
}

/* ---- Attempts ---- */

static void write_attempt(json_dumper *json, const struct sc_attempt_facts *facts,
                          const struct sc_flow *flow)
{
    const struct sc_attempt *attempt = facts->attempt;
    char cause[SC_WHY_SIZE];

    json_dumper_begin_object(json);
    write_text(json, "type", "attempt");
    write_moment(json, "begin", facts->begin->time);
    write_number(json, "frame", facts->begin->frame);
    write_ends(json, facts);
    write_slice(json, "method", attempt->method);
    write_owned(json, "call_id", report_call_id(attempt->call_id));
    json_dumper_set_member_name(json, "in_dialog");
    json_dumper_value_anyf(json, "%s", attempt->to_tag.size > 0 ? "true" : "false");
    write_number(json, "steps", attempt->steps);
    if (prefs_show_users()) {
        write_slice(json, "caller", attempt->caller);
        write_slice(json, "callee", attempt->callee);
    }
    write_text(json, "outcome", sc_outcome_name(facts->outcome));
    if (facts->final != NULL) {
        write_number(json, "code", facts->final->code);
        write_number(json, "final_frame", facts->final->frame);
        write_causes(json, facts->final);
    }
    write_span(json, "first_response_time", facts->first_response_time);
    write_span(json, "ring_time", facts->ring_time);
    write_span(json, "setup_time", facts->setup_time);
    write_retransmissions(json, flow);
    write_findings(json, facts, cause);
    if (facts->outcome != SC_OUTCOME_ANSWERED || cause[0] != '\0') {
        write_messages(json, facts, cause, flow);
    }
    json_dumper_end_object(json);
}

/* ---- The summary ---- */

static void write_counts(json_dumper *json, struct sc_summary *summary)
{
    static const char *const names[SC_COUNTS] = {
        [SC_COUNT_CLASS] = "responses_by_class",
        [SC_COUNT_CODE] = "responses_by_code",
        [SC_COUNT_METHOD_CODE] = "responses_by_method_and_code",
        [SC_COUNT_HOST_CODE] = "responses_by_host_and_code",
        [SC_COUNT_CAUSE] = "attempts_by_cause",
        [SC_COUNT_FINDING] = "attempts_by_finding",
        [SC_COUNT_OUTCOME] = "attempts_by_outcome",
    };

    for (int count = 0; count < SC_COUNTS; count++) {
        size_t size;
        const struct sc_tally *rows = sc_summary_count(summary, (enum sc_count)count, &size);
        json_dumper_set_member_name(json, names[count]);
        json_dumper_begin_object(json);
        for (size_t i = 0; i < size; i++) {
            char *row = report_words(rows[i].name);
            write_number(json, row, rows[i].count);
            g_free(row);
        }
        json_dumper_end_object(json);
    }
}

static void write_ratio(json_dumper *json, const char *name, double percent)
{
    if (percent >= 0) {
        json_dumper_set_member_name(json, name);
        json_dumper_value_double(json, percent);
    }
}

static void write_times(json_dumper *json, const char *name, const struct sc_times *times)
{
    json_dumper_set_member_name(json, name);
    json_dumper_begin_object(json);
    write_number(json, "count", times->count);
    if (times->count > 0) {
        write_span(json, "min", times->min);
        write_span(json, "mean", sc_times_mean(times));
        write_span(json, "max", times->max);
    }
    json_dumper_end_object(json);
}

static void write_summary(json_dumper *json, struct sc_summary *summary)
{
    const struct sc_calls *calls = sc_summary_calls(summary);

    json_dumper_begin_object(json);
    write_text(json, "type", "summary");
    write_moment(json, "begin", sc_summary_begin(summary));
    write_moment(json, "end", sc_summary_end(summary));
    write_number(json, "responses", sc_summary_messages(summary));
    write_number(json, "cut_short", sc_summary_cut(summary));
    write_number(json, "attempts", sc_summary_attempts(summary));
    write_number(json, "calls", calls->attempts);
    write_ratio(json, "ser", sc_calls_ser(calls));
    write_ratio(json, "seer", sc_calls_seer(calls));
    write_ratio(json, "ner", sc_calls_ner(calls));
    write_ratio(json, "asr", sc_calls_asr(calls));
    write_times(json, "setup_time", &calls->setup);
    write_times(json, "first_response_time", &calls->first_response);
    write_times(json, "ring_time", &calls->ring);
    write_counts(json, summary);
    json_dumper_end_object(json);
}

void report_json(const struct selection *selection)
{
    struct sc_summary *summary = selection_summarize(selection);

    if (summary == NULL) {
        return;
    }
    report_names_begin(summary);
    for (size_t i = 0; i < sc_summary_attempts(summary); i++) {
        struct sc_attempt_facts facts = sc_summary_attempt(summary, i);
        struct sc_flow flow = sc_summary_flow(summary, i);
        json_dumper json = {.output_file = stdout};
        write_attempt(&json, &facts, &flow);
        json_dumper_finish(&json);
    }
    json_dumper json = {.output_file = stdout};
    write_summary(&json, summary);
    json_dumper_finish(&json);
    report_names_end();
    sc_summary_free(summary);
}
