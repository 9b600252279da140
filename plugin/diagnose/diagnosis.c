/* Asking the rules when a message arrives, and keeping what they find.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "diagnosis-private.h"

/* ---- Life ---- */

static void free_findings(gpointer findings)
{
    struct sc_kept_link *next;

    for (struct sc_kept_link *link = findings; link != NULL; link = next) {
        next = link->next;
        g_free(link);
    }
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

static void add_rule(struct sc_diagnosis *diagnosis, const struct sc_rule *rule, size_t index)
{
    struct sc_bound_rule bound = {rule, index};

    g_array_append_val(diagnosis->rules[rule->when], bound);
    for (const char *const *method = rule->methods; *method != NULL; method++) {
        struct sc_slice name = sc_slice_of(*method);
        if (method_index(diagnosis, name) == diagnosis->method_count) {
            g_assert(diagnosis->method_count < METHODS_MAX);
            diagnosis->methods[diagnosis->method_count++] = name;
        }
    }
}

/* Rules of one finding stand together, so its index goes up with each other finding. */
static void add_rules(struct sc_diagnosis *diagnosis, const struct sc_topics *topics)
{
    const struct sc_finding_row *latest = NULL;
    size_t count = 0;

    for (size_t topic = 0; topic < topics->count; topic++) {
        for (size_t i = 0; i < topics->topics[topic]->rule_count; i++) {
            const struct sc_rule *rule = &topics->topics[topic]->rules[i];
            count += rule->finding != latest ? 1 : 0;
            latest = rule->finding;
            add_rule(diagnosis, rule, count - 1);
        }
    }
}

struct sc_diagnosis *sc_diagnosis_new(const struct sc_tracker *tracker,
                                      const struct sc_thresholds *thresholds,
                                      const struct sc_topics *topics)
{
    struct sc_diagnosis *diagnosis = g_new0(struct sc_diagnosis, 1);

    diagnosis->tracker = tracker;
    diagnosis->thresholds = *thresholds;
    diagnosis->scan = g_new0(struct sc_case_scan, 1);
    diagnosis->kept = g_ptr_array_new_with_free_func(g_free);
    diagnosis->by_record = g_hash_table_new_full(NULL, NULL, NULL, free_findings);
    diagnosis->by_kind = g_hash_table_new_full(NULL, NULL, NULL, free_rules);
    for (int trigger = 0; trigger < SC_TRIGGERS; trigger++) {
        diagnosis->rules[trigger] = g_array_new(FALSE, FALSE, sizeof(struct sc_bound_rule));
    }
    add_rules(diagnosis, topics);
    return diagnosis;
}

void sc_diagnosis_free(struct sc_diagnosis *diagnosis)
{
    if (diagnosis == NULL) {
        return;
    }
    for (int trigger = 0; trigger < SC_TRIGGERS; trigger++) {
        g_array_free(diagnosis->rules[trigger], TRUE);
    }
    g_hash_table_destroy(diagnosis->by_kind);
    g_hash_table_destroy(diagnosis->by_record);
    g_ptr_array_free(diagnosis->kept, TRUE);
    g_free(diagnosis->scan);
    g_free(diagnosis);
}

/* ---- Which rules are asked ---- */

static bool has_code(const struct sc_rule *rule, unsigned code)
{
    if (rule->requests) {
        return code == 0;
    }
    for (const uint16_t *listed = rule->codes; *listed != 0; listed++) {
        if (*listed == code) {
            return true;
        }
    }
    for (const uint8_t *listed = rule->classes; *listed != 0; listed++) {
        if (*listed == code / 100) {
            return true;
        }
    }
    return rule->codes[0] == 0 && rule->classes[0] == 0;
}

static bool has_method(const struct sc_rule *rule, const struct sc_transaction *transaction)
{
    for (const char *const *method = rule->methods; *method != NULL; method++) {
        if (sc_transaction_is(transaction, *method)) {
            return true;
        }
    }
    return rule->methods[0] == NULL && !sc_transaction_is(transaction, "ACK");
}

/* The rules of a trigger that ask about messages like the one under review. */
static GArray *select_rules(const struct sc_diagnosis *diagnosis, const struct sc_case *c,
                            enum sc_trigger trigger)
{
    const GArray *all = diagnosis->rules[trigger];
    GArray *rules = g_array_sized_new(FALSE, FALSE, sizeof(struct sc_bound_rule), all->len);
    struct sc_bound_rule *selected = (struct sc_bound_rule *)(void *)rules->data;

    for (guint i = 0; i < all->len; i++) {
        const struct sc_bound_rule *bound = &g_array_index(all, struct sc_bound_rule, i);
        if (has_code(bound->rule, c->record->code) && has_method(bound->rule, c->transaction)) {
            selected[rules->len++] = *bound;
        }
    }
    return rules;
}

/* There are hundreds of rules, and most ask about one code: to try all for each message would cost
 * more than to judge it. */
const GArray *sc_diagnosis_rules(const struct sc_diagnosis *diagnosis, const struct sc_case *c,
                                 enum sc_trigger trigger)
{
    unsigned method = method_index(diagnosis, c->transaction->method);
    unsigned kind = (c->record->code * (METHODS_MAX + 1) + method) * SC_TRIGGERS + trigger;
    GArray *rules = g_hash_table_lookup(diagnosis->by_kind, GUINT_TO_POINTER(kind));

    if (rules == NULL) {
        rules = select_rules(diagnosis, c, trigger);
        g_hash_table_insert(diagnosis->by_kind, GUINT_TO_POINTER(kind), rules);
    }
    return rules;
}

bool sc_diagnosis_ask(const struct sc_bound_rule *bound, const struct sc_case *c,
                      struct sc_draft *draft)
{
    if (bound->rule->by_callee && sc_transaction_ended_by_cancel(c->transaction)) {
        return false;
    }
    sc_draft_begin(draft, bound->rule->finding, bound->index, c->record);
    if (!bound->rule->judge(c, draft)) {
        return false;
    }
    sc_draft_evidence(draft, c->record->frame);
    sc_draft_evidence(draft, draft->explained->frame);
    return true;
}

void sc_case_cache_begin(struct sc_case_cache *cache)
{
    cache->exchange = NULL;
    cache->offer = NULL;
}

void sc_case_cache_end(struct sc_case_cache *cache)
{
    g_free(cache->exchange);
    g_free(cache->offer);
}

struct sc_case sc_diagnosis_case(const struct sc_diagnosis *diagnosis,
                                 const struct sc_sighting *sighting, struct sc_case_cache *cache)
{
    sc_case_cache_begin(cache);
    return (struct sc_case){
        .tracker = diagnosis->tracker,
        .thresholds = &diagnosis->thresholds,
        .transaction = sighting->transaction,
        .record = sighting->record,
        .copy = sighting->copy,
        .frame = sighting->frame,
        .cache = cache,
        .scan = diagnosis->scan,
    };
}

/* ---- On arrival ---- */

/* Adds a finding to those of a record. */
static void add_finding(struct sc_diagnosis *diagnosis, const struct sc_record *record,
                        const struct sc_kept_finding *kept)
{
    struct sc_kept_link *last = g_hash_table_lookup(diagnosis->by_record, record);
    struct sc_kept_link *link = g_new0(struct sc_kept_link, 1);

    link->kept = kept;
    while (last != NULL && last->next != NULL) {
        last = last->next;
    }
    if (last != NULL) {
        last->next = link;
    } else {
        /* NOLINTNEXTLINE(performance-no-int-to-ptr): the key is compared, never followed */
        g_hash_table_insert(diagnosis->by_record, (gpointer)(uintptr_t)record, link);
    }
}

/* True if the same finding was made before of the same message, as sure as now. What a later
 * message makes more sure is kept beside it: the rule of the first has to say when it does not
 * hold. */
static bool is_known(const struct sc_diagnosis *diagnosis, const struct sc_draft *draft)
{
    const struct sc_kept_link *link = g_hash_table_lookup(diagnosis->by_record, draft->explained);
    unsigned count = 0;

    for (; link != NULL; link = link->next, count++) {
        const struct sc_kept_finding *kept = link->kept;
        if (kept->bound.index == draft->finding.index && kept->explained == draft->explained &&
            kept->confidence >= draft->finding.confidence) {
            return true;
        }
    }
    return count >= SC_FINDINGS_MAX;
}

/* Appends TEXT and its terminator at END. Returns where it begins; END becomes what follows. */
static const char *append_text(char **end, const char *text)
{
    const char *begin = *end;

    *end = g_stpcpy(*end, text) + 1;
    return begin;
}

/* Bytes of all that is kept of a finding after the struct. */
static size_t kept_size(const struct sc_finding *finding)
{
    size_t size = strlen(finding->text) + strlen(finding->words) + 2;

    for (unsigned i = 0; i < finding->evidence_count; i++) {
        size += sizeof(uint32_t) + strlen(finding->evidence[i].shows) + 1;
    }
    return size;
}

static void keep_evidence(struct sc_kept_finding *kept, const struct sc_finding *finding, char *end)
{
    kept->evidence_count = finding->evidence_count;
    kept->shows = end;
    for (unsigned i = 0; i < finding->evidence_count; i++) {
        kept->evidence[i] = finding->evidence[i].frame;
        append_text(&end, finding->evidence[i].shows);
    }
}

/* Keeps the draft with the message that it explains and with the one under review. */
static void keep(struct sc_diagnosis *diagnosis, const struct sc_bound_rule *bound,
                 const struct sc_case *c, const struct sc_draft *draft)
{
    const struct sc_finding *finding = &draft->finding;

    if (is_known(diagnosis, draft)) {
        return;
    }
    struct sc_kept_finding *kept = g_malloc0(sizeof *kept + kept_size(finding));
    char *end = (char *)(kept->evidence + finding->evidence_count);
    kept->bound = *bound;
    kept->transaction = c->transaction;
    kept->explained = draft->explained;
    kept->confidence = finding->confidence;
    kept->blockers = finding->blockers;
    kept->despite_end = draft->despite_end;
    kept->stated = finding->stated;
    kept->aside = finding->aside;
    kept->advice = finding->advice;
    kept->text = append_text(&end, finding->text);
    kept->words = append_text(&end, finding->words);
    keep_evidence(kept, finding, end);
    g_ptr_array_add(diagnosis->kept, kept);
    add_finding(diagnosis, draft->explained, kept);
    if (c->record != draft->explained) {
        add_finding(diagnosis, c->record, kept);
    }
}

void sc_diagnosis_add(struct sc_diagnosis *diagnosis, const struct sc_packet *packet,
                      const struct sc_message *message, const struct sc_sighting *sighting)
{
    enum sc_trigger trigger = message == NULL                       ? ON_ICMP
                              : message->kind == SC_MESSAGE_REQUEST ? ON_REQUEST
                                                                    : ON_RESPONSE;
    struct sc_case_cache cache;
    struct sc_draft draft;

    /* What a rule does not find in a message that was cut may be in the missing part. */
    if (sighting->transaction == NULL || sighting->copy != SC_COPY_FIRST ||
        (message != NULL && sc_message_is_cut(packet, message))) {
        return;
    }
    struct sc_case c = sc_diagnosis_case(diagnosis, sighting, &cache);
    c.packet = packet;
    c.message = message;
    const GArray *rules = sc_diagnosis_rules(diagnosis, &c, trigger);
    for (guint i = 0; i < rules->len; i++) {
        const struct sc_bound_rule *bound = &g_array_index(rules, struct sc_bound_rule, i);
        if (sc_diagnosis_ask(bound, &c, &draft)) {
            keep(diagnosis, bound, &c, &draft);
        }
    }
    sc_case_cache_end(&cache);
}
