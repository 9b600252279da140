/* Findings about timers that expired: which server or phone waited, for which, and how long.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 16.8, 21.4.9 and 21.5.5.
 */
#include "diagnose/hops.h"
#include "diagnose/nat-binding.h"
#include "diagnose/next-hop.h"
#include "diagnose/other-leg.h"
#include "diagnose/phrase.h"
#include "diagnose/ringing.h"
#include "diagnose/statement.h"
#include "diagnose/timing.h"
#include "topics.h"

/* How far from a whole second the end of a server's timer may be. */
#define TIMER_SLACK (SC_SECOND / 10)

/* True of a time near whole seconds, as a server's timer runs. */
static bool is_whole(int64_t time)
{
    return time % SC_SECOND <= TIMER_SLACK || time % SC_SECOND >= SC_SECOND - TIMER_SLACK;
}

/* True within a second of a time that phones are set to ring for at most, in seconds: a phone rings
 * for a while before its 180, or its timer starts later. */
static bool is_ring_time(int64_t time)
{
    static const int64_t usual[] = {30, 45, 60, 90, 120, 180};

    for (size_t i = 0; i < G_N_ELEMENTS(usual); i++) {
        if (time >= (usual[i] - 1) * SC_SECOND && time <= (usual[i] + 1) * SC_SECOND) {
            return true;
        }
    }
    return false;
}

static const struct sc_finding_row ring_timeout = {
    .id = "ring-timeout",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Ringing ended by a timer",
    .summary = "It rang until a server's or phone's timer expired",
    .hint = "The callee did not answer. If it should ring longer, raise the ring timer of the "
            "phone or server that responded.",
    .reference = "RFC 3261 sections 21.4.9, 21.4.19 and 21.4.24",
};

static bool judge_ring_timeout(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *ringing = c->transaction->alerting;

    if (ringing == NULL || sc_hop_in_dialog(c->transaction) || sc_leg_given_up(c) != NULL ||
        sc_timing_since(c, ringing) < SC_SECOND - TIMER_SLACK) {
        return false;
    }
    if (!is_whole(sc_timing_since(c, ringing))) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    sc_draft_evidence(draft, ringing->frame);
    return sc_draft_say(draft, "It rang for %s until the 408%s",
                        sc_draft_duration_text(draft, sc_timing_since(c, ringing)),
                        is_whole(sc_timing_since(c, ringing)) ? ": whole seconds, as a timer runs"
                                                              : "");
}

/* The phone that rang gave up: it says busy, declined or unavailable for it. A person may wait as
 * long before refusing, so it takes one of the usual times to be strong, and 15 or 20 s are
 * suggestive at most. */
static bool judge_ring_given_up(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *ringing = sc_ringing_of(c);
    struct sc_statement stated = sc_statement_of(c);

    if (ringing == NULL || sc_hop_in_dialog(c->transaction) || sc_leg_given_up(c) != NULL ||
        !sc_ringing_is_timer_like(sc_timing_since(c, ringing)) ||
        !sc_statement_nothing_but(&stated, 18, 19)) {
        return false;
    }
    int64_t duration = sc_timing_since(c, ringing);
    if (!is_ring_time(duration)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    char cause[SC_WORDS_SIZE];
    char phrase[SC_WORDS_SIZE];
    sc_draft_evidence(draft, ringing->frame);
    return sc_draft_say(
        draft, "It rang for %s until the %u of the same phone: as long as a timer%s%s",
        sc_draft_duration_text(draft, duration), c->record->code, sc_phrase_own(c, draft, phrase),
        sc_statement_append(draft, &stated, cause));
}

/* A back-to-back user agent gave up: it cancelled its own call to the callee, and answered the
 * caller with some code of its choice. */
static bool judge_server_gave_up(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *ringing = c->transaction->alerting;
    const struct sc_transaction *leg =
        ringing != NULL && !sc_hop_in_dialog(c->transaction) ? sc_leg_given_up(c) : NULL;
    struct sc_statement stated = sc_statement_of(c);

    if (leg == NULL || !sc_statement_nothing_but(&stated, 18, 19)) {
        return false;
    }
    char cause[SC_WORDS_SIZE];
    sc_draft_evidence(draft, ringing->frame);
    sc_draft_shows(draft, leg->cancelled_by->request.frame, "cancelled its own call to the callee");
    return sc_draft_say(
        draft, "It rang for %s; the server then cancelled its own call to %s and sent the %u%s",
        sc_draft_duration_text(draft, sc_timing_since(c, ringing)),
        sc_draft_host_text(draft, leg->request.destination), c->record->code,
        sc_statement_append(draft, &stated, cause));
}

/* What a branch had got when the 408 was made. */
enum progress {
    PROGRESS_NONE,
    PROGRESS_PROVISIONAL,
    PROGRESS_OVER, /* a final response, an ICMP error, a reset: other findings tell */
};

static enum progress progress_of(const struct sc_case *c, const struct sc_transaction *branch)
{
    const struct sc_record *until = c->record;

    if (branch->unreachable != NULL || sc_hop_ended_unseen(branch) ||
        sc_next_hop_reset(c, branch) != 0 ||
        (branch->final != NULL && branch->final->time <= until->time)) {
        return PROGRESS_OVER;
    }
    return branch->responses != NULL && branch->responses->time <= until->time
               ? PROGRESS_PROVISIONAL
               : PROGRESS_NONE;
}

/* The branch that the hop which made the 408 waited for, if all its branches had this progress at
 * most; else NULL. */
static const struct sc_transaction *waited_for(const struct sc_case *c, enum progress progress)
{
    const struct sc_transaction *hop = sc_hop_that_timed_out(c);
    const struct sc_transaction *found = NULL;

    for (const struct sc_transaction *branch = hop->children; branch != NULL;
         branch = branch->sibling) {
        if (!branch->request_seen || progress_of(c, branch) > progress) {
            return NULL;
        }
        if (progress_of(c, branch) == progress) {
            found = branch;
        }
    }
    return found;
}

static const struct sc_finding_row downstream_silent = {
    .id = "downstream-silent",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .title = "Next hop did not respond",
    .summary = "The proxy's next hop never responded",
    .hint = "Check that the next hop is up and reachable from the proxy: compare address, port and "
            "transport with its settings.",
    .reference = "RFC 3261 sections 16.7 and 17.1",
};

/* A silent next hop makes its side one-directional. Whether the capture holds both directions, the
 * client's side shows. Wrong if the capture lost the response: so it is proof only if the proxy
 * still repeated the request when it made the 408. If it had stopped before, or never began over
 * UDP to a next hop of which nothing was captured, it may have heard something. */
static bool judge_downstream_silent(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *branch = waited_for(c, PROGRESS_NONE);

    /* For a request in a dialog there is dialog-peer-unreachable. */
    if (branch == NULL || !c->transaction->request_seen || sc_hop_in_dialog(c->transaction)) {
        return false;
    }
    struct sc_gaps gaps = sc_transaction_gaps(c->tracker, branch);
    if (gaps.segments_missing || gaps.fragments_missing) {
        return false;
    }
    if (!sc_hop_went_on_asking(c, branch)) {
        bool heard = gaps.one_direction && !branch->request.in_stream &&
                     sc_timing_since(c, &branch->request) > 2 * sc_timing_t1(c);
        sc_draft_at_most(draft, heard || branch->request.retransmissions > 0
                                    ? SC_CONFIDENCE_SUGGESTIVE
                                    : SC_CONFIDENCE_STRONG);
    }
    sc_draft_despite_end(draft); /* The proxy waits no longer. */
    sc_draft_evidence(draft, branch->request.frame);
    char binding[SC_WORDS_SIZE];
    return sc_draft_say(draft,
                        "No response to the %s forwarded in frame %u until the 408, %s later%s",
                        sc_draft_quote(draft, branch->method), branch->request.frame,
                        sc_draft_duration_text(draft, sc_timing_since(c, &branch->request)),
                        sc_nat_binding_text(c, draft, &branch->request, binding));
}

static const struct sc_finding_row downstream_no_final = {
    .id = "downstream-no-final",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .title = "No final response from next hop",
    .summary = "The next hop sent provisional responses, but no final one",
    .hint = "If it rang, raise the proxy's ring timer or forward the call; otherwise follow the "
            "request at the next hop.",
    .reference = "RFC 3261 sections 16.6 and 16.8",
};

/* True if a provisional response of the branch has the To tag of the 408: the far end made that,
 * and a proxy passed it on. */
static bool came_from_below(const struct sc_case *c, const struct sc_transaction *branch)
{
    for (const struct sc_record *response = branch->responses; response != NULL;
         response = response->next) {
        if (sc_ringing_same_fork(c->record, response) && response->to_tag.size > 0) {
            return true;
        }
    }
    return false;
}

/* A 487 that a CANCEL brought after the 408 shows that the INVITE was still pending (RFC 3261
 * section 9.2). */
static bool was_pending(const struct sc_case *c, const struct sc_transaction *branch)
{
    return branch->cancelled_by != NULL && branch->final != NULL && branch->final->code == 487 &&
           !sc_timing_not_after(branch->final, c->record);
}

/* Wrong if the capture lost the final response of the next hop, and the proxy then tried a target
 * that was not captured. */
static bool judge_downstream_no_final(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *branch = waited_for(c, PROGRESS_PROVISIONAL);

    if (branch == NULL || came_from_below(c, branch)) {
        return false;
    }
    if (was_pending(c, branch)) {
        sc_draft_evidence(draft, branch->final->frame);
    } else {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_despite_end(draft);
    sc_draft_evidence(draft, branch->request.frame);
    sc_draft_evidence(draft, branch->responses->frame);
    return sc_draft_say(draft,
                        "The %s of frame %u got %u in frame %u; then nothing "
                        "until the 408, %s later",
                        sc_draft_quote(draft, branch->method), branch->request.frame,
                        branch->responses->code, branch->responses->frame,
                        sc_draft_duration_text(draft, sc_timing_since(c, &branch->request)));
}

static const struct sc_finding_row gateway_timeout = {
    .id = "gateway-timeout",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "Next hop timeout or DNS failure",
    .summary = "The next hop did not answer in time, or its name was not resolved",
    .hint = "Check the next hop: is its name in DNS, is it up, and do its responses reach the "
            "server's Via address?",
    .reference = "RFC 3261 sections 21.4.9 and 21.5.5",
};

/* Wrong if the capture lost the response of the next hop, or if the server gave up for another
 * reason at the same time. */
static bool judge_gateway_timeout(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *branch =
        c->record->code == 504 ? sc_next_hop_silent(c->transaction, c->record, true) : NULL;

    /* An ICMP error and a reset are other findings. */
    if (branch == NULL || branch->unreachable != NULL || sc_next_hop_reset(c, branch) != 0) {
        return false;
    }
    sc_hop_weigh_branch(c, draft, branch);
    sc_draft_evidence(draft, branch->request.frame);
    sc_draft_despite_end(draft);
    return sc_draft_say(
        draft, "%s sent %s within %s", sc_draft_host_text(draft, branch->request.destination),
        branch->responses == NULL ? "no response" : "no final response",
        sc_draft_duration_text(draft, sc_time_between(branch->request.time, c->record->time)));
}

/* The last hop that is in the capture said 100 and nothing more until its 408: whoever it sent the
 * INVITE to did not even say that it rings. Wrong of a server that keeps the INVITE to itself, or
 * withholds the 180 of its next hop: of a back-to-back user agent its own call may show that. */
static bool judge_trying_then_408(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *hop = sc_hop_that_timed_out(c);
    const struct sc_record *trying = hop->provisional;

    if (hop->children != NULL || hop->branches_dropped > 0 || hop->responses_dropped > 0 ||
        !hop->request_seen || sc_hop_in_dialog(hop) || trying == NULL || trying->code != 100 ||
        hop->final == NULL || hop->responses != trying || trying->next != hop->final ||
        sc_time_between(trying->time, hop->final->time) < sc_timing_timeout(c) / 2 ||
        sc_leg_was_answered(c)) {
        return false;
    }
    sc_draft_despite_end(draft);
    sc_draft_evidence(draft, trying->frame);
    sc_draft_evidence(draft, hop->final->frame);
    return sc_draft_say(
        draft, "%s said 100, then nothing until its 408, %s later; its next hop did not respond",
        sc_draft_host_text(draft, trying->source),
        sc_draft_duration_text(draft, sc_time_between(trying->time, hop->final->time)));
}

/* Wrong if the name was looked up for another request, or if the capture lost the answer of DNS. */
static bool judge_unresolved(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_unresolved_name unresolved;

    if (sc_next_hop_unresolved(c, draft, &unresolved)) {
        char text[SC_WORDS_SIZE];
        sc_draft_despite_end(draft);
        return sc_draft_say(draft, "%s", sc_next_hop_lookup_text(c, draft, &unresolved, text));
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &downstream_no_final,
        .when = ON_DISPLAY,
        .codes = {408},
        .judge = judge_downstream_no_final,
    },
    {
        .finding = &downstream_silent,
        .when = ON_DISPLAY,
        .codes = {408},
        .judge = judge_downstream_silent,
    },
    {
        .finding = &ring_timeout,
        .when = ON_RESPONSE,
        .codes = {408},
        .methods = {"INVITE"},
        .judge = judge_ring_timeout,
        .by_callee = true,
    },
    {
        .finding = &ring_timeout,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"INVITE"},
        .judge = judge_server_gave_up,
    },
    {
        .finding = &ring_timeout,
        .when = ON_RESPONSE,
        .codes = {480, 486, 600, 603},
        .methods = {"INVITE"},
        .judge = judge_ring_given_up,
        .by_callee = true,
    },
    {
        .finding = &gateway_timeout,
        .when = ON_DISPLAY,
        .judge = judge_gateway_timeout,
    },
    {
        .finding = &gateway_timeout,
        .when = ON_RESPONSE,
        .codes = {408},
        .methods = {"INVITE"},
        .judge = judge_trying_then_408,
    },
    {
        .finding = &gateway_timeout,
        .when = ON_RESPONSE,
        .codes = {504},
        .judge = judge_unresolved,
    },
};

const struct sc_topic sc_topic_timeout = {
    .name = "timeout",
    .title = "Timeouts that a server reports",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
