/* Findings about the callee: busy, not registered, not answering.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 21.4.18, 21.4.24, 21.6.1; RFC 6432. A stated cause outranks any conclusion.
 */
#include "diagnose/hops.h"
#include "diagnose/other-leg.h"
#include "diagnose/phrase.h"
#include "diagnose/registration.h"
#include "diagnose/ringing.h"
#include "diagnose/statement.h"
#include "diagnose/subscription.h"
#include "diagnose/timing.h"
#include "topics.h"

/* A phone that rang for so long could have been answered. */
#define RANG_LONG (15 * SC_SECOND)

/* ---- 480 ---- */

/* True if a branch of this hop ended for another reason than a lack of an answer. */
static bool another_branch_refused(const struct sc_transaction *transaction)
{
    for (const struct sc_transaction *branch = transaction->children; branch != NULL;
         branch = branch->sibling) {
        unsigned code = branch->final != NULL ? branch->final->code : 0;
        if (code != 0 && code != 408 && code != 480 && code != 487) {
            return true;
        }
    }
    return false;
}

static const struct sc_finding_row no_answer = {
    .id = "no-answer",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Callee did not answer",
    .summary = "It rang, and the callee did not answer",
    .hint = "No fix needed in signalling: if it rang too briefly, compare the ringing time with "
            "the timers of phone and server.",
    .reference = "RFC 3261 section 21.4.18",
};

static bool judge_no_answer(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_of(c);
    const struct sc_record *ringing =
        stated.record != NULL ? sc_ringing_of(c) : c->transaction->alerting;

    if (sc_hop_in_dialog(c->transaction) || !sc_statement_nothing_but(&stated, 18, 19) ||
        (stated.record == NULL && (ringing == NULL || sc_timing_since(c, ringing) < RANG_LONG ||
                                   another_branch_refused(c->transaction)))) {
        return false;
    }
    char cause[SC_WORDS_SIZE];
    sc_statement_append(draft, &stated, cause);
    if (ringing == NULL) {
        return sc_draft_say(draft, "No one answered%s", cause);
    }
    if (stated.record == NULL && !sc_ringing_is_timer_like(sc_timing_since(c, ringing))) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE); /* a person may have refused */
    }
    sc_draft_evidence(draft, ringing->frame);
    return sc_draft_say(draft, "It rang for %s, and no one answered%s",
                        sc_draft_duration_text(draft, sc_timing_since(c, ringing)), cause);
}

/* What became of the callee's registration. */
enum { REMOVED, EXPIRED };

/* Without a registration in the capture it may have been made before, so that is suggestive. */
static bool judge_by_registrations(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_registration *registration = sc_registration_of_callee(c, draft);

    char phrase[SC_WORDS_SIZE];
    sc_phrase_own(c, draft, phrase);
    if (registration == NULL && sc_statement_normal_clearing(c->record)) {
        return false;
    }
    if (registration == NULL) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
        return sc_draft_say(
            draft,
            "No registration of the callee at this server is in the capture; no 180 and "
            "no specific cause%s",
            phrase);
    }
    if (registration->lifetime == 0) {
        sc_draft_advise(draft, REMOVED);
        sc_draft_shows(draft, registration->frame, "left the callee without a binding");
        return sc_draft_say(draft, "No binding of the callee was left after frame %u, %s before%s",
                            registration->frame,
                            sc_draft_duration_text(draft, sc_registration_age(c, registration)),
                            phrase);
    } else if (sc_registration_age(c, registration) >= sc_registration_lifetime(registration)) {
        const char *since = sc_draft_duration_text(
            draft, sc_registration_age(c, registration) - sc_registration_lifetime(registration));
        sc_draft_advise(draft, EXPIRED);
        sc_draft_shows(draft, registration->frame, "registration of the callee, expired %s before",
                       since);
        return sc_draft_say(draft,
                            "The callee's registration of frame %u, for %u s, expired %s before%s",
                            registration->frame, registration->lifetime, since, phrase);
    }
    return false;
}

static const struct sc_finding_row callee_not_registered = {
    .id = "callee-not-registered",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Callee not registered or offline",
    .summary = "The callee is not registered or out of coverage",
    .hint = "Find the callee's last REGISTER at this server: rejected, removed or expired? Then "
            "check the phone and its network.",
    .advice = {[REMOVED] = "Check why the phone's last REGISTER removed its binding, and why none "
                           "followed: log-out, restart, network?",
               [EXPIRED] = "Check why the phone did not refresh its registration in time: network, "
                           "timers, or a refused REGISTER?"},
    .reference = "RFC 3261 section 21.4.18",
};

static bool judge_not_registered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    struct sc_statement stated = sc_statement_of(c);

    if (sc_hop_in_dialog(transaction) || sc_transaction_is(transaction, "REGISTER") ||
        sc_transaction_is(transaction, "OPTIONS") || sc_ringing_found(transaction) ||
        sc_subscription_seeks_mailbox(c, draft) ||
        (!sc_transaction_is(transaction, "INVITE") && sc_calls_itself(c->message))) {
        return false;
    }
    if (stated.record != NULL) {
        if (stated.cause == 20) {
            char cause[SC_WORDS_SIZE];
            sc_statement_append(draft, &stated, cause);
            return sc_draft_say(draft, "The callee is not there%s", cause);
        }
        return false;
    }
    /* A callee that a request was passed on to is known to the server, also by a back-to-back user
     * agent in a call of its own, and a Retry-After comes from the callee. */
    if (transaction->children == NULL && !sc_leg_was_answered(c) &&
        !sc_callee_was_located(c, draft) && sc_phrase_fits_unregistered(c) &&
        sc_header_count(c->message, SC_HEADER_RETRY_AFTER) == 0) {
        return judge_by_registrations(c, draft);
    }
    return false;
}

/* Says that the phrase is about the registration; false if it is not. */
static bool say_phrase_unregistered(const struct sc_case *c, struct sc_draft *draft)
{
    if (!sc_phrase_holds(c->message, sc_slice_of("not registered")) &&
        !sc_phrase_holds(c->message, sc_slice_of("unregistered"))) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    sc_draft_states(draft, SC_STATED_PHRASE, "");
    return sc_draft_say(draft,
                        "The phrase is \"%s\", and the capture holds no registration of the callee "
                        "at this server",
                        sc_draft_quote(draft, c->message->phrase));
}

/* The server says that it does not know the callee, whose binding at this server was removed or ran
 * out. Wrong if the account was deleted as well, or the number was never to be routed there. */
static bool judge_binding_gone(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (transaction->children != NULL || sc_hop_in_dialog(transaction) ||
        sc_statement_of(c).record != NULL || sc_callee_was_located(c, draft)) {
        return false;
    }
    return sc_registration_of_callee(c, draft) != NULL ? judge_by_registrations(c, draft)
                                                       : say_phrase_unregistered(c, draft);
}

/* Servers say that a callee has no binding with any of these. */
static bool may_mean_unregistered(unsigned code)
{
    return code == 404 || code == 410 || code == 480 || code == 603 || code == 604;
}

/* The server refused the call itself, then the callee registered, and then the same call passed. A
 * registration that began before the capture, and was renewed just then, would look the same. */
static bool judge_registered_later(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *passed = c->transaction;
    const struct sc_transaction *refused = passed->refused_before;

    if (refused == NULL || refused->callee_registered == 0 ||
        c->record != (passed->alerting != NULL ? passed->alerting : passed->success) ||
        !may_mean_unregistered(refused->final->code) || refused->children != NULL ||
        sc_ringing_found(refused)) {
        return false;
    }
    struct sc_statement stated = sc_statement_specific(refused->final);
    if (!sc_statement_nothing_but(&stated, 20, 20)) {
        return false;
    }
    sc_draft_explains(draft, refused->final);
    sc_draft_shows(draft, refused->callee_registered, "registration of the callee");
    return sc_draft_say(draft,
                        "The callee registered in frame %u, after this %u; the same call then "
                        "got %u in frame %u",
                        refused->callee_registered, refused->final->code, c->record->code,
                        c->record->frame);
}

static const struct sc_finding_row busy_retry_after = {
    .id = "busy-retry-after",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .aside = true,
    .title = "Busy, retry time given",
    .summary = "The busy callee says when to call again",
    .hint = "Call again after the seconds in Retry-After, not before.",
    .reference = "RFC 3261 section 20.33",
};

static const struct sc_finding_row callee_retry_after = {
    .id = "callee-retry-after",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Callee away, retry time given",
    .summary = "The callee is away and says when to call again",
    .hint = "Call again after the seconds in Retry-After; check do not disturb or an absence "
            "setting at the callee.",
    .reference = "RFC 3261 section 20.33",
};

static bool judge_retry_after(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_retry_after retry = sc_message_retry_after(c->message);

    if (retry.readable && retry.seconds > 0 && !sc_hop_in_dialog(c->transaction)) {
        return sc_draft_say(draft, "Retry-After of the %u asks to call again in %u s",
                            c->record->code, retry.seconds);
    }
    return false;
}

/* ---- 486, 600 ---- */

/* An open call of the callee, under either name. */
static const struct sc_dialog *other_call(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_slice call_id = c->transaction->call_id;
    struct sc_slice to = sc_address_read(sc_header_first(c->message, SC_HEADER_TO)).uri;
    const struct sc_dialog *call = sc_tracker_call_of(c->tracker, to, call_id);

    return call != NULL ? call : sc_tracker_call_of(c->tracker, sc_callee_uri(c, draft), call_id);
}

/* True if no person refused: the response came at once, or right after the 180. */
static bool refused_by_machine(const struct sc_case *c)
{
    return sc_ringing_refused_at_once(c) ||
           (c->transaction->request_seen && sc_ringing_by_machine(c, sc_ringing_of(c)));
}

static const struct sc_finding_row callee_in_call = {
    .id = "callee-in-call",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Callee in another call",
    .summary = "The callee was in another call",
    .hint =
        "Fine if one call at a time is intended; otherwise enable call waiting or forward on busy.",
    .reference = "RFC 3261 section 21.4.24",
};

static bool judge_in_call(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_of(c);
    const struct sc_dialog *call = other_call(c, draft);

    if (call == NULL || sc_hop_in_dialog(c->transaction) || !refused_by_machine(c) ||
        sc_leg_may_be_call(c, call) || !sc_statement_nothing_but(&stated, 17, 17)) {
        return false;
    }
    char cause[SC_WORDS_SIZE];
    char phrase[SC_WORDS_SIZE];
    sc_draft_shows(draft, call->confirmed->frame, "answered the other call");
    sc_draft_evidence(draft, c->transaction->request.frame);
    return sc_draft_say(
        draft, "The callee's call of frame %u goes on; refused in %s%s%s", call->confirmed->frame,
        sc_draft_duration_text(draft, sc_timing_since(c, &c->transaction->request)),
        sc_phrase_own(c, draft, phrase), sc_statement_append(draft, &stated, cause));
}

static const struct sc_finding_row busy_immediate = {
    .id = "busy-immediate",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_SUGGESTIVE,
    .title = "Busy at once",
    .summary = "Busy at once, with no other call of the callee in the capture",
    .hint = "Check phone and server for do not disturb, a call limit or a rule: a 486 at once "
            "does not prove another call.",
    .reference = "RFC 3261 section 21.4.24",
};

/* A stated Q.850 cause outranks this conclusion. That there is no other call is wrong if one began
 * before the capture, or is of another phone of the callee: so it is suggestive. */
static bool judge_busy_immediate(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_dialog *call = other_call(c, draft);

    if (!sc_ringing_refused_at_once(c) || sc_statement_of(c).record != NULL ||
        (call != NULL && !sc_leg_may_be_call(c, call))) {
        return false;
    }
    char phrase[SC_WORDS_SIZE];
    sc_draft_evidence(draft, c->transaction->request.frame);
    return sc_draft_say(
        draft,
        "Refused in %s, without ringing; no other answered call of the callee in the capture%s",
        sc_draft_duration_text(draft, sc_timing_since(c, &c->transaction->request)),
        sc_phrase_own(c, draft, phrase));
}

static const struct sc_finding_row busy_everywhere = {
    .id = "busy-everywhere",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Busy on every device",
    .summary = "The callee is busy on every device",
    .hint = "Do not try other targets: a 600 ends the fork. Call again later, or after the time in "
            "Retry-After.",
    .reference = "RFC 3261 sections 16.7 and 21.6.1",
};

static bool judge_busy_everywhere(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_of(c);

    const struct sc_record *ringing = sc_ringing_of(c);

    if (!sc_hop_in_dialog(c->transaction) && sc_statement_nothing_but(&stated, 17, 17)) {
        /* A timer of the phone may say busy, too. */
        if (ringing != NULL && sc_ringing_is_timer_like(sc_timing_since(c, ringing))) {
            sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
        }
        char cause[SC_WORDS_SIZE];
        sc_statement_append(draft, &stated, cause);
        return sc_draft_say(draft, "The 600 speaks for every device of the callee%s", cause);
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &busy_everywhere,
        .when = ON_RESPONSE,
        .codes = {600},
        .methods = {"INVITE"},
        .judge = judge_busy_everywhere,
        .by_callee = true,
    },
    {
        .finding = &busy_immediate,
        .when = ON_RESPONSE,
        .codes = {486},
        .methods = {"INVITE"},
        .judge = judge_busy_immediate,
        .by_callee = true,
    },
    {
        .finding = &busy_retry_after,
        .when = ON_RESPONSE,
        .codes = {486, 600},
        .methods = {"INVITE"},
        .judge = judge_retry_after,
        .by_callee = true,
    },
    {
        .finding = &callee_in_call,
        .when = ON_RESPONSE,
        .codes = {486},
        .methods = {"INVITE"},
        .judge = judge_in_call,
        .by_callee = true,
    },
    {
        .finding = &callee_not_registered,
        .when = ON_RESPONSE,
        .codes = {480},
        .judge = judge_not_registered,
        .by_callee = true,
        .holds = sc_callee_stayed_as_it_was,
    },
    {
        .finding = &callee_not_registered,
        .when = ON_RESPONSE,
        .codes = {404, 410, 604},
        .methods = {"INVITE", "MESSAGE"},
        .judge = judge_binding_gone,
        .by_callee = true,
        .holds = sc_callee_stayed_as_it_was,
    },
    {
        .finding = &callee_not_registered,
        .when = ON_RESPONSE,
        .classes = {1, 2},
        .methods = {"INVITE"},
        .judge = judge_registered_later,
    },
    {
        .finding = &callee_retry_after,
        .when = ON_RESPONSE,
        .codes = {480, 603},
        .methods = {"INVITE"},
        .judge = judge_retry_after,
        .by_callee = true,
    },
    {
        .finding = &no_answer,
        .when = ON_RESPONSE,
        .codes = {480},
        .methods = {"INVITE"},
        .judge = judge_no_answer,
        .by_callee = true,
    },
};

const struct sc_topic sc_topic_callee = {
    .name = "callee",
    .title = "The callee",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
