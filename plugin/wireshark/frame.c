/* A frame as the library has to know it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * To want fields of IP and TCP would cost every frame dearly. But the IPv4 addresses that a
 * dissector leaves in pinfo point at the header they were read from, so the header can be read from
 * there; those of IPv6 are copies, and the header is where the frame holds both. Where neither is
 * so (addresses that another protocol brought), the header is not known, and the analysis does
 * without it. The addresses of an ICMP error are its own, not those of the datagram that it quotes.
 */
#include "frame.h"

#include <string.h>

#define IPV4_HEADER_SIZE  20
#define IPV4_SOURCE       12
#define IPV4_ADDRESS_SIZE 4
#define IPV6_HEADER_SIZE  40
#define IPV6_SOURCE       8
#define IPV6_ADDRESS_SIZE 16
#define TCP_HEADER_SIZE   20
#define PROTOCOL_TCP      6
#define TCP_SYN           0x02
#define TCP_RST           0x04
#define TCP_ACK           0x10
#define IPV4_MORE         0x2000
#define IPV4_OFFSET       0x1FFF
#define PROTOCOL_ICMP     1
#define PROTOCOL_UDP      17
#define PROTOCOL_ICMPV6   58
#define ICMP_HEADER_SIZE  8
#define UDP_HEADER_SIZE   8
#define DNS_PORT          53
#define PORTS_SIZE        4

/* How far into a frame the header of IPv6 is looked for: after the link layer, and tunnels. */
#define IPV6_SEARCHED 256

static unsigned word_at(const uint8_t *bytes)
{
    return ((unsigned)bytes[0] << 8) | bytes[1];
}

/* The header in front of the IPv4 addresses, if they lie in the frame. */
static const uint8_t *ipv4_header(packet_info *pinfo, tvbuff_t *tvb, size_t *captured)
{
    size_t length = tvb_captured_length(tvb);
    const uint8_t *base = tvb_get_ptr(tvb, 0, (int)length);
    uintptr_t from = (uintptr_t)base;
    uintptr_t at = (uintptr_t)pinfo->net_src.data;
    const uint8_t *after = (const uint8_t *)pinfo->net_src.data + pinfo->net_src.len;

    if (at < from + IPV4_SOURCE || at - from - IPV4_SOURCE + IPV4_HEADER_SIZE > length ||
        (const uint8_t *)pinfo->net_dst.data != after) {
        return NULL;
    }
    *captured = length - (at - from - IPV4_SOURCE);
    return base + (at - from - IPV4_SOURCE);
}

static bool holds_address(const uint8_t *bytes, const address *host)
{
    return host->len == IPV6_ADDRESS_SIZE && memcmp(bytes, host->data, IPV6_ADDRESS_SIZE) == 0;
}

/* The header with the IPv6 addresses of the frame. */
static const uint8_t *ipv6_header(packet_info *pinfo, tvbuff_t *tvb, size_t *captured)
{
    size_t length = tvb_captured_length(tvb);
    const uint8_t *base = tvb_get_ptr(tvb, 0, (int)length);

    for (size_t at = 0; at < IPV6_SEARCHED && at + IPV6_HEADER_SIZE <= length; at++) {
        const uint8_t *header = base + at;
        if (header[0] >> 4 == 6 && holds_address(header + IPV6_SOURCE, &pinfo->net_src) &&
            holds_address(header + IPV6_SOURCE + IPV6_ADDRESS_SIZE, &pinfo->net_dst)) {
            *captured = length - at;
            return header;
        }
    }
    return NULL;
}

static bool read_ipv4(packet_info *pinfo, tvbuff_t *tvb, struct frame_ip *ip)
{
    size_t left;
    const uint8_t *header = ipv4_header(pinfo, tvb, &left);

    if (header == NULL || header[0] >> 4 != 4) {
        return false;
    }
    size_t head = (size_t)(header[0] & 0x0F) * 4;
    size_t total = word_at(header + 2);
    if (head < IPV4_HEADER_SIZE || head > left || total < head) {
        return false;
    }
    *ip = (struct frame_ip){4, header, header + head, left - head, total - head, header[9]};
    return true;
}

static bool read_ipv6(packet_info *pinfo, tvbuff_t *tvb, struct frame_ip *ip)
{
    size_t left;
    const uint8_t *header = ipv6_header(pinfo, tvb, &left);

    if (header == NULL) {
        return false;
    }
    *ip = (struct frame_ip){
        6,        header, header + IPV6_HEADER_SIZE, left - IPV6_HEADER_SIZE, word_at(header + 4),
        header[6]};
    return true;
}

struct frame frame_read(packet_info *pinfo, tvbuff_t *tvb)
{
    struct frame frame = {.pinfo = pinfo, .tvb = tvb};

    if (pinfo->net_src.type == AT_IPv4) {
        read_ipv4(pinfo, tvb, &frame.ip);
    } else if (pinfo->net_src.type == AT_IPv6) {
        read_ipv6(pinfo, tvb, &frame.ip);
    }
    return frame;
}

/* Whether the payload begins with SIZE bytes of a header of PROTOCOL that the capture holds. */
static bool begins_with(const struct frame_ip *ip, uint8_t protocol, size_t size)
{
    return ip->version != 0 && ip->protocol == protocol && ip->captured >= size &&
           (ip->version == 6 || (word_at(ip->header + 6) & IPV4_OFFSET) == 0);
}

static bool is_tcp(const struct frame_ip *ip)
{
    return begins_with(ip, PROTOCOL_TCP, TCP_HEADER_SIZE);
}

static bool is_dns(const struct frame_ip *ip)
{
    return begins_with(ip, PROTOCOL_UDP, UDP_HEADER_SIZE) &&
           (word_at(ip->payload) == DNS_PORT || word_at(ip->payload + 2) == DNS_PORT);
}

static bool is_icmp(const struct frame_ip *ip)
{
    return begins_with(ip, ip->version == 6 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP, ICMP_HEADER_SIZE);
}

static uint32_t tcp_sequence(const struct frame_ip *ip)
{
    return ((uint32_t)word_at(ip->payload + 4) << 16) | word_at(ip->payload + 6);
}

static struct sc_endpoint endpoint_of(const address *host, uint32_t port)
{
    struct sc_endpoint endpoint = {
        .family = host->type == AT_IPv4   ? 4
                  : host->type == AT_IPv6 ? 6
                                          : 0,
        .port = (uint16_t)port,
    };

    if (host->len > 0) {
        memcpy(endpoint.address, host->data, MIN((size_t)host->len, sizeof endpoint.address));
    }
    return endpoint;
}

static int64_t time_of(const packet_info *pinfo)
{
    return (int64_t)pinfo->abs_ts.secs * SC_SECOND + pinfo->abs_ts.nsecs;
}

/* The length in the header of a UDP datagram; 0 of a fragment and of any other packet. */
static uint16_t datagram_length(const uint8_t *header, uint8_t protocol)
{
    if (protocol != PROTOCOL_UDP) {
        return 0;
    }
    if (header[0] >> 4 == 6) {
        return (uint16_t)word_at(header + 4);
    }
    bool whole = (word_at(header + 6) & (IPV4_MORE | IPV4_OFFSET)) == 0;
    return whole ? (uint16_t)word_at(header + 2) : 0;
}

struct sc_packet frame_packet(const struct frame *frame)
{
    packet_info *pinfo = frame->pinfo;
    struct sc_packet packet = {
        .frame = pinfo->num,
        .time = time_of(pinfo),
        .source = endpoint_of(&pinfo->src, pinfo->srcport),
        .destination = endpoint_of(&pinfo->dst, pinfo->destport),
        .stream = pinfo->ptype != PT_UDP && pinfo->ptype != PT_NONE,
        .cut = pinfo->fd->cap_len < pinfo->fd->pkt_len,
    };

    if (frame->ip.version == 4) {
        packet.has_ip_id = true;
        packet.ip_id = (uint16_t)word_at(frame->ip.header + 4);
    }
    if (frame->ip.version != 0 && !packet.stream) {
        packet.ip_length = datagram_length(frame->ip.header, frame->ip.protocol);
    }
    if (is_tcp(&frame->ip)) {
        packet.has_tcp_seq = true;
        packet.tcp_seq = tcp_sequence(&frame->ip);
    }
    return packet;
}

int frame_payload_end(const struct frame *frame)
{
    const struct frame_ip *ip = &frame->ip;
    const uint8_t *base = tvb_get_ptr(frame->tvb, 0, -1);

    return ip->version != 0 ? (int)(ip->payload - base) + (int)MIN(ip->captured, ip->size) : 0;
}

/* The fields of IPv4 about fragments; 0 if the packet is whole. */
static unsigned fragment_fields(const struct frame_ip *ip)
{
    return ip->version == 4 ? word_at(ip->header + 6) & (IPV4_MORE | IPV4_OFFSET) : 0;
}

bool frame_fragment(const struct frame *frame, struct sc_event *event)
{
    unsigned fields = fragment_fields(&frame->ip);

    if (fields == 0) {
        return false;
    }
    *event = (struct sc_event){.kind = SC_EVENT_FRAGMENT, .packet = frame_packet(frame)};
    event->fragment.more = (fields & IPV4_MORE) != 0;
    event->fragment.offset = (size_t)(fields & IPV4_OFFSET) * 8;
    event->fragment.size = frame->ip.size;
    return true;
}

static void read_segment(const struct frame *frame, struct sc_event *event)
{
    size_t head = (size_t)(frame->ip.payload[12] >> 4) * 4;
    unsigned flags = frame->ip.payload[13];

    if ((flags & TCP_RST) != 0) {
        event->kind = SC_EVENT_RESET;
        event->packet = frame_packet(frame);
        event->reset.acknowledges = (flags & TCP_ACK) != 0;
    } else if (head >= TCP_HEADER_SIZE && head <= frame->ip.size) {
        event->kind = SC_EVENT_SEGMENT;
        event->packet = frame_packet(frame);
        event->segment.syn = (flags & TCP_SYN) != 0;
        event->segment.size = frame->ip.size - head;
    }
}

static void read_dns(const struct frame *frame, struct sc_event *event)
{
    size_t size = MIN(frame->ip.captured, frame->ip.size);

    if (size > UDP_HEADER_SIZE) {
        event->kind = SC_EVENT_DNS;
        event->packet = frame_packet(frame);
        event->bytes = (struct sc_slice){(const char *)frame->ip.payload + UDP_HEADER_SIZE,
                                         size - UDP_HEADER_SIZE};
    }
}

struct sc_event frame_event(const struct frame *frame)
{
    struct sc_event event = {.kind = SC_EVENT_TIME};

    event.packet.time = time_of(frame->pinfo);
    /* The question of DNS is in the first fragment. */
    if (is_dns(&frame->ip)) {
        read_dns(frame, &event);
    } else if (is_tcp(&frame->ip) && fragment_fields(&frame->ip) == 0) {
        read_segment(frame, &event);
    }
    return event;
}

/* What "destination unreachable" says of a datagram, by its code (RFC 792; RFC 1812
 * section 5.2.7.1).
 */
static enum sc_icmp icmp_meaning(unsigned type, unsigned code)
{
    static const enum sc_icmp meanings[] = {
        [0] = SC_ICMP_NETWORK,     [1] = SC_ICMP_HOST,        [2] = SC_ICMP_PROTOCOL,
        [3] = SC_ICMP_PORT,        [5] = SC_ICMP_NETWORK,     [6] = SC_ICMP_NETWORK,
        [7] = SC_ICMP_HOST,        [8] = SC_ICMP_HOST,        [9] = SC_ICMP_PROHIBITED,
        [10] = SC_ICMP_PROHIBITED, [11] = SC_ICMP_NETWORK,    [12] = SC_ICMP_HOST,
        [13] = SC_ICMP_PROHIBITED, [14] = SC_ICMP_PROHIBITED, [15] = SC_ICMP_PROHIBITED,
    };

    return type == 3 && code < array_length(meanings) ? meanings[code] : SC_ICMP_NONE;
}

/* The same for IPv6 (RFC 4443 section 3.1). */
static enum sc_icmp icmpv6_meaning(unsigned type, unsigned code)
{
    static const enum sc_icmp meanings[] = {
        [0] = SC_ICMP_NETWORK,    [1] = SC_ICMP_PROHIBITED, [2] = SC_ICMP_NETWORK,
        [3] = SC_ICMP_HOST,       [4] = SC_ICMP_PORT,       [5] = SC_ICMP_PROHIBITED,
        [6] = SC_ICMP_PROHIBITED,
    };

    return type == 1 && code < array_length(meanings) ? meanings[code] : SC_ICMP_NONE;
}

/* An address of a quoted header, SIZE bytes of it. */
static struct sc_endpoint quoted_endpoint(const uint8_t *bytes, size_t size, unsigned port)
{
    struct sc_endpoint endpoint = {.family = size == IPV4_ADDRESS_SIZE ? 4 : 6,
                                   .port = (uint16_t)port};

    memcpy(endpoint.address, bytes, size);
    return endpoint;
}

/* Reads the datagram that an ICMP error quotes, SIZE bytes of it; false if it is none that may
 * carry SIP, or too little of it. */
static bool read_quote(const uint8_t *bytes, size_t size, struct frame_error *error)
{
    bool v6 = size > 0 && bytes[0] >> 4 == 6;
    size_t head = v6 ? IPV6_HEADER_SIZE : IPV4_HEADER_SIZE;

    if (!v6 && size >= IPV4_HEADER_SIZE) {
        head = (size_t)(bytes[0] & 0x0F) * 4;
    }
    if (head < IPV4_HEADER_SIZE || size < head + PORTS_SIZE) {
        return false;
    }
    uint8_t protocol = v6 ? bytes[6] : bytes[9];
    const uint8_t *payload = bytes + head;
    const uint8_t *addresses = bytes + (v6 ? IPV6_SOURCE : IPV4_SOURCE);
    size_t length = v6 ? IPV6_ADDRESS_SIZE : IPV4_ADDRESS_SIZE;
    if (protocol != PROTOCOL_UDP && protocol != PROTOCOL_TCP) {
        return false;
    }
    size_t transport = protocol == PROTOCOL_UDP ? UDP_HEADER_SIZE : TCP_HEADER_SIZE;
    size_t skip = MIN(head + transport, size);
    error->event.error.ip_id = v6 ? 0 : (uint16_t)word_at(bytes + 4);
    error->event.error.ip_length = datagram_length(bytes, protocol);
    error->event.error.source = quoted_endpoint(addresses, length, word_at(payload));
    error->event.error.destination =
        quoted_endpoint(addresses + length, length, word_at(payload + 2));
    error->event.bytes = (struct sc_slice){(const char *)bytes + skip, size - skip};
    error->quoted = (struct sc_slice){(const char *)bytes, size};
    error->connects = protocol == PROTOCOL_TCP && size >= head + TCP_HEADER_SIZE &&
                      (payload[13] & (TCP_SYN | TCP_ACK)) == TCP_SYN;
    return true;
}

bool frame_read_error(const struct frame *frame, struct frame_error *error)
{
    const struct frame_ip *ip = &frame->ip;

    if (!is_icmp(ip)) {
        return false;
    }
    unsigned type = ip->payload[0];
    unsigned code = ip->payload[1];
    enum sc_icmp icmp = ip->version == 4 ? icmp_meaning(type, code) : icmpv6_meaning(type, code);
    size_t size = MIN(ip->captured, ip->size);
    if (icmp == SC_ICMP_NONE || size <= ICMP_HEADER_SIZE) {
        return false;
    }
    error->event = (struct sc_event){.kind = SC_EVENT_UNREACHABLE, .packet = frame_packet(frame)};
    error->event.error.icmp = icmp;
    return read_quote(ip->payload + ICMP_HEADER_SIZE, size - ICMP_HEADER_SIZE, error);
}
