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

/* The most digits that a number of E.164 has. */
#define E164_MAX 15

static bool is_e164(struct sc_slice number)
{
    if (number.size < 2 || number.size > E164_MAX + 1 || number.data[0] != '+') {
        return false;
    }
    for (size_t i = 1; i < number.size; i++) {
        if (!g_ascii_isdigit(number.data[i])) {
            return false;
        }
    }
    return true;
}

/* True if a Reason may be that of a 603+: the text of Q.850 21 is in many a 603 without it. */
static bool may_block(const struct sc_reason *reason, struct sc_slice version)
{
    return reason->has_cause &&
           ((sc_slice_is(reason->protocol, "SIP") && reason->cause == 603) ||
            (sc_slice_is(reason->protocol, "Q.850") && reason->cause == 21 && version.size > 0));
}

struct sc_blocking sc_blocking_of(const struct sc_message *message)
{
    struct sc_blocking blocking = {
        .phrase = sc_slice_is(sc_slice_trim(message->phrase), "Network Blocked")};
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    while (!blocking.reason && sc_reason_next(message, &cursor, &reason)) {
        struct sc_slice text = unquoted(reason.text);
        struct sc_slice version = sc_param_find(text, "v");
        struct sc_slice url = sc_param_find(text, "url");
        struct sc_slice tel = sc_param_find(text, "tel");
        version = sc_slice_starts(version, "analytics") ? version : (struct sc_slice){0};
        if (!may_block(&reason, version) || text.size == 0) {
            continue;
        }
        blocking.reason = true;
        blocking.version = version;
        blocking.contact = url.size > 0 || tel.size > 0 || sc_param_find(text, "email").size > 0;
        blocking.id = sc_param_find(text, "id");
        blocking.bad_url = url.size > 0 && !sc_slice_starts(url, "https:");
        blocking.bad_tel = tel.size > 0 && !is_e164(tel);
        blocking.location = reason.location;
    }
    return blocking;
}

bool sc_blocking_is(const struct sc_blocking *blocking)
{
    return blocking->phrase || blocking->version.size > 0;
}
