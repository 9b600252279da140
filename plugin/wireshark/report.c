/* Reports of the command line: what is read into a selection is printed at the end.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report.h"

#include <epan/packet.h>
#include <epan/stat_tap_ui.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compat.h"
#include "report-csv.h"
#include "report-json.h"
#include "report-ladder.h"
#include "report-text.h"
#include "selection.h"
#include "tap.h"

/* How the reports are called after -z. */
#define NAME_ALONE    "sipcodes"
#define NAME_TEXT     "sipcodes,report"
#define NAME_MARKDOWN "sipcodes,report,md"
#define NAME_JSON     "sipcodes,json"
#define NAME_CSV      "sipcodes,csv"
#define NAME_LADDER   "sipcodes,ladder"

/* A report that was asked for. Lives until the program ends. */
struct report {
    struct selection *selection;
    void (*print)(const struct selection *selection);
};

static void forget(void *data)
{
    selection_clear(((const struct report *)data)->selection);
}

static tap_packet_status select_message(void *data, packet_info *pinfo _U_, epan_dissect_t *edt _U_,
                                        const void *sighting, tap_flags_t flags _U_)
{
    selection_add(((const struct report *)data)->selection, (const struct sc_sighting *)sighting);
    return TAP_PACKET_DONT_REDRAW;
}

static void print(void *data)
{
    const struct report *report = (const struct report *)data;

    report->print(report->selection);
}

/* OPTION is what follows -z; it begins with NAME, and the display filter follows after a comma. */
static void open_report(const char *option, const char *name,
                        void (*print_selection)(const struct selection *))
{
    size_t length = strlen(name);
    const char *filter = option[length] == ',' ? option + length : NULL;
    struct report *report = g_new0(struct report, 1);

    filter = filter != NULL && filter[1] != '\0' ? filter + 1 : NULL;
    report->selection = selection_new(filter != NULL);
    report->print = print_selection;
    GString *error = register_tap_listener(TAP_NAME, report, filter, TL_REQUIRES_NOTHING, forget,
                                           select_message, print, NULL);
    if (error != NULL) {
        (void)fprintf(stderr, "tshark: -z %s: %s\n", option, error->str);
        exit(2);
    }
}

static COMPAT_STAT_TAP_OPENED open_text(const char *option, void *data _U_)
{
    open_report(option, NAME_TEXT, report_text);
    COMPAT_STAT_TAP_RETURN;
}

/* Without the name of a report, the report for people; what follows the comma is no filter then. */
static COMPAT_STAT_TAP_OPENED open_alone(const char *option, void *data)
{
    if (strcmp(option, NAME_ALONE) != 0) {
        (void)fprintf(
            stderr,
            "tshark: -z %s: sipcodes knows tree, report, report,md, json, csv and ladder; "
            "each may be followed by a comma and a display filter\n",
            option);
        exit(2);
    }
    open_report(NAME_TEXT, NAME_TEXT, report_text);
    (void)data;
    COMPAT_STAT_TAP_RETURN;
}

static COMPAT_STAT_TAP_OPENED open_json(const char *option, void *data _U_)
{
    open_report(option, NAME_JSON, report_json);
    COMPAT_STAT_TAP_RETURN;
}

static COMPAT_STAT_TAP_OPENED open_csv(const char *option, void *data _U_)
{
    open_report(option, NAME_CSV, report_csv);
    COMPAT_STAT_TAP_RETURN;
}

static COMPAT_STAT_TAP_OPENED open_ladder(const char *option, void *data _U_)
{
    open_report(option, NAME_LADDER, report_ladder);
    COMPAT_STAT_TAP_RETURN;
}

static COMPAT_STAT_TAP_OPENED open_markdown(const char *option, void *data _U_)
{
    open_report(option, NAME_MARKDOWN, report_markdown);
    COMPAT_STAT_TAP_RETURN;
}

void report_register(void)
{
    static stat_tap_ui alone = {
        .group = COMPAT_STAT_GROUP,
        .cli_string = NAME_ALONE,
        .tap_init_cb = open_alone,
    };
    static stat_tap_ui text = {
        .group = COMPAT_STAT_GROUP,
        .cli_string = NAME_TEXT,
        .tap_init_cb = open_text,
    };
    static stat_tap_ui markdown = {
        .group = COMPAT_STAT_GROUP,
        .cli_string = NAME_MARKDOWN,
        .tap_init_cb = open_markdown,
    };
    static stat_tap_ui json = {
        .group = COMPAT_STAT_GROUP,
        .cli_string = NAME_JSON,
        .tap_init_cb = open_json,
    };
    static stat_tap_ui csv = {
        .group = COMPAT_STAT_GROUP,
        .cli_string = NAME_CSV,
        .tap_init_cb = open_csv,
    };
    static stat_tap_ui ladder = {
        .group = COMPAT_STAT_GROUP,
        .cli_string = NAME_LADDER,
        .tap_init_cb = open_ladder,
    };

    /* Wireshark takes the first whose string the option begins with, the latest registered first.
     */
    register_stat_tap_ui(&alone, NULL);
    register_stat_tap_ui(&markdown, NULL);
    register_stat_tap_ui(&text, NULL);
    register_stat_tap_ui(&json, NULL);
    register_stat_tap_ui(&csv, NULL);
    register_stat_tap_ui(&ladder, NULL);
}
