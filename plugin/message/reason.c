/* Reasons and warnings: what a message says of its cause.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include <glib.h>

bool sc_reason_completed_elsewhere(const struct sc_reason *reason)
{
    return reason->has_cause && ((sc_slice_is(reason->protocol, "SIP") && reason->cause == 200) ||
                                 (sc_slice_is(reason->protocol, "Q.850") && reason->cause == 26));
}

bool sc_reason_next(const struct sc_message *message, struct sc_cursor *cursor,
                    struct sc_reason *reason)
{
    struct sc_slice value;
    struct sc_param param;
    uint64_t number;

    if (!sc_value_next(message, SC_HEADER_REASON, cursor, &value)) {
        return false;
    }
    *reason = (struct sc_reason){.bytes = value};
    reason->protocol = trim(sc_slice_until(value, ';'));
    struct sc_slice params = sc_slice_from(value, sc_slice_until(value, ';').size);
    while (sc_param_next(&params, ';', &param)) {
        if (sc_slice_is(param.name, "cause")) {
            reason->has_cause = sc_slice_number(param.value, UINT32_MAX, &number);
            reason->cause = reason->has_cause ? (uint32_t)number : 0;
        } else if (sc_slice_is(param.name, "text")) {
            reason->text = param.value;
        } else if (sc_slice_is(param.name, "location")) {
            reason->location = param.value;
        }
    }
    return true;
}

bool sc_warning_next(const struct sc_message *message, struct sc_cursor *cursor,
                     struct sc_warning *warning)
{
    struct sc_slice rest;
    uint64_t number;

    if (!sc_value_next(message, SC_HEADER_WARNING, cursor, &rest)) {
        return false;
    }
    *warning = (struct sc_warning){.bytes = rest};
    if (sc_slice_number(sc_slice_next_word(&rest), 999, &number)) {
        warning->code = (uint16_t)number;
        if (rest.size > 0 && rest.data[0] != '"') {
            warning->agent = sc_slice_next_word(&rest);
        }
        if (rest.size > 0) {
            warning->text = rest;
        }
    }
    return true;
}
