/* Reasons and warnings: what a message says of its cause.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REASON_H
#define SIPCODES_REASON_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/header.h"
#include "sipcodes/slice.h"

struct sc_vendor_cause;

/* One cause that a message states: a value of the Reason header (RFC 3326), or what a vendor's
 * header says. */
struct sc_reason {
    /* SC_VENDOR_PROTOCOL if a vendor's header states it. */
    struct sc_slice protocol;
    /* That header; NULL: the Reason header. */
    const struct sc_vendor_cause *vendor;
    /* There is a cause parameter with a number below 2^32; of a vendor: any such number. */
    bool has_cause;
    uint32_t cause;
    /* As sent, with quotes; absent if not sent. */
    struct sc_slice text;
    /* RFC 8606; absent if not sent. */
    struct sc_slice location;
    /* The whole value. */
    struct sc_slice bytes;
};

/* True if a Reason tells a phone why it stops ringing: the call was answered on another one (RFC
 * 3326 section 3.1; Q.850 26, non-selected user clearing). */
bool sc_reason_completed_elsewhere(const struct sc_reason *reason);

/* The next Reason value of a message; CURSOR as for sc_value_next(). */
bool sc_reason_next(const struct sc_message *message, struct sc_cursor *cursor,
                    struct sc_reason *reason);

/* True if the cause is a number of Q.850: of Reason, or of a vendor's header that takes its numbers
 * from there. */
bool sc_reason_is_q850(const struct sc_reason *reason);

/* True if the cause says that a session was refused for its media: SIP 488 or 606; Q.850 47, 58,
 * 65, 79 or 88 (resource unavailable, bearer capability or service not available or implemented,
 * incompatible destination). */
bool sc_reason_refuses_media(const struct sc_reason *reason);

/* What the number of a cause means; "" if it has none, or one that its protocol does not list. */
const char *sc_reason_cause_name(const struct sc_reason *reason);

/* The next cause that a vendor's header states; CURSOR as for sc_line_next(). A header that has a
 * companion in the message is read with it: number and words are one cause. */
bool sc_vendor_cause_next(const struct sc_message *message, struct sc_cursor *cursor,
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

#endif
