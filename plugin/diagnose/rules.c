/* All rules.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

const struct rule_topic *const rule_topics[] = {
    &rules_auth,
    &rules_identity,
    &rules_body,
    &rules_header_fault,
    &rules_method,
    &rules_extension,
    &rules_request,
    &rules_interval,
    &rules_callee,
    &rules_declined,
    &rules_redirect,
    &rules_timeout,
    &rules_media,
    &rules_dialog,
    &rules_cancel,
    &rules_loop,
    &rules_package,
    &rules_missing_step,
    &rules_acknowledgement,
    &rules_misplaced_step,
    &rules_server,
    &rules_retry_after,
    &rules_origin,
    &rules_status_line,
    &rules_stated_cause,
};

const size_t rule_topic_count = G_N_ELEMENTS(rule_topics);
