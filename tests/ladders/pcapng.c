/* Writes pcapng (draft-ietf-opsawg-pcapng), in the byte order of big-endian.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pcapng.h"

#include "packets.h"
#include "play.h"

#include <string.h>

#define BLOCK_SECTION    0x0A0D0D0A
#define BLOCK_INTERFACE  1
#define BLOCK_PACKET     6
#define BYTE_ORDER_MAGIC 0x1A2B3C4D
#define LINK_ETHERNET    1
#define SNAPLEN          262144
#define OPTION_COMMENT   1
#define OPTION_TSRESOL   9
#define OPTION_END       0
#define NANOSECONDS      9 /* the time resolution: 10 to the power of -9 */
#define OPTION_SIZE_MAX  65535

static void put16(GByteArray *out, unsigned value)
{
    uint16_t bytes = GUINT16_TO_BE((uint16_t)value);

    g_byte_array_append(out, (const uint8_t *)&bytes, sizeof bytes);
}

static void put32(GByteArray *out, uint32_t value)
{
    uint32_t bytes = GUINT32_TO_BE(value);

    g_byte_array_append(out, (const uint8_t *)&bytes, sizeof bytes);
}

/* Bytes, filled up to a multiple of 4. */
static void put_padded(GByteArray *out, const void *bytes, size_t size)
{
    static const uint8_t zeros[4];

    g_byte_array_append(out, bytes, (guint)size);
    g_byte_array_append(out, zeros, (guint)(-size % 4));
}

static void put_option(GByteArray *out, unsigned code, const void *bytes, size_t size)
{
    put16(out, code);
    put16(out, (unsigned)size);
    put_padded(out, bytes, size);
}

static void put_comment(GByteArray *out, const char *comment)
{
    if (*comment != '\0') {
        put_option(out, OPTION_COMMENT, comment, MIN(strlen(comment), OPTION_SIZE_MAX));
    }
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

static void put_packet(GByteArray *out, int64_t time, struct packet packet, const char *comment)
{
    GByteArray *body = g_byte_array_new();

    put32(body, 0);
    put32(body, (uint32_t)(time >> 32));
    put32(body, (uint32_t)(time & UINT32_MAX));
    put32(body, packet.bytes->len);
    put32(body, packet.length);
    put_padded(body, packet.bytes->data, packet.bytes->len);
    put_comment(body, comment);
    put_option(body, OPTION_END, "", 0);
    put_block(out, BLOCK_PACKET, body);
    g_byte_array_unref(packet.bytes);
}

/* A line for each finding at a frame. */
static char *comment_of(const struct capture *capture, uint32_t frame)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = findings_in(capture, frame, findings);
    GString *comment = g_string_new(NULL);

    for (size_t i = 0; i < count; i++) {
        char *line = finding_line(&findings[i]);
        g_string_append_printf(comment, "%s%s", i > 0 ? "\n" : "", line);
        g_free(line);
    }
    return g_string_free(comment, FALSE);
}

static void put_frames(GByteArray *out, const struct capture *capture)
{
    struct streams *streams = streams_new();

    for (uint32_t frame = 1; frame <= capture_size(capture); frame++) {
        const struct capture_frame *seen = capture_frame(capture, frame);
        char *comment = comment_of(capture, frame);
        put_packet(out, seen->packet.time, packet_of(capture, seen, streams), comment);
        g_free(comment);
    }
    streams_free(streams);
}

GByteArray *pcapng_of(const struct capture *capture, const char *title, int64_t until,
                      const char **why)
{
    for (uint32_t frame = 1; frame <= capture_size(capture); frame++) {
        *why = packet_refused(capture, capture_frame(capture, frame));
        if (*why != NULL) {
            return NULL;
        }
    }
    GByteArray *out = g_byte_array_new();
    put_section(out, title);
    put_interface(out);
    put_frames(out, capture);
    if (until > 0) {
        put_packet(out, until * 1000000, packet_of_nothing(), "");
    }
    return out;
}
