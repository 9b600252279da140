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
#include "open-capture.h"
#include "prefs.h"
#include "present.h"
#include "report.h"
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

/* Records the ICMP error in a frame. What it quotes; NULL if that can be no message of SIP. */
static struct located_messages *record_error(const struct frame *frame)
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
        locate_quote(frame, error.event.bytes.size > 0 ? error.event.bytes : error.quoted);
    if (!sc_capture_see(open_capture(), &error.event, &found->messages[0].sighting)) {
        wmem_free(wmem_file_scope(), found);
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

/* Records what a frame holds that is dissected for the first time. Returns its messages; NULL if
 * there are none. */
static struct located_messages *record_frame(packet_info *pinfo, tvbuff_t *tvb, proto_tree *tree)
{
    struct frame frame = frame_read(pinfo, tvb);
    struct located_messages *found = locate_messages(&frame, tree, proto_sip);

    if (found != NULL) {
        record_messages(&frame, found);
    } else {
        found = record_error(&frame);
    }
    if (found != NULL) {
        p_add_proto_data(wmem_file_scope(), pinfo, proto_sipcodes, KEY_MESSAGES, found);
    }
    record_packet(&frame);
    return found;
}

/* Reads the capture as far as the frame needs it: its messages are read, or only listed by the tap.
 * If the frame is dissected again, those after it are known. */
static void read_capture(packet_info *pinfo, bool read)
{
    if (PINFO_FD_VISITED(pinfo)) {
        sc_capture_finish(open_capture());
    }
    sc_capture_read(open_capture(), read || tap_is_wanted() ? SC_DEPTH_FINDINGS : SC_DEPTH_MESSAGE);
}

static void show_message(packet_info *pinfo, proto_tree *tree,
                         const struct located_message *located, bool read)
{
    tvbuff_t *tvb;
    struct sc_slice bytes = bytes_of(pinfo, located, &tvb);

    if (!sc_slice_present(bytes)) {
        return;
    }
    if (!located->quoted) {
        tap_offer(pinfo, &located->sighting);
    }
    if (!read) {
        present_unread(pinfo, located, bytes);
    } else if (located->quoted) {
        present_quote(pinfo, tree, tvb, located);
    } else {
        present_message(pinfo, tree, tvb, located, bytes);
    }
}

static int dissect_sipcodes(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    struct located_messages *found =
        PINFO_FD_VISITED(pinfo)
            ? p_get_proto_data(wmem_file_scope(), pinfo, proto_sipcodes, KEY_MESSAGES)
            : record_frame(pinfo, tvb, tree);

    if (found != NULL) {
        bool read = present_is_read(pinfo, tree);
        read_capture(pinfo, read);
        for (unsigned i = 0; i < found->count; i++) {
            show_message(pinfo, tree, &found->messages[i], read);
        }
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
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(int));

    report_register();
    statistics_register();
    proto_sip = proto_get_id_by_filter_name("sip");
    g_array_append_val(wanted, proto_sip);
    /* The order matters: what is wanted before the registration is silently forgotten. */
    register_postdissector(sipcodes_handle);
    set_postdissector_wanted_hfids(sipcodes_handle, wanted);
}
