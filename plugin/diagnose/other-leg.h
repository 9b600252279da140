/* Back-to-back user agents: the call that a server makes to serve the one that it got.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A PBX or an SBC does not forward a request. It sends one of its own, with another Call-ID, so
 * that no Via links the two. What is found here may belong to another call: it is a reason to doubt
 * what a rule concludes about the server, and proves nothing.
 */
#ifndef SIPCODES_OTHER_LEG_H
#define SIPCODES_OTHER_LEG_H

#include "case.h"

/* A walk over the requests that may be other legs. Starts zeroed. */
struct sc_leg_walk {
    bool begun;
    size_t at;
    unsigned count;
};

/* The next request of the same method that the host which got the one under review sent with
 * another Call-ID, outside of dialogs, before the final response under review or, on another
 * message, within 4 s; NULL after the last of the first 64 transactions that began then. */
const struct sc_transaction *sc_leg_next(const struct sc_case *c, struct sc_leg_walk *walk);

/* True if another leg is for the same user: the user part in its Request-URI or To ends like that
 * of this request, or From has the same user part. False if the bytes are not kept any more. */
bool sc_leg_same_user(const struct sc_case *c, const struct sc_transaction *leg);

/* True if another leg for the same user got a response before the one under review, other than
 * 100: the server had passed the call on. */
bool sc_leg_was_answered(const struct sc_case *c);

/* The other leg for the same user that the server cancelled just before the response under review,
 * while it rang and none of its legs for that user had failed: the server gave up, and no phone
 * refused. NULL if there is none, or the caller had cancelled. */
const struct sc_transaction *sc_leg_given_up(const struct sc_case *c);

/* True if an answered call may be the first leg of this one: the host that sends the INVITE under
 * review answered that call of the same caller, to play something first. True, too, if the bytes of
 * that call's INVITE are not kept any more. */
bool sc_leg_may_be_call(const struct sc_case *c, const struct sc_dialog *call);

#endif
