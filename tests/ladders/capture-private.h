/* What the files of the ladder library share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TESTS_CAPTURE_PRIVATE_H
#define SIPCODES_TESTS_CAPTURE_PRIVATE_H

#include "capture.h"

#include "sipcodes/capture.h"

#define LADDER_VIAS_MAX 128

/* A message as its parts. Strings belong to the capture. */
struct text {
    const char *method;
    const char *cseq_method; /* NULL: METHOD */
    const char *code;        /* NULL in a request */
    const char *uri;
    const char *call_id;
    const char *cseq;
    const char *from;
    const char *to;
    const char *vias[LADDER_VIAS_MAX];
    size_t via_count;
    const char *more; /* what follows the first bar of its line, maybe nothing */
};

/* One line of a ladder as a frame. */
struct frame {
    struct capture_frame seen;
    struct text text;
    const char *bytes; /* NULL: the frame holds no message */
    struct sc_sighting sighting;
    struct sc_sighting late; /* how the captures of these names understand it */
    struct sc_sighting deeper;
};

struct capture {
    /* Told of each event at once. */
    struct sc_tracker *tracker;
    struct sc_diagnosis *diagnosis;

    /* Read at the very end; and tracked at once, but judged at the very end. */
    struct sc_capture *late;
    struct sc_capture *deeper;

    GPtrArray *frames;     /* frame 1 first */
    GPtrArray *parties;    /* names of hosts; their index makes their address */
    GStringChunk *strings; /* what all of these point to */
    struct line *line;     /* the line that is worked on; NULL without */
};

/* One line of a ladder while it is worked on. */
struct line {
    struct capture *capture;
    const char *text;
    char **words;     /* from the frame's number on */
    const char *more; /* what follows the first bar */
    char **options;
    char *sender;   /* name without port */
    char *expected; /* what follows the colon, NULL without */
    struct frame *frame;
};

/* Reads a line, which is the capture's until line_done(). Fails if it is none of a ladder. */
struct line *line_read(struct capture *capture, const char *text);

/* Ends the work on a line, maybe because it failed. A frame that it still has is freed. */
void line_done(struct capture *capture);

void G_GNUC_NORETURN line_bad(const struct line *line, const char *why);

/* A copy that lives as long as the capture. */
const char *line_keep(const struct line *line, const char *text);

bool line_has(const struct line *line, const char *flag);

/* The value of the option NAME; OTHERWISE if it is not there, NULL if it is "-". */
const char *line_option(const struct line *line, const char *name, const char *otherwise);

/* The address of a party, which is made when its name is first met. */
struct sc_endpoint line_endpoint(const struct line *line, const char *party);

uint32_t number_in(const char *text);

int64_t nanoseconds(int64_t milliseconds);

/* Fails if there is no such frame. */
struct frame *frame_in(const struct capture *capture, uint32_t number);

/* Writes the message of a line into its frame. */
void compose_message(struct line *line);

#endif
