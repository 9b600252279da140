/* TCP connections that were lost under a request.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "lost-connection.h"

const char *sc_lost_to_next_hop(const struct sc_case *c, struct sc_draft *draft,
                                char text[SC_WORDS_SIZE])
{
    const struct sc_transaction *branch = c->transaction->children;
    struct sc_instant reset = {0};

    text[0] = '\0';
    for (; branch != NULL; branch = branch->sibling) {
        reset = sc_transaction_reset(c->tracker, branch);
        if (branch->final == NULL && reset.frame > branch->request.frame) {
            break;
        }
    }
    if (branch != NULL) {
        sc_draft_advise(draft, 0);
        sc_draft_evidence(draft, branch->request.frame);
        sc_draft_shows(draft, reset.frame, "resets the TCP connection");
        g_snprintf(text, SC_WORDS_SIZE,
                   "; %s reset the TCP connection of the %s that went on to it",
                   sc_draft_host_text(draft, branch->request.destination),
                   sc_draft_quote(draft, branch->method));
    }
    return text;
}

/* The frame in which the client refused a connection that the server opened to it after RESET; 0 if
 * it refused none. */
static uint32_t refused_since(const struct sc_case *c, struct sc_instant reset)
{
    const struct sc_record *request = &c->transaction->request;
    const struct sc_refused_connection *connection;

    for (unsigned i = 0;
         (connection = sc_tracker_refused_connection(c->tracker, request->destination, i)) != NULL;
         i++) {
        if (connection->seen.frame > reset.frame &&
            sc_endpoint_same_host(&connection->target, request->source)) {
            return connection->seen.frame;
        }
    }
    return 0;
}

const char *sc_lost_to_client(const struct sc_case *c, struct sc_draft *draft,
                              char text[SC_WORDS_SIZE])
{
    const struct sc_record *response = c->transaction->last_response;
    struct sc_instant reset = sc_transaction_reset_by_client(c->tracker, c->transaction);

    text[0] = '\0';
    if (response == NULL || reset.frame <= response->last_frame) {
        return text;
    }
    uint32_t refused = refused_since(c, reset);
    sc_draft_advise(draft, 0);
    sc_draft_shows(draft, reset.frame, "resets the TCP connection");
    if (refused != 0) {
        sc_draft_shows(draft, refused, "refuses a new one");
    }
    g_snprintf(text, SC_WORDS_SIZE, "; %s had reset the TCP connection of the %s%s",
               sc_draft_host_text(draft, c->transaction->request.source),
               sc_draft_quote(draft, c->transaction->method),
               refused != 0 ? ", and refused new ones" : "");
    return text;
}
