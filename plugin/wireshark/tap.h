/* The tap that statistics and reports listen to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TAP_H
#define SIPCODES_TAP_H

#include <stdbool.h>

#include <epan/packet.h>
#include <epan/tap.h>

#include "sipcodes/event.h"

/* Its name. Each message is handed to it with its sighting (struct sc_sighting) as data. */
#define TAP_NAME "sipcodes"

/* Registers the tap. Called once. */
void tap_register(void);

/* Whether anything listens to the tap. */
bool tap_is_wanted(void);

/* Hands a message to the tap, if there is anything to be said of it. SIGHTING lives as long as the
 * file. */
void tap_offer(packet_info *pinfo, const struct sc_sighting *sighting);

#endif
