/* Writes pcapng (draft-ietf-opsawg-pcapng), in the byte order of big-endian.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pcapng.h"

#include "bytes.h"
#include "packets.h"
#include "play.h"

#include <string.h>

#define BLOCK_SECTION               0x0A0D0D0A
#define BLOCK_INTERFACE             1
#define BLOCK_PACKET                6
#define BYTE_ORDER_MAGIC            0x1A2B3C4D
#define LINK_ETHERNET               1
#define SNAPLEN                     262144
#define OPTION_COMMENT              1
#define OPTION_TSRESOL              9
#define OPTION_END                  0
#define NANOSECONDS                 9 /* the time resolution: 10 to the power of -9 */
#define NANOSECONDS_PER_MILLISECOND 1000000
#define OPTION_SIZE_MAX             65535

/* Bytes, filled up to a multiple of 4. */
static void put_padded(GByteArray *out, const void *bytes, size_t size)
{
    g_byte_array_append(out, bytes, (guint)size);
    put_zeros(out, (uint32_t)(-size % 4));
}

static void put_option(GByteArray *out, unsigned code, const void *bytes, size_t size)
{
    put16(out, code);
    put16(out, (unsigned)size);
    put_padded(out, bytes, size);
}

static void put_comment(GByteArray *out, const char *comment)
{
    put_option(out, OPTION_COMMENT, comment, MIN(strlen(comment), OPTION_SIZE_MAX));
}

/* Writes a block around its body, and frees that. */
static void put_block(GByteArray *out, uint32_t type, GByteArray *body)
{
    uint32_t size = 12 + body->len;

    put32(out, type);
    put32(out, size);
    g_byte_array_append(out, body->data, body->len);
    put32(out, size);
    g_byte_array_unref(body);
}

static void put_section(GByteArray *out, const char *title)
{
    GByteArray *body = g_byte_array_new();

    put32(body, BYTE_ORDER_MAGIC);
    put16(body, 1);
    put16(body, 0);
    /* The length of the section is not stated. */
    put32(body, UINT32_MAX);
    put32(body, UINT32_MAX);
    put_comment(body, title);
    put_option(body, OPTION_END, "", 0);
    put_block(out, BLOCK_SECTION, body);
}

static void put_interface(GByteArray *out)
{
    const uint8_t resolution = NANOSECONDS;
    GByteArray *body = g_byte_array_new();

    put16(body, LINK_ETHERNET);
    put16(body, 0);
    put32(body, SNAPLEN);
    put_option(body, OPTION_TSRESOL, &resolution, sizeof resolution);
    put_option(body, OPTION_END, "", 0);
    put_block(out, BLOCK_INTERFACE, body);
}

/* COMMENTS: ends with NULL; NULL for none. The packet's bytes are freed. */
static void put_packet(GByteArray *out, int64_t time, struct packet packet, char *const *comments)
{
    GByteArray *body = g_byte_array_new();

    put32(body, 0);
    put32(body, (uint32_t)(time >> 32));
    put32(body, (uint32_t)(time & UINT32_MAX));
    put32(body, packet.bytes->len);
    put32(body, packet.length);
    put_padded(body, packet.bytes->data, packet.bytes->len);
    for (; comments != NULL && *comments != NULL; comments++) {
        put_comment(body, *comments);
    }
    put_option(body, OPTION_END, "", 0);
    put_block(out, BLOCK_PACKET, body);
    g_byte_array_unref(packet.bytes);
}

static void put_frame(GByteArray *out, const struct capture *capture,
                      const struct capture_frame *seen, struct streams *streams)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = findings_in(capture, seen->packet.frame, findings);
    char *comments[SC_FINDINGS_MAX + 1] = {NULL};

    for (size_t i = 0; i < count; i++) {
        comments[i] = finding_line(&findings[i]);
    }
    put_packet(out, seen->packet.time, packet_of(capture, seen, streams), comments);
    for (size_t i = 0; i < count; i++) {
        g_free(comments[i]);
    }
}

GByteArray *pcapng_of(const struct capture *capture, const char *title, int64_t until,
                      const char **why)
{
    struct streams *streams = streams_new();
    GByteArray *out = g_byte_array_new();

    put_section(out, title);
    put_interface(out);
    *why = NULL;
    for (uint32_t frame = 1; frame <= capture_size(capture) && *why == NULL; frame++) {
        const struct capture_frame *seen = capture_frame(capture, frame);
        *why = packet_refused(capture, seen, streams);
        if (*why == NULL) {
            put_frame(out, capture, seen, streams);
        }
    }
    if (until > 0) {
        put_packet(out, until * NANOSECONDS_PER_MILLISECOND, packet_of_nothing(), NULL);
    }
    streams_free(streams);
    if (*why != NULL) {
        g_byte_array_unref(out);
        return NULL;
    }
    return out;
}
