/* Calls by the hosts that made and took them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_PEERS_H
#define SIPCODES_PEERS_H

#include "sipcodes/traffic.h"
#include "sipcodes/why.h"

struct peers;

struct peers *sc_peers_new(void);
void sc_peers_free(struct peers *peers);

/* Counts a call with these facts and this cause. */
void sc_peers_add(struct peers *peers, const struct sc_attempt_facts *facts,
                  const struct sc_why *why);

/* What sc_summary_peers() returns. */
const struct sc_peer *sc_peers_sorted(struct peers *peers, size_t *size);

/* Adds a call to counts. */
void sc_calls_add(struct sc_calls *calls, const struct sc_attempt_facts *facts);

#endif
