/* Challenges: what a server asked for, and how a nonce was used, as the tracker keeps it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_CHALLENGE_H
#define SIPCODES_CHALLENGE_H

#include <stdint.h>

#include "sipcodes/header.h"
#include "sipcodes/slice.h"

/* Challenges that are kept of each header of one response, and credentials that are read of each
 * header of one request, the first ones. */
#define SC_CHALLENGES_MAX  8
#define SC_CREDENTIALS_MAX 8

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

struct sc_record;
struct sc_transaction;

/* Credentials of a request whose nonce the capture knows: the server that the request went to had
 * offered it to the client's host in a challenge. What the challenged request has in common with
 * this one besides is left open: compare CALL_ID, FROM_TAG, CSEQ and METHOD of the two transactions
 * and the times of challenge and request (RFC 3261 section 22.2: Call-ID, From and To are to stay,
 * CSeq is to rise). */
struct sc_answer {
    /* Which credentials: their header, and which of that header, from 0. */
    enum sc_header header;
    unsigned index;

    /* The latest challenge with this nonce before the request, and its transaction. Never NULL. */
    const struct sc_record *challenge;
    struct sc_transaction *challenged;

    /* The next credentials of the same request. */
    const struct sc_answer *next;
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
