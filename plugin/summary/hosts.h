/* The hosts of a capture, in the order in which they appear.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_SUMMARY_HOSTS_H
#define SIPCODES_SUMMARY_HOSTS_H

#include <glib.h>

#include "sipcodes/endpoint.h"

struct sc_tracker;

/* What sc_summary_hosts() returns: endpoints of the tracker. To be freed with g_ptr_array_free().
 */
GPtrArray *sc_hosts_of(const struct sc_tracker *tracker);

#endif
