/* Findings about calls that the callee, or its phone, rejects.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 21.4.24 and 21.6.2. Whether a person refused, only the time tells: no hand is
 * faster than 300 ms after the 180, and what ends after a round time is a timer.
 */
#include "diagnose/blocking.h"
#include "diagnose/hops.h"
#include "diagnose/other-leg.h"
#include "diagnose/phrase.h"
#include "diagnose/registration.h"
#include "diagnose/ringing.h"
#include "diagnose/statement.h"
#include "diagnose/timing.h"
#include "topics.h"

/* A refusal by a back-to-back user agent that called several phones is not that of the phone that
 * rang: all have one To tag here. */
static void weigh_phones(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_leg_walk walk = {0};
    unsigned phones = 0;

    for (const struct sc_transaction *leg = sc_leg_next(c, &walk); leg != NULL;
         leg = sc_leg_next(c, &walk)) {
        phones += sc_leg_same_user(c, leg) ? 1 : 0;
    }
    if (phones > 1) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
}

/* ---- 486 ---- */

static const struct sc_finding_row rejected_while_ringing = {
    .id = "rejected-while-ringing",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Busy or rejected while ringing",
    .summary = "It rang, then the callee's phone rejected the call",
    .hint =
        "No fix needed if the callee pressed reject; otherwise check the phone for a call limit.",
    .reference = "RFC 3261 section 21.4.24",
};

static bool judge_rejected_ringing(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *ringing = sc_ringing_of(c);
    struct sc_statement stated = sc_statement_of(c);

    if (sc_ringing_by_person(c, ringing) && !sc_hop_in_dialog(c->transaction) &&
        sc_statement_nothing_but(&stated, 17, 21) && sc_leg_given_up(c) == NULL) {
        weigh_phones(c, draft);
        sc_draft_evidence(draft, ringing->frame);
        char phrase[SC_WORDS_SIZE];
        sc_phrase_own(c, draft, phrase);
        char cause[SC_WORDS_SIZE];
        sc_statement_append(draft, &stated, cause);
        return sc_draft_say(draft, "It rang for %s, then the same phone refused the call%s%s",
                            sc_draft_duration_text(draft, sc_timing_since(c, ringing)), phrase,
                            cause);
    }
    return false;
}

/* ---- 603 ---- */

/* True if the 603 starts no dialog, is no analytics engine's, and no other cause than a rejected
 * call is stated. */
static bool is_decline(const struct sc_case *c, const struct sc_statement *stated)
{
    struct sc_blocking blocking = sc_blocking_of(c->message);

    return !sc_blocking_is(&blocking) && !sc_hop_in_dialog(c->transaction) &&
           sc_statement_nothing_but(stated, 21, 21);
}

static const struct sc_finding_row declined_by_user = {
    .id = "declined-by-user",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Declined after ringing",
    .summary = "It rang, then the callee declined",
    .hint = "No fix needed if the callee pressed decline; otherwise check whether the phone "
            "declines after some ringing.",
    .reference = "RFC 3261 section 21.6.2",
};

static bool judge_declined_user(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *ringing = sc_ringing_of(c);
    struct sc_statement stated = sc_statement_of(c);

    if (sc_ringing_by_person(c, ringing) && is_decline(c, &stated) && sc_leg_given_up(c) == NULL) {
        char cause[SC_WORDS_SIZE];
        char phrase[SC_WORDS_SIZE];
        weigh_phones(c, draft);
        sc_draft_evidence(draft, ringing->frame);
        return sc_draft_say(draft, "It rang for %s, then the same phone declined%s%s",
                            sc_draft_duration_text(draft, sc_timing_since(c, ringing)),
                            sc_phrase_own(c, draft, phrase),
                            sc_statement_append(draft, &stated, cause));
    }
    return false;
}

static const struct sc_finding_row declined_by_machine = {
    .id = "declined-by-machine",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_SUGGESTIVE,
    .title = "Declined without ringing",
    .summary = "Declined without ringing, probably automatically",
    .hint = "Look where the response was made for do-not-disturb, call screening, a block list, or "
            "a gateway that maps Q.850 21.",
    .reference = "RFC 3261 section 21.6.2",
};

static bool judge_declined_machine(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_of(c);

    if (sc_ringing_refused_at_once(c) && is_decline(c, &stated)) {
        char cause[SC_WORDS_SIZE];
        char phrase[SC_WORDS_SIZE];
        sc_draft_evidence(draft, c->transaction->request.frame);
        return sc_draft_say(
            draft, "Refused %s after the INVITE, without a 180%s%s",
            sc_draft_duration_text(draft, sc_timing_since(c, &c->transaction->request)),
            sc_phrase_own(c, draft, phrase), sc_statement_append(draft, &stated, cause));
    }
    return false;
}

/* A 480 that the called phone itself sends at once: it is there, and did not ring, so that the
 * phrase may be in any language. To be wrong, what was called would have to be a gateway that has
 * no one behind it. */
static bool judge_unavailable_by_machine(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_of(c);

    if (!sc_ringing_refused_at_once(c) || c->transaction->children != NULL ||
        !sc_callee_was_located(c, draft) || !sc_statement_nothing_but(&stated, 17, 21) ||
        sc_header_count(c->message, SC_HEADER_RETRY_AFTER) > 0) {
        return false;
    }
    char cause[SC_WORDS_SIZE];
    char phrase[SC_WORDS_SIZE];
    return sc_draft_say(draft, "The phone itself refused %s after the INVITE, without ringing%s%s",
                        sc_draft_duration_text(draft, sc_timing_since(c, &c->transaction->request)),
                        sc_phrase_own(c, draft, phrase),
                        sc_statement_append(draft, &stated, cause));
}

/* ---- After a provisional response of the same fork ---- */

static const struct sc_finding_row refused_by_machine = {
    .id = "refused-by-machine",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_SUGGESTIVE,
    .title = "Refused right after the 180",
    .summary = "Refused right after the 180, probably automatically",
    .hint = "Check the callee for do not disturb or a call limit, and the gateway for a missing "
            "route to this number.",
    .reference = "RFC 3261 section 21.4.24",
};

static bool judge_by_machine(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *ringing = sc_ringing_of(c);
    struct sc_statement stated = sc_statement_of(c);
    struct sc_blocking blocking = sc_blocking_of(c->message);

    if (!sc_ringing_by_machine(c, ringing) || sc_hop_in_dialog(c->transaction) ||
        sc_blocking_is(&blocking) || !sc_statement_nothing_but(&stated, 17, 21)) {
        return false;
    }
    char phrase[SC_WORDS_SIZE];
    char cause[SC_WORDS_SIZE];
    sc_draft_evidence(draft, ringing->frame);
    return sc_draft_say(draft, "The %u came %s after the 180 of the same phone%s%s",
                        c->record->code, sc_draft_duration_text(draft, sc_timing_since(c, ringing)),
                        sc_phrase_own(c, draft, phrase),
                        sc_statement_append(draft, &stated, cause));
}

static const struct sc_finding_row refused_after_ringing = {
    .id = "refused-after-ringing",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_SUGGESTIVE,
    .title = "Refused after an 18x",
    .summary = "The far end was reached, and then it refused",
    .hint = "Check the server or phone that sent the 18x: the request had passed the servers "
            "before it.",
    .advice = {"Look at the PRACK first: where it is refused or lost, the 18x "
               "stays unacknowledged, and the callee gives up."},
    .reference = "RFC 3261 sections 12.1 and 13.2.2.1",
};

/* The final response of a PRACK before the response under review; NULL if it had none. */
static const struct sc_record *final_before(const struct sc_case *c,
                                            const struct sc_transaction *prack)
{
    return prack->final != NULL && sc_timing_not_after(prack->final, c->record) ? prack->final
                                                                                : NULL;
}

/* The latest PRACK in the early dialog of the response under review, if it was refused before that
 * for good, or had waited half of timer F in vain: the 18x went without acknowledgement, and a
 * callee that lacks it ends the INVITE with a 5xx (RFC 3262 section 3). NULL if there is none. */
static const struct sc_transaction *failed_prack(const struct sc_case *c)
{
    const struct sc_dialog *dialog = sc_tracker_dialogs(c->tracker, c->transaction->call_id);

    while (dialog != NULL && !sc_slice_equal(dialog->callee_tag, c->record->to_tag)) {
        dialog = dialog->sibling;
    }
    const struct sc_transaction *prack = dialog != NULL ? dialog->latest : NULL;
    while (prack != NULL && !sc_transaction_is(prack, "PRACK")) {
        prack = prack->earlier_in_dialog;
    }
    if (prack == NULL || !prack->request_seen || prack->success != NULL ||
        prack->retried_by != NULL) {
        return NULL;
    }
    return final_before(c, prack) != NULL ||
                   sc_timing_since(c, &prack->request) >= sc_timing_timeout(c) / 2
               ? prack
               : NULL;
}

/* What became of the PRACK before, for the end of a sentence, and advice to look at it; "" if it
 * did not fail. Returns TEXT. */
static const char *append_prack(const struct sc_case *c, struct sc_draft *draft,
                                char text[SC_WORDS_SIZE])
{
    const struct sc_transaction *prack = failed_prack(c);

    text[0] = '\0';
    if (prack == NULL) {
        return text;
    }
    sc_draft_advise(draft, 0);
    sc_draft_evidence(draft, prack->request.frame);
    const struct sc_record *final = final_before(c, prack);
    if (final != NULL) {
        sc_draft_evidence(draft, final->frame);
        g_snprintf(text, SC_WORDS_SIZE, "; the PRACK of frame %u had got %u", prack->request.frame,
                   final->code);
    } else {
        g_snprintf(text, SC_WORDS_SIZE, "; the PRACK of frame %u had got no final response",
                   prack->request.frame);
    }
    return text;
}

/* A To tag that is the same in both shows that one server made both. A proxy that refuses on its
 * own takes another tag (RFC 3261 section 8.2.6.2), but a B2BUA may use one tag for several far
 * ends: so this is suggestive. */
static bool judge_after_ringing(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *progress = sc_ringing_progress(c);

    if (progress == NULL || sc_hop_in_dialog(c->transaction) || sc_statement_of(c).record != NULL) {
        return false;
    }
    char phrase[SC_WORDS_SIZE];
    char prack[SC_WORDS_SIZE];
    sc_draft_evidence(draft, progress->frame);
    return sc_draft_say(draft, "The %u has the To tag of the %u that came %s before%s%s",
                        c->record->code, progress->code,
                        sc_draft_duration_text(draft, sc_timing_since(c, progress)),
                        append_prack(c, draft, prack), sc_phrase_own(c, draft, phrase));
}

static const struct sc_rule rules[] = {
    {
        .finding = &refused_after_ringing,
        .when = ON_RESPONSE,
        .codes = {403, 404},
        .classes = {5},
        .methods = {"INVITE"},
        .judge = judge_after_ringing,
        .by_callee = true,
    },
    {
        .finding = &refused_by_machine,
        .when = ON_RESPONSE,
        .codes = {480, 486, 600, 603},
        .methods = {"INVITE"},
        .judge = judge_by_machine,
        .by_callee = true,
    },
    {
        .finding = &rejected_while_ringing,
        .when = ON_RESPONSE,
        .codes = {486},
        .methods = {"INVITE"},
        .judge = judge_rejected_ringing,
        .by_callee = true,
    },
    {
        .finding = &declined_by_machine,
        .when = ON_RESPONSE,
        .codes = {603},
        .methods = {"INVITE"},
        .judge = judge_declined_machine,
        .by_callee = true,
        .holds = sc_callee_stayed_as_it_was,
    },
    {
        .finding = &declined_by_machine,
        .when = ON_RESPONSE,
        .codes = {480},
        .methods = {"INVITE"},
        .judge = judge_unavailable_by_machine,
        .by_callee = true,
        .holds = sc_callee_stayed_as_it_was,
    },
    {
        .finding = &declined_by_user,
        .when = ON_RESPONSE,
        .codes = {603},
        .methods = {"INVITE"},
        .judge = judge_declined_user,
        .by_callee = true,
    },
};

const struct sc_topic sc_topic_declined = {
    .name = "declined",
    .title = "Calls that the callee declined",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
