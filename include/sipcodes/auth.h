/* Challenges and credentials (RFC 3261 section 22, RFC 7616, RFC 8760).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_AUTH_H
#define SIPCODES_AUTH_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/header.h"
#include "sipcodes/slice.h"

/* One challenge of WWW- or Proxy-Authenticate, or one set of credentials of Authorization or
 * Proxy-Authorization. Values stand without their quotes, quoted-pairs as sent; absent if not sent.
 */
struct sc_auth {
    enum sc_header header;  /* that it stands in */
    struct sc_slice scheme; /* Digest, ...; absent if the line begins with a parameter */
    struct sc_slice realm;
    struct sc_slice nonce;
    struct sc_slice algorithm; /* see sc_auth_algorithm() */
    struct sc_slice qop;       /* of a challenge a list: auth,auth-int */
    struct sc_slice stale;     /* challenges only */
    struct sc_slice username;  /* this and the following: credentials only */
    struct sc_slice response;
    struct sc_slice uri;
    struct sc_slice cnonce;
    struct sc_slice nc;
    bool has_count;       /* nc is a hexadecimal number of one to eight digits */
    uint32_t count;       /* that number, else 0 */
    struct sc_slice auts; /* asks for re-synchronisation (RFC 3310 section 3.4) */
};

/* The next challenge or credentials in the lines of HEADER, several in one line included; CURSOR
 * as for sc_value_next(). */
bool sc_auth_next(const struct sc_message *message, enum sc_header header, struct sc_cursor *cursor,
                  struct sc_auth *auth);

/* The algorithm: the constant MD5 if the header names no algorithm (RFC 7616 section 3.3). */
struct sc_slice sc_auth_algorithm(const struct sc_auth *auth);

/* True if the message is a 401 or 407 that carries a challenge, as it has to (sections 21.4.2 and
 * 21.4.8). */
bool sc_message_challenges(const struct sc_message *message);

#endif
