/* Causes that a message states in a Reason.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "origin.h"
#include "phrase.h"
#include "ringing.h"
#include "statement.h"
#include "timing.h"

/* Bytes of a Reason's text that are shown. */
#define TEXT_SIZE 96

/* Warnings of one response that are read. */
#define WARNINGS_MAX 16

/* True of a Q.850 cause that says something. 16, normal call clearing, says why a call that was up
 * is over; it says nothing in a response that refuses one, but for a 487. */
static bool is_specific(const struct sc_record *record, const struct sc_reason *reason)
{
    return reason->has_cause && sc_reason_is_q850(reason) && !sc_q850_unspecific(reason->cause) &&
           (reason->cause != 16 || record->code == 0 || record->code == 487);
}

static struct sc_statement stated_in(const struct sc_record *record, const struct sc_reason *reason)
{
    return (struct sc_statement){.record = record, .reason = reason, .cause = reason->cause};
}

struct sc_statement sc_statement_specific(const struct sc_record *record)
{
    for (unsigned i = 0; i < record->reason_count; i++) {
        if (record->reasons[i].vendor == NULL && is_specific(record, &record->reasons[i])) {
            return stated_in(record, &record->reasons[i]);
        }
    }
    return (struct sc_statement){0};
}

/* What the latest provisional response states that came before RECORD on the same fork. */
static struct sc_statement cause_before(const struct sc_transaction *hop,
                                        const struct sc_record *record)
{
    struct sc_statement latest = {0};

    for (const struct sc_record *response = hop->responses; response != NULL && response != record;
         response = response->next) {
        struct sc_statement stated = sc_ringing_same_fork(record, response)
                                         ? sc_statement_specific(response)
                                         : (struct sc_statement){0};
        if (stated.record != NULL) {
            latest = stated;
        }
    }
    return latest;
}

struct sc_statement sc_statement_earlier(const struct sc_case *c)
{
    return cause_before(c->transaction, c->record);
}

static struct sc_statement cause_on(const struct sc_transaction *hop,
                                    const struct sc_record *record)
{
    struct sc_statement stated = sc_statement_specific(record);

    return stated.record != NULL ? stated : cause_before(hop, record);
}

struct sc_statement sc_statement_of(const struct sc_case *c)
{
    return cause_on(c->transaction, c->record);
}

struct sc_statement sc_statement_lost(const struct sc_case *c)
{
    struct sc_origin origin = sc_origin_of(c->transaction, c->record);

    while (origin.response != NULL) {
        struct sc_statement stated = cause_on(origin.hop, origin.response);
        if (stated.record != NULL) {
            stated.lost = true;
            return stated;
        }
        origin = sc_origin_of(origin.hop, origin.response);
    }
    return (struct sc_statement){0};
}

/* TEXT without the identifier that Microsoft Teams puts before its words, as in
 * "7e3c1f10-5a55-4b6e-8b0f-2f6a7c3b1f0e;MediaOfferError": it is a key to a log, and no cause. */
static const char *after_identifier(const char *text)
{
    static const char pattern[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx;";

    for (size_t i = 0; pattern[i] != '\0'; i++) {
        if (pattern[i] == 'x' ? !g_ascii_isxdigit(text[i]) : text[i] != pattern[i]) {
            return text;
        }
    }
    return text + strlen(pattern);
}

/* The text parameter as it may be shown; "..." stands for what is left out. The closing quote may
 * be missing: the tracker cut the text, or the sender left it out. */
static const char *text_of(const struct sc_reason *reason, char text[TEXT_SIZE])
{
    static const char ellipsis[] = "...";
    char whole[SC_TEXT_SIZE(SC_KEPT_MAX)];
    struct sc_slice slice = reason->text;
    bool open = slice.size > 1 && slice.data[0] == '"' && slice.data[slice.size - 1] != '"';

    sc_slice_text(open ? (struct sc_slice){slice.data + 1, slice.size - 1} : slice, whole,
                  sizeof whole);
    const char *words = after_identifier(whole);
    if (g_strlcpy(text, words, TEXT_SIZE) >= TEXT_SIZE || (open && slice.size >= SC_KEPT_MAX)) {
        size_t end = MIN(strlen(words), TEXT_SIZE - sizeof ellipsis);
        while (end > 0 && ((unsigned char)words[end] & 0xc0) == 0x80) {
            end--; /* Not within a character. */
        }
        memcpy(text + end, ellipsis, sizeof ellipsis);
    }
    return text;
}

/* True if the text says more than the name of the cause. */
static bool has_own_text(const struct sc_reason *reason)
{
    char text[TEXT_SIZE];

    return text_of(reason, text)[0] != '\0' &&
           g_ascii_strcasecmp(text, sc_reason_cause_name(reason)) != 0;
}

/* True if the words are the phrase of the response's own code. */
static bool repeats_phrase(const struct sc_record *record, const struct sc_reason *reason)
{
    char text[TEXT_SIZE];

    return record->code != 0 &&
           g_ascii_strcasecmp(text_of(reason, text), sc_status_lookup(record->code)->phrase) == 0;
}

/* True if the words are those of a normal end. */
static bool says_normal(const struct sc_reason *reason)
{
    char text[TEXT_SIZE];

    return g_ascii_strncasecmp(text_of(reason, text), "normal", strlen("normal")) == 0;
}

/* True if a SIP cause is another status code than the message has. */
static bool is_other_code(const struct sc_record *record, const struct sc_reason *reason)
{
    return reason->cause != record->code && reason->cause <= SC_CODE_MAX &&
           sc_status_class(reason->cause) != SC_CLASS_NONE;
}

/* True if a Reason says more than the message that it stands in, even if only in its text. */
static bool tells(const struct sc_record *record, const struct sc_reason *reason)
{
    if (sc_reason_is_q850(reason)) {
        return is_specific(record, reason);
    }
    if (reason->vendor != NULL && !reason->has_cause) {
        return has_own_text(reason) && !says_normal(reason) && !repeats_phrase(record, reason);
    }
    if (reason->has_cause &&
        (!sc_slice_is(reason->protocol, "SIP") || is_other_code(record, reason))) {
        return true;
    }
    return has_own_text(reason);
}

struct sc_statement sc_statement_told(const struct sc_record *record)
{
    struct sc_statement stated = sc_statement_specific(record);

    for (unsigned i = 0; stated.record == NULL && i < record->reason_count; i++) {
        if (tells(record, &record->reasons[i])) {
            stated = stated_in(record, &record->reasons[i]);
        }
    }
    return stated;
}

/* True if a cause says more of the end of a call than that it is over. */
static bool tells_of_release(const struct sc_record *request, const struct sc_reason *reason)
{
    if (reason->vendor != NULL) {
        return tells(request, reason) && !(sc_reason_is_q850(reason) && reason->cause == 16);
    }
    if (sc_phrase_names_fault(reason->text)) {
        return true;
    }
    if (!reason->has_cause) {
        return false;
    }
    if (sc_reason_is_q850(reason)) {
        return reason->cause != 16 && !sc_q850_unspecific(reason->cause);
    }
    if (sc_slice_is(reason->protocol, "SIP")) {
        return reason->cause >= 300 && reason->cause <= SC_CODE_MAX;
    }
    return sc_reason_cause_name(reason)[0] != '\0' &&
           !(sc_slice_is(reason->protocol, "RELEASE_CAUSE") && reason->cause == 1);
}

struct sc_statement sc_statement_release(const struct sc_record *request)
{
    struct sc_statement stated = {0};

    for (unsigned i = 0; i < request->reason_count; i++) {
        const struct sc_reason *reason = &request->reasons[i];
        if (tells_of_release(request, reason) &&
            (stated.record == NULL || (sc_reason_is_q850(reason) && reason->vendor == NULL &&
                                       !sc_reason_is_q850(stated.reason)))) {
            stated = stated_in(request, reason);
        }
    }
    return stated;
}

/* What a request states that came before an INVITE's final response. */
static struct sc_statement reason_of_request(const struct sc_transaction *request,
                                             const char *method, const struct sc_record *final)
{
    struct sc_statement stated = {0};

    if (request != NULL && request->request_seen && sc_timing_not_after(&request->request, final)) {
        stated = sc_statement_told(&request->request);
        stated.method = method;
    }
    return stated;
}

struct sc_statement sc_statement_ending(const struct sc_transaction *invite)
{
    const struct sc_record *final = invite->final;
    const struct sc_transaction *hop = invite;
    struct sc_statement stated = {0};

    while (final != NULL && hop != NULL && stated.record == NULL) {
        stated = reason_of_request(hop->cancelled_by, "CANCEL", final);
        hop = hop->parent;
    }
    if (final != NULL && stated.record == NULL && invite->dialog != NULL) {
        stated = reason_of_request(invite->dialog->bye, "BYE", final);
    }
    return stated;
}

/* The protocol of a cause; "" for a number of a vendor's own. */
static const char *protocol_of(struct sc_draft *draft, const struct sc_reason *reason)
{
    if (reason->vendor != NULL) {
        return sc_reason_is_q850(reason) ? "Q.850" : "";
    }
    const char *protocol = sc_reason_protocol_lookup(reason->protocol)->name;
    return protocol[0] != '\0' ? protocol : sc_draft_quote(draft, reason->protocol);
}

/* The cause itself: "Q.850 34 (No circuit/channel available)"; "" if there is only a text. */
static void write_cause(struct sc_draft *draft, const struct sc_reason *reason,
                        char text[SC_WORDS_SIZE])
{
    const char *protocol = protocol_of(draft, reason);
    const char *name = sc_reason_cause_name(reason);
    char number[16] = "";

    if (reason->has_cause) {
        g_snprintf(number, sizeof number, "%s%u", protocol[0] != '\0' ? " " : "", reason->cause);
    }
    g_snprintf(text, SC_WORDS_SIZE, "%s%s%s%s%s", protocol, number, name[0] != '\0' ? " (" : "",
               name, name[0] != '\0' ? ")" : "");
}

/* Where a cause is stated: "Reason of the 503 in frame 62", without the frame if that is the
 * message that the finding explains. */
static void append_place(const struct sc_draft *draft, const struct sc_statement *stated,
                         char text[SC_WORDS_SIZE])
{
    char code[16];
    char frame[32] = "";
    char place[2 * TEXT_SIZE];

    g_snprintf(code, sizeof code, "%u", stated->record->code);
    if (stated->record->frame != draft->explained->frame) {
        g_snprintf(frame, sizeof frame, " in frame %u", stated->record->frame);
    }
    g_snprintf(place, sizeof place, "%s of the %s%s%s",
               stated->reason->vendor != NULL ? stated->reason->vendor->name : "Reason",
               stated->method != NULL ? stated->method : code, frame,
               stated->lost ? "; lost along the path" : "");
    g_strlcat(text, place, SC_WORDS_SIZE);
}

/* Who states it, and the sender's own words. */
static void append_details(const struct sc_reason *reason, bool has_cause, char text[SC_WORDS_SIZE])
{
    const char *location = sc_location_name(reason->location);

    if (location[0] != '\0') {
        g_strlcat(text, "; from the ", SC_WORDS_SIZE);
        g_strlcat(text, location, SC_WORDS_SIZE);
    }
    if (has_own_text(reason)) {
        char part[TEXT_SIZE];
        g_strlcat(text, has_cause ? "; text \"" : ": \"", SC_WORDS_SIZE);
        g_strlcat(text, text_of(reason, part), SC_WORDS_SIZE);
        g_strlcat(text, "\"", SC_WORDS_SIZE);
    }
}

const char *sc_statement_write(struct sc_draft *draft, const struct sc_statement *stated,
                               char text[SC_WORDS_SIZE])
{
    text[0] = '\0';
    if (stated->record != NULL) {
        sc_draft_evidence(draft, stated->record->frame);
        write_cause(draft, stated->reason, text);
        bool has_cause = text[0] != '\0';
        g_strlcat(text, has_cause ? " in " : "", SC_WORDS_SIZE);
        append_place(draft, stated, text);
        append_details(stated->reason, has_cause, text);
        sc_draft_states(draft, stated->reason->vendor != NULL ? SC_STATED_VENDOR : SC_STATED_REASON,
                        text);
    }
    return text;
}

const char *sc_statement_append(struct sc_draft *draft, const struct sc_statement *stated,
                                char text[SC_WORDS_SIZE])
{
    char words[SC_WORDS_SIZE];

    sc_statement_write(draft, stated, words);
    g_snprintf(text, SC_WORDS_SIZE, "%s%s", words[0] != '\0' ? "; " : "", words);
    return text;
}

bool sc_statement_agrees(const struct sc_statement *stated, unsigned code)
{
    return sc_reason_is_q850(stated->reason)
               ? sc_q850_agrees(code, stated->cause)
               : strcmp(sc_reason_cause_name(stated->reason), sc_status_lookup(code)->phrase) == 0;
}

/* The next letter or digit, as lower case; 0 at the end. */
static char next_letter(const char **text)
{
    while (**text != '\0' && !g_ascii_isalnum(**text)) {
        (*text)++;
    }
    if (**text == '\0') {
        return '\0';
    }
    return g_ascii_tolower(*(*text)++);
}

bool sc_statement_has_words(const struct sc_statement *stated)
{
    char room[TEXT_SIZE];
    const char *text = text_of(stated->reason, room);
    const char *name = sc_reason_cause_name(stated->reason);

    for (char letter = next_letter(&text); letter != '\0'; letter = next_letter(&text)) {
        if (letter != next_letter(&name)) {
            return true;
        }
    }
    return false;
}

bool sc_statement_nothing_but(const struct sc_statement *stated, uint32_t cause, uint32_t or_cause)
{
    return stated->record == NULL || stated->cause == cause || stated->cause == or_cause;
}

bool sc_statement_warning(const struct sc_message *message, struct sc_warning *warning)
{
    struct sc_cursor cursor = {0};

    for (int i = 0; i < WARNINGS_MAX && sc_warning_next(message, &cursor, warning); i++) {
        if (sc_warning_lookup(warning->code)->code != 0 &&
            (warning->code != 399 || warning->text.size > 0)) {
            return true;
        }
    }
    return false;
}

bool sc_stir_says_stale_date(const struct sc_case *c)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    if (sc_slice_is(sc_slice_trim(c->message->phrase), "Stale Date")) {
        return true;
    }
    while (sc_reason_next(c->message, &cursor, &reason)) {
        if (sc_slice_is(reason.protocol, "STIR") && reason.has_cause && reason.cause == 403) {
            return true;
        }
    }
    return false;
}

bool sc_statement_normal_clearing(const struct sc_record *record)
{
    for (unsigned i = 0; i < record->reason_count; i++) {
        const struct sc_reason *reason = &record->reasons[i];
        if (reason->has_cause && reason->cause == 16 && sc_slice_is(reason->protocol, "Q.850")) {
            return true;
        }
    }
    return false;
}

const struct sc_reason *sc_statement_q850(const struct sc_record *record)
{
    for (unsigned i = 0; i < record->reason_count; i++) {
        const struct sc_reason *reason = &record->reasons[i];
        if (reason->has_cause && sc_reason_is_q850(reason)) {
            return reason;
        }
    }
    return NULL;
}
