/* From facts to fields, labels and expert items.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PRESENT_H
#define SIPCODES_PRESENT_H

#include <epan/packet.h>

#include "locate.h"
#include "sipcodes/diagnose.h"
#include "sipcodes/message.h"
#include "sipcodes/tracker.h"

/* Registers fields, subtrees and expert items below protocol PROTO. Called once. */
void present_register(int proto);

/* Whether somebody reads what is shown of the packet: its fields, its expert items, the column of
 * the latter. TREE may be NULL. */
bool present_is_read(packet_info *pinfo, proto_tree *tree);

/* Of a message, SIZE BYTES of it, that nobody reads: how severe it is at the worst, for the lamp in
 * Wireshark's status line. The class alone decides; a challenge is taken for the first one. */
void present_unread(packet_info *pinfo, const struct located_message *located, const char *bytes,
                    size_t size);

/* Shows what is known of one message: an item for a response, for each status line in a
 * message/sipfrag body, and for a request of which there is something to say. TVB is the data
 * source that the message lies in, MESSAGE its scan. TREE may be NULL: expert items are made all
 * the same. */
void present_message(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                     const struct located_message *located, const struct sc_message *message,
                     const struct sc_tracker *tracker, const struct sc_diagnosis *diagnosis);

/* Shows what an ICMP error proves of the request that it quotes; nothing if that is nothing. */
void present_quote(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                   const struct located_message *located, const struct sc_diagnosis *diagnosis);

#endif
