/* Attempts that ended alike.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "groups.h"
#include "sipcodes/catalog.h"

#include <glib.h>
#include <string.h>

/* The longest method that a group is named by. */
#define METHOD_SIZE 32

#define MINUTE (60 * SC_SECOND)

/* A group while it is filled. */
struct filled {
    struct sc_group group;
    GArray *times; /* of each attempt's end */
};

struct groups {
    GHashTable *by_key; /* section and name -> struct filled */
    GStringChunk *names;
    GArray *sorted; /* struct sc_group, as they were returned last */
};

static void free_filled(gpointer data)
{
    struct filled *filled = (struct filled *)data;

    g_array_free(filled->times, TRUE);
    g_free(filled);
}

struct groups *sc_groups_new(void)
{
    struct groups *groups = g_new0(struct groups, 1);

    groups->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_filled);
    groups->names = g_string_chunk_new(256);
    groups->sorted = g_array_new(FALSE, FALSE, sizeof(struct sc_group));
    return groups;
}

void sc_groups_free(struct groups *groups)
{
    g_hash_table_destroy(groups->by_key);
    g_string_chunk_free(groups->names);
    g_array_free(groups->sorted, TRUE);
    g_free(groups);
}

static enum sc_section section_of(const struct sc_attempt_facts *facts)
{
    switch (facts->outcome) {
    case SC_OUTCOME_ANSWERED:
        return SC_SECTION_FAULTY;
    case SC_OUTCOME_CANCELLED:
    case SC_OUTCOME_ANSWERED_ELSEWHERE:
    case SC_OUTCOME_BUSY:
    case SC_OUTCOME_NO_ANSWER:
    case SC_OUTCOME_DECLINED:
        return SC_SECTION_NOT_TAKEN;
    case SC_OUTCOME_UNKNOWN:
        return SC_SECTION_OPEN;
    default:
        return SC_SECTION_FAILED;
    }
}

/* The finding that an attempt is grouped by: the one that gives its cause, if any does. If the
 * attempt was answered, only a fault counts, even one beside the answer. */
static const struct sc_finding *finding_of(enum sc_section section,
                                           const struct sc_finding *findings, size_t count,
                                           const struct sc_why *why)
{
    if (section != SC_SECTION_FAULTY) {
        return why->row != NULL ? &why->finding : NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (findings[i].row->severity >= SC_SEVERITY_WARN) {
            return &findings[i];
        }
    }
    return NULL;
}

/* True if a finding only passes on what the sender states, or remarks on it. That differs from code
 * to code. */
static bool passes_on(const struct sc_finding *finding)
{
    return finding->row->stand_in || finding->aside;
}

/* "INVITE 404", or "OPTIONS unanswered" where no final response came. */
static void name_end(char *name, size_t size, const struct sc_attempt_facts *facts)
{
    char method[METHOD_SIZE];

    sc_slice_text(facts->attempt->method, method, sizeof method);
    if (facts->final != NULL && facts->outcome != SC_OUTCOME_DROPPED) {
        g_snprintf(name, (gulong)size, "%s %03u", method, (unsigned)facts->final->code);
    } else if (facts->outcome == SC_OUTCOME_UNKNOWN) {
        g_snprintf(name, (gulong)size, "%s without final response", method);
    } else {
        g_snprintf(name, (gulong)size, "%s %s", method, sc_outcome_name(facts->outcome));
    }
}

/* What was found of the first attempt, or what its sender says of the cause. */
static void give_example(struct sc_group *group, const struct sc_finding *finding)
{
    if (finding != NULL) {
        group->confidence = finding->confidence;
        g_strlcpy(group->example, finding->text, sizeof group->example);
    }
}

/* Names the call of an attempt, if there is room. An attempt that was tried again has the same one.
 */
static void add_call(struct sc_group *group, const struct sc_attempt *attempt)
{
    for (unsigned i = 0; i < group->example_count; i++) {
        if (sc_slice_equal(group->examples[i]->call_id, attempt->call_id)) {
            return;
        }
    }
    if (group->example_count < SC_GROUP_CALLS) {
        group->examples[group->example_count++] = attempt;
    }
}

/* What happened to attempts that no finding explains, and what to do first, where the outcome says
 * more than the code. */
static const struct {
    const char *title;
    const char *summary;
    const char *hint;
} described[SC_OUTCOME_COUNT] = {
    [SC_OUTCOME_CHALLENGED] =
        {"Challenge not answered", "The challenge was not answered in this capture",
         "Look for the request with credentials after the capture, else set user name and password "
         "in the client."},
    [SC_OUTCOME_DROPPED] =
        {"Answered, then dropped", "The call was answered, and over within seconds",
         "Find out who sent the BYE and why: did the ACK reach the callee, did the SDP suit both "
         "sides?"},
    [SC_OUTCOME_UNANSWERED] = {"No response", "No response came",
                               "Trace at the destination whether the request arrives there."},
};

const char *sc_outcome_title(enum sc_outcome outcome)
{
    return described[outcome].title;
}

static void set_title(struct sc_group *group, const char *title)
{
    g_strlcpy(group->title, title, sizeof group->title);
}

/* What happened, and what to do first, where no finding tells. */
static void describe_end(struct sc_group *group, const struct sc_attempt_facts *facts)
{
    if (described[facts->outcome].summary != NULL) {
        set_title(group, described[facts->outcome].title);
        group->summary = described[facts->outcome].summary;
        group->hint = described[facts->outcome].hint;
    } else if (facts->final != NULL) {
        const struct sc_status *status = sc_status_lookup(facts->final->code);
        struct sc_why why;
        sc_why_of_response(NULL, 0, facts->final->code, false, &why);
        set_title(group, why.title);
        group->summary = status->meaning;
        group->hint = sc_status_hint(status, sc_exchange_facts(&facts->explained, NULL));
    } else {
        set_title(group, "No final response");
        group->summary = "No final response in this capture";
        group->hint = "Read the capture on from the request: it has no final response.";
    }
}

/* A remark explains nothing by itself. */
static void describe(struct sc_group *group, const struct sc_attempt_facts *facts,
                     const struct sc_finding *finding)
{
    if (finding != NULL && (group->section == SC_SECTION_FAULTY || !finding->aside)) {
        set_title(group, finding->row->title);
        group->summary = finding->row->summary;
        group->hint = sc_finding_hint(finding);
    } else {
        describe_end(group, facts);
    }
}

/* The display filter that shows the messages which a group explains: those of its finding or, if it
 * has none, those with its method and end. */
static void write_filter(struct sc_group *group, const struct sc_attempt_facts *facts,
                         const struct sc_finding *finding)
{
    char method[METHOD_SIZE];
    char *filter = group->filter;

    sc_slice_text(facts->attempt->method, method, sizeof method);
    if (strpbrk(method, "\"\\") != NULL) {
        g_snprintf(filter, SC_GROUP_FILTER_SIZE, "sipcodes.attempt.first_in == %u",
                   (unsigned)sc_attempt_first_frame(facts->attempt));
    } else if (finding != NULL && group->section == SC_SECTION_FAULTY) {
        g_snprintf(filter, SC_GROUP_FILTER_SIZE, "sipcodes.finding == \"%s\"", finding->row->id);
    } else if (finding != NULL && !passes_on(finding)) {
        g_snprintf(filter, SC_GROUP_FILTER_SIZE, "sipcodes.why.id == \"%s\"", finding->row->id);
    } else if (facts->final != NULL && facts->outcome != SC_OUTCOME_DROPPED) {
        g_snprintf(filter, SC_GROUP_FILTER_SIZE,
                   "sipcodes.code == %u && sipcodes.method == \"%s\" && %s%s%s",
                   (unsigned)facts->final->code, method,
                   finding != NULL ? "sipcodes.why.id == \"" : "!sipcodes.why.id",
                   finding != NULL ? finding->row->id : "", finding != NULL ? "\"" : "");
    } else {
        g_snprintf(filter, SC_GROUP_FILTER_SIZE,
                   "sipcodes.attempt.outcome == \"%s\" && sip.CSeq.method == \"%s\"",
                   sc_outcome_name(facts->outcome), method);
    }
}

bool sc_attempt_hint(const struct sc_attempt_facts *facts, const struct sc_finding *findings,
                     size_t count, const struct sc_why *why, char hint[SC_HINT_SIZE])
{
    const struct sc_finding *follow = sc_finding_to_follow(findings, count);
    const char *own = described[facts->outcome].hint;

    if (own != NULL && why->row == NULL && (follow == NULL || sc_finding_is_normal(follow))) {
        g_strlcpy(hint, own, SC_HINT_SIZE);
        return true;
    }
    return sc_why_hint(why, findings, count, facts->explained.record->code,
                       sc_exchange_facts(&facts->explained, NULL), hint);
}

/* Section and name; of what the sender states the end is part of the name. */
static char *key_of(enum sc_section section, const char *end, const struct sc_finding *finding)
{
    if (finding == NULL) {
        return g_strdup_printf("%d %s", (int)section, end);
    }
    return passes_on(finding) ? g_strdup_printf("%d %s (%s)", (int)section, finding->row->id, end)
                              : g_strdup_printf("%d %s", (int)section, finding->row->id);
}

static struct filled *group_of(struct groups *groups, enum sc_section section,
                               const struct sc_attempt_facts *facts,
                               const struct sc_finding *finding)
{
    char end[SC_GROUP_END_SIZE];
    name_end(end, sizeof end, facts);
    char *key = key_of(section, end, finding);
    struct filled *filled = (struct filled *)g_hash_table_lookup(groups->by_key, key);

    if (filled == NULL) {
        char *kept = g_string_chunk_insert(groups->names, key);
        filled = g_new0(struct filled, 1);
        filled->times = g_array_new(FALSE, FALSE, sizeof(int64_t));
        filled->group.section = section;
        filled->group.name = strchr(kept, ' ') + 1;
        filled->group.first_frame = facts->explained.frame;
        g_strlcpy(filled->group.end, end, sizeof filled->group.end);
        describe(&filled->group, facts, finding);
        write_filter(&filled->group, facts, finding);
        g_hash_table_insert(groups->by_key, kept, filled);
    }
    g_free(key);
    return filled;
}

static bool same_path(const struct sc_path *a, const struct sc_path *b)
{
    for (unsigned i = 0; i < a->count && a->count == b->count; i++) {
        if (!sc_endpoint_same_host(a->hosts[i], b->hosts[i])) {
            return false;
        }
    }
    return a->count == b->count;
}

static void add_path(struct sc_group *group, const struct sc_path *path)
{
    for (unsigned i = 0; i < group->path_count; i++) {
        if (same_path(&group->paths[i], path)) {
            return;
        }
    }
    if (group->path_count < SC_GROUP_PATHS) {
        group->paths[group->path_count++] = *path;
    } else {
        group->more_paths = true;
    }
}

static void add_responder(struct sc_group *group, const struct sc_endpoint *host)
{
    for (unsigned i = 0; i < group->responder_count; i++) {
        if (sc_endpoint_same_host(group->responders[i], host)) {
            return;
        }
    }
    if (group->responder_count < SC_GROUP_PATHS) {
        group->responders[group->responder_count++] = host;
    } else {
        group->more_responders = true;
    }
}

/* True of a redirection that was followed under another Call-ID: the other attempt tells. */
static bool was_followed(const struct sc_attempt_facts *facts, const struct sc_finding *findings,
                         size_t count)
{
    const struct sc_finding *follow = sc_finding_to_follow(findings, count);

    return facts->outcome == SC_OUTCOME_REDIRECTED && follow != NULL &&
           sc_finding_is_normal(follow);
}

/* One hint for all of a group: where their advice differs, that of the row. */
static void share_hint(struct sc_group *group, const struct sc_finding *finding)
{
    if (finding != NULL && group->summary == finding->row->summary &&
        group->hint != sc_finding_hint(finding)) {
        group->hint = finding->row->hint;
    }
}

void sc_groups_add(struct groups *groups, const struct sc_attempt_facts *facts,
                   const struct sc_finding *findings, size_t finding_count,
                   const struct sc_why *why)
{
    enum sc_section section = section_of(facts);
    const struct sc_finding *finding = finding_of(section, findings, finding_count, why);

    if (finding == NULL &&
        (section == SC_SECTION_FAULTY || was_followed(facts, findings, finding_count))) {
        return;
    }
    struct filled *filled = group_of(groups, section, facts, finding);
    struct sc_group *group = &filled->group;
    if (group->count++ == 0) {
        give_example(group,
                     finding != NULL ? finding : sc_finding_to_read(findings, finding_count));
    }
    share_hint(group, finding);
    add_call(group, facts->attempt);
    g_array_append_val(filled->times, facts->explained.record->time);
    group->first_frame = MIN(group->first_frame, facts->explained.frame);
    group->last_frame = MAX(group->last_frame, facts->explained.frame);
    struct sc_path path = sc_attempt_path(facts);
    add_path(group, &path);
    if (facts->final != NULL && path.last != NULL) {
        add_responder(group, path.last);
    }
}

static int by_time(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;

    return a < b ? -1 : a > b;
}

/* Sets when the group's attempts ended: first, last, and the minute that holds most of them. */
static void set_times(struct filled *filled)
{
    struct sc_group *group = &filled->group;
    const GArray *times = filled->times;
    uint64_t count = 0;

    g_array_sort(filled->times, by_time);
    group->first_time = g_array_index(times, int64_t, 0);
    group->last_time = g_array_index(times, int64_t, times->len - 1);
    group->peak_count = 0;
    for (guint i = 0; i < times->len; i++) {
        int64_t minute = g_array_index(times, int64_t, i) / MINUTE;
        bool same = i > 0 && g_array_index(times, int64_t, i - 1) / MINUTE == minute;
        count = same ? count + 1 : 1;
        if (count > group->peak_count) {
            group->peak_count = count;
            group->peak_time = minute * MINUTE;
        }
    }
}

static int by_weight(const void *left, const void *right)
{
    const struct sc_group *a = (const struct sc_group *)left;
    const struct sc_group *b = (const struct sc_group *)right;

    if (a->section != b->section) {
        return a->section < b->section ? -1 : 1;
    }
    if (a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    return a->first_frame < b->first_frame ? -1 : a->first_frame > b->first_frame;
}

const struct sc_group *sc_groups_sorted(struct groups *groups, size_t *size)
{
    GHashTableIter iter;
    gpointer value;

    g_array_set_size(groups->sorted, 0);
    g_hash_table_iter_init(&iter, groups->by_key);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        struct filled *filled = (struct filled *)value;
        set_times(filled);
        g_array_append_val(groups->sorted, filled->group);
    }
    g_array_sort(groups->sorted, by_weight);
    *size = groups->sorted->len;
    return (const struct sc_group *)(void *)groups->sorted->data;
}
