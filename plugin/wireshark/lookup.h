/* What the plugin asks Wireshark for by name. Other versions of Wireshark may have another name for
 * it, and what has no such name would be missing without a word: so that is said.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_LOOKUP_H
#define SIPCODES_LOOKUP_H

/* The protocol with this filter name; -1 and a warning in Wireshark's log if there is none. */
int lookup_protocol(const char *name);

/* The tap of this name; 0 and a warning in Wireshark's log if there is none. */
int lookup_tap(const char *name);

#endif
