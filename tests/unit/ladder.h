/* What the unit tests ask of a ladder.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TESTS_LADDER_H
#define SIPCODES_TESTS_LADDER_H

#include "scan.h"

#include "capture.h"

#define assert_outcome(capture, frame, name) assert_string_equal(outcome_in(capture, frame), name)

/* Asserts how many attempts the capture holds. */
void check_attempts(struct capture *capture, size_t count);

/* Asserts the outcome of frame 1 of a ladder in a capture of its own. */
void check_outcome(const char *name, const char *lines);

/* A test that is one ladder. */
void check_ladder(const char *lines);

/* Tells a tracker of the message of a scan, whatever capture it is of. */
struct sc_sighting tell_message(struct sc_tracker *tracker, const struct sc_packet *packet,
                                struct scan *scan);

/* The row of a finding; fails if there is none. */
const struct sc_finding_row *row_of(const char *id);

/* Fails unless the findings at a frame are exactly those of EXPECTED, the strongest first:
 * "auth-rejected strong, auth-loop proof"; "" for none. */
void check_findings(const struct capture *capture, uint32_t frame, const char *expected);

#endif
