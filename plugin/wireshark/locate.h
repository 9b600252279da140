/* Where the SIP messages of a frame are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_LOCATE_H
#define SIPCODES_LOCATE_H

#include <epan/packet.h>

#include "frame.h"
#include "sipcodes/event.h"

/* The place of one message, and how it was understood. Small, because where frames are dissected
 * again there is one for every SIP message of the capture. */
struct located_message {
    unsigned source; /* which data source of the frame: the frame, reassembled, decrypted, ... */
    int start;       /* bytes into that source */
    int length;      /* bytes to the next message of the source or to the end of this one's PDU */
    bool quoted;     /* by an ICMP error: no message of its own */
    struct sc_sighting sighting; /* zeroed until it is read */
};

/* All messages of a frame, in the order of the frame. */
struct located_messages {
    unsigned count;
    struct located_message messages[];
};

/* Messages of one frame that are looked at. */
#define LOCATE_MESSAGES_MAX 1024

/* Finds the messages below the nodes of protocol PROTO_SIP in the tree of a frame that is dissected
 * for the first time. Returns NULL if there are none, else an object in SCOPE. */
struct located_messages *locate_messages(wmem_allocator_t *scope, const struct frame *frame,
                                         proto_tree *tree, int proto_sip);

/* The only message of a frame: QUOTED, which an ICMP error quotes and which lies in the frame.
 * Returns an object in SCOPE. */
struct located_messages *locate_quote(wmem_allocator_t *scope, const struct frame *frame,
                                      struct sc_slice quoted);

/* The buffer that a message lies in, on this or any later dissection of its frame; LENGTH is set
 * to how many bytes of it are there this time. NULL if the frame was dissected to something else.
 */
tvbuff_t *locate_buffer(packet_info *pinfo, const struct located_message *message, int *length);

#endif
