/* Findings about preconditions: what has to be reserved before the callee is alerted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3312, RFC 4032.
 */
#include "diagnose/dialog-requests.h"
#include "diagnose/hops.h"
#include "diagnose/phrase.h"
#include "diagnose/statement.h"
#include "topics.h"

/* ---- Lines of SDP (RFC 3312 section 4) ---- */

/* An a=des line: "qos mandatory local sendrecv"; of an a=curr line STRENGTH is absent. */
struct status_line {
    struct sc_slice type;
    struct sc_slice strength;
    struct sc_slice side;
    struct sc_slice direction;
};

static struct status_line read_line(struct sc_slice value, bool desired)
{
    struct status_line line = {0};

    line.type = sc_slice_next_word(&value);
    if (desired) {
        line.strength = sc_slice_next_word(&value);
    }
    line.side = sc_slice_next_word(&value);
    line.direction = sc_slice_next_word(&value);
    return line;
}

/* The direction that the media have now for a desired status; "none" if they do not say. */
static struct sc_slice current_of(const struct sc_sdp_media *media,
                                  const struct status_line *desired)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_sdp_attribute_next(media, "curr", &cursor, &value)) {
        struct status_line line = read_line(value, false);
        if (sc_slice_same(line.type, desired->type) && sc_slice_same(line.side, desired->side)) {
            return line.direction;
        }
    }
    return sc_slice_of("none");
}

static bool covers(struct sc_slice current, struct sc_slice desired)
{
    return sc_slice_is(current, "sendrecv") || sc_slice_is(desired, "none") ||
           sc_slice_same(current, desired);
}

/* The next a=des line of MEDIA with a strength. */
static bool next_desired(const struct sc_sdp_media *media, struct sc_cursor *cursor,
                         const char *strength, struct status_line *line)
{
    struct sc_slice value;

    while (sc_sdp_attribute_next(media, "des", cursor, &value)) {
        *line = read_line(value, true);
        if (line->direction.size > 0 && sc_slice_is(line->strength, strength)) {
            return true;
        }
    }
    return false;
}

/* True if a description has a mandatory precondition, met or not. */
static bool demands(const struct sc_sdp *sdp)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;
    struct status_line line;

    while (sc_sdp_media_next(sdp, &cursor, &media)) {
        struct sc_cursor at = {0};
        if (media.port != 0 && next_desired(&media, &at, "mandatory", &line)) {
            return true;
        }
    }
    return false;
}

/* Lists what is mandatory and not met in the first media where that is so; false if all is met. */
static bool list_unmet(struct sc_draft *draft, const struct sc_sdp *sdp, struct sc_slice *type,
                       struct sc_text_list *list)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;
    struct status_line line;

    while (list->count == 0 && sc_sdp_media_next(sdp, &cursor, &media)) {
        struct sc_cursor at = {0};
        while (media.port != 0 && next_desired(&media, &at, "mandatory", &line)) {
            struct sc_slice current = current_of(&media, &line);
            if (!covers(current, line.direction)) {
                char *text = g_strdup_printf(
                    "%s %s %s (wants %s)", sc_draft_quote(draft, line.type),
                    sc_draft_quote(draft, line.side), sc_draft_quote(draft, current),
                    sc_draft_quote(draft, line.direction));
                sc_text_list_add(draft, list, sc_slice_of(text));
                g_free(text);
                *type = media.type;
            }
        }
    }
    return list->count > 0;
}

/* ---- The refusal ---- */

/* True if a Reason is that of a failed precondition. */
static bool is_failure(const struct sc_reason *reason)
{
    return sc_slice_is(reason->protocol, "SIP") && reason->has_cause && reason->cause == 580;
}

/* Lists the a=des lines with a strength of the message that refuses: the response or, for a 487,
 * the CANCEL (RFC 3312 section 8). */
static bool list_named(const struct sc_case *c, struct sc_draft *draft, const char *strength,
                       struct sc_text_list *list)
{
    const struct sc_transaction *cancel = c->transaction->cancelled_by;
    const struct sc_message *message = c->message;
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;
    struct status_line line;
    struct sc_message room;
    struct sc_sdp sdp;

    if (c->record->code == 487 && cancel != NULL && sc_record_read(&cancel->request, &room)) {
        message = &room;
    }
    if (!sc_message_sdp(message, &sdp)) {
        return false;
    }
    while (sc_sdp_media_next(&sdp, &cursor, &media)) {
        struct sc_cursor at = {0};
        while (next_desired(&media, &at, strength, &line)) {
            char *text = g_strdup_printf("%s %s %s", sc_draft_quote(draft, line.type),
                                         sc_draft_quote(draft, line.side),
                                         sc_draft_quote(draft, line.direction));
            sc_text_list_add(draft, list, sc_slice_of(text));
            g_free(text);
        }
    }
    return list->count > 0;
}

/* True if the response under review, or the CANCEL of its INVITE, says that a precondition failed.
 * Of a 412 HTTP has "precondition failed" as the phrase. */
static bool says_failure(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_record *record = c->record;
    struct sc_text_list list = {0};

    if (record->code == 580 || list_named(c, draft, "failure", &list)) {
        return true;
    }
    for (unsigned i = 0; i < record->reason_count; i++) {
        if (is_failure(&record->reasons[i])) {
            return true;
        }
    }
    if (record->code == 487) {
        struct sc_statement stated = sc_statement_ending(c->transaction);
        return stated.record != NULL && is_failure(stated.reason);
    }
    return record->code != 412 && sc_phrase_complains_of(c->message, sc_slice_of("precondition"));
}

/* ---- The last description ---- */

/* The last description with a mandatory precondition before the refusal, and who wrote it. */
struct last {
    const struct sc_record *record;
    struct sc_sdp sdp;
    bool by_client;
};

static void look_at(const struct sc_case *c, const struct sc_record *record, bool by_client,
                    struct last *last)
{
    struct sc_draft scratch = {.forgotten = false};
    struct sc_message message;
    struct sc_sdp sdp;

    if (record != NULL && record->time < c->record->time &&
        (last->record == NULL || record->time > last->record->time) &&
        sc_draft_read(&scratch, record, &message) && message.body_missing == 0 &&
        sc_message_sdp(&message, &sdp) && demands(&sdp)) {
        *last = (struct last){record, sdp, by_client};
    }
}

/* Requests of a dialog that are looked at, the latest ones. */
#define UPDATES_MAX 16

/* Looks at the request, its provisional responses, and the latest requests that came in its dialog
 * meanwhile. */
static void find_last(const struct sc_case *c, const struct sc_transaction *hop, struct last *last)
{
    const struct sc_dialog *dialog = hop->dialog;
    const struct sc_transaction *other = dialog != NULL ? dialog->latest : NULL;

    look_at(c, &hop->request, true, last);
    for (const struct sc_record *response = hop->responses; response != NULL;
         response = response->next) {
        if (response->code < 200) {
            look_at(c, response, false, last);
        }
    }
    for (int n = 0; n < UPDATES_MAX && other != NULL; n++, other = other->earlier_in_dialog) {
        if (sc_transaction_is(other, "PRACK") || sc_transaction_is(other, "UPDATE")) {
            bool by_client = sc_dialog_same_side(other, hop);
            look_at(c, &other->request, by_client, last);
            look_at(c, other->success, !by_client, last);
        }
    }
}

/* ---- Rules ---- */

static const struct sc_finding_row precondition_unmet = {
    .id = "precondition-unmet",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Mandatory precondition not met",
    .summary = "The call was refused because a mandatory precondition was not met",
    .hint = "Check the side whose a=curr stayed none: radio bearer, policy server (PCRF/PCF), or a "
            "missing UPDATE.",
    .reference = "RFC 3312 sections 5 and 8",
};

/* Another code than 580 says it in words, or in a Reason. */
static void weigh_code(const struct sc_case *c, struct sc_draft *draft)
{
    if (c->record->code != 580) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
}

/* Says what the message that refuses says of the preconditions in LIST. */
static bool say_named(const struct sc_case *c, struct sc_draft *draft, const char *verb,
                      const struct sc_text_list *list)
{
    const struct sc_transaction *cancel =
        c->record->code == 487 ? c->transaction->cancelled_by : NULL;
    char code[sizeof "CANCEL"];

    g_snprintf(code, sizeof code, "%u", c->record->code);
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_evidence(draft, cancel != NULL ? cancel->request.frame : 0);
    return sc_draft_say(draft, "The %s %s %s", cancel != NULL ? "CANCEL" : code, verb, list->text);
}

static bool judge_unmet(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *hop = sc_hop_refusing(c);
    struct sc_slice type = {0};

    if (!says_failure(c, draft)) {
        return false;
    }
    struct sc_text_list list = {0};
    struct last last = {0};
    if (list_named(c, draft, "failure", &list)) {
        return say_named(c, draft, "names what failed:", &list);
    }
    weigh_code(c, draft);
    find_last(c, hop, &last);
    if (last.record == NULL || !list_unmet(draft, &last.sdp, &type, &list)) {
        return false;
    }
    sc_draft_evidence(draft, hop->request.frame);
    sc_draft_shows(draft, last.record->frame, "the last SDP with preconditions");
    return sc_draft_say(draft, "%s in the last SDP; m=%s, local is the %s", list.text,
                        sc_draft_quote(draft, type), last.by_client ? "caller" : "callee");
}

static const struct sc_finding_row precondition_not_agreed = {
    .id = "precondition-not-agreed",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Preconditions not agreed",
    .summary = "One side wants preconditions that the other does not know or offer",
    .hint = "Use the same setting on both sides: precondition in Supported with a=des lines in the "
            "offer, or none at all.",
    .reference = "RFC 3312 sections 8.1 and 11",
};

/* A refusal for a precondition of an offer that has none: the answerer wants them, or could not
 * reserve what it needs itself. */
static bool judge_not_agreed(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *hop = sc_hop_refusing(c);
    const struct sc_slice tag = sc_slice_of("precondition");
    struct sc_message request;

    if (!says_failure(c, draft)) {
        return false;
    }
    struct sc_text_list list = {0};
    struct last last = {0};
    if (list_named(c, draft, "unknown", &list)) {
        return say_named(c, draft, "does not know the precondition", &list);
    }
    weigh_code(c, draft);
    find_last(c, hop, &last);
    if (last.record != NULL || c->record->code == 487 || list_named(c, draft, "failure", &list) ||
        !sc_draft_read(draft, &hop->request, &request) || request.lines_dropped > 0 ||
        request.body_missing > 0 || hop->cut) {
        return false;
    }
    bool offers = sc_header_lists(&request, SC_HEADER_SUPPORTED, tag) ||
                  sc_header_lists(&request, SC_HEADER_REQUIRE, tag);
    sc_draft_evidence(draft, hop == c->transaction ? 0 : hop->final->frame);
    sc_draft_at_most(draft, offers ? SC_CONFIDENCE_SUGGESTIVE : SC_CONFIDENCE_STRONG);
    return sc_draft_say(draft, "The %s has no mandatory a=des line%s",
                        sc_draft_quote(draft, hop->method),
                        offers ? "" : ", and precondition is not in Supported or Require");
}

static const struct sc_rule rules[] = {
    {
        .finding = &precondition_unmet,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"INVITE", "UPDATE", "PRACK"},
        .judge = judge_unmet,
    },
    {
        .finding = &precondition_not_agreed,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"INVITE", "UPDATE", "PRACK"},
        .judge = judge_not_agreed,
    },
};

const struct sc_topic sc_topic_precondition = {
    .name = "precondition",
    .title = "Preconditions",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
