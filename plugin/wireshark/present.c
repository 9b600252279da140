/* From facts to fields, labels and expert items: the items of a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "present.h"

#include <epan/column-info.h>
#include <epan/tap.h>

#include "lookup.h"
#include "open-capture.h"
#include "prefs.h"
#include "present-experts.h"
#include "present-findings.h"
#include "present-links.h"
#include "present-status.h"
#include "present-values.h"
#include "present-why.h"
#include "sipcodes/catalog.h"
#include "view.h"

static int proto_sipcodes = -1;

static int expert_tap = -1; /* not known yet */

static int hf_sipcodes_fragment = -1;

static int ett_sipcodes = -1;

static bool ends_call(const struct sc_message *message)
{
    return sc_slice_equal(message->method, sc_slice_of("BYE")) ||
           sc_slice_equal(message->method, sc_slice_of("CANCEL"));
}

static bool states_cause(const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    return sc_header_count(message, SC_HEADER_REASON) > 0 ||
           sc_vendor_cause_next(message, &cursor, &reason);
}

/* Whether there is anything to show of a request: it belongs to an attempt in any case, unless it
 * was not read. */
static bool is_shown(const struct view *view, const struct sc_message *message)
{
    return sc_capture_first_frame(view->sighting) != 0 || view->finding_count > 0 ||
           present_links_any(view, message) || (ends_call(message) && states_cause(message));
}

void present_unread(packet_info *pinfo, const struct located_message *located,
                    struct sc_slice bytes)
{
    if (!located->quoted) {
        present_experts_unread(pinfo, sc_message_code(bytes.data, bytes.size));
    }
}

/* What the message says in one line: the sender's words, the registered ones if they differ, and
 * the cause. */
static const char *label_of(const struct view *view, const struct sc_message *message)
{
    const struct sc_status *row = sc_status_lookup(message->code);
    const char *finality = sc_status_finality(message->code);
    const char *sent = view_text(view, message->phrase);
    bool differs = sent[0] != '\0' && strcmp(sent, row->phrase) != 0 && row->phrase[0] != '\0';
    const char *why = view_why(view)->title;
    bool explained = why[0] != '\0';

    return wmem_strdup_printf(view->pinfo->pool, "%03u %s%s%s%s%s%s", message->code,
                              differs ? sent : row->phrase, differs ? " (registered as " : "",
                              differs ? row->phrase : "", differs ? ")" : "",
                              explained             ? ": "
                              : finality[0] != '\0' ? ", "
                                                    : "",
                              explained ? why : finality);
}

/* The item of the view's message. An item that nobody reads is the tree itself: what is below it is
 * added there. */
static proto_item *add_item(const struct view *view, proto_tree *tree)
{
    const struct sc_message *message = view->message;

    if (!view->readers->labels && !view->readers->experts) {
        return tree;
    }
    return proto_tree_add_item(tree, proto_sipcodes, view->tvb, view_offset(view, message->bytes),
                               (int)message->bytes.size, ENC_NA);
}

static void show_response(const struct view *view)
{
    const struct sc_message *message = view->message;

    present_status_show(view, message);
    if (!view->fragment && view->readers->need >= NEED_TRACKING) {
        present_links_show(view, message);
        present_why_show_attempt(view, message->status);
    }
    if (view->readers->need >= NEED_MESSAGE) {
        present_values_reasons(view, message);
        present_values_warnings(view, message);
        present_values_retry_after(view, message);
        present_values_contacts(view, message);
    }
    if (view->fragment) {
        view_add_flag(view, view->tree, hf_sipcodes_fragment, message->status, true);
    }
}

/* One item for the status line of the view's message. */
static void present_response(struct view *view, proto_tree *tree)
{
    const struct sc_message *message = view->message;
    proto_item *item = add_item(view, tree);

    view->own = own_hints_lookup(message);
    if (view->fields) {
        if (view->readers->labels) {
            proto_item_set_text(item, "SIP %s: %s", view->fragment ? "fragment" : "response",
                                label_of(view, message));
        }
        view->tree = proto_item_add_subtree(item, ett_sipcodes);
        show_response(view);
    }
    if (!view->fragment) {
        present_why_append_info(view);
    }
    present_experts_add(view, item, message);
    present_findings_experts(view, item);
}

/* The findings about a request, and what to do. */
static void show_request_findings(const struct view *view, struct sc_slice at)
{
    present_why_show(view, at);
    present_findings_show_hint(view, at);
    present_findings_show(view, at);
}

/* An item for a request: what links it to other frames, what was found about it, and the Reason of
 * a BYE or CANCEL. */
static void present_request(struct view *view, proto_tree *tree)
{
    const struct sc_message *message = view->message;
    proto_item *item = add_item(view, tree);

    present_why_append_info(view);
    if (view->fields) {
        if (view->readers->labels) {
            proto_item_set_text(item, "SIP request: %s", view_text(view, message->method));
        }
        view->tree = proto_item_add_subtree(item, ett_sipcodes);
        show_request_findings(view, message->method);
        present_links_show(view, message);
        present_why_show_attempt(view, message->method);
        if (view->readers->labels && view_why(view)->title[0] != '\0') {
            proto_item_append_text(item, ": %s", view_why(view)->title);
        }
        if (ends_call(message)) {
            present_values_reasons(view, message);
        }
    }
    present_findings_experts(view, item);
}

/* Whether the expert items are listed. Their tap is registered after the handoffs, so it is looked
 * up when a message is shown. */
static bool experts_are_listed(void)
{
    if (expert_tap == -1) {
        expert_tap = lookup_tap("expert");
    }
    return have_tap_listener(expert_tap);
}

/* Whether the list of packets has the column that names a packet's severity. */
static bool has_expert_column(const packet_info *pinfo)
{
    return pinfo->cinfo != NULL && pinfo->cinfo->col_first[COL_EXPERT] >= 0;
}

static bool are_experts_read(packet_info *pinfo, proto_tree *tree)
{
    return proto_field_is_referenced(tree, proto_expert) || experts_are_listed() ||
           has_expert_column(pinfo) ||
           (proto_field_is_referenced(tree, proto_sipcodes) && fields_experts_named());
}

struct readers present_readers(packet_info *pinfo, proto_tree *tree)
{
    struct readers readers = {
        .need = fields_needed(tree, proto_sipcodes),
        .all = fields_all_read(tree) || !prefs_shortcuts(),
        .experts = are_experts_read(pinfo, tree),
        .labels = fields_protocol_named(proto_sipcodes),
    };

    if (readers.experts || prefs_why_in_info() || (readers.all && readers.need != NEED_NOTHING)) {
        readers.need = NEED_FINDINGS;
    }
    readers.experts = readers.experts || readers.all;
    readers.labels = readers.labels || readers.all;
    return readers;
}

/* A view of a message with the findings at it, which are written to FINDINGS. */
static struct view view_of(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                           const struct located_message *located, const struct readers *readers,
                           struct sc_finding *findings)
{
    const struct sc_capture *capture = open_capture();

    return (struct view){
        .pinfo = pinfo,
        .tvb = tvb,
        .base = (const char *)tvb_get_ptr(tvb, located->start, 1),
        .start = located->start,
        .capture = capture,
        .sighting = &located->sighting,
        .findings = findings,
        .finding_count = readers->need == NEED_FINDINGS
                             ? sc_capture_findings(capture, &located->sighting, findings)
                             : 0,
        .readers = readers,
        .fields = proto_field_is_referenced(tree, proto_sipcodes),
    };
}

/* Shows each status line in the message/sipfrag body of the view's message. */
static void present_fragments(const struct view *whole, proto_tree *tree)
{
    struct view view = *whole;
    struct sc_message fragment;
    struct sc_cursor cursor = {0};

    view.message = &fragment;
    view.fragment = true;
    view.finding_count = 0;
    view.cause->found = false;
    while (sc_fragment_next(whole->message, &cursor, &fragment)) {
        present_response(&view, tree);
    }
}

void present_message(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                     const struct located_message *located, const struct sc_message *message,
                     const struct readers *readers)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct view_cause cause;
    struct view view = view_of(pinfo, tree, tvb, located, readers, findings);

    cause.found = false; /* the texts are large, and written before they are read */
    view.cause = &cause;
    view.message = message;
    if (message->kind == SC_MESSAGE_RESPONSE) {
        present_response(&view, tree);
    } else if (message->kind == SC_MESSAGE_REQUEST && is_shown(&view, message)) {
        present_request(&view, tree);
    }
    present_fragments(&view, tree);
}

void present_quote(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                   const struct located_message *located, const struct readers *readers)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct view_cause cause;
    struct view view = view_of(pinfo, tree, tvb, located, readers, findings);

    if (view.finding_count == 0) {
        return;
    }
    cause.found = false; /* the texts are large, and written before they are read */
    view.cause = &cause;
    struct sc_slice at = {view.base, (size_t)located->length};
    proto_item *item =
        proto_tree_add_item(tree, proto_sipcodes, tvb, located->start, located->length, ENC_NA);
    if (view.fields) {
        const struct sc_transaction *transaction = view.sighting->transaction;
        bool request = view.sighting->record == transaction->unreachable;
        proto_item_set_text(item, "SIP %s: %s, not delivered", request ? "request" : "response to",
                            view_text(&view, transaction->method));
        view.tree = proto_item_add_subtree(item, ett_sipcodes);
        show_request_findings(&view, at);
    }
    present_findings_experts(&view, item);
}

static void register_items(void)
{
    static hf_register_info hf[] = {
        {&hf_sipcodes_fragment,
         {"Fragment", "sipcodes.fragment", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "Speaks of the status line in a message/sipfrag body", HFILL}},
    };
    static int *ett[] = {&ett_sipcodes};

    fields_register(proto_sipcodes, NEED_STATUS, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
}

void present_register(int proto)
{
    expert_module_t *module = expert_register_protocol(proto);

    proto_sipcodes = proto;
    register_items();
    present_status_register(proto);
    present_links_register(proto);
    present_values_register(proto);
    present_why_register(proto);
    present_experts_register(module);
    present_findings_register(proto, module);
}
