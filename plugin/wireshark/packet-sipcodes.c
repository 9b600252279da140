/* The post-dissector: runs behind every other dissector, on every frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 (SIP), RFC 3326 (Reason), RFC 3420 (message/sipfrag). Whatever the SIP dissector shows
 * as `sip` is spoken of, whatever it came over; a message quoted in an ICMP error is not,
 * but what the error says of the request is.
 *
 * Where the messages of a frame are is found out when it is dissected for the first time, because
 * only then Wireshark hands out the wanted `sip` nodes. They are noted in a journal, which is read
 * as soon as somebody reads what would be shown: a filter, a column, a printed tree, a window, a
 * report. What was made of them is kept with the frame and shown each time it is dissected again:
 * second pass of `tshark -2`, selection, filtering. By then later frames are known, too, so that an
 * early frame can name what came of it.
 *
 * Limitations: no more is known than what core dissects as `sip`. That leaves out status lines
 * without a blank behind the code, and requests of another SIP version.
 */
#include "packet-sipcodes.h"

#include <epan/packet.h>
#include <epan/proto_data.h>

#include "frame.h"
#include "locate.h"
#include "prefs.h"
#include "present.h"
#include "report.h"
#include "selection.h"
#include "sipcodes/journal.h"
#include "statistics.h"

static int proto_sipcodes = -1;
static int proto_sip = -1;
static dissector_handle_t sipcodes_handle;

/* Keys of the data kept with a frame. */
enum { KEY_MESSAGES };

/* What is known of the capture; all of it lives from opening a file to closing it. */
static struct sc_tracker *tracker;
static struct sc_diagnosis *diagnosis;
static struct sc_journal *journal;

static void open_capture(void)
{
    struct sc_timers timers = prefs_timers();
    struct sc_thresholds thresholds = prefs_thresholds();

    tracker = sc_tracker_new(&timers);
    diagnosis = sc_diagnosis_new(tracker, &thresholds, &sc_topics_all);
    journal = sc_journal_new(tracker, diagnosis);
    selection_open((struct capture){tracker, diagnosis, journal});
}

static void close_capture(void)
{
    selection_open((struct capture){NULL, NULL, NULL});
    sc_journal_free(journal);
    sc_diagnosis_free(diagnosis);
    sc_tracker_free(tracker);
    journal = NULL;
    diagnosis = NULL;
    tracker = NULL;
}

/* The bytes of a message in the buffer of its data source; NULL if they are not there. */
static const char *bytes_of(packet_info *pinfo, const struct located_message *located,
                            tvbuff_t **tvb, int *length)
{
    *tvb = locate_buffer(pinfo, located, length);
    return *tvb != NULL ? (const char *)tvb_get_ptr(*tvb, located->start, *length) : NULL;
}

static void note_message(packet_info *pinfo, const struct sc_packet *packet,
                         struct located_message *located)
{
    int length;
    tvbuff_t *tvb;
    const char *bytes = bytes_of(pinfo, located, &tvb, &length);

    if (bytes != NULL) {
        sc_journal_message(journal, packet, (struct sc_slice){bytes, (size_t)length},
                           &located->sighting);
    }
}

/* What an ICMP error in the frame quotes; NULL if that can be no message of SIP. */
static struct located_messages *note_quote(packet_info *pinfo, tvbuff_t *frame)
{
    struct packet_error error;

    if (!packet_read_error(pinfo, frame, &error)) {
        return NULL;
    }
    struct sc_packet packet = packet_describe(pinfo, frame);
    if (error.connects) {
        sc_journal_unconnected(journal, &packet, error.icmp, &error.source, &error.destination);
    }
    if (!sc_tracker_attends(tracker, &error.destination)) {
        return NULL;
    }
    const char *base = (const char *)tvb_get_ptr(frame, 0, -1);
    struct located_messages *found =
        locate_quote((int)(error.quoted.data - base), (int)error.quoted.size);
    sc_journal_unreachable(journal, &packet, error.icmp, &error.source, &error.destination,
                           error.quoted, &found->messages[0].sighting);
    return found;
}

/* Notes what a frame holds that is dissected for the first time. */
static struct located_messages *note_frame(packet_info *pinfo, tvbuff_t *frame, proto_tree *tree)
{
    struct located_messages *found = locate_messages(pinfo, frame, tree, proto_sip);

    if (found == NULL) {
        found = note_quote(pinfo, frame);
    } else {
        struct sc_packet packet = packet_describe(pinfo, frame);
        for (unsigned i = 0; i < found->count; i++) {
            note_message(pinfo, &packet, &found->messages[i]);
        }
    }
    if (found != NULL) {
        p_add_proto_data(wmem_file_scope(), pinfo, proto_sipcodes, KEY_MESSAGES, found);
    }
    packet_note(journal, pinfo, frame);
    return found;
}

/* Reads the journal. Of a frame that is dissected again, those behind it are known. */
static void look_into(packet_info *pinfo)
{
    sc_journal_read(journal);
    if (PINFO_FD_VISITED(pinfo)) {
        sc_tracker_finish(tracker);
    }
}

static void show_message(packet_info *pinfo, proto_tree *tree, struct located_message *located,
                         bool read)
{
    int length;
    tvbuff_t *tvb;
    const char *bytes = bytes_of(pinfo, located, &tvb, &length);
    struct sc_message message;

    if (bytes == NULL) {
        return;
    }
    if (!located->quoted) {
        selection_offer(pinfo, &located->sighting);
    }
    if (!read) {
        present_unread(pinfo, located, bytes, (size_t)length);
    } else if (located->quoted) {
        present_quote(pinfo, tree, tvb, located, diagnosis);
    } else {
        sc_message_scan(bytes, (size_t)length, &message);
        present_message(pinfo, tree, tvb, located, &message, tracker, diagnosis);
    }
}

static int dissect_sipcodes(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    bool read = present_is_read(pinfo, tree);
    struct located_messages *found =
        PINFO_FD_VISITED(pinfo)
            ? p_get_proto_data(wmem_file_scope(), pinfo, proto_sipcodes, KEY_MESSAGES)
            : note_frame(pinfo, tvb, tree);

    if (found != NULL && (read || selection_is_wanted())) {
        look_into(pinfo);
    }
    for (unsigned i = 0; found != NULL && i < found->count; i++) {
        show_message(pinfo, tree, &found->messages[i], read);
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
