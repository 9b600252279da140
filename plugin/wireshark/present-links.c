/* How a message stands to other frames.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "present-links.h"

static int hf_sipcodes_request_in = -1;
static int hf_sipcodes_response_time = -1;
static int hf_sipcodes_final_in = -1;
static int hf_sipcodes_retransmission_of = -1;
static int hf_sipcodes_attempt_outcome = -1;

static void show_request(const struct view *view, struct sc_slice at)
{
    const struct sc_record *request = &view->sighting->transaction->request;
    int64_t now = (int64_t)view->pinfo->abs_ts.secs * SC_SECOND + view->pinfo->abs_ts.nsecs;

    view_add_frame(view, view->tree, hf_sipcodes_request_in, at, request->frame);
    if (now >= request->time && view_reads(view, hf_sipcodes_response_time)) {
        int64_t span = now - request->time;
        nstime_t duration = {.secs = (time_t)(span / SC_SECOND), .nsecs = (int)(span % SC_SECOND)};
        proto_item_set_generated(proto_tree_add_time(view->tree, hf_sipcodes_response_time,
                                                     view->tvb, view_offset(view, at), (int)at.size,
                                                     &duration));
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
        view_add_frame(view, view->tree, hf_sipcodes_retransmission_of, at, first);
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

/* The outcome of the attempt is shown on final responses, and on a request once the frames after it
 * were seen. An ACK asks for nothing. */
static bool says_outcome(const struct view *view, const struct sc_message *message)
{
    if (message->kind == SC_MESSAGE_RESPONSE) {
        return message->code >= 200;
    }
    return PINFO_FD_VISITED(view->pinfo) && !sc_slice_is(message->method, "ACK");
}

bool present_links_any(const struct view *view, const struct sc_message *message)
{
    return view->sighting->copy != SC_COPY_FIRST ||
           (view->sighting->transaction != NULL && says_outcome(view, message));
}

void present_links_show(const struct view *view, const struct sc_message *message)
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
        view_add_frame(view, view->tree, hf_sipcodes_final_in, at, final->frame);
    }
    show_copy(view, at);
    if (says_outcome(view, message) && view_reads(view, hf_sipcodes_attempt_outcome)) {
        const char *outcome = sc_outcome_name(sc_capture_outcome(view->capture, view->sighting));
        view_add_known(view, view->tree, hf_sipcodes_attempt_outcome, at, outcome);
        if (!response) {
            proto_item_append_text(proto_tree_get_parent(view->tree), ", %s", outcome);
        }
    }
}

void present_links_register(int proto)
{
    static hf_register_info hf[] = {
        {&hf_sipcodes_request_in,
         {"Request in", "sipcodes.request_in", FT_FRAMENUM, BASE_NONE,
          FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), 0,
          "The request that this answers, its first copy on this hop", HFILL}},
        {&hf_sipcodes_response_time,
         {"Response time", "sipcodes.response_time", FT_RELATIVE_TIME, BASE_NONE, NULL, 0,
          "From the first copy of the request to this response", HFILL}},
        {&hf_sipcodes_final_in,
         {"Final response in", "sipcodes.final_in", FT_FRAMENUM, BASE_NONE,
          FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE), 0, "The final response on this hop", HFILL}},
        {&hf_sipcodes_retransmission_of,
         {"Retransmission of", "sipcodes.retransmission_of", FT_FRAMENUM, BASE_NONE,
          FRAMENUM_TYPE(FT_FRAMENUM_RETRANS_PREV), 0, "First copy of the same message on this hop",
          HFILL}},
        {&hf_sipcodes_attempt_outcome,
         {"Outcome of the attempt", "sipcodes.attempt.outcome", FT_STRING, BASE_NONE, NULL, 0,
          "What became of the attempt", HFILL}},
    };

    fields_register(proto, NEED_TRACKING, hf, array_length(hf));
}
