/* Dialogs (RFC 3261 section 12), known by Call-ID and both tags, in whichever direction a request
 * goes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialogs.h"

/* Transactions that are searched for the hop of one ACK. */
#define ACK_HOPS_MAX 1024

/* A 2xx passes its hops within this time, in nanoseconds. */
#define SAME_ANSWER_TIME INT64_C(1000000000)

/* Every struct sc_dialog is the head of one of these. */
struct dialog {
    struct sc_dialog facts;
    struct sc_transaction *earliest; /* of the requests that are linked */
    struct dialog *later;            /* the next later one with the same Call-ID */
};

/* The dialogs with one Call-ID. */
struct call {
    struct dialog *latest;
    struct dialog *earliest;
    size_t count; /* that are linked */
    size_t dropped;
};

/* The same for both directions: the digests of the two tags are added, not chained. */
static uint64_t dialog_key(const struct sc_tracker *tracker, struct sc_slice call_id,
                           struct sc_slice tag, struct sc_slice other_tag)
{
    uint64_t tags = sc_digest_slice(tracker->seed, tag) + sc_digest_slice(tracker->seed, other_tag);

    return sc_digest_number(sc_digest_slice(tracker->seed, call_id), tags);
}

/* Links a request as the latest one of a dialog. The earliest makes room for it. */
static void link_request(struct dialog *dialog, struct sc_transaction *transaction)
{
    struct sc_dialog *facts = &dialog->facts;

    whole(transaction)->in_dialog_list = true;
    transaction->earlier_in_dialog = facts->latest;
    if (facts->latest != NULL) {
        whole(facts->latest)->later_in_dialog = transaction;
    } else {
        dialog->earliest = transaction;
    }
    facts->latest = transaction;
    if (facts->request_count < SC_DIALOG_REQUESTS_MAX) {
        facts->request_count++;
        return;
    }
    dialog->earliest = whole(dialog->earliest)->later_in_dialog;
    dialog->earliest->earlier_in_dialog = NULL;
    facts->requests_dropped++;
}

static uint64_t call_key(const struct sc_tracker *tracker, struct sc_slice call_id)
{
    return sc_digest_slice(tracker->seed, call_id);
}

/* Links a dialog as the latest one with its Call-ID. The earliest makes room for it. */
static void link_dialog(struct sc_tracker *tracker, struct dialog *dialog)
{
    struct call *call = sc_table_obtain(tracker, TABLE_CALLS,
                                        call_key(tracker, dialog->facts.call_id), sizeof *call);

    if (call->latest == NULL) {
        call->earliest = dialog;
    } else {
        call->latest->later = dialog;
        dialog->facts.sibling = &call->latest->facts;
    }
    call->latest = dialog;
    if (call->count < SC_DIALOGS_MAX) {
        call->count++;
        return;
    }
    call->earliest = call->earliest->later;
    call->earliest->facts.sibling = NULL;
    call->dropped++;
}

static struct dialog *open_dialog(struct sc_tracker *tracker, struct sc_transaction *setup,
                                  struct sc_slice callee_tag)
{
    struct dialog *dialog = sc_arena_alloc(tracker->arena, sizeof *dialog);

    dialog->facts.call_id = setup->call_id;
    dialog->facts.caller_tag = setup->from_tag;
    dialog->facts.callee_tag = callee_tag;
    dialog->facts.setup = setup;
    dialog->facts.invite = setup;
    link_dialog(tracker, dialog);
    sc_table_set(tracker, TABLE_DIALOGS,
                 dialog_key(tracker, setup->call_id, setup->from_tag, callee_tag), dialog);
    return dialog;
}

/* The dialog that a NOTIFY makes with the subscriber before the 2xx comes, or in its place: RFC
 * 6665 section 4.4.1. REFER subscribes, too (RFC 3515 section 2.4.4). NULL if it belongs to none.
 */
static struct dialog *dialog_of_notify(struct sc_tracker *tracker,
                                       const struct sc_transaction *notify)
{
    static const char *const makers[] = {"SUBSCRIBE", "REFER"};
    const struct sc_slice outside = {0};

    for (size_t i = 0; i < G_N_ELEMENTS(makers) && sc_transaction_is(notify, "NOTIFY"); i++) {
        const struct sc_attempt *attempt = sc_attempts_find(
            tracker, notify->call_id, notify->to_tag, outside, sc_slice_of(makers[i]));
        struct sc_transaction *setup = attempt != NULL ? attempt->roots : NULL;
        if (setup != NULL && notify->from_tag.size > 0 &&
            (setup->final == NULL || setup->success != NULL)) {
            struct dialog *dialog = open_dialog(tracker, setup, notify->from_tag);
            setup->dialog = setup->dialog != NULL ? setup->dialog : &dialog->facts;
            return dialog;
        }
    }
    return NULL;
}

void sc_dialogs_request(struct sc_tracker *tracker, struct sc_transaction *transaction)
{
    /* A response that came before its request has put it in its place. */
    if (transaction->to_tag.size == 0 || whole(transaction)->in_dialog_list) {
        return;
    }
    uint64_t key =
        dialog_key(tracker, transaction->call_id, transaction->from_tag, transaction->to_tag);
    struct dialog *dialog = sc_table_find(tracker, TABLE_DIALOGS, key);
    if (dialog == NULL) {
        dialog = dialog_of_notify(tracker, transaction);
    }
    if (dialog == NULL) {
        return;
    }
    transaction->dialog = &dialog->facts;
    link_request(dialog, transaction);
    if (sc_transaction_is(transaction, "INVITE")) {
        dialog->facts.invite = transaction;
    } else if (sc_transaction_is(transaction, "BYE") && dialog->facts.bye == NULL) {
        dialog->facts.bye = transaction;
    }
}

/* Only a request that is not the first of its dialog has the tags of a dialog that exists already.
 */
void sc_dialogs_unseen_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                               const struct sc_record *record)
{
    uint64_t key = dialog_key(tracker, transaction->call_id, transaction->from_tag, record->to_tag);
    const struct sc_dialog *dialog = sc_table_find(tracker, TABLE_DIALOGS, key);

    if (dialog != NULL && !sc_transaction_same_step(dialog->setup, transaction)) {
        transaction->to_tag = record->to_tag;
        sc_dialogs_request(tracker, transaction);
    }
}

const struct sc_dialog *sc_tracker_dialogs(const struct sc_tracker *tracker,
                                           struct sc_slice call_id)
{
    const struct call *call = sc_table_find(tracker, TABLE_CALLS, call_key(tracker, call_id));

    return call != NULL ? &call->latest->facts : NULL;
}

size_t sc_tracker_dialogs_dropped(const struct sc_tracker *tracker, struct sc_slice call_id)
{
    const struct call *call = sc_table_find(tracker, TABLE_CALLS, call_key(tracker, call_id));

    return call != NULL ? call->dropped : 0;
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
    struct dialog *own_dialog = sc_table_find(tracker, TABLE_DIALOGS, key);
    if (own_dialog == NULL) {
        own_dialog = open_dialog(tracker, transaction, record->to_tag);
    }
    struct sc_dialog *dialog = &own_dialog->facts;
    /* Of a fork's dialogs the one counts that was answered first. */
    if (transaction->dialog == NULL || transaction->success == record) {
        transaction->dialog = dialog;
    }
    if (record->code >= 200 && dialog->confirmed == NULL) {
        dialog->confirmed = record;
    }
}

/* The next hop in a depth-first walk over an attempt's step. */
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

/* The message of the hop whose Record-Route SENDER, one of the two UAs, makes its route set from;
 * NULL if the hop is not the one next to it. */
static const struct sc_record *route_source(const struct sc_transaction *hop,
                                            const struct sc_dialog *dialog, bool by_caller,
                                            const struct sc_endpoint *sender)
{
    if (!hop->request_seen || hop->success == NULL ||
        !sc_slice_equal(hop->success->to_tag, dialog->callee_tag)) {
        return NULL;
    }
    if (by_caller) {
        return !sc_transaction_has_upstream(hop) &&
                       sc_endpoint_same_host(hop->request.source, sender)
                   ? hop->success
                   : NULL;
    }
    return hop->children == NULL && sc_endpoint_same_host(hop->request.destination, sender)
               ? &hop->request
               : NULL;
}

/* Sets what makes a Route due in a request in a dialog that has none. Nothing is due if the capture
 * shows a hop next to the sender without Record-Route, too. */
static void find_route_due(struct sc_transaction *transaction)
{
    const struct sc_dialog *dialog = transaction->dialog;
    bool by_caller = sc_slice_equal(transaction->from_tag, dialog->caller_tag);
    struct sc_transaction *hop =
        dialog->setup->attempt != NULL ? dialog->setup->attempt->roots : NULL;

    for (int i = 0; hop != NULL && i < ACK_HOPS_MAX; i++, hop = next_hop(hop)) {
        const struct sc_record *source =
            route_source(hop, dialog, by_caller, transaction->request.source);
        if (source == NULL) {
            continue;
        }
        if (!(by_caller ? whole(hop)->success_recorded : whole(hop)->request_recorded)) {
            whole(transaction)->route_due = NULL;
            return;
        }
        whole(transaction)->route_due = source;
    }
}

void sc_dialogs_route(struct sc_transaction *transaction, const struct sc_message *message)
{
    whole(transaction)->request_recorded = sc_header_count(message, SC_HEADER_RECORD_ROUTE) > 0;
    if (transaction->dialog != NULL && transaction->to_tag.size > 0 && message->headers_complete &&
        message->lines_dropped == 0 && sc_header_count(message, SC_HEADER_ROUTE) == 0 &&
        !sc_transaction_has_upstream(transaction)) {
        find_route_due(transaction);
    }
}

const struct sc_record *sc_dialog_route_due(const struct sc_transaction *transaction)
{
    return whole_of(transaction)->route_due;
}

/* Of the 2xx on several hops that one counts which has a timer: a proxy may ask the caller for it
 * although the callee knows none (RFC 4028 section 8.2). */
static void keep_timer(struct sc_transaction *transaction, const struct sc_record *record,
                       const struct sc_message *message)
{
    struct sc_session_timer *timer = &transaction->dialog->timer;
    struct sc_slice value = sc_header_first(message, SC_HEADER_SESSION_EXPIRES);
    struct sc_slice refresher = sc_param_find(value, "refresher");
    uint32_t interval;

    if (!sc_message_number(message, SC_HEADER_SESSION_EXPIRES, &interval)) {
        if (timer->agreed != NULL &&
            sc_time_between(timer->agreed->time, record->time) < SAME_ANSWER_TIME) {
            return;
        }
        interval = 0;
    }
    *timer = (struct sc_session_timer){.agreed = record, .interval = interval};
    if (sc_slice_is(refresher, "uac")) {
        timer->refresher = transaction->from_tag;
    } else if (sc_slice_is(refresher, "uas")) {
        timer->refresher = record->to_tag;
    }
}

void sc_dialogs_success(struct sc_transaction *transaction, const struct sc_record *record,
                        const struct sc_message *message)
{
    if (record == transaction->success) {
        whole(transaction)->success_recorded = sc_header_count(message, SC_HEADER_RECORD_ROUTE) > 0;
    }
    if (record->code / 100 == 2 && transaction->dialog != NULL &&
        (sc_transaction_is(transaction, "INVITE") || sc_transaction_is(transaction, "UPDATE"))) {
        keep_timer(transaction, record, message);
    }
}

/* How well an ACK fits the transaction's hop: the endpoints are the same, or at least the client
 * is: it may use another port, or without Record-Route another path. */
static int hop_fit(const struct sc_transaction *transaction, const struct reading *reading,
                   const struct sc_dialog *dialog)
{
    return (sc_transaction_same_way(transaction, reading) ? 4 : 0) +
           (sc_slice_same(transaction->sent_by, reading->via.sent_by) ? 2 : 0) +
           (dialog != NULL && transaction->dialog == dialog ? 1 : 0);
}

/* The transaction of the attempt that an ACK is of; one of the outermost hop if none fits, that
 * with its dialog if there are several. */
static struct sc_transaction *on_hop(const struct sc_attempt *attempt,
                                     const struct reading *reading, const struct sc_dialog *dialog)
{
    struct sc_transaction *best = attempt->roots;
    struct sc_transaction *hop = best;

    for (int i = 0; hop != NULL && i < ACK_HOPS_MAX; i++, hop = next_hop(hop)) {
        int fit = hop_fit(hop, reading, dialog);
        if ((fit > 1 || hop->parent == NULL) && fit > hop_fit(best, reading, dialog)) {
            best = hop;
        }
    }
    return best;
}

/* True if the attempt may be what an ACK acknowledges, going by number and sender. */
static bool suits_ack(const struct sc_attempt *attempt, const struct reading *reading)
{
    return attempt != NULL && attempt->roots != NULL && attempt->cseq == reading->cseq.number &&
           sc_slice_equal(attempt->roots->from_tag, reading->from_tag);
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
    const struct sc_dialog *dialog = sc_table_find(tracker, TABLE_DIALOGS, key);
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
