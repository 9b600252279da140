/* Why: the one cause to look at, of a message and of the attempt it belongs to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A message may have many findings. One of them leads: sc_finding_to_follow(). It gives the cause a
 * title and the values that prove it. Where there is no finding, the stated cause is shown or, as a
 * last resort, what the status code means.
 */
#ifndef SIPCODES_WHY_H
#define SIPCODES_WHY_H

#include <stdbool.h>
#include <stddef.h>

#include "sipcodes/finding.h"

/* Bytes of a cause with its terminator: a title, a colon and the text of a finding. */
#define SC_WHY_SIZE (SC_FINDING_TEXT_SIZE + SC_TITLE_SIZE + 2)

/* Characters of a cause that a column of a window shows at 1600 pixels. */
#define SC_WHY_WIDTH 115

/* The cause of a message. Texts are UTF-8 without control characters. */
struct sc_why {
    /* The row of the finding that leads or, without one, of that which quotes the sender; NULL if
     * only the code or the silence tells the cause. */
    const struct sc_finding_row *row;

    /* That finding, which may be at another message of the attempt; undefined if ROW is NULL. */
    struct sc_finding finding;

    /* If that finding only quotes the sender beside a code that gives the cause: the code, and what
     * sc_exchange_facts() knows of its response, for the hint of its request; else 0. */
    unsigned code;
    unsigned facts;

    /* The finding's severity, if it is at least strong; else sc_why_severity(). */
    enum sc_severity severity;

    /* The cause in short, and with its values in at most SC_WHY_WIDTH characters: clauses of the
     * finding's text that would not fit are left out. Both "" if there is nothing to explain. */
    char title[SC_WHY_SIZE];
    char text[SC_WHY_SIZE];
};

/* The cause of a response with CODE and these findings. CHALLENGE: it is the first challenge to a
 * request, which asks for credentials and refuses nothing (RFC 3261 section 22.1). False, and empty
 * texts, if there is nothing to explain: a success, a provisional response or a challenge, unless a
 * finding other than a normal step leads. */
bool sc_why_of_response(const struct sc_finding *findings, size_t count, unsigned code,
                        bool challenge, struct sc_why *why);

/* The cause that the findings of a request give, without what became of it: the title of the one
 * that leads, if that is no normal step. False, and empty texts, if there is none. */
bool sc_why_of_request(const struct sc_finding *findings, size_t count, struct sc_why *why);

/* What to do first about a message with this cause and these findings: sc_hint_write() of the
 * finding that gives the cause, wherever it is, else of the message's own. CODE is 0 for a request:
 * then that of WHY counts. */
bool sc_why_hint(const struct sc_why *why, const struct sc_finding *findings, size_t count,
                 unsigned code, unsigned facts, char hint[SC_HINT_SIZE]);

/* The severity that a code has by itself: that of its class, but NOTE for a first challenge, and
 * where people end a call (486, 487, 600, 603, 607). */
enum sc_severity sc_why_severity(unsigned code, bool challenge);

#endif
