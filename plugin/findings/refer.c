/* Findings about REFER: transfers, and what became of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3515, RFC 4488, RFC 5589.
 */
#include "diagnose/dialog-requests.h"
#include "diagnose/phrase.h"
#include "diagnose/refused-request.h"
#include "topics.h"

/* How many URIs Refer-To has. A comma in a URI without brackets separates, too, but leaves no URI
 * after it. */
static size_t count_targets(const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;
    size_t count = 0;

    while (sc_value_next(request, SC_HEADER_REFER_TO, &cursor, &value)) {
        count += sc_slice_present(sc_uri_read(sc_address_read(value).uri).scheme);
    }
    return MAX(count, sc_header_count(request, SC_HEADER_REFER_TO));
}

static const struct sc_finding_row refer_to_count = {
    .id = "refer-to-count",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Refer-To missing or repeated",
    .summary = "A REFER without Refer-To, or with more than one",
    .hint = "Fix the transferor: a REFER carries exactly one Refer-To; several targets need "
            "several REFERs.",
    .reference = "RFC 3515 section 2.4.2",
};

static bool judge_refer_to(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL) {
        return false;
    }
    size_t count = count_targets(request);
    if (count != 1) {
        sc_phrase_weigh(c, draft, SC_HEADER_REFER_TO);
        return sc_draft_say(draft, "The REFER has %zu Refer-To, and needs exactly one", count);
    }
    return false;
}

/* ---- The REFER that a NOTIFY is about ---- */

/* Bytes of a URI header's value that are read, terminator included. */
#define REPLACES_SIZE 512

/* True if a NOTIFY is about a REFER. NUMBER is the CSeq number of that, from the id of Event, 0
 * without (RFC 3515 section 2.4.6). */
static bool is_about_refer(const struct sc_message *notify, uint64_t *number)
{
    struct sc_slice event = sc_header_first(notify, SC_HEADER_EVENT);
    struct sc_slice name = sc_slice_until(event, ';');

    *number = 0;
    sc_slice_number(sc_param_find(sc_slice_from(event, name.size), "id"), UINT32_MAX, number);
    return sc_slice_is(sc_slice_trim(name), "refer");
}

/* The REFER of the other side that a NOTIFY is about: the one on the same hop, or else on any; NULL
 * if it was not captured. */
static const struct sc_transaction *refer_of(const struct sc_transaction *notify, uint64_t number)
{
    const struct sc_dialog *dialog = notify->dialog;
    const struct sc_transaction *other = dialog != NULL ? sc_dialog_latest_request(dialog) : NULL;
    const struct sc_transaction *found = NULL;

    for (; other != NULL; other = sc_dialog_earlier_request(dialog, other)) {
        const struct sc_record *final = sc_transaction_final(other);
        if (!sc_transaction_is(other, "REFER") || !other->request_seen ||
            sc_dialog_same_side(other, notify) ||
            sc_transaction_begin(other) > sc_transaction_begin(notify) ||
            (number != 0 && other->cseq != number) || (final != NULL && final->code >= 300)) {
            continue;
        }
        if (other->request.destination == notify->request.source) {
            return other;
        }
        found = found == NULL ? other : found;
    }
    return found;
}

/* The latest final status in the message/sipfrag of a NOTIFY; false if it has none. */
static bool read_result(const struct sc_message *notify, struct sc_message *result)
{
    struct sc_cursor cursor = {0};
    struct sc_message fragment;
    bool found = false;

    while (sc_fragment_next(notify, &cursor, &fragment)) {
        if (fragment.code >= 200) {
            *result = fragment;
            found = true;
        }
    }
    return found;
}

/* The URI in Refer-To. */
static struct sc_slice target_of(const struct sc_message *refer)
{
    return sc_address_read(sc_header_first(refer, SC_HEADER_REFER_TO)).uri;
}

/* ---- A transfer that failed ---- */

static const struct sc_finding_row refer_failed = {
    .id = "refer-failed",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Transfer failed",
    .summary = "The transfer was tried and failed",
    .hint = "Find the call to that target from the side that got the REFER: its final response "
            "tells why it failed.",
    .reference = "RFC 3515 sections 2.4.4 and 2.4.5",
};

/* The failed result of the NOTIFY under review; false if it reports none. REFER is NULL if that was
 * not captured. */
static bool read_failure(const struct sc_case *c, struct sc_message *result,
                         const struct sc_transaction **refer)
{
    uint64_t number;

    if (!is_about_refer(c->message, &number) || !read_result(c->message, result) ||
        result->code < 300) {
        return false;
    }
    *refer = refer_of(c->transaction, number);
    return true;
}

/* Shown on the NOTIFY and on the REFER. */
static bool judge_refer_failed(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message result;
    struct sc_message request;
    const struct sc_transaction *refer;
    struct sc_slice host = {0};

    if (!read_failure(c, &result, &refer)) {
        return false;
    }
    if (refer != NULL) {
        sc_draft_explains(draft, &refer->request);
        host = sc_draft_read(draft, &refer->request, &request)
                   ? sc_uri_read(target_of(&request)).host
                   : host;
    }
    return sc_draft_say(draft, "The transfer%s%s failed with %u (%s)", host.size > 0 ? " to " : "",
                        host.size > 0 ? sc_draft_quote(draft, host) : "", result.code,
                        sc_draft_quote(draft, result.phrase));
}

/* ---- A transfer into its own dialog ---- */

static const struct sc_finding_row refer_replaces_itself = {
    .id = "refer-replaces-itself",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Transfer replaces its own dialog",
    .summary = "The transfer would replace the dialog that carries the REFER",
    .hint = "Fix the transferor: Replaces must name its other call, with the target, not the call "
            "that carries the REFER.",
    .reference = "RFC 3891 section 3, RFC 5589 section 7",
};

/* A URI header's value with its escapes resolved; what is too long is cut. */
static struct sc_slice unescape(struct sc_slice value, char room[REPLACES_SIZE])
{
    size_t size = 0;

    for (size_t at = 0; at < value.size && size < REPLACES_SIZE - 1; at++, size++) {
        bool escaped = value.data[at] == '%' && at + 2 < value.size &&
                       g_ascii_isxdigit(value.data[at + 1]) && g_ascii_isxdigit(value.data[at + 2]);
        room[size] = value.data[at];
        if (escaped) {
            int byte = g_ascii_xdigit_value(value.data[at + 1]) * 16 +
                       g_ascii_xdigit_value(value.data[at + 2]);
            room[size] = (char)(unsigned char)byte;
        }
        at += escaped ? 2 : 0;
    }
    return (struct sc_slice){room, size};
}

/* The value of the URI header Replaces, unescaped into ROOM; absent without. */
static struct sc_slice replaces_of(struct sc_slice uri, char room[REPLACES_SIZE])
{
    struct sc_slice rest = sc_slice_from(uri, sc_slice_until(uri, '?').size);

    while (rest.size > 0) {
        rest = sc_slice_from(rest, 1);
        struct sc_slice header = sc_slice_until(rest, '&');
        struct sc_slice name = sc_slice_until(header, '=');
        if (sc_slice_is(name, "Replaces") && name.size < header.size) {
            return unescape(sc_slice_from(header, name.size + 1), room);
        }
        rest = sc_slice_from(rest, header.size);
    }
    return (struct sc_slice){0};
}

/* True if a Replaces names a dialog, whichever side it is written for. */
static bool names_dialog(struct sc_slice replaces, const struct sc_transaction *refer)
{
    struct sc_slice call_id = sc_slice_until(replaces, ';');
    struct sc_slice params = sc_slice_from(replaces, call_id.size);
    struct sc_slice from = sc_param_find(params, "from-tag");
    struct sc_slice to = sc_param_find(params, "to-tag");

    return sc_slice_equal(sc_slice_trim(call_id), refer->call_id) && from.size > 0 && to.size > 0 &&
           ((sc_slice_equal(from, refer->from_tag) && sc_slice_equal(to, refer->to_tag)) ||
            (sc_slice_equal(to, refer->from_tag) && sc_slice_equal(from, refer->to_tag)));
}

static bool say_itself(struct sc_draft *draft, const struct sc_transaction *refer, unsigned code)
{
    struct sc_message request;
    char room[REPLACES_SIZE];

    if (refer == NULL || refer->to_tag.size == 0 ||
        !sc_draft_read(draft, &refer->request, &request) ||
        !names_dialog(replaces_of(target_of(&request), room), refer)) {
        return false;
    }
    return sc_draft_say(draft,
                        "Replaces in the Refer-To names the REFER's own dialog; "
                        "the transfer failed with %u",
                        code);
}

/* A REFER that succeeds may name its own dialog: the transferee can call the same host anew. Shown
 * on the NOTIFY and on the REFER. */
static bool judge_notify_itself(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message result;
    const struct sc_transaction *refer;

    if (!read_failure(c, &result, &refer) || refer == NULL) {
        return false;
    }
    sc_draft_explains(draft, &refer->request);
    return say_itself(draft, refer, result.code);
}

static bool judge_refused_itself(const struct sc_case *c, struct sc_draft *draft)
{
    return !sc_dialog_challenged(c->transaction) && c->transaction->request_seen &&
           say_itself(draft, c->transaction, c->record->code);
}

/* ---- A NOTIFY that is refused by who asked for it ---- */

static const struct sc_finding_row refer_notify_refused = {
    .id = "refer-notify-refused",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "NOTIFY for a REFER refused",
    .summary = "The sender of a REFER refuses the NOTIFY that it asked for",
    .hint = "Let the transferor accept the NOTIFY, or ask for none with Refer-Sub: false. The "
            "transfer itself goes on.",
    .reference = "RFC 3515 sections 2.4.4 and 2.4.6, RFC 4488 section 4",
};

/* True if a message has Refer-Sub: false. */
static bool wants_no_notify(const struct sc_message *message)
{
    struct sc_slice value = sc_header_named(message, "Refer-Sub");

    return sc_slice_is(sc_slice_trim(sc_slice_until(value, ';')), "false");
}

/* True if no NOTIFY is due for a REFER: it asked for none and the 2xx agreed (RFC 4488 section 4),
 * or it required that (RFC 7614 section 4). */
static bool is_without_notify(struct sc_draft *draft, const struct sc_transaction *refer)
{
    struct sc_message request;
    struct sc_message success;

    if (!sc_draft_read(draft, &refer->request, &request)) {
        return false;
    }
    return sc_header_lists(&request, SC_HEADER_REQUIRE, sc_slice_of("nosub")) ||
           (wants_no_notify(&request) && sc_draft_read(draft, refer->success, &success) &&
            wants_no_notify(&success));
}

/* A 481 says that the dialog is gone: that is a finding of its own. */
static bool judge_notify_refused(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *notify = sc_case_request(c, draft);
    uint64_t number;

    if (notify == NULL || c->record->code == 481 || sc_dialog_challenged(c->transaction) ||
        !is_about_refer(notify, &number)) {
        return false;
    }
    const struct sc_transaction *refer = refer_of(c->transaction, number);
    if (refer == NULL || refer->success == NULL || refer->success->time > c->record->time ||
        is_without_notify(draft, refer)) {
        return false;
    }
    sc_draft_evidence(draft, refer->request.frame);
    sc_draft_evidence(draft, refer->success->frame);
    return sc_draft_say(draft, "The NOTIFY reports on the REFER in frame %u, which got %u",
                        refer->request.frame, refer->success->code);
}

static const struct sc_rule rules[] = {
    {
        .finding = &refer_replaces_itself,
        .when = ON_REQUEST,
        .methods = {"NOTIFY"},
        .judge = judge_notify_itself,
    },
    {
        .finding = &refer_replaces_itself,
        .when = ON_RESPONSE,
        .classes = {3, 4, 5, 6},
        .methods = {"REFER"},
        .judge = judge_refused_itself,
    },
    {
        .finding = &refer_failed,
        .when = ON_REQUEST,
        .methods = {"NOTIFY"},
        .judge = judge_refer_failed,
    },
    {
        .finding = &refer_notify_refused,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .methods = {"NOTIFY"},
        .judge = judge_notify_refused,
    },
    {
        .finding = &refer_to_count,
        .when = ON_RESPONSE,
        .codes = {400},
        .methods = {"REFER"},
        .judge = judge_refer_to,
    },
};

const struct sc_topic sc_topic_refer = {
    .name = "refer",
    .title = "REFER and transfers",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
