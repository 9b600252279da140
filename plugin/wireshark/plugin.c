/* What Wireshark looks for in a plugin file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "packet-sipcodes.h"

#include <epan/packet.h>
#include <ws_version.h>

#include "compat.h"
#include "run.h"

/* What is declared so far is Wireshark's, and imported on Windows. What follows is exported. */
#define RESET_SYMBOL_EXPORT
#define WS_BUILD_DLL
#include <ws_symbol_export.h>

WS_DLL_PUBLIC_DEF const char plugin_version[] = SIPCODES_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

void plugin_register(void)
{
    static proto_plugin plugin = {
        .register_protoinfo = proto_register_sipcodes,
        .register_handoff = proto_reg_handoff_sipcodes,
    };

    proto_register_plugin(&plugin);
    run_register_hooks();
}

uint32_t plugin_describe(void)
{
    return COMPAT_PLUGIN_DESCRIBE_DISSECTOR;
}
