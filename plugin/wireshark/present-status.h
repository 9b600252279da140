/* What the status line of a response says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PRESENT_STATUS_H
#define SIPCODES_PRESENT_STATUS_H

#include "sipcodes/message.h"
#include "view.h"

/* Shows the status line of the view's message: code, class, meaning, hint, findings, steps, and the
 * method that it answers. */
void present_status_show(const struct view *view, const struct sc_message *message);

/* Registers the fields below protocol PROTO. Called once. */
void present_status_register(int proto);

#endif
