/* Findings: why a message was sent.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A finding has a row, which is constant, and what was found in one capture. Rows and strings are
 * static, UTF-8 and never NULL unless said otherwise.
 */
#ifndef SIPCODES_FINDING_H
#define SIPCODES_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/evidence.h"

/* ---- Rows ---- */

/* How sure a finding is. */
enum sc_confidence {
    SC_CONFIDENCE_NONE,
    SC_CONFIDENCE_SUGGESTIVE, /* it fits, and so would something else */
    SC_CONFIDENCE_STRONG, /* one common explanation fits; the packets exclude the obvious others */
    /* It follows from the packets by a rule of the RFC, or the sender says so in a way that a
     * machine reads. */
    SC_CONFIDENCE_PROOF,
};

/* "proof", "strong", "suggestive"; "" for any other number. */
const char *sc_confidence_name(enum sc_confidence confidence);

/* How much a finding matters. The names are those of Wireshark's expert items. */
enum sc_severity {
    SC_SEVERITY_CHAT,  /* normal */
    SC_SEVERITY_NOTE,  /* an outcome: busy, no answer, cancelled */
    SC_SEVERITY_WARN,  /* refused for what the request says; a step is missing */
    SC_SEVERITY_ERROR, /* a rule of the protocol is broken */
};

/* "chat", "note", "warn", "error"; "" for any other number. */
const char *sc_severity_name(enum sc_severity severity);

/* Findings that one row explains. */
#define SC_EXPLAINS_MAX 6

/* Hints that a row has besides its usual one. */
#define SC_ROW_ADVICE_MAX 6

/* Bytes of the longest title of a row with its terminator. */
#define SC_TITLE_SIZE 42

/* What is the same for a finding in every capture. */
struct sc_finding_row {
    /* Stable, as users filter for it, e.g. "auth-rejected". */
    const char *id;
    enum sc_severity severity;
    /* The highest that it can have. */
    enum sc_confidence confidence;
    /* It rests on something that is not in the capture: see struct sc_gaps. */
    bool absence;
    /* It remarks on something beside the message's reason: its hint does not take the place of the
     * status code's. */
    bool aside;
    /* It passes on what the sender states, and is shown only if no other finding does so. */
    bool stand_in;
    /* Ids of the findings that this one explains, where both are at one message: it tells why they
     * are so. It leads over them in order, hint and report, however sure either is. Ends with NULL.
     * Findings do not explain each other in a circle. */
    const char *explains[SC_EXPLAINS_MAX + 1];
    /* The cause in a few words, understood by itself, e.g. "No common codec". */
    const char *title;
    /* One sentence: what happened. */
    const char *summary;
    /* One line: what to do first. */
    const char *hint;
    /* Other lines, for cases that ask for something else: the rule chooses. Ends with NULL. */
    const char *advice[SC_ROW_ADVICE_MAX + 1];
    /* The clause that it rests on, e.g. "RFC 3261 section 22.2". */
    const char *reference;
};

/* The findings that there are: how many, and the row at INDEX, which must be below that. Rows of
 * one topic stand together. */
size_t sc_finding_count(void);
const struct sc_finding_row *sc_finding_at(size_t index);

/* The topic of the row at INDEX, e.g. "auth-challenge", and its title, e.g. "Authentication: the
 * challenge". */
const char *sc_finding_topic(size_t index);
const char *sc_finding_title(size_t index);

/* ---- What was found ---- */

/* Findings of one message; further ones are left out, the weakest first. */
#define SC_FINDINGS_MAX 16

/* Bytes of a finding's text with its terminator. Values from packets are cut so that it fits. */
#define SC_FINDING_TEXT_SIZE 512

/* What the capture lacks to be sure. A finding may have several. */
enum sc_blocker {
    /* The capture starts after what the finding is about. */
    SC_BLOCKER_STARTS_LATE = 1 << 0,
    SC_BLOCKER_ENDS_EARLY = 1 << 1,
    SC_BLOCKER_ONE_DIRECTION = 1 << 2,
    SC_BLOCKER_CUT = 1 << 3,
    SC_BLOCKER_SEGMENTS = 1 << 4,
    SC_BLOCKER_FRAGMENTS = 1 << 5,
    /* The other side of a proxy was not captured. */
    SC_BLOCKER_OTHER_SIDE = 1 << 6,
    SC_BLOCKER_ALL = (1 << 7) - 1,
};

/* The lowest of BLOCKERS above AFTER, which is one of them, or 0 for the first; 0 if there is none:
 * a walk through or-ed blockers. */
enum sc_blocker sc_blocker_next(unsigned blockers, unsigned after);

/* What a blocker says, e.g. "the capture holds one direction only"; "" for anything but one of
 * enum sc_blocker. */
const char *sc_blocker_name(enum sc_blocker blocker);

/* Bytes of the words that a finding quotes, and of a hint, each with its terminator. */
#define SC_WORDS_SIZE 320
#define SC_HINT_SIZE  768

/* Who states the cause that a finding quotes, in rising order of trust. */
enum sc_stated {
    SC_STATED_NONE,    /* no cause is quoted: the finding is a conclusion */
    SC_STATED_NOTHING, /* the sender gives no specific cause: Q.850 0, 16, 31 or 127, a bare 500 */
    SC_STATED_PHRASE,  /* the sender's own phrase (RFC 3261 section 7.2) */
    SC_STATED_WARNING, /* a Warning (section 20.43) */
    SC_STATED_VENDOR,  /* a vendor's header */
    SC_STATED_CODE,    /* another code of a hop downstream that the response was made from */
    SC_STATED_REASON, /* a Reason (RFC 3326) of the response, of an earlier one, of CANCEL or BYE */
};

/* One finding about one message. Texts are UTF-8 without control characters. */
struct sc_finding {
    const struct sc_finding_row *row;
    /* The place of the row: sc_finding_at(index) is it. */
    size_t index;
    /* The row's, or lower. */
    enum sc_confidence confidence;
    /* Of enum sc_blocker, or-ed. */
    unsigned blockers;
    enum sc_stated stated;
    /* As the row's, or because it only confirms the status code. */
    bool aside;
    /* What to do first, where this case asks for something else than the row's HINT: one of ADVICE
     * of the row. NULL: it does not. */
    const char *advice;
    /* Frames, ascending, none twice. */
    unsigned evidence_count;
    struct sc_evidence evidence[SC_EVIDENCE_MAX];
    /* One sentence with the values that prove it. */
    char text[SC_FINDING_TEXT_SIZE];
    /* The stated cause in it, and which header of which message has it; "" if no cause is quoted.
     */
    char words[SC_WORDS_SIZE];
};

/* ---- Which finding counts ---- */

/* What to do first about a finding: its own advice, else the hint of its row. */
const char *sc_finding_hint(const struct sc_finding *finding);

/* True if a finding says that the message is a normal step: that explains no failure. What passes
 * on the sender's words is more than that. */
bool sc_finding_is_normal(const struct sc_finding *finding);

/* The finding whose hint is to be followed, by the order of trust: a proof, what a Reason states, a
 * strong conclusion, what a vendor's header or a Warning states, a suggestive one. Of equals the
 * first counts; one that calls the message normal (SC_SEVERITY_CHAT) only if nothing else explains
 * it, and remarks on something beside it never. If another finding explains that one (EXPLAINS of
 * its row), the other is to be followed. NULL if there is none. */
const struct sc_finding *sc_finding_to_follow(const struct sc_finding *findings, size_t count);

/* Puts findings into the order in which they are shown: the one to follow first, then those that
 * tell why the message was sent, then those that call it normal, then remarks. Among these by
 * confidence, then by severity; a finding that explains another stands before it. Those that are
 * equal in all that keep their order. */
void sc_findings_sort(struct sc_finding *findings, size_t count);

/* The finding whose WORDS are to be read before any hint, as it quotes a stated cause: the
 * one to follow or, if that is at most suggestive, another that quotes one, such as the sender's
 * own phrase. NULL if there is none. */
const struct sc_finding *sc_finding_to_read(const struct sc_finding *findings, size_t count);

/* What to do first about a message with these findings, in one line: the stated cause, if it is to
 * be read, and the hint of the finding to follow or, if there is none, that of the status code.
 * FACTS are those of sc_exchange_facts(). CODE is 0 for a request, which then has the hint of its
 * first finding; false, and an empty hint, if it has none. */
bool sc_hint_write(const struct sc_finding *findings, size_t count, unsigned code, unsigned facts,
                   char hint[SC_HINT_SIZE]);

#endif
