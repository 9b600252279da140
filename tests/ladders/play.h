/* Plays the cases of a .ladder file and compares what is found with what is expected.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TESTS_PLAY_H
#define SIPCODES_TESTS_PLAY_H

#include "capture.h"
#include "file.h"

/* A case that was played. */
struct played {
    struct capture *capture; /* as it is then; freed with capture_discard() */
    const struct step *step; /* where it ended before its last step was done; NULL without */
    char *error;             /* what could not be played, NULL if nothing; freed with g_free() */
};

/* Plays the steps of a case in order, and calls JUDGE with each expectation when it is reached;
 * FALSE from it ends the case. */
struct played play(const struct ladder_case *one,
                   bool (*judge)(const struct step *step, struct capture *capture, void *data),
                   void *data);

/* The findings that an expectation is about, the strongest first: all, or those of the topics of
 * the file and of the findings that it names. */
size_t findings_expected_of(const struct ladder_file *file, const struct step *step,
                            const struct capture *capture,
                            struct sc_finding findings[SC_FINDINGS_MAX]);

/* What is said of a frame itself: its hint, or what became of its attempt, "hint" or "outcome" by
 * WHAT. Freed with g_free(). */
char *said_of(struct capture *capture, uint32_t frame, const char *what);

/* The topic of a finding in the catalog; NULL if there is no such finding. */
const char *topic_of(const char *finding);

/* Plays the case and prints, where it fails, the file, the line, the title, and the ladder with
 * what was found beside each frame. */
bool play_and_compare(const struct ladder_file *file, const struct ladder_case *one);

/* The file with the expectations that are met: everything else is kept. NULL if a case cannot be
 * played, which is printed. Freed with g_free(). */
char *play_and_accept(const struct ladder_file *file);

/* A finding as one line: "ID CONFIDENCE, frames 1 3: TEXT". Freed with g_free(). */
char *finding_line(const struct sc_finding *finding);

#endif
