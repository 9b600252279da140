/* How an answer departs from its offer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_ANSWER_DIFFERENCE_H
#define SIPCODES_ANSWER_DIFFERENCE_H

#include "draft.h"
#include "sipcodes/sdp.h"

/* Says the first rule of RFC 3264 that an answer breaks, and then the words AFTER: number and types
 * of m= lines; of RTP that both want also keys, profile, codecs and direction. False if there is
 * none, or if a description has more m= lines than are read. */
bool sc_answer_say_difference(struct sc_draft *draft, const char *after,
                              const struct sc_sdp *offered, const struct sc_sdp *answered);

#endif
