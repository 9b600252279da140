/* Copies of a request that a server takes for a new one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "repeated-request.h"
#include "dialog-loss.h"
#include "timing.h"

/* True if a 2xx made the dialog and nothing ended it before this request was refused. */
static bool is_dialog_up(const struct sc_case *c)
{
    const struct sc_dialog *dialog = c->transaction->dialog;

    return dialog != NULL && dialog->confirmed != NULL &&
           (dialog->bye == NULL || dialog->bye == c->transaction) && sc_dialog_end(c) == NULL;
}

/* True if an ICMP error says of a copy that it did not reach the server: what did not arrive cannot
 * have been taken for a request of its own. */
static bool was_rejected(const struct sc_case *c)
{
    return c->transaction->unreachable != NULL &&
           sc_timing_not_after(c->transaction->unreachable, c->record);
}

bool sc_repeated_request_refused(const struct sc_case *c)
{
    const struct sc_record *request = &c->transaction->request;

    if (c->message == NULL || !c->transaction->request_seen || request->retransmissions == 0 ||
        was_rejected(c) || sc_time_between(request->last_time, c->record->time) > sc_timing_t1(c)) {
        return false;
    }
    return c->record->code == 500
               ? sc_slice_holds(c->message->phrase, sc_slice_of("out of order")) ||
                     sc_slice_holds(c->message->phrase, sc_slice_of("CSeq"))
               : c->record->code == 481 && is_dialog_up(c);
}
