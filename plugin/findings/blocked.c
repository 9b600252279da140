/* Findings about calls that a network, a server or the callee blocks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 5079 (433), RFC 8197 (607), RFC 8688 (608), ATIS-1000099 (603 "Network Blocked").
 */
#include "diagnose/blocking.h"
#include "topics.h"

/* ---- 603 ---- */

static bool is_whole(const struct sc_blocking *blocking)
{
    return blocking->phrase && blocking->version.size > 0 && blocking->contact &&
           blocking->location.size > 0;
}

static const struct sc_finding_row network_blocked_603plus = {
    .id = "network-blocked-603plus",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Blocked by analytics (603+)",
    .summary = "A network's call analytics blocked the call",
    .hint = "Ask for redress at the contact in Reason, naming the provider in location; do not "
            "call again meanwhile.",
    .reference = "ATIS-1000099",
};

static bool judge_network_blocked(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_blocking blocking = sc_blocking_of(c->message);

    if (is_whole(&blocking)) {
        const char *location = sc_location_name(blocking.location);
        sc_draft_states(draft, SC_STATED_REASON, "");
        return sc_draft_say(
            draft,
            "The phrase is \"Network Blocked\"; Reason has the version tag %s, a contact "
            "for redress and the location %s%s%s%s%s%s%s%s",
            sc_draft_quote(draft, blocking.version), sc_draft_quote(draft, blocking.location),
            location[0] != '\0' ? " (" : "", location, location[0] != '\0' ? ")" : "",
            blocking.id.size > 0 ? "; its id is " : "",
            blocking.id.size > 0 ? sc_draft_quote(draft, blocking.id) : "",
            blocking.bad_url ? "; its url is not https" : "",
            blocking.bad_tel ? "; its tel is no E.164 number" : "");
    }
    return false;
}

/* What the Reason of a 603+ lacks, in words. */
static const char *write_lacks(const struct sc_blocking *blocking, char text[SC_WORDS_SIZE])
{
    const struct {
        bool there;
        const char *name;
    } parts[] = {
        {blocking->version.size > 0, "the version tag v=analytics1"},
        {blocking->contact, "a contact for redress"},
        {blocking->location.size > 0, "the location"},
    };

    text[0] = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (!parts[i].there) {
            g_strlcat(text, text[0] != '\0' ? " and " : "", SC_WORDS_SIZE);
            g_strlcat(text, parts[i].name, SC_WORDS_SIZE);
        }
    }
    return text;
}

static const struct sc_finding_row network_blocked_incomplete = {
    .id = "network-blocked-incomplete",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Incomplete 603+",
    .summary = "A 603 has some signs of a 603+ block and lacks others",
    .hint = "Compare phrase and Reason before and after each SBC: one may rewrite them, or the "
            "blocking network omits them.",
    .reference = "ATIS-1000099",
};

static bool judge_network_incomplete(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_blocking blocking = sc_blocking_of(c->message);

    if (!sc_blocking_is(&blocking) || is_whole(&blocking)) {
        return false;
    }
    sc_draft_states(draft, blocking.reason ? SC_STATED_REASON : SC_STATED_NONE, "");
    if (!blocking.phrase) {
        return sc_draft_say(
            draft,
            "Reason has the version tag %s, but the phrase is \"%s\"; due is \"Network "
            "Blocked\"",
            sc_draft_quote(draft, blocking.version), sc_draft_quote(draft, c->message->phrase));
    } else if (!blocking.reason) {
        return sc_draft_say(draft,
                            "The phrase is \"Network Blocked\", but no Reason says so; due is "
                            "cause=603 of SIP with a text, or "
                            "cause=21 of Q.850 with a version tag");
    } else {
        char lacks[SC_WORDS_SIZE];
        return sc_draft_say(draft, "The phrase is \"Network Blocked\", but Reason lacks %s",
                            write_lacks(&blocking, lacks));
    }
}

/* ---- 607, 608, 433 ---- */

static const struct sc_finding_row unwanted = {
    .id = "unwanted",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Unwanted by the callee",
    .summary = "The callee marked the call as unwanted",
    .hint = "Do not call again: the callee's provider may block this caller. Check that From names "
            "the true caller.",
    .reference = "RFC 8197 section 4",
};

static bool judge_unwanted(const struct sc_case *c, struct sc_draft *draft)
{
    return sc_draft_say(
        draft, "The 607 says that the called party does not want this %s, nor such later ones",
        sc_draft_quote(draft, c->transaction->method));
}

/* The Call-Info with a contact card (RFC 8688 section 3.1). */
static bool has_card(const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(message, SC_HEADER_CALL_INFO, &cursor, &value)) {
        if (sc_slice_is(sc_param_find(sc_address_read(value).params, "purpose"), "jwscard")) {
            return true;
        }
    }
    return false;
}

static const struct sc_finding_row rejected_with_redress = {
    .id = "rejected-with-redress",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Analytics rejection with redress",
    .summary = "Rejected by an analytics engine, with a contact for redress",
    .hint = "Get the contact card at the URI in Call-Info, check its signature, and ask there why "
            "this caller is rejected.",
    .reference = "RFC 8688 section 3.1",
};

static bool judge_with_redress(const struct sc_case *c, struct sc_draft *draft)
{
    if (has_card(c->message)) {
        return sc_draft_say(draft,
                            "Call-Info (jwscard) leads to the contact card of who rejected it");
    }
    return false;
}

static bool says_608(const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(request, SC_HEADER_FEATURE_CAPS, &cursor, &value)) {
        if (sc_slice_present(sc_param_find(value, "+sip.608"))) {
            return true;
        }
    }
    return false;
}

static const struct sc_finding_row rejected_no_redress = {
    .id = "rejected-no-redress",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Analytics rejection, no redress",
    .summary = "Rejected by an analytics engine, without a contact for redress",
    .hint = "Ask the callee's network why it rejects the call: its 608 lacks the Call-Info with "
            "the contact card.",
    .advice = {"Find the hop that said sip.608 in Feature-Caps: it promised an announcement to the "
               "caller for such a 608."},
    .reference = "RFC 8688 sections 3.1 and 3.4",
};

/* Without the capability in the INVITE, the side that rejects it owes an announcement (RFC 8688
 * section 3.4). */
static bool judge_no_redress(const struct sc_case *c, struct sc_draft *draft)
{
    if (has_card(c->message)) {
        return false;
    }
    const struct sc_message *request = sc_case_request(c, draft);
    if (request == NULL) {
        return sc_draft_say(draft, "The 608 has no Call-Info with purpose jwscard");
    } else if (says_608(request)) {
        sc_draft_advise(draft, 0);
        return sc_draft_say(
            draft, "The 608 has no Call-Info with purpose jwscard; the request has sip.608 in "
                   "Feature-Caps, so a hop before owes the announcement");
    } else {
        return sc_draft_say(
            draft, "The 608 has no Call-Info with purpose jwscard; the request has no sip.608 in "
                   "Feature-Caps, so who rejected it owes the announcement");
    }
}

/* What makes a caller anonymous (RFC 5079 section 3); NULL if nothing does. */
static const char *anonymous_by(const struct sc_message *message)
{
    struct sc_address from = sc_address_read(sc_header_first(message, SC_HEADER_FROM));
    char display[32];

    sc_slice_text(from.display, display, sizeof display);
    if (sc_slice_is(sc_uri_read(from.uri).host, "anonymous.invalid")) {
        return "From is in the domain anonymous.invalid";
    }
    if (g_ascii_strcasecmp(display, "anonymous") == 0) {
        return "From has the display name Anonymous";
    }
    return NULL;
}

static const char *private_by(const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_line_next(request, SC_HEADER_PRIVACY, &cursor, &value)) {
        struct sc_param param;
        while (sc_param_next(&value, ';', &param)) {
            if (sc_slice_is(param.name, "id")) {
                return "Privacy asks for id";
            }
            if (sc_slice_is(param.name, "user")) {
                return "Privacy asks for user";
            }
        }
    }
    return NULL;
}

static const struct sc_finding_row anonymity_disallowed = {
    .id = "anonymity-disallowed",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Anonymous call refused",
    .summary = "The callee refuses anonymous calls, and this one was anonymous",
    .hint = "Call with a From that names the caller, without Privacy: id or user; or find the hop "
            "that withheld the identity.",
    .reference = "RFC 5079 section 3",
};

static bool judge_anonymity(const struct sc_case *c, struct sc_draft *draft)
{
    const char *sign = anonymous_by(c->message); /* From is the request's */

    if (sign == NULL) {
        const struct sc_message *request = sc_case_request(c, draft);
        sign = request != NULL ? private_by(request) : NULL;
    }
    if (sign != NULL) {
        sc_draft_evidence(draft, c->transaction->request.frame);
        return sc_draft_say(draft, "The call is anonymous: %s", sign);
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &anonymity_disallowed,
        .when = ON_RESPONSE,
        .codes = {433},
        .judge = judge_anonymity,
    },
    {
        .finding = &network_blocked_603plus,
        .when = ON_RESPONSE,
        .codes = {603},
        .judge = judge_network_blocked,
    },
    {
        .finding = &network_blocked_incomplete,
        .when = ON_RESPONSE,
        .codes = {603},
        .judge = judge_network_incomplete,
    },
    {
        .finding = &rejected_no_redress,
        .when = ON_RESPONSE,
        .codes = {608},
        .judge = judge_no_redress,
    },
    {
        .finding = &rejected_with_redress,
        .when = ON_RESPONSE,
        .codes = {608},
        .judge = judge_with_redress,
    },
    {
        .finding = &unwanted,
        .when = ON_RESPONSE,
        .codes = {607},
        .judge = judge_unwanted,
    },
};

const struct sc_topic sc_topic_blocked = {
    .name = "blocked",
    .title = "Calls that were blocked",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
