/* Evidence: the frames that a finding rests on, and what is to be seen in each.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_EVIDENCE_H
#define SIPCODES_EVIDENCE_H

#include <stdint.h>

#include "sipcodes/event.h"

/* Frames that one finding names as its evidence. */
#define SC_EVIDENCE_MAX 8

/* Bytes of what a finding says that such a frame shows, and of that with the message before it;
 * each with its terminator. */
#define SC_SHOWS_SIZE         64
#define SC_EVIDENCE_TEXT_SIZE 256

/* A frame that holds evidence. Texts are UTF-8 without control characters. */
struct sc_evidence {
    uint32_t frame;

    /* What is to be seen in it, where the finding knows more than which message it is, e.g. "offer
     * L16/44100"; else "". */
    char shows[SC_SHOWS_SIZE];
};

/* What the frame holds, and what it shows: "INVITE with SDP: offer L16/44100", "200 OK to INVITE,
 * sent again". SIGHTING is how its message was understood; all zero if that is not known, as of a
 * frame that holds no SIP: then TEXT is what it shows, and maybe "". */
void sc_evidence_write(const struct sc_evidence *evidence, const struct sc_sighting *sighting,
                       char text[SC_EVIDENCE_TEXT_SIZE]);

#endif
