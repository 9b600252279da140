/* A 603 that analytics of a network sent for a call that they block.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "blocking.h"

static struct sc_slice unquoted(struct sc_slice text)
{
    if (text.size >= 2 && text.data[0] == '"') {
        return (struct sc_slice){text.data + 1, text.size - 2};
    }
    return text;
}

struct sc_blocking sc_blocking_of(const struct sc_message *message)
{
    struct sc_blocking blocking = {.phrase = sc_slice_is(message->phrase, "Network Blocked")};
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    while (!blocking.reason && sc_reason_next(message, &cursor, &reason)) {
        struct sc_slice text = unquoted(reason.text);
        struct sc_slice version = sc_param_find(text, "v");
        if (!sc_slice_is(reason.protocol, "SIP") || !reason.has_cause || reason.cause != 603 ||
            text.size == 0) {
            continue;
        }
        blocking.reason = true;
        blocking.version = sc_slice_starts(version, "analytics") ? version : (struct sc_slice){0};
        blocking.contact = sc_param_find(text, "url").size > 0 ||
                           sc_param_find(text, "tel").size > 0 ||
                           sc_param_find(text, "email").size > 0;
        blocking.location = reason.location;
    }
    return blocking;
}

bool sc_blocking_is(const struct sc_blocking *blocking)
{
    return blocking->phrase || blocking->version.size > 0;
}
