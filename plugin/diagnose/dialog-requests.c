/* The requests of a dialog.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialog-requests.h"
#include "hops.h"
#include "reliable.h"

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

/* True if a provisional response may hold an answer: it is reliable and has a body, or is not kept.
 */
static bool may_answer(const struct sc_record *response)
{
    struct sc_draft scratch = {.forgotten = false};
    struct sc_message message;
    uint32_t rseq;

    if (response->code <= 100 || response->code >= 200) {
        return false;
    }
    return !sc_draft_read(&scratch, response, &message) ||
           (sc_reliable_is(&message, &rseq) && (message.body.size > 0 || message.body_missing > 0));
}

bool sc_dialog_offer_is_open(const struct sc_case *c, const struct sc_transaction *invite)
{
    const struct sc_record *final = sc_transaction_final(invite);
    int64_t sent = sc_transaction_begin(c->transaction);

    if (!sc_transaction_is(invite, "INVITE") || !invite->offered || invite->responses_dropped > 0 ||
        (final != NULL && final->time <= sent)) {
        return false;
    }
    for (const struct sc_record *response = invite->responses; response != NULL;
         response = response->next) {
        if (response->time <= sent && may_answer(response)) {
            return false;
        }
    }
    return true;
}

/* True if OTHER set the remote target that the sender of the request under review has to use. */
static bool refreshed_target(const struct sc_case *c, const struct sc_transaction *other)
{
    const struct sc_transaction *transaction = c->transaction;

    return (sc_transaction_is(other, "INVITE") || sc_transaction_is(other, "UPDATE")) &&
           sc_hop_in_dialog(other) && other->request_seen && other->success != NULL &&
           !sc_dialog_same_side(other, transaction) &&
           sc_endpoint_same_host(other->request.destination, transaction->request.source) &&
           other->success->time <= transaction->request.time;
}

const struct sc_record *sc_dialog_moved_target(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_draft scratch = {.forgotten = false};
    struct sc_message refresh;
    struct sc_message request;

    if (!c->transaction->request_seen || !sc_hop_in_dialog(c->transaction) ||
        c->transaction->dialog == NULL) {
        return NULL;
    }
    const struct sc_transaction *other = sc_dialog_find(c, refreshed_target);
    if (other == NULL || !sc_draft_read(&scratch, &other->request, &refresh) ||
        !sc_draft_read(&scratch, &c->transaction->request, &request)) {
        return NULL;
    }
    struct sc_slice contact = sc_header_first(&refresh, SC_HEADER_CONTACT);
    struct sc_slice target = sc_uri_read(sc_address_read(contact).uri).host;
    struct sc_slice host = sc_uri_read(request.uri).host;
    if (sc_endpoint_read(target).family == 0 || host.size == 0 || sc_slice_same(target, host) ||
        sc_endpoint_is(other->request.source, host)) {
        return NULL;
    }
    sc_draft_shows(draft, other->request.frame, "moved the remote target");
    sc_draft_evidence(draft, c->transaction->request.frame);
    return &other->request;
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

/* True if the endpoint that the request went to answered OTHER, over the same kind of transport. */
static bool answered_there(const struct sc_case *c, const struct sc_transaction *other)
{
    const struct sc_record *request = &c->transaction->request;

    return other != c->transaction && other->request_seen && other->responses != NULL &&
           other->request.destination == request->destination &&
           other->request.in_stream == request->in_stream;
}

bool sc_dialog_peer_answers(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_dialog *dialog = sc_hop_in_dialog(transaction) ? transaction->dialog : NULL;

    if (transaction->cancels != NULL && answered_there(c, transaction->cancels)) {
        return true;
    }
    for (const struct sc_transaction *other = dialog != NULL ? sc_dialog_latest_request(dialog)
                                                             : NULL;
         other != NULL; other = sc_dialog_earlier_request(dialog, other)) {
        if (answered_there(c, other)) {
            return true;
        }
    }
    return false;
}

/* True if its sender repeated OTHER and no response came: it does not hear its peer. */
static bool was_repeated_in_vain(const struct sc_transaction *other)
{
    return other->responses == NULL && other->request.retransmissions > 0;
}

/* True if OTHER came from the host that the request under review went to. */
static bool came_from_peer(const struct sc_case *c, const struct sc_transaction *other)
{
    return other != c->transaction && other->request_seen &&
           sc_endpoint_same_host(other->request.source, c->transaction->request.destination);
}

/* The message of OTHER that the peer sent after the request under review; NULL if there is none. */
static const struct sc_record *sign_in(const struct sc_case *c, const struct sc_transaction *other)
{
    const struct sc_record *request = &c->transaction->request;
    const struct sc_record *sign = NULL;

    if (other == c->transaction || !other->request_seen || was_repeated_in_vain(other)) {
        return NULL;
    }
    if (came_from_peer(c, other)) {
        sign = other->ack != NULL ? other->ack : &other->request;
    } else if (sc_endpoint_same_host(other->request.destination, request->destination)) {
        sign = other->final;
    }
    return sign != NULL && sc_time_between(request->time, sign->time) > 0 ? sign : NULL;
}

/* The dialog that the request under review was sent in; NULL if there is none. */
static const struct sc_dialog *dialog_of_request(const struct sc_case *c)
{
    return c->transaction->request_seen && sc_hop_in_dialog(c->transaction) ? c->transaction->dialog
                                                                            : NULL;
}

const struct sc_record *sc_dialog_later_sign(const struct sc_case *c)
{
    const struct sc_dialog *dialog = dialog_of_request(c);
    const struct sc_record *sign = NULL;

    for (const struct sc_transaction *other = dialog != NULL ? dialog->latest : NULL;
         other != NULL && sign == NULL; other = other->earlier_in_dialog) {
        sign = sign_in(c, other);
    }
    return sign;
}

bool sc_dialog_silent_both_ways(const struct sc_case *c)
{
    const struct sc_dialog *dialog = dialog_of_request(c);

    for (const struct sc_transaction *other = dialog != NULL ? dialog->latest : NULL; other != NULL;
         other = other->earlier_in_dialog) {
        if (came_from_peer(c, other) && was_repeated_in_vain(other) &&
            other->request.last_time >= c->transaction->request.time) {
            return true;
        }
    }
    return false;
}

bool sc_dialog_misses_request(const struct sc_case *c)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_transaction *other = sc_dialog_latest_request(dialog);
    uint32_t next = c->transaction->cseq;
    bool misses = false;

    for (; other != NULL; other = sc_dialog_earlier_request(dialog, other)) {
        if (sc_dialog_same_side(other, c->transaction) && other->cseq < next) {
            misses = misses || next - other->cseq > 1;
            next = other->cseq;
        }
    }
    return misses;
}
