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

/* True if the top Via says UDP. */
static bool came_over_udp(const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;

    return sc_via_next(request, &cursor, &via) && sc_slice_is(via.transport, "UDP");
}

/* Some clients add line ends, blanks or NUL, on purpose or by a wrong count of their own. */
size_t sc_refused_surplus(const struct sc_case *c, const struct sc_message *request)
{
    const char *after = request->bytes.data + request->bytes.size;
    size_t size = request->surplus;

    if (!came_over_udp(request) || sc_hop_refusing(c)->request.in_stream) {
        return 0;
    }
    while (size > 0 && (after[size - 1] == '\0' || g_ascii_isspace(after[size - 1]))) {
        size--;
    }
    return size > 0 ? request->surplus : 0;
}
