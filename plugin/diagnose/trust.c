/* The order of trust: which finding is to be followed, and what is to be read first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <glib.h>
#include <string.h>

#include "sipcodes/catalog.h"
#include "sipcodes/finding.h"

/* Trust levels, lowest first. A remark on something beside the cause is worth nothing here, a
 * finding that calls the message normal less than any that does not. */
enum trust {
    TRUST_NONE,
    TRUST_NORMAL,
    TRUST_SUGGESTIVE,
    TRUST_WARNING,
    TRUST_VENDOR,
    TRUST_STRONG,
    TRUST_REASON,
    TRUST_PROOF,
};

static enum trust trust_of(const struct sc_finding *finding)
{
    if (finding->aside) {
        return TRUST_NONE;
    }
    if (finding->row->severity == SC_SEVERITY_CHAT) {
        return TRUST_NORMAL;
    }
    if (finding->confidence == SC_CONFIDENCE_PROOF) {
        return TRUST_PROOF;
    }
    if (finding->stated == SC_STATED_REASON) {
        return TRUST_REASON;
    }
    if (finding->stated == SC_STATED_VENDOR) {
        return TRUST_VENDOR;
    }
    if (finding->stated == SC_STATED_WARNING) {
        return TRUST_WARNING;
    }
    return finding->confidence == SC_CONFIDENCE_STRONG ? TRUST_STRONG : TRUST_SUGGESTIVE;
}

const char *sc_finding_hint(const struct sc_finding *finding)
{
    return finding->advice != NULL ? finding->advice : finding->row->hint;
}

bool sc_finding_is_normal(const struct sc_finding *finding)
{
    return finding->row->severity == SC_SEVERITY_CHAT && !finding->row->stand_in;
}

/* True if the row of A lists the finding B as one that it explains. */
static bool does_explain(const struct sc_finding *a, const struct sc_finding *b)
{
    for (const char *const *id = a->row->explains; *id != NULL; id++) {
        if (strcmp(*id, b->row->id) == 0) {
            return true;
        }
    }
    return false;
}

/* The most trusted of those that explain a finding; of all if EXPLAINED is NULL. Or NULL. */
static const struct sc_finding *most_trusted(const struct sc_finding *findings, size_t count,
                                             const struct sc_finding *explained)
{
    const struct sc_finding *best = NULL;
    enum trust trust = TRUST_NONE;

    for (size_t i = 0; i < count; i++) {
        if (trust_of(&findings[i]) > trust &&
            (explained == NULL || does_explain(&findings[i], explained))) {
            best = &findings[i];
            trust = trust_of(best);
        }
    }
    return best;
}

const struct sc_finding *sc_finding_to_follow(const struct sc_finding *findings, size_t count)
{
    const struct sc_finding *best = most_trusted(findings, count, NULL);
    const struct sc_finding *reason = best;

    for (size_t i = 0; reason != NULL && i < count; i++) {
        best = reason;
        reason = most_trusted(findings, count, best);
    }
    return best;
}

/* What a finding is about: the cause, that all is normal, or something beside it. */
static int rank_of(const struct sc_finding *finding)
{
    if (finding->aside) {
        return 0;
    }
    return finding->row->severity == SC_SEVERITY_CHAT ? 1 : 2;
}

/* True if A comes before B by what it is about, confidence and severity. */
static bool is_before(const struct sc_finding *a, const struct sc_finding *b)
{
    if (rank_of(a) != rank_of(b)) {
        return rank_of(a) > rank_of(b);
    }
    return a->confidence != b->confidence ? a->confidence > b->confidence
                                          : a->row->severity > b->row->severity;
}

/* Moves the finding at index FROM to the lower index TO. */
static void move_up(struct sc_finding *findings, size_t from, size_t to)
{
    struct sc_finding moved = findings[from];

    memmove(findings + to + 1, findings + to, (from - to) * sizeof *findings);
    findings[to] = moved;
}

/* Where the finding at END belongs among those before it, which are in order. */
static size_t place_of(const struct sc_finding *findings, size_t end)
{
    size_t at = end;

    while (at > 0 && is_before(&findings[end], &findings[at - 1]) &&
           !does_explain(&findings[at - 1], &findings[end])) {
        at--;
    }
    for (size_t i = 0; i < at; i++) {
        if (does_explain(&findings[end], &findings[i])) {
            return i;
        }
    }
    return at;
}

void sc_findings_sort(struct sc_finding *findings, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        move_up(findings, i, place_of(findings, i));
    }
    const struct sc_finding *follow = sc_finding_to_follow(findings, count);
    if (follow != NULL) {
        move_up(findings, (size_t)(follow - findings), 0);
    }
}

const struct sc_finding *sc_finding_to_read(const struct sc_finding *findings, size_t count)
{
    const struct sc_finding *follow = sc_finding_to_follow(findings, count);

    if (follow != NULL && follow->stated != SC_STATED_NONE) {
        return follow;
    }
    if (follow != NULL && follow->confidence > SC_CONFIDENCE_SUGGESTIVE) {
        return NULL;
    }
    const struct sc_finding *read = NULL;
    for (size_t i = 0; i < count; i++) {
        if (findings[i].stated > (read != NULL ? read->stated : SC_STATED_NONE)) {
            read = &findings[i];
        }
    }
    return read;
}

bool sc_hint_write(const struct sc_finding *findings, size_t count, unsigned code, unsigned facts,
                   char hint[SC_HINT_SIZE])
{
    const struct sc_finding *follow = sc_finding_to_follow(findings, count);
    const struct sc_finding *read = sc_finding_to_read(findings, count);

    /* A request has no code whose hint could be shown, so a remark on something beside the cause
     * gives it. */
    if (follow == NULL && code == 0 && count > 0) {
        follow = &findings[0];
    }
    if (follow == NULL && code == 0) {
        hint[0] = '\0';
        return false;
    }
    g_snprintf(
        hint, SC_HINT_SIZE, "%s%s%s", read != NULL ? read->words : "", read != NULL ? ". " : "",
        follow != NULL ? sc_finding_hint(follow) : sc_status_hint(sc_status_lookup(code), facts));
    return true;
}
