/* What diagnosis.c and display.c share; no one else includes this.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_DIAGNOSIS_PRIVATE_H
#define SIPCODES_DIAGNOSIS_PRIVATE_H

#include "rule.h"

/* A rule, and the index of its finding. */
struct sc_bound_rule {
    const struct sc_rule *rule;
    size_t index;
};

/* A finding that was made when a message arrived. */
struct sc_kept_finding {
    struct sc_bound_rule bound;
    const struct sc_transaction *transaction;
    const struct sc_record *explained;
    enum sc_confidence confidence;
    unsigned blockers;
    bool despite_end;
    enum sc_stated stated;
    bool aside;
    const char *advice;
    /* All after EVIDENCE. What each evidence shows ends with a terminator. */
    const char *text;
    const char *words;
    const char *shows;
    unsigned evidence_count;
    uint32_t evidence[];
};

/* The findings of one record, in the order they were made. */
struct sc_kept_link {
    struct sc_kept_link *next;
    const struct sc_kept_finding *kept;
};

/* Methods that rules name, at most. */
#define METHODS_MAX 16

struct sc_diagnosis {
    const struct sc_tracker *tracker;
    struct sc_thresholds thresholds;
    /* All rules, of struct sc_bound_rule. */
    GArray *rules[SC_TRIGGERS];
    struct sc_slice methods[METHODS_MAX];
    unsigned method_count;
    /* Trigger, code and method -> GArray of struct sc_bound_rule: the rules that ask about such
     * messages. Made when the first of the kind turns up. */
    GHashTable *by_kind;
    struct sc_case_scan *scan;
    /* All findings, and record -> the first struct sc_kept_link of its findings. */
    GPtrArray *kept;
    GHashTable *by_record;
};

/* The rules of a trigger that ask about messages like the one under review: GArray of struct
 * sc_bound_rule. */
const GArray *sc_diagnosis_rules(const struct sc_diagnosis *diagnosis, const struct sc_case *c,
                                 enum sc_trigger trigger);

/* True if the rule finds something: it is in the draft. The frames that are always evidence are
 * added. */
bool sc_diagnosis_ask(const struct sc_bound_rule *bound, const struct sc_case *c,
                      struct sc_draft *draft);

/* The message of a sighting under review. Nothing was read of it yet: CACHE is emptied. */
struct sc_case sc_diagnosis_case(const struct sc_diagnosis *diagnosis,
                                 const struct sc_sighting *sighting, struct sc_case_cache *cache);

/* A cache without anything in it, and one whose memory is not needed any more. */
void sc_case_cache_begin(struct sc_case_cache *cache);
void sc_case_cache_end(struct sc_case_cache *cache);

#endif
