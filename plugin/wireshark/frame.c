/* What the tracker needs to know of a packet.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * To want fields of IP and TCP would cost every frame dearly. But the IPv4 addresses that a
 * dissector leaves behind point at the header they were read from, so the header can be read from
 * there; those of IPv6 are copies, and the header is where the frame holds both. Where that does
 * not hold (addresses that another protocol brought), the header is not known, and the tracker does
 * without. Of an ICMP error the addresses are its own, not those of the datagram it quotes.
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

/* How far into a frame the header of IPv6 is looked for: behind the link layer, and tunnels. */
#define IPV6_SEARCHED 256

/* The innermost IP header of a frame and what follows it. Valid while the frame is dissected. */
struct ip {
    int version; /* 4 or 6; 0: the header is not known */
    const uint8_t *header;
    const uint8_t *payload;
    size_t captured; /* bytes of the payload that the capture holds */
    size_t size;     /* bytes of the payload as the header says */
    uint8_t protocol;
};

static unsigned word_at(const uint8_t *bytes)
{
    return ((unsigned)bytes[0] << 8) | bytes[1];
}

/* The header in front of the IPv4 addresses, if they lie in the frame. */
static const uint8_t *ipv4_header(packet_info *pinfo, tvbuff_t *frame, size_t *captured)
{
    size_t length = tvb_captured_length(frame);
    const uint8_t *base = tvb_get_ptr(frame, 0, (int)length);
    uintptr_t from = (uintptr_t)base;
    uintptr_t at = (uintptr_t)pinfo->net_src.data;
    const uint8_t *behind = (const uint8_t *)pinfo->net_src.data + pinfo->net_src.len;

    if (at < from + IPV4_SOURCE || at - from - IPV4_SOURCE + IPV4_HEADER_SIZE > length ||
        (const uint8_t *)pinfo->net_dst.data != behind) {
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
static const uint8_t *ipv6_header(packet_info *pinfo, tvbuff_t *frame, size_t *captured)
{
    size_t length = tvb_captured_length(frame);
    const uint8_t *base = tvb_get_ptr(frame, 0, (int)length);

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

static bool read_ipv4(packet_info *pinfo, tvbuff_t *frame, struct ip *ip)
{
    size_t left;
    const uint8_t *header = ipv4_header(pinfo, frame, &left);

    if (header == NULL || header[0] >> 4 != 4) {
        return false;
    }
    size_t head = (size_t)(header[0] & 0x0F) * 4;
    size_t total = word_at(header + 2);
    if (head < IPV4_HEADER_SIZE || head > left || total < head) {
        return false;
    }
    *ip = (struct ip){4, header, header + head, left - head, total - head, header[9]};
    return true;
}

static bool read_ipv6(packet_info *pinfo, tvbuff_t *frame, struct ip *ip)
{
    size_t left;
    const uint8_t *header = ipv6_header(pinfo, frame, &left);

    if (header == NULL) {
        return false;
    }
    *ip = (struct ip){
        6,        header, header + IPV6_HEADER_SIZE, left - IPV6_HEADER_SIZE, word_at(header + 4),
        header[6]};
    return true;
}

static struct ip find_ip(packet_info *pinfo, tvbuff_t *frame)
{
    struct ip ip = {0};

    if (pinfo->net_src.type == AT_IPv4) {
        read_ipv4(pinfo, frame, &ip);
    } else if (pinfo->net_src.type == AT_IPv6) {
        read_ipv6(pinfo, frame, &ip);
    }
    return ip;
}

/* Whether the payload begins with SIZE bytes of a header of PROTOCOL that the capture holds. */
static bool begins_with(const struct ip *ip, uint8_t protocol, size_t size)
{
    return ip->version != 0 && ip->protocol == protocol && ip->captured >= size &&
           (ip->version == 6 || (word_at(ip->header + 6) & IPV4_OFFSET) == 0);
}

static bool is_tcp(const struct ip *ip)
{
    return begins_with(ip, PROTOCOL_TCP, TCP_HEADER_SIZE);
}

static bool is_dns(const struct ip *ip)
{
    return begins_with(ip, PROTOCOL_UDP, UDP_HEADER_SIZE) &&
           (word_at(ip->payload) == DNS_PORT || word_at(ip->payload + 2) == DNS_PORT);
}

static bool is_icmp(const struct ip *ip)
{
    return begins_with(ip, ip->version == 6 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP, ICMP_HEADER_SIZE);
}

static uint32_t tcp_sequence(const struct ip *ip)
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
    return (int64_t)pinfo->abs_ts.secs * 1000000000 + pinfo->abs_ts.nsecs;
}

static struct sc_packet describe(packet_info *pinfo, const struct ip *ip)
{
    struct sc_packet packet = {
        .frame = pinfo->num,
        .time = time_of(pinfo),
        .source = endpoint_of(&pinfo->src, pinfo->srcport),
        .destination = endpoint_of(&pinfo->dst, pinfo->destport),
        .stream = pinfo->ptype != PT_UDP && pinfo->ptype != PT_NONE,
        .cut = pinfo->fd->cap_len < pinfo->fd->pkt_len,
    };

    if (ip->version == 4) {
        packet.has_ip_id = true;
        packet.ip_id = (uint16_t)word_at(ip->header + 4);
    }
    if (is_tcp(ip)) {
        packet.has_tcp_seq = true;
        packet.tcp_seq = tcp_sequence(ip);
    }
    return packet;
}

struct sc_packet packet_describe(packet_info *pinfo, tvbuff_t *frame)
{
    struct ip ip = find_ip(pinfo, frame);

    return describe(pinfo, &ip);
}

int packet_end(packet_info *pinfo, tvbuff_t *frame)
{
    struct ip ip = find_ip(pinfo, frame);
    const uint8_t *base = tvb_get_ptr(frame, 0, -1);

    return ip.version != 0 ? (int)(ip.payload - base) + (int)MIN(ip.captured, ip.size) : 0;
}

static void note_segment(struct sc_journal *journal, const struct sc_packet *packet,
                         const struct ip *ip)
{
    size_t head = (size_t)(ip->payload[12] >> 4) * 4;
    unsigned flags = ip->payload[13];

    if ((flags & TCP_RST) != 0) {
        sc_journal_reset(journal, packet, (flags & TCP_ACK) != 0);
    } else if (head >= TCP_HEADER_SIZE && head <= ip->size) {
        sc_journal_segment(journal, packet, (flags & TCP_SYN) != 0, ip->size - head);
    }
}

static void note_dns(struct sc_journal *journal, const struct sc_packet *packet,
                     const struct ip *ip)
{
    const char *bytes = (const char *)ip->payload + UDP_HEADER_SIZE;
    size_t size = MIN(ip->captured, ip->size);

    if (size > UDP_HEADER_SIZE) {
        sc_journal_dns(journal, packet, (struct sc_slice){bytes, size - UDP_HEADER_SIZE});
    }
}

void packet_note(struct sc_journal *journal, packet_info *pinfo, tvbuff_t *frame)
{
    sc_journal_tick(journal, time_of(pinfo));

    struct ip ip = find_ip(pinfo, frame);
    unsigned fragment = ip.version == 4 ? word_at(ip.header + 6) : 0;
    bool fragmented = (fragment & (IPV4_MORE | IPV4_OFFSET)) != 0;
    bool dns = is_dns(&ip);
    if (!fragmented && !dns && !is_tcp(&ip)) {
        return;
    }
    struct sc_packet packet = describe(pinfo, &ip);
    if (fragmented) {
        sc_journal_fragment(journal, &packet, (fragment & IPV4_MORE) != 0,
                            (size_t)(fragment & IPV4_OFFSET) * 8, ip.size);
    }
    /* The question stands in the first fragment. */
    if (dns) {
        note_dns(journal, &packet, &ip);
    } else if (!fragmented) {
        note_segment(journal, &packet, &ip);
    }
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
static bool read_quote(const uint8_t *bytes, size_t size, struct packet_error *error)
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
    error->source = quoted_endpoint(addresses, length, word_at(payload));
    error->destination = quoted_endpoint(addresses + length, length, word_at(payload + 2));
    error->connects = protocol == PROTOCOL_TCP && size >= head + TCP_HEADER_SIZE &&
                      (payload[13] & (TCP_SYN | TCP_ACK)) == TCP_SYN;
    size_t transport = protocol == PROTOCOL_UDP ? UDP_HEADER_SIZE : TCP_HEADER_SIZE;
    size_t skip = MIN(head + transport, size);
    error->quoted = (struct sc_slice){(const char *)bytes + skip, size - skip};
    return true;
}

bool packet_read_error(packet_info *pinfo, tvbuff_t *frame, struct packet_error *error)
{
    struct ip ip = find_ip(pinfo, frame);

    if (!is_icmp(&ip)) {
        return false;
    }
    unsigned type = ip.payload[0];
    unsigned code = ip.payload[1];
    error->icmp = ip.version == 4 ? icmp_meaning(type, code) : icmpv6_meaning(type, code);
    size_t size = MIN(ip.captured, ip.size);
    return error->icmp != SC_ICMP_NONE && size > ICMP_HEADER_SIZE &&
           read_quote(ip.payload + ICMP_HEADER_SIZE, size - ICMP_HEADER_SIZE, error);
}
