/* How a report for people is laid out: as plain text, or as Markdown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report-layout.h"

#include <stdio.h>
#include <string.h>

#include "report-names.h"

/* Prints a text so that Markdown shows it as it is. */
static void print_escaped(const char *text)
{
    for (; *text != '\0'; text++) {
        if (strchr("\\`*_{}[]<>#|~", *text) != NULL) {
            (void)putchar('\\');
        }
        (void)putchar(*text);
    }
}

static void print_text(const struct layout *layout, const char *text)
{
    char *words = report_words(text);

    if (layout->markdown) {
        print_escaped(words);
    } else {
        printf("%s", words);
    }
    g_free(words);
}

/* Prints a heading of plain text, underlined. */
static void print_underlined(const char *text, char line)
{
    printf("\n%s\n", text);
    for (size_t i = 0; i < strlen(text); i++) {
        (void)putchar(line);
    }
    printf("\n");
}

void layout_title(const struct layout *layout, const char *title)
{
    if (layout->markdown) {
        printf("# %s\n\n", title);
    } else {
        print_underlined(title, '=');
    }
}

void layout_heading(const struct layout *layout, const char *heading)
{
    if (layout->markdown) {
        printf("\n## %s\n\n", heading);
    } else {
        print_underlined(heading, '-');
    }
}

void layout_item(const struct layout *layout, uint64_t count, const char *title, const char *name)
{
    printf(layout->markdown ? "\n### %" G_GUINT64_FORMAT " × " : "  %6" G_GUINT64_FORMAT "  ",
           count);
    print_text(layout, title);
    if (name[0] != '\0') {
        printf(" (");
        print_text(layout, name);
        printf(")");
    }
    printf(layout->markdown ? "\n\n" : "\n");
}

static void print_value(const struct layout *layout, const char *format, va_list values)
{
    char *text = g_strdup_vprintf(format, values);

    print_text(layout, text);
    printf("\n");
    g_free(text);
}

void layout_line(const struct layout *layout, const char *label, const char *format, ...)
{
    va_list values;

    if (layout->markdown && label[0] == '\0') {
        printf("  * "); /* goes on with the line above */
    } else {
        printf(layout->markdown ? "* **%s** " : "          %-9s ", label);
    }
    va_start(values, format);
    print_value(layout, format, values);
    va_end(values);
}

void layout_fact(const struct layout *layout, const char *label, const char *format, ...)
{
    va_list values;

    printf(layout->markdown ? "* **%s** " : "%-10s ", label);
    va_start(values, format);
    print_value(layout, format, values);
    va_end(values);
}

void layout_code(const struct layout *layout, const char *label, const char *code)
{
    printf(layout->markdown ? "* **%s** `%s`\n" : "          %-9s %s\n", label, code);
}

void layout_text(const struct layout *layout, const char *text)
{
    printf(layout->markdown ? "%s\n\n" : "%s\n", text);
}

void layout_rows_begin(const struct layout *layout)
{
    if (layout->markdown) {
        printf("```text\n");
    }
}

void layout_rows_end(const struct layout *layout)
{
    if (layout->markdown) {
        printf("```\n");
    }
}
