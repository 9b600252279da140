/* The report for people: one screen after a night's capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPORT_TEXT_H
#define SIPCODES_REPORT_TEXT_H

#include "selection.h"

/* Prints what is selected of the open capture to standard output; nothing if none is open. */
void report_text(const struct selection *selection);

#endif
