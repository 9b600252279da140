/* The diagnosis: why a message was sent, with the frames that prove it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It gets every message once the tracker has placed it, and compares it with the rules of the
 * findings. A finding belongs to the message that it explains and to the one that completed its
 * evidence, and is shown at both.
 */
#ifndef SIPCODES_DIAGNOSE_H
#define SIPCODES_DIAGNOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/advice.h"
#include "sipcodes/finding.h"
#include "sipcodes/message.h"
#include "sipcodes/settings.h"
#include "sipcodes/tracker.h"

struct sc_diagnosis;

/* What a diagnosis can find, in topics. */
struct sc_topics;

/* All there is: what sc_finding_at() lists. */
extern const struct sc_topics sc_topics_all;

/* A diagnosis of the capture that TRACKER follows, which must outlive it. THRESHOLDS are copied.
 * Never NULL. */
struct sc_diagnosis *sc_diagnosis_new(const struct sc_tracker *tracker,
                                      const struct sc_thresholds *thresholds,
                                      const struct sc_topics *topics);

/* Frees the diagnosis. NULL is allowed. */
void sc_diagnosis_free(struct sc_diagnosis *diagnosis);

/* The next message of the capture, and how the tracker understood it: MESSAGE and SIGHTING are what
 * sc_tracker_tell() gave for the event. Of an ICMP error MESSAGE is NULL. A sighting without
 * transaction is allowed and tells nothing. */
void sc_diagnosis_add(struct sc_diagnosis *diagnosis, const struct sc_packet *packet,
                      const struct sc_message *message, const struct sc_sighting *sighting);

/* The findings to be shown at a message, as far as the capture was read, in the order of
 * sc_findings_sort(). SIGHTING is what the tracker said of it. Writes at most SC_FINDINGS_MAX and
 * returns how many.
 *
 * What needs later messages turns up on the earlier one once they were added; a finding that later
 * messages contradict is not returned any more. */
size_t sc_diagnosis_findings(const struct sc_diagnosis *diagnosis,
                             const struct sc_sighting *sighting,
                             struct sc_finding findings[SC_FINDINGS_MAX]);

/* What is known of a response and its request, of enum sc_fact, or-ed. MESSAGE is the response, and
 * may be NULL where SIGHTING has a transaction or a record; SIGHTING is what the tracker said of
 * it.
 */
unsigned sc_exchange_facts(const struct sc_sighting *sighting, const struct sc_message *message);

#endif
