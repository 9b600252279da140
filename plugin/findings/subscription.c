/* Findings about subscriptions that a server does not know, and about those for a mailbox.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 6665, RFC 3842.
 */
#include "diagnose/subscription.h"
#include "diagnose/dialog-requests.h"
#include "diagnose/hops.h"
#include "diagnose/phrase.h"
#include "diagnose/registration.h"
#include "topics.h"

/* ---- 481 in a subscription ---- */

enum { TOO_EARLY, ENDED, OTHER_EVENT, EXPIRED };

static const struct sc_finding_row subscription_unknown = {
    .id = "subscription-unknown",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "Unknown subscription",
    .summary = "The far end does not know the subscription",
    .hint = "Subscribe again, without a To tag; if it recurs, check the side that refused for "
            "a restart or failover.",
    .advice =
        {[TOO_EARLY] = ("Fix the subscriber: it must take a NOTIFY, by its own tag, before the "
                        "response to its SUBSCRIBE."),
         [ENDED] = ("Stop the sender from going on after the end; a subscriber that wants more "
                    "subscribes again, without a To tag."),
         [OTHER_EVENT] = ("Fix the sender: Event and its id must be those of the SUBSCRIBE that "
                          "made the subscription."),
         [EXPIRED] =
             ("Let the subscriber refresh before the Expires of its last 200 is over; now it "
              "must subscribe again, without a To tag.")},
    .reference = "RFC 6665 sections 4.1.2.2 and 4.2.2",
};

static bool is_of_subscription(const struct sc_transaction *transaction)
{
    return sc_transaction_is(transaction, "SUBSCRIBE") || sc_transaction_is(transaction, "NOTIFY");
}

/* Reads a request without making it evidence. */
static bool read_request(const struct sc_transaction *transaction, struct sc_message *message)
{
    const struct sc_slice text = transaction->request.text;

    return transaction->request_seen && sc_slice_present(text) &&
           sc_message_scan(text.data, text.size, message) > 0;
}

/* True if a request says that the subscription is over: it unsubscribes, or reports the end. */
static bool says_end(const struct sc_transaction *transaction)
{
    struct sc_message message;
    uint32_t seconds;

    if (!is_of_subscription(transaction) || !read_request(transaction, &message)) {
        return false;
    }
    if (sc_transaction_is(transaction, "SUBSCRIBE")) {
        return sc_message_number(&message, SC_HEADER_EXPIRES, &seconds) && seconds == 0;
    }
    struct sc_slice state = sc_header_first(&message, SC_HEADER_SUBSCRIPTION_STATE);
    return sc_slice_is(sc_slice_trim(sc_slice_until(state, ';')), "terminated");
}

/* True if OTHER ended the subscription before the 481 under review: it says so, it got a 481
 * itself, or it is the BYE of the call that the subscription lives in. */
static bool ended_it(const struct sc_case *c, const struct sc_transaction *other)
{
    const struct sc_record *final = sc_transaction_final(other);
    bool answered = final != NULL && final->time <= c->record->time;

    if (sc_transaction_begin(other) > c->record->time || sc_dialog_challenged(other)) {
        return false;
    }
    if (answered && final->code == 481 && is_of_subscription(other)) {
        return true;
    }
    if (answered && final->code >= 300) {
        return false;
    }
    return says_end(other) || sc_transaction_is(other, "BYE");
}

/* How a message spells its event: the package and its id. */
static struct sc_slice event_id(const struct sc_message *message)
{
    struct sc_slice event = sc_header_first(message, SC_HEADER_EVENT);

    return sc_param_find(sc_slice_from(event, sc_slice_until(event, ';').size), "id");
}

static bool same_event(const struct sc_message *a, const struct sc_message *b)
{
    return sc_slice_equal(sc_subscription_package(a), sc_subscription_package(b)) &&
           sc_slice_equal(event_id(a), event_id(b));
}

/* The SUBSCRIBE that made the dialog, read into SETUP, if it was for another event and no other
 * request of the dialog was accepted for this one; else NULL. A REFER subscribes without Event. */
static const struct sc_transaction *
other_event(const struct sc_case *c, const struct sc_message *request, struct sc_message *setup)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_transaction *other = sc_dialog_latest_request(dialog);
    struct sc_message message;

    if (!sc_transaction_is(dialog->setup, "SUBSCRIBE") || !read_request(dialog->setup, setup) ||
        same_event(setup, request) || dialog->requests_dropped > 0) {
        return NULL;
    }
    for (; other != NULL; other = sc_dialog_earlier_request(dialog, other)) {
        if (is_of_subscription(other) && !sc_transaction_same_request(other, c->transaction) &&
            other->success != NULL &&
            (!read_request(other, &message) || same_event(&message, request))) {
            return NULL;
        }
    }
    return dialog->setup;
}

/* How long before the request under review the subscription had expired, by the Expires of the
 * latest 2xx to a SUBSCRIBE; 0 if it had not, or if that is not known. */
static int64_t run_out_since(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_dialog *dialog = c->transaction->dialog;
    const struct sc_transaction *other = sc_dialog_latest_request(dialog);
    struct sc_message message;
    uint32_t seconds;

    while (other != NULL && (!sc_transaction_is(other, "SUBSCRIBE") || other->success == NULL ||
                             other->success->time > c->record->time)) {
        other = sc_dialog_earlier_request(dialog, other);
    }
    if (other == NULL || !sc_draft_read(draft, other->success, &message) ||
        !sc_message_number(&message, SC_HEADER_EXPIRES, &seconds)) {
        return 0;
    }
    return MAX(0,
               sc_transaction_begin(c->transaction) - (other->success->time + seconds * SC_SECOND));
}

static bool say_ended(const struct sc_case *c, struct sc_draft *draft,
                      const struct sc_transaction *last)
{
    const struct sc_record *final = sc_transaction_final(last);

    sc_draft_despite_end(draft);
    sc_draft_despite_gaps(draft);
    sc_draft_advise(draft, ENDED);
    sc_draft_shows(draft, last->request.frame, "%s",
                   final != NULL && final->code == 481 ? "" : "ended the subscription");
    if (final != NULL && final->code == 481) {
        sc_draft_evidence(draft, final->frame);
        return sc_draft_say(draft, "The far end had answered 481 to the %s in frame %u before",
                            sc_draft_quote(draft, last->method), last->request.frame);
    }
    const char *what = sc_transaction_is(last, "SUBSCRIBE") ? "a SUBSCRIBE with Expires: 0"
                       : sc_transaction_is(last, "BYE")
                           ? "the BYE of its call"
                           : "a NOTIFY with Subscription-State: terminated";
    return sc_draft_say(draft, "The subscription had been ended by %s in frame %u, %s before", what,
                        last->request.frame,
                        sc_draft_duration_text(
                            draft, sc_time_between(sc_transaction_begin(last), c->record->time)));
}

/* "Nothing has ended it" is wrong if what ended the subscription took a way that was not captured.
 * A 404 may also mean that the user is gone, so it is less sure. */
static bool judge_subscription_unknown(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_dialog *dialog = transaction->dialog;
    struct sc_message setup;

    /* A NOTIFY that makes a dialog of its own, as after a fork, ends it when it is refused. */
    if (!sc_hop_in_dialog(transaction) || dialog == NULL || c->record != transaction->final ||
        (dialog->confirmed == NULL && transaction->earlier_in_dialog == NULL) ||
        sc_dialog_number_is_old(c)) {
        return false;
    }
    if (c->record->code != 481) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    const struct sc_transaction *last = sc_dialog_find(c, ended_it);
    const struct sc_message *request = sc_case_request(c, draft);
    sc_draft_evidence(draft, transaction->request.frame);
    if (last != NULL) {
        return say_ended(c, draft, last);
    }
    if (request != NULL && other_event(c, request, &setup) != NULL) {
        sc_draft_despite_end(draft);
        sc_draft_advise(draft, OTHER_EVENT);
        sc_draft_shows(draft, dialog->setup->request.frame, "made the subscription");
        return sc_draft_say(draft, "Event is %s, and the subscription was made for %s",
                            sc_draft_quote(draft, sc_header_first(request, SC_HEADER_EVENT)),
                            sc_draft_quote(draft, sc_header_first(&setup, SC_HEADER_EVENT)));
    }
    sc_draft_despite_end(draft);
    int64_t since = run_out_since(c, draft);
    sc_draft_shows(draft, dialog->setup->request.frame, "made the subscription");
    if (since > 0) {
        sc_draft_advise(draft, EXPIRED);
        return sc_draft_say(draft, "The subscription had expired %s before, by its latest Expires",
                            sc_draft_duration_text(draft, since));
    }
    sc_draft_evidence(draft, dialog->confirmed != NULL ? dialog->confirmed->frame : 0);
    return sc_draft_say(
        draft, "The subscription with these tags began %s earlier, and nothing has ended it",
        sc_draft_duration_text(draft, c->record->time - sc_transaction_begin(dialog->setup)));
}

/* A NOTIFY may overtake the 2xx to its SUBSCRIBE, and the subscriber has to take it by its own tag
 * (RFC 6665 section 4.1.2.4). Wrong if the SUBSCRIBE got a final response that the capture lacks,
 * and was refused. */
static bool judge_notify_too_early(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_dialog *dialog = c->transaction->dialog;

    if (dialog == NULL || c->record != c->transaction->final || dialog->confirmed != NULL ||
        !dialog->setup->request_seen || dialog->setup->final != NULL ||
        c->transaction->earlier_in_dialog != NULL ||
        !sc_transaction_is(dialog->setup, "SUBSCRIBE")) {
        return false;
    }
    sc_draft_despite_end(draft);
    sc_draft_advise(draft, TOO_EARLY);
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_shows(draft, dialog->setup->request.frame, "had no response yet");
    return sc_draft_say(
        draft, "The NOTIFY came while the SUBSCRIBE of frame %u had no final response, %s after it",
        dialog->setup->request.frame,
        sc_draft_duration_text(draft, sc_time_between(dialog->setup->request.time,
                                                      sc_transaction_begin(c->transaction))));
}

/* ---- Voice mail ---- */

static const struct sc_finding_row mailbox_unknown = {
    .id = "mailbox-unknown",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "No mailbox for the account",
    .summary = "The server has no mailbox for the account",
    .hint = "Give the account a mailbox on this server, or disable the phone's message-waiting "
            "subscription.",
    .reference = "RFC 3842 section 3",
};

/* True if the server says that there is no mailbox, or knows the account and yet does not find it.
 * A proxy without voice mail looks for the subscriber's phone instead, and answers 404 or 480 if
 * that is not registered; or the phone refuses the subscription that came back to it. */
static bool lacks_mailbox(const struct sc_case *c, struct sc_draft *draft)
{
    unsigned code = c->record->code;

    return sc_slice_holds(c->message->phrase, sc_slice_of("mailbox")) ||
           ((code == 404 || code == 410 || code == 604 || code == 481) &&
            sc_tracker_registration(c->tracker, sc_callee_uri(c, draft), c->record->source) !=
                NULL);
}

static bool judge_mailbox_unknown(const struct sc_case *c, struct sc_draft *draft)
{
    char phrase[SC_WORDS_SIZE];

    if (sc_hop_in_dialog(c->transaction) || !sc_subscription_seeks_mailbox(c, draft)) {
        return false;
    }
    if (!lacks_mailbox(c, draft)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    return sc_draft_say(
        draft, "The SUBSCRIBE asks for the state of a mailbox (message-summary), not for a phone%s",
        sc_phrase_own(c, draft, phrase));
}

static const struct sc_rule rules[] = {
    {
        .finding = &subscription_unknown,
        .when = ON_RESPONSE,
        .codes = {404, 481},
        .methods = {"SUBSCRIBE", "NOTIFY"},
        .judge = judge_subscription_unknown,
        .holds = sc_dialog_not_accepted_later,
    },
    {
        .finding = &subscription_unknown,
        .when = ON_RESPONSE,
        .codes = {481},
        .methods = {"NOTIFY"},
        .judge = judge_notify_too_early,
    },
    {
        .finding = &mailbox_unknown,
        .when = ON_RESPONSE,
        .codes = {404, 410, 480, 481},
        .methods = {"SUBSCRIBE"},
        .judge = judge_mailbox_unknown,
    },
    {
        .finding = &mailbox_unknown,
        .when = ON_RESPONSE,
        .codes = {489, 501, 604},
        .methods = {"SUBSCRIBE"},
        .judge = judge_mailbox_unknown,
    },
};

const struct sc_topic sc_topic_subscription = {
    .name = "subscription",
    .title = "Subscriptions",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
