/* When messages were sent, and how long their senders waited.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "timing.h"

int64_t sc_timing_repeated(const struct sc_record *record)
{
    return sc_time_between(record->time, record->last_time);
}

int64_t sc_timing_timeout(const struct sc_case *c)
{
    struct sc_timers timers = sc_tracker_timers(c->tracker);

    return sc_timers_timeout(&timers);
}

int64_t sc_timing_since(const struct sc_case *c, const struct sc_record *earlier)
{
    return sc_time_between(earlier->time, c->record->time);
}

int64_t sc_timing_t1(const struct sc_case *c)
{
    struct sc_timers timers = sc_tracker_timers(c->tracker);

    return sc_timers_t1(&timers);
}

bool sc_timing_sent_to_the_end(const struct sc_case *c, const struct sc_record *record)
{
    return sc_timing_repeated(record) >= 60 * sc_timing_t1(c);
}

bool sc_timing_by_timer(const struct sc_case *c, const struct sc_record *request)
{
    struct sc_timers timers = sc_tracker_timers(c->tracker);
    bool is_invite = sc_transaction_is(c->transaction, "INVITE");
    int64_t longest = is_invite ? sc_timers_timeout(&timers) : timers.t2 * SC_MILLISECOND;
    int64_t interval = sc_timers_t1(&timers);
    int64_t passed = sc_timing_repeated(request);
    int64_t due = 0;

    for (uint32_t n = 0; n < request->retransmissions && due < passed; n++) {
        due += interval;
        interval = MIN(2 * interval, longest);
    }
    return passed <= due + due / 4;
}

void sc_timing_weigh_copies(const struct sc_case *c, struct sc_draft *draft,
                            const struct sc_record *record)
{
    if (!sc_timing_sent_to_the_end(c, record)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    } else if (record->code > 0 || sc_timing_by_timer(c, record)) {
        sc_draft_despite_gaps(draft);
    } else {
        sc_draft_despite_end(draft);
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
}

bool sc_timing_went_on(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_attempt *next =
        sc_tracker_attempt_with(c->tracker, transaction->call_id, transaction->from_tag,
                                transaction->to_tag, transaction->method);

    if (next == NULL || next == transaction->attempt || transaction->request.in_stream ||
        transaction->request.retransmissions > 0) {
        return false;
    }
    int64_t after = sc_time_between(transaction->request.time, next->first->request.time);
    return after > 0 && after < sc_timing_t1(c);
}

bool sc_timing_too_early(const struct sc_case *c, const struct sc_draft *draft)
{
    return !draft->despite_gaps && !draft->despite_end &&
           sc_transaction_ends_early(c->tracker, c->transaction);
}

bool sc_timing_not_after(const struct sc_record *record, const struct sc_record *other)
{
    return record->time <= other->time;
}
