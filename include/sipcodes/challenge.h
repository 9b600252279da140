/* Challenges: what a server asked for, and how a nonce was used, as the tracker keeps it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_CHALLENGE_H
#define SIPCODES_CHALLENGE_H

#include <stdint.h>

#include "sipcodes/header.h"
#include "sipcodes/slice.h"

/* Challenges that are kept of each header of one response, the first ones. */
#define SC_CHALLENGES_MAX 8

/* A challenge of the 401 or 407 that ended a transaction. */
struct sc_challenge {
    /* The header that it stands in. */
    enum sc_header header;

    /* Without its quotes, at most SC_KEPT_MAX bytes; and a digest of the whole realm. */
    struct sc_slice realm;
    uint64_t realm_digest;

    /* The next one of the same response. */
    struct sc_challenge *next;
};

/* Credentials of a request that use a nonce again without raising the nonce count (RFC 7616
 * section 3.4). */
struct sc_nonce_reuse {
    /* Which credentials: their header, and which of that header, from 0. */
    enum sc_header header;
    unsigned index;

    /* The earlier request with the highest count, and that count. */
    uint32_t frame;
    uint32_t count;
};

#endif
