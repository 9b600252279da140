/* A post-dissector that asks for the nodes of `sip` and does nothing with them: what Wireshark
 * itself takes for handing them out.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <epan/packet.h>
#include <ws_version.h>

#include "compat.h"

WS_DLL_PUBLIC_DEF const char plugin_version[] = "0";
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

static dissector_handle_t want_sip_handle;

static int dissect_nothing(tvbuff_t *tvb, packet_info *pinfo _U_, proto_tree *tree _U_,
                           void *data _U_)
{
    return (int)tvb_captured_length(tvb);
}

static void register_want_sip(void)
{
    int proto = proto_register_protocol("Asks for SIP", "Asks for SIP", "wantsip");

    want_sip_handle = register_dissector("wantsip", dissect_nothing, proto);
}

static void hand_off_want_sip(void)
{
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(int));
    int proto_sip = proto_get_id_by_filter_name("sip");

    g_array_append_val(wanted, proto_sip);
    register_postdissector(want_sip_handle);
    set_postdissector_wanted_hfids(want_sip_handle, wanted);
}

void plugin_register(void)
{
    static proto_plugin plugin = {
        .register_protoinfo = register_want_sip,
        .register_handoff = hand_off_want_sip,
    };

    proto_register_plugin(&plugin);
}

uint32_t plugin_describe(void)
{
    return COMPAT_PLUGIN_DESCRIBE_DISSECTOR;
}
