/* A view: one message while it is being shown, and how values become fields.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_VIEW_H
#define SIPCODES_VIEW_H

#include <stdbool.h>

#include <epan/expert.h>
#include <epan/packet.h>

#include "fields.h"
#include "own-hints.h"
#include "sipcodes/capture.h"

/* Who reads what is shown in a packet. */
struct readers {
    enum need need; /* what the fields and items that are read need at most */
    bool all;       /* whatever is shown is read: by a window, a printed tree */
    bool labels;    /* so is what an item says in its line */
    bool experts;   /* expert items are listed, or named by a filter or a column */
};

/* The one cause of a message, once it was asked for. */
struct view_cause {
    bool found;
    struct sc_why why;
};

/* Where the items of one message go. Lives while the message is being shown. */
struct view {
    packet_info *pinfo;
    proto_tree *tree; /* NULL if the fields are not read */
    tvbuff_t *tvb;    /* the message's data source */
    const char *base; /* first byte of the located message ... */
    int start;        /* ... and its offset in TVB */
    const struct sc_capture *capture;
    const struct sc_sighting *sighting;
    const struct sc_message *message;  /* NULL: an ICMP error quotes it */
    bool fragment;                     /* the message is one in a message/sipfrag body */
    const struct own_hint *own;        /* the user's row for the response; NULL: none */
    const struct sc_finding *findings; /* strongest first */
    size_t finding_count;
    struct view_cause *cause;
    const struct readers *readers;

    /* The fields are read: by a window, a printed tree, a filter, a column; else only the expert
     * items are. */
    bool fields;
};

/* Whether the message is a response. */
bool view_is_response(const struct view *view);

/* The status code of the message; 0 for a request. */
unsigned view_code(const struct view *view);

/* The one cause of the message; its texts are "" if there is none. A status line in a
 * message/sipfrag body has none: it belongs to another transaction. */
const struct sc_why *view_why(const struct view *view);

/* What advice about the response depends on, of enum sc_fact. What a REFER started is mostly a
 * call; nothing else is known of a status line in a message/sipfrag body. */
unsigned view_facts(const struct view *view);

/* Whether a field is read, so that its value has to be put together. The functions below that add
 * one leave it out if it is not. */
bool view_reads(const struct view *view, int hf);

/* Whether any of COUNT fields is read. */
bool view_reads_any(const struct view *view, const int *const *hf, size_t count);

/* Whether an expert item with a severity of Wireshark's is read: in a list, or because the
 * indicator in Wireshark's status line shows the highest one so far. */
bool view_reads_expert(const struct view *view, int severity);

/* The slice as text that may be shown, for the life of the packet. */
const char *view_text(const struct view *view, struct sc_slice slice);

/* What Wireshark calls a severity of ours: PI_CHAT to PI_ERROR. */
int view_severity(enum sc_severity severity);

/* Where a slice of the message is in the view's buffer. */
int view_offset(const struct view *view, struct sc_slice slice);

/* A number that is in the packet. */
void view_add_number(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                     uint32_t value);

/* A generated field about the bytes at SLICE that is true or false. */
void view_add_flag(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                   bool value);

/* A field whose value is in the packet. */
void view_add_text(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice);

/* A field whose value the packet says in other words. TEXT is copied. */
void view_add_constant(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                       const char *text);

/* A generated field about the bytes at SLICE. TEXT is copied. */
void view_add_known(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                    const char *text);

/* The same, hidden in the details, where another item says it; columns and filters see it. */
void view_add_hidden(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                     const char *text);

/* A link to another frame. NULL if it is not read. */
proto_item *view_add_frame(const struct view *view, proto_tree *tree, int hf, struct sc_slice at,
                           uint32_t frame);

#endif
