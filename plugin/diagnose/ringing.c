/* Whether and how long a phone rang before the response under review.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ringing.h"
#include "hops.h"
#include "timing.h"

bool sc_ringing_same_fork(const struct sc_record *record, const struct sc_record *response)
{
    return response->code > 100 && response->code < 200 &&
           sc_slice_equal(response->to_tag, record->to_tag);
}

const struct sc_record *sc_ringing_of(const struct sc_case *c)
{
    for (const struct sc_record *response = c->transaction->alerting;
         response != NULL && response != c->record; response = response->next) {
        if (response->code == 180 && sc_ringing_same_fork(c->record, response)) {
            return response;
        }
    }
    return NULL;
}

const struct sc_record *sc_ringing_progress(const struct sc_case *c)
{
    for (const struct sc_record *response = c->transaction->responses;
         response != NULL && response != c->record; response = response->next) {
        if (response->to_tag.size > 0 && sc_ringing_same_fork(c->record, response)) {
            return response;
        }
    }
    return NULL;
}

bool sc_ringing_by_person(const struct sc_case *c, const struct sc_record *ringing)
{
    return ringing != NULL && sc_timing_since(c, ringing) >= SC_RINGING_AT_ONCE &&
           !sc_ringing_is_timer_like(sc_timing_since(c, ringing));
}

bool sc_ringing_by_machine(const struct sc_case *c, const struct sc_record *ringing)
{
    return ringing != NULL && sc_timing_since(c, ringing) < SC_RINGING_AT_ONCE;
}

bool sc_ringing_refused_at_once(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;

    return !sc_hop_in_dialog(transaction) && transaction->request_seen &&
           transaction->alerting == NULL &&
           sc_time_between(transaction->request.last_time, c->record->time) < SC_RINGING_AT_ONCE;
}

bool sc_ringing_found(const struct sc_transaction *transaction)
{
    for (const struct sc_record *response = transaction->responses; response != NULL;
         response = response->next) {
        if (response->code > 100 && response->code < 200) {
            return true;
        }
    }
    return false;
}
