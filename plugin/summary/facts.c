/* What is to be said of one attempt.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "facts.h"

#define NONE INT64_C(-1)

static bool has_method(const struct sc_attempt *attempt, const char *method)
{
    return sc_slice_equal(attempt->method, sc_slice_of(method));
}

bool sc_attempt_is_call(const struct sc_attempt *attempt)
{
    return has_method(attempt, "INVITE") && attempt->to_tag.size == 0;
}

/* The time from one record to another; none if either was not captured or clocks went back. */
static int64_t time_from(const struct sc_record *from, const struct sc_record *to)
{
    if (from == NULL || to == NULL || from->frame == 0) {
        return NONE;
    }
    int64_t time = sc_time_between(from->time, to->time);
    return time >= 0 ? time : NONE;
}

/* The BYE that ended an answered call and states that the media did not suit; NULL if there is
 * none.
 */
static const struct sc_transaction *media_refusal(const struct sc_transaction *invite)
{
    const struct sc_transaction *bye = invite->dialog != NULL ? invite->dialog->bye : NULL;

    for (unsigned i = 0; bye != NULL && i < bye->request.reason_count; i++) {
        if (sc_reason_refuses_media(&bye->request.reasons[i])) {
            return bye;
        }
    }
    return NULL;
}

/* The message that the findings of an attempt are at. */
static struct sc_sighting explained_of(const struct sc_attempt_facts *facts)
{
    const struct sc_transaction *bye =
        facts->outcome == SC_OUTCOME_DROPPED ? media_refusal(facts->decisive) : NULL;
    const struct sc_transaction *transaction = bye != NULL ? bye : facts->decisive;
    const struct sc_record *record =
        bye == NULL && facts->final != NULL ? facts->final : &transaction->request;

    return (struct sc_sighting){.transaction = transaction,
                                .record = record,
                                .copy = SC_COPY_FIRST,
                                .frame = record->frame};
}

struct sc_attempt_facts sc_facts_of(const struct sc_tracker *tracker,
                                    const struct sc_attempt *attempt)
{
    const struct sc_transaction *first = attempt->first;
    const struct sc_transaction *decisive = sc_attempt_decisive(tracker, attempt);
    struct sc_attempt_facts facts = {
        .attempt = attempt,
        .outcome = sc_attempt_outcome(tracker, attempt),
        .decisive = decisive,
        .begin = first->request_seen ? &first->request : first->responses,
        .first_response_time = time_from(&first->request, first->responses),
        .ring_time = NONE,
        .setup_time = NONE,
    };

    if (decisive == NULL) {
        return facts;
    }
    facts.final = sc_transaction_final(decisive);
    facts.explained = explained_of(&facts);
    if (has_method(attempt, "INVITE")) {
        facts.ring_time = time_from(decisive->alerting, facts.final);
        facts.setup_time = time_from(&first->request, decisive->success);
    }
    return facts;
}
