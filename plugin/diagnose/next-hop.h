/* Where a server was to send a request on to, and what kept it from doing so.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_NEXT_HOP_H
#define SIPCODES_NEXT_HOP_H

#include "case.h"
#include "draft.h"

/* A TCP connection that was refused to the server which sends the response under review, while it
 * had the request and had not sent it on. */
struct sc_next_hop_connection {
    const struct sc_refused_connection *connection;
    /* That it was opened for the request. */
    enum sc_confidence confidence;
};

/* False if there is none that may have been for the request. The frames become evidence. */
bool sc_next_hop_refused(const struct sc_case *c, struct sc_draft *draft,
                         struct sc_next_hop_connection *refused);

/* The TCP connection that a request went on over was reset by the next hop, after the request and
 * before the response under review: the frame; 0 if it was not. */
uint32_t sc_next_hop_reset(const struct sc_case *c, const struct sc_transaction *branch);

/* A name that the request was to go to, and that the same server asked DNS for in vain meanwhile.
 */
struct sc_unresolved_name {
    struct sc_slice name;
    struct sc_lookup lookup;
    /* DNS said that there is no address; else it said nothing. */
    bool failed;
};

/* False if there is none, or DNS knows the name. The frames become evidence, and what the capture
 * may lack a blocker. */
bool sc_next_hop_unresolved(const struct sc_case *c, struct sc_draft *draft,
                            struct sc_unresolved_name *unresolved);

/* The latest branch of a hop if no branch had any response before RECORD; with TRYING, no final
 * response. NULL if that is not so. */
const struct sc_transaction *sc_next_hop_silent(const struct sc_transaction *hop,
                                                const struct sc_record *record, bool trying);

/* "10.0.0.2 asked DNS for x.example; 10.0.0.53 said that there is no such name". Returns TEXT.
 */
const char *sc_next_hop_lookup_text(const struct sc_case *c, struct sc_draft *draft,
                                    const struct sc_unresolved_name *unresolved,
                                    char text[SC_WORDS_SIZE]);

#endif
