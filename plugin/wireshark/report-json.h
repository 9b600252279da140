/* The report for programs: JSON Lines, an object for each attempt and a last one for all.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPORT_JSON_H
#define SIPCODES_REPORT_JSON_H

#include "selection.h"

/* Prints what is selected of the open capture to standard output; nothing without one. */
void report_json(const struct selection *selection);

#endif
