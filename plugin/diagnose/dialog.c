/* Rules about dialogs: whether a request's dialog is there, and what else goes on in it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* Requests of one dialog, dialogs of one call, and responses of one request that are looked
 * through, the latest ones. */
#define REQUESTS_MAX  256
#define DIALOGS_MAX   64
#define RESPONSES_MAX 32

/* The longest wait that a Retry-After may ask for where requests overlap (section 14.2). */
#define RETRY_AFTER_MAX 10

/* ---- The requests of a dialog, the latest first, the one that made it last ---- */

static const struct sc_transaction *latest_request(const struct sc_dialog *dialog)
{
    return dialog->latest != NULL ? dialog->latest : dialog->setup;
}

static const struct sc_transaction *earlier_request(const struct sc_dialog *dialog,
                                                    const struct sc_transaction *request)
{
    if (request == dialog->setup) {
        return NULL;
    }
    return request->earlier_in_dialog != NULL ? request->earlier_in_dialog : dialog->setup;
}

static bool is_same_side(const struct sc_transaction *a, const struct sc_transaction *b)
{
    return sc_slice_equal(a->from_tag, b->from_tag);
}

static bool is_challenged(const struct sc_transaction *transaction)
{
    const struct sc_record *final = sc_transaction_final(transaction);

    return final != NULL && (final->code == 401 || final->code == 407);
}

/* The latest request in the dialog of the one at hand that MATCHES with it; NULL if there is none.
 */
static const struct sc_transaction *
find_request(const struct scene *scene,
             bool (*matches)(const struct scene *scene, const struct sc_transaction *other))
{
    const struct sc_dialog *dialog = scene->transaction->dialog;
    const struct sc_transaction *other = dialog != NULL ? latest_request(dialog) : NULL;

    for (int i = 0; other != NULL && i < REQUESTS_MAX; i++) {
        if (!is_same_request(scene->transaction, other) && matches(scene, other)) {
            return other;
        }
        other = earlier_request(dialog, other);
    }
    return NULL;
}

/* ---- RAck (RFC 3262 section 3) ---- */

struct rack {
    uint64_t rseq;
    uint64_t cseq;
    struct sc_slice method;
};

static struct sc_slice next_word(struct sc_slice *rest)
{
    struct sc_slice word = sc_slice_trim(*rest);
    size_t size = 0;

    while (size < word.size && g_ascii_isspace(word.data[size]) == 0) {
        size++;
    }
    *rest = (struct sc_slice){word.data + size, word.size - size};
    word.size = size;
    return word;
}

static bool read_rack(const struct sc_message *prack, struct rack *rack)
{
    struct sc_slice rest = sc_header_first(prack, SC_HEADER_RACK);

    if (rest.size == 0 || !sc_slice_number(next_word(&rest), UINT32_MAX, &rack->rseq) ||
        !sc_slice_number(next_word(&rest), UINT32_MAX, &rack->cseq)) {
        return false;
    }
    rack->method = next_word(&rest);
    return rack->method.size > 0;
}

/* True if the response was sent to be acknowledged with PRACK, and is kept; RSEQ is its number. */
static bool is_reliable(const struct sc_record *response, uint32_t *rseq)
{
    struct sc_message message;

    if (response->code <= 100 || response->code >= 200 || !sc_slice_present(response->text)) {
        return false;
    }
    sc_message_scan(response->text.data, response->text.size, &message);
    return sc_message_number(&message, SC_HEADER_RSEQ, rseq);
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
                                             const struct rack *rack, uint32_t *rseq, bool *matched)
{
    const struct sc_record *response = dialog->invite->responses;
    const struct sc_record *last = NULL;
    bool same_request =
        rack->cseq == dialog->invite->cseq && sc_slice_equal(rack->method, sc_slice_of("INVITE"));

    for (int i = 0; response != NULL && i < RESPONSES_MAX; i++, response = response->next) {
        uint32_t number;
        if (response->time <= before->time && is_in_dialog(response, dialog) &&
            is_reliable(response, &number)) {
            last = response;
            *rseq = number;
            *matched = *matched || (same_request && number == rack->rseq);
        }
    }
    return last;
}

/* True if an earlier PRACK acknowledged the same with success. */
static bool is_acknowledged(struct scene *scene, const struct rack *rack)
{
    const struct sc_dialog *dialog = scene->transaction->dialog;
    const struct sc_transaction *other = latest_request(dialog);

    for (int i = 0; other != NULL && i < RESPONSES_MAX; i++) {
        struct sc_message message;
        struct rack earlier;
        if (other->success != NULL && has_method(other, "PRACK") &&
            !is_same_request(scene->transaction, other) && sc_slice_present(other->request.text) &&
            begun_at(other) < begun_at(scene->transaction)) {
            sc_message_scan(other->request.text.data, other->request.text.size, &message);
            if (read_rack(&message, &earlier) && earlier.rseq == rack->rseq &&
                earlier.cseq == rack->cseq) {
                return true;
            }
        }
        other = earlier_request(dialog, other);
    }
    return false;
}

/* What is wrong with the RAck of a PRACK. */
enum rack_fault {
    RACK_FITS, /* or it cannot be told */
    RACK_UNKNOWN,
    RACK_REPEATED,
};

static enum rack_fault rack_fault_of(struct scene *scene, struct rack *rack,
                                     const struct sc_record **provisional, uint32_t *rseq)
{
    const struct sc_dialog *dialog = scene->transaction->dialog;
    const struct sc_message *prack = request_of(scene);
    bool matched = false;

    if (!has_method(scene->transaction, "PRACK") || dialog == NULL || prack == NULL ||
        !read_rack(prack, rack)) {
        return RACK_FITS;
    }
    *provisional = last_reliable(dialog, &scene->transaction->request, rack, rseq, &matched);
    if (*provisional == NULL) {
        return RACK_FITS;
    }
    if (!matched) {
        return RACK_UNKNOWN;
    }
    return is_acknowledged(scene, rack) ? RACK_REPEATED : RACK_FITS;
}

static void judge_rack_mismatch(struct scene *scene)
{
    struct rack rack;
    const struct sc_record *provisional;
    uint32_t rseq;
    enum rack_fault fault = rack_fault_of(scene, &rack, &provisional, &rseq);

    if (fault == RACK_FITS) {
        return;
    }
    evidence(scene, provisional->frame);
    if (fault == RACK_REPEATED) {
        find(scene, "RAck %u %u was acknowledged before", (unsigned)rack.rseq, (unsigned)rack.cseq);
        return;
    }
    find(scene, "RAck is %u %u %s, but the %u has RSeq %u and CSeq %u INVITE", (unsigned)rack.rseq,
         (unsigned)rack.cseq, quote(scene, rack.method), provisional->code, rseq,
         scene->transaction->dialog->invite->cseq);
}

/* ---- 481: why the server knows no dialog for a request ---- */

enum loss {
    LOSS_UNKNOWN,
    LOSS_TAGS,
    LOSS_ENDED,
    LOSS_BY_PEER,
    LOSS_NOT_CAPTURED,
};

/* Subscriptions come and go by rules of their own (RFC 6665 sections 4.1 and 4.2). */
static bool is_of_subscription(const struct sc_transaction *transaction)
{
    return has_method(transaction, "SUBSCRIBE") || has_method(transaction, "NOTIFY");
}

/* Requests that make no sense without a dialog (RFC 3261 section 15.1.2, RFC 3262 section 4, RFC
 * 3311 section 5.1, RFC 6086 section 4.1). */
static bool needs_dialog(const struct sc_transaction *transaction)
{
    return has_method(transaction, "BYE") || has_method(transaction, "PRACK") ||
           has_method(transaction, "UPDATE") || has_method(transaction, "INFO");
}

/* True if OTHER ended the dialog before the request at hand was refused: a BYE that was accepted,
 * or that the refusing side had sent itself; or a request to which the dialog was unknown already
 * (section 12.2.1.2). */
static bool ended_it(const struct scene *scene, const struct sc_transaction *other)
{
    const struct sc_record *final = sc_transaction_final(other);
    bool by_bye = has_method(other, "BYE");
    bool lost = final != NULL && (final->code == 481 || final->code == 408);

    if (begun_at(other) > scene->record->time || is_challenged(other)) {
        return false;
    }
    if (by_bye && !is_same_side(other, scene->transaction)) {
        return true;
    }
    return final != NULL && final->time <= scene->record->time &&
           ((by_bye && final->code < 300) ||
            (lost && (by_bye || has_method(other, "INVITE") || has_method(other, "UPDATE") ||
                      has_method(other, "INFO"))));
}

/* The final response that ended an early dialog; NULL if it is not over. */
static const struct sc_record *early_end(const struct scene *scene)
{
    const struct sc_dialog *dialog = scene->transaction->dialog;
    const struct sc_record *final = sc_transaction_final(dialog->setup);

    return dialog->confirmed == NULL && has_method(dialog->setup, "INVITE") && final != NULL &&
                   final->time <= scene->record->time
               ? final
               : NULL;
}

static enum loss loss_of(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    struct rack rack;
    const struct sc_record *provisional;
    uint32_t rseq;

    if (has_method(transaction, "CANCEL") || scene->record != transaction->final) {
        return LOSS_UNKNOWN;
    }
    if (!in_dialog(transaction)) {
        return transaction->request_seen && !transaction->cut && needs_dialog(transaction)
                   ? LOSS_TAGS
                   : LOSS_UNKNOWN;
    }
    if (transaction->dialog == NULL &&
        sc_tracker_dialogs(scene->tracker, transaction->call_id) == NULL) {
        return LOSS_NOT_CAPTURED;
    }
    if (is_of_subscription(transaction)) {
        return LOSS_UNKNOWN;
    }
    if (transaction->dialog == NULL) {
        return LOSS_TAGS;
    }
    if (rack_fault_of(scene, &rack, &provisional, &rseq) != RACK_FITS) {
        return LOSS_UNKNOWN;
    }
    return find_request(scene, ended_it) != NULL || early_end(scene) != NULL ? LOSS_ENDED
                                                                             : LOSS_BY_PEER;
}

/* The dialog of the call that has one of the request's tags in its place, and which is wrong then;
 * the latest one if none has. */
static const struct sc_dialog *nearest_dialog(const struct scene *scene, const char **wrong)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_dialog *latest = sc_tracker_dialogs(scene->tracker, transaction->call_id);
    const struct sc_dialog *dialog = latest;

    for (int i = 0; dialog != NULL && i < DIALOGS_MAX; i++, dialog = dialog->sibling) {
        if (sc_slice_equal(transaction->from_tag, dialog->caller_tag) ||
            sc_slice_equal(transaction->from_tag, dialog->callee_tag)) {
            *wrong = "the To tag is not that";
            return dialog;
        }
        if (sc_slice_equal(transaction->to_tag, dialog->caller_tag) ||
            sc_slice_equal(transaction->to_tag, dialog->callee_tag)) {
            *wrong = "the From tag is not that";
            return dialog;
        }
    }
    *wrong = "neither tag is one";
    return latest;
}

static void judge_dialog_tag_mismatch(struct scene *scene)
{
    const char *wrong;

    if (loss_of(scene) != LOSS_TAGS) {
        return;
    }
    const char *method = quote(scene, scene->transaction->method);
    evidence(scene, scene->transaction->request.frame);
    if (!in_dialog(scene->transaction)) {
        find(scene, "The %s has no To tag, so it belongs to no dialog", method);
        return;
    }
    const struct sc_dialog *dialog = nearest_dialog(scene, &wrong);
    evidence(scene, dialog->setup->request.frame);
    if (dialog->confirmed != NULL) {
        evidence(scene, dialog->confirmed->frame);
    } else {
        confidence(scene, SC_CONFIDENCE_STRONG); /* another fork may have answered, not captured */
    }
    find(scene, "The call is known, but %s of its dialog", wrong);
}

static void judge_dialog_already_ended(struct scene *scene)
{
    if (loss_of(scene) != LOSS_ENDED) {
        return;
    }
    const struct sc_transaction *last = find_request(scene, ended_it);
    evidence(scene, scene->transaction->request.frame);
    if (last == NULL) {
        const struct sc_record *end = early_end(scene);
        evidence(scene, end->frame);
        find(scene, "The INVITE of this early dialog had ended with %u", end->code);
        return;
    }
    const struct sc_record *final = sc_transaction_final(last);
    const char *method = quote(scene, last->method);
    evidence(scene, last->request.frame);
    evidence(scene, final != NULL && final->time <= scene->record->time ? final->frame : 0);
    if (final == NULL || final->time > scene->record->time) {
        find(scene, "The other side had ended the dialog with BYE");
    } else {
        find(scene, "The dialog had ended with %s and its %u", method, final->code);
    }
}

static void judge_dialog_lost_by_peer(struct scene *scene)
{
    if (loss_of(scene) != LOSS_BY_PEER) {
        return;
    }
    const struct sc_dialog *dialog = scene->transaction->dialog;
    complete(scene);
    evidence(scene, scene->transaction->request.frame);
    evidence(scene, dialog->setup->request.frame);
    evidence(scene, dialog->confirmed != NULL ? dialog->confirmed->frame : 0);
    find(scene, "The dialog with these tags began %s earlier, and nothing has ended it",
         span(scene, scene->record->time - begun_at(dialog->setup)));
}

static void judge_dialog_not_captured(struct scene *scene)
{
    if (loss_of(scene) == LOSS_NOT_CAPTURED) {
        evidence(scene, scene->transaction->request.frame);
        find(scene, "The capture does not hold what set this dialog up");
    }
}

/* ---- Requests that cross or overlap ---- */

static bool changes_session(const struct sc_transaction *transaction)
{
    return has_method(transaction, "INVITE") || has_method(transaction, "UPDATE");
}

/* True if OTHER, on its way since before the response at hand, was unanswered when the request at
 * hand was sent. */
static bool was_pending(const struct scene *scene, const struct sc_transaction *other)
{
    const struct sc_record *final = sc_transaction_final(other);

    return begun_at(other) <= scene->record->time &&
           (final == NULL || final->time >= begun_at(scene->transaction));
}

static bool crosses(const struct scene *scene, const struct sc_transaction *other)
{
    return changes_session(other) && !is_same_side(other, scene->transaction) &&
           was_pending(scene, other);
}

static void judge_reinvite_glare(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (!in_dialog(transaction) || !changes_session(transaction)) {
        return;
    }
    const struct sc_transaction *other = find_request(scene, crosses);
    if (other == NULL) {
        return;
    }
    if (!has_method(transaction, "INVITE") || !has_method(other, "INVITE")) {
        confidence(scene, SC_CONFIDENCE_STRONG); /* an UPDATE may hold no offer */
    }
    evidence(scene, transaction->request.frame);
    evidence(scene, other->request.frame);
    find(scene, "The %s crossed with the %s of the other side, which had no answer yet",
         quote(scene, transaction->method), quote(scene, other->method));
}

/* True if both came to the same server; or one of them was not captured. */
static bool is_same_hop(const struct sc_transaction *a, const struct sc_transaction *b)
{
    return !a->request_seen || !b->request_seen || a->request.destination == b->request.destination;
}

/* True if OTHER came before with a higher number. One that a proxy challenged may not have come as
 * far as the server that counts. */
static bool overtook(const struct scene *scene, const struct sc_transaction *other)
{
    const struct sc_transaction *transaction = scene->transaction;

    return is_same_side(other, transaction) && other->cseq > transaction->cseq &&
           other->request_seen && transaction->request_seen && is_same_hop(other, transaction) &&
           other->request.time < transaction->request.time && !is_challenged(other);
}

static void judge_cseq_out_of_order(struct scene *scene)
{
    const struct sc_transaction *other =
        in_dialog(scene->transaction) ? find_request(scene, overtook) : NULL;

    if (other != NULL) {
        evidence(scene, scene->transaction->request.frame);
        evidence(scene, other->request.frame);
        find(scene, "CSeq number %u comes after %u", scene->transaction->cseq, other->cseq);
    }
}

static bool overlaps(const struct scene *scene, const struct sc_transaction *other)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_record *final = sc_transaction_final(other);

    return sc_slice_equal(other->method, transaction->method) && is_same_side(other, transaction) &&
           other->cseq < transaction->cseq && is_same_hop(other, transaction) &&
           begun_at(other) <= begun_at(transaction) &&
           (final == NULL || final->time > scene->record->time);
}

static void judge_overlapping_request(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (!in_dialog(transaction) || !changes_session(transaction) ||
        find_request(scene, overtook) != NULL) {
        return;
    }
    const struct sc_transaction *other = find_request(scene, overlaps);
    if (other == NULL) {
        return;
    }
    struct sc_retry_after wait = sc_message_retry_after(scene->message);
    if (!wait.readable || wait.seconds > RETRY_AFTER_MAX) {
        confidence(scene, SC_CONFIDENCE_STRONG);
    }
    evidence(scene, transaction->request.frame);
    evidence(scene, other->request.frame);
    find(scene, "%s with CSeq number %u came while number %u had no final response",
         quote(scene, transaction->method), transaction->cseq, other->cseq);
}

/* ---- PRACK that never came ---- */

/* True if a PRACK was sent in any dialog of the call after a provisional response. */
static bool has_prack(const struct scene *scene, const struct sc_record *provisional)
{
    const struct sc_dialog *dialog =
        sc_tracker_dialogs(scene->tracker, scene->transaction->call_id);

    for (int i = 0; dialog != NULL && i < DIALOGS_MAX; i++, dialog = dialog->sibling) {
        const struct sc_transaction *request = latest_request(dialog);
        for (int j = 0; request != NULL && j < REQUESTS_MAX; j++) {
            if (has_method(request, "PRACK") && begun_at(request) >= provisional->time) {
                return true;
            }
            request = earlier_request(dialog, request);
        }
    }
    return false;
}

/* The reliable provisional response that the server repeated until it gave up. */
static const struct sc_record *unacknowledged(const struct scene *scene)
{
    const struct sc_record *response = scene->transaction->responses;
    uint32_t rseq;

    for (int i = 0; response != NULL && i < RESPONSES_MAX; i++, response = response->next) {
        if (response->retransmissions > 0 &&
            scene->record->time - response->time >= timeout(scene) / 10 * 9 &&
            is_reliable(response, &rseq)) {
            return response;
        }
    }
    return NULL;
}

static void judge_prack_missing(struct scene *scene)
{
    const struct sc_record *provisional = unacknowledged(scene);

    if (provisional == NULL || scene->record != scene->transaction->final ||
        has_prack(scene, provisional)) {
        return;
    }
    complete(scene);
    evidence(scene, scene->transaction->request.frame);
    evidence(scene, provisional->frame);
    evidence(scene, provisional->last_frame);
    find(scene,
         "The %u was to be acknowledged with PRACK, was sent %u times in %s, and no PRACK came",
         provisional->code, provisional->retransmissions + 1,
         span(scene, scene->record->time - provisional->time));
}

static const struct rule rules[] = {
    {"cseq-out-of-order", ON_RESPONSE, 500, 500, NULL, judge_cseq_out_of_order, NULL},
    {"dialog-already-ended", ON_RESPONSE, 481, 481, NULL, judge_dialog_already_ended, NULL},
    {"dialog-lost-by-peer", ON_RESPONSE, 481, 481, NULL, judge_dialog_lost_by_peer, NULL},
    {"dialog-not-captured", ON_RESPONSE, 481, 481, NULL, judge_dialog_not_captured, NULL},
    {"dialog-tag-mismatch", ON_RESPONSE, 481, 481, NULL, judge_dialog_tag_mismatch, NULL},
    {"overlapping-request", ON_RESPONSE, 500, 500, NULL, judge_overlapping_request, NULL},
    {"prack-missing", ON_RESPONSE, 500, 599, "INVITE", judge_prack_missing, NULL},
    {"rack-mismatch", ON_RESPONSE, 481, 481, "PRACK", judge_rack_mismatch, NULL},
    {"reinvite-glare", ON_RESPONSE, 491, 491, NULL, judge_reinvite_glare, NULL},
};

const struct rule_topic rules_dialog = {rules, G_N_ELEMENTS(rules)};
