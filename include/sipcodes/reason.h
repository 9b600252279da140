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

#endif
