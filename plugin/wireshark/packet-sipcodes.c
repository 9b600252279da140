/* The post-dissector: runs behind every other dissector, on every frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 (SIP), RFC 3326 (Reason), RFC 3420 (message/sipfrag). Whatever the SIP dissector shows
 * as `sip` is spoken of, whatever it came over; a message quoted in an ICMP error is not,
 * but what the error says of the request is.
 *
 * A frame is analysed when it is dissected for the first time, because only then Wireshark hands
 * out the wanted `sip` nodes. What was found is kept with the frame and replayed each time the
 * frame is dissected again: second pass of `tshark -2`, selection, filtering. By then later frames
 * have been analysed too, so that an early frame can name what came of it.
 *
 * Limitations: no more is known than what core dissects as `sip`. That leaves out status lines
 * without a blank behind the code, and requests of another SIP version.
 */
#include "packet-sipcodes.h"

#include <epan/packet.h>
#include <epan/proto_data.h>

#include "locate.h"
#include "packet.h"
#include "prefs.h"
#include "present.h"
#include "report.h"
#include "selection.h"
#include "statistics.h"

static int proto_sipcodes = -1;
static int proto_sip = -1;
static dissector_handle_t sipcodes_handle;

/* Keys of the data kept with a frame. */
enum { KEY_MESSAGES };

/* What is known of the capture; both live from opening a file to closing it. */
static struct sc_tracker *tracker;
static struct sc_diagnosis *diagnosis;

static void open_capture(void)
{
    struct sc_timers timers = prefs_timers();
    struct sc_thresholds thresholds = prefs_thresholds();

    tracker = sc_tracker_new(&timers);
    diagnosis = sc_diagnosis_new(tracker, &thresholds);
    selection_open((struct capture){tracker, diagnosis});
}

static void close_capture(void)
{
    selection_open((struct capture){NULL, NULL});
    sc_diagnosis_free(diagnosis);
    sc_tracker_free(tracker);
    diagnosis = NULL;
    tracker = NULL;
}

/* The request that an ICMP error in the frame is about, if it is a request of SIP. */
static struct located_messages *find_quote(packet_info *pinfo, tvbuff_t *frame)
{
    struct packet_error error;

    if (!packet_read_error(pinfo, frame, &error)) {
        return NULL;
    }
    struct sc_packet packet = packet_describe(pinfo, frame);
    struct sc_sighting sighting = sc_tracker_unreachable(
        tracker, &packet, error.icmp, &error.source, &error.destination, error.quoted);
    if (sighting.transaction == NULL) {
        return NULL;
    }
    sc_diagnosis_add(diagnosis, &packet, NULL, &sighting);
    const char *base = (const char *)tvb_get_ptr(frame, 0, -1);
    return locate_quote((int)(error.quoted.data - base), (int)error.quoted.size, sighting);
}

/* The messages of the frame: found now, if it is seen for the first time, or then. */
static struct located_messages *messages_of(packet_info *pinfo, tvbuff_t *frame, proto_tree *tree)
{
    if (PINFO_FD_VISITED(pinfo)) {
        return p_get_proto_data(wmem_file_scope(), pinfo, proto_sipcodes, KEY_MESSAGES);
    }
    struct located_messages *found = locate_messages(pinfo, frame, tree, proto_sip);
    if (found == NULL) {
        found = find_quote(pinfo, frame);
    }
    if (found != NULL) {
        p_add_proto_data(wmem_file_scope(), pinfo, proto_sipcodes, KEY_MESSAGES, found);
    }
    return found;
}

static void dissect_message(tvbuff_t *frame, packet_info *pinfo, proto_tree *tree,
                            struct located_message *located)
{
    int length;
    tvbuff_t *tvb = locate_buffer(pinfo, located, &length);
    struct sc_message message;

    if (tvb == NULL) {
        return;
    }
    if (located->quoted) {
        present_quote(pinfo, tree, tvb, located, diagnosis);
        return;
    }
    const char *bytes = (const char *)tvb_get_ptr(tvb, located->start, length);
    sc_message_scan(bytes, (size_t)length, &message);
    if (!PINFO_FD_VISITED(pinfo)) {
        struct sc_packet packet = packet_describe(pinfo, frame);
        located->sighting = sc_tracker_add(tracker, &packet, &message);
        sc_diagnosis_add(diagnosis, &packet, &message, &located->sighting);
    }
    selection_offer(pinfo, &located->sighting);
    present_message(pinfo, tree, tvb, located, &message, tracker, diagnosis);
}

static int dissect_sipcodes(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    if (PINFO_FD_VISITED(pinfo)) {
        sc_tracker_finish(tracker);
    }
    struct located_messages *found = messages_of(pinfo, tvb, tree);

    for (unsigned i = 0; found != NULL && i < found->count; i++) {
        dissect_message(tvb, pinfo, tree, &found->messages[i]);
    }
    if (!PINFO_FD_VISITED(pinfo)) {
        packet_tell(tracker, pinfo, tvb);
    }
    return (int)tvb_captured_length(tvb);
}

void proto_register_sipcodes(void)
{
    proto_sipcodes =
        proto_register_protocol("SIP Response Codes", "SIP response codes", "sipcodes");
    present_register(proto_sipcodes);
    prefs_register(proto_sipcodes);
    selection_register();
    register_init_routine(open_capture);
    register_cleanup_routine(close_capture);
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
