/* Findings about extensions that one side requires and the other lacks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 21.4.15 and 21.4.16, RFC 3329 (sec-agree), RFC 4412 (Resource-Priority),
 * RFC 5626 (outbound).
 */
#include "diagnose/refused-request.h"
#include "diagnose/vias.h"
#include "topics.h"

static const struct sc_finding_row sec_agree_missing = {
    .id = "sec-agree-missing",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Security agreement not offered",
    .summary = "The server requires a security agreement not offered in full",
    .hint = "Let the client send Security-Client, and sec-agree in Require and Proxy-Require, as "
            "Security-Server asks.",
    .reference = "RFC 3329 section 2.3.1",
};

/* A client that takes part already sends Security-Verify: then something else is wrong. */
static bool judge_sec_agree_missing(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);
    const struct sc_slice tag = sc_slice_of("sec-agree");
    struct sc_text_list missing = {0};

    if (request == NULL || request->lines_dropped > 0 ||
        sc_slice_present(sc_header_named(request, "Security-Verify")) ||
        sc_header_count(c->message, SC_HEADER_SECURITY_SERVER) == 0) {
        return false;
    }
    const struct {
        bool missing;
        const char *what;
    } parts[] = {
        {sc_header_count(request, SC_HEADER_SECURITY_CLIENT) == 0, "Security-Client"},
        {!sc_header_lists(request, SC_HEADER_REQUIRE, tag), "Require: sec-agree"},
        {!sc_header_lists(request, SC_HEADER_PROXY_REQUIRE, tag), "Proxy-Require: sec-agree"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i].missing) {
            sc_text_list_add(draft, &missing, sc_slice_of(parts[i].what));
        }
    }
    return missing.count > 0 &&
           sc_draft_say(draft,
                        "The %s lacks %s; the server's mechanisms are in its Security-Server",
                        sc_draft_quote(draft, request->method), missing.text);
}

static const struct sc_finding_row resource_priority_unknown = {
    .id = "resource-priority-unknown",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Resource-Priority not known",
    .summary = "The server knows none of the values in Resource-Priority",
    .hint = "Compare Resource-Priority with Accept-Resource-Priority of the 417: use a namespace "
            "listed there.",
    .reference = "RFC 4412 section 4.6.2",
};

static bool judge_resource_priority(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    struct sc_text_list asked = {0};
    struct sc_text_list known = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice value;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL || sc_header_count(c->message, SC_HEADER_ACCEPT_RESOURCE_PRIORITY) == 0) {
        return false;
    }
    /* One value that is understood is enough (RFC 4412 section 4.6.2). */
    while (sc_value_next(request, SC_HEADER_RESOURCE_PRIORITY, &cursor, &value)) {
        if (sc_header_lists(c->message, SC_HEADER_ACCEPT_RESOURCE_PRIORITY, value)) {
            return false;
        }
        sc_text_list_add(draft, &asked, value);
    }
    if (asked.count > 0) {
        sc_text_list_header(draft, &known, c->message, SC_HEADER_ACCEPT_RESOURCE_PRIORITY);
        return sc_draft_say(draft, "Resource-Priority is %s, and Accept-Resource-Priority lists %s",
                            asked.text, sc_text_list_or_nothing(&known));
    }
    return false;
}

static const struct sc_finding_row extension_required_by_client = {
    .id = "extension-required-by-client",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Server lacks a required extension",
    .summary = "The client requires an extension that the server does not support",
    .hint = "Remove the tags listed in Unsupported from Require or Proxy-Require; list them in "
            "Supported if they are optional.",
    .reference = "RFC 3261 sections 8.2.2.3 and 21.4.15",
};

static bool judge_required_by_client(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    struct sc_text_list refused = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice tag;
    bool by_server = false;
    bool by_proxy = false;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL) {
        return false;
    }
    for (int i = 0;
         i < SC_TEXT_LIST_MAX && sc_value_next(c->message, SC_HEADER_UNSUPPORTED, &cursor, &tag);
         i++) {
        if (sc_header_lists(request, SC_HEADER_REQUIRE, tag)) {
            by_server = true;
            sc_text_list_add(draft, &refused, tag);
        } else if (sc_header_lists(request, SC_HEADER_PROXY_REQUIRE, tag)) {
            by_proxy = true;
            sc_text_list_add(draft, &refused, tag);
        }
    }
    if (refused.count > 0) {
        return sc_draft_say(draft, "The request has %s in %s; Unsupported lists the same",
                            refused.text,
                            !by_proxy    ? "Require"
                            : !by_server ? "Proxy-Require"
                                         : "Require and Proxy-Require");
    }
    return false;
}

static const struct sc_finding_row extension_required_by_server = {
    .id = "extension-required-by-server",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Client lacks a required extension",
    .summary = "The server requires an extension that the client does not offer",
    .hint = "Enable on the client what Require of the 421 lists, so that Supported names it; or "
            "make it optional on the server.",
    .reference = "RFC 3261 section 21.4.16",
};

static bool judge_required_by_server(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    struct sc_text_list lacking = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice tag;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL) {
        return false;
    }
    for (int i = 0;
         i < SC_TEXT_LIST_MAX && sc_value_next(c->message, SC_HEADER_REQUIRE, &cursor, &tag); i++) {
        /* A client that requires an extension supports it, too. */
        if (!sc_header_lists(request, SC_HEADER_SUPPORTED, tag) &&
            !sc_header_lists(request, SC_HEADER_REQUIRE, tag)) {
            sc_text_list_add(draft, &lacking, tag);
        }
    }
    if (lacking.count > 0) {
        return sc_draft_say(draft,
                            "The server requires %s, and the request's Supported does not list it",
                            lacking.text);
    }
    return false;
}

/* ---- Outbound (RFC 5626) ---- */

static const struct sc_finding_row outbound_unsupported = {
    .id = "outbound-unsupported",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "First proxy lacks outbound",
    .summary = "The client registers with outbound, which the first proxy does not support",
    .hint = "Enable outbound on the first proxy (Path with ob), or switch it off in the client so "
            "that Contact has no reg-id.",
    .reference = "RFC 5626 sections 5.1 and 6",
};

/* True if a REGISTER asks for outbound: reg-id in a Contact, and the tag in Supported (RFC 5626
 * section 4.2.1). */
static bool asks_for_outbound(const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(request, SC_HEADER_CONTACT, &cursor, &value)) {
        if (sc_slice_present(sc_param_find(sc_address_read(value).params, "reg-id"))) {
            return sc_header_lists(request, SC_HEADER_SUPPORTED, sc_slice_of("outbound"));
        }
    }
    return false;
}

/* True if a URI in Path has the parameter ob. */
static bool has_outbound_path(const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(request, SC_HEADER_PATH, &cursor, &value)) {
        struct sc_uri uri = sc_uri_read(sc_address_read(value).uri);
        if (sc_slice_present(sc_param_find(uri.params, "ob"))) {
            return true;
        }
    }
    return false;
}

/* Where the client's own REGISTER is all that was captured, its proxy may add a Path beyond. */
static bool judge_outbound(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL || !asks_for_outbound(request) || has_outbound_path(request)) {
        return false;
    }
    if (sc_header_count(request, SC_HEADER_PATH) > 0) {
        return sc_draft_say(draft, "The REGISTER asks for outbound (reg-id); its Path has no ob");
    }
    if (sc_vias_count(request) > 1) {
        return sc_draft_say(draft, "The REGISTER asks for outbound (reg-id); it came through a "
                                   "proxy without any Path");
    }
    sc_draft_blocked(draft, SC_BLOCKER_OTHER_SIDE);
    return sc_draft_say(draft, "The REGISTER asks for outbound (reg-id and Supported)");
}

static const struct sc_rule rules[] = {
    {
        .finding = &sec_agree_missing,
        .when = ON_RESPONSE,
        .codes = {494},
        .judge = judge_sec_agree_missing,
    },
    {
        .finding = &extension_required_by_client,
        .when = ON_RESPONSE,
        .codes = {420},
        .judge = judge_required_by_client,
    },
    {
        .finding = &extension_required_by_server,
        .when = ON_RESPONSE,
        .codes = {421},
        .judge = judge_required_by_server,
    },
    {
        .finding = &resource_priority_unknown,
        .when = ON_RESPONSE,
        .codes = {417},
        .judge = judge_resource_priority,
    },
    {
        .finding = &outbound_unsupported,
        .when = ON_RESPONSE,
        .codes = {439},
        .methods = {"REGISTER"},
        .judge = judge_outbound,
    },
};

const struct sc_topic sc_topic_extension = {
    .name = "extension",
    .title = "Extensions",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
