/* Findings about lifetimes: registrations, subscriptions, session timers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 10.2.8, RFC 4028.
 */
#include <string.h>

#include "diagnose/refused-request.h"
#include "diagnose/timing.h"
#include "topics.h"

/* Contacts of one request that are read. */
#define CONTACTS_MAX 64

/* The lifetimes that a request asks for, in seconds. */
struct lifetimes {
    bool any;       /* it asks for one at all */
    bool positive;  /* for one above 0, which is no removal */
    uint32_t least; /* the shortest above 0; 0 if there is none */
};

static void add_lifetime(struct lifetimes *lifetimes, uint32_t seconds)
{
    lifetimes->any = true;
    if (seconds > 0 && (!lifetimes->positive || seconds < lifetimes->least)) {
        lifetimes->positive = true;
        lifetimes->least = seconds;
    }
}

/* A contact's own expires parameter outranks Expires (RFC 3261 section 10.3 step 7). */
static struct lifetimes lifetimes_of(const struct sc_message *request)
{
    struct lifetimes lifetimes = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice value;
    uint64_t own;
    uint32_t common;
    bool needs_common = true;
    bool has_common = sc_message_number(request, SC_HEADER_EXPIRES, &common);

    if (sc_slice_equal(request->method, sc_slice_of("REGISTER"))) {
        needs_common = sc_header_count(request, SC_HEADER_CONTACT) == 0;
        for (int i = 0;
             i < CONTACTS_MAX && sc_value_next(request, SC_HEADER_CONTACT, &cursor, &value); i++) {
            struct sc_slice expires = sc_param_find(sc_address_read(value).params, "expires");
            if (sc_slice_number(expires, UINT32_MAX, &own)) {
                add_lifetime(&lifetimes, (uint32_t)own);
            } else {
                needs_common = true;
            }
        }
    }
    if (needs_common && has_common) {
        add_lifetime(&lifetimes, common);
    }
    return lifetimes;
}

static const struct sc_finding_row interval_too_brief = {
    .id = "interval-too-brief",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Lifetime below the minimum",
    .summary = "The requested lifetime is below the server's minimum",
    .hint = "Raise the client's Expires (or the Contact's) to Min-Expires of the 423 or more; or "
            "lower the server's minimum.",
    .reference = "RFC 3261 sections 10.2.8 and 10.3",
};

static bool judge_too_brief(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);
    uint32_t minimum;

    if (request == NULL || !sc_message_number(c->message, SC_HEADER_MIN_EXPIRES, &minimum)) {
        return false;
    }
    struct lifetimes asked = lifetimes_of(request);
    if (asked.positive && asked.least < minimum) {
        return sc_draft_say(draft, "Asked for %u s, the server's minimum is %u s", asked.least,
                            minimum);
    }
    return false;
}

static const struct sc_finding_row interval_retry_too_brief = {
    .id = "interval-retry-too-brief",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Lifetime still below the minimum",
    .summary = "The client again asks for less than the minimum in the 423",
    .hint = "Set the client's interval by hand to Min-Expires of the 423 or more: the client did "
            "not apply that header.",
    .reference = "RFC 3261 section 10.2.8",
};

/* The request follows an earlier 423 and asks for less than that allowed. */
static bool judge_retry_too_brief(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *previous = c->transaction->retry_of;
    const struct sc_message *request = sc_case_request(c, draft);
    struct sc_message refusal;
    uint32_t minimum;

    if (request == NULL || previous == NULL || previous->final == NULL ||
        previous->final->code != 423 || !sc_draft_read(draft, previous->final, &refusal) ||
        !sc_message_number(&refusal, SC_HEADER_MIN_EXPIRES, &minimum)) {
        return false;
    }
    struct lifetimes asked = lifetimes_of(request);
    if (asked.positive && asked.least < minimum) {
        sc_draft_explains(draft, &c->transaction->request);
        return sc_draft_say(draft,
                            "Asked again for %u s, after a 423 that named %u s as the minimum",
                            asked.least, minimum);
    }
    return false;
}

static const struct sc_finding_row interval_contradiction = {
    .id = "interval-contradiction",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Faulty 423 response",
    .summary = "423 without a minimum, or for a lifetime that is long enough",
    .hint = "Fix the server: a 423 needs a Min-Expires above the requested lifetime. Compare every "
            "Contact's expires.",
    .advice = {"Fix the server: a 423 must have Min-Expires, the seconds of the shortest lifetime "
               "that it takes."},
    .reference = "RFC 3261 section 10.3",
};

static bool judge_contradiction(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    uint32_t minimum;

    if (sc_header_count(c->message, SC_HEADER_MIN_EXPIRES) == 0) {
        if (c->message->lines_dropped == 0) {
            sc_draft_advise(draft, 0);
            return sc_draft_say(draft, "The 423 has no Min-Expires");
        }
        return false;
    }
    if (!sc_message_number(c->message, SC_HEADER_MIN_EXPIRES, &minimum)) {
        sc_draft_advise(draft, 0);
        return sc_draft_say(
            draft, "The 423 has a Min-Expires that is no number: %s",
            sc_draft_quote(draft, sc_header_first(c->message, SC_HEADER_MIN_EXPIRES)));
    }
    const struct sc_message *request = sc_refused_request(c, draft, &room);
    struct lifetimes asked = {0};
    if (request != NULL) {
        asked = lifetimes_of(request);
    }
    if (asked.positive && asked.least >= minimum) {
        return sc_draft_say(draft, "Asked for %u s, the server's minimum is %u s", asked.least,
                            minimum);
    } else if (asked.any && !asked.positive) {
        return sc_draft_say(draft, "Asked for 0 s, a removal, which no minimum applies to");
    }
    return false;
}

static const struct sc_finding_row session_interval_too_small = {
    .id = "session-interval-too-small",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Session interval below the minimum",
    .summary = "The session interval is below the server's minimum",
    .hint = "Raise the client's Session-Expires to Min-SE of the 422 or more, and send that Min-SE "
            "in the retry.",
    .reference = "RFC 4028 section 6",
};

static bool judge_session_interval(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);
    uint32_t minimum;
    uint32_t interval;

    if (request != NULL && sc_message_number(c->message, SC_HEADER_MIN_SE, &minimum) &&
        sc_message_number(request, SC_HEADER_SESSION_EXPIRES, &interval) && interval < minimum) {
        return sc_draft_say(draft, "Session-Expires is %u s, the server's minimum is %u s",
                            interval, minimum);
    }
    return false;
}

/* ---- The session timer ---- */

/* The side that does not refresh ends the session so long before its end, at most, and never more
 * than a third of the interval (RFC 4028 section 10). */
#define EARLY_MAX (32 * SC_SECOND)

/* Below this many seconds calls often end at such a time by chance. */
#define LONG_INTERVAL 600

/* A BYE that comes this close to one of the two times is taken for that of a timer. */
#define TIMER_SLACK (2 * SC_SECOND)

static const struct sc_finding_row session_timer_expired = {
    .id = "session-timer-expired",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .explains = {"ack-timeout-reported", "release-cause"},
    .title = "Session timer expired",
    .summary = "The session timer expired and no refresh was seen",
    .hint = "Find why the refresher of the 2xx sent no re-INVITE or UPDATE at half of its "
            "Session-Expires, or why it failed.",
    .reference = "RFC 4028 sections 7.2, 9 and 10",
};

/* True if a BYE came when a timer of INTERVAL ends the session: at its end, or at the time before
 * it that RFC 4028 section 10 names. */
static bool is_timely(int64_t elapsed, int64_t interval)
{
    int64_t early = interval - MIN(EARLY_MAX, interval / 3);

    return ABS(elapsed - early) <= TIMER_SLACK || ABS(elapsed - interval) <= TIMER_SLACK;
}

/* The latest INVITE or UPDATE in the dialog after the 2xx that agreed on the timer; NULL if there
 * is none. */
static const struct sc_transaction *refresh_after(const struct sc_dialog *dialog)
{
    const struct sc_transaction *other = dialog->latest;

    while (other != NULL &&
           (!(sc_transaction_is(other, "INVITE") || sc_transaction_is(other, "UPDATE")) ||
            sc_transaction_begin(other) <= dialog->timer.agreed->time)) {
        other = other->earlier_in_dialog;
    }
    return other;
}

/* True if a Reason of the BYE is about a session or its timer that expired: "Session timer
 * expired", "SESSION_TIMEOUT", "session expired". */
static bool names_timer(const struct sc_message *bye)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    for (int i = 0; i < SC_REASONS_MAX && sc_reason_next(bye, &cursor, &reason); i++) {
        char text[SC_QUOTE_SIZE];
        sc_slice_text(reason.text, text, sizeof text);
        char *lower = g_ascii_strdown(text, -1);
        bool named = strstr(lower, "session") != NULL &&
                     (strstr(lower, "timer") != NULL || strstr(lower, "timeout") != NULL ||
                      strstr(lower, "expire") != NULL);
        g_free(lower);
        if (named) {
            return true;
        }
    }
    return false;
}

/* What the capture holds of a refresh; NULL if one may have been accepted unseen. */
static const char *refresh_text(struct sc_draft *draft, const struct sc_transaction *refresh)
{
    char text[SC_QUOTE_SIZE];

    if (refresh == NULL) {
        return "no refresh was captured";
    }
    if (refresh->final == NULL || refresh->success != NULL) {
        return NULL;
    }
    sc_draft_evidence(draft, refresh->request.frame);
    sc_draft_evidence(draft, refresh->final->frame);
    g_snprintf(text, sizeof text, "the refresh got a %u", refresh->final->code);
    return sc_draft_quote(draft, sc_slice_of(text));
}

/* The absence of a refresh is complete between the 2xx and the BYE. Wrong if the capture lost the
 * refresh, or if a user hung up at just that time: what a Reason does not confirm needs the BYE to
 * come at the second, and from the side that waits for the refresh. */
static bool judge_timer_expired(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *bye = c->transaction;
    const struct sc_dialog *dialog = bye->dialog;
    const struct sc_session_timer *timer = dialog != NULL ? &dialog->timer : NULL;

    if (timer == NULL || timer->interval == 0 || dialog->requests_dropped > 0 ||
        (dialog->bye != NULL && !sc_transaction_same_request(dialog->bye, bye))) {
        return false;
    }
    int64_t elapsed = sc_time_between(timer->agreed->time, c->record->time);
    int64_t interval = timer->interval * SC_SECOND;
    const char *refresh = refresh_text(draft, refresh_after(dialog));
    bool named = names_timer(c->message);
    bool by_refresher = sc_slice_equal(timer->refresher, bye->from_tag);
    if (refresh == NULL || elapsed < interval / 2 ||
        !(named || (is_timely(elapsed, interval) && !by_refresher))) {
        return false;
    }
    sc_draft_despite_end(draft);
    sc_draft_shows(draft, timer->agreed->frame, "session interval %u s", timer->interval);
    if (!named && timer->interval < LONG_INTERVAL) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    return sc_draft_say(
        draft, "The BYE came %s after the %u with Session-Expires %u s; refresher: %s; %s",
        sc_draft_duration_text(draft, elapsed), timer->agreed->code, timer->interval,
        timer->refresher.size == 0                             ? "not given"
        : sc_slice_equal(timer->refresher, dialog->caller_tag) ? "the caller"
                                                               : "the callee",
        refresh);
}

/* A repeated mistake comes before the mistake. */
static const struct sc_rule rules[] = {
    {
        .finding = &interval_contradiction,
        .when = ON_RESPONSE,
        .codes = {423},
        .judge = judge_contradiction,
    },
    {
        .finding = &interval_retry_too_brief,
        .when = ON_RESPONSE,
        .codes = {423},
        .judge = judge_retry_too_brief,
    },
    {
        .finding = &interval_too_brief,
        .when = ON_RESPONSE,
        .codes = {423},
        .judge = judge_too_brief,
    },
    {
        .finding = &session_interval_too_small,
        .when = ON_RESPONSE,
        .codes = {422},
        .judge = judge_session_interval,
    },
    {
        .finding = &session_timer_expired,
        .when = ON_REQUEST,
        .methods = {"BYE"},
        .judge = judge_timer_expired,
    },
};

const struct sc_topic sc_topic_interval = {
    .name = "interval",
    .title = "Intervals",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
