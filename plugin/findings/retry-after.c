/* Findings about servers that ask for a pause, and clients that do not keep it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 20.33, 21.5.1 and 21.5.4.
 */
#include <string.h>

#include "diagnose/dialog-requests.h"
#include "diagnose/hops.h"
#include "diagnose/repeated-request.h"
#include "diagnose/timing.h"
#include "topics.h"

/* True if another request had no final response when the transaction's request came. */
static bool was_open(const struct sc_transaction *other, const struct sc_transaction *transaction)
{
    return !sc_transaction_same_request(other, transaction) && other->request_seen &&
           (sc_transaction_is(other, "INVITE") || sc_transaction_is(other, "UPDATE")) &&
           sc_timing_not_after(&other->request, &transaction->request) &&
           (other->final == NULL || other->final->time > transaction->request.time);
}

/* A second INVITE or UPDATE while one is open is refused with 500 and Retry-After, too (RFC 3261
 * section 14.2, RFC 3311 section 5.2): then the server has no fault. */
static bool may_overlap(const struct sc_transaction *transaction)
{
    const struct sc_dialog *dialog = transaction->dialog;

    if (!sc_transaction_is(transaction, "INVITE") && !sc_transaction_is(transaction, "UPDATE")) {
        return false;
    }
    if (!transaction->request_seen || (dialog == NULL && sc_hop_in_dialog(transaction))) {
        return true;
    }
    if (dialog == NULL || was_open(dialog->setup, transaction)) {
        return dialog != NULL;
    }
    for (const struct sc_transaction *other = dialog->latest; other != NULL;
         other = other->earlier_in_dialog) {
        if (was_open(other, transaction)) {
            return true;
        }
    }
    return false;
}

static bool find_retry_after(const struct sc_case *c, struct sc_draft *draft, const char *says)
{
    struct sc_retry_after retry = sc_message_retry_after(c->message);
    const char *server = sc_draft_host_text(draft, c->record->source);

    if (!retry.readable || retry.seconds == 0) {
        return false;
    }
    if (retry.comment.size > 0) {
        return sc_draft_say(draft, "%s %s for %u s: \"%s\"", server, says, retry.seconds,
                            sc_draft_quote(draft, retry.comment));
    } else {
        return sc_draft_say(draft, "%s %s for %u s", server, says, retry.seconds);
    }
}

/* True if the words speak of the request, its user or its route, and not of load. */
static bool blame_request(struct sc_slice words)
{
    static const char *const load[] = {"load", "congest", "maintenance", "busy", "capacity"};
    static const char *const request[] = {"contact", "binding", "regist", "user",   "number",
                                          "route",   "gateway", "trunk",  "credit", "codec"};

    return !sc_slice_holds_any(words, load, G_N_ELEMENTS(load)) &&
           sc_slice_holds_any(words, request, G_N_ELEMENTS(request));
}

/* The sender's words for a reason other than load: what Kamailio's registrar says of a
 * registration, a phrase, or a Warning. Absent if there are none. A phrase in another language
 * changes nothing. */
static struct sc_slice other_reason(const struct sc_message *response)
{
    struct sc_cursor cursor = {0};
    struct sc_cursor vendor_cursor = {0};
    struct sc_warning warning;
    struct sc_reason reason;

    while (sc_vendor_cause_next(response, &vendor_cursor, &reason)) {
        if (strcmp(reason.vendor->name, "P-Registrar-Error") == 0 && reason.text.size > 0) {
            return reason.text;
        }
    }
    if (blame_request(response->phrase)) {
        return response->phrase;
    }
    while (sc_warning_next(response, &cursor, &warning)) {
        if (blame_request(warning.text)) {
            return warning.text;
        }
    }
    return (struct sc_slice){0};
}

static const struct sc_finding_row server_retry_after = {
    .id = "server-retry-after",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Server failure with Retry-After",
    .summary = "Temporary server failure with Retry-After",
    .hint = "Send the request again after the time in Retry-After; if it fails again, check the "
            "server's log for that time.",
    .reference = "RFC 3261 section 21.5.1",
};

/* A 503 that names another reason than load is about this request alone. */
static bool judge_server_retry_after(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_retry_after retry = sc_message_retry_after(c->message);
    struct sc_slice words = other_reason(c->message);

    if (c->record->code == 503) {
        return words.size > 0 && retry.readable && retry.seconds > 0 &&
               sc_draft_say(draft, "%s asks not to repeat the request for %u s: \"%s\"",
                            sc_draft_host_text(draft, c->record->source), retry.seconds,
                            sc_draft_quote(draft, words));
    }
    /* A number that is out of order now will be so later, too. */
    if (!may_overlap(c->transaction) && !sc_repeated_request_refused(c) &&
        !sc_dialog_number_is_old(c)) {
        return find_retry_after(c, draft, "asks not to repeat the request");
    }
    return false;
}

static const struct sc_finding_row overload_retry_after = {
    .id = "overload-retry-after",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Server asks for a pause (503)",
    .summary = "The server asks for a pause: 503 with Retry-After",
    .hint = "Use another server until the time in Retry-After is over; meanwhile check this "
            "server's load and call limits.",
    .reference = "RFC 3261 section 21.5.4",
};

static bool judge_overload(const struct sc_case *c, struct sc_draft *draft)
{
    return other_reason(c->message).size == 0 &&
           find_retry_after(c, draft, "asks for no new requests");
}

/* True if the client knew of the 503 when it sent the request: it had acknowledged it, or a round
 * trip had passed. */
static bool knew_of(const struct sc_case *c, const struct sc_pause *pause, int64_t waited)
{
    const struct sc_record *ack = pause->transaction->ack;

    return waited >= sc_timing_t1(c) ||
           (waited >= 0 && ack != NULL && sc_timing_not_after(ack, c->record));
}

static const struct sc_finding_row retry_after_ignored = {
    .id = "retry-after-ignored",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .aside = true,
    .title = "Retry-After ignored",
    .summary = "The client keeps sending to a server that asked for a pause",
    .hint = "Fix the client: after a 503 with Retry-After it must use another server until the "
            "time is up.",
    .reference = "RFC 3261 section 21.5.4",
};

/* True if a request is the one that the 503 refused, or a copy of it. */
static bool is_of_pause(const struct sc_pause *pause, const struct sc_transaction *request)
{
    const struct sc_transaction *refused = pause->transaction;

    return refused == request || (!refused->request_seen && refused->cseq == request->cseq &&
                                  sc_slice_equal(refused->call_id, request->call_id) &&
                                  sc_slice_equal(refused->branch, request->branch));
}

/* Requests within dialogs are left out: a call that began has to be ended. So are those after a 503
 * that was about one request alone. */
static bool judge_retry_after_ignored(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    struct sc_message response;

    if (c->record != &transaction->request || sc_hop_in_dialog(transaction) ||
        sc_transaction_is(transaction, "CANCEL")) {
        return false;
    }
    const struct sc_pause *pause = sc_tracker_pause(c->tracker, transaction);
    if (pause == NULL || is_of_pause(pause, transaction) || pause->transaction->cut) {
        return false;
    }
    int64_t waited = sc_time_between(pause->record->time, c->record->time);
    if (waited >= pause->seconds * SC_SECOND || !knew_of(c, pause, waited)) {
        return false;
    }
    if (sc_draft_read(draft, pause->record, &response) && other_reason(&response).size > 0) {
        return false;
    }
    sc_draft_explains(draft, pause->record);
    return sc_draft_say(draft, "%s sent another request to %s after %s, asked to wait %u s",
                        sc_draft_host_text(draft, c->record->source),
                        sc_draft_host_text(draft, c->record->destination),
                        sc_draft_duration_text(draft, waited), pause->seconds);
}

static const struct sc_rule rules[] = {
    {
        .finding = &overload_retry_after,
        .when = ON_RESPONSE,
        .codes = {503},
        .judge = judge_overload,
    },
    {
        .finding = &retry_after_ignored,
        .when = ON_REQUEST,
        .judge = judge_retry_after_ignored,
    },
    {
        .finding = &server_retry_after,
        .when = ON_RESPONSE,
        .codes = {500, 503},
        .judge = judge_server_retry_after,
    },
};

const struct sc_topic sc_topic_retry_after = {
    .name = "retry-after",
    .title = "Retry-After",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
