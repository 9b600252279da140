/* What headers of a message say: causes, warnings, when to try again, where else.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "present-values.h"

#include "sipcodes/catalog.h"

/* Values of one header that are shown. */
#define VALUES_MAX 64

static int hf_sipcodes_cause_protocol = -1;
static int hf_sipcodes_cause_value = -1;
static int hf_sipcodes_cause_name = -1;
static int hf_sipcodes_cause_text = -1;
static int hf_sipcodes_cause_location = -1;
static int hf_sipcodes_warning_code = -1;
static int hf_sipcodes_warning_name = -1;
static int hf_sipcodes_warning_agent = -1;
static int hf_sipcodes_warning_text = -1;
static int hf_sipcodes_retry_after = -1;
static int hf_sipcodes_contact = -1;

static int ett_sipcodes_reason = -1;
static int ett_sipcodes_warning = -1;

static void present_cause(const struct view *view, const struct sc_reason *reason)
{
    proto_item *item;
    proto_tree *tree = proto_tree_add_subtree_format(
        view->tree, view->tvb, view_offset(view, reason->bytes), (int)reason->bytes.size,
        ett_sipcodes_reason, &item,
        "%s:", reason->vendor != NULL ? reason->vendor->name : "Reason");

    if (reason->vendor != NULL) {
        view_add_constant(view, tree, hf_sipcodes_cause_protocol, reason->bytes,
                          SC_VENDOR_PROTOCOL);
    } else {
        proto_item_append_text(item, " %s", view_text(view, reason->protocol));
        view_add_text(view, tree, hf_sipcodes_cause_protocol, reason->protocol);
    }
    if (reason->has_cause) {
        const char *name = sc_reason_cause_name(reason);
        view_add_number(view, tree, hf_sipcodes_cause_value, reason->bytes, reason->cause);
        view_add_known(view, tree, hf_sipcodes_cause_name, reason->bytes, name);
        proto_item_append_text(item, " %u%s%s", reason->cause, name[0] != '\0' ? ", " : "", name);
    }
    if (sc_slice_present(reason->text)) {
        view_add_text(view, tree, hf_sipcodes_cause_text, reason->text);
    }
    if (sc_slice_present(reason->location)) {
        view_add_known(view, tree, hf_sipcodes_cause_location, reason->location,
                       sc_location_name(reason->location));
    }
}

void present_values_reasons(const struct view *view, const struct sc_message *message)
{
    static const int *const fields[] = {&hf_sipcodes_cause_protocol, &hf_sipcodes_cause_value,
                                        &hf_sipcodes_cause_name, &hf_sipcodes_cause_text,
                                        &hf_sipcodes_cause_location};
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    if (!view_reads_any(view, fields, array_length(fields))) {
        return;
    }
    for (unsigned i = 0; i < VALUES_MAX && sc_reason_next(message, &cursor, &reason); i++) {
        present_cause(view, &reason);
    }
    cursor = (struct sc_cursor){0};
    for (unsigned i = 0; i < VALUES_MAX && sc_vendor_cause_next(message, &cursor, &reason); i++) {
        present_cause(view, &reason);
    }
}

void present_values_warnings(const struct view *view, const struct sc_message *message)
{
    static const int *const fields[] = {&hf_sipcodes_warning_code, &hf_sipcodes_warning_name,
                                        &hf_sipcodes_warning_agent, &hf_sipcodes_warning_text};
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    if (!view_reads_any(view, fields, array_length(fields))) {
        return;
    }
    for (unsigned i = 0; i < VALUES_MAX && sc_warning_next(message, &cursor, &warning); i++) {
        const struct sc_warning_code *row = sc_warning_lookup(warning.code);
        proto_tree *tree;

        if (warning.code == 0) {
            continue;
        }
        tree = proto_tree_add_subtree_format(
            view->tree, view->tvb, view_offset(view, warning.bytes), (int)warning.bytes.size,
            ett_sipcodes_warning, NULL, "Warning: %u, %s", warning.code, row->name);
        view_add_number(view, tree, hf_sipcodes_warning_code, warning.bytes, warning.code);
        view_add_known(view, tree, hf_sipcodes_warning_name, warning.bytes, row->name);
        if (sc_slice_present(warning.agent)) {
            view_add_text(view, tree, hf_sipcodes_warning_agent, warning.agent);
        }
        if (sc_slice_present(warning.text)) {
            view_add_text(view, tree, hf_sipcodes_warning_text, warning.text);
        }
    }
}

void present_values_retry_after(const struct view *view, const struct sc_message *message)
{
    if (!view_reads(view, hf_sipcodes_retry_after)) {
        return;
    }
    struct sc_retry_after retry = sc_message_retry_after(message);
    if (retry.readable) {
        view_add_number(view, view->tree, hf_sipcodes_retry_after, retry.bytes, retry.seconds);
    }
}

void present_values_contacts(const struct view *view, const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    if (!view_reads(view, hf_sipcodes_contact) ||
        (sc_status_class(message->code) != SC_CLASS_REDIRECTION && message->code != 485)) {
        return;
    }
    for (unsigned i = 0;
         i < VALUES_MAX && sc_value_next(message, SC_HEADER_CONTACT, &cursor, &value); i++) {
        view_add_text(view, view->tree, hf_sipcodes_contact, sc_address_read(value).uri);
    }
}

void present_values_register(int proto)
{
    static hf_register_info hf[] = {
        {&hf_sipcodes_cause_protocol,
         {"Protocol", "sipcodes.cause.protocol", FT_STRING, BASE_NONE, NULL, 0,
          "Protocol of a Reason value", HFILL}},
        {&hf_sipcodes_cause_value,
         {"Cause", "sipcodes.cause.value", FT_UINT32, BASE_DEC, NULL, 0,
          "Cause number of a Reason value", HFILL}},
        {&hf_sipcodes_cause_name,
         {"Cause name", "sipcodes.cause.name", FT_STRING, BASE_NONE, NULL, 0,
          "What the cause number means", HFILL}},
        {&hf_sipcodes_cause_text,
         {"Text", "sipcodes.cause.text", FT_STRING, BASE_NONE, NULL, 0,
          "Text parameter of a Reason value", HFILL}},
        {&hf_sipcodes_cause_location,
         {"Location", "sipcodes.cause.location", FT_STRING, BASE_NONE, NULL, 0,
          "Location parameter of a Reason value, spelled out", HFILL}},
        {&hf_sipcodes_warning_code,
         {"Warning code", "sipcodes.warning.code", FT_UINT16, BASE_DEC, NULL, 0,
          "Warning code, 300 to 399", HFILL}},
        {&hf_sipcodes_warning_name,
         {"Warning name", "sipcodes.warning.name", FT_STRING, BASE_NONE, NULL, 0,
          "What the warning code means", HFILL}},
        {&hf_sipcodes_warning_agent,
         {"Agent", "sipcodes.warning.agent", FT_STRING, BASE_NONE, NULL, 0, "Who added the warning",
          HFILL}},
        {&hf_sipcodes_warning_text,
         {"Text", "sipcodes.warning.text", FT_STRING, BASE_NONE, NULL, 0, "Text of the warning",
          HFILL}},
        {&hf_sipcodes_retry_after,
         {"Retry after", "sipcodes.retry_after", FT_UINT32, BASE_DEC, NULL, 0,
          "Seconds to wait before another try", HFILL}},
        {&hf_sipcodes_contact,
         {"Redirect target", "sipcodes.contact", FT_STRING, BASE_NONE, NULL, 0,
          "A URI to try instead", HFILL}},
    };
    static int *ett[] = {&ett_sipcodes_reason, &ett_sipcodes_warning};

    fields_register(proto, NEED_MESSAGE, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
}
