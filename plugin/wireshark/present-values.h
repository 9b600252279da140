/* What headers of a message say: causes, warnings, when to try again, where else.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PRESENT_VALUES_H
#define SIPCODES_PRESENT_VALUES_H

#include "sipcodes/message.h"
#include "view.h"

/* The values of Reason. */
void present_values_reasons(const struct view *view, const struct sc_message *message);

/* The values of Warning. */
void present_values_warnings(const struct view *view, const struct sc_message *message);

/* The seconds of Retry-After. */
void present_values_retry_after(const struct view *view, const struct sc_message *message);

/* Redirect targets: the Contacts of a 3xx, and of a 485 (RFC 3261 sections 21.3 and 21.4.23). */
void present_values_contacts(const struct view *view, const struct sc_message *message);

/* Registers their fields below protocol PROTO. Called once. */
void present_values_register(int proto);

#endif
