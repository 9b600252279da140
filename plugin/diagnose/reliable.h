/* Reliable provisional responses and the PRACKs for them (RFC 3262).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_RELIABLE_H
#define SIPCODES_RELIABLE_H

#include "case.h"
#include "draft.h"

/* The value of RAck. The numbers fit 32 bits. */
struct sc_rack {
    uint64_t rseq;
    uint64_t cseq;
    struct sc_slice method;
};

/* What is wrong with the RAck of a PRACK. */
enum sc_rack_fault {
    /* Nothing, or it cannot be told. */
    SC_RACK_FITS,
    /* It names no provisional response that asked for a PRACK. */
    SC_RACK_UNKNOWN,
    /* It names a response of another fork: the PRACK has not the To tag of that. */
    SC_RACK_OTHER_FORK,
    /* It was acknowledged before. */
    SC_RACK_REPEATED,
    /* No provisional response asked for a PRACK: none has an RSeq. */
    SC_RACK_NO_RSEQ,
};

/* True if a response is to be acknowledged with PRACK: provisional, no 100, with a number in RSeq,
 * which only these have (RFC 3262 section 7.1). RSEQ is that number. */
bool sc_reliable_is(const struct sc_message *response, uint32_t *rseq);

/* The same of a record; false if its bytes are not kept. */
bool sc_reliable_record(const struct sc_record *response, uint32_t *rseq);

/* What is wrong with the RAck of the request under review. If something is, RACK is its value,
 * zeroed if that cannot be read, PROVISIONAL the response that it names or else the latest that it
 * may have been for, and RSEQ the number of the latest; 0 if it has none. */
enum sc_rack_fault sc_rack_fault_of(const struct sc_case *c, struct sc_draft *draft,
                                    struct sc_rack *rack, const struct sc_record **provisional,
                                    uint32_t *rseq);

#endif
