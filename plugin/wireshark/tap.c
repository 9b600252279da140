/* The tap that statistics and reports listen to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tap.h"

static int tap = -1;

void tap_register(void)
{
    tap = register_tap(TAP_NAME);
}

bool tap_is_wanted(void)
{
    return have_tap_listener(tap);
}

void tap_offer(packet_info *pinfo, const struct sc_sighting *sighting)
{
    if (sighting->record != NULL && tap_is_wanted()) {
        tap_queue_packet(tap, pinfo, sighting);
    }
}
