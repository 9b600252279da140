/* Reports of the command line: `tshark -q -z sipcodes,report[,FILTER]` for people, with `report,md`
 * for a ticket; `json` for programs, `csv` for spreadsheets, `ladder` for the messages.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPORT_H
#define SIPCODES_REPORT_H

/* Registers them. Called once, when all protocols are. */
void report_register(void);

#endif
