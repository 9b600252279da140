/* What ICMP errors say, in words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_ICMP_TEXT_H
#define SIPCODES_ICMP_TEXT_H

#include "case.h"

/* Of a host that was named before: "nothing listens on the port". Never NULL. */
const char *sc_icmp_text(enum sc_icmp icmp);

/* Of the destination of a request: "nothing listens on port 5060 of the destination". Returns
 * TEXT. */
const char *sc_icmp_text_of_destination(enum sc_icmp icmp, unsigned port, char text[SC_WORDS_SIZE]);

/* Of a host: "nothing listens on port 5060 of 10.0.0.1". Returns TEXT. */
const char *sc_icmp_text_of_host(enum sc_icmp icmp, const char *host, unsigned port,
                                 char text[SC_WORDS_SIZE]);

#endif
