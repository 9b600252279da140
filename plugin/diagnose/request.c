/* Rules about the request line and the length of a refused request: 416, 505 and 513.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "refused-request.h"

/* The longest request that may go over UDP where the path's MTU is not known (RFC 3261 section
 * 18.1.1). */
#define DATAGRAM_SIZE_MAX 1300

/* True if TEXT has the form of a scheme (RFC 3986 section 3.1). */
static bool is_scheme(struct sc_slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!g_ascii_isalnum(text.data[i]) &&
            (i == 0 || text.data[i] == '\0' || strchr("+-.", text.data[i]) == NULL)) {
            return false;
        }
    }
    return text.size > 0 && g_ascii_isalpha(text.data[0]);
}

static void judge_uri_scheme(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL) {
        return;
    }
    struct sc_slice scheme = sc_uri_read(request->uri).scheme;
    if (is_scheme(scheme) && !sc_slice_is(scheme, "sip")) {
        find(scene, "The scheme of the Request-URI is %s", quote(scene, scheme));
    }
}

static void judge_version(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    if (request != NULL && !sc_slice_is(request->version, "SIP/2.0")) {
        find(scene, "The request line says %s", quote(scene, request->version));
    }
}

/* True if no request of this length was taken by the server, as far as the capture was read. */
static bool is_longest(struct scene *scene)
{
    const struct sc_record *request = &refusing_hop(scene)->request;
    const struct sc_record *taken =
        sc_tracker_server(scene->tracker, request->destination)->longest_request;

    return taken == NULL || taken->size < request->size;
}

static void judge_message_size(struct scene *scene)
{
    const struct sc_transaction *transaction = refusing_hop(scene);
    const struct sc_record *request = &transaction->request;

    if (!transaction->request_seen || transaction->cut || !is_longest(scene)) {
        return;
    }
    const struct sc_record *taken =
        sc_tracker_server(scene->tracker, request->destination)->longest_request;
    evidence(scene, request->frame);
    if (taken != NULL) {
        evidence(scene, taken->frame);
        find(scene, "The request has %zu bytes; the server took one of %zu bytes", request->size,
             taken->size);
    } else if (request->size > DATAGRAM_SIZE_MAX) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
        find(scene, "The request has %zu bytes; the capture shows none that the server took",
             request->size);
    }
}

static const struct rule rules[] = {
    {"message-too-large", ON_RESPONSE, 513, 513, NULL, judge_message_size, is_longest},
    {"uri-scheme", ON_RESPONSE, 416, 416, NULL, judge_uri_scheme, NULL},
    {"version-unsupported", ON_RESPONSE, 505, 505, NULL, judge_version, NULL},
};

const struct rule_topic rules_request = {rules, G_N_ELEMENTS(rules)};
