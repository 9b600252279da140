/* A .ladder file as its cases.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "file-private.h"

#include <string.h>

static void expected_clear(void *data)
{
    struct expected *expected = data;

    g_free(expected->id);
    g_free(expected->confidence);
}

static void text_clear(void *data)
{
    struct expected_text *text = data;

    g_free(text->id);
    g_free(text->evidence);
    g_free(text->text);
}

static void step_free(void *data)
{
    struct step *step = data;

    g_free(step->text);
    if (step->findings != NULL) {
        g_array_free(step->findings, TRUE);
        g_array_free(step->texts, TRUE);
    }
    g_free(step);
}

static void case_free(void *data)
{
    struct ladder_case *one = data;

    g_free(one->title);
    g_ptr_array_free(one->steps, TRUE);
    g_free(one);
}

struct step *ladder_step_new(struct ladder_case *one, enum step_kind kind)
{
    struct step *step = g_new0(struct step, 1);

    step->kind = kind;
    if (kind == STEP_EXPECT) {
        step->findings = g_array_new(FALSE, TRUE, sizeof(struct expected));
        step->texts = g_array_new(FALSE, TRUE, sizeof(struct expected_text));
        g_array_set_clear_func(step->findings, expected_clear);
        g_array_set_clear_func(step->texts, text_clear);
    }
    g_ptr_array_add(one->steps, step);
    return step;
}

struct ladder_case *ladder_case_new(struct ladder_file *file)
{
    struct ladder_case *one = g_new0(struct ladder_case, 1);

    one->steps = g_ptr_array_new_with_free_func(step_free);
    g_ptr_array_add(file->cases, one);
    return one;
}

struct ladder_file *ladder_file_new(const char *path, const char *contents)
{
    struct ladder_file *file = g_new0(struct ladder_file, 1);
    char *folder = g_path_get_dirname(path);

    file->path = g_strdup(path);
    file->topic = g_path_get_basename(folder);
    file->finding = g_path_get_basename(path);
    file->finding[strcspn(file->finding, ".")] = '\0';
    file->lines = g_strsplit(contents, "\n", -1);
    file->cases = g_ptr_array_new_with_free_func(case_free);
    g_free(folder);
    return file;
}

void ladder_file_free(struct ladder_file *file)
{
    g_free(file->path);
    g_free(file->topic);
    g_free(file->finding);
    g_strfreev(file->lines);
    g_ptr_array_free(file->cases, TRUE);
    g_free(file);
}

const struct ladder_case *ladder_file_case(const struct ladder_file *file, unsigned line)
{
    const struct ladder_case *found = NULL;

    for (guint i = 0; i < file->cases->len; i++) {
        const struct ladder_case *one = g_ptr_array_index(file->cases, i);
        if (found == NULL || one->line <= line) {
            found = one;
        }
    }
    return found;
}
