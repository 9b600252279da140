/* From facts to fields, labels and expert items.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "present.h"

#include <epan/column-info.h>
#include <epan/expert.h>
#include <epan/tap.h>

#include "sipcodes/catalog.h"
#include "sipcodes/message.h"
#include "view.h"

#define NANOSECONDS INT64_C(1000000000)

static int proto_sipcodes = -1;

static int expert_tap; /* 0: not known yet */

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
static int hf_request_in = -1;
static int hf_response_time = -1;
static int hf_final_in = -1;
static int hf_retransmission_of = -1;
static int hf_attempt_outcome = -1;
static int hf_fragment = -1;

static int ett_sipcodes = -1;
static int ett_steps = -1;

static expert_field ei_provisional = EI_INIT;
static expert_field ei_success = EI_INIT;
static expert_field ei_redirection = EI_INIT;
static expert_field ei_client_error = EI_INIT;
static expert_field ei_challenge = EI_INIT;
static expert_field ei_server_error = EI_INIT;
static expert_field ei_global_failure = EI_INIT;
static expert_field ei_unregistered = EI_INIT;

/* By enum sc_severity. */
static expert_field ei_own[] = {EI_INIT, EI_INIT, EI_INIT, EI_INIT};

static const value_string class_vals[] = {
    {SC_CLASS_PROVISIONAL, "Provisional"},
    {SC_CLASS_SUCCESS, "Success"},
    {SC_CLASS_REDIRECTION, "Redirection"},
    {SC_CLASS_CLIENT_ERROR, "Client Error"},
    {SC_CLASS_SERVER_ERROR, "Server Error"},
    {SC_CLASS_GLOBAL_FAILURE, "Global Failure"},
    {0, NULL},
};

static void show_steps(const struct view *view, struct sc_slice status, const struct sc_status *row)
{
    if (row->steps[0] == NULL) {
        return;
    }
    proto_tree *tree =
        proto_tree_add_subtree(view->tree, view->tvb, view_offset(view, status), (int)status.size,
                               ett_steps, NULL, "Troubleshooting steps, most likely first");
    for (const char *const *step = row->steps; *step != NULL; step++) {
        view_add_known(view, tree, hf_step, status, *step);
    }
}

/* Hidden in the details: the class says it already. Columns and filters see it all the same. */
static void show_class_name(const struct view *view, struct sc_slice status, enum sc_class value)
{
    proto_item *item =
        proto_tree_add_string(view->tree, hf_class_name, view->tvb, view_offset(view, status),
                              (int)status.size, sc_class_name(value));

    proto_item_set_generated(item);
    proto_item_set_hidden(item);
}

/* What to do first: as the user has it, by what was found out, or by the code. */
static const char *hint_of(const struct view *view, const struct sc_message *message)
{
    if (view->own != NULL) {
        return wmem_strdup_printf(view->pinfo->pool, "%s (hint of your own)", view->own->hint);
    }
    char *hint = (char *)wmem_alloc(view->pinfo->pool, SC_HINT_SIZE);

    sc_hint_write(view->findings, view->finding_count, message->code, hint);
    return hint;
}

static void show_status(const struct view *view, const struct sc_message *message)
{
    const struct sc_status *row = sc_status_lookup(message->code);
    enum sc_class code_class = sc_status_class(message->code);
    struct sc_slice status = message->status;
    int at = view_offset(view, status);

    proto_tree_add_uint(view->tree, hf_code, view->tvb, at, (int)status.size, message->code);
    if (code_class != SC_CLASS_NONE) {
        proto_tree_add_uint(view->tree, hf_class, view->tvb, at, 1, code_class);
        show_class_name(view, status, code_class);
        view_add_known(view, view->tree, hf_status, status, sc_status_finality(message->code));
    }
    proto_item_set_generated(proto_tree_add_boolean(view->tree, hf_registered, view->tvb, at,
                                                    (int)status.size,
                                                    sc_status_registered(message->code)));
    view_add_text(view, view->tree, hf_phrase, message->phrase);
    view_add_known(view, view->tree, hf_phrase_registered, status, row->phrase);
    view_add_known(view, view->tree, hf_meaning, status, row->meaning);
    view_add_known(view, view->tree, hf_hint, status, hint_of(view, message));
    findings_show(view, status);
    show_steps(view, status, row);
    view_add_known(view, view->tree, hf_reference, status, row->reference);
}

static void show_method(const struct view *view, const struct sc_message *message)
{
    struct sc_cseq cseq = sc_message_cseq(message);

    if (cseq.method.size > 0) {
        view_add_text(view, view->tree, hf_method, cseq.method);
    }
}

static void show_request(const struct view *view, struct sc_slice at)
{
    const struct sc_record *request = &view->sighting->transaction->request;
    int64_t now = (int64_t)view->pinfo->abs_ts.secs * NANOSECONDS + view->pinfo->abs_ts.nsecs;

    view_add_frame(view, view->tree, hf_request_in, at, request->frame);
    if (now >= request->time) {
        int64_t span = now - request->time;
        nstime_t time = {.secs = (time_t)(span / NANOSECONDS), .nsecs = (int)(span % NANOSECONDS)};
        proto_item_set_generated(proto_tree_add_time(view->tree, hf_response_time, view->tvb,
                                                     view_offset(view, at), (int)at.size, &time));
    }
}

/* A copy that SIP did not send is no retransmission, and says so. */
static void show_copy(const struct view *view, struct sc_slice at)
{
    uint32_t first = view->sighting->record->frame;

    switch (view->sighting->copy) {
    case SC_COPY_FIRST:
        break;
    case SC_COPY_RETRANSMISSION:
        view_add_frame(view, view->tree, hf_retransmission_of, at, first);
        break;
    case SC_COPY_TCP_RETRANSMISSION:
        proto_item_append_text(proto_tree_get_parent(view->tree),
                               ", sent again by TCP, first in frame %u", first);
        break;
    case SC_COPY_DUPLICATE:
        proto_item_append_text(proto_tree_get_parent(view->tree),
                               ", captured twice, first in frame %u", first);
        break;
    }
}

/* What became of the attempt is said on final responses; on a request only once the frames behind
 * it have been seen. An ACK asks for nothing. */
static bool says_outcome(const struct view *view, const struct sc_message *message)
{
    if (message->kind == SC_MESSAGE_RESPONSE) {
        return message->code >= 200;
    }
    return PINFO_FD_VISITED(view->pinfo) && !sc_slice_is(message->method, "ACK");
}

/* How the message stands to other frames. */
static void show_links(const struct view *view, const struct sc_message *message)
{
    const struct sc_transaction *transaction = view->sighting->transaction;
    bool response = message->kind == SC_MESSAGE_RESPONSE;
    struct sc_slice at = response ? message->status : message->method;

    if (transaction == NULL) {
        return;
    }
    const struct sc_record *final = sc_transaction_final(transaction);
    if (response && transaction->request_seen) {
        show_request(view, at);
    }
    if (final != NULL && (response ? message->code < 200 : !sc_slice_is(message->method, "ACK"))) {
        view_add_frame(view, view->tree, hf_final_in, at, final->frame);
    }
    show_copy(view, at);
    if (says_outcome(view, message)) {
        const char *outcome = sc_outcome_name(sc_transaction_outcome(view->tracker, transaction));
        view_add_known(view, view->tree, hf_attempt_outcome, at, outcome);
        if (!response) {
            proto_item_append_text(proto_tree_get_parent(view->tree), ", %s", outcome);
        }
    }
}

static bool ends_call(const struct sc_message *message)
{
    return sc_slice_equal(message->method, sc_slice_of("BYE")) ||
           sc_slice_equal(message->method, sc_slice_of("CANCEL"));
}

/* Whether there is anything to say of a request. */
static bool has_links(const struct view *view, const struct sc_message *message)
{
    return view->sighting->copy != SC_COPY_FIRST || view->finding_count > 0 ||
           (view->sighting->transaction != NULL && says_outcome(view, message)) ||
           (ends_call(message) && sc_header_count(message, SC_HEADER_REASON) > 0);
}

/* A challenge asks for credentials; only one to a request that carried them refuses anything
 * (RFC 3261 section 22.1). */
static bool is_first_challenge(const struct view *view, const struct sc_message *message)
{
    const struct sc_transaction *transaction = view->sighting->transaction;

    return sc_message_challenges(message) &&
           (transaction == NULL || transaction->asked_for_credentials);
}

static expert_field *expert_of(uint16_t code, bool first_challenge)
{
    switch (sc_status_class(code)) {
    case SC_CLASS_PROVISIONAL:
        return &ei_provisional;
    case SC_CLASS_SUCCESS:
        return &ei_success;
    case SC_CLASS_REDIRECTION:
        return &ei_redirection;
    case SC_CLASS_CLIENT_ERROR:
        return first_challenge ? &ei_challenge : &ei_client_error;
    case SC_CLASS_SERVER_ERROR:
        return &ei_server_error;
    case SC_CLASS_GLOBAL_FAILURE:
        return &ei_global_failure;
    case SC_CLASS_NONE:
        break;
    }
    return NULL;
}

void present_unread(packet_info *pinfo, const struct located_message *located, const char *bytes,
                    size_t size)
{
    uint16_t code = located->quoted ? 0 : sc_message_code(bytes, size);
    expert_field *field = expert_of(code, code == 401 || code == 407);

    if (field != NULL) {
        expert_add_info(pinfo, NULL, field);
    }
}

/* The user's hint, in the severity of their choice. */
static void add_own_expert(const struct view *view, proto_item *item)
{
    if (view->own != NULL && view->own->severity < array_length(ei_own)) {
        expert_add_info_format(view->pinfo, item, &ei_own[view->own->severity], "%s",
                               view->own->hint);
    }
}

static void add_experts(const struct view *view, proto_item *item, const struct sc_message *message)
{
    expert_field *field = expert_of(message->code, is_first_challenge(view, message));
    const struct sc_status *row = sc_status_lookup(message->code);

    if (field != NULL) {
        expert_add_info_format(view->pinfo, item, field, "%03u %s: %s", message->code, row->phrase,
                               hint_of(view, message));
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
    const char *sent = view_text(view, message->phrase);
    bool differs = sent[0] != '\0' && strcmp(sent, row->phrase) != 0 && row->phrase[0] != '\0';

    return wmem_strdup_printf(view->pinfo->pool, "%03u %s%s%s%s%s%s", message->code,
                              differs ? sent : row->phrase, differs ? " (registered as " : "",
                              differs ? row->phrase : "", differs ? ")" : "",
                              finality[0] != '\0' ? ", " : "", finality);
}

static proto_item *add_item(const struct view *view, proto_tree *tree,
                            const struct sc_message *message)
{
    return proto_tree_add_item(tree, proto_sipcodes, view->tvb, view_offset(view, message->bytes),
                               (int)message->bytes.size, ENC_NA);
}

/* One item for a status line, of a response or of a fragment. */
static void present_response(struct view *view, proto_tree *tree, const struct sc_message *message,
                             bool fragment)
{
    proto_item *item = add_item(view, tree, message);

    view->own = own_hints_lookup(message);
    if (view->fields) {
        proto_item_set_text(item, "SIP %s: %s", fragment ? "fragment" : "response",
                            label_of(view, message));
        view->tree = proto_item_add_subtree(item, ett_sipcodes);
        show_status(view, message);
        show_method(view, message);
        if (!fragment) {
            show_links(view, message);
        }
        values_show_reasons(view, message);
        values_show_warnings(view, message);
        values_show_retry_after(view, message);
        values_show_contacts(view, message);
        if (fragment) {
            proto_item_set_generated(proto_tree_add_boolean(view->tree, hf_fragment, view->tvb,
                                                            view_offset(view, message->status),
                                                            (int)message->status.size, TRUE));
        }
    }
    add_experts(view, item, message);
    add_own_expert(view, item);
    findings_add_experts(view, item);
}

/* The findings about a request, and what to do. */
static void show_request_findings(const struct view *view, struct sc_slice at)
{
    char hint[SC_HINT_SIZE];

    findings_show(view, at);
    if (sc_hint_write(view->findings, view->finding_count, 0, hint)) {
        view_add_known(view, view->tree, hf_hint, at, hint);
    }
}

/* An item for a request: what links it to other frames, what was found out about it, and the Reason
 * of a BYE or CANCEL. */
static void present_request(struct view *view, proto_tree *tree, const struct sc_message *message)
{
    proto_item *item = add_item(view, tree, message);

    if (view->fields) {
        proto_item_set_text(item, "SIP request: %s", view_text(view, message->method));
        view->tree = proto_item_add_subtree(item, ett_sipcodes);
        show_request_findings(view, message->method);
        show_links(view, message);
        if (ends_call(message)) {
            values_show_reasons(view, message);
        }
    }
    findings_add_experts(view, item);
}

/* Whether somebody lists the expert items. Their tap comes into being after the handoffs, so it is
 * asked for when a message is shown. */
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
    return proto_field_is_referenced(tree, proto_sipcodes) ||
           proto_field_is_referenced(tree, proto_expert) || experts_are_listed() ||
           has_expert_column(pinfo);
}

/* What every view starts from, but for the findings. */
static struct view view_of(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                           const struct located_message *located)
{
    return (struct view){
        .pinfo = pinfo,
        .tvb = tvb,
        .base = (const char *)tvb_get_ptr(tvb, located->start, 1),
        .start = located->start,
        .sighting = &located->sighting,
        .fields = proto_field_is_referenced(tree, proto_sipcodes),
    };
}

void present_message(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                     const struct located_message *located, const struct sc_message *message,
                     const struct sc_tracker *tracker, const struct sc_diagnosis *diagnosis)
{
    struct view view = view_of(pinfo, tree, tvb, located);
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct sc_message fragment;
    struct sc_cursor cursor = {0};

    view.tracker = tracker;
    view.findings = findings;
    view.finding_count = sc_diagnosis_findings(diagnosis, view.sighting, findings);
    if (message->kind == SC_MESSAGE_RESPONSE) {
        present_response(&view, tree, message, false);
    } else if (message->kind == SC_MESSAGE_REQUEST && has_links(&view, message)) {
        present_request(&view, tree, message);
    }
    view.finding_count = 0;
    while (sc_fragment_next(message, &cursor, &fragment)) {
        present_response(&view, tree, &fragment, true);
    }
}

void present_quote(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                   const struct located_message *located, const struct sc_diagnosis *diagnosis)
{
    struct view view = view_of(pinfo, tree, tvb, located);
    struct sc_finding findings[SC_FINDINGS_MAX];

    view.findings = findings;
    view.finding_count = sc_diagnosis_findings(diagnosis, view.sighting, findings);
    if (view.finding_count == 0) {
        return;
    }
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
    findings_add_experts(&view, item);
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
        {&hf_request_in,
         {"Request in", "sipcodes.request_in", FT_FRAMENUM, BASE_NONE,
          FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), 0,
          "The request that this answers, its first copy on this hop", HFILL}},
        {&hf_response_time,
         {"Response time", "sipcodes.response_time", FT_RELATIVE_TIME, BASE_NONE, NULL, 0,
          "From the first copy of the request to this response", HFILL}},
        {&hf_final_in,
         {"Final response in", "sipcodes.final_in", FT_FRAMENUM, BASE_NONE,
          FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE), 0, "The final response on this hop", HFILL}},
        {&hf_retransmission_of,
         {"Retransmission of", "sipcodes.retransmission_of", FT_FRAMENUM, BASE_NONE,
          FRAMENUM_TYPE(FT_FRAMENUM_RETRANS_PREV), 0, "First copy of the same message on this hop",
          HFILL}},
        {&hf_attempt_outcome,
         {"Outcome of the attempt", "sipcodes.attempt.outcome", FT_STRING, BASE_NONE, NULL, 0,
          "What became of the attempt", HFILL}},
        {&hf_fragment,
         {"Fragment", "sipcodes.fragment", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "Speaks of the status line in a message/sipfrag body", HFILL}},
    };
    static int *ett[] = {&ett_sipcodes, &ett_steps};

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
        {&ei_own[SC_SEVERITY_CHAT],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_CHAT, "Hint of your own", EXPFILL}},
        {&ei_own[SC_SEVERITY_NOTE],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_NOTE, "Hint of your own", EXPFILL}},
        {&ei_own[SC_SEVERITY_WARN],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_WARN, "Hint of your own", EXPFILL}},
        {&ei_own[SC_SEVERITY_ERROR],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_ERROR, "Hint of your own", EXPFILL}},
        {&ei_unregistered,
         {"sipcodes.expert.unregistered", PI_RESPONSE_CODE, PI_NOTE, "Unregistered status code",
          EXPFILL}},
    };

    expert_module_t *module = expert_register_protocol(proto_sipcodes);
    expert_register_field_array(module, ei, array_length(ei));
    findings_register(proto_sipcodes, module);
}

void present_register(int proto)
{
    proto_sipcodes = proto;
    register_fields();
    values_register(proto_sipcodes);
    register_experts();
}
