/* Statistics: `tshark -z sipcodes,tree[,FILTER]`, in Wireshark below Statistics.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A statistics tree is meant to count packet by packet. Outcomes and findings are known only at the
 * end: whether a request stays unanswered cannot be told when it is seen. So packets only say what
 * is selected, and the tree is filled when it is about to be drawn, by a tap listener of its own:
 * Wireshark draws the listeners that came last first.
 */
#include "statistics.h"

#include <epan/stats_tree.h>

#include "selection.h"
#include "tap.h"

/* Times of calls. */
enum times { TIME_SETUP, TIME_FIRST_RESPONSE, TIME_RING, TIMES };

/* One statistics tree that is open. Whether it has a filter is Wireshark's secret; what it gets is
 * what passed. */
struct tree {
    stats_tree *st;
    struct selection *selection;
    bool listening; /* the listener that fills it is registered */
    /* Attempts whose time is in the tree: an average cannot be set anew. */
    GHashTable *timed[TIMES];
};

/* The most frequent first. */
#define BY_COUNT (ST_FLG_SORT_DESC | (ST_SORT_COL_COUNT << ST_FLG_SRTCOL_SHIFT))

/* All that are: stats_tree -> struct tree. */
static GHashTable *trees;

static const char *const count_titles[SC_COUNTS] = {
    [SC_COUNT_CAUSE] = "Attempts by cause",
    [SC_COUNT_OUTCOME] = "Attempts by outcome",
    [SC_COUNT_FINDING] = "Attempts by finding",
    [SC_COUNT_CLASS] = "Responses by class",
    [SC_COUNT_CODE] = "Responses by code",
    [SC_COUNT_METHOD_CODE] = "Responses by method and code",
    [SC_COUNT_HOST_CODE] = "Responses by host and code",
};

static const char *const time_titles[TIMES] = {
    [TIME_SETUP] = "Set-up time of answered calls (ms)",
    [TIME_FIRST_RESPONSE] = "First response of calls (ms)",
    [TIME_RING] = "Ring time of calls (ms)",
};

static void set_node(stats_tree *st, const char *name, int parent, uint64_t value)
{
    stats_tree_manip_node_int(MN_SET, st, name, parent, FALSE, (int)MIN(value, INT32_MAX));
}

static void fill_count(stats_tree *st, struct sc_summary *summary, enum sc_count count)
{
    size_t size;
    const struct sc_tally *rows = sc_summary_count(summary, count, &size);
    bool messages = count >= SC_COUNT_CLASS;
    int node = stats_tree_manip_node_int(
        MN_SET, st, count_titles[count], 0, TRUE,
        (int)(messages ? sc_summary_messages(summary) : sc_summary_attempts(summary)));

    for (size_t i = 0; i < size; i++) {
        set_node(st, rows[i].name, node, rows[i].count);
    }
    /* Causes and outcomes stay above the responses, of which there are more. */
    if (count == SC_COUNT_CAUSE || count == SC_COUNT_OUTCOME) {
        stat_node_set_flags(st, count_titles[count], 0, TRUE, BY_COUNT | ST_FLG_SORT_TOP);
    }
}

static void fill_time(const struct tree *tree, enum times kind, const struct sc_attempt *attempt,
                      int64_t span)
{
    if (span >= 0 && g_hash_table_add(tree->timed[kind], GSIZE_TO_POINTER((uintptr_t)attempt))) {
        stats_tree_manip_node_int(MN_AVERAGE, tree->st, time_titles[kind], 0, TRUE,
                                  (int)MIN(span / SC_MILLISECOND, INT32_MAX));
    }
}

static void fill_times(const struct tree *tree, const struct sc_summary *summary)
{
    for (size_t i = 0; i < sc_summary_attempts(summary); i++) {
        struct sc_attempt_facts facts = sc_summary_attempt(summary, i);
        if (sc_attempt_is_call(facts.attempt)) {
            fill_time(tree, TIME_SETUP, facts.attempt, facts.setup_time);
            fill_time(tree, TIME_FIRST_RESPONSE, facts.attempt, facts.first_response_time);
            fill_time(tree, TIME_RING, facts.attempt, facts.ring_time);
        }
    }
}

/* Draws before the tree itself does. */
static void fill(void *data)
{
    const struct tree *tree = (const struct tree *)data;
    struct sc_summary *summary = selection_summarize(tree->selection);

    if (summary == NULL) {
        return;
    }
    for (int count = 0; count < SC_COUNTS; count++) {
        fill_count(tree->st, summary, (enum sc_count)count);
    }
    fill_times(tree, summary);
    sc_summary_free(summary);
}

/* Wireshark may draw before the last message, and even before the first. What comes after that is
 * drawn only if it is asked for. */
static tap_packet_status ask_to_fill(void *data _U_, packet_info *pinfo _U_,
                                     epan_dissect_t *edt _U_, const void *sighting _U_,
                                     tap_flags_t flags _U_)
{
    return TAP_PACKET_REDRAW;
}

/* The listener is gone: because the tree is closed, or because the program ends and takes all
 * listeners away, this one before that of the tree. */
static void stop_listening(void *data)
{
    ((struct tree *)data)->listening = false;
}

static struct tree *tree_of(stats_tree *st)
{
    return (struct tree *)g_hash_table_lookup(trees, st);
}

/* Called when the tree is opened, and again whenever it is emptied. */
static void open_tree(stats_tree *st)
{
    struct tree *tree = tree_of(st);

    if (tree != NULL) {
        selection_clear(tree->selection);
        for (int kind = 0; kind < TIMES; kind++) {
            g_hash_table_remove_all(tree->timed[kind]);
        }
        return;
    }
    tree = g_new0(struct tree, 1);
    tree->st = st;
    tree->selection = selection_new(true);
    for (int kind = 0; kind < TIMES; kind++) {
        tree->timed[kind] = g_hash_table_new(NULL, NULL);
    }
    g_hash_table_insert(trees, st, tree);
    GString *error = register_tap_listener(TAP_NAME, tree, NULL, TL_REQUIRES_NOTHING, NULL,
                                           ask_to_fill, fill, stop_listening);
    tree->listening = error == NULL;
    if (error != NULL) {
        g_string_free(error, TRUE);
    }
}

static void close_tree(stats_tree *st)
{
    struct tree *tree = tree_of(st);

    if (tree != NULL) {
        if (tree->listening) {
            remove_tap_listener(tree);
        }
        g_hash_table_remove(trees, st);
        selection_free(tree->selection);
        for (int kind = 0; kind < TIMES; kind++) {
            g_hash_table_destroy(tree->timed[kind]);
        }
        g_free(tree);
    }
}

static tap_packet_status count_packet(stats_tree *st, packet_info *pinfo _U_,
                                      epan_dissect_t *edt _U_, const void *data,
                                      tap_flags_t flags _U_)
{
    selection_add(tree_of(st)->selection, (const struct sc_sighting *)data);
    return TAP_PACKET_REDRAW;
}

void statistics_register(void)
{
    trees = g_hash_table_new(NULL, NULL);
    /* A tree that is not a plugin's is in no menu, whatever its group: Wireshark knows its own by
     * name. Those of plugins are all below Statistics. */
    stats_tree_register_plugin(TAP_NAME, "sipcodes", "SIP Response Codes", BY_COUNT, count_packet,
                               open_tree, close_tree);
}
