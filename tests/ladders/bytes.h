/* Numbers and bytes in the order of the network.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TESTS_BYTES_H
#define SIPCODES_TESTS_BYTES_H

#include "sipcodes/slice.h"

#include <glib.h>

void put8(GByteArray *out, unsigned value);
void put16(GByteArray *out, unsigned value);
void put32(GByteArray *out, uint32_t value);
void put_slice(GByteArray *out, struct sc_slice bytes);
void put_zeros(GByteArray *out, uint32_t count);

#endif
