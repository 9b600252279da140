/* Findings about forks: which branch won, and how the others ended.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 13.2.2.4 and 16.7, RFC 6228 (199), RFC 3326 (Reason).
 */
#include "diagnose/ending.h"
#include "diagnose/statement.h"
#include "diagnose/timing.h"
#include "topics.h"

/* Forks of one INVITE that are counted. */
#define FORKS_MAX 64

/* ---- 487 ---- */

/* What the capture lacks to show that no CANCEL came from upstream. */
static void see_upstream(const struct sc_case *c, struct sc_draft *draft,
                         const struct sc_transaction *top)
{
    struct sc_gaps gaps = sc_transaction_gaps(c->tracker, top);

    if (sc_transaction_has_upstream(top)) {
        sc_draft_blocked(draft, SC_BLOCKER_OTHER_SIDE);
    } else if (gaps.one_direction || !top->request_seen) {
        sc_draft_blocked(draft, SC_BLOCKER_ONE_DIRECTION);
    } else if (gaps.segments_missing) {
        sc_draft_blocked(draft, SC_BLOCKER_SEGMENTS);
    }
}

/* A proxy cancels the other branches as soon as one has decided (RFC 3261 section 16.7, steps 5 and
 * 10). If it takes its time, something else may have made it do so. */
static void weigh_delay(const struct sc_case *c, struct sc_draft *draft,
                        const struct sc_record *winner)
{
    if (sc_time_between(winner->time, sc_ending_cancelled_at(c->transaction)) > sc_timing_t1(c)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
}

/* The Reason of a CANCEL that says so itself. */
static struct sc_statement elsewhere_reason(const struct sc_record *cancel)
{
    for (unsigned i = 0; i < cancel->reason_count; i++) {
        const struct sc_reason *reason = &cancel->reasons[i];
        if (sc_reason_completed_elsewhere(reason)) {
            return (struct sc_statement){
                .record = cancel, .reason = reason, .cause = reason->cause, .method = "CANCEL"};
        }
    }
    return (struct sc_statement){0};
}

static const struct sc_finding_row answered_elsewhere = {
    .id = "answered-elsewhere",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Answered on another phone",
    .summary = "The call was answered on another phone",
    .hint = "No fix needed: find the 200 for this call on another branch; the phone should honour "
            "the CANCEL's Reason.",
    .reference = "RFC 3326 section 3.1",
};

static bool judge_answered_elsewhere(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_ending ending = sc_ending_of(c->transaction, c->record);
    char reason[SC_WORDS_SIZE];

    if (ending.end != SC_END_ELSEWHERE) {
        return false;
    }
    sc_ending_evidence(c, draft, &ending);
    if (ending.cancelled_by != NULL && ending.cancelled_by->completed_elsewhere) {
        struct sc_statement stated = elsewhere_reason(&ending.cancelled_by->request);
        sc_statement_append(draft, &stated, reason);
        return sc_draft_say(draft, "The CANCEL says that another phone answered%s", reason);
    }
    if (ending.cancelled_by == NULL) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    weigh_delay(c, draft, ending.winner);
    return sc_draft_say(draft,
                        "Another branch had answered with %u before this one was cancelled%s",
                        ending.winner->code, sc_ending_reason(c, draft, reason));
}

static const struct sc_finding_row fork_branch_cancelled = {
    .id = "fork-branch-cancelled",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Branch cancelled by the proxy",
    .summary = "A proxy cancelled this branch; the caller did not",
    .hint = "Compare that time with the proxy's no-answer timer; see the other branches and the "
            "final response upstream.",
    .advice = {"Look at the response of the other branch: it is what ended this one."},
    .reference = "RFC 3261 section 16.7, steps 5 and 10, and section 16.8",
};

static bool judge_fork_branch_cancelled(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *branch = c->transaction;
    struct sc_ending ending = sc_ending_of(branch, c->record);

    if (ending.end != SC_END_BY_PROXY) {
        return false;
    }
    char reason[SC_WORDS_SIZE];
    sc_ending_reason(c, draft, reason);
    sc_ending_evidence(c, draft, &ending);
    if (ending.winner != NULL) {
        weigh_delay(c, draft, ending.winner);
        sc_draft_advise(draft, 0);
        return sc_draft_say(draft, "The proxy cancelled this branch: another had said %u%s",
                            ending.winner->code, reason);
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    see_upstream(c, draft, ending.top);
    return sc_draft_say(draft,
                        "The proxy cancelled this branch %s after its INVITE; the caller had not%s",
                        sc_draft_duration_text(draft, sc_ending_cancelled_at(branch) -
                                                          sc_transaction_begin(branch)),
                        reason);
}

/* ---- Two answers ---- */

/* Any other 2xx to the INVITE with another To tag; NULL if there is none. */
static const struct sc_record *other_answer(const struct sc_case *c)
{
    for (const struct sc_record *response = c->transaction->responses; response != NULL;
         response = response->next) {
        if (response->code / 100 == 2 && response->to_tag.size > 0 &&
            !sc_slice_equal(response->to_tag, c->record->to_tag)) {
            return response;
        }
    }
    return NULL;
}

static const struct sc_finding_row double_answer = {
    .id = "double-answer",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .aside = true,
    .title = "Two phones answered",
    .summary = "Two phones answered one INVITE",
    .hint = "Look for an ACK to each To tag and a BYE to one of them: the caller must end the call "
            "that it does not want.",
    .reference = "RFC 3261 section 13.2.2.4",
};

/* Each To tag is a dialog of its own (RFC 3261 section 13.2.2.4). Wrong about the phones if one of
 * them changes its tag when it repeats its 2xx. */
static bool judge_double_answer(const struct sc_case *c, struct sc_draft *draft)
{
    if (c->copy != SC_COPY_FIRST || c->record->to_tag.size == 0) {
        return false;
    }
    const struct sc_record *other = other_answer(c);
    if (other != NULL) {
        sc_draft_evidence(draft, c->transaction->request.frame);
        sc_draft_evidence(draft, other->frame);
        return sc_draft_say(draft, "The INVITE is answered in frame %u, too, with another To tag",
                            other->frame);
    }
    return false;
}

/* ---- 199 ---- */

/* How many To tags the responses so far have. The responses with the tag of the message under
 * review become evidence. */
static unsigned count_forks(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *response = c->transaction->responses;
    struct sc_slice tags[FORKS_MAX];
    unsigned count = 0;

    for (; response != NULL && count < FORKS_MAX; response = response->next) {
        unsigned known = 0;
        while (known < count && !sc_slice_equal(tags[known], response->to_tag)) {
            known++;
        }
        if (known < count || response->to_tag.size == 0) {
            continue;
        }
        tags[count++] = response->to_tag;
        if (sc_slice_equal(response->to_tag, c->record->to_tag)) {
            sc_draft_evidence(draft, response->frame);
        }
    }
    return count;
}

/* The Reason of a 199: the status code that ended the fork (RFC 6228 sections 5 and 6), otherwise
 * the first with a cause. */
static bool read_fork_reason(const struct sc_case *c, struct sc_reason *found)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;
    bool any = false;

    while (sc_reason_next(c->message, &cursor, &reason)) {
        if (reason.has_cause && (!any || sc_slice_is(reason.protocol, "SIP"))) {
            *found = reason;
            any = true;
        }
        if (any && sc_slice_is(found->protocol, "SIP")) {
            break;
        }
    }
    return any;
}

static const struct sc_finding_row fork_ended = {
    .id = "fork-ended",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "One fork ended",
    .summary = "One fork of the call ended; the call itself goes on",
    .hint = "Apply the cause to this fork only (same To tag); see the final response for the "
            "outcome of the call.",
    .reference = "RFC 6228 sections 4, 5 and 6",
};

static bool judge_fork_ended(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_reason reason;

    if (c->record->to_tag.size == 0 || !read_fork_reason(c, &reason)) {
        return false;
    }
    const char *name = sc_cause_name(sc_reason_protocol_lookup(reason.protocol), reason.cause);
    unsigned forks = count_forks(c, draft);
    const char *protocol = sc_draft_quote(draft, reason.protocol);
    if (forks > 1) {
        return sc_draft_say(
            draft, "One of %u forks ended with %s cause %u%s%s%s, the INVITE goes on", forks,
            protocol, reason.cause, *name ? " (" : "", name, *name ? ")" : "");
    } else {
        return sc_draft_say(draft,
                            "The early dialog ended with %s cause %u%s%s%s, the INVITE goes on",
                            protocol, reason.cause, *name ? " (" : "", name, *name ? ")" : "");
    }
}

static const struct sc_rule rules[] = {
    {
        .finding = &answered_elsewhere,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"INVITE"},
        .judge = judge_answered_elsewhere,
        .recheck = true,
    },
    {
        .finding = &fork_branch_cancelled,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"INVITE"},
        .judge = judge_fork_branch_cancelled,
        .recheck = true,
    },
    {
        .finding = &double_answer,
        .when = ON_DISPLAY,
        .classes = {2},
        .methods = {"INVITE"},
        .judge = judge_double_answer,
    },
    {
        .finding = &fork_ended,
        .when = ON_RESPONSE,
        .codes = {199},
        .methods = {"INVITE"},
        .judge = judge_fork_ended,
    },
};

const struct sc_topic sc_topic_fork = {
    .name = "fork",
    .title = "Forks",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
