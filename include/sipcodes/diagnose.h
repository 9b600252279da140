/* The diagnosis: why a message was sent, with the frames that prove it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Told of every message once the tracker has placed it, it holds each against the rules of the
 * findings catalog. A finding belongs to the message that it explains and to the one that completed
 * its evidence, and is handed out for both.
 *
 * Everything that a diagnosis hands out by reference belongs to it and lives until
 * sc_diagnosis_free().
 */
#ifndef SIPCODES_DIAGNOSE_H
#define SIPCODES_DIAGNOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/catalog.h"
#include "sipcodes/message.h"
#include "sipcodes/settings.h"
#include "sipcodes/tracker.h"

/* Findings of one message; further ones are left out, the weakest first. */
#define SC_FINDINGS_MAX 16

/* Frames that one finding names as its evidence. */
#define SC_EVIDENCE_MAX 8

/* Bytes of a finding's text with its terminator. Values from packets are cut so that it fits. */
#define SC_FINDING_TEXT_SIZE 512

/* What the capture lacks to be sure. A finding may have several. */
enum sc_blocker {
    SC_BLOCKER_STARTS_LATE = 1 << 0, /* the capture starts after what the finding speaks of */
    SC_BLOCKER_ENDS_EARLY = 1 << 1,
    SC_BLOCKER_ONE_DIRECTION = 1 << 2,
    SC_BLOCKER_CUT = 1 << 3,
    SC_BLOCKER_SEGMENTS = 1 << 4,
    SC_BLOCKER_FRAGMENTS = 1 << 5,
    SC_BLOCKER_OTHER_SIDE = 1 << 6, /* the peer's side of a proxy was not captured */
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

/* Whose words about the cause a finding quotes. */
enum sc_stated {
    SC_STATED_NONE,    /* nobody's: it is a conclusion */
    SC_STATED_NOTHING, /* that the sender gives no specific cause: Q.850 0, 31 or 127, a bare 500 */
    SC_STATED_PHRASE,  /* the sender's own phrase (RFC 3261 section 7.2) */
    SC_STATED_WARNING, /* section 20.43 */
    SC_STATED_CODE,    /* another code of a hop downstream that the response was made from */
    SC_STATED_REASON,  /* RFC 3326: of the response, of an earlier one, of CANCEL or BYE */
};

/* One finding about one message. Texts are UTF-8 without control characters. */
struct sc_finding {
    const struct sc_finding_row *row;
    enum sc_confidence confidence; /* the row's, or lower */
    unsigned blockers;             /* enum sc_blocker, or-ed */
    enum sc_stated stated;         /* whose words TEXT quotes */
    bool aside;                    /* as the row's, or because it only confirms the status code */
    unsigned evidence_count;
    uint32_t evidence[SC_EVIDENCE_MAX]; /* frames, ascending, none twice */
    char text[SC_FINDING_TEXT_SIZE];    /* one sentence with the values that prove it */
    char words[SC_WORDS_SIZE]; /* of it what is stated, and where; "" if nobody is quoted */
};

struct sc_diagnosis;

/* A diagnosis of the capture that TRACKER follows, which must outlive it. THRESHOLDS are copied.
 * Never NULL. */
struct sc_diagnosis *sc_diagnosis_new(const struct sc_tracker *tracker,
                                      const struct sc_thresholds *thresholds);

/* Frees the diagnosis. NULL is allowed. */
void sc_diagnosis_free(struct sc_diagnosis *diagnosis);

/* The next message of the capture, and how the tracker understood it: MESSAGE and SIGHTING are what
 * sc_tracker_tell() gave for the event. Of an ICMP error MESSAGE is NULL. A sighting without
 * transaction is allowed and tells nothing. */
void sc_diagnosis_add(struct sc_diagnosis *diagnosis, const struct sc_packet *packet,
                      const struct sc_message *message, const struct sc_sighting *sighting);

/* The findings to be shown at a message, as far as the capture was read, strongest first: by
 * confidence, then by severity. SIGHTING is what the tracker said of it. Writes at most
 * SC_FINDINGS_MAX and returns how many.
 *
 * What needs later messages turns up on the earlier one once they were added; a finding that later
 * messages contradict is not handed out any more. */
size_t sc_diagnosis_findings(const struct sc_diagnosis *diagnosis,
                             const struct sc_sighting *sighting,
                             struct sc_finding findings[SC_FINDINGS_MAX]);

/* The finding whose hint is to be followed, by the order of trust: a proof, what a Reason states, a
 * strong conclusion, what a Warning states, a suggestive one. Of equals the first counts; one that
 * calls the message normal (SC_SEVERITY_CHAT) only where nothing else explains it, and remarks on
 * something beside it never. NULL if there is none. */
const struct sc_finding *sc_finding_to_follow(const struct sc_finding *findings, size_t count);

/* The finding whose WORDS are to be read before any hint, as it quotes a cause that somebody
 * states: the one to follow or, where that is suggestive at the most, another that quotes one, such
 * as the sender's own phrase. NULL if there is none. */
const struct sc_finding *sc_finding_to_read(const struct sc_finding *findings, size_t count);

/* What to do first about a message with these findings, in one line: the stated cause, if it is to
 * be read, and the hint of the finding to follow or, if there is none, that of the status code.
 * CODE is 0 for a request, which then has the hint of its first finding; false, and an empty hint,
 * if it has none. */
bool sc_hint_write(const struct sc_finding *findings, size_t count, unsigned code,
                   char hint[SC_HINT_SIZE]);

#endif
