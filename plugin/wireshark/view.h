/* What the files that show something share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_VIEW_H
#define SIPCODES_VIEW_H

#include <stdbool.h>

#include <epan/expert.h>
#include <epan/packet.h>

#include "sipcodes/diagnose.h"
#include "sipcodes/message.h"
#include "sipcodes/tracker.h"

#include "own-hints.h"

/* Where the items of one message go. Lives while the message is being shown. */
struct view {
    packet_info *pinfo;
    proto_tree *tree; /* NULL if nobody will read the fields */
    tvbuff_t *tvb;    /* the message's data source */
    const char *base; /* first byte of the located message ... */
    int start;        /* ... and its offset in TVB */
    const struct sc_tracker *tracker;
    const struct sc_sighting *sighting;
    const struct own_hint *own;        /* the user's row for the response; NULL: none */
    const struct sc_finding *findings; /* strongest first */
    size_t finding_count;
    bool fields; /* somebody reads the fields: a window, a printed tree, a filter, a column; else
                    only the expert items */
};

/* ---- view.c: fields ---- */

/* The slice as text that may be shown, for the life of the packet. */
const char *view_text(const struct view *view, struct sc_slice slice);

/* Where a slice of the message is in the view's buffer. */
int view_offset(const struct view *view, struct sc_slice slice);

/* A field whose value stands in the packet. */
void view_add_text(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice);

/* A field that we say of the bytes at SLICE. TEXT is copied. */
void view_add_known(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                    const char *text);

/* A link to another frame. */
void view_add_frame(const struct view *view, proto_tree *tree, int hf, struct sc_slice at,
                    uint32_t frame);

/* ---- present-findings.c: why a message was sent ---- */

/* Shows the findings of the view at a slice of the message. */
void findings_show(const struct view *view, struct sc_slice at);

/* Adds an expert item for each of them to ITEM. */
void findings_add_experts(const struct view *view, proto_item *item);

/* Registers their fields below protocol PROTO and their expert items. Called once. */
void findings_register(int proto, expert_module_t *module);

/* ---- present-values.c: what headers of the message say ---- */

/* The values of Reason. */
void values_show_reasons(const struct view *view, const struct sc_message *message);

/* The values of Warning. */
void values_show_warnings(const struct view *view, const struct sc_message *message);

/* The seconds of Retry-After. */
void values_show_retry_after(const struct view *view, const struct sc_message *message);

/* Redirect targets: the Contacts of a 3xx, and of a 485 (RFC 3261 sections 21.3 and 21.4.23). */
void values_show_contacts(const struct view *view, const struct sc_message *message);

/* Registers their fields below protocol PROTO. Called once. */
void values_register(int proto);

#endif
