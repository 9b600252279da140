/* One SIP message: from its bytes to facts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sc_message_scan() walks once over the bytes, notes where the headers that matter stand, and
 * finds the body. The value readers below then take single values out of those headers. All of
 * it is lenient, linear in the bytes and without allocation, copies or recursion: any bytes give
 * facts, "absent" and "unreadable" among them.
 *
 * Everything a scan or a reader hands out points into the bytes that were scanned and lives as
 * long as they do, but for constants that struct sc_part and sc_auth_algorithm() name. Text for
 * display goes through sc_slice_text().
 */
#ifndef SIPCODES_MESSAGE_H
#define SIPCODES_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/endpoint.h"
#include "sipcodes/slice.h"

/* Header fields that are indexed. Any other is reached with sc_header_next(). */
enum sc_header {
    SC_HEADER_OTHER,
    SC_HEADER_ACCEPT,
    SC_HEADER_ACCEPT_ENCODING,
    SC_HEADER_ACCEPT_LANGUAGE,
    SC_HEADER_ACCEPT_RESOURCE_PRIORITY,
    SC_HEADER_ALLOW,
    SC_HEADER_ALLOW_EVENTS,
    SC_HEADER_AUTHORIZATION,
    SC_HEADER_CALL_ID,
    SC_HEADER_CALL_INFO,
    SC_HEADER_CONTACT,
    SC_HEADER_CONTENT_ENCODING,
    SC_HEADER_CONTENT_LANGUAGE,
    SC_HEADER_CONTENT_LENGTH,
    SC_HEADER_CONTENT_TYPE,
    SC_HEADER_CSEQ,
    SC_HEADER_DATE,
    SC_HEADER_EVENT,
    SC_HEADER_EXPIRES,
    SC_HEADER_FEATURE_CAPS,
    SC_HEADER_FROM,
    SC_HEADER_IDENTITY,
    SC_HEADER_INFO_PACKAGE,
    SC_HEADER_MAX_FORWARDS,
    SC_HEADER_MIN_EXPIRES,
    SC_HEADER_MIN_SE,
    SC_HEADER_P_ASSERTED_IDENTITY,
    SC_HEADER_PRIVACY,
    SC_HEADER_PROXY_AUTHENTICATE,
    SC_HEADER_PROXY_AUTHORIZATION,
    SC_HEADER_PROXY_REQUIRE,
    SC_HEADER_RACK,
    SC_HEADER_REASON,
    SC_HEADER_RECORD_ROUTE,
    SC_HEADER_RECV_INFO,
    SC_HEADER_REFER_TO,
    SC_HEADER_REQUIRE,
    SC_HEADER_RESOURCE_PRIORITY,
    SC_HEADER_RETRY_AFTER,
    SC_HEADER_ROUTE,
    SC_HEADER_RSEQ,
    SC_HEADER_SECURITY_CLIENT,
    SC_HEADER_SECURITY_SERVER,
    SC_HEADER_SERVER,
    SC_HEADER_SESSION_EXPIRES,
    SC_HEADER_SUBSCRIPTION_STATE,
    SC_HEADER_SUPPORTED,
    SC_HEADER_TO,
    SC_HEADER_UNSUPPORTED,
    SC_HEADER_USER_AGENT,
    SC_HEADER_VIA,
    SC_HEADER_WARNING,
    SC_HEADER_WWW_AUTHENTICATE,
    SC_HEADER_COUNT,
};

/* Header lines that are indexed in one message. Lines past it are read over and counted. */
#define SC_LINES_MAX 128

/* A header field line: NAME as sent, VALUE without white space around it, folds inside. */
struct sc_line {
    struct sc_slice name;
    struct sc_slice value;
    enum sc_header header;
};

enum sc_message_kind {
    SC_MESSAGE_NONE, /* no start line of SIP */
    SC_MESSAGE_REQUEST,
    SC_MESSAGE_RESPONSE,
};

/* The facts of one message. Filled by sc_message_scan(), owned by the caller, valid as long as
 * the scanned bytes. */
struct sc_message {
    enum sc_message_kind kind;
    struct sc_slice bytes;      /* from the start line to the end of the body */
    struct sc_slice start_line; /* without its line end */

    /* Request line (RFC 3261 section 7.1); absent in a response. */
    struct sc_slice method;
    struct sc_slice uri;

    struct sc_slice version; /* as sent, usually SIP/2.0 */

    /* Status line (section 7.2); 0 and absent in a request. */
    uint16_t code;          /* three digits as sent: 0 to 999 */
    struct sc_slice status; /* those digits */
    struct sc_slice phrase; /* present and of size 0 if none was sent */

    size_t line_count;
    size_t lines_dropped;  /* further indexable lines, past SC_LINES_MAX */
    bool headers_complete; /* the empty line that ends the headers is there */

    struct sc_slice head;         /* the header field lines, all of them */
    struct sc_slice body;         /* as far as it is there; of size 0 if there is none */
    bool content_length_readable; /* Content-Length is there and a number */
    uint64_t content_length;      /* 0 if not readable */
    uint64_t body_missing;        /* bytes that Content-Length promises and the data lacks */
    size_t surplus;               /* bytes of the data behind the body */

    uint64_t repeated;                  /* a bit for each header that has several lines */
    uint8_t first[SC_HEADER_COUNT];     /* which line is the first of a header, from 1; 0: none */
    struct sc_line lines[SC_LINES_MAX]; /* the first LINE_COUNT: indexed lines, in order sent */
};

/* Scans the message at the start of DATA. Empty lines before the start line are skipped (section
 * 7.5), header lines may end with CRLF or LF, be folded, come in any case, order and compact form
 * (section 7.3). The body is what Content-Length says, at most what is there; without a readable
 * Content-Length it is all the rest (section 18.3).
 *
 * Returns the number of bytes that the message takes, SIZE at the most; 0 if there is no start
 * line of SIP, with KIND set to SC_MESSAGE_NONE and everything else absent. */
size_t sc_message_scan(const char *data, size_t size, struct sc_message *message);

/* The status code of the response that the bytes begin with, nothing else of it being read; 0 if
 * they begin with anything else. */
uint16_t sc_message_code(const char *data, size_t size);

/* Which header a field name stands for, compact forms included (section 7.3.3). */
enum sc_header sc_header_lookup(struct sc_slice name);

/* The full name of a header, as RFCs spell it; "" for SC_HEADER_OTHER. */
const char *sc_header_name(enum sc_header header);

/* ---- Walking over headers. A cursor starts as {0} and belongs to one walk. ---- */

struct sc_cursor {
    size_t line; /* next indexed line */
    size_t at;   /* bytes of the current line's value that are done; 0: at its start */
};

/* Every header line of the message, indexed or not, in the order sent: takes the next one from
 * REST, which starts as message->head. False at the end. */
bool sc_header_next(struct sc_slice *rest, struct sc_line *line);

/* The next line of HEADER; false when there is none left. Headers whose values hold commas of
 * their own, such as WWW-Authenticate, are read this way. */
bool sc_line_next(const struct sc_message *message, enum sc_header header, struct sc_cursor *cursor,
                  struct sc_slice *value);

/* The next of the comma-separated values of HEADER, over all its lines (section 7.3.1). Commas in
 * quotes, angle brackets and comments do not separate. Empty values are left out. */
bool sc_value_next(const struct sc_message *message, enum sc_header header,
                   struct sc_cursor *cursor, struct sc_slice *value);

/* The value of the first line of HEADER; absent if there is none. */
struct sc_slice sc_header_first(const struct sc_message *message, enum sc_header header);

/* How many lines of HEADER are indexed. */
size_t sc_header_count(const struct sc_message *message, enum sc_header header);

/* True if one of the comma-separated values of HEADER is TOKEN, case and parameters ignored. */
bool sc_header_lists(const struct sc_message *message, enum sc_header header,
                     struct sc_slice token);

/* ---- Parameters: ";name=value" (section 7.3.1) ---- */

struct sc_param {
    struct sc_slice name;
    struct sc_slice value; /* with its quotes if it has them; absent if there is no "=" */
};

/* The next parameter of REST, which starts as a run of ";name=value" or "name=value, ..." with
 * SEPARATOR ';' or ','. False at the end. */
bool sc_param_next(struct sc_slice *rest, char separator, struct sc_param *param);

/* The value of the first parameter called NAME in a run of ";name=value"; absent if there is
 * none, present and of size 0 if it has no value. */
struct sc_slice sc_param_find(struct sc_slice params, const char *name);

/* ---- Values ---- */

/* CSeq (section 20.16). */
struct sc_cseq {
    bool readable;          /* a number below 2^32 and a method are there */
    uint32_t number;        /* 0 if not readable */
    struct sc_slice method; /* absent if there are no digits with a word behind them */
};

/* The message's CSeq; not readable if it is absent or malformed. A number out of range leaves the
 * method readable: the server that refuses it copies the line (section 8.2.6.2). */
struct sc_cseq sc_message_cseq(const struct sc_message *message);

/* The method the message belongs to: of the request line, in a response of CSeq. May be absent. */
struct sc_slice sc_message_method(const struct sc_message *message);

/* True if the message is a 401 or 407 that carries a challenge, as it must (sections 21.4.2 and
 * 21.4.8). */
bool sc_message_challenges(const struct sc_message *message);

/* Via (section 20.42). */
struct sc_via {
    struct sc_slice transport; /* UDP, TCP, ... */
    struct sc_slice sent_by;   /* host and port as sent */
    struct sc_slice host;      /* without the brackets of an IPv6 reference */
    uint16_t port;             /* 0 if not sent or not readable */
    struct sc_slice branch;    /* absent if not sent */
    struct sc_slice received;  /* absent if not sent */
    bool rport_asked;          /* ";rport" is there, with a value or without (RFC 3581) */
    uint16_t rport;            /* its value, 0 if none */
};

/* The port that a Via names, SC_PORT if it names none. */
static inline uint16_t sc_via_port(const struct sc_via *via)
{
    return via->port != 0 ? via->port : SC_PORT;
}

/* The next Via value of a message, topmost first; CURSOR as for sc_value_next(). A value that
 * is no Via gives one with absent parts. */
bool sc_via_next(const struct sc_message *message, struct sc_cursor *cursor, struct sc_via *via);

/* The same for one who only matches messages: of the parts, transport, sent_by and branch alone are
 * read. */
bool sc_via_next_key(const struct sc_message *message, struct sc_cursor *cursor,
                     struct sc_via *via);

/* An address: From, To, Contact, Route, Refer-To, ... (section 20.10). */
struct sc_address {
    struct sc_slice display; /* with its quotes if it has them; absent if not sent */
    struct sc_slice uri;     /* without angle brackets */
    struct sc_slice params;  /* header parameters, from the first ";" on */
};

/* Reads one address value. Never fails: what has no brackets is the URI up to the first ";". */
struct sc_address sc_address_read(struct sc_slice value);

/* The tag parameter of From or To; absent if there is none. */
struct sc_slice sc_message_tag(const struct sc_message *message, enum sc_header header);

/* A SIP, SIPS or TEL URI (section 19.1), or anything else up to its scheme. */
struct sc_uri {
    struct sc_slice scheme; /* absent if there is no ":" */
    struct sc_slice user;   /* absent if not sent; of a tel URI the number */
    struct sc_slice host;   /* without the brackets of an IPv6 reference */
    uint16_t port;          /* 0 if not sent or not readable */
    struct sc_slice params; /* URI parameters, from the first ";" on */
};

/* The port that a URI names; if it names none, SC_PORT_TLS for sips and SC_PORT for all others
 * (section 19.1.2). */
uint16_t sc_uri_port(const struct sc_uri *uri);

/* Reads a URI. Never fails: parts that are not there are absent. */
struct sc_uri sc_uri_read(struct sc_slice value);

/* One value of the Reason header (RFC 3326). */
struct sc_reason {
    struct sc_slice protocol;
    bool has_cause; /* a cause parameter with a number below 2^32 */
    uint32_t cause;
    struct sc_slice text;     /* as sent, with quotes; absent if not sent */
    struct sc_slice location; /* RFC 8606; absent if not sent */
    struct sc_slice bytes;    /* the whole value */
};

/* True if a Reason tells a phone why it stops ringing: the call was answered on another one (RFC
 * 3326 section 3.1; Q.850 26, non-selected user clearing). */
bool sc_reason_completed_elsewhere(const struct sc_reason *reason);

/* The next Reason value of a message; CURSOR as for sc_value_next(). */
bool sc_reason_next(const struct sc_message *message, struct sc_cursor *cursor,
                    struct sc_reason *reason);

/* One value of the Warning header (section 20.43). */
struct sc_warning {
    uint16_t code;         /* 0 if unreadable */
    struct sc_slice agent; /* absent if unreadable */
    struct sc_slice text;  /* as sent, with quotes; absent if not sent */
    struct sc_slice bytes; /* the whole value */
};

/* The next Warning value of a message; CURSOR as for sc_value_next(). */
bool sc_warning_next(const struct sc_message *message, struct sc_cursor *cursor,
                     struct sc_warning *warning);

/* Retry-After (section 20.33). */
struct sc_retry_after {
    bool readable;
    uint32_t seconds;
    struct sc_slice comment; /* without its parentheses; absent if not sent */
    bool has_duration;
    uint32_t duration; /* seconds */
    struct sc_slice bytes;
};

/* The message's Retry-After; not readable if it is absent or does not begin with a number. */
struct sc_retry_after sc_message_retry_after(const struct sc_message *message);

/* A number as the whole value of a header, parameters and a comment behind it allowed: Expires,
 * Min-Expires, Min-SE, Session-Expires, Max-Forwards, RSeq. False if it is absent or unreadable. */
bool sc_message_number(const struct sc_message *message, enum sc_header header, uint32_t *value);

/* The message's Date (section 20.17) as seconds since the epoch. False if it is absent or is not
 * one of RFC 1123 in GMT. */
bool sc_message_date(const struct sc_message *message, int64_t *seconds);

/* When the message's first Identity was signed, in seconds since the epoch: the "iat" of its
 * PASSporT (RFC 8224 section 4, RFC 8225 section 5.1.1). False if it is unreadable, or left out as
 * in the compact form. */
bool sc_message_issued_at(const struct sc_message *message, int64_t *seconds);

/* ---- Challenges and credentials (section 22, RFC 7616, RFC 8760) ---- */

/* One challenge of WWW- or Proxy-Authenticate, or one set of credentials of Authorization or
 * Proxy-Authorization. Values stand without their quotes, quoted-pairs as sent; absent if not sent.
 */
struct sc_auth {
    enum sc_header header;  /* that it stands in */
    struct sc_slice scheme; /* Digest, ...; absent if the line begins with a parameter */
    struct sc_slice realm;
    struct sc_slice nonce;
    struct sc_slice algorithm; /* see sc_auth_algorithm() */
    struct sc_slice qop;       /* of a challenge a list: auth,auth-int */
    struct sc_slice stale;     /* challenges only */
    struct sc_slice username;  /* this and the following: credentials only */
    struct sc_slice response;
    struct sc_slice uri;
    struct sc_slice cnonce;
    struct sc_slice nc;
    bool has_count;       /* nc is a hexadecimal number of one to eight digits */
    uint32_t count;       /* that number, else 0 */
    struct sc_slice auts; /* asks for re-synchronisation (RFC 3310 section 3.4) */
};

/* The next challenge or credentials in the lines of HEADER, several in one line included; CURSOR
 * as for sc_value_next(). */
bool sc_auth_next(const struct sc_message *message, enum sc_header header, struct sc_cursor *cursor,
                  struct sc_auth *auth);

/* The algorithm: the constant MD5 where none is named (RFC 7616 section 3.3). */
struct sc_slice sc_auth_algorithm(const struct sc_auth *auth);

/* ---- Bodies ---- */

/* One part of a body. */
struct sc_part {
    struct sc_slice type;  /* media type without parameters, e.g. application/sdp; the constant
                              text/plain of a multipart's part that names none */
    struct sc_slice bytes; /* its content */
};

/* Parts of one multipart body that are handed out. */
#define SC_PARTS_MAX 32

/* The next part of the message's body: the body itself or, of a multipart one, its parts one
 * after the other, one level deep (RFC 5621). CURSOR starts as {0}. False at the end, or after
 * SC_PARTS_MAX. */
bool sc_part_next(const struct sc_message *message, struct sc_cursor *cursor, struct sc_part *part);

/* The next status line in the message/sipfrag parts of a message (RFC 3420), scanned into
 * FRAGMENT; CURSOR as for sc_part_next(). Parts that begin with anything else are left out. */
bool sc_fragment_next(const struct sc_message *message, struct sc_cursor *cursor,
                      struct sc_message *fragment);

#endif
