/* Rules about who was called: whether the callee exists, is there, and has time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A cause that a machine wrote down goes before everything that a rule could conclude. Where such a
 * cause says something else, the rule is silent.
 */
#include <string.h>

#include "rules.h"

#define SECONDS INT64_C(1000000000)

/* A phone that rang for so long was heard. */
#define RANG_LONG (15 * SECONDS)

/* Responses of one transaction that are looked through, the first ones. */
#define RESPONSES_MAX 64

/* Branches of one fork that are looked through, the latest ones. */
#define BRANCHES_MAX 64

/* Who was called on this hop: the Request-URI or, if that is not kept, To. */
static struct sc_slice callee_of(struct scene *scene)
{
    const struct sc_message *request = request_of(scene);

    return request != NULL && request->uri.size > 0
               ? request->uri
               : sc_address_read(sc_header_first(scene->message, SC_HEADER_TO)).uri;
}

/* How old a registration is at the response, and how old it gets, in nanoseconds. */
static int64_t age_of(const struct scene *scene, const struct sc_registration *registration)
{
    return sc_time_between(registration->time, scene->record->time);
}

static int64_t lifetime_of(const struct sc_registration *registration)
{
    return registration->lifetime * SECONDS;
}

/* ---- 404, 484 ---- */

static void judge_unallocated(struct scene *scene)
{
    struct stated stated = stated_cause(scene);

    if (stated.record != NULL && stated.cause >= 1 && stated.cause <= 3) {
        char cause[CAUSE_SIZE];
        confirmation(scene, &stated, cause);
        find(scene, "The telephone network refused the number%s", cause);
    }
}

/* Where the request was passed on, the user was found, and the 404 came from there. */
static void judge_registered(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (in_dialog(transaction) || has_method(transaction, "REGISTER") ||
        transaction->children != NULL || stated_cause(scene).record != NULL) {
        return;
    }
    const struct sc_registration *registration =
        sc_tracker_registration(scene->tracker, callee_of(scene), scene->record->source);
    if (registration != NULL && age_of(scene, registration) < lifetime_of(registration)) {
        evidence(scene, registration->frame);
        find(scene,
             "This server accepted a registration of the user in frame %u, %s before, for %u s",
             registration->frame, span(scene, age_of(scene, registration)), registration->lifetime);
    }
}

static void judge_incomplete(struct scene *scene)
{
    struct stated stated = stated_cause(scene);
    const struct sc_message *request = request_of(scene);

    if (request == NULL || in_dialog(scene->transaction) || !nothing_but(&stated, 28, 28)) {
        return;
    }
    size_t size = sc_uri_read(request->uri).user.size;
    char cause[CAUSE_SIZE];
    confirmation(scene, &stated, cause);
    if (size == 0) {
        find(scene, "The Request-URI has no user part%s", cause);
    } else {
        find(scene,
             "The user part of the Request-URI has %zu characters, too few or in another "
             "form than this server takes%s",
             size, cause);
    }
}

/* Overlap dialling: the caller went on with a longer number (RFC 3261 section 21.4.22). */
static bool incomplete_holds(struct scene *scene)
{
    if (!sc_tracker_finished(scene->tracker)) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
    }
    return !was_followed_up(scene->transaction);
}

/* ---- 480 ---- */

/* True if a branch of this hop ended for another reason than that nobody answered. */
static bool another_branch_refused(const struct sc_transaction *transaction)
{
    const struct sc_transaction *branch = transaction->children;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        unsigned code = branch->final != NULL ? branch->final->code : 0;
        if (code != 0 && code != 408 && code != 480 && code != 487) {
            return true;
        }
    }
    return false;
}

static void judge_no_answer(struct scene *scene)
{
    struct stated stated = stated_cause(scene);
    const struct sc_record *ringing =
        stated.record != NULL ? own_ringing(scene) : scene->transaction->alerting;

    if (in_dialog(scene->transaction) || !nothing_but(&stated, 18, 19) ||
        (stated.record == NULL && (ringing == NULL || since(scene, ringing) < RANG_LONG ||
                                   another_branch_refused(scene->transaction)))) {
        return;
    }
    char cause[CAUSE_SIZE];
    confirmation(scene, &stated, cause);
    if (ringing == NULL) {
        find(scene, "Nobody answered%s", cause);
        return;
    }
    evidence(scene, ringing->frame);
    find(scene, "It rang for %s, and nobody answered%s", span(scene, since(scene, ringing)), cause);
}

/* True if TEXT holds WORD, in small letters, in any case. */
static bool holds_word(struct sc_slice text, const char *word)
{
    size_t size = strlen(word);

    for (size_t at = 0; at + size <= text.size; at++) {
        if (sc_slice_is((struct sc_slice){text.data + at, size}, word)) {
            return true;
        }
    }
    return false;
}

/* Whether the phrase leaves room for the callee not being registered: a registered phrase says
 * nothing, and section 21.4.18 asks for a more precise one. */
static bool phrase_fits_unregistered(const struct scene *scene)
{
    struct sc_slice phrase = scene->message->phrase;

    return phrase.size == 0 || sc_slice_is(phrase, sc_status_lookup(480)->phrase) ||
           sc_slice_is(phrase, "Temporarily not available") || holds_word(phrase, "regist") ||
           holds_word(phrase, "offline") || holds_word(phrase, "logged in");
}

/* True if a server had put the callee's contact in place of the address that was called: the
 * request reached somebody. */
static bool was_located(struct scene *scene)
{
    const struct sc_message *request =
        scene->transaction->parent != NULL ? request_of(scene) : NULL;

    if (request == NULL) {
        return false;
    }
    struct sc_uri now = sc_uri_read(request->uri);
    struct sc_uri before = sc_uri_read(sc_address_read(sc_header_first(request, SC_HEADER_TO)).uri);
    return !sc_slice_equal(now.user, before.user) || !sc_slice_same(now.host, before.host);
}

/* Says it by what the capture holds of the callee's registrations. */
static void judge_by_registrations(struct scene *scene)
{
    const struct sc_registration *registration =
        sc_tracker_registration(scene->tracker, callee_of(scene), scene->record->source);

    char phrase[CAUSE_SIZE];
    own_phrase(scene, phrase);
    if (registration == NULL) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
        find(scene,
             "No 180, no specific cause, and in the capture no registration of the callee at this "
             "server%s",
             phrase);
        return;
    }
    evidence(scene, registration->frame);
    if (registration->lifetime == 0) {
        find(scene, "No binding of the callee was left after frame %u, %s before%s",
             registration->frame, span(scene, age_of(scene, registration)), phrase);
    } else if (age_of(scene, registration) >= lifetime_of(registration)) {
        find(scene, "The callee's registration of frame %u, for %u s, ran out %s before%s",
             registration->frame, registration->lifetime,
             span(scene, age_of(scene, registration) - lifetime_of(registration)), phrase);
    }
}

/* True if a provisional response from beyond the server came: somebody was there. */
static bool was_found(const struct sc_transaction *transaction)
{
    const struct sc_record *response = transaction->responses;

    for (int i = 0; response != NULL && i < RESPONSES_MAX; i++, response = response->next) {
        if (response->code > 100 && response->code < 200) {
            return true;
        }
    }
    return false;
}

static void judge_not_registered(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    struct stated stated = stated_cause(scene);

    if (in_dialog(transaction) || has_method(transaction, "REGISTER") ||
        has_method(transaction, "OPTIONS") || was_found(transaction)) {
        return;
    }
    if (stated.record != NULL) {
        if (stated.cause == 20) {
            char cause[CAUSE_SIZE];
            confirmation(scene, &stated, cause);
            find(scene, "The callee is not there%s", cause);
        }
        return;
    }
    /* A callee that a request was passed on to is known to the server, and one that says when to
     * call again has been asked. */
    if (transaction->children == NULL && !was_located(scene) && phrase_fits_unregistered(scene) &&
        sc_header_count(scene->message, SC_HEADER_RETRY_AFTER) == 0) {
        judge_by_registrations(scene);
    }
}

static void judge_retry_after(struct scene *scene)
{
    struct sc_retry_after retry = sc_message_retry_after(scene->message);

    if (retry.readable && retry.seconds > 0) {
        find(scene, "Retry-After of the %u asks to call again in %u s", scene->record->code,
             retry.seconds);
    }
}

/* ---- Any refusal ---- */

static void judge_cause_in_provisional(struct scene *scene)
{
    unsigned code = scene->record->code;

    /* Of 5xx gateway-cause says it. */
    if (code == 401 || code == 407 || code / 100 == 5 ||
        specific_cause(scene->record).record != NULL) {
        return;
    }
    struct stated stated = earlier_cause(scene);
    /* That nobody answered is a finding of its own. */
    if (stated.record != NULL && !(code == 480 && nothing_but(&stated, 18, 19))) {
        char cause[CAUSE_SIZE];
        confirmation(scene, &stated, cause);
        find(scene, "The %u itself names no specific cause%s", code, cause);
    }
}

/* ---- 486, 600 ---- */

/* An open call of the one who was called, under either name. */
static const struct sc_dialog *other_call(struct scene *scene)
{
    struct sc_slice call_id = scene->transaction->call_id;
    struct sc_slice to = sc_address_read(sc_header_first(scene->message, SC_HEADER_TO)).uri;
    const struct sc_dialog *call = sc_tracker_call_of(scene->tracker, to, call_id);

    return call != NULL ? call : sc_tracker_call_of(scene->tracker, callee_of(scene), call_id);
}

static void judge_in_call(struct scene *scene)
{
    struct stated stated = stated_cause(scene);
    const struct sc_dialog *call = other_call(scene);

    if (call == NULL || !refused_at_once(scene) || !nothing_but(&stated, 17, 17)) {
        return;
    }
    char cause[CAUSE_SIZE];
    char phrase[CAUSE_SIZE];
    evidence(scene, call->confirmed->frame);
    evidence(scene, scene->transaction->request.frame);
    find(scene,
         "The callee's call that was answered in frame %u goes on; this one was refused %s "
         "after its INVITE%s%s",
         call->confirmed->frame, span(scene, since(scene, &scene->transaction->request)),
         own_phrase(scene, phrase), confirmation(scene, &stated, cause));
}

/* A Q.850 17 from a machine is more than this could say. */
static void judge_busy_immediate(struct scene *scene)
{
    if (!refused_at_once(scene) || stated_cause(scene).record != NULL ||
        other_call(scene) != NULL) {
        return;
    }
    char phrase[CAUSE_SIZE];
    evidence(scene, scene->transaction->request.frame);
    find(scene,
         "Busy %s after the INVITE, without ringing, and the capture holds no other answered "
         "call of the callee%s",
         span(scene, since(scene, &scene->transaction->request)), own_phrase(scene, phrase));
}

static void judge_rejected_ringing(struct scene *scene)
{
    const struct sc_record *ringing = own_ringing(scene);
    struct stated stated = stated_cause(scene);

    if (rang_for_a_while(scene, ringing) && !in_dialog(scene->transaction) &&
        nothing_but(&stated, 17, 21)) {
        evidence(scene, ringing->frame);
        char phrase[CAUSE_SIZE];
        own_phrase(scene, phrase);
        char cause[CAUSE_SIZE];
        confirmation(scene, &stated, cause);
        find(scene, "It rang for %s, then the same phone refused the call%s%s",
             span(scene, since(scene, ringing)), phrase, cause);
    }
}

static void judge_reason_conflict(struct scene *scene)
{
    struct stated stated = specific_cause(scene->record);

    if (stated.record != NULL && stated.cause != 17) {
        char text[CAUSE_SIZE];
        find(scene, "%s, and not 17 (%s)", statement(scene, &stated, text),
             sc_q850_lookup(17)->name);
    }
}

static void judge_busy_everywhere(struct scene *scene)
{
    struct stated stated = stated_cause(scene);

    if (nothing_but(&stated, 17, 17)) {
        char cause[CAUSE_SIZE];
        confirmation(scene, &stated, cause);
        find(scene, "The 600 speaks for every device of the callee%s", cause);
    }
}

static const struct rule rules[] = {
    {"address-incomplete", ON_RESPONSE, 484, 484, NULL, judge_incomplete, incomplete_holds},
    {"busy-everywhere", ON_RESPONSE, 600, 600, "INVITE", judge_busy_everywhere, NULL},
    {"busy-immediate", ON_RESPONSE, 486, 486, "INVITE", judge_busy_immediate, NULL},
    {"busy-retry-after", ON_RESPONSE, 486, 486, NULL, judge_retry_after, NULL},
    {"busy-retry-after", ON_RESPONSE, 600, 600, NULL, judge_retry_after, NULL},
    {"callee-in-call", ON_RESPONSE, 486, 486, "INVITE", judge_in_call, NULL},
    {"callee-not-registered", ON_RESPONSE, 480, 480, NULL, judge_not_registered, NULL},
    {"callee-retry-after", ON_RESPONSE, 480, 480, NULL, judge_retry_after, NULL},
    {"callee-retry-after", ON_RESPONSE, 603, 603, NULL, judge_retry_after, NULL},
    {"cause-in-provisional", ON_RESPONSE, 400, 699, "INVITE", judge_cause_in_provisional, NULL},
    {"code-reason-conflict", ON_RESPONSE, 486, 486, NULL, judge_reason_conflict, NULL},
    {"no-answer", ON_RESPONSE, 480, 480, "INVITE", judge_no_answer, NULL},
    {"pstn-number-unallocated", ON_RESPONSE, 404, 404, NULL, judge_unallocated, NULL},
    {"registered-but-not-found", ON_RESPONSE, 404, 404, NULL, judge_registered, NULL},
    {"rejected-while-ringing", ON_RESPONSE, 486, 486, "INVITE", judge_rejected_ringing, NULL},
};

const struct rule_topic rules_callee = {rules, G_N_ELEMENTS(rules)};
