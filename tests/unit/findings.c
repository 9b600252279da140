/* What the diagnosis says of the frames of a ladder.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"
#include "tested-topics.h"

const struct sc_finding_row *row_of(const char *id)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        if (strcmp(sc_finding_at(i)->id, id) == 0) {
            return sc_finding_at(i);
        }
    }
    fail_msg("there is no finding %s", id);
    return NULL;
}

static const char *topic_of(const struct sc_finding_row *row)
{
    for (size_t i = 0; i < G_N_ELEMENTS(tested_topics); i++) {
        if (strcmp(tested_topics[i].id, row->id) == 0) {
            return tested_topics[i].topic;
        }
    }
    fail_msg("%s is in no topic", row->id);
    return "";
}

static void check(const struct capture *capture, uint32_t frame, const char *topic,
                  const char *expected)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count =
        sc_diagnosis_findings(diagnosis_of(capture), sighting_in(capture, frame), findings);
    GString *found = g_string_new(NULL);

    for (size_t i = 0; i < count; i++) {
        if (topic == NULL || strcmp(topic_of(findings[i].row), topic) == 0) {
            g_string_append_printf(found, "%s%s %s", found->len > 0 ? ", " : "",
                                   findings[i].row->id, sc_confidence_name(findings[i].confidence));
        }
    }
    if (strcmp(found->str, expected) != 0) {
        fail_msg("frame %u: found \"%s\", expected \"%s\"", frame, found->str, expected);
    }
    g_string_free(found, TRUE);
}

void check_findings(const struct capture *capture, uint32_t frame, const char *expected)
{
    check(capture, frame, NULL, expected);
}

void check_topic(const struct capture *capture, uint32_t frame, const char *topic,
                 const char *expected)
{
    check(capture, frame, topic, expected);
}

static char *frames_of(const struct sc_finding *finding)
{
    GString *frames = g_string_new(NULL);

    for (unsigned i = 0; i < finding->evidence_count; i++) {
        g_string_append_printf(frames, "%s%u", i > 0 ? " " : "", finding->evidence[i]);
    }
    return g_string_free(frames, FALSE);
}

void check_finding(const struct capture *capture, uint32_t frame, const char *id, const char *text,
                   const char *evidence)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count =
        sc_diagnosis_findings(diagnosis_of(capture), sighting_in(capture, frame), findings);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(findings[i].row->id, id) == 0) {
            char *frames = frames_of(&findings[i]);
            assert_string_equal(findings[i].text, text);
            assert_string_equal(frames, evidence);
            g_free(frames);
            return;
        }
    }
    fail_msg("frame %u: no %s", frame, id);
}

void check_ladder_topic(const char *lines, uint32_t frame, const char *topic, const char *expected)
{
    struct capture *capture = capture_of(lines);

    check_topic(capture, frame, topic, expected);
    capture_free(capture);
}

void check_ladder_finding(const char *lines, uint32_t frame, const char *id, const char *text,
                          const char *evidence)
{
    struct capture *capture = capture_of(lines);

    check_finding(capture, frame, id, text, evidence);
    capture_free(capture);
}

static char *refused(const char *answer)
{
    return g_strdup_printf("1   0  alice > gw     INVITE  : 1\n"
                           "2  10  gw    > alice  %s      : 1\n",
                           answer);
}

void check_answer_topic(const char *answer, const char *topic, const char *expected)
{
    char *lines = refused(answer);

    check_ladder_topic(lines, 2, topic, expected);
    g_free(lines);
}

void check_answer_finding(const char *answer, const char *id, const char *text)
{
    char *lines = refused(answer);

    check_ladder_finding(lines, 2, id, text, "2");
    g_free(lines);
}

void check_read_text(const char *lines, uint32_t frame, const char *topic, const char *expected,
                     const char *id, const char *text, const char *evidence)
{
    struct capture *capture = capture_of(lines);

    read_to_the_end(capture);
    check_topic(capture, frame, topic, expected);
    if (id != NULL) {
        check_finding(capture, frame, id, text, evidence);
    }
    capture_free(capture);
}

void check_read(const char *lines, uint32_t frame, const char *topic, const char *expected)
{
    check_read_text(lines, frame, topic, expected, NULL, NULL, NULL);
}
