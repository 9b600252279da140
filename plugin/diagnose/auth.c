/* Rules about authentication.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* The header that a 401 or 407 challenges with (RFC 3261 sections 22.2 and 22.3). */
static enum sc_header challenge_header(const struct scene *scene)
{
    return scene->record->code == 401 ? SC_HEADER_WWW_AUTHENTICATE : SC_HEADER_PROXY_AUTHENTICATE;
}

static void judge_challenge(struct scene *scene)
{
    if (scene->transaction->challenged && scene->record == scene->transaction->final) {
        evidence(scene, scene->transaction->request.frame);
        find(scene, "The %s asks for credentials, and the request carried none",
             sc_header_name(challenge_header(scene)));
    }
}

/* False once it turned out that nobody answers: another finding says so. */
static bool challenge_holds(struct scene *scene)
{
    return scene->transaction->attempt != NULL;
}

static void judge_challenge_missing(struct scene *scene)
{
    if (!sc_message_challenges(scene->message)) {
        find(scene, "The %u has no %s", scene->record->code,
             sc_header_name(challenge_header(scene)));
    }
}

static const struct rule rules[] = {
    {"auth-challenge", ON_RESPONSE, 401, 401, NULL, judge_challenge, challenge_holds},
    {"auth-challenge", ON_RESPONSE, 407, 407, NULL, judge_challenge, challenge_holds},
    {"auth-challenge-missing", ON_RESPONSE, 401, 401, NULL, judge_challenge_missing, NULL},
    {"auth-challenge-missing", ON_RESPONSE, 407, 407, NULL, judge_challenge_missing, NULL},
};

const struct rule_topic rules_auth = {rules, G_N_ELEMENTS(rules)};
