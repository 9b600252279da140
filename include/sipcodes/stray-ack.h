/* Stray ACKs: ACKs that by the rules belong to no INVITE, as the tracker keeps them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_STRAY_ACK_H
#define SIPCODES_STRAY_ACK_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/record.h"
#include "sipcodes/slice.h"

/* Distinct stray ACKs that are linked to one INVITE, the first ones. */
#define SC_STRAY_ACKS_MAX 64

/* An ACK with Call-ID and From tag of an INVITE, in the same direction between the same two
 * endpoints, that does not match it. The ACK of a failure has the INVITE's top Via and CSeq number
 * (RFC 3261 section 17.1.1.3); that of a 2xx has its own branch, the INVITE's CSeq number and the
 * To tag of the 2xx (section 13.2.2.4). */
struct sc_stray_ack {
    /* The ACK; it may have come again, as ACKs do. */
    const struct sc_record *record;

    /* Of its top Via and its CSeq. */
    struct sc_slice branch;
    struct sc_slice sent_by;
    uint32_t cseq;

    /* What differs from the INVITE; and from all of its final responses so far, false if there was
     * none. A branch that differs is a fault only if no 2xx came. */
    bool other_branch;
    bool other_sent_by;
    bool other_cseq;
    bool other_to_tag;

    /* The next one of the same INVITE. */
    struct sc_stray_ack *next;
};

#endif
