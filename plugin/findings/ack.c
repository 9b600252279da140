/* Findings about ACKs that never came.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 13.3.1.4 (2xx) and 17.2.1 (failures).
 */
#include <string.h>

#include "diagnose/acks.h"
#include "diagnose/timing.h"
#include "topics.h"

#define ROUTES_MAX 32

/* ---- No ACK ---- */

/* Says how often a final response came, and that no ACK did. */
static bool find_no_ack(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *final = c->record;

    sc_timing_weigh_copies(c, draft, final);
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_evidence(draft, final->last_frame);
    return sc_draft_say(draft, "The %u was sent %u times in %s, and no ACK came", final->code,
                        final->retransmissions + 1,
                        sc_draft_duration_text(draft, sc_timing_repeated(final)));
}

static const struct sc_finding_row ack_missing = {
    .id = "ack-missing",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .explains = {"ack-timeout-reported", "request-unanswered"},
    .summary = "No ACK came for the 2xx; the call drops after about 32 seconds",
    .hint = "Trace at the caller: did the 2xx arrive there? If it did, see where its ACK goes:"
            " by the Contact and Record-Route of the 2xx.",
    .reference = "RFC 3261 section 13.3.1.4",
};

static bool judge_ack_missing(const struct sc_case *c, struct sc_draft *draft)
{
    if (c->record->retransmissions > 0 && sc_case_at_either_end(c) &&
        !sc_ack_seen(c->transaction, c->record->to_tag)) {
        return find_no_ack(c, draft);
    }
    return false;
}

/* The answerer ends a call that was not acknowledged (RFC 3261 section 13.3.1.4). */
static bool judge_ack_missing_bye(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_record *success = dialog != NULL ? dialog->confirmed : NULL;

    if (success == NULL || !sc_case_is_request(c) || dialog->invite != dialog->setup ||
        !sc_endpoint_same_host(success->source, c->record->source) ||
        !sc_timing_sent_to_the_end(c, success) || sc_ack_seen(dialog->setup, success->to_tag)) {
        return false;
    }
    sc_draft_despite_gaps(draft);
    sc_draft_evidence(draft, success->frame);
    sc_draft_evidence(draft, success->last_frame);
    return sc_draft_say(draft, "The %u had been sent %u times in %s, and no ACK came",
                        success->code, success->retransmissions + 1,
                        sc_draft_duration_text(draft, sc_timing_repeated(success)));
}

static const struct sc_finding_row ack_missing_failure = {
    .id = "ack-missing-failure",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .summary = "No ACK came for the failure",
    .hint = "Trace at the client: did the response arrive there? Compare its Via and rport "
            "with the address it was sent to. The ACK goes the way of the INVITE.",
    .reference = "RFC 3261 sections 17.1.1.3 and 17.2.1",
};

/* The ACK has the branch of the INVITE, for any of its failures (RFC 3261 section 17.1.1.3). */
static bool judge_ack_missing_failure(const struct sc_case *c, struct sc_draft *draft)
{
    if (c->record->retransmissions > 0 && sc_case_at_either_end(c) && c->transaction->ack == NULL) {
        return find_no_ack(c, draft);
    }
    return false;
}

/* ---- ACK timeout ---- */

/* The Reason that says that no ACK came; false if there is none. PLAIN: it is a 408 that does not
 * name the ACK. */
static bool find_ack_timeout(const struct sc_message *message, struct sc_reason *reason,
                             bool *plain)
{
    struct sc_cursor cursor = {0};

    for (int i = 0; i < ROUTES_MAX && sc_reason_next(message, &cursor, reason); i++) {
        if (reason->has_cause && reason->cause == 4 &&
            sc_slice_is(reason->protocol, "RELEASE_CAUSE")) {
            *plain = false;
            return true;
        }
        if (reason->has_cause && reason->cause == 408 && sc_slice_is(reason->protocol, "SIP")) {
            char text[SC_QUOTE_SIZE];
            sc_slice_text(reason->text, text, sizeof text);
            *plain = strstr(text, "ACK") == NULL;
            return true;
        }
    }
    return false;
}

static const struct sc_finding_row ack_timeout_reported = {
    .id = "ack-timeout-reported",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"request-unanswered"},
    .summary = "The answerer ended the call because no ACK came",
    .hint = "Follow the ACK from the caller to the Contact of the 2xx, hop by hop along its "
            "Record-Route, and find where it is lost.",
    .reference = "RFC 3261 section 13.3.1.4, RFC 3326 section 2, 3GPP TS 24.229",
};

/* A plain 408 can mean the ACK only if the answerer expected nothing else in the dialog. */
static bool judge_ack_timeout_reported(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_dialog *dialog = transaction->dialog;
    struct sc_reason reason;
    bool plain;

    if (dialog == NULL || dialog->confirmed == NULL ||
        !sc_slice_equal(transaction->from_tag, dialog->callee_tag) ||
        !find_ack_timeout(c->message, &reason, &plain) ||
        (plain && transaction->earlier_in_dialog != NULL)) {
        return false;
    }
    if (plain) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_evidence(draft, dialog->confirmed->frame);
    const char *protocol = sc_draft_quote(draft, reason.protocol);
    if (sc_ack_seen(dialog->setup, dialog->callee_tag)) {
        sc_draft_evidence(draft, dialog->setup->ack != NULL ? dialog->setup->ack->frame : 0);
        return sc_draft_say(
            draft, "The Reason of the BYE is %s %u: the ACK in this capture did not arrive",
            protocol, reason.cause);
    } else {
        return sc_draft_say(draft, "The Reason of the BYE is %s %u: no ACK came", protocol,
                            reason.cause);
    }
}

static const struct sc_rule rules[] = {
    {
        .finding = &ack_missing,
        .when = ON_DISPLAY,
        .classes = {2},
        .methods = {"INVITE"},
        .judge = judge_ack_missing,
    },
    {
        .finding = &ack_missing,
        .when = ON_DISPLAY,
        .methods = {"BYE"},
        .judge = judge_ack_missing_bye,
    },
    {
        .finding = &ack_missing_failure,
        .when = ON_DISPLAY,
        .classes = {3, 4, 5, 6},
        .methods = {"INVITE"},
        .judge = judge_ack_missing_failure,
    },
    {
        .finding = &ack_timeout_reported,
        .when = ON_REQUEST,
        .methods = {"BYE"},
        .judge = judge_ack_timeout_reported,
    },
};

const struct sc_topic sc_topic_ack = {
    .name = "ack",
    .title = "ACK",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
