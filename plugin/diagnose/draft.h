/* What a rule says about the message under review.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The engine gives each rule an empty draft with the confidence of its row. The rule fills it and
 * returns whether the finding is so; of a rule that returns false the draft is thrown away.
 */
#ifndef SIPCODES_DRAFT_H
#define SIPCODES_DRAFT_H

#include <glib.h>

#include "sipcodes/diagnose.h"

/* Values from packets are quoted up to this many bytes, terminator included. */
#define SC_QUOTE_SIZE 72

/* Values that can be quoted in one text. */
#define SC_QUOTES_MAX 8

struct sc_draft {
    struct sc_finding finding;
    /* The message that the finding explains; the one under review unless the rule says otherwise.
     */
    const struct sc_record *explained;
    /* See the functions of the same name. */
    bool despite_gaps;
    bool despite_end;
    bool forgotten;
    unsigned quote_count;
    char quotes[SC_QUOTES_MAX][SC_QUOTE_SIZE];
};

/* ---- For the engine ---- */

/* Empties a draft: a finding of the row at INDEX about RECORD. */
void sc_draft_begin(struct sc_draft *draft, const struct sc_finding_row *row, size_t index,
                    const struct sc_record *record);

/* ---- For rules ---- */

/* Writes the text: one sentence that quotes the values that prove it, without a full stop; no user
 * names, digests or tokens. Returns true, so that a rule can return it. */
bool sc_draft_say(struct sc_draft *draft, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The finding explains RECORD, not the message under review, which only completes the evidence. */
void sc_draft_explains(struct sc_draft *draft, const struct sc_record *record);

/* FRAME holds evidence, too. 0 is no frame. The frames of the message under review and of the one
 * explained are always evidence. */
void sc_draft_evidence(struct sc_draft *draft, uint32_t frame);

/* The same, and what is to be seen in the frame besides which message it is: a few words that say
 * its part in the proof, with the value that matters. Replaces what was said of it before. What
 * does not fit in SC_SHOWS_SIZE is cut, and ends with "...". */
void sc_draft_shows(struct sc_draft *draft, uint32_t frame, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* The finding is at most so sure, though its row says more. */
void sc_draft_at_most(struct sc_draft *draft, enum sc_confidence confidence);

/* The capture lacks something. For rows that rest on absence the engine sees to the transaction's
 * gaps: it drops the finding if the capture ends early, and makes it one level less sure with any
 * other gap. */
void sc_draft_blocked(struct sc_draft *draft, enum sc_blocker blocker);

/* The finding rests on absence, and the evidence is complete however early the capture ends. */
void sc_draft_despite_end(struct sc_draft *draft);

/* The finding rests on absence, and there is proof whatever the capture lacks: the side that waited
 * went on repeating its message, so nothing reached it. */
void sc_draft_despite_gaps(struct sc_draft *draft);

/* The text quotes a cause that a message states. WORDS are what is to be read before the hint: the
 * cause and where it stands; "" for the whole text. */
void sc_draft_states(struct sc_draft *draft, enum sc_stated stated, const char *words);

/* To be done first is not the hint of the row, which would mislead here, but its ADVICE at this
 * index. */
void sc_draft_advise(struct sc_draft *draft, unsigned index);

/* The finding leaves the status code's hint alone, though its row says something else: it only
 * confirms the code. */
void sc_draft_aside(struct sc_draft *draft);

/* On display: the bytes that the rule needs are not kept any more, so it cannot judge again. The
 * finding that it made on arrival stands. Returns false, so that a rule can return it. */
bool sc_draft_forgotten(struct sc_draft *draft);

/* ---- Reading ---- */

/* Scans another message into MESSAGE; false if its bytes are not kept, or end before its headers
 * do: what a rule does not find may be in the missing part. Its frame becomes evidence. RECORD may
 * be NULL. */
bool sc_draft_read(struct sc_draft *draft, const struct sc_record *record,
                   struct sc_message *message);

/* ---- Values for a text. Each is valid until SC_QUOTES_MAX others were made. ---- */

/* The slice as text, cut to SC_QUOTE_SIZE; "-" if it is empty or absent. */
const char *sc_draft_quote(struct sc_draft *draft, struct sc_slice slice);

/* The address of an endpoint without its port; "?" if it is not known. */
const char *sc_draft_host_text(struct sc_draft *draft, const struct sc_endpoint *endpoint);

/* A time in nanoseconds: "less than 1 ms", "250 ms", "1.5 s", "32 s". */
const char *sc_draft_duration_text(struct sc_draft *draft, int64_t nanoseconds);

/* Bytes of a list of values in a text, terminator included, and values of one header in it. */
#define SC_TEXT_LIST_SIZE 160
#define SC_TEXT_LIST_MAX  64

/* Some values, separated by commas. Starts zeroed. */
struct sc_text_list {
    /* Ends with ", ..." if not all fit. */
    char text[SC_TEXT_LIST_SIZE];
    unsigned count;
};

/* Adds a value, as sc_draft_quote() shows it. */
void sc_text_list_add(struct sc_draft *draft, struct sc_text_list *list, struct sc_slice value);

/* Adds the values of a header, at most SC_TEXT_LIST_MAX. */
void sc_text_list_header(struct sc_draft *draft, struct sc_text_list *list,
                         const struct sc_message *message, enum sc_header header);

/* The list as an object of "lists": "nothing" if it is empty. Valid as long as the list. */
const char *sc_text_list_or_nothing(const struct sc_text_list *list);

#endif
