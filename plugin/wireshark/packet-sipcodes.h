/* The protocol "sipcodes": registration with Wireshark.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PACKET_SIPCODES_H
#define SIPCODES_PACKET_SIPCODES_H

/* Registers protocol, fields and expert items. Called once by Wireshark. */
void proto_register_sipcodes(void);

/* Registers the post-dissector and what it wants. Called by Wireshark once all protocols are
 * there. */
void proto_reg_handoff_sipcodes(void);

#endif
