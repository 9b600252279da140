/* Numbers and bytes in the order of the network.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bytes.h"

#include <string.h>

void put8(GByteArray *out, unsigned value)
{
    uint8_t byte = (uint8_t)value;

    g_byte_array_append(out, &byte, 1);
}

void put16(GByteArray *out, unsigned value)
{
    put8(out, value >> 8);
    put8(out, value & 0xFF);
}

void put32(GByteArray *out, uint32_t value)
{
    put16(out, value >> 16);
    put16(out, value & 0xFFFF);
}

void put_slice(GByteArray *out, struct sc_slice bytes)
{
    if (bytes.size > 0) {
        g_byte_array_append(out, (const uint8_t *)bytes.data, (guint)bytes.size);
    }
}

void put_zeros(GByteArray *out, uint32_t count)
{
    guint size = out->len;

    g_byte_array_set_size(out, size + count);
    memset(out->data + size, 0, count);
}
