/* Causes that the sender of a response states in a way that a machine reads.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any response but a 100 may carry a Q.850 cause in Reason (RFC 6432 section 3).
 */
#include "rules.h"

/* Responses of one transaction that are looked through, the first ones. */
#define RESPONSES_MAX 64

/* Reasons of one message that are looked through. */
#define REASONS_MAX 16

bool specific_cause(const struct sc_message *message, struct sc_reason *reason)
{
    struct sc_cursor cursor = {0};

    for (int i = 0; i < REASONS_MAX && sc_reason_next(message, &cursor, reason); i++) {
        if (reason->has_cause && sc_slice_is(reason->protocol, "Q.850") &&
            !sc_q850_unspecific(reason->cause)) {
            return true;
        }
    }
    return false;
}

/* The same of an earlier message, of which the tracker keeps the causes longer than the bytes; 0 if
 * it has none. */
static uint32_t kept_cause(const struct sc_record *record)
{
    for (unsigned i = 0; i < record->reason_count; i++) {
        const struct sc_reason *reason = &record->reasons[i];
        if (reason->has_cause && sc_slice_is(reason->protocol, "Q.850") &&
            !sc_q850_unspecific(reason->cause)) {
            return reason->cause;
        }
    }
    return 0;
}

struct stated earlier_cause(const struct scene *scene)
{
    const struct sc_record *response = scene->transaction->responses;
    struct stated stated = {0};

    for (int i = 0; response != NULL && response != scene->record && i < RESPONSES_MAX;
         i++, response = response->next) {
        uint32_t cause = is_earlier_of_fork(scene, response) ? kept_cause(response) : 0;
        if (cause != 0) {
            stated = (struct stated){response, cause};
        }
    }
    return stated;
}

struct stated stated_cause(const struct scene *scene)
{
    struct sc_reason reason;

    if (specific_cause(scene->message, &reason)) {
        return (struct stated){scene->record, reason.cause};
    }
    return earlier_cause(scene);
}

const char *confirmation(struct scene *scene, const struct stated *stated, char text[CAUSE_SIZE])
{
    text[0] = '\0';
    if (stated->record != NULL) {
        evidence(scene, stated->record->frame);
        g_snprintf(text, CAUSE_SIZE, "; Reason of the %u in frame %u: Q.850 %u (%s)",
                   stated->record->code, stated->record->frame, stated->cause,
                   sc_q850_lookup(stated->cause)->name);
    }
    return text;
}

bool nothing_but(const struct stated *stated, uint32_t cause, uint32_t or_cause)
{
    return stated->record == NULL || stated->cause == cause || stated->cause == or_cause;
}
