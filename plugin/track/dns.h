/* One message of DNS: its question, and whether it was answered.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_DNS_H
#define SIPCODES_DNS_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/slice.h"

/* The port of servers (RFC 1035 section 4.2). */
#define DNS_PORT 53

/* Bytes of a name (RFC 1035 section 2.3.4). */
#define DNS_NAME_MAX 255

struct dns {
    bool response;
    bool service;            /* asks for a service of the name: _sip._udp.NAME (RFC 2782) */
    bool has_records;        /* a response with records, or with more than it had room for */
    unsigned code;           /* of a response: RCODE (section 4.1.1) */
    size_t size;             /* of the name */
    char name[DNS_NAME_MAX]; /* its labels as sent, dots between them, without those of a service */
};

/* Reads the header and the question of a message that asks where to send a request: for A, AAAA,
 * SRV or NAPTR (RFC 3263 section 4). False if it is anything else, has more than one question, or
 * is broken. Nothing after the question is read. */
bool sc_dns_read(struct sc_slice datagram, struct dns *dns);

#endif
