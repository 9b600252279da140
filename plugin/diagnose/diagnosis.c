/* Asking the rules, keeping what they find, and handing it out.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "rules.h"

/* A rule and its row. */
struct bound {
    const struct rule *rule;
    const struct sc_finding_row *row;
};

/* A finding that was made when a message arrived. */
struct kept {
    struct bound bound;
    const struct sc_transaction *transaction;
    const struct sc_record *subject;
    enum sc_confidence confidence;
    unsigned blockers;
    bool complete;
    enum sc_stated stated;
    bool aside;
    unsigned evidence_count;
    uint32_t evidence[SC_EVIDENCE_MAX];
    size_t words; /* where in TEXT the words begin that are quoted, behind a terminator */
    char text[];
};

/* Methods that rules name, at the most. */
#define METHODS_MAX 16

struct sc_diagnosis {
    const struct sc_tracker *tracker;
    struct sc_thresholds thresholds;
    GArray *rules[OCCASIONS]; /* all of them, of struct bound */
    struct sc_slice methods[METHODS_MAX];
    unsigned method_count;
    GHashTable *by_kind; /* occasion, code and method -> GArray of struct bound: the rules that ask
                            about such messages. Made when the first of the kind turns up */
    GPtrArray *kept;     /* all findings */
    GHashTable *by_record; /* record -> GPtrArray of its findings */
};

static const struct {
    enum sc_blocker blocker;
    const char *name;
} blocker_names[] = {
    {SC_BLOCKER_STARTS_LATE, "the capture may start too late"},
    {SC_BLOCKER_ENDS_EARLY, "the capture ends too early"},
    {SC_BLOCKER_ONE_DIRECTION, "the capture holds one direction only"},
    {SC_BLOCKER_CUT, "the capture cut the packets"},
    {SC_BLOCKER_SEGMENTS, "TCP segments are missing"},
    {SC_BLOCKER_FRAGMENTS, "IP fragments are missing"},
    {SC_BLOCKER_OTHER_SIDE, "the other side of the proxy was not captured"},
};

enum sc_blocker sc_blocker_next(unsigned blockers, unsigned after)
{
    unsigned left = after == 0 ? blockers : blockers & ~(2 * after - 1);

    return (enum sc_blocker)(left & (~left + 1));
}

const char *sc_blocker_name(enum sc_blocker blocker)
{
    for (size_t i = 0; i < G_N_ELEMENTS(blocker_names); i++) {
        if (blocker_names[i].blocker == blocker) {
            return blocker_names[i].name;
        }
    }
    return "";
}

/* ---- Life ---- */

static void free_findings(gpointer findings)
{
    g_ptr_array_free((GPtrArray *)findings, TRUE);
}

static void free_rules(gpointer rules)
{
    g_array_free((GArray *)rules, TRUE);
}

/* The place of METHOD among those that rules name; their count if it is none of them. */
static unsigned method_index(const struct sc_diagnosis *diagnosis, struct sc_slice method)
{
    unsigned i = 0;

    while (i < diagnosis->method_count && !sc_slice_equal(diagnosis->methods[i], method)) {
        i++;
    }
    return i;
}

static void add_rule(struct sc_diagnosis *diagnosis, const struct rule *rule)
{
    struct bound bound = {rule, sc_finding_lookup(rule->id)};

    g_array_append_val(diagnosis->rules[rule->occasion], bound);
    if (rule->method != NULL &&
        method_index(diagnosis, sc_slice_of(rule->method)) == diagnosis->method_count) {
        g_assert(diagnosis->method_count < METHODS_MAX);
        diagnosis->methods[diagnosis->method_count++] = sc_slice_of(rule->method);
    }
}

struct sc_diagnosis *sc_diagnosis_new(const struct sc_tracker *tracker,
                                      const struct sc_thresholds *thresholds)
{
    struct sc_diagnosis *diagnosis = g_new0(struct sc_diagnosis, 1);

    diagnosis->tracker = tracker;
    diagnosis->thresholds = *thresholds;
    diagnosis->kept = g_ptr_array_new_with_free_func(g_free);
    diagnosis->by_record = g_hash_table_new_full(NULL, NULL, NULL, free_findings);
    diagnosis->by_kind = g_hash_table_new_full(NULL, NULL, NULL, free_rules);
    for (int occasion = 0; occasion < OCCASIONS; occasion++) {
        diagnosis->rules[occasion] = g_array_new(FALSE, FALSE, sizeof(struct bound));
    }
    for (size_t topic = 0; topic < rule_topic_count; topic++) {
        for (size_t i = 0; i < rule_topics[topic]->count; i++) {
            add_rule(diagnosis, &rule_topics[topic]->rules[i]);
        }
    }
    return diagnosis;
}

void sc_diagnosis_free(struct sc_diagnosis *diagnosis)
{
    if (diagnosis == NULL) {
        return;
    }
    for (int occasion = 0; occasion < OCCASIONS; occasion++) {
        g_array_free(diagnosis->rules[occasion], TRUE);
    }
    g_hash_table_destroy(diagnosis->by_kind);
    g_hash_table_destroy(diagnosis->by_record);
    g_ptr_array_free(diagnosis->kept, TRUE);
    g_free(diagnosis);
}

/* ---- Reading ---- */

bool read_record(struct scene *scene, const struct sc_record *record, struct sc_message *message)
{
    if (record == NULL || !sc_slice_present(record->text)) {
        return false;
    }
    sc_message_scan(record->text.data, record->text.size, message);
    evidence(scene, record->frame);
    return true;
}

const struct sc_message *request_of(struct scene *scene)
{
    const struct sc_record *request = &scene->transaction->request;

    if (scene->record == request) {
        return scene->message;
    }
    if (!scene->request_read) {
        if (!read_record(scene, request, &scene->request)) {
            return NULL;
        }
        scene->request_read = true;
    }
    evidence(scene, request->frame);
    return &scene->request;
}

/* ---- Saying ---- */

void about(struct scene *scene, const struct sc_record *record)
{
    scene->subject = record;
}

void evidence(struct scene *scene, uint32_t frame)
{
    uint32_t *frames = scene->draft.evidence;
    unsigned at = scene->draft.evidence_count;

    while (at > 0 && frames[at - 1] > frame) {
        at--;
    }
    if (frame == 0 || scene->draft.evidence_count == SC_EVIDENCE_MAX ||
        (at > 0 && frames[at - 1] == frame)) {
        return;
    }
    memmove(frames + at + 1, frames + at, (scene->draft.evidence_count - at) * sizeof *frames);
    frames[at] = frame;
    scene->draft.evidence_count++;
}

void confidence(struct scene *scene, enum sc_confidence confidence)
{
    scene->draft.confidence = MIN(scene->draft.confidence, confidence);
}

void blocked(struct scene *scene, enum sc_blocker blocker)
{
    scene->draft.blockers |= (unsigned)blocker;
}

void quotes_cause(struct scene *scene, enum sc_stated stated, const char *words)
{
    scene->draft.stated = stated;
    g_strlcpy(scene->draft.words, words, sizeof scene->draft.words);
}

void aside(struct scene *scene)
{
    scene->draft.aside = true;
}

void complete(struct scene *scene)
{
    scene->complete = true;
}

void certain(struct scene *scene)
{
    scene->certain = true;
}

/* The next place for a quoted text; the first one again when all are used. */
static char *next_quote(struct scene *scene)
{
    return scene->quotes[scene->quote_count++ % QUOTES_MAX];
}

const char *quote(struct scene *scene, struct sc_slice slice)
{
    static const char ellipsis[] = "...";
    char *text = next_quote(scene);

    if (slice.size == 0) {
        return "-";
    }
    if (sc_slice_text(slice, text, QUOTE_SIZE - strlen(ellipsis)) >=
        QUOTE_SIZE - strlen(ellipsis)) {
        g_strlcat(text, ellipsis, QUOTE_SIZE);
    }
    return text;
}

const char *span(struct scene *scene, int64_t nanoseconds)
{
    char *text = next_quote(scene);
    int64_t milliseconds = nanoseconds / 1000000;
    int64_t tenths = (milliseconds + 50) / 100;

    if (milliseconds == 0) {
        g_strlcpy(text, "less than 1 ms", QUOTE_SIZE);
    } else if (milliseconds < 1000) {
        g_snprintf(text, QUOTE_SIZE, "%" G_GINT64_FORMAT " ms", milliseconds);
    } else if (tenths < 100 && tenths % 10 != 0) {
        g_snprintf(text, QUOTE_SIZE, "%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT " s", tenths / 10,
                   tenths % 10);
    } else {
        g_snprintf(text, QUOTE_SIZE, "%" G_GINT64_FORMAT " s", (milliseconds + 500) / 1000);
    }
    return text;
}

/* What the capture lacks for a finding that rests on absence; false if it cannot be made at all. */
static bool see_to_gaps(struct scene *scene)
{
    struct sc_gaps gaps = sc_transaction_gaps(scene->tracker, scene->transaction);
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

    if (scene->certain) {
        return true;
    }
    if (gaps.ends_early && !scene->complete) {
        return false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if (pairs[i].gap) {
            blocked(scene, pairs[i].blocker);
        }
    }
    return true;
}

/* States the blockers at the end of the text, too. */
static void append_blockers(struct sc_finding *finding)
{
    const char *before = ", but ";

    for (size_t i = 0; i < G_N_ELEMENTS(blocker_names); i++) {
        if ((finding->blockers & (unsigned)blocker_names[i].blocker) != 0) {
            g_strlcat(finding->text, before, sizeof finding->text);
            g_strlcat(finding->text, blocker_names[i].name, sizeof finding->text);
            before = " and ";
        }
    }
}

/* True if A comes before B. */
static bool is_stronger(const struct sc_finding *a, const struct sc_finding *b)
{
    return a->confidence != b->confidence ? a->confidence > b->confidence
                                          : a->row->severity > b->row->severity;
}

/* Puts the draft into its place among the findings that are shown. */
static void show(struct scene *scene)
{
    size_t at = scene->shown_count;

    if (scene->row->absence && !see_to_gaps(scene)) {
        return;
    }
    if (scene->draft.blockers != 0) {
        scene->draft.confidence--;
    }
    if (scene->draft.confidence == SC_CONFIDENCE_NONE) {
        return;
    }
    append_blockers(&scene->draft);
    while (at > 0 && is_stronger(&scene->draft, &scene->shown[at - 1])) {
        at--;
    }
    if (at == SC_FINDINGS_MAX) {
        return;
    }
    size_t behind = MIN(scene->shown_count, SC_FINDINGS_MAX - 1) - at;
    memmove(scene->shown + at + 1, scene->shown + at, behind * sizeof *scene->shown);
    scene->shown[at] = scene->draft;
    scene->shown_count = at + behind + 1;
}

/* The findings that belong to a record. */
static GPtrArray *findings_of(struct sc_diagnosis *diagnosis, const struct sc_record *record)
{
    GPtrArray *findings = (GPtrArray *)g_hash_table_lookup(diagnosis->by_record, record);

    if (findings == NULL) {
        findings = g_ptr_array_new();
        /* NOLINTNEXTLINE(performance-no-int-to-ptr): the key is compared, never followed */
        g_hash_table_insert(diagnosis->by_record, (gpointer)(uintptr_t)record, findings);
    }
    return findings;
}

static bool is_known(const GPtrArray *findings, const struct scene *scene)
{
    for (guint i = 0; i < findings->len; i++) {
        const struct kept *kept = (const struct kept *)g_ptr_array_index(findings, i);
        if (kept->bound.row == scene->row && kept->subject == scene->subject) {
            return true;
        }
    }
    return findings->len >= SC_FINDINGS_MAX;
}

/* Keeps the draft with the message that it explains and with the one at hand. */
static void keep(struct scene *scene)
{
    const struct sc_finding *draft = &scene->draft;
    GPtrArray *findings = findings_of(scene->diagnosis, scene->subject);
    size_t size = strlen(draft->text) + 1;
    size_t words = strlen(draft->words) + 1;

    if (is_known(findings, scene)) {
        return;
    }
    struct kept *kept = (struct kept *)g_malloc0(sizeof *kept + size + words);
    kept->bound = (struct bound){scene->rule, scene->row};
    kept->transaction = scene->transaction;
    kept->subject = scene->subject;
    kept->confidence = draft->confidence;
    kept->blockers = draft->blockers;
    kept->complete = scene->complete;
    kept->stated = draft->stated;
    kept->aside = draft->aside;
    kept->evidence_count = draft->evidence_count;
    memcpy(kept->evidence, draft->evidence, sizeof kept->evidence);
    memcpy(kept->text, draft->text, size);
    memcpy(kept->text + size, draft->words, words);
    kept->words = size;
    g_ptr_array_add(scene->diagnosis->kept, kept);
    g_ptr_array_add(findings, kept);
    if (scene->record != scene->subject) {
        g_ptr_array_add(findings_of(scene->diagnosis, scene->record), kept);
    }
}

/* What a rule starts from. */
static void begin_draft(struct scene *scene, const struct bound *bound)
{
    scene->rule = bound->rule;
    scene->row = bound->row;
    scene->subject = scene->record;
    scene->complete = false;
    scene->certain = false;
    scene->draft.row = bound->row;
    scene->draft.confidence = bound->row->confidence;
    scene->draft.blockers = 0;
    scene->draft.stated = SC_STATED_NONE;
    scene->draft.words[0] = '\0';
    scene->draft.aside = bound->row->aside;
    scene->draft.evidence_count = 0;
}

void find(struct scene *scene, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_vsnprintf(scene->draft.text, sizeof scene->draft.text, format, arguments);
    va_end(arguments);
    if (scene->draft.stated != SC_STATED_NONE && scene->draft.words[0] == '\0') {
        g_strlcpy(scene->draft.words, scene->draft.text, sizeof scene->draft.words);
    }
    evidence(scene, scene->record->frame);
    evidence(scene, scene->subject->frame);
    if (scene->shown != NULL) {
        show(scene);
    } else {
        keep(scene);
    }
    begin_draft(scene, &(struct bound){scene->rule, scene->row});
}

/* ---- Asking ---- */

static bool applies(const struct rule *rule, const struct scene *scene)
{
    return (rule->code_to == 0 ||
            (scene->record->code >= rule->code_from && scene->record->code <= rule->code_to)) &&
           (rule->method == NULL || has_method(scene->transaction, rule->method));
}

/* The rules that ask about messages like the one at hand. There are hundreds of rules, and most
 * ask about one code: to go through all for each message would cost more than to judge it. */
static const GArray *rules_for(const struct sc_diagnosis *diagnosis, const struct scene *scene,
                               enum occasion occasion)
{
    unsigned method = method_index(diagnosis, scene->transaction->method);
    unsigned kind = (scene->record->code * (METHODS_MAX + 1) + method) * OCCASIONS + occasion;
    GArray *rules = (GArray *)g_hash_table_lookup(diagnosis->by_kind, GUINT_TO_POINTER(kind));

    if (rules == NULL) {
        const GArray *all = diagnosis->rules[occasion];
        rules = g_array_new(FALSE, FALSE, sizeof(struct bound));
        for (guint i = 0; i < all->len; i++) {
            const struct bound *bound = &g_array_index(all, struct bound, i);
            if (applies(bound->rule, scene)) {
                g_array_append_vals(rules, bound, 1);
            }
        }
        g_hash_table_insert(diagnosis->by_kind, GUINT_TO_POINTER(kind), rules);
    }
    return rules;
}

static void ask(struct scene *scene, const struct sc_diagnosis *diagnosis, enum occasion occasion)
{
    const GArray *rules = rules_for(diagnosis, scene, occasion);

    for (guint i = 0; i < rules->len; i++) {
        const struct bound *bound = &g_array_index(rules, struct bound, i);
        begin_draft(scene, bound);
        bound->rule->judge(scene);
    }
}

/* The message of a sighting on the stand. */
static void set_scene(struct scene *scene, const struct sc_diagnosis *diagnosis,
                      const struct sc_sighting *sighting)
{
    /* What is behind is large, and begin_draft() or who asks for it sets it. */
    memset(scene, 0, offsetof(struct scene, rule));
    scene->tracker = diagnosis->tracker;
    scene->thresholds = &diagnosis->thresholds;
    scene->transaction = sighting->transaction;
    scene->record = sighting->record;
    scene->copy = sighting->copy;
    scene->frame = sighting->frame;
    scene->request_read = false;
    scene->exchange = NULL;
    scene->quote_count = 0;
}

void sc_diagnosis_add(struct sc_diagnosis *diagnosis, const struct sc_packet *packet,
                      const struct sc_message *message, const struct sc_sighting *sighting)
{
    enum occasion occasion = message == NULL                       ? ON_UNREACHABLE
                             : message->kind == SC_MESSAGE_REQUEST ? ON_REQUEST
                                                                   : ON_RESPONSE;
    struct scene scene;

    /* What a rule misses in a message that was cut may stand in the part that is gone. */
    if (sighting->transaction == NULL || sighting->copy != SC_COPY_FIRST ||
        (message != NULL && sc_message_is_cut(packet, message))) {
        return;
    }
    set_scene(&scene, diagnosis, sighting);
    scene.packet = packet;
    scene.message = message;
    scene.diagnosis = diagnosis;
    ask(&scene, diagnosis, occasion);
    g_free(scene.exchange);
}

/* Shows a finding that was made on arrival, if it is still so. */
static void show_kept(struct scene *scene, const struct kept *kept)
{
    scene->transaction = kept->transaction;
    scene->record = kept->subject;
    begin_draft(scene, &kept->bound);
    scene->draft.confidence = kept->confidence;
    scene->draft.blockers = kept->blockers;
    scene->complete = kept->complete;
    scene->draft.stated = kept->stated;
    scene->draft.aside = kept->aside;
    if (kept->bound.rule->holds != NULL && !kept->bound.rule->holds(scene)) {
        return;
    }
    for (unsigned i = 0; i < kept->evidence_count; i++) {
        evidence(scene, kept->evidence[i]);
    }
    g_strlcpy(scene->draft.text, kept->text, sizeof scene->draft.text);
    g_strlcpy(scene->draft.words, kept->text + kept->words, sizeof scene->draft.words);
    show(scene);
}

/* True if another finding makes one needless that only stands in for it: one that quotes the same
 * source, or where no cause is given any that explains the message or quotes its sender. */
static bool is_needless(const struct sc_finding *findings, size_t count,
                        const struct sc_finding *stand_in)
{
    for (size_t i = 0; i < count; i++) {
        if (!findings[i].row->stand_in &&
            (stand_in->stated == SC_STATED_NOTHING
                 ? !findings[i].aside || findings[i].stated > SC_STATED_NOTHING
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
    struct scene scene;

    if (sighting->transaction == NULL) {
        return 0;
    }
    set_scene(&scene, diagnosis, sighting);
    scene.shown = findings;
    const GPtrArray *kept =
        (const GPtrArray *)g_hash_table_lookup(diagnosis->by_record, sighting->record);
    for (guint i = 0; kept != NULL && i < kept->len; i++) {
        show_kept(&scene, (const struct kept *)g_ptr_array_index(kept, i));
    }
    scene.transaction = sighting->transaction;
    scene.record = sighting->record;
    ask(&scene, diagnosis, AT_SHOWING);
    return without_needless(findings, scene.shown_count);
}
