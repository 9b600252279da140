/* Why a message was sent, and what to do: fields and expert items of the findings.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PRESENT_FINDINGS_H
#define SIPCODES_PRESENT_FINDINGS_H

#include "view.h"

/* Shows the findings of the view at a slice of the message. */
void present_findings_show(const struct view *view, struct sc_slice at);

/* What to do first about the view's message: as the user has it, by what was found, or by the
 * status code; a copy refers to the first one where no finding explains it. "" for a request with
 * nothing to do. For the life of the packet. */
const char *present_findings_hint(const struct view *view);

/* Shows that hint at a slice of the message. */
void present_findings_show_hint(const struct view *view, struct sc_slice at);

/* Adds to ITEM an expert item for each finding, as far as they are read. */
void present_findings_experts(const struct view *view, proto_item *item);

/* Registers the fields below protocol PROTO and the expert items. Called once. */
void present_findings_register(int proto, expert_module_t *module);

#endif
