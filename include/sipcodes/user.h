/* Users: registrations and calls of an address of record.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_USER_H
#define SIPCODES_USER_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/dialog.h"
#include "sipcodes/endpoint.h"
#include "sipcodes/slice.h"
#include "sipcodes/time.h"

struct sc_tracker;

/* The latest 2xx that a server sent to a request of one client with credentials of one account (RFC
 * 3261 section 22.1). */
struct sc_account {
    uint32_t frame;

    /* In ns since the epoch. */
    int64_t time;

    /* The request that it answers. */
    const struct sc_transaction *transaction;

    /* The latest REGISTER with credentials of the account that was challenged again since then;
     * NULL if there is none. */
    const struct sc_transaction *refused;
};

/* The account of a digest user name in a realm at the host of SERVER, as the host of CLIENT uses
 * it; NULL if the capture shows no 2xx for it, or CLIENT or SERVER is NULL. */
const struct sc_account *sc_tracker_account(const struct sc_tracker *tracker,
                                            const struct sc_endpoint *client,
                                            const struct sc_endpoint *server, struct sc_slice realm,
                                            struct sc_slice user);

/* A REGISTER that follows an accepted one within this time, in ns, refreshes nothing. */
#define SC_REGISTER_PAUSE (5 * SC_SECOND)

/* What the latest 2xx to a REGISTER of an address of record said (RFC 3261 section 10.3). */
struct sc_registration {
    /* Of the 2xx; its time in ns since the epoch. */
    uint32_t frame;
    int64_t time;

    /* Seconds until the last of its bindings runs out; 0: it has no binding. */
    uint32_t lifetime;

    /* Since when there has been a binding without a gap, in ns since the epoch, as far as the
     * capture shows: the time of the 2xx that began it. */
    int64_t since;

    /* How many REGISTERs with the same Call-ID were accepted in a row before it, each at most
     * SC_REGISTER_PAUSE before the next, and frame and time of the 2xx to the first of them. */
    unsigned repeats;
    uint32_t repeats_frame;
    int64_t repeats_since;

    /* The Call-ID of the REGISTER, which a client keeps (RFC 3261 section 10.2). */
    struct sc_slice call_id;

    /* The address of record: the URI in To of the 2xx. */
    struct sc_slice aor;

    /* The host of its Contact if the client was another host than the server and the REGISTER bound
     * loopback or unspecified addresses alone, to which no server can send; else empty. */
    struct sc_slice unroutable;

    /* The host of its Contact if that ends with .invalid, a name that never has an address (RFC
     * 2606 section 2) and that clients on WebSocket give, to be reached over their connection alone
     * (RFC 7118 section 5); else empty. */
    struct sc_slice invalid;
};

/* The latest registration that a server accepted for the user and host of a URI; NULL if the
 * capture holds none. */
const struct sc_registration *sc_tracker_registration(const struct sc_tracker *tracker,
                                                      struct sc_slice uri,
                                                      const struct sc_endpoint *server);

/* The latest registration that a server accepted for a user part, whatever its case and whatever
 * the host; NULL if the capture holds none. Hosts and users in other case are other users (RFC 3261
 * section 19.1.4), but callers may mean the same. */
const struct sc_registration *sc_tracker_registration_alike(const struct sc_tracker *tracker,
                                                            struct sc_slice uri,
                                                            const struct sc_endpoint *server);

/* True if a server accepted a registration of any user. */
bool sc_tracker_is_registrar(const struct sc_tracker *tracker, const struct sc_endpoint *server);

/* The frame of the latest 2xx to a REGISTER from the host of PHONE with a Contact of the same host
 * and port as URI; 0 if the capture holds none. SAME_USER says whether one of these Contacts may
 * have the user part of URI: a Contact without user takes any, and of more than 8 users not all are
 * known. */
uint32_t sc_tracker_contact(const struct sc_tracker *tracker, const struct sc_endpoint *phone,
                            struct sc_slice uri, bool *same_user);

/* An answered call, as caller or callee, of the user and host of a URI, with another Call-ID and as
 * far as the capture was read without BYE; NULL if none of its latest is. */
const struct sc_dialog *sc_tracker_call_of(const struct sc_tracker *tracker, struct sc_slice uri,
                                           struct sc_slice call_id);

#endif
