/* What is shown at a message: the findings that were made on arrival and still hold, and those of
 * rules that are asked each time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "diagnosis-private.h"
#include "timing.h"

/* Where findings go while rules look at one message. */
struct display {
    struct sc_finding *findings;
    size_t count;
};

/* What the capture lacks for a finding that rests on absence; false if it cannot be made at all. */
static bool weigh_gaps(const struct sc_case *c, struct sc_draft *draft)
{
    if (draft->despite_gaps) {
        return true;
    }
    if (sc_timing_too_early(c, draft)) {
        return false;
    }
    struct sc_gaps gaps = sc_transaction_gaps(c->tracker, c->transaction);
    const struct {
        bool gap;
        enum sc_blocker blocker;
    } pairs[] = {
        {gaps.request_missing, SC_BLOCKER_STARTS_LATE},
        {gaps.one_direction, SC_BLOCKER_ONE_DIRECTION},
        {gaps.cut, SC_BLOCKER_CUT},
        {gaps.segments_missing, SC_BLOCKER_SEGMENTS},
        {gaps.fragments_missing, SC_BLOCKER_FRAGMENTS},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if (pairs[i].gap) {
            sc_draft_blocked(draft, pairs[i].blocker);
        }
    }
    return true;
}

/* States the blockers at the end of the text, too. */
static void append_blockers(struct sc_finding *finding)
{
    const char *before = ", but ";

    for (enum sc_blocker blocker = sc_blocker_next(finding->blockers, 0); blocker != 0;
         blocker = sc_blocker_next(finding->blockers, blocker)) {
        g_strlcat(finding->text, before, sizeof finding->text);
        g_strlcat(finding->text, sc_blocker_name(blocker), sizeof finding->text);
        before = " and ";
    }
}

/* True if A is shown rather than B where there is not room for both. */
static bool is_stronger(const struct sc_finding *a, const struct sc_finding *b)
{
    return a->confidence != b->confidence ? a->confidence > b->confidence
                                          : a->row->severity > b->row->severity;
}

/* Puts the draft of a rule into its place among the findings that are shown. */
static void show(struct display *display, const struct sc_rule *rule, const struct sc_case *c,
                 struct sc_draft *draft)
{
    struct sc_finding *finding = &draft->finding;
    size_t at = display->count;

    if (finding->row->absence && !weigh_gaps(c, draft)) {
        return;
    }
    if (finding->blockers != 0) {
        finding->confidence--;
    }
    if (finding->confidence == SC_CONFIDENCE_NONE) {
        return;
    }
    append_blockers(finding);
    const char *advice = rule->advise != NULL ? rule->advise(c, finding) : NULL;
    if (advice != NULL) {
        finding->advice = advice;
    }
    while (at > 0 && is_stronger(finding, &display->findings[at - 1])) {
        at--;
    }
    if (at == SC_FINDINGS_MAX) {
        return;
    }
    size_t after = MIN(display->count, SC_FINDINGS_MAX - 1) - at;
    memmove(display->findings + at + 1, display->findings + at, after * sizeof *display->findings);
    display->findings[at] = *finding;
    display->count = at + after + 1;
}

/* True if a finding that was made on arrival is still so. DRAFT is used up. */
static bool still_holds(const struct sc_case *c, const struct sc_kept_finding *kept,
                        struct sc_draft *draft)
{
    const struct sc_rule *rule = kept->bound.rule;

    if (rule->holds != NULL && !rule->holds(c)) {
        return false;
    }
    return !rule->recheck || sc_diagnosis_ask(&kept->bound, c, draft) || draft->forgotten;
}

/* The draft as it was when the finding was kept. */
static void restore(struct sc_draft *draft, const struct sc_kept_finding *kept)
{
    struct sc_finding *finding = &draft->finding;

    sc_draft_begin(draft, kept->bound.rule->finding, kept->bound.index, kept->explained);
    finding->confidence = kept->confidence;
    finding->blockers = kept->blockers;
    finding->stated = kept->stated;
    finding->aside = kept->aside;
    finding->advice = kept->advice;
    draft->despite_end = kept->despite_end;
    const char *shows = kept->shows;
    for (unsigned i = 0; i < kept->evidence_count; i++) {
        sc_draft_shows(draft, kept->evidence[i], "%s", shows);
        shows += strlen(shows) + 1;
    }
    g_strlcpy(finding->text, kept->text, sizeof finding->text);
    g_strlcpy(finding->words, kept->words, sizeof finding->words);
}

/* True if a finding about a failure is shown at the success that completes its evidence. There it
 * is a remark: its hint is about what did not fail. */
static bool is_beside_success(const struct sc_case *under_review,
                              const struct sc_kept_finding *kept)
{
    return under_review->record->code / 100 == 2 && kept->explained->code >= 300;
}

/* A repeated message is evidence of what did not come. After a refusal nothing was due any more, so
 * it does not matter when the capture ends. */
static void weigh_repeated(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *final = c->transaction->final;

    sc_timing_weigh_copies(c, draft, c->record);
    sc_draft_evidence(draft, c->record->last_frame);
    if (final != NULL && final->code >= 300 && final->time >= c->record->last_time) {
        sc_draft_despite_end(draft);
        sc_draft_evidence(draft, final->frame);
    }
}

/* Shows a finding that was made on arrival, if it is still so. */
static void show_kept(struct display *display, const struct sc_case *under_review,
                      const struct sc_kept_finding *kept, struct sc_draft *draft)
{
    const struct sc_rule *rule = kept->bound.rule;
    struct sc_case_cache cache;
    struct sc_case c = *under_review;

    sc_case_cache_begin(&cache);
    c.transaction = kept->transaction;
    c.record = kept->explained;
    c.cache = &cache;
    bool holds = still_holds(&c, kept, draft);
    sc_case_cache_end(&cache);
    if (!holds) {
        return;
    }
    restore(draft, kept);
    if (is_beside_success(under_review, kept)) {
        sc_draft_aside(draft);
    }
    if (rule->repeated) {
        weigh_repeated(&c, draft);
    }
    if (rule->suggestive_until_end && !sc_tracker_finished(c.tracker)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    show(display, rule, &c, draft);
}

/* True if a finding tells why the message was sent, and is more than a guess. */
static bool explains(const struct sc_finding *finding)
{
    return !finding->aside && finding->confidence > SC_CONFIDENCE_SUGGESTIVE;
}

/* True if another finding makes a stand-in needless: one that quotes the same source or, if no
 * cause is given, any that explains the message or quotes its sender. */
static bool is_needless(const struct sc_finding *findings, size_t count,
                        const struct sc_finding *stand_in)
{
    for (size_t i = 0; i < count; i++) {
        if (!findings[i].row->stand_in &&
            (stand_in->stated == SC_STATED_NOTHING
                 ? explains(&findings[i]) || findings[i].stated > SC_STATED_NOTHING
                 : findings[i].stated == stand_in->stated)) {
            return true;
        }
    }
    return false;
}

/* Leaves out stand-ins that are not needed. Returns how many findings are left. */
static size_t without_needless(struct sc_finding *findings, size_t count)
{
    size_t left = 0;
    bool needless[SC_FINDINGS_MAX];

    for (size_t i = 0; i < count; i++) {
        needless[i] = findings[i].row->stand_in && is_needless(findings, count, &findings[i]);
    }
    for (size_t i = 0; i < count; i++) {
        if (!needless[i]) {
            findings[left++] = findings[i];
        }
    }
    return left;
}

size_t sc_diagnosis_findings(const struct sc_diagnosis *diagnosis,
                             const struct sc_sighting *sighting,
                             struct sc_finding findings[SC_FINDINGS_MAX])
{
    struct display display = {findings, 0};
    struct sc_case_cache cache;
    struct sc_draft draft;

    if (sighting->transaction == NULL) {
        return 0;
    }
    struct sc_case c = sc_diagnosis_case(diagnosis, sighting, &cache);
    const struct sc_kept_link *link = g_hash_table_lookup(diagnosis->by_record, sighting->record);
    for (; link != NULL; link = link->next) {
        show_kept(&display, &c, link->kept, &draft);
    }
    const GArray *rules = sc_diagnosis_rules(diagnosis, &c, ON_DISPLAY);
    for (guint i = 0; i < rules->len; i++) {
        const struct sc_bound_rule *bound = &g_array_index(rules, struct sc_bound_rule, i);
        if (sc_diagnosis_ask(bound, &c, &draft)) {
            show(&display, bound->rule, &c, &draft);
        }
    }
    sc_case_cache_end(&cache);
    size_t count = without_needless(findings, display.count);
    sc_findings_sort(findings, count);
    return count;
}
