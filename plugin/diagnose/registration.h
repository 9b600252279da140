/* The callee of a request and its registration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REGISTRATION_H
#define SIPCODES_REGISTRATION_H

#include "case.h"
#include "draft.h"

/* Who was called on this hop: the Request-URI or, if that is not kept, the URI in To. */
struct sc_slice sc_callee_uri(const struct sc_case *c, struct sc_draft *draft);

/* True if the callee was located: a server had put its contact in place of the address that was
 * called, or this is the phone itself, called by the Contact that it registered. */
bool sc_callee_was_located(const struct sc_case *c, struct sc_draft *draft);

/* True unless the callee of a refused INVITE registered after it, and the same call then passed: as
 * far as the capture was read. Tells a server that refuses from one that finds no phone. */
bool sc_callee_stayed_as_it_was(const struct sc_case *c);

/* How old a registration is at the response under review, in nanoseconds. */
int64_t sc_registration_age(const struct sc_case *c, const struct sc_registration *registration);

/* How old it gets, in nanoseconds. */
int64_t sc_registration_lifetime(const struct sc_registration *registration);

/* The latest registration of the user who was called at the server under review or, without one, of
 * a user with almost the same address of record, whether it is in force or not; NULL if there is
 * none. */
const struct sc_registration *sc_registration_of_callee(const struct sc_case *c,
                                                        struct sc_draft *draft);

/* The same if it was in force when the server responded; else NULL. */
const struct sc_registration *sc_registration_in_force(const struct sc_case *c,
                                                       struct sc_draft *draft);

/* True if the phrase of a 480 allows that the callee is not registered. A registered phrase says
 * nothing, and neither does a translated one, but RFC 3261 section 21.4.18 asks for a more precise
 * one: so a phrase that is unknown counts after a server that takes registrations, and nowhere
 * else.
 */
bool sc_phrase_fits_unregistered(const struct sc_case *c);

/* True if the caller calls itself, as with a subscription to its own voice mail: it is there. */
bool sc_calls_itself(const struct sc_message *response);

#endif
