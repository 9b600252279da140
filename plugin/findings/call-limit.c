/* Findings about calls that a server refuses because it has enough of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 21.5.4. There is no code for a limit, so that servers say it in words.
 */
#include "diagnose/hops.h"
#include "diagnose/phrase.h"
#include "topics.h"

/* Transactions that are looked at to count calls, the latest ones. */
#define COUNTED_MAX 512

static const struct sc_finding_row trunk_limit = {
    .id = "trunk-limit",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Call limit reached",
    .summary = "The server says that a limit of calls is reached",
    .hint =
        "Compare the calls at that time with the limit of the trunk or account (channels, calls "
        "per second); raise it, or pace.",
    .reference = "RFC 3261 section 21.5.4",
};

/* True if words speak of a maximum, and of what it is a maximum of: "Maxcalls exceeded". */
static bool speak_of_maximum(const struct sc_message *response)
{
    return sc_phrase_holds(response, sc_slice_of("max")) &&
           (sc_phrase_holds(response, sc_slice_of("calls")) ||
            sc_phrase_holds(response, sc_slice_of("channels")) ||
            sc_phrase_holds(response, sc_slice_of("sessions")));
}

/* True if words speak of a limit of calls, and not of money, time or one phone. A phone that is
 * busy may have its own maximum. */
static bool speak_of_limit(const struct sc_case *c, struct sc_slice words)
{
    static const char *const limits[] = {
        "call limit", "calls limit",    "limit of calls", "channel limit",    "channels limit",
        "concurrent", "simultaneous",   "capacity",       "calls per second", "call rate",
        "cps",        "too many calls", "session limit",
    };
    static const char *const others[] = {"credit", "cost", "balance", "duration", "time limit"};
    struct sc_message response = {.phrase = words};
    bool busy = c->record->code == 486 || c->record->code == 600;
    bool limit = !busy && speak_of_maximum(&response);

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        if (sc_phrase_holds(&response, sc_slice_of(others[i]))) {
            return false;
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(limits); i++) {
        limit = limit || sc_phrase_holds(&response, sc_slice_of(limits[i]));
    }
    return limit;
}

/* The words of a response that speak of a limit: its phrase, a Warning or a Reason; and which of
 * the three they are. Absent if there are none. */
static struct sc_slice limit_words(const struct sc_case *c, enum sc_stated *stated)
{
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    *stated = SC_STATED_PHRASE;
    if (speak_of_limit(c, c->message->phrase)) {
        return c->message->phrase;
    }
    *stated = SC_STATED_WARNING;
    while (sc_warning_next(c->message, &cursor, &warning)) {
        if (speak_of_limit(c, warning.text)) {
            return warning.text;
        }
    }
    *stated = SC_STATED_REASON;
    for (unsigned i = 0; i < c->record->reason_count; i++) {
        if (speak_of_limit(c, c->record->reasons[i].text)) {
            return c->record->reasons[i].text;
        }
    }
    return (struct sc_slice){0};
}

/* How many of the latest calls between client and server of the request under review, in either
 * direction, were up when the response came. */
static unsigned count_calls(const struct sc_case *c)
{
    size_t index = sc_tracker_transaction_count(c->tracker);
    unsigned count = 0;

    for (unsigned n = 0; n < COUNTED_MAX && index > 0; n++) {
        const struct sc_transaction *other = sc_tracker_transaction(c->tracker, --index);
        const struct sc_dialog *dialog = other->dialog;
        if (!sc_transaction_is(other, "INVITE") || sc_hop_in_dialog(other) || dialog == NULL ||
            dialog->setup != other || other->success == NULL ||
            other->success->time > c->record->time ||
            (dialog->bye != NULL && dialog->bye->request.time < c->record->time)) {
            continue;
        }
        const struct sc_record *success = other->success;
        bool forth = sc_endpoint_same_host(success->source, c->record->source) &&
                     sc_endpoint_same_host(success->destination, c->record->destination);
        bool back = sc_endpoint_same_host(success->source, c->record->destination) &&
                    sc_endpoint_same_host(success->destination, c->record->source);
        count += forth || back;
    }
    return count;
}

/* To be wrong, the words would have to be about a limit of something else. */
static bool judge_limit(const struct sc_case *c, struct sc_draft *draft)
{
    enum sc_stated stated;
    struct sc_slice words = limit_words(c, &stated);

    if (words.size == 0 || sc_hop_in_dialog(c->transaction)) {
        return false;
    }
    unsigned calls = count_calls(c);
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_states(draft, stated, "");
    if (calls > 0) {
        return sc_draft_say(draft, "\"%s\"; calls between the two that are up in the capture: %u",
                            sc_draft_quote(draft, words), calls);
    }
    return sc_draft_say(draft, "\"%s\"; no call between the two is up in the capture",
                        sc_draft_quote(draft, words));
}

static const struct sc_rule rules[] = {
    {
        .finding = &trunk_limit,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"INVITE"},
        .judge = judge_limit,
    },
};

const struct sc_topic sc_topic_call_limit = {
    .name = "call-limit",
    .title = "Call limits",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
