/* Reports of the command line: `tshark -q -z sipcodes,report[,FILTER]` for people,
 * `-z sipcodes,json[,FILTER]` for programs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPORT_H
#define SIPCODES_REPORT_H

#include "selection.h"

/* Registers both. Called once, when all protocols are. */
void report_register(void);

/* Prints what is selected to standard output: report-text.c and report-json.c. */
void report_text(const struct selection *selection);
void report_json(const struct selection *selection);

#endif
