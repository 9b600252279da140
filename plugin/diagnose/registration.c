/* The callee of a request and its registration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "registration.h"

struct sc_slice sc_callee_uri(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);

    return request != NULL && request->uri.size > 0
               ? request->uri
               : sc_address_read(sc_header_first(c->message, SC_HEADER_TO)).uri;
}

bool sc_callee_stayed_as_it_was(const struct sc_case *c)
{
    return c->transaction->callee_registered == 0;
}

int64_t sc_registration_age(const struct sc_case *c, const struct sc_registration *registration)
{
    return sc_time_between(registration->time, c->record->time);
}

int64_t sc_registration_lifetime(const struct sc_registration *registration)
{
    return registration->lifetime * SC_SECOND;
}
