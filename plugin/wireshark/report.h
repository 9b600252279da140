/* Reports of the command line: `tshark -q -z sipcodes,report[,FILTER]` for people,
 * `-z sipcodes,json[,FILTER]` for programs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPORT_H
#define SIPCODES_REPORT_H

/* Registers both. Called once, when all protocols are. */
void report_register(void);

#endif
