/* Header fields: their names, their lines, and parameters (RFC 3261 section 7.3).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_HEADER_H
#define SIPCODES_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "sipcodes/slice.h"

struct sc_message;

/* Header fields that are indexed, ascending by name: X(ARGUMENT, FIRST LETTER, ENUMERATOR, NAME)
 * for each, where ARGUMENT is passed on. */
#define SC_HEADERS(X, argument)                                                                    \
    X(argument, 'a', SC_HEADER_ACCEPT, "Accept")                                                   \
    X(argument, 'a', SC_HEADER_ACCEPT_ENCODING, "Accept-Encoding")                                 \
    X(argument, 'a', SC_HEADER_ACCEPT_LANGUAGE, "Accept-Language")                                 \
    X(argument, 'a', SC_HEADER_ACCEPT_RESOURCE_PRIORITY, "Accept-Resource-Priority")               \
    X(argument, 'a', SC_HEADER_ALLOW, "Allow")                                                     \
    X(argument, 'a', SC_HEADER_ALLOW_EVENTS, "Allow-Events")                                       \
    X(argument, 'a', SC_HEADER_AUTHORIZATION, "Authorization")                                     \
    X(argument, 'c', SC_HEADER_CALL_ID, "Call-ID")                                                 \
    X(argument, 'c', SC_HEADER_CALL_INFO, "Call-Info")                                             \
    X(argument, 'c', SC_HEADER_CONTACT, "Contact")                                                 \
    X(argument, 'c', SC_HEADER_CONTENT_ENCODING, "Content-Encoding")                               \
    X(argument, 'c', SC_HEADER_CONTENT_LANGUAGE, "Content-Language")                               \
    X(argument, 'c', SC_HEADER_CONTENT_LENGTH, "Content-Length")                                   \
    X(argument, 'c', SC_HEADER_CONTENT_TYPE, "Content-Type")                                       \
    X(argument, 'c', SC_HEADER_CSEQ, "CSeq")                                                       \
    X(argument, 'd', SC_HEADER_DATE, "Date")                                                       \
    X(argument, 'e', SC_HEADER_EVENT, "Event")                                                     \
    X(argument, 'e', SC_HEADER_EXPIRES, "Expires")                                                 \
    X(argument, 'f', SC_HEADER_FEATURE_CAPS, "Feature-Caps")                                       \
    X(argument, 'f', SC_HEADER_FROM, "From")                                                       \
    X(argument, 'i', SC_HEADER_IDENTITY, "Identity")                                               \
    X(argument, 'i', SC_HEADER_INFO_PACKAGE, "Info-Package")                                       \
    X(argument, 'm', SC_HEADER_MAX_FORWARDS, "Max-Forwards")                                       \
    X(argument, 'm', SC_HEADER_MIN_EXPIRES, "Min-Expires")                                         \
    X(argument, 'm', SC_HEADER_MIN_SE, "Min-SE")                                                   \
    X(argument, 'p', SC_HEADER_P_ASSERTED_IDENTITY, "P-Asserted-Identity")                         \
    X(argument, 'p', SC_HEADER_P_PREFERRED_IDENTITY, "P-Preferred-Identity")                       \
    X(argument, 'p', SC_HEADER_PATH, "Path")                                                       \
    X(argument, 'p', SC_HEADER_PRIVACY, "Privacy")                                                 \
    X(argument, 'p', SC_HEADER_PROXY_AUTHENTICATE, "Proxy-Authenticate")                           \
    X(argument, 'p', SC_HEADER_PROXY_AUTHORIZATION, "Proxy-Authorization")                         \
    X(argument, 'p', SC_HEADER_PROXY_REQUIRE, "Proxy-Require")                                     \
    X(argument, 'r', SC_HEADER_RACK, "RAck")                                                       \
    X(argument, 'r', SC_HEADER_REASON, "Reason")                                                   \
    X(argument, 'r', SC_HEADER_RECORD_ROUTE, "Record-Route")                                       \
    X(argument, 'r', SC_HEADER_RECV_INFO, "Recv-Info")                                             \
    X(argument, 'r', SC_HEADER_REFER_TO, "Refer-To")                                               \
    X(argument, 'r', SC_HEADER_REQUIRE, "Require")                                                 \
    X(argument, 'r', SC_HEADER_RESOURCE_PRIORITY, "Resource-Priority")                             \
    X(argument, 'r', SC_HEADER_RETRY_AFTER, "Retry-After")                                         \
    X(argument, 'r', SC_HEADER_ROUTE, "Route")                                                     \
    X(argument, 'r', SC_HEADER_RSEQ, "RSeq")                                                       \
    X(argument, 's', SC_HEADER_SECURITY_CLIENT, "Security-Client")                                 \
    X(argument, 's', SC_HEADER_SECURITY_SERVER, "Security-Server")                                 \
    X(argument, 's', SC_HEADER_SERVER, "Server")                                                   \
    X(argument, 's', SC_HEADER_SESSION_EXPIRES, "Session-Expires")                                 \
    X(argument, 's', SC_HEADER_SUBSCRIPTION_STATE, "Subscription-State")                           \
    X(argument, 's', SC_HEADER_SUPPORTED, "Supported")                                             \
    X(argument, 't', SC_HEADER_TO, "To")                                                           \
    X(argument, 'u', SC_HEADER_UNSUPPORTED, "Unsupported")                                         \
    X(argument, 'u', SC_HEADER_USER_AGENT, "User-Agent")                                           \
    X(argument, 'v', SC_HEADER_VIA, "Via")                                                         \
    X(argument, 'w', SC_HEADER_WARNING, "Warning")                                                 \
    X(argument, 'w', SC_HEADER_WWW_AUTHENTICATE, "WWW-Authenticate")

#define SC_HEADER_ENUMERATOR(argument, letter, header, name) header,

/* Any other header field is reached with sc_header_next(). */
enum sc_header {
    SC_HEADER_OTHER,
    SC_HEADERS(SC_HEADER_ENUMERATOR, 0) /* in that order */
    SC_HEADER_NAMED_COUNT,
    /* Any header of a vendor that states a cause: see sc_vendor_cause_lookup(). */
    SC_HEADER_VENDOR_CAUSE = SC_HEADER_NAMED_COUNT,
    SC_HEADER_COUNT,
};

/* Which header a field name stands for, compact forms included (section 7.3.3). */
enum sc_header sc_header_lookup(struct sc_slice name);

/* The full name of a header, as RFCs spell it; "" for any that has none of its own. */
const char *sc_header_name(enum sc_header header);

/* Header lines that are indexed in one message. Lines past it are read over and counted. */
#define SC_LINES_MAX 128

/* A header field line: NAME as sent, VALUE without white space around it, folds inside. */
struct sc_line {
    struct sc_slice name;
    struct sc_slice value;
    enum sc_header header;
};

/* Where a walk over headers stands. Starts as {0} and belongs to one walk. */
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

/* The value of the first line called NAME, which has no compact form, of any header that is not
 * indexed; absent if there is none. Walks over all lines. */
struct sc_slice sc_header_named(const struct sc_message *message, const char *name);

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

#endif
