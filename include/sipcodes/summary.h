/* The summary: what a whole capture holds, counted once.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two things are counted and never mixed. A *message* is a distinct response on one hop: copies of
 * it, by SIP, TCP or a mirror port, are not new. An *attempt* is what a user tried: a request with
 * its repetitions and on all its hops (attempt.h).
 *
 * Make a summary at the end of the capture: only then is silence known.
 */
#ifndef SIPCODES_SUMMARY_H
#define SIPCODES_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/attempt.h"
#include "sipcodes/diagnose.h"
#include "sipcodes/event.h"
#include "sipcodes/why.h"

/* What a summary is about: these messages, as the capture understood them, and their attempts. */
struct sc_selection {
    const struct sc_sighting *const *sightings;
    size_t count;
};

struct sc_summary;

/* The summary of what SELECTION names; NULL: of all. TRACKER and DIAGNOSIS must outlive it and be
 * told nothing more meanwhile. Never NULL. sc_capture_summary() is the way to it from outside. */
struct sc_summary *sc_summary_new(const struct sc_tracker *tracker,
                                  const struct sc_diagnosis *diagnosis,
                                  const struct sc_selection *selection);

/* Frees it. NULL is allowed. */
void sc_summary_free(struct sc_summary *summary);

/* When the capture begins and how far it was read, in nanoseconds since the epoch; 0 if it holds
 * nothing. */
int64_t sc_summary_begin(const struct sc_summary *summary);
int64_t sc_summary_end(const struct sc_summary *summary);

/* How many messages of the whole capture lack a part there: sc_tracker_cut_count(). */
uint64_t sc_summary_cut(const struct sc_summary *summary);

/* ---- One attempt ---- */

/* What is to be said of an attempt. What it points to belongs to the capture. Times are
 * nanoseconds, -1 where there is none. */
struct sc_attempt_facts {
    const struct sc_attempt *attempt;
    enum sc_outcome outcome;
    /* Its transaction that decides, on the outermost hop. */
    const struct sc_transaction *decisive;
    /* Its first message, usually the request. */
    const struct sc_record *begin;
    /* The final response that decides; NULL if none came. */
    const struct sc_record *final;
    /* The message that its findings are at: the final response, or the request that none came to;
     * of a call that was dropped for its media, the BYE that says so. */
    struct sc_sighting explained;
    /* From the first request to its first response. */
    int64_t first_response_time;
    /* INVITE: from the first 180 to the final response. */
    int64_t ring_time;
    /* INVITE that was answered: from its first step to the 2xx. */
    int64_t setup_time;
};

/* How many attempts were counted, and the facts of the one at INDEX, in the order they began. INDEX
 * must be below the count. */
size_t sc_summary_attempts(const struct sc_summary *summary);
struct sc_attempt_facts sc_summary_attempt(const struct sc_summary *summary, size_t index);

/* What to do first about an attempt with this cause and these findings: sc_why_hint(), but where
 * the outcome says more than that, as of a challenge that was left unanswered, what is to be done
 * about it. False, and an empty hint, if there is nothing to do. */
bool sc_attempt_hint(const struct sc_attempt_facts *facts, const struct sc_finding *findings,
                     size_t count, const struct sc_why *why, char hint[SC_HINT_SIZE]);

/* True if an attempt opens a session: an INVITE outside of any dialog. */
bool sc_attempt_is_call(const struct sc_attempt *attempt);

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

/* What is asked first comes first. */
enum sc_count {
    SC_COUNT_CAUSE,       /* attempts by the one cause: "No common codec" */
    SC_COUNT_OUTCOME,     /* attempts by outcome: "answered" */
    SC_COUNT_FINDING,     /* attempts by each finding they have: "auth-rejected" */
    SC_COUNT_CLASS,       /* messages by class: "4xx Client Error" */
    SC_COUNT_CODE,        /* messages by status code: "486 Busy Here" */
    SC_COUNT_METHOD_CODE, /* "INVITE 486" */
    SC_COUNT_HOST_CODE,   /* by who sent them: "192.0.2.1 486" */
    SC_COUNTS,
};

/* How many messages were counted. */
uint64_t sc_summary_messages(const struct sc_summary *summary);

/* The rows of one count, ascending by name. SIZE is set to how many. They belong to the
 * summary and are valid until the next call for the same count. */
const struct sc_tally *sc_summary_count(struct sc_summary *summary, enum sc_count count,
                                        size_t *size);

/* Calls: attempts that open a session. */
struct sc_calls {
    uint64_t attempts;
    uint64_t answered;      /* and not dropped within seconds */
    uint64_t delivered;     /* answered, busy, ringing without an answer, declined or cancelled */
    uint64_t redirected;    /* ended with a 3xx that was not followed */
    uint64_t user_affected; /* ended with 480, 486, 600 or 603 */
    struct sc_times setup;  /* of calls that were answered, dropped ones included */
    struct sc_times first_response;
    struct sc_times ring;
};

const struct sc_calls *sc_summary_calls(const struct sc_summary *summary);

/* Session establishment ratio and session establishment effectiveness ratio (RFC 6076 sections 4.6
 * and 4.7), network effectiveness ratio and answer-seizure ratio (ITU-T E.425), all in percent; -1
 * if nothing was tried. Calls that were cancelled count among those tried. A call that was
 * challenged or redirected and then goes on is one attempt, and its redirection does not count. */
double sc_calls_ser(const struct sc_calls *calls);
double sc_calls_seer(const struct sc_calls *calls);
double sc_calls_ner(const struct sc_calls *calls);
double sc_calls_asr(const struct sc_calls *calls);

#endif
