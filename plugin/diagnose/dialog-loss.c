/* Why a server knows no dialog for a request (RFC 3261 section 12.2.2).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialog-loss.h"

#include "acks.h"
#include "dialog-requests.h"
#include "hops.h"
#include "reliable.h"
#include "timing.h"

/* Subscriptions begin and end by rules of their own (RFC 6665 sections 4.1 and 4.2). */
static bool is_of_subscription(const struct sc_transaction *transaction)
{
    return sc_transaction_is(transaction, "SUBSCRIBE") || sc_transaction_is(transaction, "NOTIFY");
}

/* Requests that make no sense without a dialog (RFC 3261 section 15.1.2, RFC 3262 section 4, RFC
 * 3311 section 5.1, RFC 6086 section 4.1). */
static bool needs_dialog(const struct sc_transaction *transaction)
{
    return sc_transaction_is(transaction, "BYE") || sc_transaction_is(transaction, "PRACK") ||
           sc_transaction_is(transaction, "UPDATE") || sc_transaction_is(transaction, "INFO");
}

/* True if OTHER ended the dialog before the request under review was refused: a BYE that was
 * accepted or that the refusing side had sent itself, or a request for which the dialog was
 * already unknown (RFC 3261 section 12.2.1.2). */
static bool ended_it(const struct sc_case *c, const struct sc_transaction *other)
{
    const struct sc_record *final = sc_transaction_final(other);
    bool by_bye = sc_transaction_is(other, "BYE");
    bool lost = final != NULL && (final->code == 481 || final->code == 408);

    if (sc_transaction_begin(other) > c->record->time || sc_dialog_challenged(other)) {
        return false;
    }
    if (by_bye && !sc_dialog_same_side(other, c->transaction)) {
        return true;
    }
    return final != NULL && final->time <= c->record->time &&
           ((by_bye && final->code < 300) ||
            (lost && (by_bye || sc_transaction_is(other, "INVITE") ||
                      sc_transaction_is(other, "UPDATE") || sc_transaction_is(other, "INFO"))));
}

static bool was_bye_that_ended_it(const struct sc_case *c, const struct sc_transaction *other)
{
    return sc_transaction_is(other, "BYE") && ended_it(c, other);
}

const struct sc_transaction *sc_dialog_end(const struct sc_case *c)
{
    const struct sc_transaction *bye = sc_dialog_find(c, was_bye_that_ended_it);

    return bye != NULL ? bye : sc_dialog_find(c, ended_it);
}

const struct sc_record *sc_dialog_early_end(const struct sc_case *c)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_record *final = sc_transaction_final(dialog->setup);

    return dialog->confirmed == NULL && sc_transaction_is(dialog->setup, "INVITE") &&
                   final != NULL && final->time <= c->record->time
               ? final
               : NULL;
}

const struct sc_record *sc_dialog_other_answer(const struct sc_case *c)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_record *success = dialog != NULL ? sc_dialog_early_end(c) : NULL;
    const struct sc_record *ack = success != NULL && success->code < 300
                                      ? sc_ack_with_early_tag(dialog->setup, success)
                                      : NULL;

    return ack != NULL && sc_slice_equal(ack->to_tag, dialog->callee_tag) &&
                   !sc_ack_seen(dialog->setup, success->to_tag)
               ? success
               : NULL;
}

/* True of a NOTIFY whose To tag is that of a subscriber of the call: another notifier of a forked
 * SUBSCRIBE may have sent it (RFC 6665 section 4.1.4). */
static bool is_of_fork(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_dialog *dialog = sc_tracker_dialogs(c->tracker, transaction->call_id);

    for (; dialog != NULL && sc_transaction_is(transaction, "NOTIFY"); dialog = dialog->sibling) {
        if (sc_slice_equal(dialog->caller_tag, transaction->to_tag)) {
            return true;
        }
    }
    return false;
}

const struct sc_record *sc_dialog_refused_before(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_attempt *attempt =
        sc_tracker_attempt_with(c->tracker, transaction->call_id, transaction->from_tag,
                                (struct sc_slice){0}, transaction->method);
    const struct sc_transaction *first = attempt != NULL ? attempt->roots : NULL;
    const struct sc_record *final = first != NULL ? sc_transaction_final(first) : NULL;

    return final != NULL && final->code >= 300 && first->request_seen &&
                   first->request.time < transaction->request.time && !needs_dialog(transaction)
               ? final
               : NULL;
}

enum sc_dialog_loss sc_dialog_loss_of(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    struct sc_rack rack;
    const struct sc_record *provisional;
    uint32_t rseq;

    if (sc_transaction_is(transaction, "CANCEL") || c->record != transaction->final) {
        return SC_DIALOG_UNKNOWN;
    }
    if (!sc_hop_in_dialog(transaction)) {
        return transaction->request_seen && !transaction->cut && needs_dialog(transaction)
                   ? SC_DIALOG_TAGS
                   : SC_DIALOG_UNKNOWN;
    }
    if (transaction->dialog == NULL &&
        sc_tracker_dialogs(c->tracker, transaction->call_id) == NULL) {
        return sc_dialog_refused_before(c) != NULL ? SC_DIALOG_NEVER : SC_DIALOG_NOT_CAPTURED;
    }
    if (transaction->dialog == NULL) {
        return is_of_fork(c) ? SC_DIALOG_UNKNOWN : SC_DIALOG_TAGS;
    }
    if (is_of_subscription(transaction)) {
        return SC_DIALOG_UNKNOWN; /* subscription-unknown */
    }
    if (sc_dialog_number_is_old(c)) {
        return sc_dialog_end(c) != NULL ? SC_DIALOG_ENDED
                                        : SC_DIALOG_UNKNOWN; /* cseq-out-of-order */
    }
    if ((sc_transaction_is(transaction, "PRACK") &&
         (transaction->cut || transaction->dialog->invite->cut)) ||
        sc_rack_fault_of(c, draft, &rack, &provisional, &rseq) != SC_RACK_FITS) {
        return SC_DIALOG_UNKNOWN;
    }
    if (sc_dialog_end(c) != NULL) {
        return SC_DIALOG_ENDED;
    }
    return sc_dialog_other_answer(c) != NULL ? SC_DIALOG_TAGS
           : sc_dialog_early_end(c) != NULL  ? SC_DIALOG_ENDED
                                             : SC_DIALOG_BY_PEER;
}
