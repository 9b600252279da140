/* Media: sets of codecs and profiles, as session descriptions say them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/media.h"

#include <glib.h>
#include <string.h>

/* In the order of enum sc_media_suite: the registered name, and that of drafts or NULL. */
static const struct {
    const char *name;
    const char *draft;
} suites[] = {
    {"AES_CM_128_HMAC_SHA1_80", NULL},
    {"AES_CM_128_HMAC_SHA1_32", NULL},
    {"F8_128_HMAC_SHA1_80", NULL},
    {"AES_192_CM_HMAC_SHA1_80", "AES_CM_192_HMAC_SHA1_80"},
    {"AES_192_CM_HMAC_SHA1_32", "AES_CM_192_HMAC_SHA1_32"},
    {"AES_256_CM_HMAC_SHA1_80", "AES_CM_256_HMAC_SHA1_80"},
    {"AES_256_CM_HMAC_SHA1_32", "AES_CM_256_HMAC_SHA1_32"},
    {"AEAD_AES_128_GCM", NULL},
    {"AEAD_AES_256_GCM", NULL},
};

enum sc_media_suite sc_media_suite(struct sc_slice name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(suites); i++) {
        if (sc_slice_is(name, suites[i].name) ||
            (suites[i].draft != NULL && sc_slice_is(name, suites[i].draft))) {
            return (enum sc_media_suite)(1U << i);
        }
    }
    return SC_SUITE_OTHER;
}

const char *sc_media_suite_name(enum sc_media_suite suite)
{
    for (size_t i = 0; i < G_N_ELEMENTS(suites); i++) {
        if (suite == (enum sc_media_suite)(1U << i)) {
            return suites[i].name;
        }
    }
    return "";
}

/* Formats that stand beside a codec (RFC 4733, RFC 3389, RFC 2198). */
static bool is_no_codec(struct sc_slice name)
{
    return sc_slice_is(name, "telephone-event") || sc_slice_is(name, "CN") ||
           sc_slice_is(name, "red");
}

static bool is_codec_name(struct sc_slice name)
{
    for (size_t i = 0; i < name.size; i++) {
        if (!g_ascii_isgraph(name.data[i])) {
            return false;
        }
    }
    return name.size > 0 && name.size < SC_MEDIA_CODEC_SIZE;
}

static bool same_codec(const struct sc_media_codec *a, const struct sc_media_codec *b)
{
    return g_ascii_strcasecmp(a->name, b->name) == 0 &&
           (a->rate == b->rate || a->rate == 0 || b->rate == 0);
}

static void add_codec(struct sc_media *media, const struct sc_media_codec *codec)
{
    for (unsigned i = 0; i < media->codec_count; i++) {
        if (same_codec(&media->codecs[i], codec)) {
            return;
        }
    }
    if (media->codec_count == SC_MEDIA_CODECS_MAX) {
        media->incomplete = true;
    } else {
        media->codecs[media->codec_count++] = *codec;
    }
}

static void add_formats(struct sc_media *media, const struct sc_sdp_media *description)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_format format;

    while (sc_sdp_format_next(description, &cursor, &format)) {
        struct sc_media_codec codec = {.rate = format.rate};
        if (is_no_codec(format.codec)) {
            continue;
        }
        if (!is_codec_name(format.codec)) {
            media->incomplete = true;
            continue;
        }
        memcpy(codec.name, format.codec.data, format.codec.size);
        add_codec(media, &codec);
    }
    media->incomplete = media->incomplete || cursor.line == SC_SDP_FORMATS_MAX;
}

static unsigned profiles_of(const struct sc_sdp_media *description)
{
    unsigned profile = sc_sdp_is_secure(description->proto) ? SC_MEDIA_SECURE : SC_MEDIA_PLAIN;

    /* Best effort: keys beside a plain profile, for who can use them. */
    if (description->common.keys != 0) {
        profile |= SC_MEDIA_SECURE;
    }
    if ((description->common.keys & SC_SDP_KEYS_FINGERPRINT) != 0 ||
        sc_slice_starts(description->proto, "UDP/TLS/")) {
        profile |= SC_MEDIA_DTLS;
    }
    return profile;
}

static unsigned suites_of(const struct sc_sdp_media *description)
{
    struct sc_cursor cursor = {0};
    struct sc_slice suite;
    unsigned found = 0;

    while (sc_sdp_crypto_next(description, &cursor, &suite)) {
        found |= sc_media_suite(suite);
    }
    return found;
}

static void add_description(struct sc_media *media, const struct sc_sdp *sdp, uint32_t frame,
                            bool capabilities)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media description;

    if (media->frame == 0) {
        media->frame = frame;
    }
    while (sc_sdp_media_next(sdp, &cursor, &description)) {
        if ((description.port == 0 && !capabilities) || !sc_sdp_is_rtp(description.proto)) {
            continue;
        }
        media->profiles |= profiles_of(&description);
        media->suites |= suites_of(&description);
        if (sc_slice_is(description.type, "audio")) {
            add_formats(media, &description);
        }
    }
}

void sc_media_add(struct sc_media *media, const struct sc_sdp *sdp, uint32_t frame)
{
    add_description(media, sdp, frame, false);
}

void sc_media_add_capabilities(struct sc_media *media, const struct sc_sdp *sdp, uint32_t frame)
{
    add_description(media, sdp, frame, true);
}

void sc_media_join(struct sc_media *media, const struct sc_media *other)
{
    if (media->frame == 0) {
        media->frame = other->frame;
    }
    media->profiles |= other->profiles;
    media->suites |= other->suites;
    media->incomplete = media->incomplete || other->incomplete;
    for (unsigned i = 0; i < other->codec_count; i++) {
        add_codec(media, &other->codecs[i]);
    }
}

bool sc_media_meet(const struct sc_media *a, const struct sc_media *b)
{
    for (unsigned i = 0; i < a->codec_count; i++) {
        for (unsigned j = 0; j < b->codec_count; j++) {
            if (same_codec(&a->codecs[i], &b->codecs[j])) {
                return true;
            }
        }
    }
    return false;
}
