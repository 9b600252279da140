/* Who ended an INVITE that was cancelled.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_ENDING_H
#define SIPCODES_ENDING_H

#include "case.h"
#include "draft.h"

enum sc_end {
    SC_END_UNKNOWN,
    SC_END_BY_CALLER,
    /* Answered on another branch. */
    SC_END_ELSEWHERE,
    /* A proxy dropped this branch by itself. */
    SC_END_BY_PROXY,
};

struct sc_ending {
    enum sc_end end;
    /* The INVITE's outermost hop. */
    const struct sc_transaction *top;
    /* The outermost CANCEL, or the one that says that the call was answered elsewhere; or NULL. */
    const struct sc_transaction *cancelled_by;
    /* The response of another branch that decided; or NULL. */
    const struct sc_record *winner;
};

/* How BRANCH, an INVITE, was ended with RECORD. */
struct sc_ending sc_ending_of(const struct sc_transaction *branch, const struct sc_record *record);

/* True if the CANCEL is there and its request was captured. NULL is allowed. */
bool sc_ending_was_sent(const struct sc_transaction *cancel);

/* When a branch was cancelled; if its own CANCEL is missing, when it ended. */
int64_t sc_ending_cancelled_at(const struct sc_transaction *branch);

/* The INVITE of this hop, what rang, and the CANCELs for it become evidence. */
void sc_ending_evidence(const struct sc_case *c, struct sc_draft *draft,
                        const struct sc_ending *ending);

/* What the CANCEL states as its reason, and that another code than 487 ended the INVITE, for the
 * end of a sentence; "" if neither is so. Returns TEXT. */
const char *sc_ending_reason(const struct sc_case *c, struct sc_draft *draft,
                             char text[SC_WORDS_SIZE]);

/* The PRACK or UPDATE of the caller, in an early dialog of the cancelled INVITE under review, that
 * had no final response when the CANCEL was sent, half of timer F or more after it: the latest
 * such; NULL if there is none. */
const struct sc_transaction *sc_ending_waited_for(const struct sc_case *c);

#endif
