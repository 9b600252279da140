/* Copies of a request that a server takes for a new one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPEATED_REQUEST_H
#define SIPCODES_REPEATED_REQUEST_H

#include "case.h"

/* True if the response under review, a 481 or 500, refuses a copy of its request for being out of
 * order or unknown, although the first copy was captured and not answered (RFC 3261
 * section 17.2.2). A 481 counts only in a dialog that the capture shows to be up. False on display.
 */
bool sc_repeated_request_refused(const struct sc_case *c);

#endif
