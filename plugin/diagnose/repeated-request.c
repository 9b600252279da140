/* Copies of a request that a server takes for a new one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "repeated-request.h"
#include "phrase.h"
#include "timing.h"

/* True if a 2xx made the dialog and nothing before this request ended it. */
static bool is_dialog_up(const struct sc_transaction *transaction)
{
    const struct sc_dialog *dialog = transaction->dialog;

    return dialog != NULL && dialog->confirmed != NULL &&
           (dialog->bye == NULL || dialog->bye == transaction);
}

bool sc_repeated_request_refused(const struct sc_case *c)
{
    const struct sc_record *request = &c->transaction->request;

    if (c->message == NULL || !c->transaction->request_seen || request->retransmissions == 0 ||
        sc_time_between(request->last_time, c->record->time) > sc_timing_t1(c)) {
        return false;
    }
    return c->record->code == 500 ? sc_phrase_holds(c->message, sc_slice_of("out of order")) ||
                                        sc_phrase_holds(c->message, sc_slice_of("CSeq"))
                                  : c->record->code == 481 && is_dialog_up(c->transaction);
}
