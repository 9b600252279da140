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

bool sc_subscription_seeks_mailbox(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request =
        sc_transaction_is(c->transaction, "SUBSCRIBE") ? sc_case_request(c, draft) : NULL;

    return request != NULL && sc_slice_is(sc_subscription_package(request), "message-summary");
}
