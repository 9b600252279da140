/* Where a server was to send a request on to, and what kept it from doing so.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_NEXT_HOP_H
#define SIPCODES_NEXT_HOP_H

#include "rules.h"

/* A TCP connection that was refused to the server which sends the response at hand, while it had
 * the request and had not sent it on. */
struct refused {
    const struct sc_refused_connection *refusal;
    enum sc_confidence confidence; /* that it was opened for the request */
};

/* False if there is none that may have been for the request. The frames become evidence. */
bool next_hop_refused(struct scene *scene, struct refused *refused);

/* The TCP connection that a request went on over was reset by the next hop, behind the request and
 * before the response at hand: the frame; 0 if it was not. */
uint32_t next_hop_reset(const struct scene *scene, const struct sc_transaction *branch);

/* A name that the request was to go to, and that the same server asked DNS for in vain meanwhile.
 */
struct unresolved {
    struct sc_slice name;
    struct sc_lookup lookup;
    bool failed; /* DNS said that it cannot be had; else it said nothing */
};

/* False if there is none, or DNS knows the name. The frames become evidence, and what the capture
 * may lack a blocker. */
bool next_hop_unresolved(struct scene *scene, struct unresolved *unresolved);

#endif
