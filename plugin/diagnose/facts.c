/* Facts that rules of several topics ask for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

bool has_method(const struct sc_transaction *transaction, const char *method)
{
    return sc_slice_equal(transaction->method, sc_slice_of(method));
}

bool in_dialog(const struct sc_transaction *transaction)
{
    return transaction->to_tag.size > 0;
}

bool is_request(const struct scene *scene)
{
    return scene->record == &scene->transaction->request;
}

bool at_either_end(const struct scene *scene)
{
    return scene->frame == scene->record->frame || scene->frame == scene->record->last_frame;
}

int64_t repeated_for(const struct sc_record *record)
{
    return sc_time_between(record->time, record->last_time);
}

int64_t begun_at(const struct sc_transaction *transaction)
{
    return transaction->request_seen ? transaction->request.time : transaction->responses->time;
}

int64_t timeout(const struct scene *scene)
{
    return INT64_C(64) * sc_tracker_timers(scene->tracker).t1 * INT64_C(1000000);
}
