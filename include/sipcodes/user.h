/* Users: registrations and calls of an address of record.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_USER_H
#define SIPCODES_USER_H

#include <stdint.h>

#include "sipcodes/dialog.h"
#include "sipcodes/endpoint.h"
#include "sipcodes/slice.h"

struct sc_tracker;

/* What the latest 2xx to a REGISTER of an address of record said (RFC 3261 section 10.3). */
struct sc_registration {
    /* Of the 2xx; its time in ns since the epoch. */
    uint32_t frame;
    int64_t time;

    /* Seconds until the last of its bindings runs out; 0: none is left. */
    uint32_t lifetime;
};

/* The latest registration that a server accepted for the user and host of a URI; NULL if the
 * capture holds none. */
const struct sc_registration *sc_tracker_registration(const struct sc_tracker *tracker,
                                                      struct sc_slice uri,
                                                      const struct sc_endpoint *server);

/* An answered call, as caller or callee, of the user and host of a URI, with another Call-ID and as
 * far as the capture was read without BYE; NULL if none of its latest is. */
const struct sc_dialog *sc_tracker_call_of(const struct sc_tracker *tracker, struct sc_slice uri,
                                           struct sc_slice call_id);

#endif
