/* A view: one message while it is being shown, and how values become fields.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_VIEW_H
#define SIPCODES_VIEW_H

#include <stdbool.h>

#include <epan/expert.h>
#include <epan/packet.h>

#include "own-hints.h"
#include "sipcodes/capture.h"

/* Where the items of one message go. Lives while the message is being shown. */
struct view {
    packet_info *pinfo;
    proto_tree *tree; /* NULL if the fields are not read */
    tvbuff_t *tvb;    /* the message's data source */
    const char *base; /* first byte of the located message ... */
    int start;        /* ... and its offset in TVB */
    const struct sc_capture *capture;
    const struct sc_sighting *sighting;
    const struct own_hint *own;        /* the user's row for the response; NULL: none */
    const struct sc_finding *findings; /* strongest first */
    size_t finding_count;
    struct sc_why *why; /* the one cause; its texts are "" if there is none */
    unsigned facts;     /* of enum sc_fact: what its advice depends on */

    /* The fields are read: by a window, a printed tree, a filter, a column; else only the expert
     * items are. */
    bool fields;
};

/* The slice as text that may be shown, for the life of the packet. */
const char *view_text(const struct view *view, struct sc_slice slice);

/* What Wireshark calls a severity of ours: PI_CHAT to PI_ERROR. */
int view_severity(enum sc_severity severity);

/* Where a slice of the message is in the view's buffer. */
int view_offset(const struct view *view, struct sc_slice slice);

/* A field whose value is in the packet. */
void view_add_text(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice);

/* A generated field about the bytes at SLICE. TEXT is copied. */
void view_add_known(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                    const char *text);

/* The same, hidden in the details, where another item says it; columns and filters see it. */
void view_add_hidden(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                     const char *text);

/* A link to another frame. */
void view_add_frame(const struct view *view, proto_tree *tree, int hf, struct sc_slice at,
                    uint32_t frame);

#endif
