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

bool sc_tracker_media(const struct sc_tracker *tracker, const struct sc_endpoint *from,
                      const struct sc_endpoint *to, bool answered, struct sc_media *media)
{
    struct media_said *said = NULL;

    if (to != NULL) {
        struct pair *pair = sc_pair_find(tracker, from, to);
        said = pair != NULL ? said_between(pair, from, to) : NULL;
    } else {
        struct host *host = sc_host_find(tracker, from);
        said = host != NULL ? &host->media : NULL;
    }
    const struct media_sum *sum = said == NULL ? NULL : answered ? &said->answered : &said->offered;
    if (sum == NULL || sum->media == NULL) {
        return false;
    }
    *media = *sum->media;
    media->frame = sum->frame;
    return true;
}

/* ---- Sets of media, each of which is there once ---- */

static const struct sc_media *own(struct sc_tracker *tracker, const struct sc_media *media)
{
    struct sc_slice codecs = {(const char *)media->codecs,
                              media->codec_count * sizeof media->codecs[0]};
    uint64_t digest = sc_digest_slice(tracker->seed + media->incomplete, codecs);
    digest = sc_digest_number(sc_digest_number(digest, media->profiles), media->suites);
    struct sc_media *owned = sc_table_obtain(tracker, TABLE_MEDIA, digest, sizeof *owned);

    *owned = *media;
    owned->frame = 0;
    return owned;
}

static void add(struct sc_tracker *tracker, struct media_said *said, const struct sc_media *media,
                bool answered, uint32_t frame)
{
    struct media_sum *sum = answered ? &said->answered : &said->offered;

    if (sum->media == NULL) {
        *sum = (struct media_sum){media, frame};
    } else if (sum->media != media) {
        struct sc_media joined = *sum->media;
        sc_media_join(&joined, media);
        if (joined.codec_count != sum->media->codec_count ||
            joined.profiles != sum->media->profiles || joined.suites != sum->media->suites ||
            joined.incomplete != sum->media->incomplete) {
            sum->media = own(tracker, &joined);
        }
    }
}

/* ---- Descriptions ---- */

/* No description up to this size has more lines than are read of it. */
#define KNOWN_SIZE_MAX ((size_t)3 * SC_SDP_LINES_MAX)

static uint64_t digest_media_line(uint64_t digest, struct sc_slice value)
{
    struct sc_sdp_media media;

    sc_sdp_media_line(value, &media);
    digest = sc_digest_slice(sc_digest_slice(digest, media.type), media.proto);
    return sc_digest_number(sc_digest_slice(digest, media.format), media.port != 0);
}

/* The value of an attribute as far as sc_media_add() goes by it: codecs, crypto suites and not
 * their keys, and the names of others. */
static uint64_t digest_attribute(uint64_t digest, struct sc_slice value)
{
    struct sc_slice name = sc_slice_trim(sc_slice_until(value, ':'));

    if (sc_slice_is(name, "rtpmap")) {
        return sc_digest_slice(digest, value);
    }
    digest = sc_digest_slice(digest, name);
    if (sc_slice_is(name, "crypto")) {
        struct sc_slice rest = sc_slice_from(value, sc_slice_until(value, ':').size);
        rest = sc_slice_trim(sc_slice_from(rest, rest.size > 0));
        sc_slice_next_word(&rest); /* the tag */
        digest = sc_digest_slice(digest, sc_slice_next_word(&rest));
    }
    return digest;
}

/* Of all that sc_media_add() goes by: m= lines, but of the port only whether it is 0, attributes,
 * and k= lines. A phone says the same in each call. */
static uint64_t digest_description(const struct sc_tracker *tracker, struct sc_slice rest)
{
    uint64_t digest = tracker->seed;
    struct sc_sdp_line line;

    while (sc_sdp_line_next(&rest, &line)) {
        if (line.type == 'm') {
            digest = sc_digest_number(digest_media_line(digest, line.value), 'm');
        } else if (line.type == 'a') {
            digest = digest_attribute(digest, line.value);
        } else if (line.type == 'k') {
            digest = sc_digest_number(digest, 'k');
        }
    }
    return digest;
}

/* What a description says. */
static const struct sc_media *media_of(struct sc_tracker *tracker, struct sc_slice description)
{
    uint64_t digest = digest_description(tracker, description);
    struct known_description *known = &tracker->descriptions[digest % KNOWN_DESCRIPTIONS];

    if (known->digest == digest && known->media != NULL && description.size <= KNOWN_SIZE_MAX) {
        return known->media;
    }
    struct sc_media media = {0};
    struct sc_sdp sdp;
    sc_sdp_read(description, &sdp);
    sc_media_add(&media, &sdp, 0);
    const struct sc_media *owned = own(tracker, &media);
    if (description.size <= KNOWN_SIZE_MAX) {
        *known = (struct known_description){digest, owned};
    }
    return owned;
}

/* True if one of its lines is of a session description. */
static bool is_description(struct sc_slice bytes)
{
    struct sc_sdp_line line;

    return sc_sdp_line_next(&bytes, &line);
}

void sc_host_media_message(struct sc_tracker *tracker, struct sc_transaction *transaction,
                           const struct reading *reading)
{
    const struct sc_message *message = reading->message;
    bool ack = reading->ack;
    bool request = message->kind == SC_MESSAGE_REQUEST && !ack;

    if (message->body.size == 0 || message->code >= 300 || (ack && transaction->offered) ||
        sc_message_is_cut(reading->packet, message) ||
        !(sc_transaction_is(transaction, "INVITE") || sc_transaction_is(transaction, "UPDATE"))) {
        return;
    }
    bool speaks = message->body_missing == 0 && sc_reading_speaks_for_itself(reading);
    struct sc_slice description = sc_message_description(message);
    if ((!speaks && !request) || !is_description(description)) {
        return;
    }
    transaction->offered = transaction->offered || request;
    if (!speaks) {
        return;
    }
    /* Where the request held no offer, the response holds it, and the ACK the answer (RFC 3261
     * section 13.2.1). */
    bool answered =
        ack || (!request && (transaction->offered || transaction->request.text.size == 0));
    const struct sc_media *media = media_of(tracker, description);
    struct pair *pair = sc_pair_obtain(tracker, reading->source, reading->destination);
    uint32_t frame = reading->packet->frame;
    add(tracker, said_between(pair, reading->source, reading->destination), media, answered, frame);
    add(tracker, &sc_host_of(reading->source)->media, media, answered, frame);
}
