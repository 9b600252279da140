/* What ICMP errors say, in words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_ICMP_TEXT_H
#define SIPCODES_ICMP_TEXT_H

#include "case.h"
#include "draft.h"

/* Of a host that was named before: "the port is unreachable". Never NULL. */
const char *sc_icmp_text(enum sc_icmp icmp);

/* Of the destination of a request: "port 5060 of the destination is unreachable". Returns TEXT. */
const char *sc_icmp_text_of_destination(enum sc_icmp icmp, unsigned port, char text[SC_WORDS_SIZE]);

/* Of a host: "port 5060 of 10.0.0.1 is unreachable". Returns TEXT. */
const char *sc_icmp_text_of_host(enum sc_icmp icmp, const char *host, unsigned port,
                                 char text[SC_WORDS_SIZE]);

/* An error about a network or a host may come from a routing transient and is a hint, not proof
 * (RFC 1122 section 3.2.2.1): then the finding is strong at most. */
void sc_icmp_weigh(struct sc_draft *draft, enum sc_icmp icmp);

#endif
