/* Rules about what a request says: the response names what was wrong with it, the request shows it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

static void judge_method_not_allowed(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (sc_header_count(scene->message, SC_HEADER_ALLOW) > 0 &&
        !sc_header_lists(scene->message, SC_HEADER_ALLOW, transaction->method)) {
        evidence(scene, transaction->request.frame);
        find(scene, "The method is %s, and Allow does not list it",
             quote(scene, transaction->method));
    }
}

static const struct rule rules[] = {
    {"method-not-allowed", ON_RESPONSE, 405, 405, NULL, judge_method_not_allowed, NULL},
};

const struct rule_topic rules_request = {rules, G_N_ELEMENTS(rules)};
