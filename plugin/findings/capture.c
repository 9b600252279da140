/* Findings about the capture itself: packets captured twice, a capture that ends too early,
 * clocks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "diagnose/hops.h"
#include "diagnose/timing.h"
#include "topics.h"

/* True if the proxy that sent the request has meanwhile answered its own client: then it expects
 * nothing any more. */
static bool was_given_up(const struct sc_transaction *transaction)
{
    return transaction->parent != NULL && transaction->parent->final != NULL;
}

static const struct sc_finding_row capture_too_short = {
    .id = "capture-too-short",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Capture ends too early",
    .summary = "The capture ends too early to tell the outcome of the request",
    .hint = "Capture again, for at least 32 seconds after the request: until then a late response "
            "remains possible.",
    .reference = "RFC 3261 sections 17.1.1.2 and 17.1.2.2",
};

/* While the capture is read for the first time, it ends with the message under review. */
static bool judge_capture_too_short(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_record *request = &transaction->request;
    bool heard = transaction->responses != NULL;
    int64_t silent_since = heard ? transaction->last_time : request->time;

    if (!sc_tracker_finished(c->tracker) || c->frame != c->record->frame ||
        (!sc_case_is_request(c) && c->record != transaction->last_response) ||
        !transaction->request_seen || transaction->final != NULL ||
        transaction->unreachable != NULL || (!heard && sc_timing_sent_to_the_end(c, request)) ||
        sc_transaction_is(transaction, "CANCEL") || sc_hop_ended_unseen(transaction) ||
        was_given_up(transaction)) {
        return false;
    }
    struct sc_gaps gaps = sc_transaction_gaps(c->tracker, transaction);
    if (gaps.cut || !gaps.ends_early) {
        return false;
    }
    sc_draft_evidence(draft, request->frame);
    return sc_draft_say(
        draft, "It ends %s after the %s, too early to tell the outcome",
        sc_draft_duration_text(draft, sc_time_between(silent_since, sc_tracker_end(c->tracker))),
        heard ? "latest message" : "request");
}

static const struct sc_finding_row capture_duplicate = {
    .id = "capture-duplicate",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .aside = true,
    .title = "Packet captured twice",
    .summary = "One packet was captured twice",
    .hint = "Ignore the copy: a mirror port or two taps delivered the same packet twice. Remove it "
            "with editcap -d.",
    .reference = "RFC 3261 section 17.1.1.1",
};

static bool judge_capture_duplicate(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *record = c->record;

    if (c->copy != SC_COPY_DUPLICATE) {
        return false;
    }
    sc_draft_evidence(draft, c->frame);
    if (record->last_frame == record->frame) {
        return sc_draft_say(draft, "The same packet as frame %u, captured twice", record->frame);
    } else {
        /* It is not known which of the repetitions it duplicates. */
        return sc_draft_say(
            draft,
            "One packet, captured twice within milliseconds; its message is that of frame %u",
            record->frame);
    }
}

static const struct sc_finding_row clock_skew = {
    .id = "clock-skew",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .aside = true,
    .title = "Clocks differ by over a minute",
    .summary = "The clocks of sender and capture differ by over a minute",
    .hint = "Check NTP on the sender; if other hosts' Dates are off by the same amount, check the "
            "capturing machine's clock.",
    .reference = "RFC 3261 section 20.17",
};

/* Reported once per offset of a host, on the second message that confirms it. */
static bool judge_clock_skew(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_clock *clock = sc_header_count(c->message, SC_HEADER_DATE) > 0
                                       ? sc_tracker_host(c->tracker, c->record->source)->clock
                                       : NULL;
    int64_t allowed = c->thresholds->clock_skew * SC_SECOND;

    if (clock == NULL || clock->latest != c->record || clock->agreed != 2 ||
        (clock->offset <= allowed && clock->offset >= -allowed)) {
        return false;
    }
    bool ahead = clock->offset > 0;
    sc_draft_explains(draft, clock->first);
    return sc_draft_say(draft, "Date is %s %s the capture's clock in frames %u and %u",
                        sc_draft_duration_text(draft, ahead ? clock->offset : -clock->offset),
                        ahead ? "ahead of" : "behind", clock->first->frame, clock->latest->frame);
}

static const struct sc_rule rules[] = {
    {
        .finding = &capture_too_short,
        .when = ON_DISPLAY,
        .judge = judge_capture_too_short,
    },
    {
        .finding = &capture_duplicate,
        .when = ON_DISPLAY,
        .judge = judge_capture_duplicate,
    },
    {
        .finding = &clock_skew,
        .when = ON_REQUEST,
        .judge = judge_clock_skew,
    },
    {
        .finding = &clock_skew,
        .when = ON_RESPONSE,
        .judge = judge_clock_skew,
    },
};

const struct sc_topic sc_topic_capture = {
    .name = "capture",
    .title = "The capture itself",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
