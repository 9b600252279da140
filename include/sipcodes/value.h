/* Values of single headers: numbers, times, CSeq, tags.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_VALUE_H
#define SIPCODES_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/header.h"
#include "sipcodes/slice.h"

/* CSeq (section 20.16). */
struct sc_cseq {
    bool readable;          /* a number below 2^32 and a method are there */
    uint32_t number;        /* 0 if not readable */
    struct sc_slice method; /* absent if there are no digits followed by a word */
};

/* The message's CSeq; not readable if it is absent or malformed. A number out of range leaves the
 * method readable: the server that refuses it copies the line (section 8.2.6.2). */
struct sc_cseq sc_message_cseq(const struct sc_message *message);

/* The method the message belongs to: of the request line, in a response of CSeq. May be absent. */
struct sc_slice sc_message_method(const struct sc_message *message);

/* The tag parameter of From or To; absent if there is none. */
struct sc_slice sc_message_tag(const struct sc_message *message, enum sc_header header);

/* Retry-After (section 20.33). */
struct sc_retry_after {
    bool readable;
    uint32_t seconds;
    struct sc_slice comment; /* without its parentheses; absent if not sent */
    bool has_duration;
    uint32_t duration; /* seconds */
    struct sc_slice bytes;
};

/* The message's Retry-After; not readable if it is absent or does not begin with a number. */
struct sc_retry_after sc_message_retry_after(const struct sc_message *message);

/* A number as the whole value of a header, parameters and a comment after it allowed: Expires,
 * Min-Expires, Min-SE, Session-Expires, Max-Forwards, RSeq. False if it is absent or unreadable. */
bool sc_message_number(const struct sc_message *message, enum sc_header header, uint32_t *value);

/* The message's Date (section 20.17) as seconds since the epoch. False if it is absent or is not
 * one of RFC 1123 in GMT. */
bool sc_message_date(const struct sc_message *message, int64_t *seconds);

/* When the message's first Identity was signed, in seconds since the epoch: the "iat" of its
 * PASSporT (RFC 8224 section 4, RFC 8225 section 5.1.1). False if it is unreadable, or left out as
 * in the compact form. */
bool sc_message_issued_at(const struct sc_message *message, int64_t *seconds);

#endif
