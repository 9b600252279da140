/* Findings about requests without a response, or without a final one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 16.6 and 17. The request shows the finding once the capture has gone on for
 * 64*T1 without a response, and so does its last copy. An ICMP error explains the silence: then
 * nothing else is said of it.
 */
#include "diagnose/dialog-requests.h"
#include "diagnose/hops.h"
#include "diagnose/lost-connection.h"
#include "diagnose/other-leg.h"
#include "diagnose/timing.h"
#include "topics.h"

/* A server that cannot answer an INVITE within this sends a 100 (RFC 3261 section 17.2.1). */
#define TRYING_TIME (200 * SC_MILLISECOND)

/* ---- No response ---- */

/* What is to be done first instead of a row's hint. */
enum { PEER_IS_THERE, SILENT_BOTH_WAYS, TARGET_MOVED };

/* Wrong if a response came that the capture lacks. Copies up to the end of the client's timer
 * exclude that. A response past this point of capture, a sign of the peer or an answer further down
 * make it less sure. */
static bool judge_unanswered(const struct sc_case *c, struct sc_draft *draft, const char *response)
{
    const struct sc_record *request = &c->transaction->request;

    if (!sc_case_at_either_end(c) || c->transaction->unreachable != NULL ||
        sc_hop_ended_unseen(c->transaction) || sc_timing_went_on(c)) {
        return false;
    }
    const struct sc_record *stray = sc_transaction_stray_response(c->tracker, c->transaction);
    if (stray == NULL) {
        sc_timing_weigh_copies(c, draft, request);
    }
    if (sc_timing_too_early(c, draft)) {
        return false;
    }
    if (sc_dialog_moved_target(c, draft) != NULL) {
        sc_draft_advise(draft, TARGET_MOVED);
    } else if (sc_dialog_silent_both_ways(c)) {
        sc_draft_advise(draft, SILENT_BOTH_WAYS);
    } else if (sc_dialog_peer_answers(c)) {
        sc_draft_advise(draft, PEER_IS_THERE);
    }
    if (stray != NULL) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
        sc_draft_shows(draft, stray->frame, "matches no request");
        return sc_draft_say(draft,
                            "No %s matches, but frame %u holds a %u with this Call-ID and "
                            "CSeq number",
                            response, stray->frame, stray->code);
    }
    sc_draft_evidence(draft, request->last_frame);
    if (sc_dialog_later_sign(c) != NULL || sc_hop_answered_below(c->transaction)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    if (sc_timing_sent_to_the_end(c, request)) {
        return sc_draft_say(draft, "Sent %u times in %s, and no %s came",
                            request->retransmissions + 1,
                            sc_draft_duration_text(draft, sc_timing_repeated(request)), response);
    } else if (request->retransmissions > 0) {
        return sc_draft_say(draft, "Sent %u times in %s, and no %s came within %s",
                            request->retransmissions + 1,
                            sc_draft_duration_text(draft, sc_timing_repeated(request)), response,
                            sc_draft_duration_text(draft, sc_timing_timeout(c)));
    } else {
        /* A client that hears nothing repeats the request over UDP. */
        if (!request->in_stream && !sc_transaction_gaps(c->tracker, c->transaction).one_direction) {
            sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
        }
        return sc_draft_say(draft, "Sent once, and no %s came within %s", response,
                            sc_draft_duration_text(draft, sc_timing_timeout(c)));
    }
}

/* Instead of doubts about an address that answers, or that sends and hears nothing itself. */
#define ADVICE_OF_SILENCE                                                                          \
    {                                                                                              \
        [PEER_IS_THERE] = "The peer answers other requests of this dialog there: capture at it, "  \
                          "and compare method and size with those.",                               \
        [SILENT_BOTH_WAYS] = "The peer's own requests got no response either: check the path in "  \
                             "both directions, such as a tunnel, radio link or NAT.",              \
        [TARGET_MOVED] = "Send to the Contact of the other side's latest re-INVITE or UPDATE: "    \
                         "the dialog's remote target has moved.",                                  \
    }

static const struct sc_finding_row invite_unanswered = {
    .id = "invite-unanswered",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .title = "No response to the INVITE",
    .summary = "No response to the INVITE came",
    .hint = "Check the destination's address, port and SIP service; capture there: does the INVITE "
            "arrive and a 100 leave?",
    .advice = ADVICE_OF_SILENCE,
    .reference = "RFC 3261 section 17.1.1.2",
};

static bool judge_invite_unanswered(const struct sc_case *c, struct sc_draft *draft)
{
    return sc_case_is_request(c) && c->transaction->responses == NULL &&
           judge_unanswered(c, draft, "response");
}

static const struct sc_finding_row request_unanswered = {
    .id = "request-unanswered",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .absence = true,
    .title = "No response to the request",
    .summary = "No response to the request came",
    .hint = "Check the destination's address, port and SIP service; capture there: does the "
            "request arrive and a response leave?",
    .advice = ADVICE_OF_SILENCE,
    .reference = "RFC 3261 section 17.1.2.2",
};

/* A provisional response does not stop the timer of these (RFC 3261 section 17.1.2.2). */
static bool judge_request_unanswered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (sc_case_is_request(c) && !sc_transaction_is(transaction, "INVITE") &&
        transaction->final == NULL) {
        if (transaction->cancels != NULL && transaction->cancels->responses != NULL) {
            /* The server of a CANCEL that responded to the INVITE is not silent. */
            sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        }
        return judge_unanswered(c, draft,
                                transaction->responses == NULL ? "response" : "final response");
    }
    return false;
}

/* Of methods that every user agent knows. */
enum { KNOWN_METHOD };

static const struct sc_finding_row peer_ignores_method = {
    .id = "peer-ignores-method",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .explains = {"request-unanswered", "invite-unanswered"},
    .title = "Peer ignores this request",
    .summary = "The peer is alive and does not answer this request",
    .hint = "Compare the method, and the Content-Type of a body, with the peer's Allow and Accept: "
            "405 or 415 is due.",
    .advice = {[KNOWN_METHOD] =
                   ("Capture at the peer: does this request arrive, and does a response "
                    "leave? It has to answer this method.")},
    .reference = "RFC 3261 sections 8.2.1 and 8.2.3",
};

/* Wrong if only this request, or its response, is lost on the path: for its size, above all. */
static bool judge_peer_ignores(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (!sc_case_is_request(c) || transaction->responses != NULL ||
        transaction->unreachable != NULL || !sc_case_at_either_end(c) ||
        !(c->record->in_stream || sc_timing_sent_to_the_end(c, c->record)) ||
        sc_timing_too_early(c, draft)) {
        return false;
    }
    const struct sc_record *sign = sc_dialog_later_sign(c);
    if (sign == NULL) {
        return false;
    }
    if (sc_transaction_is(transaction, "BYE") || sc_transaction_is(transaction, "INVITE")) {
        sc_draft_advise(draft, KNOWN_METHOD);
    }
    sc_draft_evidence(draft, c->record->last_frame);
    sc_draft_shows(draft, sign->frame, "the peer is alive");
    if (c->record->retransmissions == 0) {
        return sc_draft_say(draft,
                            "%s got no response; %s sent other messages of the dialog after it",
                            sc_draft_quote(draft, transaction->method),
                            sc_draft_host_text(draft, c->record->destination));
    }
    return sc_draft_say(draft,
                        "%s was sent %u times without a response; %s sent other "
                        "messages of the dialog after it",
                        sc_draft_quote(draft, transaction->method), c->record->retransmissions + 1,
                        sc_draft_host_text(draft, c->record->destination));
}

/* ---- No final response ---- */

/* The highest code among the responses, SC_CODE_MAX if there were more than are linked. */
static unsigned highest_code(const struct sc_transaction *transaction)
{
    unsigned highest = transaction->responses_dropped > 0 ? SC_CODE_MAX : 0;

    for (const struct sc_record *response = transaction->responses; response != NULL;
         response = response->next) {
        highest = MAX(highest, response->code);
    }
    return highest;
}

/* True if a hop downstream got more than a 100. */
static bool heard_further_down(const struct sc_transaction *transaction)
{
    for (const struct sc_transaction *branch = transaction->children; branch != NULL;
         branch = branch->sibling) {
        if (highest_code(branch) > 100) {
            return true;
        }
    }
    return transaction->branches_dropped > 0;
}

/* True if a BYE ended the dialog that the INVITE was to make, or that it was sent in: then before
 * the INVITE had waited as long as a client without any response waits. */
static bool ended_by_bye(const struct sc_case *c)
{
    const struct sc_transaction *invite = c->transaction;
    const struct sc_transaction *bye = invite->dialog != NULL ? invite->dialog->bye : NULL;

    return bye != NULL && (!sc_hop_in_dialog(invite) ||
                           sc_time_between(sc_transaction_begin(invite),
                                           sc_transaction_begin(bye)) <= sc_timing_timeout(c));
}

/* True if the INVITE of a call has only provisional responses and no CANCEL, and its request or the
 * latest response is under review. */
static bool is_left_open(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;

    return transaction->provisional != NULL && transaction->final == NULL &&
           transaction->cancelled_by == NULL && !sc_hop_ended_unseen(transaction) &&
           !ended_by_bye(c) && sc_case_at_either_end(c) &&
           (sc_case_is_request(c) || c->record == transaction->last_response);
}

static int64_t silent_for(const struct sc_case *c)
{
    return sc_time_between(c->transaction->last_time, sc_tracker_end(c->tracker));
}

static const struct sc_finding_row trying_only = {
    .id = "trying-only",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "Nothing after the 100",
    .summary = "The next hop took the INVITE, but nothing came from beyond it",
    .hint = "Capture on the far side of the server that sent the 100: its next hop may not answer, "
            "or the server is stuck.",
    .advice = {"Check why the server did not open a new connection: the next hop reset the one "
               "that the INVITE went over."},
    .reference = "RFC 3261 sections 16.6 and 16.8",
};

/* True if the server, as a back-to-back user agent, heard more than a 100 in a call of its own. */
static bool heard_on_other_leg(const struct sc_case *c)
{
    struct sc_leg_walk walk = {0};
    const struct sc_transaction *leg = sc_leg_next(c, &walk);

    while (leg != NULL && highest_code(leg) <= 100) {
        leg = sc_leg_next(c, &walk);
    }
    return leg != NULL;
}

/* Wrong if the server keeps the call to itself, or withholds what its next hop said. */
static bool judge_trying_only(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;

    if (is_left_open(c) && highest_code(transaction) == 100 && !sc_timing_too_early(c, draft) &&
        !heard_further_down(transaction)) {
        if (heard_on_other_leg(c)) {
            sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
        }
        sc_draft_evidence(draft, transaction->request.frame);
        sc_draft_evidence(draft, transaction->provisional->frame);
        char lost[SC_WORDS_SIZE];
        return sc_draft_say(draft, "A 100 was the only response, and then nothing came for %s%s",
                            sc_draft_duration_text(draft, silent_for(c)),
                            sc_lost_to_next_hop(c, draft, lost));
    }
    return false;
}

static const struct sc_finding_row provisional_only = {
    .id = "provisional-only",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "No final response",
    .summary = "The call was left without a final response",
    .hint = "Check why timer C of the proxy that sent the INVITE did not end it after 3 minutes; "
            "without a proxy, check the caller.",
    .advice = {"The client ended the connection of its INVITE: check why, and whether it listens "
               "at the port in its Via."},
    .reference = "RFC 3261 sections 16.6 and 16.8",
};

/* Wrong if the final response, or a CANCEL, was not captured, or if both sides let it ring on. */
static bool judge_provisional_only(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    unsigned highest = highest_code(transaction);

    if (is_left_open(c) && highest > 100 && highest < 200 && silent_for(c) > SC_TIMER_C) {
        sc_draft_evidence(draft, transaction->request.frame);
        sc_draft_evidence(draft, transaction->last_response->last_frame);
        char lost[SC_WORDS_SIZE];
        return sc_draft_say(
            draft,
            "A %u was the latest response, and then came neither a final one nor a CANCEL for %s%s",
            transaction->last_response->code, sc_draft_duration_text(draft, silent_for(c)),
            sc_lost_to_client(c, draft, lost));
    }
    return false;
}

static const struct sc_finding_row slow_first_response = {
    .id = "slow-first-response",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .aside = true,
    .title = "Slow first response",
    .summary = "The first response to the request came late",
    .hint =
        "Capture at the server: does it answer late (DNS or database lookups), or are copies lost "
        "on the path?",
    .reference = "RFC 3261 sections 17.2.1 and 17.2.2",
};

/* True if the first response follows the latest copy of the request so soon that it may answer that
 * one, the earlier copies being lost. */
static bool answers_last_copy(const struct sc_case *c)
{
    return sc_time_between(c->transaction->request.last_time, c->record->time) <= TRYING_TIME;
}

/* Each hop answers a CANCEL itself and at once (RFC 3261 sections 9.2 and 16.10), so that a late
 * answer is the doing of the host that it comes from. */
static bool say_late_cancel(const struct sc_case *c, struct sc_draft *draft, int64_t delay)
{
    unsigned copies = c->transaction->request.retransmissions;

    const char *host = sc_draft_host_text(draft, c->record->source);
    const char *time = sc_draft_duration_text(draft, delay);
    if (copies == 0) {
        return sc_draft_say(draft, "%s answered the CANCEL with %u after %s", host, c->record->code,
                            time);
    }
    return sc_draft_say(draft, "%s answered the CANCEL with %u after %s, when it had come %u times",
                        host, c->record->code, time, copies + 1);
}

/* A client that heard nothing repeats a request after T1. If it did not, over UDP, it heard
 * something that the capture lacks; before T1 the network itself may have been slow. A response
 * soon after the second copy shows that the first was lost; one soon after a later copy may. */
static bool judge_slow_first_response(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *request = &c->transaction->request;
    int64_t delay = sc_time_between(request->time, c->record->time);
    int64_t late = c->thresholds->slow_response * SC_MILLISECOND;
    bool is_invite = sc_transaction_is(c->transaction, "INVITE");
    int64_t due = is_invite && c->record->code != 100 ? TRYING_TIME : late;

    if (!c->transaction->request_seen || c->record != c->transaction->responses || delay <= due ||
        (answers_last_copy(c) && request->retransmissions < 2)) {
        return false;
    }
    if (answers_last_copy(c)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    sc_draft_evidence(draft, request->frame);
    if (sc_transaction_is(c->transaction, "CANCEL") &&
        (request->retransmissions > 0 || c->packet->stream)) {
        return say_late_cancel(c, draft, delay);
    }
    if (request->retransmissions > 0) {
        return sc_draft_say(
            draft, "The first response came after %s, when the %s had been sent %u times",
            sc_draft_duration_text(draft, delay), sc_draft_quote(draft, c->transaction->method),
            request->retransmissions + 1);
    } else if (c->packet->stream || delay < 2 * sc_timing_t1(c)) {
        sc_draft_at_most(draft, delay > late ? SC_CONFIDENCE_STRONG : SC_CONFIDENCE_SUGGESTIVE);
        if (!is_invite) {
            return sc_draft_say(draft, "The first response came after %s",
                                sc_draft_duration_text(draft, delay));
        }
        return sc_draft_say(draft, "The first response came after %s, a 100 is due after %s",
                            sc_draft_duration_text(draft, delay),
                            sc_draft_duration_text(draft, TRYING_TIME));
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &invite_unanswered,
        .when = ON_DISPLAY,
        .methods = {"INVITE"},
        .requests = true,
        .judge = judge_invite_unanswered,
    },
    {
        .finding = &peer_ignores_method,
        .when = ON_DISPLAY,
        .requests = true,
        .judge = judge_peer_ignores,
    },
    {
        .finding = &provisional_only,
        .when = ON_DISPLAY,
        .methods = {"INVITE"},
        .judge = judge_provisional_only,
    },
    {
        .finding = &request_unanswered,
        .when = ON_DISPLAY,
        .requests = true,
        .judge = judge_request_unanswered,
    },
    {
        .finding = &slow_first_response,
        .when = ON_RESPONSE,
        .judge = judge_slow_first_response,
    },
    {
        .finding = &trying_only,
        .when = ON_DISPLAY,
        .methods = {"INVITE"},
        .judge = judge_trying_only,
    },
};

const struct sc_topic sc_topic_unanswered = {
    .name = "unanswered",
    .title = "Requests without a final response",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
