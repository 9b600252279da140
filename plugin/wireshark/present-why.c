/* The one cause of a message, and the attempt that it belongs to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "present-why.h"

#include <epan/column-utils.h>

#include "prefs.h"

static int hf_sipcodes_why = -1;
static int hf_sipcodes_why_id = -1;
static int hf_sipcodes_why_severity = -1;
static int hf_sipcodes_attempt_first_in = -1;

void present_why_show(const struct view *view, struct sc_slice at)
{
    static const int *const fields[] = {&hf_sipcodes_why, &hf_sipcodes_why_id,
                                        &hf_sipcodes_why_severity};

    if (!view_reads_any(view, fields, array_length(fields))) {
        return;
    }
    const struct sc_why *why = view_why(view);
    if (why->text[0] == '\0') {
        return;
    }
    view_add_known(view, view->tree, hf_sipcodes_why, at, why->text);
    if (why->row != NULL) {
        view_add_hidden(view, view->tree, hf_sipcodes_why_id, at, why->row->id);
    }
    view_add_hidden(view, view->tree, hf_sipcodes_why_severity, at,
                    sc_severity_name(why->severity));
}

void present_why_show_attempt(const struct view *view, struct sc_slice at)
{
    uint32_t frame = sc_capture_first_frame(view->sighting);

    if (frame != 0) {
        view_add_frame(view, view->tree, hf_sipcodes_attempt_first_in, at, frame);
    }
}

void present_why_append_info(const struct view *view)
{
    if (prefs_why_in_info() && view_why(view)->text[0] != '\0') {
        col_append_fstr(view->pinfo->cinfo, COL_INFO, " | %s", view_why(view)->text);
    }
}

void present_why_register(int proto)
{
    static hf_register_info of_findings[] = {
        {&hf_sipcodes_why,
         {"Why", "sipcodes.why", FT_STRING, BASE_NONE, NULL, 0,
          "The one cause to look at, with the values that prove it", HFILL}},
        {&hf_sipcodes_why_id,
         {"Finding that leads", "sipcodes.why.id", FT_STRING, BASE_NONE, NULL, 0,
          "Id of the finding that gives the cause; absent if only the code or its sender does",
          HFILL}},
        {&hf_sipcodes_why_severity,
         {"Severity of the cause", "sipcodes.why.severity", FT_STRING, BASE_NONE, NULL, 0,
          "error, warn, note or chat: the finding's, if it is at least strong, else the class's",
          HFILL}},
    };
    static hf_register_info of_tracking[] = {
        {&hf_sipcodes_attempt_first_in,
         {"Attempt begins in", "sipcodes.attempt.first_in", FT_FRAMENUM, BASE_NONE, NULL, 0,
          "First frame of the attempt, the same on all hops and branches", HFILL}},
    };

    fields_register(proto, NEED_FINDINGS, of_findings, array_length(of_findings));
    fields_register(proto, NEED_TRACKING, of_tracking, array_length(of_tracking));
}
