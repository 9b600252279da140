/* Where the SIP messages of a frame are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "locate.h"

#include "lookup.h"

/* True if the frame is an ICMP error that quotes SIP: the quoted packet is dissected like a real
 * one, after the ICMP layer. */
static bool is_quote(packet_info *pinfo, int proto_sip)
{
    static int proto_icmp = -1;
    static int proto_icmpv6 = -1;

    if (proto_icmp == -1) {
        proto_icmp = lookup_protocol("icmp");
        proto_icmpv6 = lookup_protocol("icmpv6");
    }
    for (wmem_list_frame_t *layer = wmem_list_head(pinfo->layers); layer != NULL;
         layer = wmem_list_frame_next(layer)) {
        int proto = GPOINTER_TO_INT(wmem_list_frame_data(layer));
        if (proto == proto_icmp || proto == proto_icmpv6) {
            return true;
        }
        if (proto == proto_sip) {
            return false;
        }
    }
    return false;
}

/* The number of the data source that the node's bytes belong to. */
static bool find_source(packet_info *pinfo, const field_info *node, unsigned *number)
{
    unsigned at = 0;

    for (GSList *entry = pinfo->data_src; entry != NULL; entry = entry->next, at++) {
        if (get_data_source_tvb((struct data_source *)entry->data) == node->ds_tvb) {
            *number = at;
            return true;
        }
    }
    return false;
}

/* The nodes of messages that stand in one segment all reach to the segment's end, so each message
 * is cut where the next begins. */
static void cut_at_next(struct located_messages *found)
{
    for (unsigned i = 0; i + 1 < found->count; i++) {
        struct located_message *message = &found->messages[i];
        const struct located_message *next = &found->messages[i + 1];
        if (next->source == message->source && next->start > message->start &&
            next->start - message->start < message->length) {
            message->length = next->start - message->start;
        }
    }
}

/* How far a message may reach. The length of its node does not tell: Wireshark shortens it to what
 * it read of the message, but only if the tree is needed, and what is found must not depend on
 * that. */
static int room_for(const struct frame *frame, const field_info *node)
{
    int end = node->ds_tvb == frame->tvb ? frame_payload_end(frame)
                                         : (int)tvb_captured_length(node->ds_tvb);

    return end > node->start ? end - node->start : node->length;
}

struct located_messages *locate_messages(wmem_allocator_t *scope, const struct frame *frame,
                                         proto_tree *tree, int proto_sip)
{
    GPtrArray *nodes = tree != NULL ? proto_get_finfo_ptr_array(tree, proto_sip) : NULL;

    if (nodes == NULL || nodes->len == 0 || is_quote(frame->pinfo, proto_sip)) {
        return NULL;
    }
    unsigned room = MIN(nodes->len, LOCATE_MESSAGES_MAX);
    struct located_messages *found =
        wmem_alloc(scope, sizeof *found + room * sizeof found->messages[0]);
    found->count = 0;
    for (unsigned i = 0; i < room; i++) {
        const field_info *node = g_ptr_array_index(nodes, i);
        struct located_message message = {
            .start = node->start,
            .length = room_for(frame, node),
        };
        if (node->length > 0 && find_source(frame->pinfo, node, &message.source)) {
            found->messages[found->count++] = message;
        }
    }
    cut_at_next(found);
    return found;
}

struct located_messages *locate_quote(wmem_allocator_t *scope, const struct frame *frame,
                                      struct sc_slice quoted)
{
    const char *base = (const char *)tvb_get_ptr(frame->tvb, 0, -1);
    struct located_messages *found = wmem_alloc(scope, sizeof *found + sizeof found->messages[0]);

    found->count = 1;
    found->messages[0] = (struct located_message){
        .start = (int)(quoted.data - base),
        .length = (int)quoted.size,
        .quoted = true,
    };
    return found;
}

tvbuff_t *locate_buffer(packet_info *pinfo, const struct located_message *message, int *length)
{
    GSList *entry = g_slist_nth(pinfo->data_src, message->source);
    tvbuff_t *tvb = entry != NULL ? get_data_source_tvb((struct data_source *)entry->data) : NULL;

    if (tvb == NULL || !tvb_bytes_exist(tvb, message->start, 1)) {
        return NULL;
    }
    /* While a stream is read for the first time, its reassembled bytes go on with the beginning of
     * a message that the next segment completes. Later they end with the last whole one. */
    *length = MIN(message->length, tvb_captured_length_remaining(tvb, message->start));
    return tvb;
}
