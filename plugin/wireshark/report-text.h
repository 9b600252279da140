/* The report for people.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPORT_TEXT_H
#define SIPCODES_REPORT_TEXT_H

#include "selection.h"

/* Prints it as plain text, or as Markdown for a ticket; nothing if no capture is open. */
void report_text(const struct selection *selection);
void report_markdown(const struct selection *selection);

#endif
