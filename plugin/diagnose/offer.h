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

/* Adds the frame that shows best what the refusing side takes. */
void sc_offer_peer_evidence(struct sc_draft *draft, const struct sc_offer *offer);

/* The next media description of an offer that is wanted: with a port. */
bool sc_offer_next(const struct sc_sdp *sdp, struct sc_cursor *cursor, struct sc_sdp_media *media);

/* The first wanted secure media that brings no key at all; false if there is none. */
bool sc_offer_keyless(const struct sc_sdp *sdp, struct sc_sdp_media *media);

/* The refused offer if all its wanted RTP is keyed by DTLS, as browsers do it, and the peer never
 * did that; else NULL. */
const struct sc_offer *sc_offer_webrtc_to_plain(const struct sc_case *c, struct sc_draft *draft);

/* True if an offer went over WebSocket to a URI that a client on WebSocket gave: one with the
 * transport ws or wss, or with a host in ".invalid". */
bool sc_offer_over_websocket(const struct sc_offer *offer);

/* The refused offer if it wants RTP and none of it has a fingerprint, and the peer is a client on
 * WebSocket, or never did without DTLS; else NULL. NULL, too, if a Warning says what is refused. */
const struct sc_offer *sc_offer_plain_to_webrtc(const struct sc_case *c, struct sc_draft *draft);

/* The refused offer if it has a fingerprint and no a=rtcp-mux, and the peer is a client on
 * WebSocket, or never did without DTLS; else NULL. NULL, too, if a Warning says what is refused. */
const struct sc_offer *sc_offer_without_mux(const struct sc_case *c, struct sc_draft *draft);

/* The refused offer if all its RTP is secure, and the peer knows plain RTP only, or the reverse;
 * else NULL. An offer of either kind with keys beside plain RTP suits both. If keys are missing,
 * too, the profile has to be sure to be the reason. NULL, too, if sc_offer_plain_to_webrtc() says
 * it. */
const struct sc_offer *sc_offer_profile_mismatch(const struct sc_case *c, struct sc_draft *draft);

/* The refused offer if all that it wants is audio over secure RTP, keyed in SDP, with PCMU or PCMA,
 * and nothing is known of what the peer takes; else NULL. NULL, too, if the response says what is
 * refused, or if the request came within a dialog. */
const struct sc_offer *sc_offer_secure_to_unknown(const struct sc_case *c, struct sc_draft *draft);

/* True if one of the first four says why the offer was refused: how RTP is carried, not the codecs.
 */
bool sc_offer_is_carried_otherwise(const struct sc_case *c, struct sc_draft *draft);

/* Says which profile the offer has, and which ones the peer takes. Returns true. */
bool sc_offer_say_difference(struct sc_draft *draft, const struct sc_offer *offer);

#endif
