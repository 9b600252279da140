/* What the analysis of a capture is told beforehand: SIP's timers, and when something is worth a
 * finding.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_SETTINGS_H
#define SIPCODES_SETTINGS_H

#include <stdint.h>

#include "sipcodes/time.h"

/* From which value on something is worth a finding. */
struct sc_thresholds {
    /* Milliseconds until the first response to an INVITE: 2000. */
    uint32_t slow_response;

    /* Seconds between a Date and the capture's clock: 60. */
    uint32_t clock_skew;
};

/* All of them. */
struct sc_settings {
    struct sc_timers timers;
    struct sc_thresholds thresholds;
};

#endif
