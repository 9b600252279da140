/* Rules about methods that a server does not take: 405 and 501.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* True if Allow lists the method; methods are compared with case (RFC 3261 section 7.1). */
static bool allows(const struct sc_message *message, struct sc_slice method)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(message, SC_HEADER_ALLOW, &cursor, &value)) {
        if (sc_slice_equal(value, method)) {
            return true;
        }
    }
    return false;
}

/* True if Allow is there and lists other methods only. */
static bool disallows(const struct sc_message *message, struct sc_slice method)
{
    return message->lines_dropped == 0 && sc_header_count(message, SC_HEADER_ALLOW) > 0 &&
           !allows(message, method);
}

static void judge_method_not_allowed(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (disallows(scene->message, transaction->method)) {
        evidence(scene, transaction->request.frame);
        find(scene, "The method is %s, and Allow does not list it",
             quote(scene, transaction->method));
    }
}

static void judge_allow_contradiction(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (scene->message->lines_dropped > 0) {
        return;
    }
    evidence(scene, transaction->request.frame);
    if (sc_header_count(scene->message, SC_HEADER_ALLOW) == 0) {
        find(scene, "The 405 has no Allow");
    } else if (allows(scene->message, transaction->method)) {
        find(scene, "The 405 refuses %s, and its Allow lists it",
             quote(scene, transaction->method));
    }
}

/* The message of the dialog's set-up that the server sent, where Allow belongs (RFC 3261 section
 * 13.2.1). */
static bool read_setup(struct scene *scene, struct sc_message *message)
{
    const struct sc_dialog *dialog = scene->transaction->dialog;

    if (dialog == NULL) {
        return false;
    }
    const struct sc_record *request = &dialog->setup->request;
    const struct sc_record *success = dialog->setup->success;
    if (dialog->setup->request_seen && request->source == scene->record->source) {
        return read_record(scene, request, message);
    }
    return success != NULL && success->source == scene->record->source &&
           read_record(scene, success, message);
}

/* What the refusing server said in another call. FRAME becomes that message's. */
static bool read_other_allow(struct scene *scene, struct sc_message *message, uint32_t *frame)
{
    const struct sc_transaction *hop = refusing_hop(scene);
    const struct sc_record *refusal = hop == scene->transaction ? scene->record : hop->final;
    const struct sc_record *record = sc_tracker_server(scene->tracker, refusal->source)->allow;

    if (!read_record(scene, record, message)) {
        return false;
    }
    evidence(scene, refusal->frame);
    *frame = record->frame;
    return true;
}

static void judge_method_unknown(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    struct sc_message setup;
    uint32_t frame;

    evidence(scene, transaction->request.frame);
    if (!sc_method_registered(transaction->method)) {
        find(scene, "The method is %s, which is not registered", quote(scene, transaction->method));
    } else if (disallows(scene->message, transaction->method)) {
        find(scene, "The method is %s, and Allow does not list it",
             quote(scene, transaction->method));
    } else if (sc_header_count(scene->message, SC_HEADER_ALLOW) > 0) {
        return;
    } else if (read_setup(scene, &setup)) {
        if (disallows(&setup, transaction->method)) {
            find(scene, "The method is %s, and the server's Allow of this call does not list it",
                 quote(scene, transaction->method));
        }
    } else if (read_other_allow(scene, &setup, &frame) && disallows(&setup, transaction->method)) {
        find(scene, "The method is %s, and the server's Allow in frame %u does not list it",
             quote(scene, transaction->method), frame);
    }
}

static const struct rule rules[] = {
    {"allow-contradiction", ON_RESPONSE, 405, 405, NULL, judge_allow_contradiction, NULL},
    {"method-not-allowed", ON_RESPONSE, 405, 405, NULL, judge_method_not_allowed, NULL},
    {"method-unknown", ON_RESPONSE, 501, 501, NULL, judge_method_unknown, NULL},
};

const struct rule_topic rules_method = {rules, G_N_ELEMENTS(rules)};
