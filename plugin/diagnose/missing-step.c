/* Rules about responses that are missing or late.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a response never came, the request shows it: on a second look, once the capture has gone on
 * for 64*T1 without one, and on its last copy. An ICMP error explains the silence; then nothing
 * else is said of it.
 */
#include "rules.h"

/* A proxy gives up a call that rings for longer than this (section 16.6, step 11: timer C). */
#define TIMER_C INT64_C(180000000000)

/* A server that cannot answer an INVITE within this sends a 100 (section 17.2.1). */
#define TRYING_TIME INT64_C(200000000)

/* Lists that hostile captures make long are walked so far. */
#define RESPONSES_MAX 256
#define HOPS_MAX      256

/* ---- No response ---- */

static void judge_unanswered(struct scene *scene, const char *response)
{
    const struct sc_record *request = &scene->transaction->request;

    if (!at_either_end(scene) || scene->transaction->unreachable != NULL ||
        ended_unseen(scene->transaction)) {
        return;
    }
    weigh_copies(scene, request);
    evidence(scene, request->last_frame);
    if (sent_to_the_end(scene, request)) {
        find(scene, "Sent %u times in %s, and no %s came", request->retransmissions + 1,
             span(scene, repeated_for(request)), response);
    } else if (request->retransmissions > 0) {
        find(scene, "Sent %u times in %s, and no %s came within %s", request->retransmissions + 1,
             span(scene, repeated_for(request)), response, span(scene, timeout(scene)));
    } else {
        find(scene, "Sent once, and no %s came within %s", response, span(scene, timeout(scene)));
    }
}

static void judge_invite_unanswered(struct scene *scene)
{
    if (is_request(scene) && scene->transaction->responses == NULL) {
        judge_unanswered(scene, "response");
    }
}

/* A provisional response does not stop the timer of these (section 17.1.2.2). */
static void judge_request_unanswered(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (is_request(scene) && !has_method(transaction, "INVITE") && transaction->final == NULL) {
        judge_unanswered(scene, transaction->responses == NULL ? "response" : "final response");
    }
}

/* True if the proxy that sent the request has answered its own client meanwhile: then it waits for
 * nothing any more. */
static bool was_given_up(const struct sc_transaction *transaction)
{
    return transaction->parent != NULL && transaction->parent->final != NULL;
}

/* While the capture is read for the first time, it ends with the message at hand. */
static void judge_capture_too_short(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_record *request = &transaction->request;
    bool heard = transaction->responses != NULL;
    int64_t silent_since = heard ? transaction->last_time : request->time;
    struct sc_gaps gaps = sc_transaction_gaps(scene->tracker, transaction);

    if (!sc_tracker_finished(scene->tracker) || scene->frame != scene->record->frame ||
        (!is_request(scene) && scene->record != transaction->last_response) ||
        !transaction->request_seen || transaction->final != NULL ||
        transaction->unreachable != NULL || (!heard && sent_to_the_end(scene, request)) ||
        has_method(transaction, "CANCEL") || ended_unseen(transaction) ||
        was_given_up(transaction) || gaps.cut || !gaps.ends_early) {
        return;
    }
    evidence(scene, request->frame);
    find(scene, "The capture ends %s after the %s, too early to tell how it was answered",
         span(scene, sc_time_between(silent_since, sc_tracker_end(scene->tracker))),
         heard ? "latest message" : "request");
}

/* ---- ICMP errors ---- */

/* A response shows that the destination was reached after all. */
static bool is_unreached(struct scene *scene)
{
    return scene->transaction->responses == NULL;
}

/* True if the error quotes the request. */
static bool quotes_request(const struct scene *scene)
{
    return scene->record == scene->transaction->unreachable;
}

/* How long after the latest copy of the message that it quotes the error came. */
static const char *error_delay(struct scene *scene, const struct sc_record *quoted)
{
    return span(scene, sc_time_between(quoted->last_time, scene->record->last_time));
}

static void judge_icmp_unreachable(struct scene *scene)
{
    const struct sc_record *request = &scene->transaction->request;

    if (!quotes_request(scene)) {
        return;
    }
    about(scene, request);
    switch (scene->transaction->icmp) {
    case SC_ICMP_NETWORK:
        find(scene, "An ICMP error came %s later: no route to the destination's network",
             error_delay(scene, request));
        break;
    case SC_ICMP_HOST:
        find(scene, "An ICMP error came %s later: the destination host cannot be reached",
             error_delay(scene, request));
        break;
    case SC_ICMP_PORT:
        find(scene, "An ICMP error came %s later: nothing listens on port %u of the destination",
             error_delay(scene, request), request->destination->port);
        break;
    case SC_ICMP_PROTOCOL:
        find(scene, "An ICMP error came %s later: the destination does not take this transport",
             error_delay(scene, request));
        break;
    case SC_ICMP_NONE:
    case SC_ICMP_PROHIBITED:
        break;
    }
}

static void judge_icmp_prohibited(struct scene *scene)
{
    const struct sc_record *request = &scene->transaction->request;

    if (quotes_request(scene) && scene->transaction->icmp == SC_ICMP_PROHIBITED) {
        about(scene, request);
        find(scene, "An ICMP error came %s later: a filter on the way to port %u rejects it",
             error_delay(scene, request), request->destination->port);
    }
}

/* The response that the error quotes; NULL if it does not quote one. */
static const struct sc_record *quoted_response(const struct scene *scene)
{
    const struct sc_record *response = scene->transaction->responses;

    for (int i = 0; response != NULL && i < RESPONSES_MAX; i++, response = response->next) {
        if (response->undelivered == scene->record) {
            return response;
        }
    }
    return NULL;
}

/* Why it did not get to the client, for the end of a sentence. */
static const char *what_failed(struct scene *scene, const struct sc_record *response,
                               char text[CAUSE_SIZE])
{
    const char *client = host(scene, response->destination);
    unsigned port = response->destination->port;

    switch (response->icmp) {
    case SC_ICMP_NETWORK:
        g_snprintf(text, CAUSE_SIZE, "no route to the network of %s", client);
        break;
    case SC_ICMP_PORT:
        g_snprintf(text, CAUSE_SIZE, "nothing listens on port %u of %s", port, client);
        break;
    case SC_ICMP_PROTOCOL:
        g_snprintf(text, CAUSE_SIZE, "%s does not take this transport", client);
        break;
    case SC_ICMP_PROHIBITED:
        g_snprintf(text, CAUSE_SIZE, "a filter on the way to port %u of %s rejects it", port,
                   client);
        break;
    case SC_ICMP_NONE:
    case SC_ICMP_HOST:
        g_snprintf(text, CAUSE_SIZE, "%s cannot be reached", client);
        break;
    }
    return text;
}

/* A later copy, and what comes behind a final response, may find the port of a client closed that
 * has heard enough. */
static void judge_response_undeliverable(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_record *response = quoted_response(scene);
    char failed[CAUSE_SIZE];

    if (response == NULL || response->retransmissions > 0 ||
        (transaction->final != NULL && transaction->final != response)) {
        return;
    }
    bool elsewhere = transaction->request_seen &&
                     transaction->request.source->port != response->destination->port;
    about(scene, response);
    evidence(scene, transaction->request.frame);
    what_failed(scene, response, failed);
    if (elsewhere) {
        find(scene, "An ICMP error came %s later: %s; the request came from port %u",
             error_delay(scene, response), failed, transaction->request.source->port);
    } else {
        find(scene, "An ICMP error came %s later: %s", error_delay(scene, response), failed);
    }
}

/* Who acknowledges it has got it, be it a later copy. */
static bool is_undelivered(struct scene *scene)
{
    return scene->transaction->ack == NULL;
}

/* ---- No final response ---- */

/* The highest code among the responses, SC_CODE_MAX if there were more than are linked. */
static unsigned highest_code(const struct sc_transaction *transaction)
{
    unsigned highest = transaction->responses_dropped > 0 ? SC_CODE_MAX : 0;

    for (const struct sc_record *response = transaction->responses; response != NULL;
         response = response->next) {
        highest = MAX(highest, response->code);
    }
    return highest;
}

/* True if a hop further down was seen to get more than a 100. */
static bool heard_further_down(const struct sc_transaction *transaction)
{
    const struct sc_transaction *branch = transaction->children;

    for (int i = 0; branch != NULL && i < HOPS_MAX; i++, branch = branch->sibling) {
        if (highest_code(branch) > 100) {
            return true;
        }
    }
    return branch != NULL;
}

/* True if an INVITE that nobody cancelled has nothing but provisional responses, and its request or
 * the latest of those is at hand. */
static bool is_left_open(const struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    return transaction->provisional != NULL && transaction->final == NULL &&
           transaction->cancelled_by == NULL && !ended_unseen(transaction) &&
           at_either_end(scene) &&
           (is_request(scene) || scene->record == transaction->last_response);
}

static int64_t silent_for(const struct scene *scene)
{
    return sc_time_between(scene->transaction->last_time, sc_tracker_end(scene->tracker));
}

static void judge_trying_only(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (is_left_open(scene) && highest_code(transaction) == 100 &&
        !heard_further_down(transaction)) {
        evidence(scene, transaction->request.frame);
        evidence(scene, transaction->provisional->frame);
        find(scene, "A 100 was the only response, and then nothing came for %s",
             span(scene, silent_for(scene)));
    }
}

static void judge_provisional_only(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_dialog *dialog = transaction->dialog;
    unsigned highest = highest_code(transaction);

    if (is_left_open(scene) && highest > 100 && highest < 200 && silent_for(scene) > TIMER_C &&
        (dialog == NULL || dialog->bye == NULL)) {
        evidence(scene, transaction->request.frame);
        evidence(scene, transaction->last_response->last_frame);
        find(scene,
             "A %u was the latest response, and then came neither a final one nor a CANCEL "
             "for %s",
             transaction->last_response->code, span(scene, silent_for(scene)));
    }
}

/* A client that heard nothing sends an INVITE again after T1. If it did not, over UDP, it heard
 * something that the capture lacks; before T1 the way itself may have taken so long. A response
 * right behind a later copy says that earlier ones were lost. */
static void judge_slow_first_response(struct scene *scene)
{
    const struct sc_record *request = &scene->transaction->request;
    int64_t delay = sc_time_between(request->time, scene->record->time);
    int64_t late = scene->thresholds->slow_response * INT64_C(1000000);
    int64_t due = scene->record->code == 100 ? late : TRYING_TIME;

    if (!scene->transaction->request_seen || scene->record != scene->transaction->responses ||
        delay <= due || sc_time_between(request->last_time, scene->record->time) <= TRYING_TIME) {
        return;
    }
    evidence(scene, request->frame);
    if (request->retransmissions > 0) {
        find(scene, "The first response came after %s, when the INVITE had been sent %u times",
             span(scene, delay), request->retransmissions + 1);
    } else if (scene->packet->stream || delay < 2 * t1(scene)) {
        confidence(scene, delay > late ? SC_CONFIDENCE_STRONG : SC_CONFIDENCE_SUGGESTIVE);
        find(scene, "The first response came after %s, a 100 is due after %s", span(scene, delay),
             span(scene, TRYING_TIME));
    }
}

static const struct rule rules[] = {
    {"capture-too-short", AT_SHOWING, 0, 0, NULL, judge_capture_too_short, NULL},
    {"icmp-prohibited", ON_UNREACHABLE, 0, 0, NULL, judge_icmp_prohibited, is_unreached},
    {"icmp-unreachable", ON_UNREACHABLE, 0, 0, NULL, judge_icmp_unreachable, is_unreached},
    {"invite-unanswered", AT_SHOWING, 0, 0, "INVITE", judge_invite_unanswered, NULL},
    {"provisional-only", AT_SHOWING, 0, 0, "INVITE", judge_provisional_only, NULL},
    {"request-unanswered", AT_SHOWING, 0, 0, NULL, judge_request_unanswered, NULL},
    {"response-undeliverable", ON_UNREACHABLE, 0, 0, NULL, judge_response_undeliverable,
     is_undelivered},
    {"slow-first-response", ON_RESPONSE, 0, 0, "INVITE", judge_slow_first_response, NULL},
    {"trying-only", AT_SHOWING, 0, 0, "INVITE", judge_trying_only, NULL},
};

const struct rule_topic rules_missing_step = {rules, G_N_ELEMENTS(rules)};
