/* Expert items of responses: by their class, by the user's own hints, of codes that are not
 * registered.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PRESENT_EXPERTS_H
#define SIPCODES_PRESENT_EXPERTS_H

#include "sipcodes/message.h"
#include "view.h"

/* Adds to ITEM the expert items of a response, as far as they are read. */
void present_experts_add(const struct view *view, proto_item *item,
                         const struct sc_message *message);

/* Adds the expert item of a status code that nobody reads, if it is the most severe one so far:
 * that is what the indicator in Wireshark's status line shows. The class alone decides; a challenge
 * is taken for the first one. */
void present_experts_unread(packet_info *pinfo, uint16_t code);

/* Registers the expert items. Called once. */
void present_experts_register(expert_module_t *module);

#endif
