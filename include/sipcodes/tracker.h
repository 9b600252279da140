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
 * at any time; it changes only in sc_tracker_add() and its siblings. The tracker copies what it
 * keeps, so messages need not outlive the call. Memory grows with the distinct messages of a
 * capture: see SC_KEPT_MAX for the bound of each.
 */
#ifndef SIPCODES_TRACKER_H
#define SIPCODES_TRACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/attempt.h"
#include "sipcodes/dialog.h"
#include "sipcodes/gaps.h"
#include "sipcodes/host.h"
#include "sipcodes/media.h"
#include "sipcodes/packet.h"
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

/* How one message of the capture was understood. TRANSACTION is NULL for a message that cannot be
 * matched. RECORD then is NULL, too, except for a response, of which each copy gets its own. A
 * message cannot be matched if it has no readable Via or CSeq (a request without any CSeq is fine),
 * or is an ACK whose INVITE was not captured or was answered with other tags only. */
struct sc_sighting {
    const struct sc_transaction *transaction;
    const struct sc_record *record;
    enum sc_copy copy;
    uint32_t frame; /* that it came in; 0 if it cannot be matched */
};

/* Adds the next message of the capture. Any message may be given; frames may be out of order. */
struct sc_sighting sc_tracker_add(struct sc_tracker *tracker, const struct sc_packet *packet,
                                  const struct sc_message *message);

/* Announces that a message of SIP in PACKET will be added: from now on it matters what else
 * goes on between its endpoints over TCP, and what the host that it goes to does besides SIP. */
void sc_tracker_expect(struct sc_tracker *tracker, const struct sc_packet *packet);

/* Whether the TCP segment in PACKET is between two such endpoints. */
bool sc_tracker_follows(const struct sc_tracker *tracker, const struct sc_packet *packet);

/* Whether a message of SIP was sent to a host, whatever the port. */
bool sc_tracker_attends(const struct sc_tracker *tracker, const struct sc_endpoint *host);

/* Tells the tracker that the capture has reached TIME (ns since the epoch), whatever the frame
 * holds: without it, silence could not be distinguished from the capture's end. */
void sc_tracker_tick(struct sc_tracker *tracker, int64_t time);

/* Tells the tracker that the capture was read to its end: what it lacks now will not come. Any
 * later event takes that back, as in a live capture. */
void sc_tracker_finish(struct sc_tracker *tracker);

/* A TCP segment of SIZE bytes of data, in capture order, whatever it holds; to be given after the
 * messages of the same frame. SYN: it opens a connection. Not for resets, whose sequence number may
 * be any: see sc_tracker_reset(). Only endpoints that a SIP message was seen between are followed.
 */
void sc_tracker_segment(struct sc_tracker *tracker, const struct sc_packet *packet, bool syn,
                        size_t size);

/* An IPv4 fragment of SIZE bytes that belongs at OFFSET of its datagram's data; MORE: it is not
 * the last. */
void sc_tracker_fragment(struct sc_tracker *tracker, const struct sc_packet *packet, bool more,
                         size_t offset, size_t size);

/* An ICMP error in PACKET: ICMP says what; the quoted datagram went from SOURCE to DESTINATION, and
 * QUOTED is what the error holds of its payload, maybe nothing. The sighting names the transaction
 * of the message that it is about, and as record the transaction's UNREACHABLE if that is the
 * request, the UNDELIVERED of a response if it is that; both NULL if it is not known. */
struct sc_sighting sc_tracker_unreachable(struct sc_tracker *tracker,
                                          const struct sc_packet *packet, enum sc_icmp icmp,
                                          const struct sc_endpoint *source,
                                          const struct sc_endpoint *destination,
                                          struct sc_slice quoted);

/* A TCP segment that resets a connection (RFC 9293 section 3.5.2); ACKNOWLEDGES: it has the ACK
 * bit. It either refuses to open one, or ends one that was open. */
void sc_tracker_reset(struct sc_tracker *tracker, const struct sc_packet *packet,
                      bool acknowledges);

/* An ICMP error in PACKET that quotes a TCP segment which was to open a connection from CLIENT to
 * TARGET: ICMP says what. To be given besides sc_tracker_unreachable(), which looks for requests.
 */
void sc_tracker_unconnected(struct sc_tracker *tracker, const struct sc_packet *packet,
                            enum sc_icmp icmp, const struct sc_endpoint *client,
                            const struct sc_endpoint *target);

/* A UDP datagram from or to port 53: DATAGRAM are its bytes, as many as were captured, and may be
 * anything. Other DNS messages are ignored. */
void sc_tracker_dns(struct sc_tracker *tracker, const struct sc_packet *packet,
                    struct sc_slice datagram);

/* When the capture begins and how far it was read, in nanoseconds since the epoch; 0 as long as it
 * holds nothing. */
int64_t sc_tracker_begin(const struct sc_tracker *tracker);
int64_t sc_tracker_end(const struct sc_tracker *tracker);

/* Whether the capture was read to its end, as sc_tracker_finish() says. */
bool sc_tracker_finished(const struct sc_tracker *tracker);

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
