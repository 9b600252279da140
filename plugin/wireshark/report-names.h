/* How reports name hosts and calls: as they are or, if the user wants that, masked.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything that a report prints of a capture goes through here. Masked, each address is host-1,
 * host-2, ... in the order in which hosts appear in the capture, the same in every report of it;
 * with a key, a name that is made of address and key, the same in every capture. Of a Call-ID only
 * the beginning is left.
 */
#ifndef SIPCODES_REPORT_NAMES_H
#define SIPCODES_REPORT_NAMES_H

#include "sipcodes/endpoint.h"
#include "sipcodes/summary.h"

/* Begins a report about what a summary is of, and ends it. One report is printed at a time. */
void report_names_begin(struct sc_summary *summary);
void report_names_end(void);

/* The name of a host, "?" if its address is not known; ENDPOINT may be NULL. To be freed with
 * g_free(). */
char *report_host(const struct sc_endpoint *endpoint);

/* A Call-ID as text that may be shown. To be freed with g_free(). */
char *report_call_id(struct sc_slice call_id);

/* TEXT with the names of hosts in place of all addresses in it, those of hosts that sent nothing
 * included. To be freed with g_free(). */
char *report_words(const char *text);

/* A slice as text that may be shown, with the names of hosts as report_words() has them. To be
 * freed with g_free(). */
char *report_slice(struct sc_slice slice);

#endif
