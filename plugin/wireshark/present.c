/* From facts to fields, labels and expert items.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "present.h"

#include <epan/expert.h>

#include "sipcodes/catalog.h"
#include "sipcodes/message.h"

/* Values of one header that are shown: Reason, Warning, Contact. */
#define VALUES_MAX 64

static int proto_sipcodes = -1;

static int hf_code = -1;
static int hf_class = -1;
static int hf_class_name = -1;
static int hf_status = -1;
static int hf_registered = -1;
static int hf_phrase = -1;
static int hf_phrase_registered = -1;
static int hf_meaning = -1;
static int hf_hint = -1;
static int hf_step = -1;
static int hf_reference = -1;
static int hf_method = -1;
static int hf_cause_protocol = -1;
static int hf_cause_value = -1;
static int hf_cause_name = -1;
static int hf_cause_text = -1;
static int hf_cause_location = -1;
static int hf_warning_code = -1;
static int hf_warning_name = -1;
static int hf_warning_agent = -1;
static int hf_warning_text = -1;
static int hf_retry_after = -1;
static int hf_contact = -1;
static int hf_fragment = -1;

static int ett_sipcodes = -1;
static int ett_steps = -1;
static int ett_reason = -1;
static int ett_warning = -1;

static expert_field ei_provisional = EI_INIT;
static expert_field ei_success = EI_INIT;
static expert_field ei_redirection = EI_INIT;
static expert_field ei_client_error = EI_INIT;
static expert_field ei_challenge = EI_INIT;
static expert_field ei_server_error = EI_INIT;
static expert_field ei_global_failure = EI_INIT;
static expert_field ei_unregistered = EI_INIT;

static const value_string class_vals[] = {
    {SC_CLASS_PROVISIONAL, "Provisional"},
    {SC_CLASS_SUCCESS, "Success"},
    {SC_CLASS_REDIRECTION, "Redirection"},
    {SC_CLASS_CLIENT_ERROR, "Client Error"},
    {SC_CLASS_SERVER_ERROR, "Server Error"},
    {SC_CLASS_GLOBAL_FAILURE, "Global Failure"},
    {0, NULL},
};

/* Where the items of one message go. Lives while the message is being shown. */
struct view {
    packet_info *pinfo;
    proto_tree *tree; /* NULL if nobody will read the fields */
    tvbuff_t *tvb;    /* the message's data source */
    const char *base; /* first byte of the located message ... */
    int start;        /* ... and its offset in TVB */
};

/* The slice as text that may be shown, for the life of the packet. */
static const char *text_of(const struct view *view, struct sc_slice slice)
{
    size_t size = sc_slice_text(slice, NULL, 0) + 1;
    char *text = (char *)wmem_alloc(view->pinfo->pool, size);

    sc_slice_text(slice, text, size);
    return text;
}

static int offset_of(const struct view *view, struct sc_slice slice)
{
    return view->start + (int)(slice.data - view->base);
}

/* A field whose value stands in the packet. */
static void add_text(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice)
{
    proto_tree_add_string(tree, hf, view->tvb, offset_of(view, slice), (int)slice.size,
                          text_of(view, slice));
}

/* A field that the catalog says of the bytes at SLICE. */
static void add_known(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                      const char *text)
{
    proto_item_set_generated(
        proto_tree_add_string(tree, hf, view->tvb, offset_of(view, slice), (int)slice.size, text));
}

static void show_steps(const struct view *view, struct sc_slice status, const struct sc_status *row)
{
    if (row->steps[0] == NULL) {
        return;
    }
    proto_tree *tree =
        proto_tree_add_subtree(view->tree, view->tvb, offset_of(view, status), (int)status.size,
                               ett_steps, NULL, "Troubleshooting steps, most likely first");
    for (const char *const *step = row->steps; *step != NULL; step++) {
        add_known(view, tree, hf_step, status, *step);
    }
}

static void show_status(const struct view *view, const struct sc_message *message)
{
    const struct sc_status *row = sc_status_lookup(message->code);
    enum sc_class code_class = sc_status_class(message->code);
    struct sc_slice status = message->status;
    int at = offset_of(view, status);

    proto_tree_add_uint(view->tree, hf_code, view->tvb, at, (int)status.size, message->code);
    if (code_class != SC_CLASS_NONE) {
        proto_tree_add_uint(view->tree, hf_class, view->tvb, at, 1, code_class);
        add_known(view, view->tree, hf_class_name, status, sc_class_name(code_class));
        add_known(view, view->tree, hf_status, status, sc_status_finality(message->code));
    }
    proto_item_set_generated(proto_tree_add_boolean(view->tree, hf_registered, view->tvb, at,
                                                    (int)status.size,
                                                    sc_status_registered(message->code)));
    add_text(view, view->tree, hf_phrase, message->phrase);
    add_known(view, view->tree, hf_phrase_registered, status, row->phrase);
    add_known(view, view->tree, hf_meaning, status, row->meaning);
    add_known(view, view->tree, hf_hint, status, row->hint);
    show_steps(view, status, row);
    add_known(view, view->tree, hf_reference, status, row->reference);
}

static void show_method(const struct view *view, const struct sc_message *message)
{
    struct sc_cseq cseq = sc_message_cseq(message);

    if (cseq.readable) {
        add_text(view, view->tree, hf_method, cseq.method);
    }
}

static void show_reasons(const struct view *view, const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    for (unsigned i = 0; i < VALUES_MAX && sc_reason_next(message, &cursor, &reason); i++) {
        const struct sc_reason_protocol *protocol = sc_reason_protocol_lookup(reason.protocol);
        proto_item *item;
        proto_tree *tree = proto_tree_add_subtree_format(
            view->tree, view->tvb, offset_of(view, reason.bytes), (int)reason.bytes.size,
            ett_reason, &item, "Reason: %s", text_of(view, reason.protocol));

        add_text(view, tree, hf_cause_protocol, reason.protocol);
        if (reason.has_cause) {
            const char *name = sc_cause_name(protocol, reason.cause);
            proto_tree_add_uint(tree, hf_cause_value, view->tvb, offset_of(view, reason.bytes),
                                (int)reason.bytes.size, reason.cause);
            add_known(view, tree, hf_cause_name, reason.bytes, name);
            proto_item_append_text(item, " %u%s%s", reason.cause, name[0] != '\0' ? ", " : "",
                                   name);
        }
        if (sc_slice_present(reason.text)) {
            add_text(view, tree, hf_cause_text, reason.text);
        }
        if (sc_slice_present(reason.location)) {
            add_known(view, tree, hf_cause_location, reason.location,
                      sc_location_name(reason.location));
        }
    }
}

static void show_warnings(const struct view *view, const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    for (unsigned i = 0; i < VALUES_MAX && sc_warning_next(message, &cursor, &warning); i++) {
        const struct sc_warning_code *row = sc_warning_lookup(warning.code);
        proto_tree *tree;

        if (warning.code == 0) {
            continue;
        }
        tree = proto_tree_add_subtree_format(view->tree, view->tvb, offset_of(view, warning.bytes),
                                             (int)warning.bytes.size, ett_warning, NULL,
                                             "Warning: %u, %s", warning.code, row->name);
        proto_tree_add_uint(tree, hf_warning_code, view->tvb, offset_of(view, warning.bytes),
                            (int)warning.bytes.size, warning.code);
        add_known(view, tree, hf_warning_name, warning.bytes, row->name);
        if (sc_slice_present(warning.agent)) {
            add_text(view, tree, hf_warning_agent, warning.agent);
        }
        if (sc_slice_present(warning.text)) {
            add_text(view, tree, hf_warning_text, warning.text);
        }
    }
}

static void show_retry_after(const struct view *view, const struct sc_message *message)
{
    struct sc_retry_after retry = sc_message_retry_after(message);

    if (retry.readable) {
        proto_tree_add_uint(view->tree, hf_retry_after, view->tvb, offset_of(view, retry.bytes),
                            (int)retry.bytes.size, retry.seconds);
    }
}

/* Redirect targets: the Contacts of a 3xx, and of a 485 (RFC 3261 sections 21.3 and 21.4.23). */
static void show_contacts(const struct view *view, const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    if (sc_status_class(message->code) != SC_CLASS_REDIRECTION && message->code != 485) {
        return;
    }
    for (unsigned i = 0;
         i < VALUES_MAX && sc_value_next(message, SC_HEADER_CONTACT, &cursor, &value); i++) {
        add_text(view, view->tree, hf_contact, sc_address_read(value).uri);
    }
}

/* A 401 or 407 that carries a challenge asks for credentials; it refuses nothing by itself
 * (RFC 3261 section 22.1). */
static bool is_challenge(const struct sc_message *message)
{
    return (message->code == 401 && sc_header_count(message, SC_HEADER_WWW_AUTHENTICATE) > 0) ||
           (message->code == 407 && sc_header_count(message, SC_HEADER_PROXY_AUTHENTICATE) > 0);
}

static expert_field *expert_of(const struct sc_message *message)
{
    switch (sc_status_class(message->code)) {
    case SC_CLASS_PROVISIONAL:
        return &ei_provisional;
    case SC_CLASS_SUCCESS:
        return &ei_success;
    case SC_CLASS_REDIRECTION:
        return &ei_redirection;
    case SC_CLASS_CLIENT_ERROR:
        return is_challenge(message) ? &ei_challenge : &ei_client_error;
    case SC_CLASS_SERVER_ERROR:
        return &ei_server_error;
    case SC_CLASS_GLOBAL_FAILURE:
        return &ei_global_failure;
    case SC_CLASS_NONE:
        break;
    }
    return NULL;
}

static void add_experts(const struct view *view, proto_item *item, const struct sc_message *message)
{
    const struct sc_status *row = sc_status_lookup(message->code);
    expert_field *field = expert_of(message);

    if (field != NULL) {
        expert_add_info_format(view->pinfo, item, field, "%03u %s: %s", message->code, row->phrase,
                               row->hint);
    }
    if (!sc_status_registered(message->code)) {
        expert_add_info_format(view->pinfo, item, &ei_unregistered,
                               "%03u is not a registered status code: %s", message->code,
                               row->meaning);
    }
}

/* What the message says in one line: the sender's words, and the registered ones if they differ. */
static const char *label_of(const struct view *view, const struct sc_message *message)
{
    const struct sc_status *row = sc_status_lookup(message->code);
    const char *finality = sc_status_finality(message->code);
    const char *sent = text_of(view, message->phrase);
    bool differs = sent[0] != '\0' && strcmp(sent, row->phrase) != 0 && row->phrase[0] != '\0';

    return wmem_strdup_printf(view->pinfo->pool, "%03u %s%s%s%s%s%s", message->code,
                              differs ? sent : row->phrase, differs ? " (registered as " : "",
                              differs ? row->phrase : "", differs ? ")" : "",
                              finality[0] != '\0' ? ", " : "", finality);
}

/* One item for a status line, of a response or of a fragment. */
static void present_response(struct view *view, proto_tree *tree, const struct sc_message *message,
                             bool fragment)
{
    proto_item *item = proto_tree_add_protocol_format(
        tree, proto_sipcodes, view->tvb, offset_of(view, message->bytes), (int)message->bytes.size,
        "SIP %s: %s", fragment ? "fragment" : "response", label_of(view, message));

    if (proto_field_is_referenced(tree, proto_sipcodes)) {
        view->tree = proto_item_add_subtree(item, ett_sipcodes);
        show_status(view, message);
        show_method(view, message);
        show_reasons(view, message);
        show_warnings(view, message);
        show_retry_after(view, message);
        show_contacts(view, message);
        if (fragment) {
            proto_item_set_generated(proto_tree_add_boolean(view->tree, hf_fragment, view->tvb,
                                                            offset_of(view, message->status),
                                                            (int)message->status.size, TRUE));
        }
    }
    add_experts(view, item, message);
}

/* A BYE or CANCEL says in its Reason why the call ends. */
static void present_request(struct view *view, proto_tree *tree, const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_reason reason;
    bool ends_call = sc_slice_equal(message->method, sc_slice_of("BYE")) ||
                     sc_slice_equal(message->method, sc_slice_of("CANCEL"));

    if (!ends_call || !sc_reason_next(message, &cursor, &reason)) {
        return;
    }
    proto_item *item = proto_tree_add_protocol_format(
        tree, proto_sipcodes, view->tvb, offset_of(view, message->bytes), (int)message->bytes.size,
        "SIP request: %s with a reason", text_of(view, message->method));
    if (proto_field_is_referenced(tree, proto_sipcodes)) {
        view->tree = proto_item_add_subtree(item, ett_sipcodes);
        show_reasons(view, message);
    }
}

void present_message(packet_info *pinfo, proto_tree *tree, const struct located_message *located)
{
    int length;
    tvbuff_t *tvb = locate_buffer(pinfo, located, &length);
    struct sc_message message;
    struct sc_message fragment;
    struct sc_cursor cursor = {0};

    if (tvb == NULL) {
        return;
    }
    struct view view = {
        .pinfo = pinfo,
        .tvb = tvb,
        .base = (const char *)tvb_get_ptr(tvb, located->start, length),
        .start = located->start,
    };
    sc_message_scan(view.base, (size_t)length, &message);
    if (message.kind == SC_MESSAGE_RESPONSE) {
        present_response(&view, tree, &message, false);
    } else if (message.kind == SC_MESSAGE_REQUEST) {
        present_request(&view, tree, &message);
    }
    while (sc_fragment_next(&message, &cursor, &fragment)) {
        present_response(&view, tree, &fragment, true);
    }
}

static void register_fields(void)
{
    static hf_register_info hf[] = {
        {&hf_code,
         {"Status code", "sipcodes.code", FT_UINT16, BASE_DEC, NULL, 0, "Status code as sent",
          HFILL}},
        {&hf_class,
         {"Class", "sipcodes.class", FT_UINT8, BASE_DEC, VALS(class_vals), 0,
          "Class group: the first digit of the status code", HFILL}},
        {&hf_class_name,
         {"Class name", "sipcodes.class.name", FT_STRING, BASE_NONE, NULL, 0,
          "Name of the class group", HFILL}},
        {&hf_status,
         {"Status", "sipcodes.status", FT_STRING, BASE_NONE, NULL, 0,
          "provisional (1xx) or final (2xx to 6xx)", HFILL}},
        {&hf_registered,
         {"Registered", "sipcodes.registered", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "The code stands in the IANA registry", HFILL}},
        {&hf_phrase,
         {"Phrase", "sipcodes.phrase", FT_STRING, BASE_NONE, NULL, 0,
          "Reason phrase as sent; empty if none was sent", HFILL}},
        {&hf_phrase_registered,
         {"Registered phrase", "sipcodes.phrase.registered", FT_STRING, BASE_NONE, NULL, 0,
          "Phrase that IANA registers for the code, or for the code it is treated as", HFILL}},
        {&hf_meaning,
         {"Meaning", "sipcodes.meaning", FT_STRING, BASE_NONE, NULL, 0, "What the code says",
          HFILL}},
        {&hf_hint,
         {"Hint", "sipcodes.hint", FT_STRING, BASE_NONE, NULL, 0, "What to do first", HFILL}},
        {&hf_step,
         {"Step", "sipcodes.step", FT_STRING, BASE_NONE, NULL, 0,
          "Troubleshooting step, most likely first", HFILL}},
        {&hf_reference,
         {"Reference", "sipcodes.reference", FT_STRING, BASE_NONE, NULL, 0,
          "Where the code is defined", HFILL}},
        {&hf_method,
         {"Method", "sipcodes.method", FT_STRING, BASE_NONE, NULL, 0,
          "Method of the request that is answered (CSeq)", HFILL}},
        {&hf_cause_protocol,
         {"Protocol", "sipcodes.cause.protocol", FT_STRING, BASE_NONE, NULL, 0,
          "Protocol of a Reason value", HFILL}},
        {&hf_cause_value,
         {"Cause", "sipcodes.cause.value", FT_UINT32, BASE_DEC, NULL, 0,
          "Cause number of a Reason value", HFILL}},
        {&hf_cause_name,
         {"Cause name", "sipcodes.cause.name", FT_STRING, BASE_NONE, NULL, 0,
          "What the cause number means", HFILL}},
        {&hf_cause_text,
         {"Text", "sipcodes.cause.text", FT_STRING, BASE_NONE, NULL, 0,
          "Text parameter of a Reason value", HFILL}},
        {&hf_cause_location,
         {"Location", "sipcodes.cause.location", FT_STRING, BASE_NONE, NULL, 0,
          "Location parameter of a Reason value, spelled out", HFILL}},
        {&hf_warning_code,
         {"Warning code", "sipcodes.warning.code", FT_UINT16, BASE_DEC, NULL, 0,
          "Warning code, 300 to 399", HFILL}},
        {&hf_warning_name,
         {"Warning name", "sipcodes.warning.name", FT_STRING, BASE_NONE, NULL, 0,
          "What the warning code means", HFILL}},
        {&hf_warning_agent,
         {"Agent", "sipcodes.warning.agent", FT_STRING, BASE_NONE, NULL, 0, "Who added the warning",
          HFILL}},
        {&hf_warning_text,
         {"Text", "sipcodes.warning.text", FT_STRING, BASE_NONE, NULL, 0, "Text of the warning",
          HFILL}},
        {&hf_retry_after,
         {"Retry after", "sipcodes.retry_after", FT_UINT32, BASE_DEC, NULL, 0,
          "Seconds to wait before another try", HFILL}},
        {&hf_contact,
         {"Redirect target", "sipcodes.contact", FT_STRING, BASE_NONE, NULL, 0,
          "A URI to try instead", HFILL}},
        {&hf_fragment,
         {"Fragment", "sipcodes.fragment", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "Speaks of the status line in a message/sipfrag body", HFILL}},
    };
    static int *ett[] = {&ett_sipcodes, &ett_steps, &ett_reason, &ett_warning};

    proto_register_field_array(proto_sipcodes, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
}

static void register_experts(void)
{
    static ei_register_info ei[] = {
        {&ei_provisional,
         {"sipcodes.expert.provisional", PI_RESPONSE_CODE, PI_CHAT, "Provisional response",
          EXPFILL}},
        {&ei_success,
         {"sipcodes.expert.success", PI_RESPONSE_CODE, PI_CHAT, "Success response", EXPFILL}},
        {&ei_redirection,
         {"sipcodes.expert.redirection", PI_RESPONSE_CODE, PI_NOTE, "Redirection", EXPFILL}},
        {&ei_client_error,
         {"sipcodes.expert.client_error", PI_RESPONSE_CODE, PI_WARN, "Client error", EXPFILL}},
        {&ei_challenge,
         {"sipcodes.expert.client_error", PI_RESPONSE_CODE, PI_NOTE, "Challenge", EXPFILL}},
        {&ei_server_error,
         {"sipcodes.expert.server_error", PI_RESPONSE_CODE, PI_ERROR, "Server error", EXPFILL}},
        {&ei_global_failure,
         {"sipcodes.expert.global_failure", PI_RESPONSE_CODE, PI_ERROR, "Global failure", EXPFILL}},
        {&ei_unregistered,
         {"sipcodes.expert.unregistered", PI_RESPONSE_CODE, PI_NOTE, "Unregistered status code",
          EXPFILL}},
    };

    expert_register_field_array(expert_register_protocol(proto_sipcodes), ei, array_length(ei));
}

void present_register(int proto)
{
    proto_sipcodes = proto;
    register_fields();
    register_experts();
}
