/* The post-dissector: runs behind every other dissector, on every frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 (SIP), RFC 3326 (Reason), RFC 3420 (message/sipfrag). Whatever the SIP dissector shows
 * as `sip` is spoken of, whatever it came over; a message quoted in an ICMP error is not.
 *
 * A frame is analysed when it is dissected for the first time, because only then Wireshark hands
 * out the wanted `sip` nodes. What was found is kept with the frame and replayed each time the
 * frame is dissected again: second pass of `tshark -2`, selection, filtering.
 *
 * Limitations: no more is known than what core dissects as `sip`. That leaves out status lines
 * without a blank behind the code, and requests of another SIP version.
 */
#include "packet-sipcodes.h"

#include <epan/packet.h>
#include <epan/proto_data.h>

#include "locate.h"
#include "present.h"

static int proto_sipcodes = -1;
static int proto_sip = -1;
static dissector_handle_t sipcodes_handle;

/* Keys of the data kept with a frame. */
enum { KEY_MESSAGES };

static int dissect_sipcodes(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    struct located_messages *found =
        p_get_proto_data(wmem_file_scope(), pinfo, proto_sipcodes, KEY_MESSAGES);

    if (!PINFO_FD_VISITED(pinfo) && found == NULL) {
        found = locate_messages(pinfo, tree, proto_sip);
        if (found != NULL) {
            p_add_proto_data(wmem_file_scope(), pinfo, proto_sipcodes, KEY_MESSAGES, found);
        }
    }
    for (unsigned i = 0; found != NULL && i < found->count; i++) {
        present_message(pinfo, tree, &found->messages[i]);
    }
    return (int)tvb_captured_length(tvb);
}

void proto_register_sipcodes(void)
{
    proto_sipcodes =
        proto_register_protocol("SIP Response Codes", "SIP response codes", "sipcodes");
    present_register(proto_sipcodes);
    sipcodes_handle = register_dissector("sipcodes", dissect_sipcodes, proto_sipcodes);
}

void proto_reg_handoff_sipcodes(void)
{
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(int));

    proto_sip = proto_get_id_by_filter_name("sip");
    g_array_append_val(wanted, proto_sip);
    /* The order matters: what is wanted before the registration is silently forgotten. */
    register_postdissector(sipcodes_handle);
    set_postdissector_wanted_hfids(sipcodes_handle, wanted);
}
