/* Compares what is found in the cases of a .ladder file with what is expected.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "play.h"

#include "sipcodes/catalog.h"

#include <stdio.h>
#include <string.h>

/* A case while it is compared. */
struct comparison {
    const struct ladder_file *file;
    GString *why; /* empty while all is as expected */
};

static const struct sc_finding *finding_with(const struct sc_finding *findings, size_t count,
                                             const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(findings[i].row->id, id) == 0) {
            return &findings[i];
        }
    }
    return NULL;
}

static void compare_lists(struct comparison *comparison, const struct step *step,
                          const struct sc_finding *findings, size_t count)
{
    GString *expected = g_string_new(NULL);
    GString *found = g_string_new(NULL);

    for (guint i = 0; i < step->findings->len; i++) {
        const struct expected *one = &g_array_index(step->findings, struct expected, i);
        g_string_append_printf(expected, "%s%s %s", i > 0 ? ", " : "", one->id, one->confidence);
    }
    for (size_t i = 0; i < count; i++) {
        g_string_append_printf(found, "%s%s %s", i > 0 ? ", " : "", findings[i].row->id,
                               sc_confidence_name(findings[i].confidence));
    }
    if (strcmp(expected->str, found->str) != 0) {
        g_string_append_printf(comparison->why,
                               "expected at frame %u: %s\n   found at frame %u: %s\n", step->frame,
                               expected->len > 0 ? expected->str : "nothing", step->frame,
                               found->len > 0 ? found->str : "nothing");
    }
    g_string_free(expected, TRUE);
    g_string_free(found, TRUE);
}

static void compare_text(struct comparison *comparison, const struct expected_text *text,
                         const struct sc_finding *findings, size_t count)
{
    const struct sc_finding *finding = finding_with(findings, count, text->id);

    if (finding == NULL) {
        g_string_append_printf(comparison->why, "expected: %s with a text\n   found: none\n",
                               text->id);
        return;
    }
    char *evidence = evidence_of(finding);
    char *expected = g_strcompress(text->text);
    if (strcmp(evidence, text->evidence) != 0 || strcmp(finding->text, expected) != 0) {
        g_string_append_printf(comparison->why, "expected: %s %s: %s\n   found: %s %s: %s\n",
                               text->id, text->evidence, expected, text->id, evidence,
                               finding->text);
    }
    g_free(expected);
    g_free(evidence);
}

/* Compares what is said of the frame itself. */
static void compare_said(struct comparison *comparison, const struct expected_text *text,
                         struct capture *capture, uint32_t frame)
{
    char *said = said_of(capture, frame, text->id);
    char *expected = g_strcompress(text->text);

    if (strcmp(said, expected) != 0) {
        g_string_append_printf(comparison->why, "expected: %s: %s\n   found: %s: %s\n", text->id,
                               expected, text->id, said);
    }
    g_free(expected);
    g_free(said);
}

static bool compare_step(const struct step *step, struct capture *capture, void *data)
{
    struct comparison *comparison = data;
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = findings_expected_of(comparison->file, step, capture, findings);

    compare_lists(comparison, step, findings, count);
    for (guint i = 0; i < step->texts->len; i++) {
        const struct expected_text *text = &g_array_index(step->texts, struct expected_text, i);
        if (text->evidence[0] == '\0') {
            compare_said(comparison, text, capture, step->frame);
        } else {
            compare_text(comparison, text, findings, count);
        }
    }
    return comparison->why->len == 0;
}

static void print_frame(const struct step *step, const struct capture *capture)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    bool played = step->frame <= capture_size(capture);
    size_t count = played ? findings_in(capture, step->frame, findings) : 0;

    printf("    %s\n", step->text);
    for (size_t i = 0; i < count; i++) {
        char *line = finding_line(&findings[i]);
        printf("          = %s\n", line);
        g_free(line);
    }
}

/* The steps up to the one that failed, with what is found at each frame. */
static void print_ladder(const struct ladder_case *one, const struct played *played)
{
    for (guint i = 0; i < one->steps->len; i++) {
        const struct step *step = g_ptr_array_index(one->steps, i);
        if (step->kind == STEP_SILENCE) {
            printf("    silence %" G_GINT64_FORMAT "\n", step->until);
        } else if (step->kind == STEP_END) {
            printf("    end\n");
        } else if (step->kind == STEP_LADDER) {
            print_frame(step, played->capture);
        }
        if (step == played->step) {
            return;
        }
    }
}

bool play_and_compare(const struct ladder_file *file, const struct ladder_case *one)
{
    struct comparison comparison = {file, g_string_new(NULL)};
    struct played played = play(one, compare_step, &comparison);
    bool passed = played.error == NULL && comparison.why->len == 0;

    if (!passed) {
        printf("%s:%u: %s\n%s", file->path, played.step != NULL ? played.step->line : one->line,
               one->title, comparison.why->str);
        if (played.error != NULL) {
            printf("%s\n", played.error);
        }
        print_ladder(one, &played);
    }
    g_string_free(comparison.why, TRUE);
    g_free(played.error);
    capture_discard(played.capture);
    return passed;
}
