/* What the analysis of a capture is told beforehand: SIP's timers, and when something is worth a
 * finding.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_SETTINGS_H
#define SIPCODES_SETTINGS_H

#include <stdint.h>

/* SIP's timers (RFC 3261 section 17.1.1.1 and table 4), in milliseconds. Neither may be 0, which
 * would make every request an unanswered one at once. */
struct sc_timers {
    /* The estimate of the round-trip time: 500; in IMS 2000. */
    uint32_t t1;

    /* The longest interval between retransmissions of a request other than INVITE: 4000; in IMS
     * 16000. */
    uint32_t t2;
};

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
