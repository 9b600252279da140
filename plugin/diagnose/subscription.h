/* Subscriptions: what a SUBSCRIBE, NOTIFY or PUBLISH is about (RFC 6665, RFC 3903).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_SUBSCRIPTION_H
#define SIPCODES_SUBSCRIPTION_H

#include "case.h"
#include "draft.h"

/* True of a SUBSCRIBE, NOTIFY or PUBLISH. */
bool sc_subscription_concerns(const struct sc_transaction *transaction);

/* The event package that a message names, without its parameters; absent if it names none. */
struct sc_slice sc_subscription_package(const struct sc_message *request);

/* True if the request under review subscribes to the state of a mailbox (RFC 3842): whether a phone
 * is registered does not matter. */
bool sc_subscription_seeks_mailbox(const struct sc_case *c, struct sc_draft *draft);

#endif
