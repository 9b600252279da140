/* Reasons and warnings: what a message says of its cause.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include "sipcodes/catalog.h"

#include <glib.h>

bool sc_reason_is_q850(const struct sc_reason *reason)
{
    return reason->vendor != NULL ? reason->vendor->q850 && reason->has_cause
                                  : sc_slice_is(reason->protocol, "Q.850");
}

const char *sc_reason_cause_name(const struct sc_reason *reason)
{
    if (!reason->has_cause) {
        return "";
    }
    if (reason->vendor == NULL) {
        return sc_cause_name(sc_reason_protocol_lookup(reason->protocol), reason->cause);
    }
    const struct sc_cause *cause = sc_reason_is_q850(reason) ? sc_q850_lookup(reason->cause) : NULL;
    return cause != NULL ? cause->name : "";
}

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

bool sc_reason_refuses_media(const struct sc_reason *reason)
{
    uint32_t cause = reason->has_cause ? reason->cause : 0;

    if (sc_reason_is_q850(reason)) {
        return cause == 47 || cause == 58 || cause == 65 || cause == 79 || cause == 88;
    }
    return sc_slice_is(reason->protocol, "SIP") && (cause == 488 || cause == 606);
}

/* The value of the first line that is called NAME; absent if there is none. */
static struct sc_slice vendor_value(const struct sc_message *message, const char *name)
{
    for (size_t i = 0; i < message->line_count; i++) {
        const struct sc_line *line = &message->lines[i];
        if (line->header == SC_HEADER_VENDOR_CAUSE && sc_slice_is(line->name, name)) {
            return line->value;
        }
    }
    return (struct sc_slice){0};
}

/* True of what may stand between a number and words. */
static bool separates(char byte)
{
    return byte == ' ' || byte == '\t' || byte == ';' || byte == ',' || byte == ':' || byte == '-';
}

/* The bytes after a leading number and what separates it from words. */
static struct sc_slice words_after(struct sc_slice value, size_t digits)
{
    struct sc_slice rest = sc_slice_from(value, digits);

    while (rest.size > 0 && separates(rest.data[0])) {
        rest = sc_slice_from(rest, 1);
    }
    return rest;
}

/* Reads parameters as Reason has them, and "reason", which Microsoft has for "text". */
static bool read_vendor_params(struct sc_slice params, struct sc_reason *reason)
{
    struct sc_param param;
    uint64_t number;
    bool found = false;

    while (sc_param_next(&params, ';', &param)) {
        if (sc_slice_is(param.name, "cause") && sc_slice_number(param.value, UINT32_MAX, &number)) {
            reason->has_cause = true;
            reason->cause = (uint32_t)number;
            found = true;
        } else if (sc_slice_is(param.name, "text") || sc_slice_is(param.name, "reason")) {
            reason->text = param.value;
            found = true;
        }
    }
    return found;
}

/* Vendors write "88", "88 words", "88;reason=...", "Q.850;cause=88;text=..." or words alone. */
static void read_vendor_value(struct sc_slice value, struct sc_reason *reason)
{
    size_t digits = 0;
    uint64_t number;

    while (digits < value.size && g_ascii_isdigit(value.data[digits])) {
        digits++;
    }
    if (digits < value.size && !separates(value.data[digits])) {
        digits = 0; /* Words that begin with a digit. */
    }
    reason->has_cause = sc_slice_number((struct sc_slice){value.data, digits}, UINT32_MAX, &number);
    reason->cause = reason->has_cause ? (uint32_t)number : 0;
    if (!read_vendor_params(sc_slice_from(value, sc_slice_until(value, ';').size), reason)) {
        struct sc_slice words = reason->has_cause ? words_after(value, digits) : value;
        reason->text = words.size > 0 ? words : (struct sc_slice){0};
    }
}

bool sc_vendor_cause_next(const struct sc_message *message, struct sc_cursor *cursor,
                          struct sc_reason *reason)
{
    while (cursor->line < message->line_count) {
        const struct sc_line *line = &message->lines[cursor->line++];
        const struct sc_vendor_cause *vendor =
            line->header == SC_HEADER_VENDOR_CAUSE ? sc_vendor_cause_lookup(line->name) : NULL;
        if (vendor == NULL) {
            continue;
        }
        struct sc_slice other = vendor->companion != NULL ? vendor_value(message, vendor->companion)
                                                          : (struct sc_slice){0};
        if (!vendor->q850 && other.size > 0) {
            continue; /* Its words are read with the number. */
        }
        *reason = (struct sc_reason){
            .bytes = line->value, .protocol = sc_slice_of(SC_VENDOR_PROTOCOL), .vendor = vendor};
        read_vendor_value(line->value, reason);
        if (other.size > 0) {
            reason->text = other;
        }
        return true;
    }
    return false;
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
