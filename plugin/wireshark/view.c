/* How values of one message become fields.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "view.h"

const char *view_text(const struct view *view, struct sc_slice slice)
{
    size_t size = sc_slice_text(slice, NULL, 0) + 1;
    char *text = wmem_alloc(view->pinfo->pool, size);

    sc_slice_text(slice, text, size);
    return text;
}

int view_severity(enum sc_severity severity)
{
    static const int severities[] = {
        [SC_SEVERITY_CHAT] = PI_CHAT,
        [SC_SEVERITY_NOTE] = PI_NOTE,
        [SC_SEVERITY_WARN] = PI_WARN,
        [SC_SEVERITY_ERROR] = PI_ERROR,
    };

    return severities[severity];
}

int view_offset(const struct view *view, struct sc_slice slice)
{
    return view->start + (int)(slice.data - view->base);
}

void view_add_text(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice)
{
    proto_tree_add_string(tree, hf, view->tvb, view_offset(view, slice), (int)slice.size,
                          view_text(view, slice));
}

void view_add_known(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                    const char *text)
{
    proto_item_set_generated(proto_tree_add_string(tree, hf, view->tvb, view_offset(view, slice),
                                                   (int)slice.size, text));
}

void view_add_hidden(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                     const char *text)
{
    proto_item *item =
        proto_tree_add_string(tree, hf, view->tvb, view_offset(view, slice), (int)slice.size, text);

    proto_item_set_generated(item);
    proto_item_set_hidden(item);
}

void view_add_frame(const struct view *view, proto_tree *tree, int hf, struct sc_slice at,
                    uint32_t frame)
{
    proto_item_set_generated(
        proto_tree_add_uint(tree, hf, view->tvb, view_offset(view, at), (int)at.size, frame));
}
