/* The report for spreadsheets: a line for each attempt.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPORT_CSV_H
#define SIPCODES_REPORT_CSV_H

#include "selection.h"

/* Prints what is selected of the open capture to standard output as comma-separated values (RFC
 * 4180), the names of the columns first; nothing if no capture is open. */
void report_csv(const struct selection *selection);

#endif
