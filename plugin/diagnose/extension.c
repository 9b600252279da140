/* Rules about extensions that one side requires and the other lacks: 417, 420 and 421.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "refused-request.h"

static void judge_resource_priority(struct scene *scene)
{
    struct sc_message room;
    struct list asked = {0};
    struct list known = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice value;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL ||
        sc_header_count(scene->message, SC_HEADER_ACCEPT_RESOURCE_PRIORITY) == 0) {
        return;
    }
    /* One value that is understood is enough (RFC 4412 section 4.6.2). */
    while (sc_value_next(request, SC_HEADER_RESOURCE_PRIORITY, &cursor, &value)) {
        if (sc_header_lists(scene->message, SC_HEADER_ACCEPT_RESOURCE_PRIORITY, value)) {
            return;
        }
        list_add(scene, &asked, value);
    }
    if (asked.count > 0) {
        list_header(scene, &known, scene->message, SC_HEADER_ACCEPT_RESOURCE_PRIORITY);
        find(scene, "Resource-Priority is %s, and Accept-Resource-Priority lists %s", asked.text,
             what_lists(&known));
    }
}

static void judge_required_by_client(struct scene *scene)
{
    struct sc_message room;
    struct list refused = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice tag;
    bool by_proxy = false;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL) {
        return;
    }
    for (int i = 0;
         i < TAGS_MAX && sc_value_next(scene->message, SC_HEADER_UNSUPPORTED, &cursor, &tag); i++) {
        if (sc_header_lists(request, SC_HEADER_REQUIRE, tag)) {
            list_add(scene, &refused, tag);
        } else if (sc_header_lists(request, SC_HEADER_PROXY_REQUIRE, tag)) {
            by_proxy = true;
            list_add(scene, &refused, tag);
        }
    }
    if (refused.count > 0) {
        find(scene, "The request has %s in %s, and Unsupported lists the same", refused.text,
             by_proxy ? "Proxy-Require" : "Require");
    }
}

static void judge_required_by_server(struct scene *scene)
{
    struct sc_message room;
    struct list lacking = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice tag;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL) {
        return;
    }
    for (int i = 0; i < TAGS_MAX && sc_value_next(scene->message, SC_HEADER_REQUIRE, &cursor, &tag);
         i++) {
        /* A client that requires an extension has it, too. */
        if (!sc_header_lists(request, SC_HEADER_SUPPORTED, tag) &&
            !sc_header_lists(request, SC_HEADER_REQUIRE, tag)) {
            list_add(scene, &lacking, tag);
        }
    }
    if (lacking.count > 0) {
        find(scene, "The server requires %s, and the request's Supported does not list it",
             lacking.text);
    }
}

static const struct rule rules[] = {
    {"extension-required-by-client", ON_RESPONSE, 420, 420, NULL, judge_required_by_client, NULL},
    {"extension-required-by-server", ON_RESPONSE, 421, 421, NULL, judge_required_by_server, NULL},
    {"resource-priority-unknown", ON_RESPONSE, 417, 417, NULL, judge_resource_priority, NULL},
};

const struct rule_topic rules_extension = {rules, G_N_ELEMENTS(rules)};
