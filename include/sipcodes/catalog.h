/* The catalog: what every number in a SIP response means.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Constant data and lookups. Every lookup is total: any number and any name gets an answer, and
 * "not registered" is one of them. Returned pointers and strings are static, UTF-8, never NULL
 * unless said otherwise, and belong to the catalog.
 */
#ifndef SIPCODES_CATALOG_H
#define SIPCODES_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/advice.h"
#include "sipcodes/slice.h"

/* ---- Status codes (RFC 3261 sections 7.2, 8.1.3.2 and 21; IANA "Response Codes") ---- */

#define SC_CODE_MIN  100
#define SC_CODE_MAX  699
#define SC_STEPS_MAX 9
#define SC_HINTS_MAX 5

/* First digit of a status code. SC_CLASS_NONE: the number is no status code of SIP. */
enum sc_class {
    SC_CLASS_NONE = 0,
    SC_CLASS_PROVISIONAL = 1,
    SC_CLASS_SUCCESS = 2,
    SC_CLASS_REDIRECTION = 3,
    SC_CLASS_CLIENT_ERROR = 4,
    SC_CLASS_SERVER_ERROR = 5,
    SC_CLASS_GLOBAL_FAILURE = 6,
};

/* What the catalog knows of one status code. */
struct sc_status {
    uint16_t code;       /* the code of this row; 0 in a row that serves a whole class */
    uint16_t treat_as;   /* the registered code a client acts on: the code itself if registered,
                            else x00, for a 1xx 183 (RFC 3261 section 8.1.3.2); 0 outside
                            100 to 699 */
    const char *phrase;  /* the phrase that IANA registers for treat_as; "" if treat_as is 0 */
    const char *vendor;  /* unregistered rows: the phrase its vendor is known to send, else NULL */
    const char *meaning; /* one sentence: what the code says */
    const char *hint;    /* one line: what to do first */
    const char *reference; /* where it is defined, e.g. "RFC 3261 section 21.4.5" */
    /* What to do first in special cases: the first that fits takes the place of HINT. Ends with a
     * text that is NULL. */
    struct sc_advice hints[SC_HINTS_MAX + 1];
    /* What to check, most likely first, where it fits. Ends with a text that is NULL; empty where
     * no fault is possible. */
    struct sc_advice steps[SC_STEPS_MAX + 1];
};

/* The row of a status code. A code without a row of its own gets that of its class; a number
 * outside 100 to 699 a row that says so. Never NULL. */
const struct sc_status *sc_status_lookup(unsigned code);

/* What to do first about a code where FACTS of enum sc_fact, or-ed, are so. Never NULL. */
const char *sc_status_hint(const struct sc_status *status, unsigned facts);

/* True if IANA registers the code. False for any other number. */
bool sc_status_registered(unsigned code);

/* True of 401 and 407, which ask for credentials (RFC 3261 section 22). */
bool sc_status_is_challenge(unsigned code);

/* The class of a code, SC_CLASS_NONE outside 100 to 699. */
enum sc_class sc_status_class(unsigned code);

/* "Provisional", "Success", "Redirection", "Client Error", "Server Error", "Global Failure";
 * "" for SC_CLASS_NONE or any other number. */
const char *sc_class_name(enum sc_class value);

/* "provisional" for 1xx, "final" for 2xx to 6xx (RFC 3261 section 7.2), "" for any other number. */
const char *sc_status_finality(unsigned code);

/* The rows with a code of their own, ascending by code: registered ones and ones known from
 * vendors. For tests and for writing the documentation. COUNT is set to their number. */
const struct sc_status *sc_status_rows(size_t *count);

/* ---- Reason header causes (RFC 3326 and its registry) ---- */

/* What one cause number means within its protocol. */
struct sc_cause {
    uint32_t value;
    const char *name;  /* e.g. "User busy" */
    const char *group; /* Q.850: the class of the cause, e.g. "normal"; "" elsewhere */
    const char *note;  /* what older or national tables, or SIP practice, use it for; else "" */
};

/* The causes of a protocol, ascending by value. */
struct sc_cause_list {
    const struct sc_cause *rows;
    size_t count;
};

/* A protocol of the Reason header. */
struct sc_reason_protocol {
    /* As registered; compared without case. */
    const char *name;
    /* What its causes are, e.g. "ITU-T Q.850 cause". */
    const char *title;
    /* Where its values are defined. */
    const char *reference;
    /* NULL if the values are status codes or are not listed here. */
    const struct sc_cause_list *causes;
};

/* The protocol of a Reason value. An unregistered name gets a row with an empty name. Never NULL.
 */
const struct sc_reason_protocol *sc_reason_protocol_lookup(struct sc_slice name);

/* What a cause means in a protocol: the phrase of the status code for SIP and STIR (where 403 is
 * "Stale Date", RFC 8224 section 6.2.2), the name of the cause for a listed one, "" for a number
 * that the protocol does not list. Never NULL. */
const char *sc_cause_name(const struct sc_reason_protocol *protocol, uint32_t value);

/* The row of a Q.850 cause, 1 to 127; NULL for any other number, which is no Q.850 cause. */
const struct sc_cause *sc_q850_lookup(uint32_t value);

/* Whether a Q.850 cause names no specific cause (31, 127): not to be shown as a diagnosis. Any
 * number that is no cause at all, 0 included, is unspecific too. */
bool sc_q850_unspecific(uint32_t value);

/* Whether a Q.850 cause and a final status code stand together in one of the usual tables (RFC 3398
 * sections 7.2.4.1 and 8.2.6.1). */
bool sc_q850_agrees(unsigned code, uint32_t cause);

/* Whether a Q.850 cause and a final status code say different things: both stand in these
 * tables, and no table has the one for the other. */
bool sc_q850_contradicts(unsigned code, uint32_t cause);

/* All protocols, ascending by name without case. COUNT is set to their number. */
const struct sc_reason_protocol *sc_reason_protocols(size_t *count);

/* What a location parameter spells out (RFC 8606 section 4, ITU-T Q.850 table 1), e.g. "LN":
 * "public network serving the local user". "" for an unknown one. Never NULL. */
const char *sc_location_name(struct sc_slice location);

/* ---- Causes in headers of vendors ---- */

/* The protocol of a cause that a vendor's header states, as struct sc_reason has it. */
#define SC_VENDOR_PROTOCOL "vendor"

/* A header of a vendor that states a cause. */
struct sc_vendor_cause {
    /* Compared without case. */
    const char *name;
    /* Whose header it is; "" if several programs send it. */
    const char *vendor;
    /* A number in it from 1 to 127 is a Q.850 cause. */
    bool q850;
    /* The header that has the words for this one's number, or the number for its words; or NULL. */
    const char *companion;
};

/* The row of a header by its name, NULL for any other header. */
const struct sc_vendor_cause *sc_vendor_cause_lookup(struct sc_slice name);

/* All rows, ascending by name without case. COUNT is set to their number. */
const struct sc_vendor_cause *sc_vendor_cause_rows(size_t *count);

/* ---- Warning codes (RFC 3261 section 20.43 and its registry) ---- */

struct sc_warning_code {
    uint16_t code;         /* 300 to 399; 0 in the row for unregistered ones */
    const char *name;      /* short, e.g. "Incompatible media format" */
    const char *meaning;   /* one sentence for the engineer */
    const char *reference; /* where it is defined */
};

/* The row of a warning code; any other number gets a row that says it is not registered. */
const struct sc_warning_code *sc_warning_lookup(unsigned code);

/* All registered rows, ascending. COUNT is set to their number. */
const struct sc_warning_code *sc_warning_rows(size_t *count);

/* ---- Methods (RFC 3261 section 7.1; IANA "Methods and Response Codes") ---- */

/* True if the method is one of the 14 that IANA registers. Methods are compared with case. */
bool sc_method_registered(struct sc_slice method);

#endif
