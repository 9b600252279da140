/* Which of our fields someone reads, and how far a message has to be understood for them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark counts who refers to a field: a display filter, a column, a colouring rule, a tap, the
 * option -e. A tree that is printed or seen in a window is read as a whole. What is not read need
 * not be put together, and what no field asks for need not be found out.
 */
#ifndef SIPCODES_FIELDS_H
#define SIPCODES_FIELDS_H

#include <stdbool.h>

#include <epan/expert.h>
#include <epan/packet.h>

/* How far a message has to be understood. Each includes those before it. */
enum need {
    NEED_NOTHING,
    NEED_STATUS,   /* status lines: that of a response, and those of message/sipfrag bodies */
    NEED_MESSAGE,  /* header fields, too */
    NEED_TRACKING, /* what belongs to what */
    NEED_FINDINGS, /* why a message was sent */
};

/* Registers fields below protocol PROTO that are found out as far as NEED says. HF lives as long as
 * the program. */
void fields_register(int proto, enum need need, hf_register_info *hf, int count);

/* Registers expert items. EI lives as long as the program. */
void fields_register_experts(expert_module_t *module, ei_register_info *ei, int count);

/* The most that a field of protocol PROTO needs that is read in this packet. Expert items are not
 * looked at, unless someone refers to them by name. TREE may be NULL. */
enum need fields_needed(proto_tree *tree, int proto);

/* Whether the tree is read as a whole. TREE may be NULL. */
bool fields_all_read(proto_tree *tree);

/* Whether someone refers to PROTO by its name, and not only to a field of it. */
bool fields_protocol_named(int proto);

/* Whether someone refers to an expert item of ours by its name. */
bool fields_experts_named(void);

/* Whether someone refers to a field by its name. */
bool field_is_referenced(int hf);

#endif
