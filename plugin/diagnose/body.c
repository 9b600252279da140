/* Rules about the body of a refused request: its length, its type, its encoding.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "refused-request.h"

/* ---- 400: Content-Length (RFC 3261 section 18.3) ---- */

/* True if the top Via names one of the transports. */
static bool came_over(const struct sc_message *request, const char *transport, const char *other)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;

    return sc_via_next(request, &cursor, &via) &&
           (sc_slice_is(via.transport, transport) || sc_slice_is(via.transport, other));
}

static void judge_length_over(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    /* Of a stream the bytes would not be kept: there the rest is still to come. */
    if (request == NULL || request->body_missing == 0) {
        return;
    }
    if (sc_transaction_gaps(scene->tracker, refusing_hop(scene)).fragments_missing) {
        blocked(scene, SC_BLOCKER_FRAGMENTS);
    }
    weigh_phrase(scene, SC_HEADER_CONTENT_LENGTH);
    find(scene, "Content-Length is %" G_GUINT64_FORMAT ", and the datagram holds %zu bytes of body",
         request->content_length, request->body.size);
}

/* Bytes behind the body, but for what some clients put there on purpose or by a wrong count of
 * their own: line ends, blanks, NUL. */
static size_t surplus_of(const struct sc_message *request)
{
    const char *behind = request->bytes.data + request->bytes.size;
    size_t size = request->surplus;

    while (size > 0 && (behind[size - 1] == '\0' || g_ascii_isspace(behind[size - 1]))) {
        size--;
    }
    return size > 0 ? request->surplus : 0;
}

static void judge_length_under(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    /* Behind a message in a TCP segment stands the next. */
    if (request == NULL || !came_over(request, "UDP", "UDP") ||
        refusing_hop(scene)->request.in_tcp) {
        return;
    }
    size_t surplus = surplus_of(request);
    if (surplus > 0) {
        weigh_phrase(scene, SC_HEADER_CONTENT_LENGTH);
        find(scene,
             "Content-Length is %" G_GUINT64_FORMAT
             ", and the datagram holds %zu bytes more, which the server throws away",
             request->content_length, surplus);
    }
}

static void judge_length_missing(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    /* SCTP and WebSocket keep messages apart by themselves (RFC 4168, RFC 7118 section 5). */
    if (request != NULL && came_over(request, "TCP", "TLS") &&
        sc_header_count(request, SC_HEADER_CONTENT_LENGTH) == 0) {
        weigh_phrase(scene, SC_HEADER_CONTENT_LENGTH);
        find(scene, "The request came over a stream and has no Content-Length");
    }
}

/* ---- 415: bodies ---- */

/* The value up to its parameters. */
static struct sc_slice without_params(struct sc_slice value)
{
    const char *end = value.size > 0 ? memchr(value.data, ';', value.size) : NULL;

    return end == NULL ? value
                       : sc_slice_trim((struct sc_slice){value.data, (size_t)(end - value.data)});
}

/* True if RANGE, a value of Accept, covers TYPE: itself, "text/" and an asterisk, two asterisks
 * (RFC 2616 section 14.1). */
static bool covers(struct sc_slice range, struct sc_slice type)
{
    struct sc_slice front = {range.data, range.size > 0 ? range.size - 1 : 0};

    if (sc_slice_is(range, "*/*") || sc_slice_is(range, "*") || sc_slice_same(range, type)) {
        return true;
    }
    return front.size > 1 && front.data[front.size] == '*' && front.data[front.size - 1] == '/' &&
           type.size > front.size && sc_slice_same(front, (struct sc_slice){type.data, front.size});
}

/* True if a value of HEADER covers TYPE. */
static bool accepts(const struct sc_message *response, enum sc_header header, struct sc_slice type)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(response, header, &cursor, &value)) {
        if (covers(without_params(value), type)) {
            return true;
        }
    }
    return false;
}

/* The first part of the request's multipart body that the response does not accept. Absent if there
 * is none. */
static struct sc_slice refused_part(const struct sc_message *response,
                                    const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_part part;

    while (sc_part_next(request, &cursor, &part)) {
        if (!accepts(response, SC_HEADER_ACCEPT, part.type)) {
            return part.type;
        }
    }
    return (struct sc_slice){0};
}

/* A server may go by Content-Type even if there is no body. */
static void judge_media_type(struct scene *scene)
{
    struct sc_message room;
    struct list accepted = {0};
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL || sc_header_count(scene->message, SC_HEADER_ACCEPT) == 0) {
        return;
    }
    struct sc_slice type = without_params(sc_header_first(request, SC_HEADER_CONTENT_TYPE));
    if (type.size == 0) {
        return;
    }
    list_header(scene, &accepted, scene->message, SC_HEADER_ACCEPT);
    if (!accepts(scene->message, SC_HEADER_ACCEPT, type)) {
        find(scene, "Content-Type is %s, and Accept lists %s", quote(scene, type),
             what_lists(&accepted));
        return;
    }
    struct sc_slice part = refused_part(scene->message, request);
    if (part.size > 0) {
        find(scene, "A part of the body is %s, and Accept lists %s", quote(scene, part),
             what_lists(&accepted));
    }
}

static void judge_encoding(struct scene *scene)
{
    struct sc_message room;
    struct list accepted = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice encoding;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL || sc_header_count(scene->message, SC_HEADER_ACCEPT_ENCODING) == 0) {
        return;
    }
    while (sc_value_next(request, SC_HEADER_CONTENT_ENCODING, &cursor, &encoding)) {
        if (!sc_slice_is(encoding, "identity") &&
            !accepts(scene->message, SC_HEADER_ACCEPT_ENCODING, encoding)) {
            list_header(scene, &accepted, scene->message, SC_HEADER_ACCEPT_ENCODING);
            find(scene, "Content-Encoding is %s, and Accept-Encoding lists %s",
                 quote(scene, encoding), what_lists(&accepted));
            return;
        }
    }
}

static const struct rule rules[] = {
    {"content-encoding-unsupported", ON_RESPONSE, 415, 415, NULL, judge_encoding, NULL},
    {"content-length-missing-stream", ON_RESPONSE, 400, 400, NULL, judge_length_missing, NULL},
    {"content-length-overrun", ON_RESPONSE, 400, 400, NULL, judge_length_over, NULL},
    {"content-length-underrun", ON_RESPONSE, 400, 400, NULL, judge_length_under, NULL},
    {"media-type-unsupported", ON_RESPONSE, 415, 415, NULL, judge_media_type, NULL},
};

const struct rule_topic rules_body = {rules, G_N_ELEMENTS(rules)};
