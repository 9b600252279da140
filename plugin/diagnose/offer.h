/* An offer that a 488 or 606 refuses, and what the refusing side is known to take.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What it takes is known from itself alone: from its Warning, from the description in its 488, from
 * what it offered or answered elsewhere. If a proxy passed the offer on, the one that counts is the
 * one that reached the refusing side, if that was captured.
 */
#ifndef SIPCODES_OFFER_H
#define SIPCODES_OFFER_H

#include "case.h"
#include "draft.h"

/* What the refusing side takes, by all that it said. */
struct sc_offer_peer {
    struct sc_media media;
    enum sc_confidence confidence;
    /* Of its crypto suites; SC_CONFIDENCE_NONE: none are known. An answer tells little: it has one
     * of those that were offered. */
    enum sc_confidence suites_confidence;
    /* How it is known, for the text. */
    const char *verb;
};

/* A refused offer. Lives while rules look at one message: it is read once for all of them. */
struct sc_offer {
    /* The hop on which it reached the side that refused it, and the response there. */
    const struct sc_transaction *hop;
    const struct sc_record *response;
    struct sc_message request;
    struct sc_sdp sdp;
    /* Of an offer that sc_offer_compared() returns. */
    struct sc_offer_peer peer;
};

/* True if the request of a transaction may hold an offer. */
bool sc_offer_may_be_in(const struct sc_transaction *transaction);

/* The offer that the response under review refuses; NULL if its request held none that can be read.
 * What was read becomes evidence, here and below. */
const struct sc_offer *sc_offer_of(const struct sc_case *c, struct sc_draft *draft);

/* The same with what the refusing side takes; NULL if one of them is not known, or if a Warning
 * says what is refused. */
const struct sc_offer *sc_offer_compared(const struct sc_case *c, struct sc_draft *draft);

/* The next media description of an offer that is wanted: with a port. */
bool sc_offer_next(const struct sc_sdp *sdp, struct sc_cursor *cursor, struct sc_sdp_media *media);

/* What a refused offer wants, by all its media with a port. */
struct sc_offer_media {
    struct sc_media all;

    /* Of the first RTP; of size 0: there is none. */
    struct sc_slice profile;

    /* Some of the RTP is secure, and some is not. */
    bool mixed;

    /* Some of the RTP has a fingerprint; and some of that no a=rtcp-mux. */
    bool fingerprint;
    bool without_mux;

    /* The first secure RTP that brings no key at all; all absent: there is none. */
    struct sc_sdp_media keyless;
};

/* That of the offer that sc_offer_of() or sc_offer_compared() returned for this case. Valid as
 * long as that. */
const struct sc_offer_media *sc_offer_media(const struct sc_case *c);

/* True if a Warning names what is refused: then no conclusion is needed. 304 names nothing: servers
 * send it for codecs and profiles, too. */
bool sc_offer_is_explained(const struct sc_case *c, struct sc_draft *draft);

#endif
