/* A refused request as the refusing server got it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "refused-request.h"
#include "hops.h"

const struct sc_message *sc_refused_request(const struct sc_case *c, struct sc_draft *draft,
                                            struct sc_message *room)
{
    const struct sc_transaction *transaction = sc_hop_refusing(c);
    const struct sc_message *request = NULL;

    if (transaction == c->transaction) {
        request = sc_case_request(c, draft);
    } else if (sc_draft_read(draft, &transaction->request, room)) {
        request = room;
    }
    return request != NULL && request->lines_dropped == 0 && c->message->lines_dropped == 0
               ? request
               : NULL;
}
