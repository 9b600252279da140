/* How values of one message become fields.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "view.h"

#include "run.h"

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

bool view_is_response(const struct view *view)
{
    return view->message != NULL && view->message->kind == SC_MESSAGE_RESPONSE;
}

unsigned view_code(const struct view *view)
{
    return view->message != NULL ? view->message->code : 0;
}

const struct sc_why *view_why(const struct view *view)
{
    struct view_cause *cause = view->cause;

    if (!cause->found) {
        cause->found = true;
        if (view->fragment) {
            cause->why = (struct sc_why){0};
        } else {
            sc_capture_why(view->capture, view->sighting, view->findings, view->finding_count,
                           view_code(view), &cause->why);
        }
    }
    return &cause->why;
}

unsigned view_facts(const struct view *view)
{
    if (!view_is_response(view)) {
        return 0;
    }
    return view->fragment ? SC_FACT_INVITE : sc_exchange_facts(view->sighting, view->message);
}

bool view_reads(const struct view *view, int hf)
{
    return view->readers->all || field_is_referenced(hf);
}

bool view_reads_any(const struct view *view, const int *const *hf, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (view_reads(view, *hf[i])) {
            return true;
        }
    }
    return false;
}

bool view_reads_expert(const struct view *view, int severity)
{
    return view->readers->experts ||
           (run_kind() == RUN_READS_AGAIN && severity > expert_get_highest_severity());
}

static bool is_read(const struct view *view, const proto_tree *tree, int hf)
{
    return tree != NULL && view_reads(view, hf);
}

void view_add_number(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                     uint32_t value)
{
    if (is_read(view, tree, hf)) {
        proto_tree_add_uint(tree, hf, view->tvb, view_offset(view, slice), (int)slice.size, value);
    }
}

void view_add_flag(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                   bool value)
{
    if (is_read(view, tree, hf)) {
        proto_item_set_generated(proto_tree_add_boolean(
            tree, hf, view->tvb, view_offset(view, slice), (int)slice.size, value));
    }
}

static proto_item *add_string(const struct view *view, proto_tree *tree, int hf,
                              struct sc_slice slice, const char *text)
{
    return proto_tree_add_string(tree, hf, view->tvb, view_offset(view, slice), (int)slice.size,
                                 text);
}

void view_add_text(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice)
{
    if (is_read(view, tree, hf)) {
        add_string(view, tree, hf, slice, view_text(view, slice));
    }
}

void view_add_constant(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                       const char *text)
{
    if (is_read(view, tree, hf)) {
        add_string(view, tree, hf, slice, text);
    }
}

void view_add_known(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                    const char *text)
{
    if (is_read(view, tree, hf)) {
        proto_item_set_generated(add_string(view, tree, hf, slice, text));
    }
}

void view_add_hidden(const struct view *view, proto_tree *tree, int hf, struct sc_slice slice,
                     const char *text)
{
    if (is_read(view, tree, hf)) {
        proto_item *item = add_string(view, tree, hf, slice, text);
        proto_item_set_generated(item);
        proto_item_set_hidden(item);
    }
}

proto_item *view_add_frame(const struct view *view, proto_tree *tree, int hf, struct sc_slice at,
                           uint32_t frame)
{
    if (!is_read(view, tree, hf)) {
        return NULL;
    }
    proto_item *item =
        proto_tree_add_uint(tree, hf, view->tvb, view_offset(view, at), (int)at.size, frame);
    proto_item_set_generated(item);
    return item;
}
