/* Findings about a Contact that does not lead to its owner.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 8.1.1.8, 10.2.1 and 12.1.1.
 */
#include "diagnose/hops.h"
#include "diagnose/other-leg.h"
#include "diagnose/phrase.h"
#include "diagnose/refused-request.h"
#include "diagnose/registration.h"
#include "diagnose/ringing.h"
#include "diagnose/statement.h"
#include "diagnose/timing.h"
#include "topics.h"

static const struct sc_finding_row contact_user_changed = {
    .id = "contact-user-changed",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Called with another user part",
    .summary = "The phone was called by another user part than it had registered",
    .hint = "Let the server call the Contact exactly as registered, or let the phone accept other "
            "user parts.",
    .reference = "RFC 3261 sections 8.2.2.1, 10.3 and 16.5",
};

/* Several Contacts of one client at one port are known, as far as the capture shows them: one that
 * was registered before it began would be missed. Many phones take any user part, and then a 480 or
 * 488 is about something else. */
static bool judge_contact_user(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);

    if (request == NULL || sc_uri_read(request->uri).user.size == 0 ||
        sc_hop_in_dialog(c->transaction) || sc_ringing_progress(c) != NULL ||
        sc_statement_of(c).record != NULL) {
        return false;
    }
    bool same_user;
    uint32_t frame = sc_tracker_contact(c->tracker, c->record->source, request->uri, &same_user);
    if (frame != 0 && !same_user) {
        if (c->record->code == 480 || c->record->code == 488) {
            sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
        }
        sc_draft_shows(draft, frame, "Contact with another user part");
        return sc_draft_say(
            draft, "The Request-URI has the Contact of frame %u but for the user part", frame);
    }
    return false;
}

static const struct sc_finding_row contact_unroutable = {
    .id = "contact-unroutable",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"callee-not-registered", "gateway-timeout", "downstream-silent"},
    .title = "Contact names no reachable host",
    .summary = "The Contact is a loopback or unspecified address, and the request failed",
    .hint = "Fix the Contact of the client that is to be reached: it needs an address that other "
            "hosts can send to.",
    .reference = "RFC 3261 sections 8.1.1.8 and 10.2.1, RFC 1122 section 3.2.1.3",
};

/* The host of a request in a dialog, the Contact of its receiver, if only the sender itself could
 * be at that address; else empty. */
static struct sc_slice unroutable_target(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);
    struct sc_slice host = request != NULL && sc_hop_in_dialog(c->transaction)
                               ? sc_uri_read(request->uri).host
                               : (struct sc_slice){0};
    struct sc_endpoint place = sc_endpoint_read(host);

    return sc_endpoint_is_unroutable(&place) &&
                   !sc_endpoint_is_unroutable(c->transaction->request.destination)
               ? host
               : (struct sc_slice){0};
}

/* Wrong of a server that sends to the address that the REGISTER came from, whatever its Contact, as
 * many do for clients behind NAT: then the phone itself is not there. So it is suggestive. */
static bool judge_registered_unroutable(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_registration *registration = sc_registration_in_force(c, draft);

    if (registration == NULL || registration->unroutable.size == 0 ||
        sc_hop_in_dialog(c->transaction) || c->transaction->children != NULL ||
        sc_ringing_progress(c) != NULL || sc_statement_of(c).record != NULL ||
        sc_leg_was_answered(c)) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    sc_draft_evidence(draft, registration->frame);
    return sc_draft_say(
        draft, "The callee registered in frame %u for Contact %s; no other host can send to it",
        registration->frame, sc_draft_quote(draft, registration->unroutable));
}

static bool judge_target_unroutable(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_slice host = unroutable_target(c, draft);

    return host.size > 0 &&
           sc_draft_say(draft, "The request is for the Contact %s; no other host can send to it",
                        sc_draft_quote(draft, host));
}

/* True once the request was left without a response for 64*T1. */
static bool is_left_unanswered(const struct sc_case *c)
{
    return c->transaction->responses == NULL && c->transaction->unreachable == NULL &&
           sc_time_between(c->transaction->request.last_time, sc_tracker_end(c->tracker)) >=
               sc_timing_timeout(c);
}

/* That no response came may have any other reason, too. */
static bool judge_silent_unroutable(const struct sc_case *c, struct sc_draft *draft)
{
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    return sc_case_is_request(c) && judge_target_unroutable(c, draft);
}

/* The Contact of the refused request, if no other host can send to it; else empty. */
static struct sc_slice unroutable_contact(const struct sc_case *c, const struct sc_message *request)
{
    struct sc_slice contact = sc_address_read(sc_header_first(request, SC_HEADER_CONTACT)).uri;
    struct sc_slice host = sc_uri_read(contact).host;
    struct sc_endpoint place = sc_endpoint_read(host);

    return sc_endpoint_is_unroutable(&place) &&
                   !sc_endpoint_is_unroutable(sc_hop_refusing(c)->request.source)
               ? host
               : (struct sc_slice){0};
}

/* A 400 is about the request, and so is a phrase that names Contact. Without one, the server may
 * mind something else. */
static bool judge_refused_unroutable(const struct sc_case *c, struct sc_draft *draft)
{
    bool named = sc_phrase_header(c->message) == SC_HEADER_CONTACT;
    struct sc_message room;
    const struct sc_message *request =
        named || c->record->code == 400 ? sc_refused_request(c, draft, &room) : NULL;
    struct sc_slice host = request != NULL ? unroutable_contact(c, request) : (struct sc_slice){0};

    if (host.size == 0 || (!named && sc_phrase_header(c->message) != SC_HEADER_OTHER)) {
        return false;
    }
    if (!named) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    return sc_draft_say(draft, "The %s has the Contact %s; no other host can send to it",
                        sc_draft_quote(draft, sc_hop_refusing(c)->method),
                        sc_draft_quote(draft, host));
}

static const struct sc_rule rules[] = {
    {
        .finding = &contact_unroutable,
        .when = ON_RESPONSE,
        .codes = {408, 430, 480},
        .methods = {"INVITE", "MESSAGE", "OPTIONS"},
        .judge = judge_registered_unroutable,
    },
    {
        .finding = &contact_unroutable,
        .when = ON_RESPONSE,
        .codes = {408, 430},
        .judge = judge_target_unroutable,
    },
    {
        .finding = &contact_unroutable,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .judge = judge_refused_unroutable,
    },
    {
        .finding = &contact_unroutable,
        .when = ON_REQUEST,
        .judge = judge_silent_unroutable,
        .holds = is_left_unanswered,
    },
    {
        .finding = &contact_user_changed,
        .when = ON_RESPONSE,
        .codes = {404, 480, 488, 604},
        .methods = {"INVITE", "MESSAGE", "OPTIONS"},
        .judge = judge_contact_user,
    },
};

const struct sc_topic sc_topic_contact = {
    .name = "contact",
    .title = "The Contact of a client",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
