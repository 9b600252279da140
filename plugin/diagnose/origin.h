/* Which server made a response, and which ones only passed it on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_ORIGIN_H
#define SIPCODES_ORIGIN_H

#include "case.h"

/* The final response on the hop downstream that another one was made from. */
struct sc_origin {
    const struct sc_transaction *hop;
    /* NULL: it is not known. */
    const struct sc_record *response;
    /* It had another code; else it was passed on as it was. */
    bool changed;
};

/* True of a final response other than 2xx. */
bool sc_origin_is_failure(const struct sc_record *record);

/* What the failure RECORD on HOP was made from. */
struct sc_origin sc_origin_of(const struct sc_transaction *hop, const struct sc_record *record);

/* The same by the To tag alone, which a proxy leaves as it is (RFC 3261 section 16.7). */
struct sc_origin sc_origin_by_tag(const struct sc_transaction *hop, const struct sc_record *record);

/* True if the proxy sent the request to the same server once more after this branch had failed,
 * e.g. with credentials of its own: then the failure is not what became of it. */
bool sc_origin_tried_again(const struct sc_transaction *branch);

#endif
