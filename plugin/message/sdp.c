/* Session descriptions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/sdp.h"

#include <glib.h>
#include <string.h>

#include "message-private.h"

bool sc_sdp_line_next(struct sc_slice *rest, struct sc_sdp_line *line)
{
    while (rest->size > 0) {
        struct sc_slice text = sc_slice_until(*rest, '\n');
        *rest = sc_slice_from(*rest, MIN(text.size + 1, rest->size));
        if (text.size >= 2 && text.data[1] == '=' && g_ascii_islower(text.data[0])) {
            *line = (struct sc_sdp_line){text.data[0], trim(sc_slice_from(text, 2))};
            return true;
        }
    }
    return false;
}

/* ---- What a section says ---- */

static void read_connection(struct sc_slice value, struct sc_sdp_common *common)
{
    sc_slice_next_word(&value); /* IN */
    common->family = sc_slice_next_word(&value);
    common->address = sc_slice_until(sc_slice_next_word(&value), '/');
}

/* Names are slices here, not strings: they are compared with each attribute of each description. */
#define NAME(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static void read_attribute(struct sc_slice value, struct sc_sdp_common *common)
{
    static const struct {
        struct sc_slice name;
        enum sc_sdp_direction direction;
    } directions[] = {
        {NAME("sendrecv"), SC_SDP_SENDRECV},
        {NAME("sendonly"), SC_SDP_SENDONLY},
        {NAME("recvonly"), SC_SDP_RECVONLY},
        {NAME("inactive"), SC_SDP_INACTIVE},
    };
    static const struct {
        struct sc_slice name;
        enum sc_sdp_keys keys;
    } keyings[] = {
        {NAME("crypto"), SC_SDP_KEYS_CRYPTO},
        {NAME("fingerprint"), SC_SDP_KEYS_FINGERPRINT},
        {NAME("key-mgmt"), SC_SDP_KEYS_MIKEY},
        {NAME("zrtp-hash"), SC_SDP_KEYS_ZRTP},
    };
    struct sc_slice name = trim(sc_slice_until(value, ':'));

    for (size_t i = 0; i < G_N_ELEMENTS(directions); i++) {
        if (sc_slice_same(name, directions[i].name)) {
            common->direction = directions[i].direction;
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(keyings); i++) {
        if (sc_slice_same(name, keyings[i].name)) {
            common->keys |= keyings[i].keys;
        }
    }
    if (sc_slice_is(name, "setup")) {
        common->setup =
            trim(sc_slice_from(value, MIN(sc_slice_until(value, ':').size + 1, value.size)));
    }
}

/* Reads what the section that REST begins with says on top of what COMMON holds. Returns the
 * section: REST up to its first m= line. */
static struct sc_slice read_section(struct sc_slice rest, struct sc_sdp_common *common)
{
    struct sc_slice all = rest;
    struct sc_sdp_line line;
    size_t size = 0;

    for (int i = 0; sc_sdp_line_next(&rest, &line) && line.type != 'm'; i++) {
        size = all.size - rest.size;
        if (i >= SC_SDP_LINES_MAX) {
            continue;
        }
        if (line.type == 'c') {
            read_connection(line.value, common);
        } else if (line.type == 'a') {
            read_attribute(line.value, common);
        } else if (line.type == 'k') {
            common->keys |= SC_SDP_KEYS_K;
        }
    }
    return (struct sc_slice){all.data, size};
}

bool sc_sdp_read(struct sc_slice bytes, struct sc_sdp *sdp)
{
    struct sc_slice rest = bytes;
    struct sc_sdp_line line;

    *sdp = (struct sc_sdp){0};
    if (!sc_sdp_line_next(&rest, &line)) {
        return false;
    }
    struct sc_slice session = read_section(bytes, &sdp->session);
    sdp->media = sc_slice_from(bytes, session.size);
    return true;
}

struct sc_slice sc_message_description(const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_part part;

    while (sc_part_next(message, &cursor, &part)) {
        if (sc_slice_is(part.type, "application/sdp")) {
            return part.bytes;
        }
    }
    return (struct sc_slice){0};
}

bool sc_message_sdp(const struct sc_message *message, struct sc_sdp *sdp)
{
    return sc_sdp_read(sc_message_description(message), sdp);
}

/* ---- Attributes of one media description ---- */

/* The value of the next attribute NAME in REST, and how many lines may still be read. */
static bool take_attribute(struct sc_slice *rest, const char *name, size_t *lines_left,
                           struct sc_slice *value)
{
    struct sc_sdp_line line;

    while (*lines_left > 0 && sc_sdp_line_next(rest, &line)) {
        struct sc_slice own = sc_slice_until(line.value, ':');
        (*lines_left)--;
        if (line.type == 'a' && sc_slice_is(trim(own), name)) {
            *value = trim(sc_slice_from(line.value, MIN(own.size + 1, line.value.size)));
            return true;
        }
    }
    return false;
}

uint32_t sc_sdp_ptime(const struct sc_sdp_media *media)
{
    struct sc_slice lines = media->lines;
    size_t lines_left = SC_SDP_LINES_MAX;
    struct sc_slice value;
    uint64_t number = 0;

    if (take_attribute(&lines, "ptime", &lines_left, &value)) {
        sc_slice_number(value, UINT32_MAX, &number);
    }
    return (uint32_t)number;
}

void sc_sdp_media_line(struct sc_slice value, struct sc_sdp_media *media)
{
    uint64_t port = 0;

    media->type = sc_slice_next_word(&value);
    media->port_readable =
        sc_slice_number(sc_slice_until(sc_slice_next_word(&value), '/'), UINT16_MAX, &port);
    media->port = (uint16_t)port;
    media->proto = sc_slice_next_word(&value);
    media->format = trim(value);
}

static bool is_unspecified(struct sc_slice address)
{
    return sc_slice_is(address, "0.0.0.0") || sc_slice_is(address, "::");
}

/* CURSOR: line counts the descriptions, at is the offset of the next one. */
bool sc_sdp_media_next(const struct sc_sdp *sdp, struct sc_cursor *cursor,
                       struct sc_sdp_media *media)
{
    struct sc_slice rest = sc_slice_from(sdp->media, cursor->at);
    struct sc_sdp_line line;

    *media = (struct sc_sdp_media){.common = sdp->session};
    do {
        if (cursor->line == SC_SDP_MEDIA_MAX || !sc_sdp_line_next(&rest, &line)) {
            return false;
        }
    } while (line.type != 'm');
    sc_sdp_media_line(line.value, media);
    media->lines = read_section(rest, &media->common);
    media->hold = media->common.direction == SC_SDP_SENDONLY ||
                  media->common.direction == SC_SDP_INACTIVE ||
                  is_unspecified(media->common.address);
    cursor->at = sdp->media.size - rest.size + media->lines.size;
    cursor->line++;
    return true;
}

unsigned sc_sdp_media_count(const struct sc_sdp *sdp)
{
    struct sc_slice rest = sdp->media;
    struct sc_sdp_line line;
    unsigned count = 0;

    while (count < SC_SDP_MEDIA_MAX && sc_sdp_line_next(&rest, &line)) {
        count += line.type == 'm';
    }
    return count;
}

/* ---- Formats ---- */

/* Ascending by payload type (RFC 3551 section 6, tables 4 and 5). */
static const struct {
    const char *codec;
    uint32_t rate;
    uint8_t type;
} static_types[] = {
    {"PCMU", 8000, 0},   {"GSM", 8000, 3},    {"G723", 8000, 4},   {"DVI4", 8000, 5},
    {"DVI4", 16000, 6},  {"LPC", 8000, 7},    {"PCMA", 8000, 8},   {"G722", 8000, 9},
    {"L16", 44100, 10},  {"L16", 44100, 11},  {"QCELP", 8000, 12}, {"CN", 8000, 13},
    {"MPA", 90000, 14},  {"G728", 8000, 15},  {"DVI4", 11025, 16}, {"DVI4", 22050, 17},
    {"G729", 8000, 18},  {"CelB", 90000, 25}, {"JPEG", 90000, 26}, {"nv", 90000, 28},
    {"H261", 90000, 31}, {"MPV", 90000, 32},  {"MP2T", 90000, 33}, {"H263", 90000, 34},
};

/* a=rtpmap:<payload type> <encoding name>/<clock rate>[/<encoding parameters>] */
static bool find_rtpmap(const struct sc_sdp_media *media, struct sc_sdp_format *format)
{
    struct sc_slice rest = media->lines;
    size_t lines_left = SC_SDP_LINES_MAX;
    struct sc_slice value;
    uint64_t rate = 0;

    while (take_attribute(&rest, "rtpmap", &lines_left, &value)) {
        if (sc_slice_equal(sc_slice_next_word(&value), format->name)) {
            value = sc_slice_next_word(&value);
            format->codec = sc_slice_until(value, '/');
            value = sc_slice_from(value, MIN(format->codec.size + 1, value.size));
            sc_slice_number(sc_slice_until(value, '/'), UINT32_MAX, &rate);
            format->rate = (uint32_t)rate;
            return true;
        }
    }
    return false;
}

static void find_static_type(struct sc_sdp_format *format)
{
    uint64_t type;

    if (!sc_slice_number(format->name, UINT8_MAX, &type)) {
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(static_types); i++) {
        if (static_types[i].type == type) {
            format->codec = sc_slice_of(static_types[i].codec);
            format->rate = static_types[i].rate;
        }
    }
}

/* CURSOR: line counts the formats, at is the offset after the last one. */
bool sc_sdp_format_next(const struct sc_sdp_media *media, struct sc_cursor *cursor,
                        struct sc_sdp_format *format)
{
    struct sc_slice rest = sc_slice_from(media->format, cursor->at);

    *format = (struct sc_sdp_format){.name = sc_slice_next_word(&rest)};
    if (format->name.size == 0 || cursor->line == SC_SDP_FORMATS_MAX) {
        return false;
    }
    if (sc_sdp_is_rtp(media->proto) && !find_rtpmap(media, format)) {
        find_static_type(format);
    }
    cursor->at = media->format.size - rest.size;
    cursor->line++;
    return true;
}

/* CURSOR: at is the offset of the next line, line counts those that were returned. */
bool sc_sdp_attribute_next(const struct sc_sdp_media *media, const char *name,
                           struct sc_cursor *cursor, struct sc_slice *value)
{
    struct sc_slice rest = sc_slice_from(media->lines, cursor->at);
    size_t lines_left = SC_SDP_LINES_MAX;

    *value = (struct sc_slice){0};
    if (cursor->line == SC_SDP_FORMATS_MAX || !take_attribute(&rest, name, &lines_left, value)) {
        return false;
    }
    cursor->at = media->lines.size - rest.size;
    cursor->line++;
    return true;
}

/* a=crypto:<tag> <crypto-suite> <key-params> [<session-params>] */
bool sc_sdp_crypto_next(const struct sc_sdp_media *media, struct sc_cursor *cursor,
                        struct sc_slice *suite)
{
    struct sc_slice value;

    if (!sc_sdp_attribute_next(media, "crypto", cursor, &value)) {
        return false;
    }
    sc_slice_next_word(&value);
    *suite = sc_slice_next_word(&value);
    return true;
}

/* ---- Profiles ---- */

/* What follows the last slash. */
static struct sc_slice profile_name(struct sc_slice proto)
{
    size_t from = proto.size;

    while (from > 0 && proto.data[from - 1] != '/') {
        from--;
    }
    return sc_slice_from(proto, from);
}

bool sc_sdp_is_secure(struct sc_slice proto)
{
    struct sc_slice profile = profile_name(proto);

    return sc_slice_is(profile, "SAVP") || sc_slice_is(profile, "SAVPF");
}

bool sc_sdp_is_rtp(struct sc_slice proto)
{
    struct sc_slice profile = profile_name(proto);

    return sc_sdp_is_secure(proto) || sc_slice_is(profile, "AVP") || sc_slice_is(profile, "AVPF");
}
