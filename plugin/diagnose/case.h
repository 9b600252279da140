/* The message under review.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A rule gets one message among all others as a case, reads it and stores nothing: what has to be
 * remembered across messages is a fact of the tracker.
 */
#ifndef SIPCODES_CASE_H
#define SIPCODES_CASE_H

#include <glib.h>

#include "sipcodes/catalog.h"
#include "sipcodes/diagnose.h"

struct sc_case_cache;
struct sc_draft;

/* One message under review. Lives while rules look at it. */
struct sc_case {
    const struct sc_tracker *tracker;
    const struct sc_thresholds *thresholds;
    /* NULL on display. */
    const struct sc_packet *packet;
    /* NULL on display, and of an ICMP error. */
    const struct sc_message *message;
    /* Never NULL. */
    const struct sc_transaction *transaction;
    /* Of the message; never NULL. */
    const struct sc_record *record;
    enum sc_copy copy;
    /* The frame that this copy of the message came in. */
    uint32_t frame;
    /* What several rules read of this message, read once. */
    struct sc_case_cache *cache;
    /* The request that was read last, of this message or of an earlier one. */
    struct sc_case_scan *scan;
};

/* A message, and the record that it was read from; NULL: none was. */
struct sc_case_scan {
    const struct sc_record *record;
    struct sc_message message;
};

/* What was read of the case so far. The rooms are large, so one case after the other uses them:
 * their owners make them once, and begin them anew for each case. */
struct sc_case_cache {
    /* credentials.c: a challenge with all that it is judged by. */
    struct sc_exchange *exchange;
    bool exchange_begun;
    /* offer.c: a refused offer and what is known of the side that refused it. */
    struct sc_offer_reading *offer;
    bool offer_begun;
};

/* The request of the transaction; NULL if it was not captured, was cut, or is not kept any more.
 * Its frame becomes evidence. On a request this is the message itself. */
const struct sc_message *sc_case_request(const struct sc_case *c, struct sc_draft *draft);

/* True if the message is the transaction's request: no ACK, no response. */
bool sc_case_is_request(const struct sc_case *c);

/* True if the message is the first copy or, as far as the capture was read, the last: where a
 * finding is shown about what is missing after a message that was sent repeatedly. */
bool sc_case_at_either_end(const struct sc_case *c);

#endif
