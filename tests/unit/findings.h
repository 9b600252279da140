/* What the diagnosis says of the frames of a ladder.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TESTS_FINDINGS_H
#define SIPCODES_TESTS_FINDINGS_H

#include "capture.h"
#include "sipcodes/catalog.h"

/* The row of a finding; fails if there is none. */
const struct sc_finding_row *row_of(const char *id);

/* What ladders begin with: an INVITE that the proxy p1 passes on, and one that it forks. */
#define INVITE_ON                                                                                  \
    "1   0  alice > p1     INVITE       : 1\n"                                                     \
    "2   1  p1    > bob    relay 1      : 2\n"
#define INVITE_FORKED                                                                              \
    "1   0  alice > p1     INVITE       : 1\n"                                                     \
    "2   1  p1    > bob    relay 1      : 2\n"                                                     \
    "3   2  p1    > carol  relay 1      : 3\n"

/* Fails unless the findings at a frame are exactly those of EXPECTED, the strongest first:
 * "auth-rejected strong, auth-loop proof"; "" for none. */
void check_findings(const struct capture *capture, uint32_t frame, const char *expected);

/* The same for findings of one topic of the catalog, whatever others say: "auth". */
void check_topic(const struct capture *capture, uint32_t frame, const char *topic,
                 const char *expected);

/* Fails unless the finding with ID at a frame has this text and these frames of evidence: "1 3". */
void check_finding(const struct capture *capture, uint32_t frame, const char *id, const char *text,
                   const char *evidence);

/* The findings of a topic at a frame of a ladder, in a capture of its own; text and evidence of one
 * of them. */
void check_ladder_topic(const char *lines, uint32_t frame, const char *topic, const char *expected);
void check_ladder_finding(const char *lines, uint32_t frame, const char *id, const char *text,
                          const char *evidence);

/* The same of an INVITE that gw refuses with ANSWER, which is a response of a ladder. */
void check_answer_topic(const char *answer, const char *topic, const char *expected);
void check_answer_finding(const char *answer, const char *id, const char *text);

/* Reads a capture of its own to its end and fails unless the findings of the topic at a frame are
 * these. */
void check_read(const char *lines, uint32_t frame, const char *topic, const char *expected);

/* The same, with text and evidence of one of the findings. */
void check_read_text(const char *lines, uint32_t frame, const char *topic, const char *expected,
                     const char *id, const char *text, const char *evidence);

/* A test of one topic is not to fail for what another one learns to say. */
#ifdef TESTED_TOPIC
#define check_findings(capture, frame, expected) check_topic(capture, frame, TESTED_TOPIC, expected)
#define check_ladder_findings(lines, frame, expected)                                              \
    check_ladder_topic(lines, frame, TESTED_TOPIC, expected)
#define check_answer(answer, expected) check_answer_topic(answer, TESTED_TOPIC, expected)
#endif

#endif
