/* The media that hosts take, by what they offer and answer themselves.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An answer tells less than an offer: it holds only what the offer held, too (RFC 3264
 * section 6.1), and the profile is the offer's. So the two are kept apart.
 */
#include <string.h>

#include "hosts.h"
#include "transactions.h"

/* What the sender of a message said to the host it was sent to. A host that talks to itself has one
 * such place. */
static struct media_said *said_between(struct pair *pair, const struct sc_endpoint *from,
                                       const struct sc_endpoint *to)
{
    return &pair->media[memcmp(from->address, to->address, sizeof from->address) > 0];
}

const struct sc_media *sc_tracker_media(const struct sc_tracker *tracker,
                                        const struct sc_endpoint *from,
                                        const struct sc_endpoint *to, bool answered)
{
    const struct media_said *said = NULL;

    if (to != NULL) {
        struct pair *pair = sc_pair_find(tracker, from, to);
        said = pair != NULL ? said_between(pair, from, to) : NULL;
    } else {
        const struct host *host = sc_host_find(tracker, from);
        said = host != NULL ? &host->media : NULL;
    }
    if (said == NULL) {
        return NULL;
    }
    return answered ? said->answered : said->offered;
}

static void add(struct sc_tracker *tracker, struct media_said *said, const struct sc_media *media,
                bool answered)
{
    struct sc_media **sum = answered ? &said->answered : &said->offered;

    if (*sum == NULL) {
        *sum = sc_arena_alloc(tracker->arena, sizeof **sum);
    }
    sc_media_join(*sum, media);
}

void sc_host_media_message(struct sc_tracker *tracker, struct sc_transaction *transaction,
                           const struct reading *reading)
{
    const struct sc_message *message = reading->message;
    bool ack = reading->ack;
    bool request = message->kind == SC_MESSAGE_REQUEST && !ack;
    struct sc_media media;
    struct sc_sdp sdp;

    if (message->body.size == 0 || message->code >= 300 || (ack && transaction->offered) ||
        sc_message_is_cut(reading->packet, message) ||
        !(sc_transaction_is(transaction, "INVITE") || sc_transaction_is(transaction, "UPDATE"))) {
        return;
    }
    bool own = message->body_missing == 0 && sc_reading_speaks_for_itself(reading);
    if ((!own && !request) || !sc_message_sdp(message, &sdp)) {
        return;
    }
    transaction->offered = transaction->offered || request;
    if (!own) {
        return;
    }
    /* Where the request held no offer, the response holds it, and the ACK the answer (RFC 3261
     * section 13.2.1). */
    bool answered =
        ack || (!request && (transaction->offered || transaction->request.text.size == 0));
    memset(&media, 0, offsetof(struct sc_media, codecs));
    sc_media_add(&media, &sdp, reading->packet->frame);
    struct pair *pair = sc_pair_obtain(tracker, reading->source, reading->destination);
    add(tracker, said_between(pair, reading->source, reading->destination), &media, answered);
    add(tracker, &sc_host_of(reading->source)->media, &media, answered);
}
