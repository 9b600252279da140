/* A capture: the front door of the library.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The caller says what each packet holds: sc_capture_see(). That is recorded, and costs little. To
 * follow a message and to judge it costs many times as much, and most runs over a capture never ask
 * for it. So what was seen is analysed only on demand, and only as far as it is needed:
 * sc_capture_read(). Whenever and in however many steps that happens, the result is the same as if
 * each event had been read at once.
 *
 * What is returned by reference (transactions, records, attempts) belongs to the capture. It is
 * valid until the capture is read deeper than it was before or freed. Its contents change as the
 * capture is read on.
 */
#ifndef SIPCODES_CAPTURE_H
#define SIPCODES_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "sipcodes/attempt.h"
#include "sipcodes/diagnose.h"
#include "sipcodes/event.h"
#include "sipcodes/settings.h"
#include "sipcodes/summary.h"
#include "sipcodes/why.h"

/* How far an analysis has to go. Each depth includes those before it. */
enum sc_depth {
    /* What a message says by itself, which its bytes tell: nothing is read of the capture. */
    SC_DEPTH_MESSAGE,

    /* What belongs to what: requests and responses, copies, outcomes. */
    SC_DEPTH_TRACKING,

    /* Why a message was sent. */
    SC_DEPTH_FINDINGS,
};

struct sc_capture;

/* A capture of which nothing was seen yet. SETTINGS are copied. Never NULL. */
struct sc_capture *sc_capture_new(const struct sc_settings *settings);

/* Frees the capture and everything that it returned. NULL is allowed. */
void sc_capture_free(struct sc_capture *capture);

/* The next event of the capture. It is recorded, BYTES are copied; false if nothing can follow from
 * it, so that it is not: TCP, DNS and ICMP errors between hosts that no SIP message was seen of.
 *
 * SIGHTING is where sc_capture_read() writes how a message or an ICMP error is understood, each
 * time the event is read. The caller zeroes it, and keeps it until the capture was read at
 * SC_DEPTH_FINDINGS or is freed; if the event was not recorded, it is not used. NULL for the other
 * kinds of events.
 *
 * Recorded are the bytes and a struct of fixed size for each message, ICMP error, IP fragment, and
 * packet of TCP or DNS that something can follow from. They are freed as they are read at
 * SC_DEPTH_FINDINGS; of moments nothing is kept but the first and the latest. */
bool sc_capture_see(struct sc_capture *capture, const struct sc_event *event,
                    struct sc_sighting *sighting);

/* Reads what was seen at least to DEPTH, and from now on each event as it is seen: its bytes are
 * not copied. For a capture whose depth is known in advance. */
void sc_capture_keep_up(struct sc_capture *capture, enum sc_depth depth);

/* The scan of a message with these BYTES. If the capture keeps up, BYTES are those of a message of
 * the packet that was seen last, where they were then; it is not scanned again if no other message
 * was seen after it. Valid until the next call, and until another message is seen. */
const struct sc_message *sc_capture_scan(struct sc_capture *capture, struct sc_slice bytes);

/* Says that the capture was seen to its end: what it lacks now does not come any more. Takes effect
 * at the next reading. What is seen later takes it back, as in a live capture. */
void sc_capture_finish(struct sc_capture *capture);

/* Reads what was seen since the last reading, at least to DEPTH. A capture that was read to some
 * depth is read to that depth from then on. To read deeper than before costs a reading from the
 * beginning; sightings are written again then. */
void sc_capture_read(struct sc_capture *capture, enum sc_depth depth);

/* The findings to be shown at a message, as far as the capture was read, in the order that
 * sc_diagnosis_findings() has. Writes at most SC_FINDINGS_MAX and returns how many: none unless it
 * was read at SC_DEPTH_FINDINGS. */
size_t sc_capture_findings(const struct sc_capture *capture, const struct sc_sighting *sighting,
                           struct sc_finding findings[SC_FINDINGS_MAX]);

/* Which message the frame of a finding's evidence holds and what it shows, as sc_evidence_write()
 * has it, as far as the capture was read. */
void sc_capture_evidence(const struct sc_capture *capture, const struct sc_evidence *evidence,
                         char text[SC_EVIDENCE_TEXT_SIZE]);

/* The one cause to look at of a message with these findings, which are all that
 * sc_capture_findings() has for it; CODE is its status code, 0 for a request. A request of an
 * attempt that failed has the cause of the response that ended it. False, and empty texts, if there
 * is nothing to explain. */
bool sc_capture_why(const struct sc_capture *capture, const struct sc_sighting *sighting,
                    const struct sc_finding *findings, size_t count, unsigned code,
                    struct sc_why *why);

/* The first frame of the attempt of a message, the same on all its hops and branches, as far as the
 * capture was read; a CANCEL belongs to the attempt of its INVITE. 0 for a message that fits
 * nowhere or was not read. */
uint32_t sc_capture_first_frame(const struct sc_sighting *sighting);

/* What became of the attempt of a message, as sc_transaction_outcome() has it, as far as the
 * capture was read. SC_OUTCOME_UNKNOWN for a message that fits nowhere or was not read. */
enum sc_outcome sc_capture_outcome(const struct sc_capture *capture,
                                   const struct sc_sighting *sighting);

/* The summary of what SELECTION names; NULL: of all. Takes the capture for seen to its end, and
 * reads it at SC_DEPTH_FINDINGS first. To be freed with sc_summary_free(), before the capture and
 * before more of it is read. Never NULL. */
struct sc_summary *sc_capture_summary(struct sc_capture *capture,
                                      const struct sc_selection *selection);

#endif
