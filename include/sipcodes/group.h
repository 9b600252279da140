/* Groups: attempts that ended alike, as a report lists them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_GROUP_H
#define SIPCODES_GROUP_H

#include "sipcodes/summary.h"

/* Where a report lists an attempt. */
enum sc_section {
    SC_SECTION_NONE,      /* no problem */
    SC_SECTION_FAILED,    /* refused, failed, unanswered, dropped, ended by an unanswered challenge
                             or a redirection */
    SC_SECTION_FAULTY,    /* answered, and yet something went wrong */
    SC_SECTION_NOT_TAKEN, /* a call that people did not take, or gave up */
    SC_SECTION_OPEN,      /* the capture does not tell how it ended */
    SC_SECTION_COUNT,
};

/* Hosts that a path names, and paths and Call-IDs that a group names. */
#define SC_PATH_MAX    8
#define SC_GROUP_PATHS 4
#define SC_GROUP_CALLS 3

/* Room for a method and how it ended, and for a display filter. */
#define SC_GROUP_END_SIZE    64
#define SC_GROUP_FILTER_SIZE 192
#define SC_GROUP_TITLE_SIZE  160

/* The hosts that the request of an attempt went over, from the client to the host that made the
 * final response, as far as they were captured. Programs of one host, told by their ports, are
 * hosts of their own. */
struct sc_path {
    const struct sc_endpoint *hosts[SC_PATH_MAX];
    unsigned count;
    /* There are more than SC_PATH_MAX. */
    bool longer;
    /* The last one, whether it is among HOSTS or not: if a final response came, the host that made
     * it. NULL if no host is known. */
    const struct sc_endpoint *last;
};

/* The path of an attempt. Without a final response it ends with the host that was asked. */
struct sc_path sc_attempt_path(const struct sc_attempt_facts *facts);

/* Attempts that ended alike: with the same finding, else with the same method and code. Times are
 * nanoseconds since the epoch. */
struct sc_group {
    enum sc_section section;

    /* Id of the finding, else e.g. "INVITE 404" or "OPTIONS unanswered"; both where a finding only
     * passes on the sender's words. */
    const char *name;

    /* The cause in a few words; what happened, in one sentence; and what to do first. */
    char title[SC_GROUP_TITLE_SIZE];
    const char *summary;
    const char *hint;

    /* How many, and the frames and times of the first and the last message that is explained. */
    uint64_t count;
    uint32_t first_frame;
    uint32_t last_frame;
    int64_t first_time;
    int64_t last_time;

    /* The minute in which most of them ended, the first such, and how many that were. */
    int64_t peak_time;
    uint64_t peak_count;

    /* The first different paths, and whether there were others. */
    struct sc_path paths[SC_GROUP_PATHS];
    unsigned path_count;
    bool more_paths;

    /* The hosts that made the response, the first ones, and whether there were others. */
    const struct sc_endpoint *responders[SC_GROUP_PATHS];
    unsigned responder_count;
    bool more_responders;

    /* The first of them: at most SC_GROUP_CALLS; and how the first ended, e.g. "INVITE 404". */
    const struct sc_attempt *examples[SC_GROUP_CALLS];
    unsigned example_count;
    char end[SC_GROUP_END_SIZE];

    /* What was found of the first one, "" if nothing, and how sure that is; NONE if nothing. */
    enum sc_confidence confidence;
    char example[SC_FINDING_TEXT_SIZE];

    /* The display filter that shows the messages that are explained. */
    char filter[SC_GROUP_FILTER_SIZE];
};

/* The groups of the attempts that were counted: by section, then the most frequent first. SIZE is
 * set to how many. They belong to the summary and are valid until the next call. */
const struct sc_group *sc_summary_groups(struct sc_summary *summary, size_t *size);

#endif
