/* Findings about event packages and Info packages.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 6665 (SUBSCRIBE and NOTIFY), RFC 3903 (PUBLISH), RFC 6086 (INFO).
 */
#include "diagnose/phrase.h"
#include "diagnose/subscription.h"
#include "topics.h"

/* The name before the parameters of a value. */
static struct sc_slice name_of(struct sc_slice value)
{
    return sc_slice_trim(sc_slice_until(value, ';'));
}

/* True if HEADER lists a package. Names are compared byte by byte (RFC 6665 section 8.2.1, RFC 6086
 * section 7.2). */
static bool lists_package(const struct sc_message *message, enum sc_header header,
                          struct sc_slice package)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(message, header, &cursor, &value)) {
        if (sc_slice_equal(name_of(value), package)) {
            return true;
        }
    }
    return false;
}

/* Says which package in HEADER of the request is not listed in OFFER of the response. */
static bool judge_package(const struct sc_case *c, struct sc_draft *draft, enum sc_header header,
                          enum sc_header offer)
{
    const struct sc_message *request = sc_case_request(c, draft);
    struct sc_slice package = {0};

    if (request != NULL && sc_header_count(request, header) == 1) {
        package = name_of(sc_header_first(request, header));
    }
    if (package.size == 0 || lists_package(c->message, offer, package)) {
        return false;
    }
    if (sc_header_count(c->message, offer) == 0) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        return sc_draft_say(draft, "%s is %s, and the %u has no %s to say what would do",
                            sc_header_name(header), sc_draft_quote(draft, package), c->record->code,
                            sc_header_name(offer));
    }
    struct sc_slice offered = sc_header_first(c->message, offer);
    return sc_draft_say(draft, "%s is %s, and %s is %s", sc_header_name(header),
                        sc_draft_quote(draft, package), sc_header_name(offer),
                        offered.size > 0 ? sc_draft_quote(draft, offered) : "empty");
}

/* What is to be done first if it is the receiver of a NOTIFY that refuses. */
enum { NOTIFIED };

static const struct sc_finding_row event_unsupported = {
    .id = "event-unsupported",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Event package not supported",
    .summary = "The server does not support this event package",
    .hint = "Enable the event package on the server, disable it in the client, or send the request "
            "to a server that has it.",
    .advice = {[NOTIFIED] = "Stop the server from sending this NOTIFY if no one subscribed to it, "
                            "or let its receiver support the package."},
    .reference = "RFC 6665 sections 4.2.1.1 and 8.3.2",
};

static bool judge_event_unsupported(const struct sc_case *c, struct sc_draft *draft)
{
    if (sc_transaction_is(c->transaction, "NOTIFY")) {
        sc_draft_advise(draft, NOTIFIED);
    }
    return sc_subscription_concerns(c->transaction) &&
           judge_package(c, draft, SC_HEADER_EVENT, SC_HEADER_ALLOW_EVENTS);
}

static const struct sc_finding_row event_missing = {
    .id = "event-missing",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "No Event header",
    .summary = "The request names no event package",
    .hint = "Fix the client: SUBSCRIBE, NOTIFY and PUBLISH must have exactly one Event header.",
    .reference = "RFC 6665 sections 3.1.2 and 3.2.1, RFC 3903 section 6",
};

/* True of codes that refuse what a request says; the others have reasons of their own. */
static bool may_mind_event(unsigned code)
{
    return code != 401 && code != 407 && code != 408 && code != 423 && code != 481;
}

/* True if Allow lists the method: something else in the request is minded. */
static bool allows_method(const struct sc_case *c)
{
    return sc_header_lists(c->message, SC_HEADER_ALLOW, c->transaction->method);
}

/* A server minds a missing header with 489 or 400, or with a 405 that allows the method; another
 * code may have another reason. */
static bool judge_event_missing(const struct sc_case *c, struct sc_draft *draft)
{
    unsigned code = c->record->code;
    const struct sc_message *request =
        sc_subscription_concerns(c->transaction) && may_mind_event(code) ? sc_case_request(c, draft)
                                                                         : NULL;

    if (request != NULL && request->lines_dropped == 0 &&
        sc_subscription_package(request).size == 0) {
        if (code == 400) {
            sc_phrase_weigh(c, draft, SC_HEADER_EVENT);
        } else if (code != 489 && !(code == 405 && allows_method(c))) {
            sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
        }
        return sc_draft_say(draft, "The %s names no event package",
                            sc_draft_quote(draft, c->transaction->method));
    }
    return false;
}

static const struct sc_finding_row info_package_unsupported = {
    .id = "info-package-unsupported",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "INFO package not supported",
    .summary = "The peer does not accept this INFO package in this call",
    .hint = "Compare Info-Package with the peer's latest Recv-Info: send only packages listed "
            "there; the call goes on.",
    .reference = "RFC 6086 section 4.2.2",
};

static bool judge_info_package_unsupported(const struct sc_case *c, struct sc_draft *draft)
{
    return judge_package(c, draft, SC_HEADER_INFO_PACKAGE, SC_HEADER_RECV_INFO);
}

static const struct sc_rule rules[] = {
    {
        .finding = &event_missing,
        .when = ON_RESPONSE,
        .classes = {4},
        .judge = judge_event_missing,
    },
    {
        .finding = &event_unsupported,
        .when = ON_RESPONSE,
        .codes = {489},
        .judge = judge_event_unsupported,
    },
    {
        .finding = &info_package_unsupported,
        .when = ON_RESPONSE,
        .codes = {469},
        .methods = {"INFO"},
        .judge = judge_info_package_unsupported,
    },
};

const struct sc_topic sc_topic_event = {
    .name = "event",
    .title = "Event and Info packages",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
