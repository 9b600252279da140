/* Rules about lifetimes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

static void judge_interval_contradiction(struct scene *scene)
{
    if (sc_header_count(scene->message, SC_HEADER_MIN_EXPIRES) == 0) {
        find(scene, "The 423 has no Min-Expires");
    }
}

static const struct rule rules[] = {
    {"interval-contradiction", ON_RESPONSE, 423, 423, NULL, judge_interval_contradiction, NULL},
};

const struct rule_topic rules_interval = {rules, G_N_ELEMENTS(rules)};
