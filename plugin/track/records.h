/* Records: one distinct message on one hop, and its copies.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_RECORDS_H
#define SIPCODES_RECORDS_H

#include "reading.h"

/* What copies of a message are recognised by. */
struct record_key {
    /* Digest of what all copies share: start line, To tag, RSeq, endpoints; of responses also what
     * they mirror, and of them and ACKs the transaction. */
    uint64_t identity;

    /* Digest of what a response copies from its request: Via, From, Call-ID and CSeq, without what
     * servers may add (RFC 3261 section 8.2.6.2). */
    uint64_t mirrored;

    /* Of the last copy: a digest of all bytes, and its packet. */
    uint64_t digest;
    uint32_t tcp_seq;
    uint16_t ip_id;
    bool has_ip_id;
    bool has_tcp_seq;
};

/* A response or an ACK. */
struct record {
    struct sc_record facts;
    struct record_key key;
};

/* Fills a record and its key with the first copy of a message. */
void sc_record_begin(struct sc_tracker *tracker, struct sc_record *record, struct record_key *key,
                     const struct reading *reading);

/* Tells what kind of copy of RECORD a message is, and counts it. */
enum sc_copy sc_record_again(struct sc_record *record, struct record_key *key,
                             const struct reading *reading);

/* ---- message-bytes.c ---- */

/* Keeps the bytes of a record's first copy, and forgets older ones. */
void sc_message_bytes_keep(struct sc_tracker *tracker, struct sc_record *record,
                           const struct reading *reading);

/* Forgets all. */
void sc_message_bytes_free(struct sc_tracker *tracker);

#endif
