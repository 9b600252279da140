/* The requests of a dialog.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialog-requests.h"
#include "hops.h"

const struct sc_transaction *sc_dialog_latest_request(const struct sc_dialog *dialog)
{
    return dialog->latest != NULL ? dialog->latest : dialog->setup;
}

const struct sc_transaction *sc_dialog_earlier_request(const struct sc_dialog *dialog,
                                                       const struct sc_transaction *request)
{
    if (request == dialog->setup) {
        return NULL;
    }
    return request->earlier_in_dialog != NULL ? request->earlier_in_dialog : dialog->setup;
}

bool sc_dialog_same_side(const struct sc_transaction *a, const struct sc_transaction *b)
{
    return sc_slice_equal(a->from_tag, b->from_tag);
}

bool sc_dialog_challenged(const struct sc_transaction *transaction)
{
    const struct sc_record *final = sc_transaction_final(transaction);

    return final != NULL && sc_status_is_challenge(final->code);
}

const struct sc_transaction *sc_dialog_find(const struct sc_case *c,
                                            bool (*matches)(const struct sc_case *c,
                                                            const struct sc_transaction *other))
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_transaction *other = dialog != NULL ? sc_dialog_latest_request(dialog) : NULL;

    while (other != NULL) {
        if (!sc_transaction_same_request(c->transaction, other) && matches(c, other)) {
            return other;
        }
        other = sc_dialog_earlier_request(dialog, other);
    }
    return NULL;
}

bool sc_dialog_same_hop(const struct sc_transaction *a, const struct sc_transaction *b)
{
    return !a->request_seen || !b->request_seen || a->request.destination == b->request.destination;
}

bool sc_dialog_overtook(const struct sc_case *c, const struct sc_transaction *other)
{
    const struct sc_transaction *transaction = c->transaction;

    return sc_dialog_same_side(other, transaction) && other->cseq > transaction->cseq &&
           other->request_seen && transaction->request_seen &&
           sc_dialog_same_hop(other, transaction) &&
           other->request.time < transaction->request.time && !sc_dialog_challenged(other);
}

static bool has_same_number(const struct sc_transaction *transaction,
                            const struct sc_transaction *other)
{
    const struct sc_record *final = sc_transaction_final(other);

    return other != transaction && sc_dialog_same_side(other, transaction) &&
           other->cseq == transaction->cseq && transaction->retry_of != other &&
           !sc_slice_equal(other->branch, transaction->branch) && other->request_seen &&
           sc_dialog_same_hop(other, transaction) && final != NULL &&
           !sc_dialog_challenged(other) && final->time <= transaction->request.time;
}

const struct sc_transaction *sc_dialog_same_number(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_dialog *dialog = transaction->dialog;
    const struct sc_transaction *other = NULL;

    if (dialog != NULL && transaction->request_seen && sc_hop_in_dialog(transaction) &&
        !sc_transaction_is(transaction, "CANCEL")) {
        other = sc_dialog_latest_request(dialog);
    }
    while (other != NULL && !has_same_number(transaction, other)) {
        other = sc_dialog_earlier_request(dialog, other);
    }
    return other;
}

const struct sc_dialog *sc_dialog_standing(const struct sc_transaction *transaction)
{
    const struct sc_dialog *dialog = transaction->dialog;

    if (!sc_hop_in_dialog(transaction) || dialog == NULL || dialog->confirmed == NULL ||
        (dialog->bye != NULL && dialog->bye->request.time < transaction->request.time)) {
        return NULL;
    }
    return dialog;
}

bool sc_dialog_number_is_old(const struct sc_case *c)
{
    return sc_hop_in_dialog(c->transaction) &&
           (sc_dialog_find(c, sc_dialog_overtook) != NULL || sc_dialog_same_number(c) != NULL);
}

bool sc_dialog_not_accepted_later(const struct sc_case *c)
{
    const struct sc_dialog *dialog = c->transaction->dialog;

    if (dialog == NULL) {
        return true;
    }
    for (const struct sc_transaction *request = sc_dialog_latest_request(dialog);
         request != NULL && request != c->transaction;
         request = sc_dialog_earlier_request(dialog, request)) {
        if (request->success != NULL && sc_dialog_same_side(request, c->transaction)) {
            return false;
        }
    }
    return true;
}
