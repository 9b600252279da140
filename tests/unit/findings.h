/* What the diagnosis says of the frames of a ladder.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TESTS_FINDINGS_H
#define SIPCODES_TESTS_FINDINGS_H

#include "capture.h"

/* Fails unless the findings at a frame are exactly those of EXPECTED, the strongest first:
 * "auth-rejected strong, auth-loop proof"; "" for none. */
void check_findings(const struct capture *capture, uint32_t frame, const char *expected);

/* The same for findings of one topic of the catalog, whatever others say: "auth". */
void check_topic(const struct capture *capture, uint32_t frame, const char *topic,
                 const char *expected);

/* Fails unless the finding with ID at a frame has this text and these frames of evidence: "1 3". */
void check_finding(const struct capture *capture, uint32_t frame, const char *id, const char *text,
                   const char *evidence);

/* Reads a capture of its own to its end and fails unless the findings of the topic at a frame are
 * these. */
void check_read(const char *lines, uint32_t frame, const char *topic, const char *expected);

/* The same, with text and evidence of one of the findings. */
void check_read_text(const char *lines, uint32_t frame, const char *topic, const char *expected,
                     const char *id, const char *text, const char *evidence);

/* A test of one topic is not to fail for what another one learns to say. */
#ifdef TESTED_TOPIC
#define check_findings(capture, frame, expected) check_topic(capture, frame, TESTED_TOPIC, expected)
#endif

#endif
