/* The one cause of a message that belongs to an attempt.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cause.h"

#include <glib.h>

#include "diagnose/origin.h"
#include "facts.h"
#include "groups.h"
#include "sipcodes/catalog.h"
#include "sipcodes/group.h"

static bool cause_of_response(const struct sc_sighting *sighting, const struct sc_finding *findings,
                              size_t count, struct sc_why *why)
{
    unsigned code = sighting->record->code;
    bool challenge = sc_status_is_challenge(code) && sighting->transaction->asked_for_credentials;

    bool explained = sc_why_of_response(findings, count, code, challenge, why);
    why->facts = why->code != 0 ? sc_exchange_facts(sighting, NULL) : 0;
    return explained;
}

/* The cause that a finding gives at the response downstream which this one was made from, or at the
 * one that was made from; WHY stays as it was if none does. */
static void cause_downstream(const struct sc_diagnosis *diagnosis,
                             const struct sc_sighting *sighting, struct sc_why *why)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct sc_sighting at = *sighting;
    struct sc_why found;

    for (unsigned hop = 0; hop < SC_PATH_MAX && sc_origin_is_failure(at.record); hop++) {
        struct sc_origin origin = sc_origin_of(at.transaction, at.record);
        if (origin.response == NULL) {
            return;
        }
        at = (struct sc_sighting){.transaction = origin.hop, .record = origin.response};
        size_t count = sc_diagnosis_findings(diagnosis, &at, findings);
        if (cause_of_response(&at, findings, count, &found) && found.row != NULL &&
            !found.finding.aside) {
            *why = found;
            return;
        }
    }
}

/* The cause of a response: its own or, if only its code speaks, that of the response downstream. */
static bool explain_response(const struct sc_diagnosis *diagnosis,
                             const struct sc_sighting *sighting, const struct sc_finding *findings,
                             size_t count, struct sc_why *why)
{
    bool explained = cause_of_response(sighting, findings, count, why);

    if (explained && (why->row == NULL || why->finding.aside)) {
        cause_downstream(diagnosis, sighting, why);
    }
    return explained;
}

/* The cause that another message of the attempt gives. */
static bool cause_elsewhere(const struct sc_diagnosis *diagnosis,
                            const struct sc_sighting *sighting, struct sc_why *why)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = sc_diagnosis_findings(diagnosis, sighting, findings);

    if (sighting->record->code == 0) {
        return sc_why_of_request(findings, count, why);
    }
    return explain_response(diagnosis, sighting, findings, count, why);
}

/* True if an attempt did not get what it asked for, as far as the capture tells. */
static bool was_not_answered(enum sc_outcome outcome)
{
    return outcome != SC_OUTCOME_ANSWERED && outcome != SC_OUTCOME_UNKNOWN;
}

/* The cause of the response that ended this transaction; then that of the attempt. */
static bool cause_of_attempt(const struct sc_tracker *tracker, const struct sc_diagnosis *diagnosis,
                             const struct sc_transaction *transaction, struct sc_why *why)
{
    const struct sc_record *final = sc_transaction_final(transaction);
    struct sc_sighting ended = {.transaction = transaction, .record = final};

    if (!was_not_answered(sc_transaction_outcome(tracker, transaction))) {
        return false;
    }
    if (final != NULL && final->code >= 300 && !sc_status_is_challenge(final->code) &&
        cause_elsewhere(diagnosis, &ended, why)) {
        return true;
    }
    struct sc_attempt_facts facts = sc_facts_of(tracker, transaction->attempt);
    if (facts.decisive == NULL || facts.explained.record == &transaction->request) {
        return false;
    }
    return cause_elsewhere(diagnosis, &facts.explained, why);
}

/* The cause of a request that nothing else explains: that no response came, or that the call was
 * dropped. */
static bool explain_by_outcome(const struct sc_tracker *tracker,
                               const struct sc_transaction *transaction, struct sc_why *why)
{
    enum sc_outcome outcome = sc_transaction_outcome(tracker, transaction);

    if (transaction->attempt == NULL ||
        (outcome != SC_OUTCOME_UNANSWERED && outcome != SC_OUTCOME_DROPPED)) {
        return false;
    }
    *why = (struct sc_why){.severity = SC_SEVERITY_WARN};
    (void)g_strlcpy(why->title, sc_outcome_title(outcome), sizeof why->title);
    (void)g_strlcpy(why->text, why->title, sizeof why->text);
    return true;
}

/* The cause of a first copy. */
static bool cause_of_first(const struct sc_tracker *tracker, const struct sc_diagnosis *diagnosis,
                           const struct sc_sighting *sighting, const struct sc_finding *findings,
                           size_t count, struct sc_why *why)
{
    const struct sc_transaction *transaction = sighting->transaction;

    if (sighting->record->code != 0) {
        return explain_response(diagnosis, sighting, findings, count, why);
    }
    if (sighting->record == &transaction->request && transaction->attempt != NULL &&
        cause_of_attempt(tracker, diagnosis, transaction, why)) {
        return true;
    }
    if (sc_why_of_request(findings, count, why)) {
        return true;
    }
    return explain_by_outcome(tracker, transaction, why);
}

bool sc_cause_of(const struct sc_tracker *tracker, const struct sc_diagnosis *diagnosis,
                 const struct sc_sighting *sighting, const struct sc_finding *findings,
                 size_t count, struct sc_why *why)
{
    struct sc_finding of_first[SC_FINDINGS_MAX];
    struct sc_sighting first = *sighting;

    *why = (struct sc_why){0};
    if (sighting->transaction == NULL) {
        return false;
    }
    if (sighting->copy == SC_COPY_FIRST) {
        return cause_of_first(tracker, diagnosis, sighting, findings, count, why);
    }
    first.copy = SC_COPY_FIRST;
    count = sc_diagnosis_findings(diagnosis, &first, of_first);
    return cause_of_first(tracker, diagnosis, &first, of_first, count, why);
}
