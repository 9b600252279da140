/* Rules about Retry-After of servers: when to try again, and who did not wait.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* Requests of one dialog that are looked through. */
#define REQUESTS_MAX 64

#define SECOND INT64_C(1000000000)

/* True if another request was without final response when the transaction's request came. */
static bool was_open(const struct sc_transaction *other, const struct sc_transaction *transaction)
{
    return !is_same_request(other, transaction) && other->request_seen &&
           (has_method(other, "INVITE") || has_method(other, "UPDATE")) &&
           not_after(&other->request, &transaction->request) &&
           (other->final == NULL || other->final->time > transaction->request.time);
}

/* A second INVITE or UPDATE while one is open is refused with 500 and Retry-After, too (section
 * 14.2, RFC 3311 section 5.2): that is no fault of the server. */
static bool may_overlap(const struct sc_transaction *transaction)
{
    const struct sc_dialog *dialog = transaction->dialog;

    if (!has_method(transaction, "INVITE") && !has_method(transaction, "UPDATE")) {
        return false;
    }
    if (!transaction->request_seen || (dialog == NULL && in_dialog(transaction))) {
        return true;
    }
    if (dialog == NULL || was_open(dialog->setup, transaction)) {
        return dialog != NULL;
    }
    const struct sc_transaction *other = dialog->latest;
    for (int i = 0; other != NULL && i < REQUESTS_MAX; i++, other = other->earlier_in_dialog) {
        if (was_open(other, transaction)) {
            return true;
        }
    }
    return false;
}

static void find_retry_after(struct scene *scene, const char *says)
{
    struct sc_retry_after retry = sc_message_retry_after(scene->message);
    const char *server = host(scene, scene->record->source);

    if (!retry.readable || retry.seconds == 0) {
        return;
    }
    if (retry.comment.size > 0) {
        find(scene, "%s %s for %u s: \"%s\"", server, says, retry.seconds,
             quote(scene, retry.comment));
    } else {
        find(scene, "%s %s for %u s", server, says, retry.seconds);
    }
}

static void judge_server_retry_after(struct scene *scene)
{
    if (!may_overlap(scene->transaction)) {
        find_retry_after(scene, "asks not to repeat the request");
    }
}

static void judge_overload(struct scene *scene)
{
    find_retry_after(scene, "asks to be sent nothing");
}

/* True if the client knew of the 503 when it sent the request: it had acknowledged it, or a round
 * trip had gone by. */
static bool knew_of(const struct scene *scene, const struct sc_pause *hold, int64_t waited)
{
    const struct sc_record *ack = hold->transaction->ack;
    int64_t round_trip = sc_tracker_timers(scene->tracker).t1 * INT64_C(1000000);

    return waited >= round_trip || (waited >= 0 && ack != NULL && not_after(ack, scene->record));
}

/* Requests within dialogs are left out: what was begun has to be brought to an end. */
static void judge_retry_after_ignored(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_pause *hold = sc_tracker_pause(scene->tracker, transaction);

    if (hold == NULL || scene->record != &transaction->request || in_dialog(transaction) ||
        has_method(transaction, "CANCEL") || hold->transaction == transaction) {
        return;
    }
    int64_t waited = sc_time_between(hold->record->time, scene->record->time);
    if (waited >= hold->seconds * SECOND || !knew_of(scene, hold, waited)) {
        return;
    }
    about(scene, hold->record);
    find(scene, "%s sent another request to %s after %s, asked to wait %u s",
         host(scene, scene->record->source), host(scene, scene->record->destination),
         span(scene, waited), hold->seconds);
}

static const struct rule rules[] = {
    {"overload-retry-after", ON_RESPONSE, 503, 503, NULL, judge_overload, NULL},
    {"retry-after-ignored", ON_REQUEST, 0, 0, NULL, judge_retry_after_ignored, NULL},
    {"server-retry-after", ON_RESPONSE, 500, 500, NULL, judge_server_retry_after, NULL},
};

const struct rule_topic rules_retry_after = {rules, G_N_ELEMENTS(rules)};
