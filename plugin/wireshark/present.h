/* From facts to fields, labels and expert items.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PRESENT_H
#define SIPCODES_PRESENT_H

#include <epan/packet.h>

#include "locate.h"
#include "sipcodes/slice.h"
#include "view.h"

/* Registers fields, subtrees and expert items below protocol PROTO. Called once. */
void present_register(int proto);

/* Who reads what is shown of the packet: its fields, its expert items, the column of the latter.
 * TREE may be NULL. */
struct readers present_readers(packet_info *pinfo, proto_tree *tree);

/* Of a message with these BYTES that is not read: how severe it is at most, for the indicator in
 * Wireshark's status line. */
void present_unread(packet_info *pinfo, const struct located_message *located,
                    struct sc_slice bytes);

/* Shows what is known of one message: an item for a response, for each status line in a
 * message/sipfrag body, and for a request of which there is something to say; of these what READERS
 * read. MESSAGE is scanned as far as they need it. TVB is the data source that it lies in. TREE may
 * be NULL: expert items are made all the same. */
void present_message(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                     const struct located_message *located, const struct sc_message *message,
                     const struct readers *readers);

/* Shows what an ICMP error proves of the request that it quotes; nothing if that is nothing. */
void present_quote(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb,
                   const struct located_message *located, const struct readers *readers);

#endif
