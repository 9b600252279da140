/* Captures for the tests of the tracker, written down as ladders.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One line is one frame, with what the tracker is to make of it behind the colon:
 *
 *      1     0  alice > bob    INVITE                   : 1
 *      2   500  alice > bob    again 1                  : 1 again 1
 *      3   510  bob > alice    180                      : 1
 *      4   900  bob > alice    200                      : 1
 *      5   901  alice > bob    ACK                      : 1
 *
 * FRAME MILLISECONDS SENDER > RECEIVER MESSAGE OPTION... : EXPECTED
 *
 * FRAME counts from 1. A party is a name, which gives it an address of its own and port 5060;
 * "name:5070" is the same host on another port. The first is 10.0.0.1, the second 10.0.0.2; where
 * the names begin with "six-", fd77::1 and fd77::2.
 *
 * MESSAGE is one of
 *     METHOD         a request with a Via of its own, branch z9hG4bK-FRAME
 *     CODE           a response to the latest request that the receiver sent to the sender, ACK
 *                    excepted; its To tag is the sender's name unless the request has one
 *     relay FRAME    that frame passed on: a request gets a Via on top, a response loses one
 *     again FRAME    the bytes of that frame once more
 *     icmp FRAME WHAT    no message: an ICMP error that quotes that frame; WHAT is network, host,
 *                    port, protocol or prohibited; no-quote: without any of its bytes
 *     syn            no message: a TCP segment that opens a connection
 *     reset          no message: a TCP segment that ends one; refuse: one that refuses to open it;
 *                    bare: without acknowledgement
 *     icmp-syn PARTY WHAT    no message: an ICMP error about a connection that the receiver wanted
 * to open to PARTY; WHAT as in icmp dns TYPE NAME  no message: a query if it is sent to port 53,
 * else the response to one; rcode=N records=N: what that holds, otherwise 0 segment SIZE   no
 * message: a TCP segment with that many bytes fragment OFFSET SIZE    no message: an IPv4 fragment
 *
 * OPTIONs override what the message would have:
 *     call= cseq= from= to= uri=    values; tags are the sender's name and none; "-" leaves out
 *     cseq-method=X  another method in CSeq, which a response to it copies
 *     b=X            branch z9hG4bK-X, so b=1 is the branch of frame 1; branch=X: the bare X
 *     sent-by=X      host in the own Via
 *     version=X      of the request line
 *     of=FRAME       the request that a response answers
 *     phrase= reason= rseq=         the reason phrase, if not the registered one, which may hold
 *                    escapes of C; header fields
 *     challenge      a WWW-Authenticate (401) or Proxy-Authenticate header
 *     credentials    an Authorization header; proxy-credentials: Proxy-Authorization
 *     received       when relayed: the Via below got received and rport
 *     no-via         leaves out all Vias
 *     tcp            over a stream; seq=N: with this sequence number, 100 bytes long whatever it
 *                    really is; size=N: N bytes long
 *     id=N           IPv4 identification, otherwise the frame's number; no-id: none, as in IPv6
 *     unseen         sent, but not captured
 *     cut            cut by the capture
 *     more           more fragments follow
 *
 * Behind bars stand whole header fields, in place of those the message would have; "-Name" leaves a
 * header out, and "body TEXT" is a body. All may hold escapes of C:
 *
 *      1     0  alice > bob    OPTIONS  | Max-Forwards: 0 | -From | body v=0\r\n    : 1
 *
 * EXPECTED is one of
 *     FRAME               the first copy of a message of the transaction that the request in FRAME
 *                         opened; 0: of one whose request was not seen
 *     FRAME again FIRST   a retransmission of the message in frame FIRST; tcp: of the segment;
 *                         double: the same packet
 *     -                   nothing
 */
#ifndef SIPCODES_TESTS_CAPTURE_H
#define SIPCODES_TESTS_CAPTURE_H

#include "sipcodes/diagnose.h"
#include "sipcodes/tracker.h"

#include "scan.h"

struct capture;

/* A capture with SIP's usual timers. Never NULL. */
struct capture *capture_new(void);
struct capture *capture_new_with(const struct sc_timers *timers);
void capture_free(struct capture *capture);

/* Feeds the lines to the tracker and fails the test where it finds anything else than expected. */
void ladder(struct capture *capture, const char *lines);

/* A capture that holds these lines. */
struct capture *capture_of(const char *lines);

/* The capture goes on for so long without anything that matters. */
void silence_until(struct capture *capture, int64_t milliseconds);

/* The capture was read to its end. */
void read_to_the_end(struct capture *capture);

struct sc_tracker *tracker_of(struct capture *capture);
const struct sc_diagnosis *diagnosis_of(const struct capture *capture);

/* Tells a tracker of the message of a scan, whatever capture it is of. */
struct sc_sighting tell_message(struct sc_tracker *tracker, const struct sc_packet *packet,
                                struct scan *scan);

/* What the tracker made of a frame. */
const struct sc_sighting *sighting_in(const struct capture *capture, uint32_t frame);
const struct sc_transaction *transaction_in(const struct capture *capture, uint32_t frame);
const struct sc_record *record_in(const struct capture *capture, uint32_t frame);
struct sc_gaps gaps_in(const struct capture *capture, uint32_t frame);

/* The outcome of the transaction of a frame. */
const char *outcome_in(const struct capture *capture, uint32_t frame);

#define assert_outcome(capture, frame, name) assert_string_equal(outcome_in(capture, frame), name)

/* The attempt that the message in a frame belongs to. */
const struct sc_attempt *attempt_in(const struct capture *capture, uint32_t frame);

/* Asserts how many attempts the capture holds. */
void check_attempts(struct capture *capture, size_t count);

/* Asserts the outcome of frame 1 of a ladder in a capture of its own. */
void check_outcome(const char *name, const char *lines);

/* A test that is one ladder. */
static inline void check_ladder(const char *lines)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    capture_free(capture);
}

#endif
