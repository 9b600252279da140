/* Rules about the cause that is stated for a failure: in Reason, in Warning, or nowhere.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which of them is to be believed is for sc_finding_to_follow(): a rule only hands on the words and
 * says whose they are.
 */
#include "rules.h"

/* Warnings of one response that are looked through. */
#define WARNINGS_MAX 16

/* ---- Q.850 causes of the telephone side ---- */

/* Causes of too little of something, rather than of something broken. */
static bool is_congestion(uint32_t cause)
{
    return cause == 34 || cause == 38 || cause == 41 || cause == 42 || cause == 47;
}

static struct stated cause_of(const struct scene *scene)
{
    struct stated stated = stated_cause(scene);

    return stated.record != NULL ? stated : lost_cause(scene);
}

static void find_stated(struct scene *scene, const struct stated *stated)
{
    char text[CAUSE_SIZE];

    find(scene, "%s", statement(scene, stated, text));
}

static void judge_gateway_cause(struct scene *scene)
{
    struct stated stated = cause_of(scene);

    if (stated.record != NULL && !(scene->record->code == 503 && is_congestion(stated.cause))) {
        find_stated(scene, &stated);
    }
}

static void judge_congestion(struct scene *scene)
{
    struct stated stated = cause_of(scene);

    if (stated.record != NULL && is_congestion(stated.cause)) {
        find_stated(scene, &stated);
    }
}

static void judge_disagreement(struct scene *scene)
{
    struct stated stated = specific_cause(scene->record);

    /* Of 486 the topic of the callee says it. */
    if (stated.record != NULL && scene->record->code != 486 &&
        sc_q850_contradicts(scene->record->code, stated.cause)) {
        char text[CAUSE_SIZE];
        find(scene, "%s, which is not what %u stands for", statement(scene, &stated, text),
             scene->record->code);
    }
}

/* ---- Any Reason ---- */

/* True of the response to a request that nothing is wrong with but credentials: that is told by the
 * findings about authentication. */
static bool is_about_credentials(const struct scene *scene)
{
    return scene->record->code == 401 || scene->record->code == 407;
}

/* That of the response, else the one that was lost on the way here; of a 487 the CANCEL's or BYE's.
 * That of an earlier provisional response is a finding of its own. */
static struct stated reason_for(const struct scene *scene)
{
    struct stated stated = told_reason(scene->record);

    if (stated.record == NULL && earlier_cause(scene).record == NULL) {
        stated = lost_cause(scene);
    }
    if (stated.record == NULL && scene->record->code == 487) {
        stated = ending_reason(scene->transaction);
    }
    return stated;
}

static void judge_reason_given(struct scene *scene)
{
    struct stated stated = reason_for(scene);

    if (!is_about_credentials(scene) && stated.record != NULL) {
        if (agrees_with_code(&stated, scene->record->code)) {
            aside(scene);
        }
        find_stated(scene, &stated);
    }
}

/* ---- Warning ---- */

/* The first Warning with a registered code, and with a text if it is 399, which means nothing by
 * itself. Proxies put what they log into unregistered ones: Kamailio's 392 is no cause. */
static bool telling_warning(const struct sc_message *message, struct sc_warning *warning)
{
    struct sc_cursor cursor = {0};

    for (int i = 0; i < WARNINGS_MAX && sc_warning_next(message, &cursor, warning); i++) {
        if (sc_warning_lookup(warning->code)->code != 0 &&
            (warning->code != 399 || warning->text.size > 0)) {
            return true;
        }
    }
    return false;
}

static void judge_warning_given(struct scene *scene)
{
    struct sc_warning warning;

    if (!is_about_credentials(scene) && telling_warning(scene->message, &warning)) {
        quotes_cause(scene, SC_STATED_WARNING, "");
        bool named = warning.code != 399;
        find(scene, "Warning %u of %s%s%s%s: \"%s\"", warning.code, quote(scene, warning.agent),
             named ? " (" : "", named ? sc_warning_lookup(warning.code)->name : "",
             named ? ")" : "", quote(scene, warning.text));
    }
}

/* ---- No cause ---- */

/* The Q.850 cause of a response that says nothing: 0, 31, 127; NULL if it has no Q.850 cause. */
static const struct sc_reason *empty_cause(const struct sc_record *record)
{
    for (unsigned i = 0; i < record->reason_count; i++) {
        const struct sc_reason *reason = &record->reasons[i];
        if (reason->has_cause && sc_slice_is(reason->protocol, "Q.850")) {
            return reason;
        }
    }
    return NULL;
}

/* True of a 500 that does not even say when to try again. */
static bool is_bare_500(const struct scene *scene)
{
    return scene->record->code == 500 &&
           sc_header_count(scene->message, SC_HEADER_RETRY_AFTER) == 0;
}

static bool names_cause(const struct scene *scene)
{
    struct sc_warning warning;

    return reason_for(scene).record != NULL || earlier_cause(scene).record != NULL ||
           telling_warning(scene->message, &warning);
}

/* A code other than 500 says something by itself, so it takes a cause that says nothing. */
static void judge_no_cause_given(struct scene *scene)
{
    const struct sc_reason *empty = empty_cause(scene->record);

    if (is_about_credentials(scene) || (empty == NULL && !is_bare_500(scene)) ||
        names_cause(scene)) {
        return;
    }
    quotes_cause(scene, SC_STATED_NOTHING, "");
    if (scene->record->code != 500) {
        aside(scene);
    }
    if (empty == NULL) {
        find(scene, "No specific cause given: the %u has no Reason and no Warning that names one",
             scene->record->code);
    } else if (empty->cause == 31 || empty->cause == 127) {
        find(scene, "No specific cause given: Reason has Q.850 %u (%s)", empty->cause,
             sc_q850_lookup(empty->cause)->name);
    } else {
        find(scene, "No specific cause given: Reason has Q.850 %u, which is no cause",
             empty->cause);
    }
}

static const struct rule rules[] = {
    {"gateway-cause", ON_RESPONSE, 500, 599, NULL, judge_gateway_cause, NULL},
    {"no-cause-given", ON_RESPONSE, 300, 699, NULL, judge_no_cause_given, NULL},
    {"pstn-congestion", ON_RESPONSE, 480, 480, "INVITE", judge_congestion, NULL},
    {"pstn-congestion", ON_RESPONSE, 503, 503, NULL, judge_congestion, NULL},
    {"reason-given", ON_RESPONSE, 300, 699, NULL, judge_reason_given, NULL},
    {"status-reason-disagree", ON_RESPONSE, 300, 699, NULL, judge_disagreement, NULL},
    {"warning-given", ON_RESPONSE, 300, 699, NULL, judge_warning_given, NULL},
};

const struct rule_topic rules_stated_cause = {rules, G_N_ELEMENTS(rules)};
