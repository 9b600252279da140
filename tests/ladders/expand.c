/* The shorthands of a .ladder file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "expand.h"

#include <stdbool.h>
#include <string.h>

/* ---- $NAME ---- */

static bool in_name(char c)
{
    return g_ascii_isupper(c) || g_ascii_isdigit(c) || c == '_';
}

/* The name after a dollar, maybe in braces, and how many bytes it takes; 0 if there is none. */
static size_t name_at(const char *text, char **name)
{
    bool braces = *text == '{';
    const char *begin = text + braces;
    const char *end = begin;

    if (!g_ascii_isupper(*begin)) {
        return 0;
    }
    while (in_name(*end)) {
        end++;
    }
    if (braces && *end != '}') {
        return 0;
    }
    *name = g_strndup(begin, (gsize)(end - begin));
    return (size_t)(end - text) + braces;
}

char *expand_names(const char *text, GHashTable *names, char **error)
{
    GString *out = g_string_new(NULL);

    while (*text != '\0') {
        char *name = NULL;
        size_t size = *text == '$' ? name_at(text + 1, &name) : 0;
        if (size == 0) {
            g_string_append_c(out, *text++);
            continue;
        }
        const char *value = g_hash_table_lookup(names, name);
        if (value == NULL) {
            *error = g_strdup_printf("$%s is not defined", name);
            g_free(name);
            g_string_free(out, TRUE);
            return NULL;
        }
        g_string_append(out, value);
        g_free(name);
        text += 1 + size;
    }
    return g_string_free(out, FALSE);
}

/* ---- {N * PART}, $#, $[...] ---- */

/* The value of an expression of numbers, # and the signs + - *, from left to right. */
static gint64 value_of(const char *text, const char *end, unsigned copy)
{
    gint64 value = 0;
    char sign = '+';

    while (text < end) {
        char *digits_end;
        gint64 number = g_ascii_strtoll(text, &digits_end, 10);
        const char *after = digits_end;
        if (*text == '#') {
            number = copy;
            after = text + 1;
        }
        value = sign == '*' ? value * number : sign == '-' ? value - number : value + number;
        sign = *after;
        text = after + 1;
    }
    return value;
}

/* Writes the number that $# or $[...] at TEXT stands for; returns what follows it, NULL if it is
 * none. */
static const char *write_number(GString *out, const char *text, unsigned copy)
{
    const char *end = strchr(text, ']');

    if (text[1] == '#') {
        g_string_append_printf(out, "%u", copy);
        return text + 2;
    }
    if (text[1] != '[' || end == NULL) {
        return NULL;
    }
    g_string_append_printf(out, "%" G_GINT64_FORMAT, value_of(text + 2, end, copy));
    return end + 1;
}

/* Writes the text before END with its numbers. */
static void write_numbers(GString *out, const char *text, const char *end, unsigned copy)
{
    while (text < end) {
        const char *after = *text == '$' ? write_number(out, text, copy) : NULL;
        if (after == NULL) {
            g_string_append_c(out, *text++);
        } else {
            text = after;
        }
    }
}

/* Writes what {N * PART} at TEXT stands for; returns what follows it, NULL if it is none. */
static const char *write_copies(GString *out, const char *text)
{
    char *part;
    guint64 times = g_ascii_strtoull(text + 1, &part, 10);
    const char *end = strchr(text, '}');

    if (part == text + 1 || !g_str_has_prefix(part, " * ") || end == NULL) {
        return NULL;
    }
    for (unsigned i = 1; i <= times; i++) {
        write_numbers(out, part + 3, end, i);
    }
    return end + 1;
}

char *expand_copies(const char *text, unsigned copy)
{
    GString *out = g_string_new(NULL);

    while (*text != '\0') {
        const char *after = *text == '{' ? write_copies(out, text) : NULL;
        if (after == NULL) {
            size_t size = 1 + strcspn(text + 1, "{");
            write_numbers(out, text, text + size, copy);
            after = text + size;
        }
        text = after;
    }
    return g_string_free(out, FALSE);
}
