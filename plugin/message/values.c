/* Readers for the values of single headers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include <glib.h>
#include <string.h>

/* The digits that TEXT begins with, as a number up to MAX. */
static bool leading_number(struct sc_slice text, uint64_t max, uint64_t *value,
                           struct sc_slice *rest)
{
    size_t digits = 0;

    while (digits < text.size && g_ascii_isdigit(text.data[digits])) {
        digits++;
    }
    *rest = trim(sc_slice_from(text, digits));
    return sc_slice_number((struct sc_slice){text.data, digits}, max, value);
}

struct sc_cseq sc_message_cseq(const struct sc_message *message)
{
    struct sc_slice rest = sc_header_first(message, SC_HEADER_CSEQ);
    struct sc_cseq cseq = {0};
    uint64_t number;

    if (rest.size == 0 || !g_ascii_isdigit(rest.data[0])) {
        return cseq;
    }
    bool in_range = leading_number(rest, UINT32_MAX, &number, &rest);
    struct sc_slice method = sc_slice_next_word(&rest);
    if (method.size > 0) {
        cseq.method = method;
        cseq.readable = in_range;
        cseq.number = in_range ? (uint32_t)number : 0;
    }
    return cseq;
}

struct sc_slice sc_message_method(const struct sc_message *message)
{
    return message->kind == SC_MESSAGE_REQUEST ? message->method : sc_message_cseq(message).method;
}

bool sc_message_challenges(const struct sc_message *message)
{
    return (message->code == 401 && sc_header_count(message, SC_HEADER_WWW_AUTHENTICATE) > 0) ||
           (message->code == 407 && sc_header_count(message, SC_HEADER_PROXY_AUTHENTICATE) > 0);
}

/* Splits host and port; an IPv6 reference stands in brackets (section 25.1). */
static void read_host_port(struct sc_slice text, struct sc_slice *host, uint16_t *port)
{
    uint64_t number;

    text = trim(text);
    if (text.size > 0 && text.data[0] == '[') {
        *host = sc_slice_until(sc_slice_from(text, 1), ']');
        text = trim(sc_slice_from(text, MIN(host->size + 2, text.size)));
    } else {
        *host = trim(sc_slice_until(text, ':'));
        text = sc_slice_from(text, sc_slice_until(text, ':').size);
    }
    if (text.size > 0 && text.data[0] == ':' &&
        sc_slice_number(trim(sc_slice_from(text, 1)), UINT16_MAX, &number)) {
        *port = (uint16_t)number;
    }
}

/* sent-protocol LWS sent-by *( ";" via-params ): sent-by and branch. Returns the parameters. */
static struct sc_slice read_via_key(struct sc_slice value, struct sc_via *via)
{
    struct sc_slice front = sc_slice_until(value, ';');
    struct sc_slice params = sc_slice_from(value, front.size);
    struct sc_slice rest = params;
    struct sc_param param;

    *via = (struct sc_via){0};
    /* Blanks may stand around the slashes of the protocol, so the sent-by begins at the word
     * after the one that follows the second slash. */
    for (int slash = 0; slash < 2; slash++) {
        front = sc_slice_from(front, sc_slice_until(front, '/').size);
        if (front.size == 0) {
            return (struct sc_slice){0};
        }
        front = sc_slice_from(front, 1);
    }
    via->transport = sc_slice_next_word(&front);
    via->sent_by = front;
    while (!sc_slice_present(via->branch) && sc_param_next(&rest, ';', &param)) {
        if (sc_slice_is(param.name, "branch")) {
            via->branch = param.value;
        }
    }
    return params;
}

bool sc_via_next_key(const struct sc_message *message, struct sc_cursor *cursor, struct sc_via *via)
{
    struct sc_slice value;

    if (!sc_value_next(message, SC_HEADER_VIA, cursor, &value)) {
        return false;
    }
    read_via_key(value, via);
    return true;
}

bool sc_via_next(const struct sc_message *message, struct sc_cursor *cursor, struct sc_via *via)
{
    struct sc_slice value;
    struct sc_param param;
    uint64_t number;

    if (!sc_value_next(message, SC_HEADER_VIA, cursor, &value)) {
        return false;
    }
    struct sc_slice params = read_via_key(value, via);
    read_host_port(via->sent_by, &via->host, &via->port);
    while (sc_param_next(&params, ';', &param)) {
        if (sc_slice_is(param.name, "received")) {
            via->received = param.value;
        } else if (sc_slice_is(param.name, "rport")) {
            via->rport_asked = true;
            if (sc_slice_number(param.value, UINT16_MAX, &number)) {
                via->rport = (uint16_t)number;
            }
        }
    }
    return true;
}

/* Bytes of the quoted-string that TEXT begins with; 0 if there is none or it never ends. */
static size_t quoted_size(struct sc_slice text)
{
    if (text.size == 0 || text.data[0] != '"') {
        return 0;
    }
    for (size_t i = 1; i < text.size; i++) {
        if (text.data[i] == '"') {
            return i + 1;
        }
        if (text.data[i] == '\\') {
            i++;
        }
    }
    return 0;
}

struct sc_address sc_address_read(struct sc_slice value)
{
    struct sc_address address = {0};
    struct sc_slice rest = trim(value);
    size_t quoted = quoted_size(rest);
    size_t open =
        quoted + sc_slice_until(sc_slice_until(sc_slice_from(rest, quoted), '<'), ';').size;

    /* A "<" behind the first ";" is inside of a parameter's value. */
    if (open == rest.size || rest.data[open] == ';') {
        address.uri = trim((struct sc_slice){rest.data, open});
        address.params = sc_slice_from(rest, open);
        return address;
    }
    struct sc_slice display = trim((struct sc_slice){rest.data, open});
    if (display.size > 0) {
        address.display = display;
    }
    rest = sc_slice_from(rest, open + 1);
    address.uri = sc_slice_until(rest, '>');
    rest = sc_slice_from(rest, address.uri.size);
    address.params = sc_slice_from(rest, sc_slice_until(rest, ';').size);
    return address;
}

struct sc_slice sc_message_tag(const struct sc_message *message, enum sc_header header)
{
    return sc_param_find(sc_address_read(sc_header_first(message, header)).params, "tag");
}

uint16_t sc_uri_port(const struct sc_uri *uri)
{
    return uri->port != 0 ? uri->port : sc_slice_is(uri->scheme, "sips") ? SC_PORT_TLS : SC_PORT;
}

struct sc_uri sc_uri_read(struct sc_slice value)
{
    struct sc_uri uri = {0};
    struct sc_slice rest = trim(value);
    struct sc_slice scheme = sc_slice_until(rest, ':');

    if (scheme.size == rest.size) {
        return uri;
    }
    uri.scheme = scheme;
    rest = sc_slice_from(rest, scheme.size + 1);
    if (sc_slice_is(scheme, "tel")) {
        uri.user = sc_slice_until(sc_slice_until(rest, ';'), '?');
        uri.params = sc_slice_until(sc_slice_from(rest, uri.user.size), '?');
        return uri;
    }
    if (!sc_slice_is(scheme, "sip") && !sc_slice_is(scheme, "sips")) {
        return uri;
    }
    struct sc_slice user = sc_slice_until(rest, '@');
    if (user.size < rest.size) {
        uri.user = sc_slice_until(user, ':');
        rest = sc_slice_from(rest, user.size + 1);
    }
    struct sc_slice host = sc_slice_until(sc_slice_until(rest, ';'), '?');
    read_host_port(host, &uri.host, &uri.port);
    uri.params = sc_slice_until(sc_slice_from(rest, host.size), '?');
    return uri;
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

/* Bytes of the comment that TEXT begins with, both parentheses included; 0 if it is never closed.
 * Comments nest and may hold quoted-pairs (RFC 3261 section 25.1). */
static size_t comment_size(struct sc_slice text)
{
    size_t depth = 0;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\\') {
            i++;
        } else if (text.data[i] == '(') {
            depth++;
        } else if (text.data[i] == ')' && --depth == 0) {
            return i + 1;
        }
    }
    return 0;
}

/* Retry-After: 18000;duration=3600, 120 (I'm in a meeting) */
struct sc_retry_after sc_message_retry_after(const struct sc_message *message)
{
    struct sc_retry_after result = {.bytes = sc_header_first(message, SC_HEADER_RETRY_AFTER)};
    struct sc_slice rest;
    uint64_t number;

    if (!leading_number(result.bytes, UINT32_MAX, &number, &rest) ||
        (rest.size > 0 && rest.data[0] != '(' && rest.data[0] != ';')) {
        return result;
    }
    result.readable = true;
    result.seconds = (uint32_t)number;
    if (rest.size > 0 && rest.data[0] == '(') {
        size_t size = comment_size(rest);
        result.comment =
            size > 0 ? (struct sc_slice){rest.data + 1, size - 2} : sc_slice_from(rest, 1);
        rest = sc_slice_from(rest, size > 0 ? size : rest.size);
    }
    if (sc_slice_number(sc_param_find(rest, "duration"), UINT32_MAX, &number)) {
        result.has_duration = true;
        result.duration = (uint32_t)number;
    }
    return result;
}

bool sc_message_number(const struct sc_message *message, enum sc_header header, uint32_t *value)
{
    struct sc_slice rest = sc_header_first(message, header);
    uint64_t number;

    if (!leading_number(rest, UINT32_MAX, &number, &rest) ||
        (rest.size > 0 && rest.data[0] != ';' && rest.data[0] != '(')) {
        return false;
    }
    *value = (uint32_t)number;
    return true;
}
