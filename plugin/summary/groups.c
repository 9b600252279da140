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

struct groups {
    GHashTable *by_key; /* section and name -> struct sc_group */
    GStringChunk *names;
    GArray *sorted; /* copies, as they were handed out last */
};

struct groups *sc_groups_new(void)
{
    struct groups *groups = g_new0(struct groups, 1);

    groups->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
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

/* True if a finding says that the message is a normal step: that explains no failure. */
static bool calls_normal(const struct sc_finding *finding)
{
    return finding->row->severity == SC_SEVERITY_CHAT && !finding->row->stand_in;
}

/* The finding that an attempt is grouped by: the one that explains it, if any does. If the attempt
 * was answered, only a fault counts, also one beside the answer. */
static const struct sc_finding *finding_of(enum sc_section section,
                                           const struct sc_finding *findings, size_t count)
{
    if (section != SC_SECTION_FAULTY) {
        const struct sc_finding *follow = sc_finding_to_follow(findings, count);
        return follow != NULL && calls_normal(follow) ? NULL : follow;
    }
    for (size_t i = 0; i < count; i++) {
        if (findings[i].row->severity >= SC_SEVERITY_WARN) {
            return &findings[i];
        }
    }
    return NULL;
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

/* What happened to attempts that no finding explains, and what to do first, where the outcome says
 * more than the code. */
static const struct {
    const char *summary;
    const char *hint;
} described[SC_OUTCOME_COUNT] = {
    [SC_OUTCOME_CHALLENGED] =
        {"The challenge was not answered in this capture",
         "Look for the request with credentials after the capture, else set user name and password "
         "in the client."},
    [SC_OUTCOME_DROPPED] =
        {"The call was answered, and over within seconds",
         "See who sent the BYE and why: did the ACK reach the answerer, and did the SDP suit both "
         "sides?"},
    [SC_OUTCOME_UNANSWERED] = {"No response came",
                               "Trace at the destination whether the request arrives there."},
};

/* What happened, and what to do first, where no finding tells. */
static void describe_end(struct sc_group *group, const struct sc_attempt_facts *facts)
{
    if (described[facts->outcome].summary != NULL) {
        group->summary = described[facts->outcome].summary;
        group->hint = described[facts->outcome].hint;
    } else if (facts->final != NULL) {
        group->summary = sc_status_lookup(facts->final->code)->meaning;
        group->hint = sc_status_hint(sc_status_lookup(facts->final->code),
                                     sc_exchange_facts(&facts->explained, NULL));
    } else {
        group->summary = "No final response";
        group->hint = "Read the capture on from the request: it has no final response.";
    }
}

static void describe(struct sc_group *group, const struct sc_attempt_facts *facts,
                     const struct sc_finding *finding)
{
    if (finding != NULL) {
        group->summary = finding->row->summary;
        group->hint = finding->row->hint;
    } else {
        describe_end(group, facts);
    }
}

bool sc_attempt_hint(const struct sc_attempt_facts *facts, const struct sc_finding *findings,
                     size_t count, char hint[SC_HINT_SIZE])
{
    const struct sc_finding *follow = sc_finding_to_follow(findings, count);
    const char *own = described[facts->outcome].hint;

    if (own != NULL && (follow == NULL || calls_normal(follow))) {
        g_strlcpy(hint, own, SC_HINT_SIZE);
        return true;
    }
    return sc_hint_write(findings, count, facts->explained.record->code,
                         sc_exchange_facts(&facts->explained, NULL), hint);
}

/* Section and name. What a sender states differs from code to code, so there the end is part of the
 * name. */
static char *key_of(enum sc_section section, const char *end, const struct sc_finding *finding)
{
    if (finding == NULL) {
        return g_strdup_printf("%d %s", (int)section, end);
    }
    return finding->row->stand_in
               ? g_strdup_printf("%d %s (%s)", (int)section, finding->row->id, end)
               : g_strdup_printf("%d %s", (int)section, finding->row->id);
}

static struct sc_group *group_of(struct groups *groups, enum sc_section section,
                                 const struct sc_attempt_facts *facts,
                                 const struct sc_finding *finding)
{
    char end[SC_GROUP_END_SIZE];
    name_end(end, sizeof end, facts);
    char *key = key_of(section, end, finding);
    struct sc_group *group = (struct sc_group *)g_hash_table_lookup(groups->by_key, key);

    if (group == NULL) {
        char *kept = g_string_chunk_insert(groups->names, key);
        group = g_new0(struct sc_group, 1);
        group->section = section;
        group->name = strchr(kept, ' ') + 1;
        group->first = facts->attempt;
        g_strlcpy(group->end, end, sizeof group->end);
        group->first_frame = facts->explained.frame;
        describe(group, facts, finding);
        g_hash_table_insert(groups->by_key, kept, group);
    }
    g_free(key);
    return group;
}

/* Who asked whom in a transaction. */
static struct sc_way way_of(const struct sc_transaction *transaction)
{
    if (transaction->request_seen) {
        return (struct sc_way){transaction->request.source, transaction->request.destination};
    }
    return (struct sc_way){transaction->responses->destination, transaction->responses->source};
}

static void add_way(struct sc_group *group, struct sc_way way)
{
    for (unsigned i = 0; i < group->way_count; i++) {
        if (sc_endpoint_same_host(group->ways[i].client, way.client) &&
            sc_endpoint_same_host(group->ways[i].server, way.server)) {
            return;
        }
    }
    if (group->way_count < SC_GROUP_HOSTS_MAX) {
        group->ways[group->way_count++] = way;
    } else {
        group->more_ways = true;
    }
}

/* True of a redirection that was followed under another Call-ID: the other attempt tells. */
static bool was_followed(const struct sc_attempt_facts *facts, const struct sc_finding *findings,
                         size_t count)
{
    const struct sc_finding *follow = sc_finding_to_follow(findings, count);

    return facts->outcome == SC_OUTCOME_REDIRECTED && follow != NULL && calls_normal(follow);
}

void sc_groups_add(struct groups *groups, const struct sc_attempt_facts *facts,
                   const struct sc_finding *findings, size_t finding_count)
{
    enum sc_section section = section_of(facts);
    const struct sc_finding *finding = finding_of(section, findings, finding_count);

    if (finding == NULL &&
        (section == SC_SECTION_FAULTY || was_followed(facts, findings, finding_count))) {
        return;
    }
    struct sc_group *group = group_of(groups, section, facts, finding);
    if (group->count++ == 0) {
        give_example(group,
                     finding != NULL ? finding : sc_finding_to_read(findings, finding_count));
    }
    group->first_frame = MIN(group->first_frame, facts->explained.frame);
    group->last_frame = MAX(group->last_frame, facts->explained.frame);
    add_way(group, way_of(facts->decisive));
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
    gpointer group;

    g_array_set_size(groups->sorted, 0);
    g_hash_table_iter_init(&iter, groups->by_key);
    while (g_hash_table_iter_next(&iter, NULL, &group)) {
        g_array_append_vals(groups->sorted, group, 1);
    }
    g_array_sort(groups->sorted, by_weight);
    *size = groups->sorted->len;
    return (const struct sc_group *)(void *)groups->sorted->data;
}
