/* Subscriptions: what a SUBSCRIBE, NOTIFY or PUBLISH is about.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "subscription.h"

bool sc_subscription_concerns(const struct sc_transaction *transaction)
{
    return sc_transaction_is(transaction, "SUBSCRIBE") ||
           sc_transaction_is(transaction, "NOTIFY") || sc_transaction_is(transaction, "PUBLISH");
}

struct sc_slice sc_subscription_package(const struct sc_message *request)
{
    return sc_slice_trim(sc_slice_until(sc_header_first(request, SC_HEADER_EVENT), ';'));
}

/* True if From and To name the same user. */
static bool is_to_itself(const struct sc_message *message)
{
    struct sc_slice from =
        sc_uri_read(sc_address_read(sc_header_first(message, SC_HEADER_FROM)).uri).user;
    struct sc_slice to =
        sc_uri_read(sc_address_read(sc_header_first(message, SC_HEADER_TO)).uri).user;

    return from.size > 0 && sc_slice_equal(from, to);
}

bool sc_subscription_is_own(const struct sc_case *c, struct sc_draft *draft)
{
    if (!sc_subscription_concerns(c->transaction)) {
        return false;
    }
    const struct sc_message *request = sc_case_request(c, draft);
    return is_to_itself(c->message) ||
           (request != NULL && sc_slice_is(sc_subscription_package(request), "message-summary"));
}
