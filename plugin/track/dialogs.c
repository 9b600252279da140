/* Dialogs (RFC 3261 section 12), told by Call-ID and both tags, whichever way a request runs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tracker-private.h"

/* Transactions that are looked through for the hop of one ACK. */
#define ACK_HOPS_MAX 1024

/* The same for both directions: the digests of the two tags are added, not chained. */
static uint64_t dialog_key(const struct sc_tracker *tracker, struct sc_slice call_id,
                           struct sc_slice tag, struct sc_slice other_tag)
{
    uint64_t tags = sc_digest_slice(tracker->seed, tag) + sc_digest_slice(tracker->seed, other_tag);

    return sc_digest_number(sc_digest_slice(tracker->seed, call_id), tags);
}

/* Links a request as the latest one of a dialog. The earliest makes room for it. */
static void link_request(struct sc_dialog *dialog, struct sc_transaction *transaction)
{
    transaction->in_dialog_list = true;
    transaction->earlier_in_dialog = dialog->latest;
    if (dialog->latest != NULL) {
        dialog->latest->later_in_dialog = transaction;
    } else {
        dialog->earliest = transaction;
    }
    dialog->latest = transaction;
    if (dialog->request_count < SC_DIALOG_REQUESTS_MAX) {
        dialog->request_count++;
        return;
    }
    dialog->earliest = dialog->earliest->later_in_dialog;
    dialog->earliest->earlier_in_dialog = NULL;
    dialog->requests_dropped++;
}

void sc_dialogs_request(struct sc_tracker *tracker, struct sc_transaction *transaction)
{
    /* A response that came before its request has put it in its place. */
    if (transaction->to_tag.size == 0 || transaction->in_dialog_list) {
        return;
    }
    uint64_t key =
        dialog_key(tracker, transaction->call_id, transaction->from_tag, transaction->to_tag);
    struct sc_dialog *dialog = (struct sc_dialog *)sc_table_find(tracker->dialogs, key);
    if (dialog == NULL) {
        return;
    }
    transaction->dialog = dialog;
    link_request(dialog, transaction);
    if (sc_transaction_is(transaction, "INVITE")) {
        dialog->invite = transaction;
    } else if (sc_transaction_is(transaction, "BYE") && dialog->bye == NULL) {
        dialog->bye = transaction;
    }
}

/* Only a request that another one preceded has the tags of a dialog that is there. */
void sc_dialogs_unseen_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                               const struct sc_record *record)
{
    uint64_t key = dialog_key(tracker, transaction->call_id, transaction->from_tag, record->to_tag);
    const struct sc_dialog *dialog = (const struct sc_dialog *)sc_table_find(tracker->dialogs, key);

    if (dialog != NULL && dialog->setup->call != transaction->call) {
        transaction->to_tag = record->to_tag;
        sc_dialogs_request(tracker, transaction);
    }
}

/* The dialogs with one Call-ID. */
struct call {
    struct sc_dialog *latest;
    struct sc_dialog *earliest;
    size_t count; /* that are linked */
    size_t dropped;
};

static uint64_t call_key(const struct sc_tracker *tracker, struct sc_slice call_id)
{
    return sc_digest_slice(tracker->seed, call_id);
}

const struct sc_dialog *sc_tracker_dialogs(const struct sc_tracker *tracker,
                                           struct sc_slice call_id)
{
    const struct call *call = sc_table_find(tracker->calls, call_key(tracker, call_id));

    return call != NULL ? call->latest : NULL;
}

size_t sc_tracker_dialogs_dropped(const struct sc_tracker *tracker, struct sc_slice call_id)
{
    const struct call *call = sc_table_find(tracker->calls, call_key(tracker, call_id));

    return call != NULL ? call->dropped : 0;
}

/* Links a dialog as the latest one with its Call-ID. The earliest makes room for it. */
static void link_dialog(struct sc_tracker *tracker, struct sc_dialog *dialog)
{
    uint64_t key = call_key(tracker, dialog->call_id);
    struct call *call = sc_table_find(tracker->calls, key);

    if (call == NULL) {
        call = sc_arena_alloc(tracker->arena, sizeof *call);
        call->earliest = dialog;
        sc_table_set(tracker->calls, key, call);
    } else {
        call->latest->later = dialog;
        dialog->sibling = call->latest;
    }
    call->latest = dialog;
    if (call->count < SC_DIALOGS_MAX) {
        call->count++;
        return;
    }
    call->earliest = call->earliest->later;
    call->earliest->sibling = NULL;
    call->dropped++;
}

static bool makes_dialog(const struct sc_transaction *transaction, const struct sc_record *record)
{
    return record->code > 100 && record->code < 300 && record->to_tag.size > 0 &&
           transaction->to_tag.size == 0 &&
           (sc_transaction_is(transaction, "INVITE") ||
            sc_transaction_is(transaction, "SUBSCRIBE") || sc_transaction_is(transaction, "REFER"));
}

void sc_dialogs_response(struct sc_tracker *tracker, struct sc_transaction *transaction,
                         const struct sc_record *record)
{
    if (!makes_dialog(transaction, record)) {
        return;
    }
    uint64_t key = dialog_key(tracker, transaction->call_id, transaction->from_tag, record->to_tag);
    struct sc_dialog *dialog = (struct sc_dialog *)sc_table_find(tracker->dialogs, key);
    if (dialog == NULL) {
        dialog = (struct sc_dialog *)sc_arena_alloc(tracker->arena, sizeof *dialog);
        dialog->call_id = transaction->call_id;
        dialog->caller_tag = transaction->from_tag;
        dialog->callee_tag = record->to_tag;
        dialog->setup = transaction;
        dialog->invite = transaction;
        link_dialog(tracker, dialog);
        sc_table_set(tracker->dialogs, key, dialog);
    }
    /* Of a fork's dialogs the one counts that was answered first. */
    if (transaction->dialog == NULL || transaction->success == record) {
        transaction->dialog = dialog;
    }
    if (record->code >= 200 && dialog->confirmed == NULL) {
        dialog->confirmed = record;
    }
}

/* The hops of an attempt's step one after the other, each behind the one it comes from. */
static struct sc_transaction *next_hop(struct sc_transaction *transaction)
{
    if (transaction->children != NULL) {
        return transaction->children;
    }
    while (transaction->parent != NULL && transaction->sibling == NULL) {
        transaction = transaction->parent;
    }
    return transaction->parent != NULL ? transaction->sibling : transaction->next_root;
}

/* How much speaks for an ACK being of the transaction's hop: it runs the same way, or at least the
 * same client sent it, from another port maybe, or on a way of its own without Record-Route. */
static int hop_fit(const struct sc_transaction *transaction, const struct reading *reading,
                   const struct sc_dialog *dialog)
{
    return (sc_transaction_same_way(transaction, reading) ? 4 : 0) +
           (sc_slice_same(transaction->sent_by, reading->via.sent_by) ? 2 : 0) +
           (dialog != NULL && transaction->dialog == dialog ? 1 : 0);
}

/* The transaction of the attempt that an ACK is of; one of the outermost hop if none fits. */
static struct sc_transaction *on_hop(const struct sc_attempt *attempt,
                                     const struct reading *reading, const struct sc_dialog *dialog)
{
    struct sc_transaction *best = attempt->roots;
    struct sc_transaction *hop = best;

    for (int i = 0; hop != NULL && i < ACK_HOPS_MAX; i++, hop = next_hop(hop)) {
        int fit = hop_fit(hop, reading, dialog);
        if (fit > 1 && fit > hop_fit(best, reading, dialog)) {
            best = hop;
        }
    }
    return best;
}

/* True if the attempt may be what an ACK acknowledges, going by number and sender. */
static bool suits_ack(const struct sc_attempt *attempt, const struct reading *reading)
{
    return attempt != NULL && attempt->roots != NULL && attempt->cseq == reading->cseq.number &&
           sc_slice_equal(attempt->from_tag, reading->from_tag);
}

/* True if no 2xx of the attempt contradicts the ACK's To tag: there is one with it, or none was
 * captured. */
static bool may_have_tag(const struct sc_attempt *attempt, const struct reading *reading)
{
    const struct sc_record *success = attempt->roots->success;

    return success == NULL || sc_slice_equal(success->to_tag, reading->to_tag);
}

struct sc_transaction *sc_dialogs_invite_of_ack(const struct sc_tracker *tracker,
                                                const struct reading *reading)
{
    uint64_t key = dialog_key(tracker, reading->call_id, reading->from_tag, reading->to_tag);
    const struct sc_dialog *dialog = (const struct sc_dialog *)sc_table_find(tracker->dialogs, key);
    const struct sc_attempt *within = sc_attempts_find(tracker, reading->call_id, reading->from_tag,
                                                       reading->to_tag, reading->method);
    const struct sc_attempt *setup = dialog != NULL ? dialog->setup->attempt : NULL;
    const struct sc_attempt *without = sc_attempts_find(
        tracker, reading->call_id, reading->from_tag, (struct sc_slice){0}, reading->method);

    if (suits_ack(within, reading)) {
        return on_hop(within, reading, dialog);
    }
    if (suits_ack(setup, reading)) {
        return on_hop(setup, reading, dialog);
    }
    if (suits_ack(without, reading) && may_have_tag(without, reading)) {
        return on_hop(without, reading, dialog);
    }
    return NULL;
}
