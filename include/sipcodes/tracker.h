/* The tracker: what belongs to what in a capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Fed with every SIP message in the order of the capture, it knows which request a response
 * answers, which copies of a message are the same message, which hop of a call one sees, which
 * dialog a request belongs to, and what became of each attempt.
 *
 *   transaction   a request on one hop and its responses (RFC 3261 section 17)
 *   hop           a transaction's place on the request's path: the proxy's transaction downstream
 * is the child of the one upstream (section 16) dialog        Call-ID and both tags (section 12)
 *   attempt       what a user tried: a request, its repetitions with credentials, with another
 *                 interval or to another target, on all hops
 *
 * Everything a tracker returns belongs to it and lives until sc_tracker_free(). It may be read
 * at any time; it changes only in sc_tracker_tell(). The tracker copies what it keeps, so messages
 * need not outlive the call. Memory grows with the distinct messages of a capture: see SC_KEPT_MAX
 * for the bound of each.
 */
#ifndef SIPCODES_TRACKER_H
#define SIPCODES_TRACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/attempt.h"
#include "sipcodes/dialog.h"
#include "sipcodes/event.h"
#include "sipcodes/gaps.h"
#include "sipcodes/host.h"
#include "sipcodes/media.h"
#include "sipcodes/time.h"
#include "sipcodes/transaction.h"
#include "sipcodes/user.h"

/* Transactions with one branch that a message is compared with where Call-ID and CSeq do not
 * decide, the latest ones: a client that reuses its branch makes many. */
#define SC_SAME_KEY_MAX 8

/* Of each distinct message the bytes are kept for a while, so that a response can be compared with
 * its request: of messages up to this size, for so long by the capture's clock (nanoseconds), and
 * of all together so many bytes. */
#define SC_TEXT_MAX       16384
#define SC_TEXT_TIME      INT64_C(300000000000)
#define SC_TEXT_TOTAL_MAX ((size_t)64 * 1024 * 1024)

struct sc_tracker;

/* A tracker for one capture. TIMERS are copied. Never NULL. */
struct sc_tracker *sc_tracker_new(const struct sc_timers *timers);

/* Frees the tracker and everything it returned. NULL is allowed. */
void sc_tracker_free(struct sc_tracker *tracker);

/* Says that EVENT will be told: from a message on, it matters what else its endpoints exchange over
 * TCP, and what the host that it goes to does besides SIP. False if the tracker has no use for the
 * event, which then does not have to be told. Costs next to nothing; BYTES are not read. */
bool sc_tracker_expect(struct sc_tracker *tracker, const struct sc_event *event);

/* Tells the tracker the next event of the capture. Any event may be told, whether it was expected
 * or not; frames may be out of order. Returns how a message or an ICMP error was understood; all
 * zero for the other kinds. MESSAGE is set to the scan of a message, with slices of EVENT's bytes,
 * and is left alone by the other kinds.
 *
 * Whatever is told takes back that the capture was read to its end. */
struct sc_sighting sc_tracker_tell(struct sc_tracker *tracker, const struct sc_event *event,
                                   struct sc_message *message);

/* Tells the tracker that the capture was read to its end: what it lacks now does not come any
 * more. */
void sc_tracker_finish(struct sc_tracker *tracker);

/* How the one message of FRAME was understood, or the ICMP error in it: what sc_tracker_tell()
 * returned. All zero if the frame holds none or several, if it fits nowhere, or if the frame was
 * told after a later one. */
struct sc_sighting sc_tracker_sighting(const struct sc_tracker *tracker, uint32_t frame);

/* When the capture begins and how far it was read, in nanoseconds since the epoch; 0 as long as it
 * holds nothing. */
int64_t sc_tracker_begin(const struct sc_tracker *tracker);
int64_t sc_tracker_end(const struct sc_tracker *tracker);

/* Whether the capture was read to its end, as sc_tracker_finish() says. */
bool sc_tracker_finished(const struct sc_tracker *tracker);

/* How many messages it was told of which the capture lacks a part: sc_message_is_cut(). */
uint64_t sc_tracker_cut_count(const struct sc_tracker *tracker);

/* The timers that the tracker judges by. */
struct sc_timers sc_tracker_timers(const struct sc_tracker *tracker);

/* How many responses cannot be matched, and the one at INDEX in capture order. INDEX must be below
 * the count. */
size_t sc_tracker_unplaced_count(const struct sc_tracker *tracker);
const struct sc_record *sc_tracker_unplaced(const struct sc_tracker *tracker, size_t index);

/* How many transactions there are, and the one at INDEX in the order they began. INDEX must be
 * below the count. */
size_t sc_tracker_transaction_count(const struct sc_tracker *tracker);
const struct sc_transaction *sc_tracker_transaction(const struct sc_tracker *tracker, size_t index);

#endif
