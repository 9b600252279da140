/* Rules about calls that somebody does not want: declined, screened, blocked.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* ---- 603 ---- */

/* What ATIS-1000099 asks of a 603 that analytics sent: the phrase, and a Reason with version tag,
 * contact for redress and location. */
struct blocking {
    bool phrase;
    bool reason; /* SIP;cause=603 with a text */
    struct sc_slice version;
    bool contact;
    struct sc_slice location;
};

static struct sc_slice unquoted(struct sc_slice text)
{
    if (text.size >= 2 && text.data[0] == '"') {
        return (struct sc_slice){text.data + 1, text.size - 2};
    }
    return text;
}

static struct blocking blocking_of(const struct sc_message *message)
{
    struct blocking blocking = {.phrase = sc_slice_is(message->phrase, "Network Blocked")};
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    while (!blocking.reason && sc_reason_next(message, &cursor, &reason)) {
        struct sc_slice text = unquoted(reason.text);
        struct sc_slice version = sc_param_find(text, "v");
        if (!sc_slice_is(reason.protocol, "SIP") || !reason.has_cause || reason.cause != 603 ||
            text.size == 0) {
            continue;
        }
        blocking.reason = true;
        blocking.version = sc_slice_starts(version, "analytics") ? version : (struct sc_slice){0};
        blocking.contact = sc_param_find(text, "url").size > 0 ||
                           sc_param_find(text, "tel").size > 0 ||
                           sc_param_find(text, "email").size > 0;
        blocking.location = reason.location;
    }
    return blocking;
}

/* True if the 603 is, or was, an analytics engine's. */
static bool is_blocking(const struct blocking *blocking)
{
    return blocking->phrase || blocking->version.size > 0;
}

static bool is_whole(const struct blocking *blocking)
{
    return blocking->phrase && blocking->version.size > 0 && blocking->contact &&
           blocking->location.size > 0;
}

static void judge_network_blocked(struct scene *scene)
{
    struct blocking blocking = blocking_of(scene->message);

    if (is_whole(&blocking)) {
        const char *location = sc_location_name(blocking.location);
        quotes_cause(scene, SC_STATED_REASON, "");
        find(scene,
             "The phrase is \"Network Blocked\", and Reason has the version tag %s, a contact "
             "for redress and the location %s%s%s%s",
             quote(scene, blocking.version), quote(scene, blocking.location),
             location[0] != '\0' ? " (" : "", location, location[0] != '\0' ? ")" : "");
    }
}

/* What the Reason of a 603+ lacks, in words. */
static const char *write_lacks(const struct blocking *blocking, char text[CAUSE_SIZE])
{
    const struct {
        bool there;
        const char *name;
    } parts[] = {
        {blocking->version.size > 0, "the version tag v=analytics1"},
        {blocking->contact, "a contact for redress (url, tel or email)"},
        {blocking->location.size > 0, "the location"},
    };

    text[0] = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (!parts[i].there) {
            g_strlcat(text, text[0] != '\0' ? " and " : "", CAUSE_SIZE);
            g_strlcat(text, parts[i].name, CAUSE_SIZE);
        }
    }
    return text;
}

static void judge_network_incomplete(struct scene *scene)
{
    struct blocking blocking = blocking_of(scene->message);

    if (!is_blocking(&blocking) || is_whole(&blocking)) {
        return;
    }
    quotes_cause(scene, blocking.reason ? SC_STATED_REASON : SC_STATED_NONE, "");
    if (!blocking.phrase) {
        find(scene,
             "Reason has the version tag %s, but the phrase is \"%s\" instead of \"Network "
             "Blocked\"",
             quote(scene, blocking.version), quote(scene, scene->message->phrase));
    } else if (!blocking.reason) {
        find(scene,
             "The phrase is \"Network Blocked\", but there is no Reason of protocol SIP with "
             "cause 603 and a text");
    } else {
        char lacks[CAUSE_SIZE];
        find(scene, "The phrase is \"Network Blocked\", but Reason lacks %s",
             write_lacks(&blocking, lacks));
    }
}

/* True if the 603 starts no dialog, is no analytics engine's, and no other cause than a rejected
 * call is stated. */
static bool is_decline(const struct scene *scene, const struct stated *stated)
{
    struct blocking blocking = blocking_of(scene->message);

    return !is_blocking(&blocking) && !in_dialog(scene->transaction) && nothing_but(stated, 21, 21);
}

static void judge_declined_user(struct scene *scene)
{
    const struct sc_record *ringing = own_ringing(scene);
    struct stated stated = stated_cause(scene);

    if (rang_for_a_while(scene, ringing) && is_decline(scene, &stated)) {
        char cause[CAUSE_SIZE];
        char phrase[CAUSE_SIZE];
        evidence(scene, ringing->frame);
        find(scene, "It rang for %s, then the same phone declined%s%s",
             span(scene, since(scene, ringing)), own_phrase(scene, phrase),
             confirmation(scene, &stated, cause));
    }
}

static void judge_declined_machine(struct scene *scene)
{
    struct stated stated = stated_cause(scene);

    if (refused_at_once(scene) && is_decline(scene, &stated)) {
        char cause[CAUSE_SIZE];
        char phrase[CAUSE_SIZE];
        evidence(scene, scene->transaction->request.frame);
        find(scene, "Declined %s after the INVITE, without ringing%s%s",
             span(scene, since(scene, &scene->transaction->request)), own_phrase(scene, phrase),
             confirmation(scene, &stated, cause));
    }
}

/* ---- 604, 607, 608, 433 ---- */

static void judge_nowhere(struct scene *scene)
{
    find(scene, "The 604 says that the user of the Request-URI exists nowhere");
}

static void judge_unwanted(struct scene *scene)
{
    find(scene, "The 607 says that the called party does not want this %s, nor such later ones",
         quote(scene, scene->transaction->method));
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

static void judge_with_redress(struct scene *scene)
{
    if (has_card(scene->message)) {
        find(scene, "Call-Info with purpose jwscard leads to the contact card of who rejected it");
    }
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

/* Without the capability in the INVITE, the one that rejects owes an announcement (section 3.4). */
static void judge_no_redress(struct scene *scene)
{
    if (has_card(scene->message)) {
        return;
    }
    const struct sc_message *request = request_of(scene);
    if (request == NULL) {
        find(scene, "The 608 has no Call-Info with purpose jwscard");
    } else if (says_608(request)) {
        find(scene, "The 608 has no Call-Info with purpose jwscard; the request has sip.608 in "
                    "Feature-Caps, so a hop before owes the announcement");
    } else {
        find(scene, "The 608 has no Call-Info with purpose jwscard; the request has no sip.608 in "
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

static void judge_anonymity(struct scene *scene)
{
    const char *sign = anonymous_by(scene->message); /* From is the request's */

    if (sign == NULL) {
        const struct sc_message *request = request_of(scene);
        sign = request != NULL ? private_by(request) : NULL;
    }
    if (sign != NULL) {
        evidence(scene, scene->transaction->request.frame);
        find(scene, "The call is anonymous: %s", sign);
    }
}

static const struct rule rules[] = {
    {"anonymity-disallowed", ON_RESPONSE, 433, 433, NULL, judge_anonymity, NULL},
    {"declined-by-machine", ON_RESPONSE, 603, 603, "INVITE", judge_declined_machine, NULL},
    {"declined-by-user", ON_RESPONSE, 603, 603, "INVITE", judge_declined_user, NULL},
    {"network-blocked-603plus", ON_RESPONSE, 603, 603, NULL, judge_network_blocked, NULL},
    {"network-blocked-incomplete", ON_RESPONSE, 603, 603, NULL, judge_network_incomplete, NULL},
    {"nowhere", ON_RESPONSE, 604, 604, NULL, judge_nowhere, NULL},
    {"rejected-no-redress", ON_RESPONSE, 608, 608, NULL, judge_no_redress, NULL},
    {"rejected-with-redress", ON_RESPONSE, 608, 608, NULL, judge_with_redress, NULL},
    {"unwanted", ON_RESPONSE, 607, 607, NULL, judge_unwanted, NULL},
};

const struct rule_topic rules_declined = {rules, G_N_ELEMENTS(rules)};
