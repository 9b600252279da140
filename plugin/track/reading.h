/* One message while the tracker reads it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_READING_H
#define SIPCODES_READING_H

#include "tracker-private.h"

/* Values of one message that may have to be cut: method, branch, sent-by, Call-ID, two tags. */
#define CLIPPED_MAX 6

/* Credentials of a request, and which of those in their header they are. */
struct credentials {
    struct sc_auth auth;
    unsigned index;
};

/* Lives during sc_tracker_add(). */
struct reading {
    const struct sc_packet *packet;
    const struct sc_message *message;

    /* The tracker's own copies, as sc_endpoint_own() gives them. */
    const struct sc_endpoint *source;
    const struct sc_endpoint *destination;

    struct sc_via via; /* the topmost */
    struct sc_cseq cseq;
    struct sc_slice method; /* of the transaction: CSeq's, INVITE for ACK */
    struct sc_slice call_id;
    struct sc_slice from_tag;
    struct sc_slice to_tag;
    bool ack;

    /* Digests. KEY matches the message to its transaction; BRANCH_KEY is the same without Call-ID
     * and CSeq number, unless the peer is of RFC 2543; CALL of Call-ID and CSeq number; SENDER of
     * the topmost Via's sent-by and branch; PATH of the Via list; TAIL of the Via list without its
     * top, 0 if there is no more; PATH_OF_ANY and TAIL_OF_ANY the same whatever the CSeq number.
     * MIRRORED, IDENTITY and DIGEST: see struct record_key. */
    uint64_t key;
    uint64_t branch_key;
    uint64_t call;
    uint64_t sender;
    uint64_t path;
    uint64_t tail;
    uint64_t path_of_any;
    uint64_t tail_of_any;
    uint64_t mirrored;
    uint64_t identity;
    uint64_t digest;

    unsigned clipped_count;
    char clipped[CLIPPED_MAX][SC_KEPT_MAX]; /* what values longer than that are cut to */

    /* Of a new request, set by sc_nonces_read(). */
    unsigned credential_count;
    struct credentials credentials[2 * SC_CREDENTIALS_MAX];
};

/* Reads a message into READING; false if it cannot be matched to anything. Its endpoints are set in
 * any case, and all else is as far as it could be read. */
bool sc_reading_begin(struct sc_tracker *tracker, struct reading *reading,
                      const struct sc_packet *packet, const struct sc_message *message);

/* The key that the message would have if METHOD was its transaction's; and its branch key. */
uint64_t sc_reading_key(const struct reading *reading, struct sc_slice method);
uint64_t sc_reading_branch_key(const struct reading *reading, struct sc_slice method);

/* Reads the Via list of a message: the topmost into VIA, digests into SENDER, PATH, TAIL, those of
 * any CSeq number, and MIRRORED. False if there is none. */
bool sc_hops_read(const struct sc_tracker *tracker, struct reading *reading);

/* True if the sender of a message made it, and did not pass it on: its first Contact holds the
 * address that the packet came from. */
bool sc_reading_speaks_for_itself(const struct reading *reading);

#endif
