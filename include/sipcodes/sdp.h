/* Session descriptions: what the two sides of a call offer, and take.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads SDP (RFC 8866, RFC 4566) as offers and answers use it (RFC 3264): media, addresses, codecs,
 * and how secure RTP is keyed (RFC 4568, RFC 5763, RFC 8122). As lenient as the message reader, and
 * as bounded: any bytes give facts, without allocation, copies or recursion. Slices point into the
 * bytes that were read and live as long as they do; keys are never returned.
 */
#ifndef SIPCODES_SDP_H
#define SIPCODES_SDP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/message.h"
#include "sipcodes/slice.h"

/* Media descriptions of one session, formats of one media description, and lines of one section
 * that are read. What comes past them is left out. */
#define SC_SDP_MEDIA_MAX   32
#define SC_SDP_FORMATS_MAX 64
#define SC_SDP_LINES_MAX   512

/* The direction of media, as seen by the writer of the description (RFC 8866 section 6.7). */
enum sc_sdp_direction {
    SC_SDP_SENDRECV, /* if nothing is said, too */
    SC_SDP_SENDONLY,
    SC_SDP_RECVONLY,
    SC_SDP_INACTIVE,
};

/* What a description brings to key secure RTP with. */
enum sc_sdp_keys {
    SC_SDP_KEYS_CRYPTO = 1 << 0,      /* a=crypto (RFC 4568) */
    SC_SDP_KEYS_FINGERPRINT = 1 << 1, /* a=fingerprint (RFC 8122), for DTLS-SRTP (RFC 5763) */
    SC_SDP_KEYS_MIKEY = 1 << 2,       /* a=key-mgmt (RFC 4567) */
    SC_SDP_KEYS_K = 1 << 3,           /* k= (RFC 4566 section 5.12, obsolete) */
    SC_SDP_KEYS_ZRTP = 1 << 4,        /* a=zrtp-hash (RFC 6189 section 8) */
};

/* What is written alike before all media, for those that do not say otherwise, and in one of them.
 */
struct sc_sdp_common {
    struct sc_slice family;  /* of c=: IP4 or IP6 (RFC 8866 section 5.7); absent without c= */
    struct sc_slice address; /* of c=, without TTL; absent without c= */
    enum sc_sdp_direction direction;
    unsigned keys; /* enum sc_sdp_keys, or-ed */

    /* a=setup: active, passive, actpass, holdconn (RFC 4145, RFC 5763 section 5); absent if not
     * said. */
    struct sc_slice setup;
};

/* One "x=value" line, without white space around the value. */
struct sc_sdp_line {
    char type;
    struct sc_slice value;
};

/* Takes the next line of REST that has a type, and those before it that have none; LF alone ends a
 * line, too (RFC 8866 section 5). False if there is none left. */
bool sc_sdp_line_next(struct sc_slice *rest, struct sc_sdp_line *line);

/* A whole description. Filled by sc_sdp_read(). */
struct sc_sdp {
    struct sc_sdp_common session;
    struct sc_slice media; /* from the first m= line on; of size 0 if there is none */
};

/* Reads what comes before the first m= line. False if no line of BYTES is one of SDP ("v=", "o=",
 * "m=" and so on), with everything absent. */
bool sc_sdp_read(struct sc_slice bytes, struct sc_sdp *sdp);

/* The first application/sdp part of a message's body (RFC 3261 section 13.2.1, RFC 5621), which may
 * be anything; absent if there is none. */
struct sc_slice sc_message_description(const struct sc_message *message);

/* sc_sdp_read() of that part. False if there is none. */
bool sc_message_sdp(const struct sc_message *message, struct sc_sdp *sdp);

/* One media description, m= and what belongs to it (RFC 8866 section 5.14). */
struct sc_sdp_media {
    struct sc_slice type; /* audio, video, image, ... */
    bool port_readable;
    uint16_t port;               /* 0: not wanted (RFC 3264 sections 5.1 and 6) or not readable */
    struct sc_slice proto;       /* RTP/AVP, RTP/SAVP, UDP/TLS/RTP/SAVPF, udptl, ... */
    struct sc_slice format;      /* all formats, in order of preference, blanks between */
    struct sc_sdp_common common; /* its own, or the session's */
    struct sc_slice lines;       /* what follows its m= line */

    /* The other side is to be silent, or nothing comes back to it: sendonly, inactive (RFC 3264
     * section 8.4), address 0.0.0.0 (RFC 2543) or ::. */
    bool hold;
};

/* The next media description; CURSOR starts as {0} and belongs to one walk. Of an m= line that
 * cannot be read, what is missing is of size 0. */
bool sc_sdp_media_next(const struct sc_sdp *sdp, struct sc_cursor *cursor,
                       struct sc_sdp_media *media);

/* How many media descriptions there are, at most SC_SDP_MEDIA_MAX. */
unsigned sc_sdp_media_count(const struct sc_sdp *sdp);

/* Reads the value of an m= line, m=<media> <port>["/"<number of ports>] <proto> <fmt> ..., into
 * TYPE, PORT_READABLE, PORT, PROTO and FORMAT of MEDIA. */
void sc_sdp_media_line(struct sc_slice value, struct sc_sdp_media *media);

/* How much audio a packet is to hold, in milliseconds; 0 if not said or not readable. */
uint32_t sc_sdp_ptime(const struct sc_sdp_media *media);

/* One format of a media description (RFC 8866 section 6.6, RFC 3551 section 6). */
struct sc_sdp_format {
    /* As the m= line has it: a payload type, or "t38". */
    struct sc_slice name;

    /* Of a=rtpmap or, without one, of the static payload type, which points to a constant; absent
     * if neither knows it. */
    struct sc_slice codec;

    /* Clock rate; 0 if it is not known. */
    uint32_t rate;
};

/* The next format; CURSOR as above. */
bool sc_sdp_format_next(const struct sc_sdp_media *media, struct sc_cursor *cursor,
                        struct sc_sdp_format *format);

/* The value of the next attribute NAME (RFC 8866 section 5.13) among the media's own lines, of size
 * 0 if it has none, as a=rtcp-mux; at most SC_SDP_FORMATS_MAX. CURSOR as above. */
bool sc_sdp_attribute_next(const struct sc_sdp_media *media, const char *name,
                           struct sc_cursor *cursor, struct sc_slice *value);

/* The crypto suite of the next a=crypto line (RFC 4568 section 4), as AES_CM_128_HMAC_SHA1_80; of
 * size 0 if it is not there. CURSOR as above. */
bool sc_sdp_crypto_next(const struct sc_sdp_media *media, struct sc_cursor *cursor,
                        struct sc_slice *suite);

/* True if the media are carried in secure RTP: the last part of the profile is SAVP or SAVPF. */
bool sc_sdp_is_secure(struct sc_slice proto);

/* True if the media are carried in RTP, secure or not. */
bool sc_sdp_is_rtp(struct sc_slice proto);

#endif
