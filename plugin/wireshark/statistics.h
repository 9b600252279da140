/* Statistics: `tshark -z sipcodes,tree[,FILTER]`, in Wireshark below Statistics.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_STATISTICS_H
#define SIPCODES_STATISTICS_H

/* Registers them. Called once, when all protocols are. */
void statistics_register(void);

#endif
