/* Gaps: what the capture lacks to judge a transaction.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_GAPS_H
#define SIPCODES_GAPS_H

#include <stdbool.h>

struct sc_tracker;
struct sc_transaction;

/* Facts, each by itself; all false: nothing is missing. */
struct sc_gaps {
    /* The capture starts after the request, or missed it. */
    bool request_missing;

    /* It ends within 64*T1 of the transaction's last message, or of the first copy of a request
     * without any response. */
    bool ends_early;

    /* Between the two hosts it holds one direction only. */
    bool one_direction;

    /* A message was cut by the capture. */
    bool cut;

    /* TCP data between the two endpoints is missing. */
    bool segments_missing;

    /* IP fragments between the two hosts are missing. */
    bool fragments_missing;
};

/* The gaps that matter to a transaction, as far as the capture was read. */
struct sc_gaps sc_transaction_gaps(const struct sc_tracker *tracker,
                                   const struct sc_transaction *transaction);

/* Only whether the capture ends early for it. */
bool sc_transaction_ends_early(const struct sc_tracker *tracker,
                               const struct sc_transaction *transaction);

struct sc_record;

/* The latest response with Call-ID and CSeq number of a transaction's request for which the capture
 * holds no request, wherever it went; NULL if there is none. It may be an answer that was changed
 * on its way, so silence is not proved. */
const struct sc_record *sc_transaction_stray_response(const struct sc_tracker *tracker,
                                                      const struct sc_transaction *transaction);

#endif
