/* Plays .ladder files, accepts what is found, and writes cases as pcapng.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "file.h"
#include "pcapng.h"
#include "play.h"

#include "sipcodes/catalog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WRONG_CALL 2

static const char usage[] =
    "usage: ladders FILE...                        compares what is found with what is expected\n"
    "       ladders --accept FILE...               writes what is found into the files\n"
    "       ladders --pcapng OUT FILE[:LINE]       writes the case at the line, or the first one\n"
    "       ladders --pcapng-all FOLDER FILE...    writes each case to "
    "FOLDER/FINDING-LINE.pcapng\n";

/* Does something with each file that can be read; FALSE if that fails for one of them. */
static bool for_each(char **paths, bool (*use)(const struct ladder_file *, const char *),
                     const char *option)
{
    bool good = true;

    for (; *paths != NULL; paths++) {
        char *error = NULL;
        struct ladder_file *file = ladder_file_read(*paths, &error);
        if (file == NULL) {
            printf("%s\n", error);
            g_free(error);
            good = false;
            continue;
        }
        good = use(file, option) && good;
        ladder_file_free(file);
    }
    return good;
}

/* ---- Comparing ---- */

static bool expects(const struct ladder_case *one, const char *finding)
{
    for (guint i = 0; i < one->steps->len; i++) {
        const struct step *step = g_ptr_array_index(one->steps, i);
        for (guint k = 0; step->kind == STEP_EXPECT && k < step->findings->len; k++) {
            if (strcmp(g_array_index(step->findings, struct expected, k).id, finding) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool has_expectation(const struct ladder_case *one)
{
    for (guint i = 0; i < one->steps->len; i++) {
        const struct step *step = g_ptr_array_index(one->steps, i);
        if (step->kind == STEP_EXPECT) {
            return true;
        }
    }
    return false;
}

/* A file is named like a finding, lies in the folder of its topic, and shows it. */
static bool is_in_place(const struct ladder_file *file)
{
    const char *topic = topic_of(file->finding);

    if (topic == NULL) {
        printf("%s: there is no finding of this name\n", file->path);
        return false;
    }
    if (strcmp(topic, file->topic) != 0) {
        printf("%s: belongs into the folder of its topic, %s\n", file->path, topic);
        return false;
    }
    for (guint i = 0; i < file->cases->len; i++) {
        if (expects(g_ptr_array_index(file->cases, i), file->finding)) {
            return true;
        }
    }
    printf("%s: no case expects the finding\n", file->path);
    return false;
}

static bool compare(const struct ladder_file *file, const char *unused)
{
    bool good = is_in_place(file);

    (void)unused;
    for (guint i = 0; i < file->cases->len; i++) {
        const struct ladder_case *one = g_ptr_array_index(file->cases, i);
        if (!has_expectation(one)) {
            printf("%s:%u: %s: nothing is expected\n", file->path, one->line, one->title);
            good = false;
        }
        good = play_and_compare(file, one) && good;
    }
    return good;
}

/* ---- Accepting ---- */

static bool accept(const struct ladder_file *file, const char *unused)
{
    char *contents = play_and_accept(file);
    bool good = contents != NULL && g_file_set_contents(file->path, contents, -1, NULL);

    (void)unused;
    g_free(contents);
    return good;
}

/* ---- Writing captures ---- */

/* The time up to which the case lasts after its last frame, in milliseconds; 0: no longer. */
static int64_t silence_at_the_end(const struct ladder_case *one)
{
    int64_t until = 0;

    for (guint i = 0; i < one->steps->len; i++) {
        const struct step *step = g_ptr_array_index(one->steps, i);
        if (step->kind == STEP_LADDER) {
            until = 0;
        } else if (step->kind == STEP_SILENCE) {
            until = step->until;
        }
    }
    return until;
}

static bool write_case(const struct ladder_file *file, const struct ladder_case *one,
                       const char *path)
{
    const char *why = NULL;
    struct played played = play(one, NULL, NULL);
    char *name = g_path_get_basename(file->path);
    char *title = g_strdup_printf("%s:%u: %s", name, one->line, one->title);
    GByteArray *bytes = NULL;

    if (played.error == NULL) {
        read_to_the_end(played.capture);
        bytes = pcapng_of(played.capture, title, silence_at_the_end(one), &why);
    }
    bool good = bytes != NULL &&
                g_file_set_contents(path, (const char *)bytes->data, (gssize)bytes->len, NULL);
    if (!good) {
        printf("%s:%u: not written: %s\n", file->path, one->line,
               played.error != NULL ? played.error
               : why != NULL        ? why
                                    : path);
    }
    if (bytes != NULL) {
        g_byte_array_unref(bytes);
    }
    g_free(title);
    g_free(name);
    g_free(played.error);
    capture_discard(played.capture);
    return good;
}

static bool write_all(const struct ladder_file *file, const char *folder)
{
    for (guint i = 0; i < file->cases->len; i++) {
        const struct ladder_case *one = g_ptr_array_index(file->cases, i);
        const struct step *first = g_ptr_array_index(one->steps, 0);
        char *path = g_strdup_printf("%s/%s-%u.pcapng", folder, file->finding, first->line);
        write_case(file, one, path);
        g_free(path);
    }
    return true;
}

static bool write_one(const char *where, const char *path)
{
    char *file_path = g_strdup(where);
    char *colon = strrchr(file_path, ':');
    char *error = NULL;
    unsigned line = 0;

    if (colon != NULL) {
        line = (unsigned)g_ascii_strtoull(colon + 1, NULL, 10);
        *colon = '\0';
    }
    struct ladder_file *file = ladder_file_read(file_path, &error);
    const struct ladder_case *one = file != NULL ? ladder_file_case(file, line) : NULL;
    bool good = one != NULL && write_case(file, one, path);
    if (one == NULL) {
        printf("%s\n", error != NULL ? error : "there is no case");
    }
    if (file != NULL) {
        ladder_file_free(file);
    }
    g_free(error);
    g_free(file_path);
    return good;
}

int main(int count, char **arguments)
{
    const char *option = count > 1 ? arguments[1] : "";
    bool good;

    if (strcmp(option, "--pcapng") == 0 && count == 4) {
        good = write_one(arguments[3], arguments[2]);
    } else if (strcmp(option, "--pcapng-all") == 0 && count > 3) {
        good = for_each(arguments + 3, write_all, arguments[2]);
    } else if (strcmp(option, "--accept") == 0 && count > 2) {
        good = for_each(arguments + 2, accept, NULL);
    } else if (count > 1 && *option != '-') {
        good = for_each(arguments + 1, compare, NULL);
    } else {
        (void)fputs(usage, stderr);
        return WRONG_CALL;
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
