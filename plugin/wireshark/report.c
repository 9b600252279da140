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

/* A kind of report. */
struct kind {
    const char *name; /* that it is asked for by, after -z */
    void (*print)(const struct selection *selection);
};

/* Wireshark sorts the names and looks for one that the option begins with, the last first: so a
 * longer name is found before its beginning. Without the name of a report it is the one for people.
 */
static const struct kind kinds[] = {
    {"sipcodes", report_text},
    {"sipcodes,report", report_text},
    {"sipcodes,report,md", report_markdown},
    {"sipcodes,json", report_json},
    {"sipcodes,csv", report_csv},
    {"sipcodes,ladder", report_ladder},
};

/* A report that was asked for. Lives until the program ends. */
struct report {
    struct selection *selection;
    const struct kind *kind;
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

    report->kind->print(report->selection);
}

/* Ends the program with a line about an option that cannot be understood. */
static void refuse(const char *option, const char *reason)
{
    (void)fprintf(stderr, "tshark: -z %s: %s\n", option, reason);
    exit(2);
}

/* OPTION is what follows -z: the name of a kind, and a display filter after a comma. What follows
 * the name that stands alone is the name of no report. */
static COMPAT_STAT_TAP_OPENED open_report(const char *option, void *data)
{
    const struct kind *kind = (const struct kind *)data;
    const char *rest = option + strlen(kind->name);
    const char *filter = rest[0] == ',' && rest[1] != '\0' ? rest + 1 : NULL;

    if (kind == &kinds[0] && rest[0] != '\0') {
        refuse(option, "sipcodes knows tree, report, report,md, json, csv and ladder; each may be "
                       "followed by a comma and a display filter");
    }
    struct report *report = g_new0(struct report, 1);
    report->selection = selection_new(filter != NULL);
    report->kind = kind;
    GString *error = register_tap_listener(TAP_NAME, report, filter, TL_REQUIRES_NOTHING, forget,
                                           select_message, print, NULL);
    if (error != NULL) {
        refuse(option, error->str);
    }
    COMPAT_STAT_TAP_RETURN;
}

void report_register(void)
{
    static stat_tap_ui uis[G_N_ELEMENTS(kinds)];

    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        uis[i] = (stat_tap_ui){
            .group = COMPAT_STAT_GROUP,
            .cli_string = kinds[i].name,
            .tap_init_cb = open_report,
        };
        register_stat_tap_ui(&uis[i], GSIZE_TO_POINTER((uintptr_t)&kinds[i]));
    }
}
