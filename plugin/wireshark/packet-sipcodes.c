/* The post-dissector: runs after every other dissector, on every frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 (SIP), RFC 3326 (Reason), RFC 3420 (message/sipfrag). Whatever Wireshark shows as `sip`
 * is treated, whatever transport it came over. A message that an ICMP error quotes is not, but what
 * the error says of the request is.
 *
 * Where the messages of a frame are is found when it is dissected for the first time, because only
 * then Wireshark returns the wanted `sip` nodes. What the frame holds is recorded with the open
 * capture, which is read as soon as what would be shown is needed: by a filter, a column, a printed
 * tree, a window, a report. How a message was understood is kept with the frame, and shown each
 * time the frame is dissected again: second pass of `tshark -2`, selection, filtering. By then
 * later frames are known, too, so that an early frame can name what became of it.
 *
 * Limitations: no more is known than what Wireshark dissects as `sip`. That leaves out status lines
 * without a blank after the code, and requests of another SIP version.
 */
#include "packet-sipcodes.h"

#include <epan/packet.h>
#include <epan/proto_data.h>

#include "frame.h"
#include "locate.h"
#include "lookup.h"
#include "open-capture.h"
#include "prefs.h"
#include "present.h"
#include "report.h"
#include "run.h"
#include "statistics.h"
#include "tap.h"

static int proto_sipcodes = -1;
static int proto_sip = -1;
static dissector_handle_t sipcodes_handle;

/* Keys of the data kept with a frame. */
enum { KEY_MESSAGES };

/* The bytes of a message in the buffer of its data source; absent if they are not there. */
static struct sc_slice bytes_of(packet_info *pinfo, const struct located_message *located,
                                tvbuff_t **tvb)
{
    int length;

    *tvb = locate_buffer(pinfo, located, &length);
    if (*tvb == NULL) {
        return (struct sc_slice){0};
    }
    return (struct sc_slice){(const char *)tvb_get_ptr(*tvb, located->start, length),
                             (size_t)length};
}

static void record_messages(const struct frame *frame, struct located_messages *found)
{
    struct sc_event event = {.kind = SC_EVENT_MESSAGE, .packet = frame_packet(frame)};
    tvbuff_t *tvb;

    for (unsigned i = 0; i < found->count; i++) {
        event.bytes = bytes_of(frame->pinfo, &found->messages[i], &tvb);
        if (sc_slice_present(event.bytes)) {
            sc_capture_see(open_capture(), &event, &found->messages[i].sighting);
        }
    }
}

/* Records the ICMP error in a frame. What it quotes, in SCOPE; NULL if that can be no message of
 * SIP. */
static struct located_messages *record_error(wmem_allocator_t *scope, const struct frame *frame)
{
    struct frame_error error;

    if (!frame_read_error(frame, &error)) {
        return NULL;
    }
    if (error.connects) {
        struct sc_event event = error.event;
        event.kind = SC_EVENT_UNCONNECTED;
        event.bytes = (struct sc_slice){0};
        sc_capture_see(open_capture(), &event, NULL);
    }
    struct located_messages *found =
        locate_quote(scope, frame, error.event.bytes.size > 0 ? error.event.bytes : error.quoted);
    if (!sc_capture_see(open_capture(), &error.event, &found->messages[0].sighting)) {
        wmem_free(scope, found);
        return NULL;
    }
    return found;
}

/* Records what a frame is besides its messages. */
static void record_packet(const struct frame *frame)
{
    struct sc_event event;

    if (frame_fragment(frame, &event)) {
        sc_capture_see(open_capture(), &event, NULL);
    }
    event = frame_event(frame);
    sc_capture_see(open_capture(), &event, NULL);
}

/* Records what a frame holds that is dissected for the first time. Returns its messages, in SCOPE;
 * NULL if there are none. */
static struct located_messages *record_frame(wmem_allocator_t *scope, packet_info *pinfo,
                                             tvbuff_t *tvb, proto_tree *tree)
{
    struct frame frame = frame_read(pinfo, tvb);
    struct located_messages *found = locate_messages(scope, &frame, tree, proto_sip);

    if (found != NULL) {
        record_messages(&frame, found);
    } else {
        found = record_error(scope, &frame);
    }
    record_packet(&frame);
    return found;
}

/* The messages of a frame where frames may be dissected again: all is recorded and kept. */
static struct located_messages *look_again(packet_info *pinfo, tvbuff_t *tvb, proto_tree *tree)
{
    if (PINFO_FD_VISITED(pinfo)) {
        return p_get_proto_data(wmem_file_scope(), pinfo, proto_sipcodes, KEY_MESSAGES);
    }
    struct located_messages *found = record_frame(wmem_file_scope(), pinfo, tvb, tree);
    if (found != NULL) {
        p_add_proto_data(wmem_file_scope(), pinfo, proto_sipcodes, KEY_MESSAGES, found);
    }
    return found;
}

/* How far the capture has to be read. What is recorded of a capture and read at
 * SC_DEPTH_TRACKING would be read once more for its findings, so that depth is for captures that
 * are read once. */
static enum sc_depth depth_of(const struct readers *readers)
{
    if (tap_is_wanted() || readers->need == NEED_FINDINGS) {
        return SC_DEPTH_FINDINGS;
    }
    if (readers->need == NEED_TRACKING) {
        return run_kind() == RUN_READS_ONCE ? SC_DEPTH_TRACKING : SC_DEPTH_FINDINGS;
    }
    return SC_DEPTH_MESSAGE;
}

/* The messages of a frame that is dissected once. Of those that nothing is read of but what they
 * say themselves nothing is recorded. */
static struct located_messages *look_once(packet_info *pinfo, tvbuff_t *tvb, proto_tree *tree,
                                          enum sc_depth depth)
{
    if (depth == SC_DEPTH_MESSAGE) {
        struct frame frame = frame_read(pinfo, tvb);
        return locate_messages(pinfo->pool, &frame, tree, proto_sip);
    }
    sc_capture_keep_up(open_capture(), depth);
    /* Who listens to the tap may keep what he gets. */
    return record_frame(tap_is_wanted() ? wmem_file_scope() : pinfo->pool, pinfo, tvb, tree);
}

static void show_message(packet_info *pinfo, proto_tree *tree,
                         const struct located_message *located, const struct readers *readers)
{
    struct sc_message message;
    tvbuff_t *tvb;
    struct sc_slice bytes = bytes_of(pinfo, located, &tvb);

    if (!sc_slice_present(bytes)) {
        return;
    }
    if (!located->quoted) {
        tap_offer(pinfo, &located->sighting);
    }
    if (readers->need == NEED_NOTHING) {
        present_unread(pinfo, located, bytes);
    } else if (located->quoted) {
        present_quote(pinfo, tree, tvb, located, readers);
    } else if (readers->need == NEED_STATUS) {
        sc_message_scan_status(bytes.data, bytes.size, &message);
        present_message(pinfo, tree, tvb, located, &message, readers);
    } else {
        present_message(pinfo, tree, tvb, located, sc_capture_scan(open_capture(), bytes), readers);
    }
}

static void show_messages(packet_info *pinfo, proto_tree *tree, struct located_messages *found,
                          const struct readers *readers, enum sc_depth depth)
{
    /* If the frame is dissected again, those after it are known. */
    if (PINFO_FD_VISITED(pinfo)) {
        sc_capture_finish(open_capture());
    }
    sc_capture_read(open_capture(), depth);
    for (unsigned i = 0; i < found->count; i++) {
        show_message(pinfo, tree, &found->messages[i], readers);
    }
}

static int dissect_sipcodes(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    /* In a capture that is read once the same for all frames. */
    static struct readers readers;
    struct located_messages *found = NULL;

    if (run_begins()) {
        readers = present_readers(pinfo, tree);
        run_decide(pinfo, readers.need != NEED_NOTHING || tap_is_wanted());
    }
    switch (run_kind()) {
    case RUN_READS_AGAIN:
        found = look_again(pinfo, tvb, tree);
        if (found != NULL) {
            readers = present_readers(pinfo, tree);
        }
        break;
    case RUN_READS_ONCE:
        found = look_once(pinfo, tvb, tree, depth_of(&readers));
        break;
    case RUN_READS_NOTHING:
        break;
    }
    if (found != NULL) {
        show_messages(pinfo, tree, found, &readers, depth_of(&readers));
    }
    return (int)tvb_captured_length(tvb);
}

void proto_register_sipcodes(void)
{
    proto_sipcodes = proto_register_protocol("SIP Response Codes", "sipcodes", "sipcodes");
    present_register(proto_sipcodes);
    prefs_register(proto_sipcodes);
    tap_register();
    open_capture_register();
    sipcodes_handle = register_dissector("sipcodes", dissect_sipcodes, proto_sipcodes);
}

void proto_reg_handoff_sipcodes(void)
{
    report_register();
    statistics_register();
    proto_sip = lookup_protocol("sip");
    run_register(sipcodes_handle, proto_sipcodes, proto_sip);
}
