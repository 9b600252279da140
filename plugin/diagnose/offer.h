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

/* A refused offer. Lives as long as the texts that it was read from: until the rule returns. */
struct sc_offer {
    /* The hop on which it reached the side that refused it, and the response there. */
    const struct sc_transaction *hop;
    const struct sc_record *response;
    struct sc_message request;
    struct sc_sdp sdp;
};

/* What the refusing side takes, by all that it said. */
struct sc_offer_peer {
    struct sc_media media;
    enum sc_confidence confidence;
    /* How it is known, for the text. */
    const char *verb;
};

/* True if the request of a transaction may hold an offer. */
bool sc_offer_may_be_in(const struct sc_transaction *transaction);

/* True if the request that was refused held an offer that can be read. */
bool sc_offer_read(const struct sc_case *c, struct sc_draft *draft, struct sc_offer *offer);

/* The next media description of an offer that is wanted: with a port. */
bool sc_offer_next(const struct sc_sdp *sdp, struct sc_cursor *cursor, struct sc_sdp_media *media);

/* The refused offer, and what the refusing side takes; false if one of them is not known, or if a
 * Warning says what is refused. */
bool sc_offer_compare(const struct sc_case *c, struct sc_draft *draft, struct sc_offer *offer,
                      struct sc_offer_peer *peer);

/* The first wanted secure media that brings no key at all; false if there is none. */
bool sc_offer_keyless(const struct sc_sdp *sdp, struct sc_sdp_media *media);

/* True if all wanted RTP of the offer is keyed by DTLS, as browsers do it, and the peer never did
 * that. PROTO is its profile. */
bool sc_offer_is_webrtc_to_plain(const struct sc_case *c, struct sc_draft *draft,
                                 struct sc_offer *offer, struct sc_offer_peer *peer,
                                 struct sc_slice *proto);

/* True if all RTP of the offer is secure, and the peer knows plain RTP only, or the reverse. An
 * offer of either kind with keys beside plain RTP suits both. If keys are missing, too, the profile
 * has to be sure to be the reason. PROTO is the offer's profile. */
bool sc_offer_is_profile_mismatch(const struct sc_case *c, struct sc_draft *draft,
                                  struct sc_offer *offer, struct sc_offer_peer *peer,
                                  struct sc_slice *proto);

/* Says that the offer has the profile PROTO, and which ones the peer takes. Returns true. */
bool sc_offer_say_difference(struct sc_draft *draft, struct sc_slice proto,
                             const struct sc_offer_peer *peer);

#endif
