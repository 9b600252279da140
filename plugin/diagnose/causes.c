/* Causes that somebody states in a Reason, in the order that they are trusted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any response but a 100 may carry a Q.850 cause in Reason (RFC 6432 section 3), and so may CANCEL
 * and BYE (RFC 3326 section 2). The Reason of the response goes first, then that of an earlier
 * provisional response of the same fork, then the same on the hop downstream that the response was
 * made from, then that of the CANCEL or BYE that ended the INVITE. The tracker keeps Reasons longer
 * than bytes, so they are read there and nowhere else.
 */
#include <string.h>

#include "rules.h"

/* Responses of one transaction and hops downstream that are looked through, the first ones. */
#define RESPONSES_MAX 64
#define HOPS_MAX      16

/* Bytes of a Reason's text that are looked at. */
#define TEXT_SIZE 64

static bool is_specific(const struct sc_reason *reason)
{
    return reason->has_cause && sc_slice_is(reason->protocol, "Q.850") &&
           !sc_q850_unspecific(reason->cause);
}

static struct stated stated_in(const struct sc_record *record, const struct sc_reason *reason)
{
    return (struct stated){.record = record, .reason = reason, .cause = reason->cause};
}

struct stated specific_cause(const struct sc_record *record)
{
    for (unsigned i = 0; i < record->reason_count; i++) {
        if (is_specific(&record->reasons[i])) {
            return stated_in(record, &record->reasons[i]);
        }
    }
    return (struct stated){0};
}

/* What the latest provisional response states that came before RECORD on the same fork. */
static struct stated cause_before(const struct sc_transaction *hop, const struct sc_record *record)
{
    const struct sc_record *response = hop->responses;
    struct stated latest = {0};

    for (int i = 0; response != NULL && response != record && i < RESPONSES_MAX;
         i++, response = response->next) {
        struct stated stated =
            is_earlier_of_fork(record, response) ? specific_cause(response) : (struct stated){0};
        if (stated.record != NULL) {
            latest = stated;
        }
    }
    return latest;
}

struct stated earlier_cause(const struct scene *scene)
{
    return cause_before(scene->transaction, scene->record);
}

static struct stated cause_on(const struct sc_transaction *hop, const struct sc_record *record)
{
    struct stated stated = specific_cause(record);

    return stated.record != NULL ? stated : cause_before(hop, record);
}

struct stated stated_cause(const struct scene *scene)
{
    return cause_on(scene->transaction, scene->record);
}

struct stated lost_cause(const struct scene *scene)
{
    struct source source = source_of(scene->transaction, scene->record);

    for (int i = 0; source.response != NULL && i < HOPS_MAX; i++) {
        struct stated stated = cause_on(source.hop, source.response);
        if (stated.record != NULL) {
            stated.lost = true;
            return stated;
        }
        source = source_of(source.hop, source.response);
    }
    return (struct stated){0};
}

/* The text parameter as it may be shown. Of one that the tracker cut the closing quote is gone. */
static const char *text_of(const struct sc_reason *reason, char text[TEXT_SIZE])
{
    struct sc_slice slice = reason->text;
    bool open = slice.size > 1 && slice.data[0] == '"' && slice.data[slice.size - 1] != '"';

    sc_slice_text(open ? (struct sc_slice){slice.data + 1, slice.size - 1} : slice, text,
                  TEXT_SIZE);
    return text;
}

/* What the number of a Reason means; "" if it has none, or one that its protocol does not list. */
static const char *name_of(const struct sc_reason *reason)
{
    return reason->has_cause
               ? sc_cause_name(sc_reason_protocol_lookup(reason->protocol), reason->cause)
               : "";
}

/* True if the text says more than the name of the cause. */
static bool has_own_text(const struct sc_reason *reason)
{
    char text[TEXT_SIZE];

    return text_of(reason, text)[0] != '\0' && g_ascii_strcasecmp(text, name_of(reason)) != 0;
}

/* True if a SIP cause is another status code than the message has. */
static bool is_other_code(const struct sc_record *record, const struct sc_reason *reason)
{
    return reason->cause != record->code && reason->cause <= SC_CODE_MAX &&
           sc_status_class(reason->cause) != SC_CLASS_NONE;
}

/* True if a Reason says more than the message that it stands in, be it in its text only. */
static bool tells(const struct sc_record *record, const struct sc_reason *reason)
{
    if (sc_slice_is(reason->protocol, "Q.850")) {
        return is_specific(reason);
    }
    if (reason->has_cause &&
        (!sc_slice_is(reason->protocol, "SIP") || is_other_code(record, reason))) {
        return true;
    }
    return has_own_text(reason);
}

struct stated told_reason(const struct sc_record *record)
{
    struct stated stated = specific_cause(record);

    for (unsigned i = 0; stated.record == NULL && i < record->reason_count; i++) {
        if (tells(record, &record->reasons[i])) {
            stated = stated_in(record, &record->reasons[i]);
        }
    }
    return stated;
}

/* What a request states that came before an INVITE's final response. */
static struct stated reason_of_request(const struct sc_transaction *request, const char *method,
                                       const struct sc_record *final)
{
    struct stated stated = {0};

    if (request != NULL && request->request_seen && not_after(&request->request, final)) {
        stated = told_reason(&request->request);
        stated.method = method;
    }
    return stated;
}

struct stated ending_reason(const struct sc_transaction *invite)
{
    const struct sc_record *final = invite->final;
    const struct sc_transaction *hop = invite;
    struct stated stated = {0};

    for (int i = 0; final != NULL && hop != NULL && stated.record == NULL && i < HOPS_MAX; i++) {
        stated = reason_of_request(hop->cancelled_by, "CANCEL", final);
        hop = hop->parent;
    }
    if (final != NULL && stated.record == NULL && invite->dialog != NULL) {
        stated = reason_of_request(invite->dialog->bye, "BYE", final);
    }
    return stated;
}

/* What a Reason says: "Q.850 34 (No circuit/channel available), from the transit network". */
static void write_reason(struct scene *scene, const struct sc_reason *reason, char text[CAUSE_SIZE])
{
    const char *location = sc_location_name(reason->location);
    const char *protocol = sc_reason_protocol_lookup(reason->protocol)->name;
    const char *name = name_of(reason);
    char part[TEXT_SIZE];

    g_strlcat(text, protocol[0] != '\0' ? protocol : quote(scene, reason->protocol), CAUSE_SIZE);
    if (reason->has_cause) {
        g_snprintf(part, sizeof part, " %u", reason->cause);
        g_strlcat(text, part, CAUSE_SIZE);
    }
    if (name[0] != '\0') {
        g_strlcat(text, " (", CAUSE_SIZE);
        g_strlcat(text, name, CAUSE_SIZE);
        g_strlcat(text, ")", CAUSE_SIZE);
    }
    if (location[0] != '\0') {
        g_strlcat(text, ", from the ", CAUSE_SIZE);
        g_strlcat(text, location, CAUSE_SIZE);
    }
    if (has_own_text(reason)) {
        g_strlcat(text, ", text \"", CAUSE_SIZE);
        g_strlcat(text, text_of(reason, part), CAUSE_SIZE);
        g_strlcat(text, "\"", CAUSE_SIZE);
    }
}

const char *statement(struct scene *scene, const struct stated *stated, char text[CAUSE_SIZE])
{
    text[0] = '\0';
    if (stated->record != NULL) {
        char code[16];
        evidence(scene, stated->record->frame);
        g_snprintf(code, sizeof code, "%u", stated->record->code);
        g_snprintf(text, CAUSE_SIZE, "Reason of the %s in frame %u%s: ",
                   stated->method != NULL ? stated->method : code, stated->record->frame,
                   stated->lost ? ", lost on the way" : "");
        write_reason(scene, stated->reason, text);
        quotes_cause(scene, SC_STATED_REASON, text);
    }
    return text;
}

const char *confirmation(struct scene *scene, const struct stated *stated, char text[CAUSE_SIZE])
{
    char words[CAUSE_SIZE];

    statement(scene, stated, words);
    g_snprintf(text, CAUSE_SIZE, "%s%s", words[0] != '\0' ? "; " : "", words);
    return text;
}

bool agrees_with_code(const struct stated *stated, unsigned code)
{
    return sc_slice_is(stated->reason->protocol, "Q.850")
               ? sc_q850_agrees(code, stated->cause)
               : strcmp(name_of(stated->reason), sc_status_lookup(code)->phrase) == 0;
}

bool nothing_but(const struct stated *stated, uint32_t cause, uint32_t or_cause)
{
    return stated->record == NULL || stated->cause == cause || stated->cause == or_cause;
}
