/* Why a message was sent, and what to do: fields and expert items of the findings.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PRESENT_FINDINGS_H
#define SIPCODES_PRESENT_FINDINGS_H

#include "view.h"

/* Shows the findings of the view at a slice of the message. */
void present_findings_show(const struct view *view, struct sc_slice at);

/* What to do first, by the findings of the view or by the status code; CODE is 0 for a request. ""
 * if there is nothing to do. For the life of the packet. */
const char *present_findings_hint(const struct view *view, unsigned code);

/* Shows a hint at a slice of the message. */
void present_findings_show_hint(const struct view *view, struct sc_slice at, const char *hint);

/* Adds an expert item for each finding to ITEM. */
void present_findings_experts(const struct view *view, proto_item *item);

/* Registers the fields below protocol PROTO and the expert items. Called once. */
void present_findings_register(int proto, expert_module_t *module);

#endif
