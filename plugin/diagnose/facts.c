/* Facts that rules of several topics ask for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* Hops that are looked at on the way to the one who refused. */
#define HOPS_MAX 256

/* What nobody presses a button within: a refusal that comes so fast is a machine's. */
#define AT_ONCE INT64_C(300000000)

/* Responses of one transaction that are looked through, the first ones. */
#define RESPONSES_MAX 64

/* Transactions of the latest step of an attempt, and steps before it, that are looked through. */
#define ROOTS_MAX 32
#define STEPS_MAX 32

const char *host(struct scene *scene, const struct sc_endpoint *endpoint)
{
    char text[SC_ENDPOINT_TEXT_SIZE];

    sc_endpoint_write(endpoint, text);
    return quote(scene, sc_slice_of(text));
}

bool has_method(const struct sc_transaction *transaction, const char *method)
{
    return sc_slice_equal(transaction->method, sc_slice_of(method));
}

bool ended_unseen(const struct sc_transaction *transaction)
{
    return transaction->final == NULL && transaction->ack != NULL;
}

bool is_same_request(const struct sc_transaction *a, const struct sc_transaction *b)
{
    return sc_transaction_same_request(a, b);
}

bool in_dialog(const struct sc_transaction *transaction)
{
    return transaction->to_tag.size > 0;
}

bool is_request(const struct scene *scene)
{
    return scene->record == &scene->transaction->request;
}

bool at_either_end(const struct scene *scene)
{
    return scene->frame == scene->record->frame || scene->frame == scene->record->last_frame;
}

int64_t repeated_for(const struct sc_record *record)
{
    return sc_time_between(record->time, record->last_time);
}

int64_t begun_at(const struct sc_transaction *transaction)
{
    return transaction->request_seen ? transaction->request.time : transaction->responses->time;
}

int64_t timeout(const struct scene *scene)
{
    return INT64_C(64) * sc_tracker_timers(scene->tracker).t1 * INT64_C(1000000);
}

const struct sc_transaction *refusing_hop(const struct scene *scene)
{
    const struct sc_transaction *hop = scene->transaction;
    const struct sc_transaction *child = hop->children;

    for (int i = 0; child != NULL && i < HOPS_MAX; i++) {
        if (child->final != NULL && child->final->code == scene->record->code) {
            hop = child;
            child = hop->children;
        } else {
            child = child->sibling;
        }
    }
    return hop;
}

bool is_earlier_of_fork(const struct sc_record *record, const struct sc_record *response)
{
    return response->code > 100 && response->code < 200 &&
           sc_slice_equal(response->to_tag, record->to_tag);
}

const struct sc_record *own_ringing(const struct scene *scene)
{
    const struct sc_record *response = scene->transaction->alerting;

    for (int i = 0; response != NULL && response != scene->record && i < RESPONSES_MAX;
         i++, response = response->next) {
        if (response->code == 180 && is_earlier_of_fork(scene->record, response)) {
            return response;
        }
    }
    return NULL;
}

int64_t since(const struct scene *scene, const struct sc_record *earlier)
{
    return sc_time_between(earlier->time, scene->record->time);
}

bool rang_for_a_while(const struct scene *scene, const struct sc_record *ringing)
{
    return ringing != NULL && since(scene, ringing) >= AT_ONCE;
}

bool refused_at_once(const struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    return !in_dialog(transaction) && transaction->request_seen && transaction->alerting == NULL &&
           sc_time_between(transaction->request.last_time, scene->record->time) < AT_ONCE;
}

const char *own_phrase(struct scene *scene, char text[CAUSE_SIZE])
{
    struct sc_slice phrase = scene->message->phrase;

    text[0] = '\0';
    if (phrase.size > 0 && !sc_slice_is(phrase, sc_status_lookup(scene->record->code)->phrase)) {
        g_snprintf(text, CAUSE_SIZE, ", with the phrase \"%s\"", quote(scene, phrase));
    }
    return text;
}

bool was_followed_up(const struct sc_transaction *transaction)
{
    const struct sc_transaction *root = transaction->attempt->roots;

    for (int i = 0; root != NULL && i < ROOTS_MAX; i++, root = root->next_root) {
        const struct sc_transaction *step = root->retry_of;
        for (int n = 0; step != NULL && n < STEPS_MAX; n++, step = step->retry_of) {
            if (step == transaction) {
                return true;
            }
        }
    }
    return false;
}

int64_t t1(const struct scene *scene)
{
    return timeout(scene) / 64;
}

bool sent_to_the_end(const struct scene *scene, const struct sc_record *record)
{
    return repeated_for(record) >= 60 * t1(scene);
}

void weigh_copies(struct scene *scene, const struct sc_record *record)
{
    struct sc_gaps gaps = sc_transaction_gaps(scene->tracker, scene->transaction);

    if (sent_to_the_end(scene, record) ||
        (!gaps.ends_early && repeated_for(record) >= timeout(scene) / 4)) {
        certain(scene);
    }
}

bool not_after(const struct sc_record *record, const struct sc_record *other)
{
    return record->time <= other->time;
}

/* True if the client of BRANCH had no response for a good part of the time until RECORD: it
 * repeated its request (section 17.1.1.2). */
static bool went_on_asking(const struct sc_transaction *branch, const struct sc_record *record)
{
    const struct sc_record *request = &branch->request;

    return request->retransmissions > 0 && sc_time_between(request->time, request->last_time) >=
                                               sc_time_between(request->time, record->time) / 4;
}

void see_to_branch(struct scene *scene, const struct sc_transaction *branch)
{
    struct sc_gaps gaps = sc_transaction_gaps(scene->tracker, branch);

    if (gaps.one_direction && !went_on_asking(branch, scene->record)) {
        blocked(scene, SC_BLOCKER_ONE_DIRECTION);
    }
    if (gaps.segments_missing) {
        blocked(scene, SC_BLOCKER_SEGMENTS);
    }
    if (gaps.fragments_missing) {
        blocked(scene, SC_BLOCKER_FRAGMENTS);
    }
}
