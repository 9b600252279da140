/* One message of DNS: its question, and whether it was answered.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The name of the question follows the header and holds no pointer, as there is nothing
 * before it that it could point to (RFC 1035 section 4.1.4). So it is read straight on.
 */
#include "dns.h"

#include <string.h>

#define HEADER_SIZE 12
#define LABEL_MAX   63

#define FLAG_RESPONSE  0x8000U
#define FLAG_TRUNCATED 0x0200U
#define OPCODE         0x7800U
#define RCODE          0x000FU

#define CLASS_IN 1

/* RFC 1035 section 3.2.2, RFC 3596, RFC 2782, RFC 3403. */
enum { TYPE_A = 1, TYPE_AAAA = 28, TYPE_SRV = 33, TYPE_NAPTR = 35 };

static unsigned number_at(const char *bytes)
{
    return ((unsigned)(uint8_t)bytes[0] << 8) | (uint8_t)bytes[1];
}

static void add_label(struct dns *dns, const char *label, size_t size)
{
    if (dns->size == 0 && label[0] == '_') {
        dns->service = true;
        return;
    }
    if (dns->size > 0) {
        dns->name[dns->size++] = '.';
    }
    memcpy(dns->name + dns->size, label, size);
    dns->size += size;
}

/* Takes the name off REST. False if it does not end. A label takes no more room than its length and
 * its bytes did, so that the whole fits. */
static bool read_name(struct sc_slice *rest, struct dns *dns)
{
    for (size_t left = rest->size < DNS_NAME_MAX ? rest->size : DNS_NAME_MAX; left > 0;) {
        size_t size = (uint8_t)rest->data[0];
        if (size > LABEL_MAX || size >= left) {
            return false;
        }
        if (size > 0) {
            add_label(dns, rest->data + 1, size);
        }
        rest->data += size + 1;
        rest->size -= size + 1;
        left -= size + 1;
        if (size == 0) {
            return true;
        }
    }
    return false;
}

static bool asks_where_to_send(unsigned type)
{
    return type == TYPE_A || type == TYPE_AAAA || type == TYPE_SRV || type == TYPE_NAPTR;
}

bool sc_dns_read(struct sc_slice datagram, struct dns *dns)
{
    if (datagram.size < HEADER_SIZE) {
        return false;
    }
    unsigned flags = number_at(datagram.data + 2);
    unsigned questions = number_at(datagram.data + 4);
    unsigned records = number_at(datagram.data + 6);
    struct sc_slice rest = {datagram.data + HEADER_SIZE, datagram.size - HEADER_SIZE};

    dns->response = (flags & FLAG_RESPONSE) != 0;
    dns->code = flags & RCODE;
    dns->has_records = records > 0 || (flags & FLAG_TRUNCATED) != 0;
    dns->service = false;
    dns->size = 0;
    return (flags & OPCODE) == 0 && questions == 1 && read_name(&rest, dns) && dns->size > 0 &&
           rest.size >= 4 && asks_where_to_send(number_at(rest.data)) &&
           number_at(rest.data + 2) == CLASS_IN;
}
