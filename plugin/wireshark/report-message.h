/* One message of an attempt, as ladders and the report for programs have it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPORT_MESSAGE_H
#define SIPCODES_REPORT_MESSAGE_H

#include <stdint.h>

#include "sipcodes/flow.h"

/* Writes the cause of a message as it is, not masked; "" if there is nothing to explain. */
void report_message_explain(const struct sc_sighting *sighting, char cause[SC_WHY_SIZE]);

/* What to write beside a message of the attempt. ATTEMPT_CAUSE is the cause of the attempt: it is
 * beside the message that the findings of the attempt are at. Another response that refuses, as on
 * another branch, has its own cause beside it if that is another one. "" if there is nothing. */
void report_message_cause(const struct sc_attempt_facts *facts, const char *attempt_cause,
                          const struct sc_flow_message *message, char cause[SC_WHY_SIZE]);

/* "INVITE", "488 Not Acceptable Here"; "200 OK to CANCEL" where the attempt has another method. To
 * be freed with g_free(). */
char *report_message_label(const struct sc_attempt_facts *facts,
                           const struct sc_flow_message *message);

/* How often a message was sent: a copy that the capture made was not. */
uint64_t report_message_sent(const struct sc_record *record);

#endif
