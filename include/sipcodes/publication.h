/* Publications: the states that a server keeps by their entity tags (RFC 3903).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PUBLICATION_H
#define SIPCODES_PUBLICATION_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/transaction.h"

/* What became of one entity tag of a resource, by user and host of To, and an event package. The
 * tracker fills it and changes it as messages arrive. */
struct sc_publication {
    /* The latest 2xx that gave it in SIP-ETag, and how many seconds its Expires says, 0 if it does
     * not; NULL: none was captured. */
    const struct sc_record *given;
    uint32_t seconds;

    /* The first PUBLISH that named it and got a 2xx with another tag, or none; and whether that
     * removed the state: its Expires was 0. NULL: there is none. */
    const struct sc_transaction *replaced_by;
    bool removed;

    /* The first PUBLISH that named it and got a 412; NULL: there is none. */
    const struct sc_transaction *refused;
};

/* The entity tag that the request of a transaction names in SIP-If-Match (RFC 3903 section 11.3.2);
 * NULL if it is no PUBLISH, names none, or was not captured. */
const struct sc_publication *sc_transaction_publication(const struct sc_transaction *transaction);

#endif
