/* Reliable provisional responses and the PRACKs for them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "reliable.h"
#include "dialog-requests.h"
#include "hops.h"
#include "timing.h"

static bool read_rack(const struct sc_message *prack, struct sc_rack *rack)
{
    struct sc_slice rest = sc_header_first(prack, SC_HEADER_RACK);

    if (rest.size == 0 || !sc_slice_number(sc_slice_next_word(&rest), UINT32_MAX, &rack->rseq) ||
        !sc_slice_number(sc_slice_next_word(&rest), UINT32_MAX, &rack->cseq)) {
        return false;
    }
    rack->method = sc_slice_next_word(&rest);
    return rack->method.size > 0;
}

bool sc_reliable_is(const struct sc_message *response, uint32_t *rseq)
{
    return response->code > 100 && response->code < 200 &&
           sc_message_number(response, SC_HEADER_RSEQ, rseq);
}

bool sc_reliable_record(const struct sc_record *response, uint32_t *rseq)
{
    struct sc_message message;

    if (response->code <= 100 || response->code >= 200 || !sc_slice_present(response->text)) {
        return false;
    }
    sc_message_scan(response->text.data, response->text.size, &message);
    return sc_reliable_is(&message, rseq);
}

/* True if a response is of this fork. */
static bool is_in_dialog(const struct sc_record *response, const struct sc_dialog *dialog)
{
    return sc_slice_equal(response->to_tag, dialog->callee_tag) ||
           sc_slice_equal(response->to_tag, dialog->caller_tag);
}

/* The latest reliable provisional response in a dialog before a PRACK, and its RSeq. MATCHED: one
 * of them is what the RAck names. */
static const struct sc_record *last_reliable(const struct sc_dialog *dialog,
                                             const struct sc_record *before,
                                             const struct sc_rack *rack, uint32_t *rseq,
                                             bool *matched)
{
    const struct sc_record *last = NULL;
    bool same_request =
        rack->cseq == dialog->invite->cseq && sc_slice_equal(rack->method, sc_slice_of("INVITE"));

    for (const struct sc_record *response = dialog->invite->responses; response != NULL;
         response = response->next) {
        uint32_t number;
        if (response->time <= before->time && is_in_dialog(response, dialog) &&
            sc_reliable_record(response, &number)) {
            last = response;
            *rseq = number;
            *matched = *matched || (same_request && number == rack->rseq);
        }
    }
    return last;
}

/* The reliable provisional response of another fork of the INVITE, before a PRACK, that the RAck
 * names; NULL if there is none. */
static const struct sc_record *named_of_other_fork(const struct sc_dialog *dialog,
                                                   const struct sc_record *before,
                                                   const struct sc_rack *rack)
{
    if (rack->cseq != dialog->invite->cseq ||
        !sc_slice_equal(rack->method, sc_slice_of("INVITE"))) {
        return NULL;
    }
    for (const struct sc_record *response = dialog->invite->responses; response != NULL;
         response = response->next) {
        uint32_t number;
        if (response->time <= before->time && !is_in_dialog(response, dialog) &&
            sc_reliable_record(response, &number) && number == rack->rseq) {
            return response;
        }
    }
    return NULL;
}

/* True if an earlier PRACK acknowledged the same with success. */
static bool is_acknowledged(const struct sc_case *c, const struct sc_rack *rack)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_transaction *other = sc_dialog_latest_request(dialog);

    while (other != NULL) {
        struct sc_message message;
        struct sc_rack earlier;
        if (other->success != NULL && sc_transaction_is(other, "PRACK") &&
            !sc_transaction_same_request(c->transaction, other) &&
            sc_slice_present(other->request.text) &&
            sc_transaction_begin(other) < sc_transaction_begin(c->transaction)) {
            sc_message_scan(other->request.text.data, other->request.text.size, &message);
            if (read_rack(&message, &earlier) && earlier.rseq == rack->rseq &&
                earlier.cseq == rack->cseq) {
                return true;
            }
        }
        other = sc_dialog_earlier_request(dialog, other);
    }
    return false;
}

/* The latest provisional response in a dialog before a PRACK, if the bytes of all are known; else
 * NULL. */
static const struct sc_record *last_provisional(const struct sc_dialog *dialog,
                                                const struct sc_record *before)
{
    const struct sc_record *last = NULL;

    for (const struct sc_record *response = dialog->invite->responses; response != NULL;
         response = response->next) {
        if (response->time > before->time || response->code <= 100 || response->code >= 200 ||
            !is_in_dialog(response, dialog)) {
            continue;
        }
        if (!sc_slice_present(response->text)) {
            return NULL;
        }
        last = response;
    }
    return dialog->invite->responses_dropped == 0 && !dialog->invite->cut ? last : NULL;
}

enum sc_rack_fault sc_rack_fault_of(const struct sc_case *c, struct sc_draft *draft,
                                    struct sc_rack *rack, const struct sc_record **provisional,
                                    uint32_t *rseq)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_message *prack = sc_case_request(c, draft);
    bool matched = false;

    if (!sc_transaction_is(c->transaction, "PRACK") || dialog == NULL || prack == NULL) {
        return SC_RACK_FITS;
    }
    bool readable = read_rack(prack, rack);
    if (!readable) {
        *rack = (struct sc_rack){0};
    }
    *rseq = 0;
    *provisional = last_reliable(dialog, &c->transaction->request, rack, rseq, &matched);
    const struct sc_record *other =
        readable && !matched ? named_of_other_fork(dialog, &c->transaction->request, rack) : NULL;
    if (other != NULL) {
        *provisional = other;
        return SC_RACK_OTHER_FORK;
    }
    if (*provisional == NULL) {
        *provisional = last_provisional(dialog, &c->transaction->request);
        return *provisional != NULL ? SC_RACK_NO_RSEQ : SC_RACK_FITS;
    }
    if (!readable) {
        return SC_RACK_FITS;
    }
    if (!matched) {
        return SC_RACK_UNKNOWN;
    }
    return is_acknowledged(c, rack) ? SC_RACK_REPEATED : SC_RACK_FITS;
}
