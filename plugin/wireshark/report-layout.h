/* How a report for people is laid out: as plain text, or as Markdown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_REPORT_LAYOUT_H
#define SIPCODES_REPORT_LAYOUT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Where the parts of a report go: standard output. */
struct layout {
    bool markdown;
};

/* The title of the report, and of a part of it. */
void layout_title(const struct layout *layout, const char *title);
void layout_heading(const struct layout *layout, const char *heading);

/* One group: how many, its title, and its name; "" if it has none. What is said of it follows with
 * layout_line(). */
void layout_item(const struct layout *layout, uint64_t count, const char *title, const char *name);

/* What is said of an item or of the whole report: LABEL, and what follows it; with the label "" a
 * line that goes on with the one above. Values may come from packets. */
void layout_line(const struct layout *layout, const char *label, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
void layout_fact(const struct layout *layout, const char *label, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* The same with a text that is to be copied: a filter, a command. */
void layout_code(const struct layout *layout, const char *label, const char *code);

/* A paragraph. */
void layout_text(const struct layout *layout, const char *text);

/* The beginning and the end of rows that are aligned by blanks, which are printed between. */
void layout_rows_begin(const struct layout *layout);
void layout_rows_end(const struct layout *layout);

#endif
