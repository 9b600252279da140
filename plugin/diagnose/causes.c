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

struct stated earlier_cause(const struct scene *scene)
{
    const struct sc_record *response = scene->transaction->responses;
    struct stated stated = {0};
    struct sc_message message;
    struct sc_reason reason;

    for (int i = 0; response != NULL && response != scene->record && i < RESPONSES_MAX;
         i++, response = response->next) {
        if (!response->states_reason || !is_earlier_of_fork(scene, response) ||
            !sc_slice_present(response->text)) {
            continue;
        }
        sc_message_scan(response->text.data, response->text.size, &message);
        if (specific_cause(&message, &reason)) {
            stated = (struct stated){response, reason.cause};
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
