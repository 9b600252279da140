/* The capture that Wireshark has open.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_OPEN_CAPTURE_H
#define SIPCODES_OPEN_CAPTURE_H

#include "sipcodes/capture.h"

/* What is known of the open capture, with the preferences as they were when it was opened; NULL
 * while there is none. It lives from opening a file to closing it, or to analysing it anew. */
struct sc_capture *open_capture(void);

/* Sees to it that each capture gets one. Called once. */
void open_capture_register(void);

#endif
