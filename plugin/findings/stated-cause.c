/* Findings about the cause that is stated for a failure: in Reason, in Warning, or nowhere.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3326 and RFC 6432 (Reason), RFC 3261 section 20.43 (Warning). Which of them counts is for
 * sc_finding_to_follow(): a rule only passes on the words and says who states them.
 */
#include "diagnose/statement.h"
#include "topics.h"

/* ---- An earlier provisional response ---- */

static const struct sc_finding_row cause_in_provisional = {
    .id = "cause-in-provisional",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Cause in an earlier 1xx",
    .summary = "The cause is given in an earlier provisional response",
    .hint = "Go by the Q.850 cause in the provisional response: the final response says less.",
    .reference = "RFC 6432 section 3",
};

static bool judge_cause_in_provisional(const struct sc_case *c, struct sc_draft *draft)
{
    unsigned code = c->record->code;

    /* For 5xx there is gateway-cause. */
    if (sc_status_is_challenge(code) || code / 100 == 5 ||
        sc_statement_specific(c->record).record != NULL) {
        return false;
    }
    struct sc_statement stated = sc_statement_earlier(c);
    /* no-answer is a finding of its own. */
    if (stated.record != NULL && !(code == 480 && sc_statement_nothing_but(&stated, 18, 19))) {
        char cause[SC_WORDS_SIZE];
        sc_statement_append(draft, &stated, cause);
        return sc_draft_say(draft, "The %u itself names no specific cause%s", code, cause);
    }
    return false;
}

/* ---- 486 ---- */

static const struct sc_finding_row code_reason_conflict = {
    .id = "code-reason-conflict",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "486, but Reason says otherwise",
    .summary = "486, but Reason gives another cause than busy",
    .hint = "Compare the two, as callers may go by either: a gateway or server translated one into "
            "the other. Check its cause mapping.",
    .reference = "RFC 3398 sections 7.2.4.1 and 8.2.6.1, RFC 6432 section 3",
};

/* That a call was cleared as usual is no cause, but no translation of busy either. */
static bool judge_reason_conflict(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_specific(c->record);

    if (stated.record != NULL && stated.cause != 17) {
        char text[SC_WORDS_SIZE];
        return sc_draft_say(draft, "%s; not 17 (%s)", sc_statement_write(draft, &stated, text),
                            sc_q850_lookup(17)->name);
    }
    if (stated.record == NULL && sc_statement_normal_clearing(c->record)) {
        sc_draft_aside(draft);
        return sc_draft_say(draft, "Q.850 16 (%s) in Reason of the 486; not 17 (%s)",
                            sc_q850_lookup(16)->name, sc_q850_lookup(17)->name);
    }
    return false;
}

/* ---- BYE ---- */

static const struct sc_finding_row release_cause = {
    .id = "release-cause",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Call ended with a stated cause",
    .summary = "The call was ended with a cause other than normal clearing",
    .hint = "Check the side that sent the BYE: it states the cause. A Q.850 cause may come from a "
            "gateway or carrier there.",
    .reference = "RFC 3326 section 2",
};

/* The protocol of a cause as it stands before the number. */
static const char *cause_label(struct sc_draft *draft, const struct sc_reason *reason)
{
    const char *protocol = sc_reason_protocol_lookup(reason->protocol)->name;

    if (reason->vendor != NULL) {
        return reason->vendor->name;
    }
    return protocol[0] != '\0' ? protocol : sc_draft_quote(draft, reason->protocol);
}

/* No RFC says what a vendor's header means, so what it states is no proof. */
static bool judge_release_cause(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    struct sc_statement stated = sc_statement_release(c->record);

    if (stated.record == NULL) {
        return false;
    }
    const struct sc_reason *reason = stated.reason;
    const char *name = sc_reason_cause_name(reason);
    const char *location = sc_location_name(reason->location);
    const char *text = sc_draft_quote(draft, reason->text);
    bool has_text = reason->text.size > 0 && g_ascii_strcasecmp(text, name) != 0;
    char number[SC_QUOTE_SIZE] = "";
    if (reason->has_cause) {
        g_snprintf(number, sizeof number, "%s%u%s%s%s", reason->vendor != NULL ? " " : " cause ",
                   reason->cause, *name ? " (" : "", name, *name ? ")" : "");
    }
    if (dialog != NULL && dialog->confirmed != NULL) {
        sc_draft_shows(draft, dialog->confirmed->frame, "answered the call");
    }
    if (reason->vendor != NULL) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_states(draft, reason->vendor != NULL ? SC_STATED_VENDOR : SC_STATED_REASON, "");
    return sc_draft_say(draft, "BYE with %s%s%s%s%s%s%s", cause_label(draft, reason), number,
                        *location ? ", location: " : "", location, has_text ? ", text \"" : "",
                        has_text ? text : "", has_text ? "\"" : "");
}

/* ---- Q.850 causes of gateways ---- */

/* True of causes that mean a lack of circuits or resources (ITU-T Q.850 table 1). 38 and 41 do not:
 * they name a fault, and servers state 41 for any failure of their own. */
static bool is_congestion(uint32_t cause)
{
    return cause == 34 || cause == 42 || cause == 44 || cause == 47;
}

static struct sc_statement cause_of(const struct sc_case *c)
{
    struct sc_statement stated = sc_statement_of(c);

    return stated.record != NULL ? stated : sc_statement_lost(c);
}

/* What a response on a hop downstream states was not passed on: that this one was made from it is a
 * conclusion. */
static bool find_stated(struct sc_draft *draft, const struct sc_statement *stated)
{
    char text[SC_WORDS_SIZE];

    if (stated->lost) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    return sc_draft_say(draft, "%s", sc_statement_write(draft, stated, text));
}

static const struct sc_finding_row gateway_cause = {
    .id = "gateway-cause",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Q.850 cause in Reason",
    .summary = "Reason gives the cause of the failure as a Q.850 cause",
    .hint = "Go by the Q.850 cause, not the status code. See location and Server for who set it: a "
            "gateway, or a server by itself.",
    .reference = "RFC 6432 section 3",
};

/* That the cause is stated is certain. Servers without any telephone network state such causes,
 * too, so who found it is left open. */
static bool judge_gateway_cause(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = cause_of(c);

    if (stated.record != NULL && !(c->record->code == 503 && is_congestion(stated.cause))) {
        return find_stated(draft, &stated);
    }
    return false;
}

static const struct sc_finding_row pstn_congestion = {
    .id = "pstn-congestion",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "No free circuit or resources",
    .summary = "Reason says that no circuit or resources are free",
    .hint = "Use another trunk or try later; check the free circuits, and the call limit of the "
            "server that states the cause.",
    .reference = "RFC 6432 section 3; RFC 3398 section 7.2.4.1",
};

static bool judge_congestion(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = cause_of(c);

    if (stated.record != NULL && is_congestion(stated.cause)) {
        return find_stated(draft, &stated);
    }
    return false;
}

static const struct sc_finding_row status_reason_disagree = {
    .id = "status-reason-disagree",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Code and Q.850 cause disagree",
    .summary = "Status code and Q.850 cause say different things",
    .hint = "Go by the cause, not the code: a gateway may have translated one into the other. "
            "Check its cause mapping.",
    .reference = "RFC 6432 section 3; RFC 3398 sections 7.2.4.1 and 8.2.6.1",
};

static bool judge_disagreement(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = sc_statement_specific(c->record);

    /* For 486 there is code-reason-conflict. */
    if (stated.record != NULL && c->record->code != 486 &&
        sc_q850_contradicts(c->record->code, stated.cause)) {
        char text[SC_WORDS_SIZE];
        return sc_draft_say(draft, "%s, which is not what %u stands for",
                            sc_statement_write(draft, &stated, text), c->record->code);
    }
    return false;
}

/* ---- Any Reason ---- */

/* The Reason of the response, else the one that was lost along the path here; of a 487 that of the
 * CANCEL or BYE. An earlier provisional response has a finding of its own. */
static struct sc_statement reason_for(const struct sc_case *c)
{
    struct sc_statement stated = sc_statement_told(c->record);

    if (stated.record == NULL && sc_statement_earlier(c).record == NULL) {
        stated = sc_statement_lost(c);
    }
    if (stated.record == NULL && c->record->code == 487) {
        stated = sc_statement_ending(c->transaction);
    }
    return stated;
}

static const struct sc_finding_row reason_given = {
    .id = "reason-given",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .stand_in = true,
    .title = "Cause stated by the sender",
    .summary = "The sender states the cause in Reason or in a vendor's header",
    .hint = "Go by the stated cause rather than the code; see Server, Via and location for who "
            "stated it.",
    .advice = {"Go by the words of the sender rather than by number and code; see Server, Via "
               "and location for who it is."},
    .reference = "RFC 3326 section 2",
};

/* True of a 480 with Q.850 21, call rejected: no registration is to be looked for. */
static bool is_rejection(const struct sc_case *c, const struct sc_statement *stated)
{
    return c->record->code == 480 && sc_reason_is_q850(stated->reason) && stated->cause == 21;
}

static bool judge_reason_given(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_statement stated = reason_for(c);

    if (sc_status_is_challenge(c->record->code) || stated.record == NULL) {
        return false;
    }
    if (sc_statement_has_words(&stated)) {
        /* The sender's own words say more than a number that was made from a table. */
        sc_draft_advise(draft, 0);
    } else if (sc_statement_agrees(&stated, c->record->code) && !is_rejection(c, &stated)) {
        sc_draft_aside(draft);
    }
    return find_stated(draft, &stated);
}

/* ---- Warning ---- */

static const struct sc_finding_row warning_given = {
    .id = "warning-given",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .stand_in = true,
    .title = "Warning from the sender",
    .summary = "The sender states the problem in a Warning header",
    .hint = "Go by the text of the Warning; search for it in the log and documentation of the host "
            "that it names.",
    .reference = "RFC 3261 section 20.43",
};

static bool judge_warning_given(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_warning warning;

    if (!sc_status_is_challenge(c->record->code) && sc_statement_warning(c->message, &warning)) {
        sc_draft_states(draft, SC_STATED_WARNING, "");
        bool named = warning.code != 399;
        if (c->record->code < 300) {
            sc_draft_aside(draft); /* A remark beside a success (RFC 3261 section 20.43). */
        }
        return sc_draft_say(draft, "Warning %u of %s%s%s%s: \"%s\"", warning.code,
                            sc_draft_quote(draft, warning.agent), named ? " (" : "",
                            named ? sc_warning_lookup(warning.code)->name : "", named ? ")" : "",
                            sc_draft_quote(draft, warning.text));
    }
    return false;
}

/* ---- No cause ---- */

/* True of a 500 that does not even say when to try again. */
static bool is_bare_500(const struct sc_case *c)
{
    return c->record->code == 500 && sc_header_count(c->message, SC_HEADER_RETRY_AFTER) == 0;
}

static bool names_cause(const struct sc_case *c)
{
    struct sc_warning warning;

    return reason_for(c).record != NULL || sc_statement_earlier(c).record != NULL ||
           sc_statement_warning(c->message, &warning);
}

static const struct sc_finding_row no_cause_given = {
    .id = "no-cause-given",
    .severity = SC_SEVERITY_CHAT,
    .confidence = SC_CONFIDENCE_PROOF,
    .stand_in = true,
    .title = "No specific cause given",
    .summary = "The sender gives no specific cause",
    .hint = "Search the log of the server that generated the response, by Call-ID and time: the "
            "message does not give a cause.",
    .reference = "RFC 6432 section 3; ITU-T Q.850 section 2.2.7",
};

/* A code other than 500 says something itself, so a Q.850 cause that says nothing is needed. */
static bool judge_no_cause_given(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_reason *empty = sc_statement_q850(c->record);

    if (sc_status_is_challenge(c->record->code) || (empty == NULL && !is_bare_500(c)) ||
        names_cause(c)) {
        return false;
    }
    sc_draft_states(draft, SC_STATED_NOTHING, "");
    if (c->record->code != 500) {
        sc_draft_aside(draft);
    }
    if (empty == NULL) {
        return sc_draft_say(draft, "The %u has no Reason and no Warning that names a cause",
                            c->record->code);
    }
    const char *header = empty->vendor != NULL ? empty->vendor->name : "Reason";
    const struct sc_cause *cause = sc_q850_lookup(empty->cause);
    if (cause != NULL) {
        return sc_draft_say(draft, "%s has Q.850 %u (%s), which names no cause", header,
                            empty->cause, cause->name);
    }
    return sc_draft_say(draft, "%s has Q.850 %u, which is not a cause", header, empty->cause);
}

static const struct sc_rule rules[] = {
    {
        .finding = &cause_in_provisional,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"INVITE"},
        .judge = judge_cause_in_provisional,
    },
    {
        .finding = &code_reason_conflict,
        .when = ON_RESPONSE,
        .codes = {486},
        .judge = judge_reason_conflict,
    },
    {
        .finding = &release_cause,
        .when = ON_REQUEST,
        .methods = {"BYE"},
        .judge = judge_release_cause,
    },
    {
        .finding = &gateway_cause,
        .when = ON_RESPONSE,
        .classes = {5},
        .judge = judge_gateway_cause,
    },
    {
        .finding = &no_cause_given,
        .when = ON_RESPONSE,
        .classes = {3, 4, 5, 6},
        .judge = judge_no_cause_given,
    },
    {
        .finding = &pstn_congestion,
        .when = ON_RESPONSE,
        .codes = {480},
        .methods = {"INVITE"},
        .judge = judge_congestion,
    },
    {
        .finding = &pstn_congestion,
        .when = ON_RESPONSE,
        .codes = {503},
        .judge = judge_congestion,
    },
    {
        .finding = &reason_given,
        .when = ON_RESPONSE,
        .classes = {3, 4, 5, 6},
        .judge = judge_reason_given,
    },
    {
        .finding = &status_reason_disagree,
        .when = ON_RESPONSE,
        .classes = {3, 4, 5, 6},
        .judge = judge_disagreement,
    },
    {
        .finding = &warning_given,
        .when = ON_RESPONSE,
        .classes = {2, 3, 4, 5, 6},
        .judge = judge_warning_given,
    },
};

const struct sc_topic sc_topic_stated_cause = {
    .name = "stated-cause",
    .title = "Causes that are stated",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
