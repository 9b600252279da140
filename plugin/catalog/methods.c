/* The methods that IANA registers for SIP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "catalog-private.h"

/* Ascending; the RFC of each stands behind it. */
static const char *const methods[] = {
    "ACK",       /* 3261 */
    "BYE",       /* 3261 */
    "CANCEL",    /* 3261 */
    "INFO",      /* 6086 */
    "INVITE",    /* 3261, 6026 */
    "MESSAGE",   /* 3428 */
    "NOTIFY",    /* 6665 */
    "OPTIONS",   /* 3261 */
    "PRACK",     /* 3262 */
    "PUBLISH",   /* 3903 */
    "REFER",     /* 3515 */
    "REGISTER",  /* 3261 */
    "SUBSCRIBE", /* 6665 */
    "UPDATE",    /* 3311 */
};

bool sc_method_registered(struct sc_slice method)
{
    /* Octet for octet: "invite" is another, unknown method (RFC 3261 section 7.1). */
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (sc_slice_equal(method, sc_slice_of(methods[i]))) {
            return true;
        }
    }
    return false;
}
