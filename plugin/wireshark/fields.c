/* Which of our fields someone reads, and how far a message has to be understood for them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fields.h"

/* Fields by what they need, and expert items: header_field_info of the host. */
static GPtrArray *fields_by_need[NEED_FINDINGS + 1];
static GPtrArray *experts;

static void list(GPtrArray **fields, int hf)
{
    if (*fields == NULL) {
        *fields = g_ptr_array_new();
    }
    g_ptr_array_add(*fields, proto_registrar_get_nth((unsigned)hf));
}

static bool is_any_referenced(const GPtrArray *fields)
{
    for (unsigned i = 0; fields != NULL && i < fields->len; i++) {
        const header_field_info *field = g_ptr_array_index(fields, i);
        if (field->ref_type != HF_REF_TYPE_NONE) {
            return true;
        }
    }
    return false;
}

void fields_register(int proto, enum need need, hf_register_info *hf, int count)
{
    proto_register_field_array(proto, hf, count);
    for (int i = 0; i < count; i++) {
        list(&fields_by_need[need], *hf[i].p_id);
    }
}

void fields_register_experts(expert_module_t *module, ei_register_info *ei, int count)
{
    expert_register_field_array(module, ei, count);
    for (int i = 0; i < count; i++) {
        list(&experts, ei[i].ids->hf);
    }
}

bool fields_all_read(proto_tree *tree)
{
    return tree != NULL && PTREE_DATA(tree)->visible;
}

bool fields_experts_named(void)
{
    return is_any_referenced(experts);
}

bool fields_protocol_named(int proto)
{
    return proto_registrar_get_nth((unsigned)proto)->ref_type > HF_REF_TYPE_INDIRECT;
}

enum need fields_needed(proto_tree *tree, int proto)
{
    enum need need = NEED_FINDINGS;

    if (!proto_field_is_referenced(tree, proto)) {
        return NEED_NOTHING;
    }
    /* Referenced otherwise than through a field: as a protocol, whether there is an item at all
     * depends on what there is to say. */
    if (proto_registrar_get_nth((unsigned)proto)->ref_type != HF_REF_TYPE_INDIRECT ||
        fields_all_read(tree) || fields_experts_named()) {
        return NEED_FINDINGS;
    }
    while (need > NEED_NOTHING && !is_any_referenced(fields_by_need[need])) {
        need--;
    }
    return need;
}

bool field_is_referenced(int hf)
{
    return proto_registrar_get_nth((unsigned)hf)->ref_type != HF_REF_TYPE_NONE;
}
