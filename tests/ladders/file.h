/* A .ladder file as its cases.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TESTS_FILE_H
#define SIPCODES_TESTS_FILE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A finding that is expected: its id and how sure it is. */
struct expected {
    char *id;
    char *confidence;
};

/* The text that is expected of a finding, with its frames of evidence: "1 3". Of a frame itself ID
 * is "hint" or "outcome", and there are no frames. */
struct expected_text {
    char *id;
    char *evidence;
    char *text;
};

enum step_kind {
    STEP_LADDER,  /* a line of the ladder */
    STEP_SILENCE, /* nothing more that matters up to a time */
    STEP_END,     /* the capture was read to its end */
    STEP_EXPECT,  /* the findings at a frame are these */
};

struct step {
    enum step_kind kind;
    unsigned line;    /* of the file, from 1 */
    unsigned lines;   /* how many lines it takes there */
    char *text;       /* STEP_LADDER: the line with everything expanded */
    int64_t until;    /* STEP_SILENCE: milliseconds */
    uint32_t frame;   /* STEP_EXPECT; STEP_LADDER: its number */
    bool all;         /* STEP_EXPECT: of all topics, not only of the file's and of those named */
    GArray *findings; /* STEP_EXPECT: struct expected */
    GArray *texts;    /* STEP_EXPECT: struct expected_text */
};

struct ladder_case {
    char *title;
    unsigned line; /* of its title, or its first line without one */
    GPtrArray *steps;
};

struct ladder_file {
    char *path;
    char *topic;   /* the folder's name */
    char *finding; /* the file's name, without ".ladder" */
    char **lines;  /* as they are, without their ends */
    GPtrArray *cases;
};

/* Reads a file. NULL if it cannot be read, with the reason in *ERROR, which is freed with g_free().
 * Freed with ladder_file_free(). */
struct ladder_file *ladder_file_read(const char *path, char **error);
void ladder_file_free(struct ladder_file *file);

/* The case that the line of the file belongs to; the first one for line 0. NULL without. */
const struct ladder_case *ladder_file_case(const struct ladder_file *file, unsigned line);

#endif
