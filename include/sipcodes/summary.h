/* The summary: what a whole capture holds, counted once.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two things are counted and never mixed. A *message* is a distinct response on one hop: copies of
 * it, by SIP, TCP or a mirror port, are not new. An *attempt* is what a user tried: a request with
 * its repetitions and on all its hops (track.h).
 *
 * A summary is made once the capture was read as far as it is to be: absence can be told then only.
 */
#ifndef SIPCODES_SUMMARY_H
#define SIPCODES_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/diagnose.h"
#include "sipcodes/tracker.h"

/* ---- One attempt ---- */

/* What is to be said of an attempt. Filled by sc_attempt_facts(); what it points to belongs to the
 * tracker. Times are nanoseconds, -1 where there is none. */
struct sc_attempt_facts {
    enum sc_outcome outcome;
    const struct sc_transaction *decisive; /* its transaction that decides, on the outermost hop */
    const struct sc_record *begin;         /* its first message, usually the request */
    const struct sc_record *final;         /* the final response that decides; NULL if none came */
    const struct sc_record *explained;     /* the message that its findings are at: the final
                                              response, or the request that none came to */
    int64_t first_response_time;           /* from the first request to its first response */
    int64_t ring_time;                     /* INVITE: from the first 180 to the final response */
    int64_t setup_time; /* INVITE that was answered: from its first step to the 2xx */
};

/* The facts of an attempt that has a transaction, as any that sc_tracker_attempt() returns. */
struct sc_attempt_facts sc_attempt_facts(const struct sc_tracker *tracker,
                                         const struct sc_attempt *attempt);

/* True if an attempt opens a session: an INVITE outside of any dialog. */
bool sc_attempt_is_call(const struct sc_attempt *attempt);

/* The findings of an attempt, strongest first: those at the message that is to be explained.
 * Writes at most SC_FINDINGS_MAX and returns how many. */
size_t sc_attempt_findings(const struct sc_diagnosis *diagnosis,
                           const struct sc_attempt_facts *facts,
                           struct sc_finding findings[SC_FINDINGS_MAX]);

/* ---- Counting ---- */

/* A row that is counted, e.g. "INVITE 486". */
struct sc_tally {
    const char *name;
    uint64_t count;
};

/* Minimum, mean and maximum of times. All 0 while COUNT is 0. */
struct sc_times {
    uint64_t count;
    int64_t min;
    int64_t max;
    int64_t total;
};

/* The mean of times, 0 if there are none. */
int64_t sc_times_mean(const struct sc_times *times);

enum sc_count {
    SC_COUNT_CLASS,       /* messages by class: "4xx Client Error" */
    SC_COUNT_CODE,        /* messages by status code: "486 Busy Here" */
    SC_COUNT_METHOD_CODE, /* "INVITE 486" */
    SC_COUNT_HOST_CODE,   /* by who sent them: "192.0.2.1 486" */
    SC_COUNT_FINDING,     /* attempts by each finding they have: "auth-rejected" */
    SC_COUNT_OUTCOME,     /* attempts by outcome: "answered" */
    SC_COUNTS,
};

struct sc_summary;

/* An empty summary. Never NULL. */
struct sc_summary *sc_summary_new(void);

/* Frees it. NULL is allowed. */
void sc_summary_free(struct sc_summary *summary);

/* Counts a response of TRANSACTION, NULL if it fits nowhere. To be called once for each. */
void sc_summary_add_message(struct sc_summary *summary, const struct sc_transaction *transaction,
                            const struct sc_record *response);

/* Counts an attempt. To be called once for each. */
void sc_summary_add_attempt(struct sc_summary *summary, const struct sc_tracker *tracker,
                            const struct sc_diagnosis *diagnosis, const struct sc_attempt *attempt);

/* How many messages and attempts were counted. */
uint64_t sc_summary_messages(const struct sc_summary *summary);
uint64_t sc_summary_attempts(const struct sc_summary *summary);

/* The rows of one count, ascending by name. SIZE is set to how many. They belong to the summary and
 * are valid until it is changed or freed. */
const struct sc_tally *sc_summary_count(struct sc_summary *summary, enum sc_count count,
                                        size_t *size);

/* Calls: attempts that open a session. */
struct sc_calls {
    uint64_t attempts;
    uint64_t answered;
    uint64_t redirected;    /* ended with a 3xx that was not followed */
    uint64_t user_affected; /* ended with 480, 486, 600 or 603 */
    struct sc_times setup;  /* answered calls only */
    struct sc_times first_response;
    struct sc_times ring;
};

const struct sc_calls *sc_summary_calls(const struct sc_summary *summary);

/* Session establishment ratio and session establishment effectiveness ratio (RFC 6076 sections 4.6
 * and 4.7), answer-seizure ratio (ITU-T E.411), all in percent; -1 if nothing was tried. Calls that
 * were cancelled count among those tried. A call that was challenged or redirected and then goes on
 * is one attempt, and its redirection does not count. */
double sc_calls_ser(const struct sc_calls *calls);
double sc_calls_seer(const struct sc_calls *calls);
double sc_calls_asr(const struct sc_calls *calls);

/* ---- What to look at ---- */

/* Where a report speaks of an attempt. */
enum sc_section {
    SC_SECTION_NONE,      /* nothing is the matter */
    SC_SECTION_FAILED,    /* refused, failed, unanswered, left at a challenge or a redirection */
    SC_SECTION_FAULTY,    /* answered, and yet something went wrong */
    SC_SECTION_NOT_TAKEN, /* a call that people did not take, or gave up */
    SC_SECTION_OPEN,      /* the capture does not tell how it ended */
    SC_SECTION_COUNT,
};

/* Hosts that a group names. */
#define SC_GROUP_HOSTS_MAX 4

/* Room for a method and how it ended. */
#define SC_GROUP_END_SIZE 64

/* Who asked whom. */
struct sc_way {
    const struct sc_endpoint *client;
    const struct sc_endpoint *server;
};

/* Attempts that ended alike: with the same finding, else with the same method and code. */
struct sc_group {
    enum sc_section section;
    const char *name;    /* id of the finding, else e.g. "INVITE 404" or "OPTIONS unanswered"; both
                            where    a finding only hands on the sender's words */
    const char *summary; /* what happened, in one sentence without full stop or one with it */
    const char *hint;    /* what to do first */
    uint64_t count;
    uint32_t first_frame; /* of the messages that are explained */
    uint32_t last_frame;
    unsigned way_count;
    struct sc_way ways[SC_GROUP_HOSTS_MAX]; /* the first ones */
    bool more_ways;                         /* there were others */
    const struct sc_attempt *first;
    char end[SC_GROUP_END_SIZE];        /* how that one ended, e.g. "INVITE 404" */
    enum sc_confidence confidence;      /* of what was found of it; NONE if nothing was */
    char example[SC_FINDING_TEXT_SIZE]; /* what was found out of the first one; "" if nothing */
};

/* The groups of the attempts that were counted: by section, then the most frequent first. SIZE is
 * set to how many. They belong to the summary and are valid until it is changed or freed. */
const struct sc_group *sc_summary_groups(struct sc_summary *summary, size_t *size);

#endif
