/* Plays the cases of a .ladder file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "play.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

/* Where a failure leads while a case is played, what failed, and at which step. */
static jmp_buf failure;
static char *failed;
static const struct step *now;

void capture_failed(const char *why)
{
    failed = g_strdup(why);
    longjmp(failure, 1);
}

static bool play_step(const struct step *step, struct capture *capture,
                      bool (*judge)(const struct step *, struct capture *, void *), void *data)
{
    switch (step->kind) {
    case STEP_LADDER:
        ladder(capture, step->text);
        break;
    case STEP_SILENCE:
        silence_until(capture, step->until);
        break;
    case STEP_END:
        read_to_the_end(capture);
        break;
    case STEP_EXPECT:
        return judge == NULL || judge(step, capture, data);
    }
    return true;
}

/* True if a finding says that no one answered, and the capture lacks nothing for it. */
static bool says_unanswered(const struct sc_finding *finding)
{
    static const char *const ids[] = {"invite-unanswered", "request-unanswered", "icmp-unreachable",
                                      "icmp-prohibited"};

    for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
        if (strcmp(finding->row->id, ids[i]) == 0) {
            return finding->blockers == 0;
        }
    }
    return false;
}

/* Findings and outcomes agree: a request that no one answered has an outcome. */
static void check_agreement(struct capture *capture)
{
    const struct sc_tracker *tracker = tracker_of(capture);
    struct sc_finding findings[SC_FINDINGS_MAX];

    for (size_t i = 0; i < sc_tracker_attempt_count(tracker); i++) {
        const struct sc_attempt *attempt = sc_tracker_attempt(tracker, i);
        const struct sc_transaction *decisive = sc_attempt_decisive(tracker, attempt);
        if (decisive == NULL || !decisive->request_seen ||
            sc_attempt_outcome(tracker, attempt) != SC_OUTCOME_UNKNOWN) {
            continue;
        }
        size_t count = findings_in(capture, decisive->request.frame, findings);
        for (size_t k = 0; k < count; k++) {
            if (says_unanswered(&findings[k])) {
                capture_failed("an attempt that no one answered has the outcome unknown");
            }
        }
    }
}

struct played play(const struct ladder_case *one,
                   bool (*judge)(const struct step *, struct capture *, void *), void *data)
{
    struct capture *capture = capture_new();

    failed = NULL;
    now = NULL;
    if (setjmp(failure) == 0) {
        bool goes_on = true;
        for (guint i = 0; i < one->steps->len && goes_on; i++) {
            now = g_ptr_array_index(one->steps, i);
            goes_on = play_step(now, capture, judge, data);
        }
        now = goes_on ? NULL : now;
        capture_compare(capture);
        check_agreement(capture);
    }
    return (struct played){capture, now, failed};
}

char *finding_line(const struct sc_finding *finding)
{
    char *evidence = evidence_of(finding);
    char *line = g_strdup_printf("%s %s, frames %s: %s", finding->row->id,
                                 sc_confidence_name(finding->confidence), evidence, finding->text);

    g_free(evidence);
    return line;
}

char *said_of(struct capture *capture, uint32_t frame, const char *what)
{
    const struct sc_sighting *sighting = sighting_in(capture, frame);
    struct sc_finding findings[SC_FINDINGS_MAX];
    char hint[SC_HINT_SIZE];

    if (strcmp(what, "outcome") == 0) {
        return g_strdup(sighting->transaction != NULL
                            ? sc_outcome_name(sc_transaction_outcome(tracker_of(capture),
                                                                     sighting->transaction))
                            : "");
    }
    unsigned code = sighting->record != NULL ? sighting->record->code : 0;
    sc_hint_write(findings, findings_in(capture, frame, findings), code,
                  sc_exchange_facts(sighting, NULL), hint);
    return g_strdup(hint);
}

const char *topic_of(const char *finding)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        if (strcmp(sc_finding_at(i)->id, finding) == 0) {
            return sc_finding_topic(i);
        }
    }
    return NULL;
}

static bool is_of_topic(const struct sc_finding *finding, const char *topic)
{
    return topic != NULL && strcmp(topic_of(finding->row->id), topic) == 0;
}

static bool is_expected_of(const struct ladder_file *file, const struct step *step,
                           const struct sc_finding *finding)
{
    if (step->all || is_of_topic(finding, file->topic)) {
        return true;
    }
    for (guint i = 0; i < step->findings->len; i++) {
        if (is_of_topic(finding, topic_of(g_array_index(step->findings, struct expected, i).id))) {
            return true;
        }
    }
    return false;
}

size_t findings_expected_of(const struct ladder_file *file, const struct step *step,
                            const struct capture *capture,
                            struct sc_finding findings[SC_FINDINGS_MAX])
{
    size_t count = findings_in(capture, step->frame, findings);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (is_expected_of(file, step, &findings[i])) {
            findings[kept++] = findings[i];
        }
    }
    return kept;
}
