/* Findings about the request line: its URI and its version.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 21.4.14 and 21.5.6.
 */
#include <string.h>

#include "diagnose/phrase.h"
#include "diagnose/refused-request.h"
#include "topics.h"

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

static const struct sc_finding_row uri_scheme = {
    .id = "uri-scheme",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "URI scheme not supported",
    .summary = "The server does not support the scheme of the Request-URI",
    .hint = "Send the request to a sip: URI, or have a proxy translate tel:, urn: or sips: before "
            "this server.",
    .reference = "RFC 3261 sections 16.3 and 21.4.14",
};

static bool judge_uri_scheme(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL) {
        return false;
    }
    struct sc_slice scheme = sc_uri_read(request->uri).scheme;
    if (is_scheme(scheme) && !sc_slice_is(scheme, "sip")) {
        return sc_draft_say(draft, "The scheme of the Request-URI is %s",
                            sc_draft_quote(draft, scheme));
    }
    return false;
}

static const struct sc_finding_row version_unsupported = {
    .id = "version-unsupported",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "SIP version not supported",
    .summary = "The server does not support the SIP version of the request",
    .hint = "Make the client write SIP/2.0 in the request line: there is no other version.",
    .reference = "RFC 3261 sections 7.1 and 21.5.6",
};

static bool judge_version(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request != NULL && !sc_slice_is(request->version, "SIP/2.0")) {
        return sc_draft_say(draft, "The request line says %s",
                            sc_draft_quote(draft, request->version));
    }
    return false;
}

/* Some parsers refuse a scheme that they do not know with 400, as they do a malformed URI. Of tel:
 * and sips: the rest may be what is wrong. */
static bool judge_bad_uri(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL || !sc_phrase_complains_of(c->message, sc_slice_of("URI"))) {
        return false;
    }
    struct sc_slice scheme = sc_uri_read(request->uri).scheme;
    if (sc_slice_is(scheme, "sips") || sc_slice_is(scheme, "tel")) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    return judge_uri_scheme(c, draft);
}

static const struct sc_rule rules[] = {
    {
        .finding = &uri_scheme,
        .when = ON_RESPONSE,
        .codes = {416},
        .judge = judge_uri_scheme,
    },
    {
        .finding = &uri_scheme,
        .when = ON_RESPONSE,
        .codes = {400},
        .judge = judge_bad_uri,
    },
    {
        .finding = &version_unsupported,
        .when = ON_RESPONSE,
        .codes = {505},
        .judge = judge_version,
    },
};

const struct sc_topic sc_topic_request_line = {
    .name = "request-line",
    .title = "The request line",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
