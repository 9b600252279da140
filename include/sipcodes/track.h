/* The tracker: what belongs to what in a capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Fed with every SIP message in the order of the capture, it knows which request a response
 * answers, which copies of a message are the same message, which hop of a call one sees, which
 * dialog a request belongs to, and what became of each attempt.
 *
 *   transaction   a request on one hop and its responses (RFC 3261 section 17)
 *   hop           a transaction's place on the way: the proxy's transaction downstream is the
 *                 child of the one upstream (section 16)
 *   dialog        Call-ID and both tags (section 12)
 *   attempt       what a user tried: a request, its repetitions with credentials, with another
 *                 interval or to another target, on all hops
 *
 * Everything a tracker hands out belongs to it and lives until sc_tracker_free(). It may be read
 * at any time; it changes only in sc_tracker_add() and its siblings. The tracker copies what it
 * keeps, so messages need not outlive the call. Memory grows with the distinct messages of a
 * capture: see SC_KEPT_MAX for the bound of each.
 */
#ifndef SIPCODES_TRACK_H
#define SIPCODES_TRACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/message.h"
#include "sipcodes/sdp.h"
#include "sipcodes/slice.h"

/* Bytes that are kept of one value of a message: branch, tag, Call-ID, ... What is longer is cut,
 * but still told apart by all of its bytes. One message costs at most six such values and six
 * fixed structs. */
#define SC_KEPT_MAX 128

/* Transactions with one branch that a message is held against where Call-ID and CSeq do not decide,
 * the latest ones: a client that reuses its branch makes many. */
#define SC_SAME_KEY_MAX 8

/* Transactions without parent that one step of an attempt takes. What comes past it is another
 * attempt. */
#define SC_ROOTS_MAX 256

/* Vias of one request that hops are told by, the topmost ones. */
#define SC_VIAS_MAX 70

/* Of each distinct message the bytes are kept for a while, so that a response can be held against
 * its request: of messages up to this size, for so long by the capture's clock (nanoseconds), and
 * of all together at most so many bytes. */
#define SC_TEXT_MAX       16384
#define SC_TEXT_TIME      INT64_C(300000000000)
#define SC_TEXT_TOTAL_MAX ((size_t)64 * 1024 * 1024)

/* Values of Reason that are kept of one message. */
#define SC_REASONS_MAX 4

/* Copies of one message this close together may be one packet seen twice, in nanoseconds. */
#define SC_DUPLICATE_WINDOW INT64_C(5000000)

/* An address and port. Zeroed where it is not known. */
struct sc_endpoint {
    uint8_t family; /* 0 unknown, 4 or 6 */
    uint8_t address[16];
    uint16_t port;
};

/* Room for sc_endpoint_host(). */
#define SC_HOST_SIZE 64

/* Writes the address of an endpoint as text, without its port; "?" if it is not known. ENDPOINT may
 * be NULL. */
void sc_endpoint_host(const struct sc_endpoint *endpoint, char text[SC_HOST_SIZE]);

/* True if two endpoints are known to be of one host, whatever their ports. */
bool sc_same_host(const struct sc_endpoint *a, const struct sc_endpoint *b);

/* What the capture says of the packet that a message came in. Filled by the caller for one call. */
struct sc_packet {
    uint32_t frame; /* number of the frame, from 1 */
    int64_t time;   /* nanoseconds since the epoch */
    struct sc_endpoint source;
    struct sc_endpoint destination;
    bool stream;      /* TCP, TLS, WebSocket, SCTP: no retransmission by SIP but of 2xx and 1xx */
    bool has_ip_id;   /* IPv4, and the identification could be read */
    uint16_t ip_id;   /* IPv4 identification */
    bool has_tcp_seq; /* the sequence number of the segment could be read */
    uint32_t tcp_seq; /* TCP sequence number of the segment */
    bool cut;         /* the capture holds less of the packet than there was */
};

/* The time from one moment to another, as far as a number holds it: a broken capture has any. */
static inline int64_t sc_time_between(int64_t from, int64_t to)
{
    if (from < 0) {
        return to > INT64_MAX + from ? INT64_MAX : to - from;
    }
    return to < INT64_MIN + from ? INT64_MIN : to - from;
}

/* True if a message was cut by the capture. A datagram that is whole but shorter than its
 * Content-Length is a fault of its sender. */
bool sc_message_is_cut(const struct sc_packet *packet, const struct sc_message *message);

/* How a message relates to earlier ones. */
enum sc_copy {
    SC_COPY_FIRST,              /* not seen before on this hop */
    SC_COPY_RETRANSMISSION,     /* SIP sent it again (section 17.1, 17.2, 13.3.1.4) */
    SC_COPY_TCP_RETRANSMISSION, /* TCP sent the segment again */
    SC_COPY_DUPLICATE,          /* one packet, captured twice */
};

/* What an ICMP error says of a destination (RFC 792, RFC 1812 section 5.2.7, RFC 4443
 * section 3.1). */
enum sc_icmp {
    SC_ICMP_NONE,
    SC_ICMP_NETWORK,    /* no route to its network */
    SC_ICMP_HOST,       /* the host does not answer */
    SC_ICMP_PORT,       /* nothing listens on the port */
    SC_ICMP_PROTOCOL,   /* the host does not take the transport */
    SC_ICMP_PROHIBITED, /* a filter rejects it */
};

/* One distinct message on one hop: its first copy, and how often it came again. */
struct sc_record {
    uint32_t frame; /* of the first copy */
    int64_t time;   /* of the first copy, ns since the epoch */
    const struct sc_endpoint *source;
    const struct sc_endpoint *destination;
    uint16_t code;          /* status code; 0 for a request */
    struct sc_slice to_tag; /* absent if there is none */
    struct sc_slice text;   /* its bytes and what stood behind them in the same packet; absent if
                               they are not kept, or no longer: see SC_TEXT_MAX. Of a message that
                               the capture cut nothing is kept */
    size_t size;            /* of the message, bytes */
    const struct sc_reason *reasons; /* its first values of Reason, of which BYTES are not kept */
    unsigned reason_count;           /* how many, SC_REASONS_MAX at most */

    uint32_t retransmissions;
    uint32_t tcp_retransmissions;
    uint32_t duplicates;
    uint32_t last_frame; /* of the last copy that is no duplicate */
    int64_t last_time;

    struct sc_record *next; /* the next distinct response of the transaction, in capture order */

    struct sc_record *undelivered; /* of a response: the first ICMP error that quotes it, or NULL */
    enum sc_icmp icmp;             /* what that error says */

    uint64_t identity; /* digest of what all copies share: start line, To tag, RSeq, endpoints; of
                          responses what they mirror, and of them and ACKs the transaction */
    uint64_t mirrored; /* digest of what a response copies from its request: Via, From, Call-ID and
                          CSeq, without what servers may add (section 8.2.6.2) */
    uint64_t digest;   /* of all bytes; this and the following of the last copy */
    int64_t copy_time;
    uint32_t tcp_seq;
    uint16_t ip_id;
    bool has_ip_id;
    bool has_tcp_seq;
};

struct sc_attempt;
struct sc_dialog;

/* A challenge of the 401 or 407 that ended a transaction. */
struct sc_challenge {
    enum sc_header header;     /* that it stands in */
    struct sc_slice realm;     /* without its quotes, at most SC_KEPT_MAX bytes */
    uint64_t realm_digest;     /* of the whole realm */
    struct sc_challenge *next; /* the next one of the same response */
};

/* Credentials of a request that use a nonce again without raising the nonce count (RFC 7616
 * section 3.4): which they are, and the earlier request. */
struct sc_nonce_reuse {
    enum sc_header header; /* the credentials' ... */
    unsigned index;        /* ... and which of that header, from 0 */
    uint32_t frame;        /* of the earlier request with the highest count */
    uint32_t count;        /* that count */
};

/* A request on one hop, and what answered it (section 17). */
struct sc_transaction {
    struct sc_slice method; /* of the request; INVITE for an INVITE's ACK */
    struct sc_slice branch; /* of the top Via; absent for an RFC 2543 peer */
    struct sc_slice sent_by;
    struct sc_slice call_id;
    struct sc_slice from_tag;
    uint32_t cseq;

    bool request_seen;        /* false: the capture holds responses only */
    struct sc_record request; /* zeroed if it was not seen */
    struct sc_slice to_tag;   /* of the request: present if it was sent within a dialog */
    bool authorization;       /* the request carries Authorization ... */
    bool proxy_authorization; /* ... or Proxy-Authorization */
    bool offered;             /* INVITE, UPDATE: the request holds a session description */

    struct sc_record *responses;         /* distinct ones, in capture order */
    struct sc_record *last_response;     /* the end of that list */
    size_t response_count;               /* how many */
    const struct sc_record *provisional; /* first 1xx */
    const struct sc_record *alerting;    /* first 180 */
    const struct sc_record *final;       /* first final response */
    const struct sc_record *success;     /* first 2xx */
    bool challenged; /* the final is a 401 or 407 that asks for credentials the request lacks */
    struct sc_record *ack; /* first ACK for its finals; NULL if none was seen. Behind it the others,
                              as each 2xx of a fork has its own */

    struct sc_transaction *cancel;  /* INVITE: the CANCEL that was sent for it, or NULL */
    struct sc_transaction *cancels; /* CANCEL: the INVITE that it is for, or NULL */
    bool completed_elsewhere;       /* CANCEL: its Reason says the call was answered elsewhere */

    struct sc_record *unreachable; /* the first ICMP error that quotes the request, or NULL */

    struct sc_transaction *parent;   /* the hop upstream, or NULL if that was not captured */
    struct sc_transaction *children; /* branches downstream, latest first */
    struct sc_transaction *sibling;  /* next child of the same parent */

    struct sc_attempt *attempt;       /* NULL for CANCEL only, which is part of its INVITE's */
    struct sc_transaction *next_root; /* next transaction without parent of the attempt's step */
    struct sc_transaction *previous;  /* of the same client: the one whose final response this
                                         request follows up, e.g. with credentials; or NULL */
    struct sc_transaction *follows;   /* of another attempt of the same client with the same method
                                         and users in From and To, 64*T1 ago at most: the one whose
                                         3xx, 305 excepted, has a Contact with the target of this
                                         request (section 8.1.3.4), of its first 16; NULL if there
                                         is none, or if the request has PREVIOUS, a To tag, or the
                                         target in To */
    struct sc_transaction *answer;    /* of one that a 401 or 407 ended: the first request behind it
                                         that answers with credentials, be it with PREVIOUS or with
                                         a nonce that was offered; or NULL */
    struct sc_challenge *challenges;  /* of its final response, in the order sent */
    const struct sc_challenge *answered; /* the first challenge of PREVIOUS that the request has
                                            credentials for, by header and realm; or NULL */
    const struct sc_nonce_reuse *nonce_reuse; /* NULL: its nonce counts are in order */
    struct sc_dialog *dialog;       /* that it was sent in or made; NULL if none is known */
    struct sc_transaction *earlier; /* next earlier request in that dialog, CANCEL excepted */

    enum sc_icmp icmp;            /* what UNREACHABLE says */
    bool cut;                     /* a message of it was cut by the capture or came incomplete */
    bool target_tried;            /* of one that a 3xx ended: such a request came, be it with
                                     others in From and To */
    int64_t last_time;            /* of its latest message, ns since the epoch */
    struct sc_transaction *older; /* earlier transaction with the same branch_key */
    uint64_t serial;              /* which one of the capture it is, from 1 */
    uint64_t key;                 /* digest of what matches messages to it */
    uint64_t branch_key;          /* the same without Call-ID and CSeq number, unless the peer is of
                                     RFC 2543 */
    uint64_t call;                /* digest of Call-ID and CSeq number */
    uint64_t path;                /* digest of the Via list */
    uint64_t tail;                /* the same without the top Via: the hop upstream; 0: none */
};

/* Call-ID and both tags (section 12). Made by a 101 to 299 with a To tag to INVITE, SUBSCRIBE or
 * REFER. */
struct sc_dialog {
    struct sc_slice call_id;
    struct sc_slice caller_tag; /* From tag of the request that made it */
    struct sc_slice callee_tag;
    struct sc_transaction *setup;      /* the transaction that made it, on the hop seen first */
    struct sc_transaction *invite;     /* the latest INVITE in it, the first one included */
    struct sc_transaction *bye;        /* the first BYE in it, or NULL */
    struct sc_transaction *latest;     /* the latest request in it, EARLIER leads on to the others;
                                          NULL if there was none but the one that made it */
    struct sc_dialog *sibling;         /* next earlier dialog with the same Call-ID */
    const struct sc_record *confirmed; /* the 2xx that confirmed it; NULL: early */
};

/* What a user tried. The CSeq steps of one Call-ID, From tag and method: a challenge and its
 * answer, a redirection and the new target, an interval and the longer one. What follows more than
 * 64*T1 later is another attempt, and so is a request with the same CSeq behind a 2xx. */
struct sc_attempt {
    struct sc_slice call_id;
    struct sc_slice from_tag;
    struct sc_slice to_tag; /* absent outside of a dialog */
    struct sc_slice method;
    struct sc_slice caller;       /* user of the From URI of its first request; absent if none */
    struct sc_slice callee;       /* the same of the To URI */
    uint32_t cseq;                /* of the latest step */
    unsigned steps;               /* how many, from 1 */
    struct sc_transaction *first; /* the first transaction of the first step */
    struct sc_transaction *roots; /* transactions without parent of the latest step, latest first */
    unsigned root_count;          /* how many */
    int64_t last_time;            /* of its latest message, ns since the epoch */
    bool renews;                  /* an earlier attempt had the same Call-ID, tags and method, as
                                     that of a phone that registers every few minutes */
};

/* What the latest 2xx to a REGISTER of an address of record said (section 10.3). */
struct sc_registration {
    uint32_t frame;    /* of the 2xx */
    int64_t time;      /* of it, ns since the epoch */
    uint32_t lifetime; /* seconds until the last of its bindings runs out; 0: none is left */
};

/* What became of an attempt. */
enum sc_outcome {
    SC_OUTCOME_UNKNOWN, /* no final response, and the capture cannot tell why */
    SC_OUTCOME_ANSWERED,
    SC_OUTCOME_REDIRECTED,
    SC_OUTCOME_CHALLENGED,
    SC_OUTCOME_CANCELLED,
    SC_OUTCOME_ANSWERED_ELSEWHERE,
    SC_OUTCOME_BUSY,
    SC_OUTCOME_NO_ANSWER,
    SC_OUTCOME_DECLINED,
    SC_OUTCOME_REFUSED,
    SC_OUTCOME_FAILED,
    SC_OUTCOME_UNANSWERED,
    SC_OUTCOME_COUNT,
};

/* The name of an outcome as users filter for it, e.g. "no-answer"; "" for any other number. */
const char *sc_outcome_name(enum sc_outcome outcome);

struct sc_tracker;

/* SIP's timers (section 17.1.1.1 and table 4), in milliseconds. */
struct sc_timers {
    uint32_t t1; /* round-trip time estimate: 500; in IMS 2000 */
    uint32_t t2; /* longest interval between non-INVITE retransmissions: 4000; in IMS 16000 */
};

/* A tracker for one capture. TIMERS are copied. Never NULL. */
struct sc_tracker *sc_tracker_new(const struct sc_timers *timers);

/* Frees the tracker and everything it handed out. NULL is allowed. */
void sc_tracker_free(struct sc_tracker *tracker);

/* How one message of the capture was understood. TRANSACTION is NULL if the message fits nowhere,
 * and so is RECORD unless it is a response; then each copy has a record of its own. It fits nowhere
 * if it has no readable Via or CSeq (a request without any CSeq is fine), or is an ACK
 * whose INVITE was not captured or was answered with other tags only. */
struct sc_sighting {
    const struct sc_transaction *transaction;
    const struct sc_record *record;
    enum sc_copy copy;
    uint32_t frame; /* that it came in; 0 if it fits nowhere */
};

/* Adds the next message of the capture. Any message may be given; frames may be out of order. */
struct sc_sighting sc_tracker_add(struct sc_tracker *tracker, const struct sc_packet *packet,
                                  const struct sc_message *message);

/* Says beforehand that a message of SIP in PACKET will be added: from now on it matters what else
 * goes on between its endpoints over TCP, and what the host that it goes to does besides SIP. */
void sc_tracker_expect(struct sc_tracker *tracker, const struct sc_packet *packet);

/* Whether the TCP segment in PACKET is between two such endpoints. */
bool sc_tracker_follows(const struct sc_tracker *tracker, const struct sc_packet *packet);

/* Whether a message of SIP was sent to a host, whatever the port. */
bool sc_tracker_attends(const struct sc_tracker *tracker, const struct sc_endpoint *host);

/* Tells the tracker that the capture has reached TIME (ns since the epoch), whatever the frame
 * holds: without it, silence could not be told from the capture's end. */
void sc_tracker_tick(struct sc_tracker *tracker, int64_t time);

/* Tells the tracker that the capture was read to its end: what it lacks now does not come any more.
 * Whatever is told later takes that back, as in a live capture. */
void sc_tracker_finish(struct sc_tracker *tracker);

/* A TCP segment of SIZE bytes of data, in capture order, whatever it holds; to be told behind the
 * messages of the same frame. SYN: it opens a connection. Not for resets, whose sequence number
 * may be any: see sc_tracker_reset(). Only endpoints that a SIP message was seen between are
 * followed. */
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
 * TARGET: ICMP says what. To be told besides sc_tracker_unreachable(), which looks for requests. */
void sc_tracker_unconnected(struct sc_tracker *tracker, const struct sc_packet *packet,
                            enum sc_icmp icmp, const struct sc_endpoint *client,
                            const struct sc_endpoint *target);

/* A UDP datagram from or to port 53: DATAGRAM are its bytes, as many as were captured, and may be
 * anything. What is no query or response for the place of a name is passed over. */
void sc_tracker_dns(struct sc_tracker *tracker, const struct sc_packet *packet,
                    struct sc_slice datagram);

/* The latest dialog with a Call-ID, its SIBLING leads on to earlier ones; NULL if there is none. */
const struct sc_dialog *sc_tracker_dialogs(const struct sc_tracker *tracker,
                                           struct sc_slice call_id);

/* The latest attempt with these values, TO_TAG absent outside of a dialog; NULL if there is none.
 */
const struct sc_attempt *sc_tracker_attempt_with(const struct sc_tracker *tracker,
                                                 struct sc_slice call_id, struct sc_slice from_tag,
                                                 struct sc_slice to_tag, struct sc_slice method);

/* The longest request that a server took: it got a final response other than 400, 413, 414 and 5xx,
 * which may be sent for the length. SERVER is the destination of a record; NULL if none is known.
 */
const struct sc_record *sc_tracker_longest_taken(const struct sc_tracker *tracker,
                                                 const struct sc_endpoint *server);

/* The latest registration that a server accepted for the user and host of a URI; NULL if the
 * capture holds none. */
const struct sc_registration *sc_tracker_registration(const struct sc_tracker *tracker,
                                                      struct sc_slice uri,
                                                      const struct sc_endpoint *server);

/* An answered call, as caller or callee, of the user and host of a URI, with another Call-ID and as
 * far as the capture was read without BYE; NULL if none of its latest is. */
const struct sc_dialog *sc_tracker_call_of(const struct sc_tracker *tracker, struct sc_slice uri,
                                           struct sc_slice call_id);

/* When the capture begins and how far it was read, in nanoseconds since the epoch; 0 as long as it
 * holds nothing. */
int64_t sc_tracker_begin(const struct sc_tracker *tracker);
int64_t sc_tracker_end(const struct sc_tracker *tracker);

/* Whether the capture was read to its end, as sc_tracker_finish() says. */
bool sc_tracker_finished(const struct sc_tracker *tracker);
/* What a host says of the time: the Date (section 20.17) of the messages it made, held against the
 * capture's clock. A Date has whole seconds, so offsets agree if they are this close, in
 * nanoseconds. */
#define SC_CLOCK_TOLERANCE INT64_C(3000000000)

struct sc_clock {
    int64_t offset;                 /* how far FIRST's Date is ahead of the capture, ns */
    unsigned agreed;                /* messages in a row with that offset, FIRST included */
    const struct sc_record *first;  /* the first of them ... */
    const struct sc_record *latest; /* ... and the latest */
};

/* The clock of the host that sent from an endpoint; NULL if none of its messages had a Date, or the
 * times of the capture are no times of day. Messages that it only passed on do not count, as far as
 * the capture shows that. */
const struct sc_clock *sc_tracker_clock(const struct sc_tracker *tracker,
                                        const struct sc_endpoint *source);

/* The timers that the tracker judges by. */
struct sc_timers sc_tracker_timers(const struct sc_tracker *tracker);

/* What became of the transaction's attempt, as far as the messages added so far decide it. For a
 * transaction downstream of another one: what became of that branch. For a CANCEL: of its INVITE.
 */
enum sc_outcome sc_transaction_outcome(const struct sc_tracker *tracker,
                                       const struct sc_transaction *transaction);

/* The outcome of an attempt by itself. */
enum sc_outcome sc_attempt_outcome(const struct sc_tracker *tracker,
                                   const struct sc_attempt *attempt);

/* The transaction on the outermost hop that decides what became of an attempt; NULL if all of its
 * hops were counted with another attempt. */
const struct sc_transaction *sc_attempt_decisive(const struct sc_tracker *tracker,
                                                 const struct sc_attempt *attempt);

/* The final response that decides a transaction: a 2xx before any other. NULL if there is none. */
const struct sc_record *sc_transaction_final(const struct sc_transaction *transaction);

/* What the capture lacks to judge a transaction. Facts, each by itself; all false: nothing. */
struct sc_gaps {
    bool request_missing;   /* the capture starts after the request, or missed it */
    bool ends_early;        /* it ends within 64*T1 of the transaction's last message, or of the
                               first copy of a request without any response */
    bool one_direction;     /* between the two hosts it holds one direction only */
    bool cut;               /* a message was cut by the capture */
    bool segments_missing;  /* TCP data between the two endpoints is missing */
    bool fragments_missing; /* IP fragments between the two hosts are missing */
};

/* The gaps that matter to a transaction, as far as the capture was read. */
struct sc_gaps sc_transaction_gaps(const struct sc_tracker *tracker,
                                   const struct sc_transaction *transaction);

/* When something was seen. */
struct sc_instant {
    uint32_t frame; /* 0: never */
    int64_t time;   /* ns since the epoch; 0 if never */
};

/* When the server of a transaction reset the TCP connection that the request went over, the first
 * time since that was opened: it may have been before the request. */
struct sc_instant sc_transaction_reset(const struct sc_tracker *tracker,
                                       const struct sc_transaction *transaction);

/* How many responses fit nowhere, and the one at INDEX in capture order. INDEX must be below the
 * count. */
size_t sc_tracker_unplaced_count(const struct sc_tracker *tracker);
const struct sc_record *sc_tracker_unplaced(const struct sc_tracker *tracker, size_t index);

/* How many transactions there are, and the one at INDEX in the order they began. INDEX must be
 * below the count. */
size_t sc_tracker_transaction_count(const struct sc_tracker *tracker);
const struct sc_transaction *sc_tracker_transaction(const struct sc_tracker *tracker, size_t index);

/* How a host passes requests on, as far as the capture shows it: a proxy puts its Via on top of
 * those that came in (section 16.6, step 8). */
struct sc_relay {
    uint32_t whole; /* requests that were captured both on their way to it and on their way on */
    uint32_t half;  /* requests with Vias of others that were captured on their way on only */
};

/* What is known of HOST, whatever the port. */
struct sc_relay sc_tracker_relay(const struct sc_tracker *tracker, const struct sc_endpoint *host);

/* A 503 with Retry-After: the client is to send that server nothing for so long (section 21.5.4).
 */
struct sc_hold {
    const struct sc_transaction *transaction;
    const struct sc_record *record; /* the 503 */
    uint32_t seconds;
};

/* The latest 503 with Retry-After that the server of a request sent to the client of that request;
 * NULL if there is none. It may be long over. */
const struct sc_hold *sc_tracker_hold(const struct sc_tracker *tracker,
                                      const struct sc_transaction *transaction);

/* The latest message with Allow (section 20.5) that came from an endpoint and was its own, its
 * first Contact holding the address that the packet came from; NULL if there is none. */
const struct sc_record *sc_tracker_allow(const struct sc_tracker *tracker,
                                         const struct sc_endpoint *endpoint);

/* ---- What the host of a server does besides SIP, to send a request on ---- */

/* Of one host that a message of SIP was sent to, so many refused connections and names are
 * remembered, the latest. */
#define SC_REFUSALS_MAX 16
#define SC_LOOKUPS_MAX  64

/* A TCP connection that a host wanted to open, and that was refused. */
struct sc_refusal {
    struct sc_instant seen;
    struct sc_endpoint target; /* that it was to lead to */
    enum sc_icmp icmp;         /* what ICMP says of it; SC_ICMP_NONE: the target itself reset it */
};

/* A connection that was refused to HOST, whatever the port: the latest at INDEX 0, then the one
 * before it. NULL past the last that is remembered. A later one may take its place: valid until the
 * tracker is told something. */
const struct sc_refusal *sc_tracker_refusal(const struct sc_tracker *tracker,
                                            const struct sc_endpoint *host, unsigned index);

/* What a host asked DNS of one name, over UDP: its addresses, its NAPTR records, its services (RFC
 * 3263 section 4). The services are those of names like _sip._udp.NAME. */
struct sc_lookup {
    struct sc_instant asked;      /* the first query since the latest response */
    struct sc_instant asked_last; /* the latest query */
    struct sc_instant answered;   /* the latest response, whatever it said */
    struct sc_instant resolved;   /* the latest response with records */
    struct sc_instant failed;     /* the latest response that the name itself cannot be had, ... */
    unsigned code;                /* ... and its RCODE (RFC 1035 section 4.1.1): 3 no such name */
    struct sc_endpoint resolver;  /* that was asked last, or said so */
    bool heard;                   /* the host was sent a response of DNS, about any name */
};

/* The lookup of a name by HOST, whatever the port; all zero if there was none. Case and the dot at
 * the end do not count. */
struct sc_lookup sc_tracker_lookup(const struct sc_tracker *tracker, const struct sc_endpoint *host,
                                   struct sc_slice name);

/* ---- Media that a host takes ---- */

/* Audio codecs that are remembered of one host, and bytes of a codec's name with its terminator. */
#define SC_MEDIA_CODECS_MAX 12
#define SC_MEDIA_CODEC_SIZE 16

/* How RTP was carried. */
enum sc_media_profile {
    SC_MEDIA_PLAIN = 1 << 0,  /* RTP/AVP or RTP/AVPF without any keys */
    SC_MEDIA_SECURE = 1 << 1, /* RTP/SAVP or RTP/SAVPF, or keys for SRTP beside plain RTP */
    SC_MEDIA_DTLS = 1 << 2,   /* secure, keyed by DTLS: a fingerprint, or UDP/TLS in front */
};

struct sc_media_codec {
    char name[SC_MEDIA_CODEC_SIZE]; /* as sent, printable ASCII */
    uint32_t rate;                  /* clock rate; 0: not said */
};

/* What session descriptions said, all of them together. */
struct sc_media {
    uint32_t frame;    /* the first of them; 0: there was none */
    unsigned profiles; /* enum sc_media_profile, or-ed */
    bool incomplete;   /* there were audio codecs that have no name or found no room here */
    unsigned codec_count;
    struct sc_media_codec codecs[SC_MEDIA_CODECS_MAX]; /* of audio, without telephone-event, CN and
                                                          red, which carry no voice of their own */
};

/* Adds what a description says. FRAME is that of its message. Media with port 0 are not wanted, and
 * do not count. */
void sc_media_add(struct sc_media *media, const struct sc_sdp *sdp, uint32_t frame);

/* The same for a description of capabilities, as in a 488: its ports are 0, or anything (RFC 3264
 * section 9). */
void sc_media_add_capabilities(struct sc_media *media, const struct sc_sdp *sdp, uint32_t frame);

/* Adds what OTHER holds. */
void sc_media_join(struct sc_media *media, const struct sc_media *other);

/* True if the two have an audio codec in common: name and, where both say it, clock rate. */
bool sc_media_meet(const struct sc_media *a, const struct sc_media *b);

/* What the host of FROM has offered, or ANSWERED, to the host of TO, or with TO NULL to anyone;
 * NULL: nothing. From INVITE and UPDATE, and what answers them. Only where the sender speaks for
 * itself, its Contact holding the address that the packet came from, in dotted decimals or as an
 * IPv6 reference however written: what a proxy passes on is not its own. */
const struct sc_media *sc_tracker_media(const struct sc_tracker *tracker,
                                        const struct sc_endpoint *from,
                                        const struct sc_endpoint *to, bool answered);

/* How many attempts there are, and the one at INDEX in the order they began. INDEX must be below
 * the count. Attempts of hops whose upstream hop was captured later are counted with that one. */
size_t sc_tracker_attempt_count(const struct sc_tracker *tracker);
const struct sc_attempt *sc_tracker_attempt(const struct sc_tracker *tracker, size_t index);

#endif
