/* What differs between the Wireshark versions that the plugin is built for: 4.0, 4.4 and 4.6.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The only place that asks for a version.
 */
#ifndef SIPCODES_COMPAT_H
#define SIPCODES_COMPAT_H

#include <ws_version.h>

#define COMPAT_AT_LEAST(major, minor)                                                              \
    (WIRESHARK_VERSION_MAJOR > (major) ||                                                          \
     (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

/* Lists the plugin as a dissector; 4.0 works that out by itself and never asks. */
#if COMPAT_AT_LEAST(4, 4)
#include <wsutil/plugins.h>
#define COMPAT_PLUGIN_DESCRIBE_DISSECTOR WS_PLUGIN_DESC_DISSECTOR
#else
#define COMPAT_PLUGIN_DESCRIBE_DISSECTOR 0
#endif

#endif
