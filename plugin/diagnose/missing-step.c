/* Rules about steps that are missing or out of place.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

static void judge_capture_duplicate(struct scene *scene)
{
    if (scene->copy == SC_COPY_DUPLICATE) {
        find(scene, "The same packet as frame %u, captured twice", scene->record->frame);
    }
}

static const struct rule rules[] = {
    {"capture-duplicate", AT_SHOWING, 0, 0, NULL, judge_capture_duplicate, NULL},
};

const struct rule_topic rules_missing_step = {rules, G_N_ELEMENTS(rules)};
