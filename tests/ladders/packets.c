/* The frames of a capture as packets: Ethernet, IPv4 and IPv6, UDP, TCP, ICMP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "packets.h"

#include "bytes.h"

#include <string.h>

#define ETHERTYPE_IPV4         0x0800
#define ETHERTYPE_IPV6         0x86DD
#define ETHERTYPE_EXPERIMENTAL 0x88B5 /* IEEE 802, local experimental use */
#define IPV4_HEADER_SIZE       20
#define IPV4_MORE              0x2000
#define TCP_HEADER_SIZE        20
#define UDP_HEADER_SIZE        8
#define ICMP_HEADER_SIZE       8
#define PROTOCOL_ICMP          1
#define PROTOCOL_TCP           6
#define PROTOCOL_UDP           17
#define PROTOCOL_ICMPV6        58
#define TCP_RST                0x04
#define TCP_SYN                0x02
#define TCP_PSH                0x08
#define TCP_ACK                0x10
/* The most that the length of an IP datagram can say. */
#define DATAGRAM_SIZE_MAX 65535
/* Bytes that a cut packet had on the wire and not in the capture. */
#define CUT_SIZE 1

/* The latest segment of one direction of a connection. */
struct sent {
    uint32_t begin;
    uint32_t end; /* the sequence number that follows it */
};

struct streams {
    GHashTable *sent; /* struct sent by "SOURCE-DESTINATION" */
};

struct streams *streams_new(void)
{
    struct streams *streams = g_new0(struct streams, 1);

    streams->sent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return streams;
}

void streams_free(struct streams *streams)
{
    g_hash_table_destroy(streams->sent);
    g_free(streams);
}

/* ---- Checksums (RFC 1071) ---- */

static uint32_t sum_of(const uint8_t *bytes, size_t size, uint32_t sum)
{
    for (size_t i = 0; i < size; i++) {
        sum += i % 2 == 0 ? (uint32_t)bytes[i] << 8 : bytes[i];
    }
    return sum;
}

static uint16_t checksum(uint32_t sum)
{
    while (sum >> 16 != 0) {
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return (uint16_t)~sum;
}

static void set16(GByteArray *out, guint at, uint16_t value)
{
    out->data[at] = (uint8_t)(value >> 8);
    out->data[at + 1] = (uint8_t)(value & 0xFF);
}

static size_t address_size(const struct sc_endpoint *endpoint)
{
    return endpoint->family == 6 ? 16 : 4;
}

/* Writes the checksum of a UDP or TCP payload or an ICMPv6 message, with the pseudo-header. */
static void set_checksum(GByteArray *payload, guint at, const struct sc_packet *packet,
                         uint8_t protocol)
{
    size_t size = address_size(&packet->source);
    uint32_t sum = sum_of(packet->source.address, size, protocol + payload->len);

    sum = sum_of(packet->destination.address, size, sum);
    set16(payload, at, checksum(sum_of(payload->data, payload->len, sum)));
}

/* ---- Headers ---- */

/* A datagram with this payload, of which LENGTH bytes were sent. FRAGMENT: flags and offset. */
static GByteArray *datagram_of(const struct sc_packet *packet, uint8_t protocol,
                               const GByteArray *payload, uint32_t length, unsigned fragment)
{
    GByteArray *out = g_byte_array_new();
    size_t size = address_size(&packet->source);

    if (packet->source.family == 6) {
        put32(out, 0x60000000);
        put16(out, length);
        put8(out, protocol);
        put8(out, 64);
    } else {
        put16(out, 0x4500);
        put16(out, IPV4_HEADER_SIZE + length);
        put16(out, packet->ip_id);
        put16(out, fragment);
        put8(out, 64);
        put8(out, protocol);
        put16(out, 0);
    }
    g_byte_array_append(out, packet->source.address, (guint)size);
    g_byte_array_append(out, packet->destination.address, (guint)size);
    if (packet->source.family != 6) {
        set16(out, 10, checksum(sum_of(out->data, IPV4_HEADER_SIZE, 0)));
    }
    g_byte_array_append(out, payload->data, payload->len);
    return out;
}

static void put_mac(GByteArray *out, const struct sc_endpoint *endpoint)
{
    put16(out, 0x0200);
    put16(out, 0);
    put16(out, endpoint->address[address_size(endpoint) - 1]);
}

static struct packet ethernet_of(const struct sc_packet *packet, GByteArray *datagram,
                                 uint32_t missing)
{
    GByteArray *out = g_byte_array_new();

    put_mac(out, &packet->destination);
    put_mac(out, &packet->source);
    put16(out, packet->source.family == 6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4);
    g_byte_array_append(out, datagram->data, datagram->len);
    g_byte_array_unref(datagram);
    return (struct packet){out, out->len + missing};
}

static GByteArray *udp_of(const struct sc_packet *packet, struct sc_slice bytes, uint32_t missing)
{
    GByteArray *out = g_byte_array_new();

    put16(out, packet->source.port);
    put16(out, packet->destination.port);
    put16(out, UDP_HEADER_SIZE + (unsigned)bytes.size + missing);
    put16(out, 0);
    put_slice(out, bytes);
    if (missing == 0) {
        set_checksum(out, 6, packet, PROTOCOL_UDP);
    }
    return out;
}

static GByteArray *tcp_of(const struct sc_packet *packet, uint32_t seq, unsigned flags,
                          struct sc_slice bytes)
{
    GByteArray *out = g_byte_array_new();

    put16(out, packet->source.port);
    put16(out, packet->destination.port);
    put32(out, seq);
    put32(out, (flags & TCP_ACK) != 0 ? 1 : 0);
    put8(out, TCP_HEADER_SIZE / 4 << 4);
    put8(out, flags);
    put16(out, 0xFFFF);
    put32(out, 0);
    put_slice(out, bytes);
    set_checksum(out, 16, packet, PROTOCOL_TCP);
    return out;
}

/* ---- TCP ---- */

/* The latest segment that went the same way; before the first one, as if it ended at 1. */
static struct sent *sent_before(struct streams *streams, const struct sc_packet *packet)
{
    const struct sc_endpoint *source = &packet->source;
    const struct sc_endpoint *destination = &packet->destination;
    size_t size = address_size(source);
    char *key = g_strdup_printf("%u:%u-%u:%u", source->address[size - 1], source->port,
                                destination->address[size - 1], destination->port);
    struct sent *sent = g_hash_table_lookup(streams->sent, key);

    if (sent != NULL) {
        g_free(key);
        return sent;
    }
    sent = g_new0(struct sent, 1);
    sent->end = 1;
    g_hash_table_insert(streams->sent, key, sent);
    return sent;
}

/* The sequence number of a segment: its own, or that which follows the one before. */
static uint32_t sequence_of(struct streams *streams, const struct sc_packet *packet, size_t size)
{
    struct sent *sent = sent_before(streams, packet);

    sent->begin = packet->has_tcp_seq ? packet->tcp_seq : sent->end;
    sent->end = sent->begin + (uint32_t)size;
    return sent->begin;
}

/* Whether a message begins within the segment before it: the ladder takes it for shorter than it
 * is. */
static bool overlaps(struct streams *streams, const struct capture_frame *seen)
{
    const struct sent *sent = sent_before(streams, &seen->packet);

    return seen->kind == CAPTURE_MESSAGE && seen->packet.has_tcp_seq &&
           seen->packet.tcp_seq > sent->begin && seen->packet.tcp_seq < sent->end;
}

/* ---- Frames ---- */

static struct packet message_of(const struct capture_frame *seen, struct streams *streams)
{
    const struct sc_packet *packet = &seen->packet;
    uint32_t missing = packet->cut ? CUT_SIZE : 0;
    GByteArray *payload = packet->stream
                              ? tcp_of(packet, sequence_of(streams, packet, seen->bytes.size),
                                       TCP_PSH | TCP_ACK, seen->bytes)
                              : udp_of(packet, seen->bytes, missing);
    GByteArray *datagram = datagram_of(packet, packet->stream ? PROTOCOL_TCP : PROTOCOL_UDP,
                                       payload, payload->len + missing, 0);

    g_byte_array_unref(payload);
    return ethernet_of(packet, datagram, missing);
}

static struct packet segment_of(const struct capture_frame *seen, struct streams *streams,
                                unsigned flags)
{
    GByteArray *zeros = g_byte_array_new();
    uint32_t size = seen->kind == CAPTURE_SEGMENT ? seen->length : 0;

    put_zeros(zeros, size);
    struct sc_slice bytes = {(const char *)zeros->data, size};
    uint32_t taken = size + (seen->kind == CAPTURE_SYN ? 1 : 0);
    GByteArray *payload =
        tcp_of(&seen->packet, sequence_of(streams, &seen->packet, taken), flags, bytes);
    GByteArray *datagram = datagram_of(&seen->packet, PROTOCOL_TCP, payload, payload->len, 0);
    g_byte_array_unref(payload);
    g_byte_array_unref(zeros);
    return ethernet_of(&seen->packet, datagram, 0);
}

static struct packet fragment_of(const struct capture_frame *seen)
{
    GByteArray *payload = g_byte_array_new();

    put_zeros(payload, seen->length);
    GByteArray *datagram = datagram_of(&seen->packet, PROTOCOL_UDP, payload, payload->len,
                                       seen->offset / 8 | (seen->more ? IPV4_MORE : 0));
    g_byte_array_unref(payload);
    return ethernet_of(&seen->packet, datagram, 0);
}

/* An ICMP error (RFC 792, RFC 4443 section 3.1) that quotes a datagram. */
static struct packet error_of(const struct capture_frame *seen, GByteArray *quoted)
{
    static const uint8_t codes[] = {
        [SC_ICMP_NETWORK] = 0,  [SC_ICMP_HOST] = 1,        [SC_ICMP_PORT] = 3,
        [SC_ICMP_PROTOCOL] = 2, [SC_ICMP_PROHIBITED] = 13,
    };
    static const uint8_t codes_of_ipv6[] = {
        [SC_ICMP_NETWORK] = 0,
        [SC_ICMP_HOST] = 3,
        [SC_ICMP_PORT] = 4,
        [SC_ICMP_PROHIBITED] = 1,
    };
    bool v6 = seen->packet.source.family == 6;
    GByteArray *payload = g_byte_array_new();

    put8(payload, v6 ? 1 : 3);
    put8(payload, v6 ? codes_of_ipv6[seen->icmp] : codes[seen->icmp]);
    put_zeros(payload, ICMP_HEADER_SIZE - 2);
    g_byte_array_append(payload, quoted->data, quoted->len);
    g_byte_array_unref(quoted);
    if (v6) {
        set_checksum(payload, 2, &seen->packet, PROTOCOL_ICMPV6);
    } else {
        set16(payload, 2, checksum(sum_of(payload->data, payload->len, 0)));
    }
    GByteArray *datagram =
        datagram_of(&seen->packet, v6 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP, payload, payload->len, 0);
    g_byte_array_unref(payload);
    return ethernet_of(&seen->packet, datagram, 0);
}

/* What an ICMP error quotes of a message: all, or nothing past its UDP or TCP header. */
static GByteArray *quote_of(const struct capture_frame *seen, const struct capture_frame *quoted)
{
    const struct sc_packet *packet = &quoted->packet;
    GByteArray *payload = packet->stream
                              ? tcp_of(packet, packet->tcp_seq, TCP_PSH | TCP_ACK, quoted->bytes)
                              : udp_of(packet, quoted->bytes, 0);
    uint32_t length = payload->len;

    if (seen->no_quote) {
        g_byte_array_set_size(payload, packet->stream ? TCP_HEADER_SIZE : UDP_HEADER_SIZE);
    }
    GByteArray *datagram =
        datagram_of(packet, packet->stream ? PROTOCOL_TCP : PROTOCOL_UDP, payload, length, 0);
    g_byte_array_unref(payload);
    return datagram;
}

/* The segment that was to open a connection. */
static GByteArray *quote_of_syn(const struct capture_frame *seen)
{
    struct sc_packet packet = {.source = seen->packet.destination, .destination = seen->target};
    GByteArray *payload = tcp_of(&packet, 0, TCP_SYN, (struct sc_slice){NULL, 0});
    GByteArray *datagram = datagram_of(&packet, PROTOCOL_TCP, payload, payload->len, 0);

    g_byte_array_unref(payload);
    return datagram;
}

struct packet packet_of_nothing(void)
{
    GByteArray *out = g_byte_array_new();

    put_zeros(out, 12);
    put16(out, ETHERTYPE_EXPERIMENTAL);
    return (struct packet){out, out->len};
}

struct packet packet_of(const struct capture *capture, const struct capture_frame *seen,
                        struct streams *streams)
{
    switch (seen->kind) {
    case CAPTURE_MESSAGE:
    case CAPTURE_DNS:
        return message_of(seen, streams);
    case CAPTURE_SEGMENT:
        return segment_of(seen, streams, TCP_ACK);
    case CAPTURE_SYN:
        return segment_of(seen, streams, TCP_SYN);
    case CAPTURE_RESET:
        return segment_of(seen, streams, seen->bare ? TCP_RST : TCP_RST | TCP_ACK);
    case CAPTURE_FRAGMENT:
        return fragment_of(seen);
    case CAPTURE_ICMP:
        return error_of(seen, quote_of(seen, capture_frame(capture, seen->quoted)));
    case CAPTURE_ICMP_SYN:
        return error_of(seen, quote_of_syn(seen));
    case CAPTURE_UNSEEN:
        break;
    }
    return packet_of_nothing();
}

/* ---- What cannot be written ---- */

static bool fits(size_t size)
{
    return size + IPV4_HEADER_SIZE + TCP_HEADER_SIZE + CUT_SIZE <= DATAGRAM_SIZE_MAX;
}

/* Whether Wireshark takes the message for SIP: not a request of another version, nor one whose
 * Request-URI has no scheme. */
static bool is_sip_to_wireshark(struct sc_slice bytes)
{
    static const char version[] = "SIP/2.0";
    char *line = g_strndup(bytes.data, strcspn(bytes.data, "\r\n"));
    char **words = g_strsplit(line, " ", 3);
    guint count = g_strv_length(words);
    bool response = count > 0 && strcmp(words[0], version) == 0;
    bool request = count == 3 && strchr(words[1], ':') != NULL && strcmp(words[2], version) == 0;

    g_strfreev(words);
    g_free(line);
    return response || request;
}

/* Why a packet cannot stand for the frame. */
static const char *refusal_of_packet(const struct capture_frame *seen)
{
    const struct sc_packet *packet = &seen->packet;

    if (packet->time < 0) {
        return "a time before 1970";
    }
    if (packet->source.family != packet->destination.family) {
        return "addresses of two versions of IP";
    }
    if (packet->source.family == 4 && !packet->has_ip_id) {
        return "IPv4 without an identification";
    }
    if (packet->stream && packet->cut) {
        return "a segment that was cut";
    }
    return NULL;
}

const char *packet_refused(const struct capture *capture, const struct capture_frame *seen,
                           struct streams *streams)
{
    const struct capture_frame *quoted =
        seen->kind == CAPTURE_ICMP ? capture_frame(capture, seen->quoted) : NULL;

    if (!fits(seen->bytes.size) ||
        (quoted != NULL && !fits(quoted->bytes.size + (size_t)2 * TCP_HEADER_SIZE))) {
        return "a message that no datagram can hold";
    }
    if (seen->kind == CAPTURE_MESSAGE && seen->size != NULL) {
        return "a segment that is not as long as its message";
    }
    if (seen->kind == CAPTURE_MESSAGE && !is_sip_to_wireshark(seen->bytes)) {
        return "a message that Wireshark does not take for SIP";
    }
    if (overlaps(streams, seen)) {
        return "a segment that begins within the one before";
    }
    return refusal_of_packet(seen);
}
