/* The message under review.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "case.h"
#include "draft.h"

const struct sc_message *sc_case_request(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *record = &c->transaction->request;
    struct sc_case_cache *cache = c->cache;

    if (c->record == record) {
        return c->message;
    }
    if (!cache->request_read) {
        if (!sc_draft_read(draft, record, &cache->request)) {
            return NULL;
        }
        cache->request_read = true;
    }
    sc_draft_evidence(draft, record->frame);
    return &cache->request;
}

bool sc_case_is_request(const struct sc_case *c)
{
    return c->record == &c->transaction->request;
}

bool sc_case_at_either_end(const struct sc_case *c)
{
    return c->frame == c->record->frame || c->frame == c->record->last_frame;
}
