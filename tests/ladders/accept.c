/* Writes what is found into a .ladder file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "play.h"

#include "sipcodes/catalog.h"

#include <stdio.h>
#include <string.h>

/* How long the lines get that are written. */
#define LINE_MAX_LENGTH 100

/* A file while it is rewritten. */
struct rewriting {
    const struct ladder_file *file;
    char **lines; /* what takes the place of each line of the file; NULL: it stays */
};

/* Whether the expectation says so much of a finding: its texts stay, and a finding that it did not
 * have gets one. */
static bool has_text(const struct step *step, const char *id)
{
    for (guint i = 0; i < step->texts->len; i++) {
        if (strcmp(g_array_index(step->texts, struct expected_text, i).id, id) == 0) {
            return true;
        }
    }
    for (guint i = 0; i < step->findings->len; i++) {
        if (strcmp(g_array_index(step->findings, struct expected, i).id, id) == 0) {
            return false;
        }
    }
    return true;
}

/* The blank where a line is broken that begins at TEXT, has COLUMN bytes before it and must not get
 * too long; NULL if all fits or there is none. A line is not broken at several blanks side by side,
 * so that the lines can be joined with one. */
static const char *break_of(const char *text, size_t column)
{
    const char *found = NULL;

    if (column + strlen(text) <= LINE_MAX_LENGTH) {
        return NULL;
    }
    for (const char *at = text + 1; *at != '\0'; at++) {
        bool single = *at == ' ' && at[-1] != ' ' && at[1] != ' ' && at[1] != '\0';
        if (single && (found == NULL || column + (size_t)(at - text) <= LINE_MAX_LENGTH)) {
            found = at;
        }
    }
    return found;
}

/* Writes a line below the expectation, broken where it gets too long. */
static void write_line(GString *out, const char *line)
{
    const char *rest = line;
    size_t column = 4;

    for (const char *end = break_of(rest, column); end != NULL; end = break_of(rest, column)) {
        g_string_append_printf(out, "\n%*s%.*s", (int)column, "", (int)(end - rest), rest);
        rest = end + 1;
        column = 8;
    }
    g_string_append_printf(out, "\n%*s%s", (int)column, "", rest);
}

/* A text as the file has it: escapes stand for what is not ASCII, and for the backslash. Freed with
 * g_free(). */
static char *escaped(const char *text)
{
    return g_strescape(text, "\"");
}

static void write_text(GString *out, const struct sc_finding *finding)
{
    char *evidence = evidence_of(finding);
    char *text = escaped(finding->text);
    char *line = g_strdup_printf("%s %s: %s", finding->row->id, evidence, text);

    write_line(out, line);
    g_free(line);
    g_free(text);
    g_free(evidence);
}

/* Writes what is said of the frame itself, as far as the expectation asks for it. */
static void write_said(GString *out, const struct step *step, struct capture *capture)
{
    for (guint i = 0; i < step->texts->len; i++) {
        const struct expected_text *text = &g_array_index(step->texts, struct expected_text, i);
        if (text->evidence[0] == '\0') {
            char *said = said_of(capture, step->frame, text->id);
            char *words = escaped(said);
            char *line = g_strdup_printf("%s: %s", text->id, words);
            write_line(out, line);
            g_free(line);
            g_free(words);
            g_free(said);
        }
    }
}

static bool rewrite_step(const struct step *step, struct capture *capture, void *data)
{
    struct rewriting *rewriting = data;
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = findings_expected_of(rewriting->file, step, capture, findings);
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, "%s %u", step->all ? "==" : "=", step->frame);
    for (size_t i = 0; i < count; i++) {
        g_string_append_printf(out, "%s %s %s", i > 0 ? "," : "", findings[i].row->id,
                               sc_confidence_name(findings[i].confidence));
    }
    for (size_t i = 0; i < count; i++) {
        if (has_text(step, findings[i].row->id)) {
            write_text(out, &findings[i]);
        }
    }
    write_said(out, step, capture);
    rewriting->lines[step->line - 1] = g_string_free(out, FALSE);
    for (unsigned i = 1; i < step->lines; i++) {
        rewriting->lines[step->line - 1 + i] = g_strdup("");
    }
    return true;
}

/* The file with its new lines; of an expectation that has fewer lines now the rest is gone. */
static char *rewritten(const struct rewriting *rewriting)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; rewriting->file->lines[i] != NULL; i++) {
        const char *line =
            rewriting->lines[i] != NULL ? rewriting->lines[i] : rewriting->file->lines[i];
        if (rewriting->lines[i] == NULL || *line != '\0') {
            g_string_append_printf(out, "%s\n", line);
        }
    }
    /* What follows the last line end is no line. */
    g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

char *play_and_accept(const struct ladder_file *file)
{
    guint count = g_strv_length(file->lines);
    struct rewriting rewriting = {.file = file, .lines = g_new0(char *, count)};
    bool good = true;

    for (guint i = 0; i < file->cases->len; i++) {
        const struct ladder_case *one = g_ptr_array_index(file->cases, i);
        struct played played = play(one, rewrite_step, &rewriting);
        if (played.error != NULL) {
            printf("%s:%u: %s\n%s\n", file->path,
                   played.step != NULL ? played.step->line : one->line, one->title, played.error);
            good = false;
        }
        g_free(played.error);
        capture_discard(played.capture);
    }
    char *contents = good ? rewritten(&rewriting) : NULL;
    for (guint i = 0; i < count; i++) {
        g_free(rewriting.lines[i]);
    }
    g_free(rewriting.lines);
    return contents;
}
