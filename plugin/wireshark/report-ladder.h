/* The report as ladders: the messages of each attempt that failed, as arrows between hosts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPORT_LADDER_H
#define SIPCODES_REPORT_LADDER_H

#include "selection.h"

/* Prints the ladders of what is selected of the open capture to standard output; nothing if no
 * capture is open. Attempts that were answered have one only if there is a cause to look at. */
void report_ladder(const struct selection *selection);

#endif
