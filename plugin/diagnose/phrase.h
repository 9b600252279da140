/* What the reason phrase of a response says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A 400 can be sent for anything. Each rule about it wants its fault to be in the request, and is
 * less sure where the reason phrase names another header.
 */
#ifndef SIPCODES_PHRASE_H
#define SIPCODES_PHRASE_H

#include "case.h"
#include "draft.h"

/* True if the reason phrase is the sender's own: there is one, and it is not that of the code. */
bool sc_phrase_is_own(const struct sc_message *response);

/* The first header that the reason phrase names, else a Warning; SC_HEADER_OTHER if none does. */
enum sc_header sc_phrase_header(const struct sc_message *response);

/* The header line that the reason phrase or a Warning names by its number, from 1, as in
 * "Illegal 14. header line"; 0 if none does. */
size_t sc_phrase_line(const struct sc_message *response);

/* True if a reason phrase that is the sender's own, or the text of a Warning, contains WORDS, in
 * any case. */
bool sc_phrase_complains_of(const struct sc_message *response, struct sc_slice words);

/* True if the text of a Reason speaks of a fault or a limit. Other words for the end of a call are
 * taken for a normal one: there are too many ways to say that someone hung up. */
bool sc_phrase_names_fault(struct sc_slice words);

/* True if the words say that no media arrived, as in "RTP timeout". */
bool sc_phrase_misses_media(struct sc_slice words);

/* True if a phrase of the sender's own says that something was used up or failed at the server, so
 * that it refuses neither an address nor an account: a limit, an amount, a resource. */
bool sc_phrase_says_exhausted(const struct sc_message *response);

/* There is a fault in HEADER, but the phrase may name another header: then the fault is less sure
 * to be the reason. */
void sc_phrase_weigh(const struct sc_case *c, struct sc_draft *draft, enum sc_header header);

/* The phrase of the response if it is the sender's own, for the end of a sentence; else "".
 * Returns TEXT. */
const char *sc_phrase_own(const struct sc_case *c, struct sc_draft *draft,
                          char text[SC_WORDS_SIZE]);

#endif
