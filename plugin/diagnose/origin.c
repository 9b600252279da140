/* Which server made a response, and which ones only passed it on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "origin.h"
#include "hops.h"
#include "timing.h"

bool sc_origin_is_failure(const struct sc_record *record)
{
    return record->code >= 300 && record->code <= SC_CODE_MAX;
}

static bool same_tag(const struct sc_record *a, const struct sc_record *b)
{
    return a->to_tag.size > 0 && sc_slice_equal(a->to_tag, b->to_tag);
}

/* True if the To tag was made before the request, so that every response has it. */
static bool has_tag_of_dialog(const struct sc_transaction *hop, const struct sc_transaction *branch)
{
    return sc_hop_in_dialog(hop) || sc_hop_in_dialog(branch) ||
           !(hop->request_seen || branch->request_seen);
}

struct sc_origin sc_origin_by_tag(const struct sc_transaction *hop, const struct sc_record *record)
{
    struct sc_origin origin = {0};

    for (const struct sc_transaction *branch = hop->children; branch != NULL;
         branch = branch->sibling) {
        const struct sc_record *response = branch->responses;
        for (; response != NULL; response = response->next) {
            bool changed = response->code != record->code;
            if (sc_origin_is_failure(response) && same_tag(response, record) &&
                sc_timing_not_after(response, record) &&
                !(changed && has_tag_of_dialog(hop, branch))) {
                origin = (struct sc_origin){branch, response, changed};
            }
            if (origin.response != NULL && !origin.changed) {
                return origin;
            }
        }
    }
    return origin;
}

bool sc_origin_tried_again(const struct sc_transaction *branch)
{
    const struct sc_record *final = sc_transaction_final(branch);
    const struct sc_transaction *other = branch->parent != NULL ? branch->parent->children : NULL;

    for (; other != NULL && final != NULL; other = other->sibling) {
        if (other != branch && other->request_seen && branch->request_seen &&
            other->request.destination == branch->request.destination &&
            sc_timing_not_after(final, &other->request)) {
            return true;
        }
    }
    return false;
}

/* What the proxy of HOP made RECORD from with a tag of its own: known if all branches failed with
 * the same code. A silent or abandoned branch counts as a 408 of the proxy's own (RFC 3261 section
 * 16.7, step 6). */
static struct sc_origin translated_response(const struct sc_transaction *hop,
                                            const struct sc_record *record)
{
    struct sc_origin origin = {.changed = true};

    for (const struct sc_transaction *branch = hop->children; branch != NULL;
         branch = branch->sibling) {
        const struct sc_record *final = sc_transaction_final(branch);
        if (sc_origin_tried_again(branch)) {
            continue;
        }
        if (final == NULL || !sc_origin_is_failure(final) || !sc_timing_not_after(final, record) ||
            branch->cancelled_by != NULL || final->code == record->code ||
            (origin.response != NULL && origin.response->code != final->code)) {
            return (struct sc_origin){0};
        }
        if (origin.response == NULL || origin.response->time < final->time) {
            origin.hop = branch;
            origin.response = final;
        }
    }
    return origin;
}

/* True if a response is the 487 that a CANCEL asks for, whatever the branches said (RFC 3261
 * section 9.2). */
static bool is_owed_to_cancel(const struct sc_transaction *hop, const struct sc_record *record)
{
    const struct sc_transaction *cancel = hop->cancelled_by;

    return record->code == 487 && cancel != NULL &&
           (!cancel->request_seen || sc_timing_not_after(&cancel->request, record));
}

struct sc_origin sc_origin_of(const struct sc_transaction *hop, const struct sc_record *record)
{
    struct sc_origin origin = sc_origin_by_tag(hop, record);

    if (is_owed_to_cancel(hop, record) && (origin.response == NULL || origin.changed)) {
        return (struct sc_origin){0};
    }
    return origin.response != NULL ? origin : translated_response(hop, record);
}
