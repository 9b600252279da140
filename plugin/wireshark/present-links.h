/* How a message stands to other frames.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PRESENT_LINKS_H
#define SIPCODES_PRESENT_LINKS_H

#include "sipcodes/message.h"
#include "view.h"

/* Whether there is anything to show of a request but the final response to it. */
bool present_links_any(const struct view *view, const struct sc_message *message);

/* Shows the links of a message, and the outcome of its attempt. */
void present_links_show(const struct view *view, const struct sc_message *message);

/* Registers the fields below protocol PROTO. Called once. */
void present_links_register(int proto);

#endif
