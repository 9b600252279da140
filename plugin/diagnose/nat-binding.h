/* Clients behind a NAT: requests to where they were last seen.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_NAT_BINDING_H
#define SIPCODES_NAT_BINDING_H

#include "case.h"
#include "draft.h"

/* For the end of a sentence about a request that did not reach its destination: that a client which
 * seems to be behind a NAT used that address and port before, whose binding may have expired; "" if
 * none did. The client's request becomes evidence. Returns TEXT. */
const char *sc_nat_binding_text(const struct sc_case *c, struct sc_draft *draft,
                                const struct sc_record *request, char text[SC_WORDS_SIZE]);

#endif
