/* How the RTP of a refused offer is carried, and whether the refusing side takes that: plain,
 * secure with keys in SDP, or keyed by DTLS.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_CARRIAGE_H
#define SIPCODES_CARRIAGE_H

#include "offer.h"

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

/* Adds the frame that shows best what the refusing side takes. */
void sc_offer_peer_evidence(struct sc_draft *draft, const struct sc_offer *offer);

/* Says which profile the offer has, and which ones the peer takes. Returns true. */
bool sc_offer_say_difference(const struct sc_case *c, struct sc_draft *draft,
                             const struct sc_offer *offer);

#endif
