/* Rules about transactions and dialogs: what a request belongs to, and what ended it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

static void judge_max_forwards_zero(struct scene *scene)
{
    const struct sc_message *request = request_of(scene);
    uint32_t hops;

    if (request != NULL && sc_message_number(request, SC_HEADER_MAX_FORWARDS, &hops) && hops == 0) {
        find(scene, "The request came with Max-Forwards 0");
    }
}

static const struct rule rules[] = {
    {"max-forwards-zero", ON_RESPONSE, 483, 483, NULL, judge_max_forwards_zero, NULL},
};

const struct rule_topic rules_dialog = {rules, G_N_ELEMENTS(rules)};
