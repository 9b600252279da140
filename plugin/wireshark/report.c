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
#include "report-json.h"
#include "report-text.h"
#include "selection.h"
#include "tap.h"

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

/* OPTION is what follows -z; the display filter begins after its second comma. */
static void open_report(const char *option, void (*print_selection)(const struct selection *))
{
    const char *comma = strchr(option, ',');
    const char *filter = comma != NULL ? strchr(comma + 1, ',') : NULL;
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
    open_report(option, report_text);
    COMPAT_STAT_TAP_RETURN;
}

static COMPAT_STAT_TAP_OPENED open_json(const char *option, void *data _U_)
{
    open_report(option, report_json);
    COMPAT_STAT_TAP_RETURN;
}

void report_register(void)
{
    static stat_tap_ui text = {
        .group = COMPAT_STAT_GROUP,
        .cli_string = "sipcodes,report",
        .tap_init_cb = open_text,
    };
    static stat_tap_ui json = {
        .group = COMPAT_STAT_GROUP,
        .cli_string = "sipcodes,json",
        .tap_init_cb = open_json,
    };

    register_stat_tap_ui(&text, NULL);
    register_stat_tap_ui(&json, NULL);
}
