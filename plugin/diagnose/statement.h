/* Causes that a message states, in Reason or in a vendor's header, in the order that they are
 * trusted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any response but a 100 may carry a Q.850 cause in Reason (RFC 6432 section 3), and so may CANCEL
 * and BYE (RFC 3326 section 2). The Reason of the response comes first, then that of an earlier
 * provisional response of the same fork, then the same on the hop downstream that the response was
 * made from, then that of the CANCEL or BYE that ended the INVITE. The tracker keeps Reasons longer
 * than bytes, so they are read from its records and nowhere else.
 */
#ifndef SIPCODES_STATEMENT_H
#define SIPCODES_STATEMENT_H

#include "case.h"
#include "draft.h"

/* A Reason and the message that it stands in. */
struct sc_statement {
    /* NULL: no cause is stated, and the rest is zeroed. */
    const struct sc_record *record;
    /* One of the record's, and its number; 0 if it has none. */
    const struct sc_reason *reason;
    uint32_t cause;
    /* It is of a hop downstream and was not passed on. */
    bool lost;
    /* Of the request that has it; NULL: a response has. */
    const char *method;
};

/* The first Reason of a message with a specific Q.850 cause, which 0, 31 and 127 are not. */
struct sc_statement sc_statement_specific(const struct sc_record *record);

/* What the latest provisional response of the same fork that states a specific cause says. */
struct sc_statement sc_statement_earlier(const struct sc_case *c);

/* What the response under review states or, if it does not, an earlier one of the same fork. */
struct sc_statement sc_statement_of(const struct sc_case *c);

/* The same of the response on a hop downstream that the one under review was made from. */
struct sc_statement sc_statement_lost(const struct sc_case *c);

/* The cause in a message that says more than its status code: a specific Q.850 cause in Reason,
 * else the first other Reason, else a vendor's header. */
struct sc_statement sc_statement_told(const struct sc_record *record);

/* The cause in a BYE that says more than that the call is over: a SIP cause from 300 on, a Q.850
 * cause other than 16, 31 and 127, one of another protocol, a vendor's header, or any Reason whose
 * text names a fault or a limit: cause and text are optional (RFC 3326 section 2). Q.850 comes
 * before other protocols, and Reason before a vendor's header. */
struct sc_statement sc_statement_release(const struct sc_record *request);

/* What sc_statement_told() says of the CANCEL for an INVITE, here or on a hop upstream, else of a
 * BYE in its dialog; both only if they came before its final response. */
struct sc_statement sc_statement_ending(const struct sc_transaction *invite);

/* True if a Reason says what the status code of a response says anyway. */
bool sc_statement_agrees(const struct sc_statement *stated, unsigned code);

/* True if the text of a Reason says anything but the name of its cause, or the beginning of that,
 * whatever the case and the marks: USER_BUSY is "User busy". */
bool sc_statement_has_words(const struct sc_statement *stated);

/* True if no cause is stated, or only one of those that a finding agrees with. */
bool sc_statement_nothing_but(const struct sc_statement *stated, uint32_t cause, uint32_t or_cause);

/* True if a failure states Q.850 16: a call was cleared as usual, e.g. because a dial plan ended. A
 * server that misses a binding says 20, or nothing. */
bool sc_statement_normal_clearing(const struct sc_record *record);

/* The Reason, and which message has it: "Q.850 34 (No circuit/channel available) in Reason of the
 * 183 in frame 24", without the frame if the finding explains that message; "" if there is none.
 * The frame becomes evidence, and the finding one that quotes a stated cause. Returns TEXT. */
const char *sc_statement_write(struct sc_draft *draft, const struct sc_statement *stated,
                               char text[SC_WORDS_SIZE]);

/* The same for the end of a sentence, after a semicolon. */
const char *sc_statement_append(struct sc_draft *draft, const struct sc_statement *stated,
                                char text[SC_WORDS_SIZE]);

/* Reads the first Warning with a registered code, and with a text if it is 399, which means nothing
 * by itself; false if there is none. Proxies log into unregistered ones: Kamailio's 392 is no
 * cause.
 */
bool sc_statement_warning(const struct sc_message *message, struct sc_warning *warning);

/* True if the 403 under review says that the signature of the request is too old: by its phrase or
 * by a Reason (RFC 8224 section 6.2.2). */
bool sc_stir_says_stale_date(const struct sc_case *c);

/* The first Q.850 cause in a Reason of a response, whatever it says; NULL if there is none. */
const struct sc_reason *sc_statement_q850(const struct sc_record *record);

#endif
