/* Attempts that ended alike.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_GROUPS_H
#define SIPCODES_GROUPS_H

#include "sipcodes/group.h"
#include "sipcodes/why.h"

struct groups;

struct groups *sc_groups_new(void);
void sc_groups_free(struct groups *groups);

/* Puts an attempt with these facts, findings, strongest first, and cause into its group. */
void sc_groups_add(struct groups *groups, const struct sc_attempt_facts *facts,
                   const struct sc_finding *findings, size_t finding_count,
                   const struct sc_why *why);

/* What happened to attempts that ended so, in a few words; NULL where the code or a finding says
 * more. */
const char *sc_outcome_title(enum sc_outcome outcome);

/* What sc_summary_groups() returns. */
const struct sc_group *sc_groups_sorted(struct groups *groups, size_t *size);

#endif
