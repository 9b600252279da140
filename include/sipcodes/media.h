/* Media: what hosts offer, answer and refuse (RFC 3264).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_MEDIA_H
#define SIPCODES_MEDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/endpoint.h"
#include "sipcodes/sdp.h"

/* Audio codecs that are remembered of one host, and bytes of a codec's name with its terminator. */
#define SC_MEDIA_CODECS_MAX 12
#define SC_MEDIA_CODEC_SIZE 16

/* How RTP was carried. */
enum sc_media_profile {
    SC_MEDIA_PLAIN = 1 << 0,  /* RTP/AVP or RTP/AVPF without any keys */
    SC_MEDIA_SECURE = 1 << 1, /* RTP/SAVP or RTP/SAVPF, or keys for SRTP beside plain RTP */
    SC_MEDIA_DTLS = 1 << 2,   /* secure, keyed by DTLS: a fingerprint, or UDP/TLS in front */
};

/* Crypto suites of a=crypto lines (RFC 4568 section 6.2, RFC 6188 section 6.1, RFC 7714 section
 * 14.2). A suite with 192 or 256 bits has two names, of which one is that of drafts. */
enum sc_media_suite {
    SC_SUITE_AES_128_80 = 1 << 0,
    SC_SUITE_AES_128_32 = 1 << 1,
    SC_SUITE_F8_128_80 = 1 << 2,
    SC_SUITE_AES_192_80 = 1 << 3,
    SC_SUITE_AES_192_32 = 1 << 4,
    SC_SUITE_AES_256_80 = 1 << 5,
    SC_SUITE_AES_256_32 = 1 << 6,
    SC_SUITE_GCM_128 = 1 << 7,
    SC_SUITE_GCM_256 = 1 << 8,
    SC_SUITE_OTHER = 1 << 9, /* any other name */
};

/* The suite with a name, which may be anything. */
enum sc_media_suite sc_media_suite(struct sc_slice name);

/* The registered name of a suite; "" of SC_SUITE_OTHER. */
const char *sc_media_suite_name(enum sc_media_suite suite);

struct sc_media_codec {
    char name[SC_MEDIA_CODEC_SIZE]; /* as sent, printable ASCII */
    uint32_t rate;                  /* clock rate; 0: not said */
};

/* What session descriptions said, all of them together. */
struct sc_media {
    /* Of the first of them; 0: there was none. */
    uint32_t frame;

    /* enum sc_media_profile, or-ed. */
    unsigned profiles;

    /* enum sc_media_suite, or-ed: of all wanted RTP. */
    unsigned suites;

    /* There were audio codecs that have no name, or more than fit here. */
    bool incomplete;

    /* Of audio, without telephone-event, CN and red, which carry no voice of their own. */
    unsigned codec_count;
    struct sc_media_codec codecs[SC_MEDIA_CODECS_MAX];
};

/* Adds what a description says. FRAME is that of its message. Media with port 0 are not wanted, and
 * do not count. */
void sc_media_add(struct sc_media *media, const struct sc_sdp *sdp, uint32_t frame);

/* The same for a description of capabilities, as in a 488: its ports are 0, or anything (RFC 3264
 * section 9). */
void sc_media_add_capabilities(struct sc_media *media, const struct sc_sdp *sdp, uint32_t frame);

/* Adds what OTHER holds. */
void sc_media_join(struct sc_media *media, const struct sc_media *other);

/* True if the two have an audio codec in common: name and, where both say it, clock rate. */
bool sc_media_meet(const struct sc_media *a, const struct sc_media *b);

struct sc_tracker;

/* What the host of FROM has offered, or ANSWERED, to the host of TO, or to any host if TO is NULL.
 * False: nothing, and MEDIA is untouched. From INVITE and UPDATE, and what answers them. Only where
 * the sender speaks for itself, its Contact holding the address that the packet came from, in
 * dotted decimals or as an IPv6 reference however written: what a proxy passes on is not its own.
 */
bool sc_tracker_media(const struct sc_tracker *tracker, const struct sc_endpoint *from,
                      const struct sc_endpoint *to, bool answered, struct sc_media *media);

#endif
