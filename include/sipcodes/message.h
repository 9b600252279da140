/* One SIP message: from its bytes to facts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sc_message_scan() walks once over the bytes, records where the headers that matter are, and
 * finds the body. The value readers then take single values out of those headers; the headers of
 * this library that are included here declare them, by subject. All of it is lenient, linear in the
 * bytes and without allocation, copies or recursion: any bytes give facts, "absent" and
 * "unreadable" among them.
 *
 * Everything a scan or a reader returns points into the bytes that were scanned and lives as
 * long as they do, but for constants that struct sc_part and sc_auth_algorithm() name. Text for
 * display goes through sc_slice_text().
 */
#ifndef SIPCODES_MESSAGE_H
#define SIPCODES_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/auth.h"
#include "sipcodes/body.h"
#include "sipcodes/header.h"
#include "sipcodes/reason.h"
#include "sipcodes/slice.h"
#include "sipcodes/uri.h"
#include "sipcodes/value.h"
#include "sipcodes/via.h"

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
    size_t surplus;               /* bytes of the data after the body */

    uint64_t repeated;                  /* a bit for each header that has several lines */
    uint8_t first[SC_HEADER_COUNT];     /* which line is the first of a header, from 1; 0: none */
    struct sc_line lines[SC_LINES_MAX]; /* the first LINE_COUNT: indexed lines, in order sent */
};

/* Scans the message at the start of DATA. Empty lines before the start line are skipped (section
 * 7.5), header lines may end with CRLF or LF, be folded, come in any case, order and compact form
 * (section 7.3). The body is what Content-Length says, at most what is there; without a readable
 * Content-Length it is all the rest (section 18.3).
 *
 * Returns the number of bytes that the message takes, at most SIZE; 0 if there is no start
 * line of SIP, with KIND set to SC_MESSAGE_NONE and everything else absent. */
size_t sc_message_scan(const char *data, size_t size, struct sc_message *message);

/* The status code of the response that the bytes begin with, nothing else of it being read; 0 if
 * they begin with anything else. */
uint16_t sc_message_code(const char *data, size_t size);

/* The same as sc_message_scan() as far as status lines go: that of a response, and those of
 * fragments in the body (sc_fragment_next()). Of other messages nothing is found, not even what
 * they are; header lines are read only where the body may hold a fragment. */
void sc_message_scan_status(const char *data, size_t size, struct sc_message *message);

/* What a message holds that advice depends on, of SC_FACT_OF_MESSAGE (advice.h). A multipart body
 * does not count as SDP. */
uint8_t sc_message_facts(const struct sc_message *message);

#endif
