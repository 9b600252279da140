/* The message under review.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "case.h"
#include "draft.h"

const struct sc_message *sc_case_request(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *record = &c->transaction->request;
    struct sc_case_scan *scan = c->scan;

    if (c->record == record) {
        return c->message;
    }
    if (!sc_slice_present(record->text)) {
        return NULL;
    }
    /* The bytes of a record are kept once, so that they are still those that were read. */
    if (scan->record != record) {
        scan->record = NULL;
        if (!sc_record_read(record, &scan->message)) {
            return NULL;
        }
        scan->record = record;
    }
    sc_draft_evidence(draft, record->frame);
    return &scan->message;
}

bool sc_case_is_request(const struct sc_case *c)
{
    return c->record == &c->transaction->request;
}

bool sc_case_at_either_end(const struct sc_case *c)
{
    return c->frame == c->record->frame || c->frame == c->record->last_frame;
}
