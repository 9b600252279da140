/* Findings about the request line: its URI and its version.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 21.4.14 and 21.5.6, RFC 5630 (sips).
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

/* ---- sips ---- */

static const struct sc_finding_row sips_policy = {
    .id = "sips-policy",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"uri-scheme"},
    .title = "sips refused or demanded",
    .summary = "The server refuses a sips: URI, or serves nothing else",
    .hint = "Call the sip: URI, or register the callee with a sips: Contact over TLS: the server "
            "refuses sips: for this target.",
    .advice = {"Call the sips: URI, over TLS: the server serves this target with sips: only."},
    .reference = "RFC 5630 sections 5.3 and 9",
};

/* Warnings that say so (RFC 5630 section 9). */
#define SIPS_NOT_ALLOWED 380
#define SIPS_REQUIRED    381

static bool sips_warning(const struct sc_message *response, struct sc_warning *warning)
{
    struct sc_cursor cursor = {0};

    while (sc_warning_next(response, &cursor, warning)) {
        if (warning->code == SIPS_NOT_ALLOWED || warning->code == SIPS_REQUIRED) {
            return true;
        }
    }
    return false;
}

/* The code of the Warning that would say what the reason phrase, or the text of another Warning,
 * says: "sips URI unsupported", "SIPS Required"; 0 if they say nothing of sips. */
static unsigned sips_words(const struct sc_message *response)
{
    if (!sc_phrase_complains_of(response, sc_slice_of("sips"))) {
        return 0;
    }
    bool demands = sc_phrase_complains_of(response, sc_slice_of("requir")) ||
                   sc_phrase_complains_of(response, sc_slice_of("only"));
    return demands ? SIPS_REQUIRED : SIPS_NOT_ALLOWED;
}

/* Where a request has the scheme that is refused, or lacks the one that is demanded, and the scheme
 * there; NULL if nowhere. */
static const char *find_scheme(const struct sc_message *request, bool refused,
                               struct sc_slice *scheme)
{
    struct sc_cursor cursor = {0};
    struct sc_slice contact;

    *scheme = sc_uri_read(request->uri).scheme;
    if (is_scheme(*scheme) && sc_slice_is(*scheme, "sips") == refused) {
        return "the Request-URI";
    }
    if (sc_value_next(request, SC_HEADER_CONTACT, &cursor, &contact)) {
        *scheme = sc_uri_read(sc_address_read(contact).uri).scheme;
        if (is_scheme(*scheme) && sc_slice_is(*scheme, "sips") == refused) {
            return "the Contact";
        }
    }
    return NULL;
}

/* Whatever the status code: RFC 5630 has 480, and others are in use. */
static bool judge_sips(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    struct sc_warning warning;
    struct sc_slice scheme = {0};
    bool warned = sips_warning(c->message, &warning);
    unsigned code = warned ? warning.code : sips_words(c->message);
    const struct sc_message *request = code != 0 ? sc_refused_request(c, draft, &room) : NULL;

    if (code == 0) {
        return false;
    }
    bool refused = code == SIPS_NOT_ALLOWED;
    if (!refused) {
        sc_draft_advise(draft, 0);
    }
    const char *where = request != NULL ? find_scheme(request, refused, &scheme) : NULL;
    if (where == NULL && !warned) {
        return false;
    }
    sc_draft_at_most(draft, warned && where != NULL ? SC_CONFIDENCE_PROOF : SC_CONFIDENCE_STRONG);
    sc_draft_states(draft, warned ? SC_STATED_WARNING : SC_STATED_PHRASE, "");
    if (where == NULL) {
        return sc_draft_say(draft, "Warning %u (%s)", code, sc_warning_lookup(code)->name);
    }
    if (!warned) {
        return sc_draft_say(draft, "Phrase \"%s\"; the scheme of %s is %s",
                            sc_draft_quote(draft, c->message->phrase), where,
                            sc_draft_quote(draft, scheme));
    }
    return sc_draft_say(draft, "Warning %u (%s); the scheme of %s is %s", code,
                        sc_warning_lookup(code)->name, where, sc_draft_quote(draft, scheme));
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
    {
        .finding = &sips_policy,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .judge = judge_sips,
    },
};

const struct sc_topic sc_topic_request_line = {
    .name = "request-line",
    .title = "The request line",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
