/* The one cause of a message, and the attempt that it belongs to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PRESENT_WHY_H
#define SIPCODES_PRESENT_WHY_H

#include "view.h"

/* Shows the cause of the view at a slice of the message; nothing if there is none. */
void present_why_show(const struct view *view, struct sc_slice at);

/* Shows the first frame of the attempt at a slice of the message, if it is known. */
void present_why_show_attempt(const struct view *view, struct sc_slice at);

/* Appends the cause to the Info column, if the user wants that. */
void present_why_append_info(const struct view *view);

/* Registers the fields below protocol PROTO. Called once. */
void present_why_register(int proto);

#endif
