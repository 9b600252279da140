/* Findings about REGISTERs that were accepted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 10.
 */
#include "diagnose/registration.h"
#include "topics.h"

/* So many in a row are no restart and no change of address. */
#define LOOP_MIN 4

/* Shorter lifetimes are refreshed so soon. */
#define LIFETIME_MIN 60

static const struct sc_finding_row register_loop = {
    .id = "register-loop",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Registration loop",
    .summary = "The client registers again and again, although each REGISTER is accepted",
    .hint = "Find out why the client begins again: does the 200 reach it, and does it take Contact "
            "and expires of the 200 for its own?",
    .advice = {"Let the registrar list the client's Contact and its expires in the 200: without "
               "them clients may begin again at once."},
    .reference = "RFC 3261 sections 10.2.4 and 10.3",
};

/* Wrong if the client registers so often on purpose, to keep a NAT binding open: that takes no less
 * than some seconds as a rule. */
static bool judge_loop(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_slice aor = sc_address_read(sc_header_first(c->message, SC_HEADER_TO)).uri;
    const struct sc_registration *registration =
        sc_tracker_registration(c->tracker, aor, c->record->source);

    if (registration == NULL || registration->frame != c->record->frame ||
        registration->repeats + 1 < LOOP_MIN || registration->lifetime < LIFETIME_MIN) {
        return false;
    }
    const char *time = sc_draft_duration_text(
        draft, sc_time_between(registration->repeats_since, c->record->time));
    sc_draft_shows(draft, registration->repeats_frame, "the first one");
    sc_draft_evidence(draft, c->transaction->request.frame);
    if (sc_header_count(c->message, SC_HEADER_CONTACT) == 0 && c->message->lines_dropped == 0) {
        sc_draft_advise(draft, 0);
        return sc_draft_say(draft,
                            "%u REGISTERs of this client were accepted within %s, for %u s each; "
                            "the %u does not list its Contact",
                            registration->repeats + 1, time, registration->lifetime,
                            c->record->code);
    }
    return sc_draft_say(draft, "%u REGISTERs of this client were accepted within %s, for %u s each",
                        registration->repeats + 1, time, registration->lifetime);
}

static const struct sc_rule rules[] = {
    {
        .finding = &register_loop,
        .when = ON_RESPONSE,
        .classes = {2},
        .methods = {"REGISTER"},
        .judge = judge_loop,
    },
};

const struct sc_topic sc_topic_registration = {
    .name = "registration",
    .title = "Registrations",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
