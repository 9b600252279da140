/* From facts to fields, labels and expert items.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PRESENT_H
#define SIPCODES_PRESENT_H

#include <epan/packet.h>

#include "locate.h"

/* Registers fields, subtrees and expert items below protocol PROTO. Called once. */
void present_register(int proto);

/* Shows what is known of one message: an item for a response, for each status line in a
 * message/sipfrag body, and for a BYE or CANCEL that gives a Reason. Nothing for any other.
 * TREE may be NULL: expert items are made all the same. */
void present_message(packet_info *pinfo, proto_tree *tree, const struct located_message *located);

#endif
