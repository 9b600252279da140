/* Rules about steps that are missing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

const struct rule_topic rules_missing_step = {NULL, 0};
