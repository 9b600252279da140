/* The order of trust: which finding is to be followed, and what is to be read first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <glib.h>

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

const struct sc_finding *sc_finding_to_follow(const struct sc_finding *findings, size_t count)
{
    const struct sc_finding *best = NULL;
    enum trust trust = TRUST_NONE;

    for (size_t i = 0; i < count; i++) {
        if (trust_of(&findings[i]) > trust) {
            best = &findings[i];
            trust = trust_of(best);
        }
    }
    return best;
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

bool sc_hint_write(const struct sc_finding *findings, size_t count, unsigned code,
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
    g_snprintf(hint, SC_HINT_SIZE, "%s%s%s", read != NULL ? read->words : "",
               read != NULL ? ". " : "",
               follow != NULL ? follow->row->hint : sc_status_lookup(code)->hint);
    return true;
}
