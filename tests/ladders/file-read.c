/* Reads a .ladder file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "file-private.h"

#include "expand.h"

#include <string.h>

/* What indents the second line of an expected text. */
#define CONTINUATION_INDENT 8

/* A file while it is read. */
struct reader {
    struct ladder_file *file;
    GHashTable *names;               /* of let, with their values */
    char *title;                     /* of the next case */
    unsigned title_line;             /* its first line; 0: a case has it already */
    struct ladder_case *now;         /* the case that is read; NULL before the first */
    const struct ladder_case *whole; /* the latest case that was written in full */
    bool varies;                     /* the latest line is a "with" */
    GPtrArray *block;                /* the lines of a "repeat"; NULL outside of one */
    unsigned block_times;
    unsigned line; /* the line that is read, from 1, and how many lines it takes */
    unsigned lines;
    char *error; /* NULL: none yet */
};

static void G_GNUC_PRINTF(2, 3) refuse(struct reader *reader, const char *format, ...)
{
    va_list values;

    if (reader->error == NULL) {
        va_start(values, format);
        char *why = g_strdup_vprintf(format, values);
        va_end(values);
        reader->error = g_strdup_printf("%s:%u: %s", reader->file->path, reader->line, why);
        g_free(why);
    }
}

/* ---- Steps and cases ---- */

static struct step *step_at(const struct ladder_case *one, guint index)
{
    return g_ptr_array_index(one->steps, index);
}

/* Begins a case, which has its title from the comment above, or shares that of the case above. */
static void begin_case(struct reader *reader)
{
    struct ladder_case *one = ladder_case_new(reader->file);

    one->title = g_strdup(reader->title != NULL ? reader->title : "");
    one->line = reader->title_line != 0 ? reader->title_line : reader->line;
    reader->title_line = 0;
    reader->now = one;
}

/* A new step of the case that is read. NULL outside of one. */
static struct step *add_step(struct reader *reader, enum step_kind kind)
{
    if (reader->now == NULL) {
        refuse(reader, "there is no ladder yet");
        return NULL;
    }
    struct step *step = ladder_step_new(reader->now, kind);
    step->line = reader->line;
    step->lines = reader->lines;
    return step;
}

/* ---- Lines of a ladder ---- */

/* The line with everything expanded; NULL if that fails. Freed with g_free(). */
static char *expanded(struct reader *reader, const char *text, unsigned copy)
{
    char *error = NULL;
    char *named = expand_names(text, reader->names, &error);

    if (named == NULL) {
        refuse(reader, "%s", error);
        g_free(error);
        return NULL;
    }
    char *whole = expand_copies(named, copy);
    g_free(named);
    return whole;
}

static void read_frame(struct reader *reader, const char *text, unsigned copy)
{
    char *line = expanded(reader, text, copy);

    if (line == NULL) {
        return;
    }
    uint32_t frame = (uint32_t)g_ascii_strtoull(line, NULL, 10);
    if (frame == 1) {
        begin_case(reader);
        reader->whole = reader->now;
    }
    struct step *step = add_step(reader, STEP_LADDER);
    if (step == NULL) {
        g_free(line);
        return;
    }
    step->frame = frame;
    step->text = line;
}

/* Begins a case with what was fed in the latest one that was written in full. */
static void begin_variation(struct reader *reader)
{
    const struct ladder_case *whole = reader->whole;

    begin_case(reader);
    for (guint i = 0; i < whole->steps->len; i++) {
        const struct step *from = step_at(whole, i);
        if (from->kind != STEP_EXPECT) {
            struct step *step = add_step(reader, from->kind);
            step->text = g_strdup(from->text);
            step->until = from->until;
            step->frame = from->frame;
        }
    }
}

static void read_with(struct reader *reader, const char *text)
{
    char *line = expanded(reader, text, 0);

    if (line == NULL) {
        return;
    }
    if (reader->whole == NULL) {
        refuse(reader, "there is no ladder to vary");
    } else if (!reader->varies) {
        begin_variation(reader);
    }
    uint32_t frame = (uint32_t)g_ascii_strtoull(line, NULL, 10);
    guint i = 0;
    while (reader->error == NULL && i < reader->now->steps->len &&
           step_at(reader->now, i)->frame != frame) {
        i++;
    }
    if (reader->error != NULL || i == reader->now->steps->len) {
        refuse(reader, "the ladder that is varied has no such frame");
        g_free(line);
        return;
    }
    struct step *step = step_at(reader->now, i);
    g_free(step->text);
    step->text = line;
    step->line = reader->line;
}

static void read_done(struct reader *reader)
{
    GPtrArray *block = reader->block;

    if (block == NULL) {
        refuse(reader, "there is no repeat to end");
        return;
    }
    reader->block = NULL;
    for (unsigned copy = 1; copy <= reader->block_times; copy++) {
        for (guint i = 0; i < block->len; i++) {
            read_frame(reader, g_ptr_array_index(block, i), copy);
        }
    }
    g_ptr_array_free(block, TRUE);
}

static void read_repeat(struct reader *reader, const char *text)
{
    if (reader->block != NULL) {
        refuse(reader, "a repeat in a repeat");
        return;
    }
    reader->block = g_ptr_array_new_with_free_func(g_free);
    reader->block_times = (unsigned)g_ascii_strtoull(text, NULL, 10);
}

/* ---- Expectations ---- */

static void read_findings(struct reader *reader, struct step *step, const char *list)
{
    char **parts = g_strsplit(list, ",", -1);

    for (char **part = parts; *part != NULL; part++) {
        char **words = g_strsplit(g_strstrip(*part), " ", -1);
        if (g_strv_length(words) == 2) {
            struct expected expected = {g_strdup(words[0]), g_strdup(words[1])};
            g_array_append_val(step->findings, expected);
        } else if (**part != '\0' || parts[1] != NULL) {
            refuse(reader, "expected is FINDING CONFIDENCE, with commas between");
        }
        g_strfreev(words);
    }
    g_strfreev(parts);
}

static void read_expect(struct reader *reader, const char *text)
{
    struct step *step = add_step(reader, STEP_EXPECT);

    if (step == NULL) {
        return;
    }
    step->all = text[1] == '=';
    char *list;
    step->frame = (uint32_t)g_ascii_strtoull(text + 1 + step->all, &list, 10);
    if (step->frame == 0) {
        refuse(reader, "expected is = FRAME");
    }
    read_findings(reader, step, list);
}

/* The expectation that ends on the line before; NULL without. */
static struct step *expectation_before(const struct reader *reader)
{
    struct step *step = reader->now != NULL && reader->now->steps->len > 0
                            ? step_at(reader->now, reader->now->steps->len - 1)
                            : NULL;
    bool before =
        step != NULL && step->kind == STEP_EXPECT && step->line + step->lines == reader->line;

    return before ? step : NULL;
}

/* The rest of a text, in a line that is indented so far. */
static bool read_continuation(struct reader *reader, const char *text, size_t indent)
{
    struct step *step = expectation_before(reader);

    if (step == NULL || indent < CONTINUATION_INDENT || step->texts->len == 0) {
        return false;
    }
    struct expected_text *last =
        &g_array_index(step->texts, struct expected_text, step->texts->len - 1);
    char *joined = g_strconcat(last->text, " ", text, NULL);
    g_free(last->text);
    last->text = joined;
    step->lines++;
    return true;
}

/* A line below an expectation: ID FRAMES: TEXT, or of the frame itself WHAT: TEXT. */
static void read_text(struct reader *reader, const char *text)
{
    struct step *step = expectation_before(reader);
    const char *id_end = strchr(text, ' ');
    const char *colon = strstr(text, ": ");

    if (step == NULL) {
        refuse(reader, "what is this line?");
        return;
    }
    step->lines++;
    if (id_end != NULL && colon != NULL && id_end == colon + 1 &&
        (g_str_has_prefix(text, "hint: ") || g_str_has_prefix(text, "outcome: "))) {
        struct expected_text one = {g_strndup(text, (gsize)(colon - text)), g_strdup(""),
                                    g_strdup(colon + 2)};
        g_array_append_val(step->texts, one);
    } else if (id_end == NULL || colon == NULL || id_end > colon) {
        refuse(reader, "expected is FINDING FRAMES: TEXT, hint: TEXT or outcome: NAME");
    } else {
        struct expected_text one = {g_strndup(text, (gsize)(id_end - text)),
                                    g_strndup(id_end + 1, (gsize)(colon - id_end - 1)),
                                    g_strdup(colon + 2)};
        g_array_append_val(step->texts, one);
    }
}

/* ---- The file ---- */

static void read_title(struct reader *reader, const char *text)
{
    unsigned before = reader->line - 1;
    bool goes_on = before > 0 && reader->file->lines[before - 1][0] == '#';
    char *title = goes_on ? g_strconcat(reader->title, " ", text, NULL) : g_strdup(text);

    if (!goes_on) {
        reader->title_line = reader->line;
    }
    g_free(reader->title);
    reader->title = title;
}

static void read_let(struct reader *reader, const char *text)
{
    char **sides = g_strsplit(text, "=", 2);

    if (g_strv_length(sides) != 2) {
        refuse(reader, "expected is let NAME = TEXT");
    } else {
        char *error = NULL;
        char *value = expand_names(g_strstrip(sides[1]), reader->names, &error);
        if (value == NULL) {
            refuse(reader, "%s", error);
            g_free(error);
        } else {
            g_hash_table_insert(reader->names, g_strdup(g_strstrip(sides[0])), value);
        }
    }
    g_strfreev(sides);
}

static void read_silence(struct reader *reader, const char *text)
{
    struct step *step = add_step(reader, STEP_SILENCE);

    if (step != NULL) {
        step->until = g_ascii_strtoll(text, NULL, 10);
    }
}

/* The text after WORD and a blank; NULL if the line does not begin with them. */
static const char *after_word(const char *text, const char *word)
{
    size_t size = strlen(word);

    return strncmp(text, word, size) == 0 && text[size] == ' ' ? text + size + 1 : NULL;
}

static void read_line(struct reader *reader, const char *text, size_t indent)
{
    const char *rest;
    bool varied = reader->varies;

    if (*text == '\0' || read_continuation(reader, text, indent) || (*text == '#' && indent > 0)) {
        return;
    }
    reader->varies = false;
    if (*text == '#') {
        read_title(reader, text + 1 + (text[1] == ' '));
    } else if (*text == '=' && indent == 0) {
        read_expect(reader, text);
    } else if (strcmp(text, "done") == 0) {
        read_done(reader);
    } else if (strcmp(text, "end") == 0) {
        add_step(reader, STEP_END);
    } else if ((rest = after_word(text, "let")) != NULL) {
        read_let(reader, rest);
    } else if ((rest = after_word(text, "repeat")) != NULL) {
        read_repeat(reader, rest);
    } else if ((rest = after_word(text, "silence")) != NULL) {
        read_silence(reader, rest);
    } else if ((rest = after_word(text, "with")) != NULL) {
        reader->varies = varied;
        read_with(reader, rest);
        reader->varies = true;
    } else if (reader->block != NULL) {
        g_ptr_array_add(reader->block, g_strdup(text));
    } else if (g_ascii_isdigit(*text)) {
        read_frame(reader, text, 0);
    } else {
        read_text(reader, text);
    }
}

/* TEXT with what follows bars on lines of their own, which stands before the colon. */
static char *with_continuation(char *text, const char *more)
{
    char *colon = strstr(text, " : ");
    char *joined = NULL;

    if (colon == NULL) {
        joined = g_strconcat(text, " ", more, NULL);
    } else {
        *colon = '\0';
        joined = g_strconcat(text, " ", more, " : ", colon + 3, NULL);
    }
    g_free(text);
    return joined;
}

static size_t indent_of(const char *line)
{
    return strspn(line, " ");
}

/* Whether the line only continues the one before: with a header after a bar, or in a name. */
static bool continues(const char *line)
{
    const char *text = line + indent_of(line);

    return *text == '|' || (*text == '$' && (text[1] == '{' || g_ascii_isupper(text[1])));
}

static void read_lines(struct reader *reader)
{
    char **lines = reader->file->lines;

    for (unsigned i = 0; lines[i] != NULL && reader->error == NULL; i += reader->lines) {
        size_t indent = indent_of(lines[i]);
        char *text = g_strchomp(g_strdup(lines[i] + indent));
        reader->line = i + 1;
        reader->lines = 1;
        for (const char *more = lines[i + 1]; more != NULL && continues(more);
             more = lines[i + reader->lines]) {
            char *part = g_strchomp(g_strdup(more + indent_of(more)));
            text = with_continuation(text, part);
            g_free(part);
            reader->lines++;
        }
        read_line(reader, text, indent);
        g_free(text);
    }
    if (reader->block != NULL) {
        refuse(reader, "the repeat has no done");
    }
}

struct ladder_file *ladder_file_read(const char *path, char **error)
{
    GError *failure = NULL;
    char *contents = NULL;

    if (!g_file_get_contents(path, &contents, NULL, &failure)) {
        *error = g_strdup(failure->message);
        g_error_free(failure);
        return NULL;
    }
    struct reader reader = {.file = ladder_file_new(path, contents)};
    g_free(contents);
    reader.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    read_lines(&reader);
    g_hash_table_destroy(reader.names);
    g_free(reader.title);
    if (reader.block != NULL) {
        g_ptr_array_free(reader.block, TRUE);
    }
    if (reader.error != NULL) {
        *error = reader.error;
        ladder_file_free(reader.file);
        return NULL;
    }
    return reader.file;
}
