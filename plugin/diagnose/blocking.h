/* A 603 that analytics of a network sent for a call that they block.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_BLOCKING_H
#define SIPCODES_BLOCKING_H

#include "case.h"

/* What ATIS-1000099 asks of such a 603: the phrase, and a Reason with version tag, contact for
 * redress and location. */
struct sc_blocking {
    /* The phrase is "Network Blocked". */
    bool phrase;
    /* There is a Reason SIP;cause=603 with a text, or Q.850;cause=21 with a version tag in its
     * text. */
    bool reason;
    /* In that text: the version tag, whether there is a contact, and the id of the blocking. */
    struct sc_slice version;
    bool contact;
    struct sc_slice id;
    /* A contact that is no good: a url that is not https, a tel that is not E.164. */
    bool bad_url;
    bool bad_tel;
    struct sc_slice location;
};

/* Reads what a 603 has of it. The slices point into the message. */
struct sc_blocking sc_blocking_of(const struct sc_message *message);

/* True if analytics of a network sent the 603. */
bool sc_blocking_is(const struct sc_blocking *blocking);

#endif
