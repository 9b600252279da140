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
    const struct sc_record *explained = facts.final != NULL ? facts.final : &decisive->request;
    facts.explained = (struct sc_sighting){
        .transaction = decisive,
        .record = explained,
        .copy = SC_COPY_FIRST,
        .frame = explained->frame,
    };
    if (has_method(attempt, "INVITE")) {
        facts.ring_time = time_from(decisive->alerting, facts.final);
        facts.setup_time = time_from(&first->request, decisive->success);
    }
    return facts;
}
