/* Findings about reliable provisional responses and PRACK.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3262.
 */
#include "diagnose/dialog-requests.h"
#include "diagnose/reliable.h"
#include "diagnose/timing.h"
#include "topics.h"

/* ---- RAck (RFC 3262 section 3) ---- */

static const struct sc_finding_row rack_mismatch = {
    .id = "rack-mismatch",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "PRACK matches no response",
    .summary = "The PRACK names no provisional response that waits for it",
    .hint = "Compare RAck with RSeq and CSeq of the latest reliable 1xx: a B2BUA may renumber only "
            "one of them.",
    .advice = {"Fix the client: the PRACK needs the To tag of the 1xx that RAck names, as each "
               "fork has its own dialog."},
    .reference = "RFC 3262 section 3",
};

static bool judge_rack_mismatch(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_rack rack;
    const struct sc_record *provisional;
    uint32_t rseq;
    enum sc_rack_fault fault = sc_rack_fault_of(c, draft, &rack, &provisional, &rseq);

    if (fault == SC_RACK_FITS || fault == SC_RACK_OTHER_FORK) {
        return false;
    }
    sc_draft_evidence(draft, provisional->frame);
    if (fault == SC_RACK_NO_RSEQ) {
        /* A response with RSeq may be missing in the capture. */
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        return sc_draft_say(
            draft,
            "No provisional response has RSeq, the %u neither; there was nothing to acknowledge",
            provisional->code);
    }
    if (fault == SC_RACK_REPEATED) {
        return sc_draft_say(draft, "RAck %u %u was acknowledged before", (unsigned)rack.rseq,
                            (unsigned)rack.cseq);
    }
    /* The response that it names may be missing in the capture. */
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    return sc_draft_say(draft, "RAck is %u %u %s, but the %u has RSeq %u and CSeq %u INVITE",
                        (unsigned)rack.rseq, (unsigned)rack.cseq,
                        sc_draft_quote(draft, rack.method), provisional->code, rseq,
                        c->transaction->dialog->invite->cseq);
}

/* Each fork is an early dialog of its own, with its own RSeq (RFC 3262 section 4). Strong at most:
 * a response of the PRACK's own fork may have had the same number and be missing in the capture. */
static bool judge_rack_of_fork(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_rack rack;
    const struct sc_record *provisional;
    uint32_t rseq;

    if (sc_rack_fault_of(c, draft, &rack, &provisional, &rseq) != SC_RACK_OTHER_FORK) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    sc_draft_advise(draft, 0);
    sc_draft_shows(draft, provisional->frame, "named by RAck, another To tag");
    return sc_draft_say(draft,
                        "RAck %u %u names the %u of frame %u, and the PRACK has the To tag of "
                        "another fork",
                        (unsigned)rack.rseq, (unsigned)rack.cseq, provisional->code,
                        provisional->frame);
}

/* ---- PRACK that never came ---- */

/* True if a PRACK was sent in a dialog after a provisional response, or if there were more requests
 * in it than are linked. */
static bool has_prack_since(const struct sc_dialog *dialog, const struct sc_record *provisional)
{
    const struct sc_transaction *request = dialog->latest;

    for (; request != NULL; request = request->earlier_in_dialog) {
        int64_t sent = request->request_seen ? request->request.last_time : request->last_time;
        if (sc_transaction_is(request, "PRACK") && sent >= provisional->time) {
            return true;
        }
    }
    return dialog->requests_dropped > 0;
}

/* The same of any dialog of the call. */
static bool has_prack(const struct sc_case *c, const struct sc_record *provisional)
{
    struct sc_slice call_id = c->transaction->call_id;

    for (const struct sc_dialog *dialog = sc_tracker_dialogs(c->tracker, call_id); dialog != NULL;
         dialog = dialog->sibling) {
        if (has_prack_since(dialog, provisional)) {
            return true;
        }
    }
    return sc_tracker_dialogs_dropped(c->tracker, call_id) > 0;
}

/* The reliable provisional response that the server repeated until it gave up. */
static const struct sc_record *unacknowledged(const struct sc_case *c)
{
    uint32_t rseq;

    for (const struct sc_record *response = c->transaction->responses; response != NULL;
         response = response->next) {
        if (response->retransmissions > 0 &&
            c->record->time - response->time >= sc_timing_timeout(c) / 10 * 9 &&
            sc_reliable_record(response, &rseq)) {
            return response;
        }
    }
    return NULL;
}

static const struct sc_finding_row prack_missing = {
    .id = "prack-missing",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .title = "Callee gave up waiting for PRACK",
    .summary = "The callee gave up waiting for PRACK",
    .hint = "Check whether the caller got the 1xx and sent PRACK; if it cannot, remove 100rel from "
            "its Supported or Require.",
    .reference = "RFC 3262 section 3",
};

/* Wrong if a PRACK came that the capture lacks, and did not fit. */
static bool judge_prack_missing(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *provisional = unacknowledged(c);

    if (provisional == NULL || c->record != c->transaction->final || has_prack(c, provisional)) {
        return false;
    }
    sc_draft_despite_end(draft);
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_evidence(draft, provisional->frame);
    sc_draft_evidence(draft, provisional->last_frame);
    return sc_draft_say(draft, "The %u asked for a PRACK %u times in %s, and none came",
                        provisional->code, provisional->retransmissions + 1,
                        sc_draft_duration_text(draft, c->record->time - provisional->time));
}

/* ---- 100rel ---- */

static bool requires_reliability(const struct sc_message *response)
{
    return response->code > 100 &&
           sc_header_lists(response, SC_HEADER_REQUIRE, sc_slice_of("100rel"));
}

static bool offers_reliability(const struct sc_message *invite)
{
    return sc_header_lists(invite, SC_HEADER_SUPPORTED, sc_slice_of("100rel")) ||
           sc_header_lists(invite, SC_HEADER_REQUIRE, sc_slice_of("100rel"));
}

static const struct sc_finding_row prack_not_sent = {
    .id = "prack-not-sent",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .title = "No PRACK for the reliable 1xx",
    .summary = "No PRACK came for the reliable provisional response",
    .hint = "Capture at the caller: does the response arrive, and does a PRACK go to its Contact? "
            "If not possible, disable 100rel.",
    .reference = "RFC 3262 sections 3 and 4",
};

static bool judge_prack_not_sent(const struct sc_case *c, struct sc_draft *draft)
{
    uint32_t rseq;
    const struct sc_message *invite =
        sc_reliable_is(c->message, &rseq) && requires_reliability(c->message)
            ? sc_case_request(c, draft)
            : NULL;

    if (invite != NULL && offers_reliability(invite)) {
        return sc_draft_say(draft,
                            "The %u requires 100rel and came again and again, and no PRACK came",
                            c->record->code);
    }
    return false;
}

/* True if a PRACK was sent in the dialog that a provisional response made, or if there were more
 * requests in it than are linked. */
static bool is_pracked(const struct sc_case *c)
{
    struct sc_slice call_id = c->transaction->call_id;

    for (const struct sc_dialog *dialog = sc_tracker_dialogs(c->tracker, call_id); dialog != NULL;
         dialog = dialog->sibling) {
        if ((sc_slice_equal(dialog->callee_tag, c->record->to_tag) ||
             sc_slice_equal(dialog->caller_tag, c->record->to_tag)) &&
            has_prack_since(dialog, c->record)) {
            return true;
        }
    }
    return sc_tracker_dialogs_dropped(c->tracker, call_id) > 0;
}

/* From the second repetition on, 3*T1 after the response. */
static bool is_still_repeated(const struct sc_case *c)
{
    return sc_timing_repeated(c->record) >= 2 * sc_timing_t1(c) && !is_pracked(c);
}

static const struct sc_finding_row prack_not_offered = {
    .id = "prack-not-offered",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "100rel used but not offered",
    .summary = "A reliable provisional response to a client that did not offer 100rel",
    .hint = "Disable 100rel on the server for clients whose INVITE lists it neither in Supported "
            "nor in Require.",
    .reference = "RFC 3262 section 3",
};

static bool judge_prack_not_offered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *invite =
        requires_reliability(c->message) ? sc_case_request(c, draft) : NULL;

    if (invite != NULL && invite->lines_dropped == 0 && !offers_reliability(invite)) {
        return sc_draft_say(draft,
                            "The %u requires 100rel; the INVITE has it neither in Supported nor in "
                            "Require",
                            c->record->code);
    }
    return false;
}

static const struct sc_finding_row without_rseq = {
    .id = "reliable-provisional-without-rseq",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Reliable 1xx without RSeq",
    .summary = "A provisional response requires PRACK and has no valid RSeq",
    .hint = "Compare this response one hop before: the server left RSeq out, or a B2BUA or SBC "
            "removed it but kept Require: 100rel.",
    .reference = "RFC 3262 sections 3 and 7.1",
};

static bool judge_without_rseq(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *response = c->message;
    uint32_t rseq;

    if (!requires_reliability(response) || sc_reliable_is(response, &rseq) ||
        response->lines_dropped > 0) {
        return false;
    }
    if (sc_header_count(response, SC_HEADER_RSEQ) == 0) {
        return sc_draft_say(draft,
                            "The %u requires 100rel and has no RSeq, so no PRACK can name it",
                            c->record->code);
    }
    return sc_draft_say(draft,
                        "The %u requires 100rel and its RSeq is no 32-bit number, so no PRACK can "
                        "name it: \"%s\"",
                        c->record->code,
                        sc_draft_quote(draft, sc_header_first(response, SC_HEADER_RSEQ)));
}

static const struct sc_rule rules[] = {
    {
        .finding = &prack_missing,
        .when = ON_RESPONSE,
        .classes = {5},
        .methods = {"INVITE"},
        .judge = judge_prack_missing,
    },
    {
        .finding = &rack_mismatch,
        .when = ON_RESPONSE,
        .codes = {481},
        .methods = {"PRACK"},
        .judge = judge_rack_mismatch,
    },
    {
        .finding = &rack_mismatch,
        .when = ON_RESPONSE,
        .codes = {481},
        .methods = {"PRACK"},
        .judge = judge_rack_of_fork,
    },
    {
        .finding = &prack_not_offered,
        .when = ON_RESPONSE,
        .classes = {1},
        .methods = {"INVITE"},
        .judge = judge_prack_not_offered,
    },
    {
        .finding = &without_rseq,
        .when = ON_RESPONSE,
        .classes = {1},
        .methods = {"INVITE"},
        .judge = judge_without_rseq,
    },
    {
        .finding = &prack_not_sent,
        .when = ON_RESPONSE,
        .classes = {1},
        .methods = {"INVITE"},
        .judge = judge_prack_not_sent,
        .holds = is_still_repeated,
        .repeated = true,
    },
};

const struct sc_topic sc_topic_prack = {
    .name = "prack",
    .title = "PRACK",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
