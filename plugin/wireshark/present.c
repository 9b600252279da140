/* From facts to fields, labels and expert items: the items of a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "present.h"

#include <epan/column-info.h>
#include <epan/tap.h>

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

static int expert_tap; /* 0: not known yet */

static int hf_sipcodes_fragment = -1;

static int ett_sipcodes = -1;

static bool ends_call(const struct sc_message *message)
{
    return sc_slice_equal(message->method, sc_slice_of("BYE")) ||
           sc_slice_equal(message->method, sc_slice_of("CANCEL"));
}

/* Whether there is anything to show of a request: it belongs to an attempt in any case, unless it
 * was not read. */
static bool is_shown(const struct view *view, const struct sc_message *message)
{
    return sc_capture_first_frame(view->sighting) != 0 || view->finding_count > 0 ||
           present_links_any(view, message) ||
           (ends_call(message) && sc_header_count(message, SC_HEADER_REASON) > 0);
}

void present_unread(packet_info *pinfo, const struct located_message *located,
                    struct sc_slice bytes)
{
    if (!located->quoted) {
        present_experts_unread(pinfo, sc_message_code(bytes.data, bytes.size));
    }
}

/* What to do first: as the user has it, by what was found, or by the code. A copy refers to the
 * first one where no finding explains it. */
static const char *hint_of(const struct view *view, const struct sc_message *message, bool fragment)
{
    const struct sc_finding *follow = sc_finding_to_follow(view->findings, view->finding_count);

    if (view->sighting->copy != SC_COPY_FIRST && !fragment &&
        (follow == NULL || sc_finding_is_normal(follow))) {
        return wmem_strdup_printf(view->pinfo->pool, "A copy of frame %u: see there.",
                                  view->sighting->record->frame);
    }
    return view->own != NULL
               ? wmem_strdup_printf(view->pinfo->pool, "%s (custom hint)", view->own->hint)
               : present_findings_hint(view, message->code);
}

/* What the message says in one line: the sender's words, the registered ones if they differ, and
 * the cause. */
static const char *label_of(const struct view *view, const struct sc_message *message)
{
    const struct sc_status *row = sc_status_lookup(message->code);
    const char *finality = sc_status_finality(message->code);
    const char *sent = view_text(view, message->phrase);
    bool differs = sent[0] != '\0' && strcmp(sent, row->phrase) != 0 && row->phrase[0] != '\0';
    bool explained = view->why->title[0] != '\0';

    return wmem_strdup_printf(view->pinfo->pool, "%03u %s%s%s%s%s%s", message->code,
                              differs ? sent : row->phrase, differs ? " (registered as " : "",
                              differs ? row->phrase : "", differs ? ")" : "",
                              explained             ? ": "
                              : finality[0] != '\0' ? ", "
                                                    : "",
                              explained ? view->why->title : finality);
}

static proto_item *add_item(const struct view *view, proto_tree *tree,
                            const struct sc_message *message)
{
    return proto_tree_add_item(tree, proto_sipcodes, view->tvb, view_offset(view, message->bytes),
                               (int)message->bytes.size, ENC_NA);
}

static void show_response(const struct view *view, const struct sc_message *message,
                          const char *hint, bool fragment)
{
    present_status_show(view, message, hint);
    if (!fragment) {
        present_links_show(view, message);
        present_why_show_attempt(view, message->status);
    }
    present_values_reasons(view, message);
    present_values_warnings(view, message);
    present_values_retry_after(view, message);
    present_values_contacts(view, message);
    if (fragment) {
        proto_item_set_generated(proto_tree_add_boolean(view->tree, hf_sipcodes_fragment, view->tvb,
                                                        view_offset(view, message->status),
                                                        (int)message->status.size, TRUE));
    }
}

/* One item for a status line, of a response or of a fragment. */
static void present_response(struct view *view, proto_tree *tree, const struct sc_message *message,
                             bool fragment)
{
    proto_item *item = add_item(view, tree, message);

    view->own = own_hints_lookup(message);
    /* What a REFER started is mostly a call; nothing else is known of its responses. */
    view->facts = fragment ? SC_FACT_INVITE : sc_exchange_facts(view->sighting, message);
    if (fragment) {
        present_why_none(view);
    } else {
        present_why_find(view, message->code);
    }
    const char *hint = hint_of(view, message, fragment);
    if (view->fields) {
        proto_item_set_text(item, "SIP %s: %s", fragment ? "fragment" : "response",
                            label_of(view, message));
        view->tree = proto_item_add_subtree(item, ett_sipcodes);
        show_response(view, message, hint, fragment);
    }
    if (!fragment) {
        present_why_append_info(view);
    }
    present_experts_add(view, item, message, hint);
    present_findings_experts(view, item);
}

/* The findings about a request, and what to do. */
static void show_request_findings(const struct view *view, struct sc_slice at)
{
    const char *hint = present_findings_hint(view, 0);

    present_why_show(view, at);
    if (hint[0] != '\0') {
        present_findings_show_hint(view, at, hint);
    }
    present_findings_show(view, at);
}

/* An item for a request: what links it to other frames, what was found about it, and the Reason of
 * a BYE or CANCEL. */
static void present_request(struct view *view, proto_tree *tree, const struct sc_message *message)
{
    proto_item *item = add_item(view, tree, message);

    present_why_append_info(view);
    if (view->fields) {
        proto_item_set_text(item, "SIP request: %s", view_text(view, message->method));
        view->tree = proto_item_add_subtree(item, ett_sipcodes);
        show_request_findings(view, message->method);
        present_links_show(view, message);
        present_why_show_attempt(view, message->method);
        if (view->why->title[0] != '\0') {
            proto_item_append_text(item, ": %s", view->why->title);
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
    if (expert_tap == 0) {
        expert_tap = find_tap_id("expert");
    }
    return have_tap_listener(expert_tap);
}

/* Whether the list of packets has the column that names a packet's severity. */
static bool has_expert_column(const packet_info *pinfo)
{
    return pinfo->cinfo != NULL && pinfo->cinfo->col_first[COL_EXPERT] >= 0;
}

bool present_is_read(packet_info *pinfo, proto_tree *tree)
{
    return prefs_why_in_info() || proto_field_is_referenced(tree, proto_sipcodes) ||
           proto_field_is_referenced(tree, proto_expert) || experts_are_listed() ||
           has_expert_column(pinfo);
}

/* A view of a message with the findings at it, which are written to FINDINGS. */
static struct view view_of(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                           const struct located_message *located, struct sc_finding *findings)
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
        .finding_count = sc_capture_findings(capture, &located->sighting, findings),
        .fields = proto_field_is_referenced(tree, proto_sipcodes),
    };
}

void present_message(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                     const struct located_message *located, struct sc_slice bytes)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct view view = view_of(pinfo, tree, tvb, located, findings);
    struct sc_message message;
    struct sc_message fragment;
    struct sc_cursor cursor = {0};

    sc_message_scan(bytes.data, bytes.size, &message);
    if (message.kind == SC_MESSAGE_RESPONSE) {
        present_response(&view, tree, &message, false);
    } else if (message.kind == SC_MESSAGE_REQUEST) {
        present_why_find(&view, 0);
        if (is_shown(&view, &message)) {
            present_request(&view, tree, &message);
        }
    }
    view.finding_count = 0;
    while (sc_fragment_next(&message, &cursor, &fragment)) {
        present_response(&view, tree, &fragment, true);
    }
}

void present_quote(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                   const struct located_message *located)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct view view = view_of(pinfo, tree, tvb, located, findings);

    if (view.finding_count == 0) {
        return;
    }
    present_why_find(&view, 0);
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

    proto_register_field_array(proto_sipcodes, hf, array_length(hf));
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
