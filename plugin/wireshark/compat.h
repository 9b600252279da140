/* What differs between the Wireshark versions that the plugin is built for: 4.0, 4.4 and 4.6.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The only place that asks for a version.
 */
#ifndef SIPCODES_COMPAT_H
#define SIPCODES_COMPAT_H

#include <epan/stat_groups.h>
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

/* What the function returns that opens a statistic of the command line. */
#if COMPAT_AT_LEAST(4, 6)
#define COMPAT_STAT_TAP_OPENED bool
#define COMPAT_STAT_TAP_RETURN return true
#define COMPAT_STAT_GROUP      REGISTER_TELEPHONY_GROUP_UNSORTED
#elif COMPAT_AT_LEAST(4, 4)
#define COMPAT_STAT_TAP_OPENED void
#define COMPAT_STAT_TAP_RETURN
#define COMPAT_STAT_GROUP REGISTER_TELEPHONY_GROUP_UNSORTED
#else
#define COMPAT_STAT_TAP_OPENED void
#define COMPAT_STAT_TAP_RETURN
#define COMPAT_STAT_GROUP REGISTER_STAT_GROUP_TELEPHONY
#endif

/* What a table of preferences calls to check a row returns, what a yes-or-no preference is kept in,
 * and what a callback of an allocator returns: four bytes in 4.0, one later. */
#if COMPAT_AT_LEAST(4, 4)
#define COMPAT_UAT_BOOL  bool
#define COMPAT_PREF_BOOL bool
#define COMPAT_WMEM_BOOL bool
#else
#define COMPAT_UAT_BOOL  gboolean
#define COMPAT_PREF_BOOL gboolean
#define COMPAT_WMEM_BOOL gboolean
#endif

#endif
