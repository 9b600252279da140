/* Why a message was sent, and what to do: fields and expert items of the findings.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "present-findings.h"

static int hf_sipcodes_finding = -1;
static int hf_sipcodes_finding_text = -1;
static int hf_sipcodes_finding_confidence = -1;
static int hf_sipcodes_finding_severity = -1;
static int hf_sipcodes_finding_evidence_in = -1;
static int hf_sipcodes_finding_blocker = -1;
static int hf_sipcodes_finding_page = -1;
static int hf_sipcodes_hint = -1;

static int ett_sipcodes_finding = -1;

/* The expert item of each finding, by its index. */
static expert_field *ei_sipcodes_findings;

/* A link to the frame, and what is to be seen there. */
static void show_evidence(const struct view *view, proto_tree *tree, struct sc_slice at,
                          const struct sc_evidence *evidence)
{
    proto_item *item =
        view_add_frame(view, tree, hf_sipcodes_finding_evidence_in, at, evidence->frame);

    if (item != NULL && view->readers->labels) {
        char text[SC_EVIDENCE_TEXT_SIZE];
        sc_capture_evidence(view->capture, evidence, text);
        if (text[0] != '\0') {
            proto_item_append_text(item, ": %s", text);
        }
    }
}

/* The folder with the pages of the findings, NULL if the documentation is not installed. */
static const char *pages_folder(void)
{
    static const char folder[] = SIPCODES_DOCS "/findings";
    static int installed = -1;

    if (installed < 0) {
        installed = g_file_test(folder, G_FILE_TEST_IS_DIR) ? 1 : 0;
    }
    return installed > 0 ? folder : NULL;
}

/* A link to the page that explains the finding. */
static void show_page(const struct view *view, proto_tree *tree, struct sc_slice at,
                      const struct sc_finding *finding)
{
    const char *folder = pages_folder();

    if (folder == NULL || !view_reads(view, hf_sipcodes_finding_page)) {
        return;
    }
    char *path = g_strdup_printf("%s/%s.md", folder, finding->row->id);
    char *url = g_filename_to_uri(path, NULL, NULL);
    if (url != NULL) {
        proto_item *item = proto_tree_add_string(tree, hf_sipcodes_finding_page, view->tvb,
                                                 view_offset(view, at), (int)at.size, url);
        proto_item_set_generated(item);
        proto_item_set_url(item);
    }
    g_free(url);
    g_free(path);
}

static void show_finding(const struct view *view, struct sc_slice at,
                         const struct sc_finding *finding)
{
    const char *confidence = sc_confidence_name(finding->confidence);
    proto_item *item = NULL;
    proto_tree *tree = proto_tree_add_subtree_format(
        view->tree, view->tvb, view_offset(view, at), (int)at.size, ett_sipcodes_finding, &item,
        "Finding: %s (%s): %s", finding->row->id, confidence, finding->text);

    proto_item_set_generated(item);
    view_add_known(view, tree, hf_sipcodes_finding, at, finding->row->id);
    view_add_hidden(view, tree, hf_sipcodes_finding_text, at, finding->text);
    view_add_known(view, tree, hf_sipcodes_finding_confidence, at, confidence);
    view_add_known(view, tree, hf_sipcodes_finding_severity, at,
                   sc_severity_name(finding->row->severity));
    for (unsigned i = 0; i < finding->evidence_count; i++) {
        show_evidence(view, tree, at, &finding->evidence[i]);
    }
    for (enum sc_blocker blocker = sc_blocker_next(finding->blockers, 0); blocker != 0;
         blocker = sc_blocker_next(finding->blockers, blocker)) {
        view_add_known(view, tree, hf_sipcodes_finding_blocker, at, sc_blocker_name(blocker));
    }
    show_page(view, tree, at, finding);
}

void present_findings_show(const struct view *view, struct sc_slice at)
{
    for (size_t i = 0; i < view->finding_count; i++) {
        show_finding(view, at, &view->findings[i]);
    }
}

/* By what was found, or by the status code. */
static const char *found_hint(const struct view *view)
{
    char *hint = wmem_alloc(view->pinfo->pool, SC_HINT_SIZE);

    sc_why_hint(view_why(view), view->findings, view->finding_count, view_code(view),
                view_facts(view), hint);
    return hint;
}

const char *present_findings_hint(const struct view *view)
{
    const struct sc_finding *follow = sc_finding_to_follow(view->findings, view->finding_count);

    if (view_is_response(view) && view->sighting->copy != SC_COPY_FIRST && !view->fragment &&
        (follow == NULL || sc_finding_is_normal(follow))) {
        return wmem_strdup_printf(view->pinfo->pool, "A copy of frame %u: see there.",
                                  view->sighting->record->frame);
    }
    return view->own != NULL
               ? wmem_strdup_printf(view->pinfo->pool, "%s (custom hint)", view->own->hint)
               : found_hint(view);
}

void present_findings_show_hint(const struct view *view, struct sc_slice at)
{
    if (!view_reads(view, hf_sipcodes_hint)) {
        return;
    }
    const char *hint = present_findings_hint(view);
    if (hint[0] != '\0' || view_is_response(view)) {
        view_add_known(view, view->tree, hf_sipcodes_hint, at, hint);
    }
}

void present_findings_experts(const struct view *view, proto_item *item)
{
    for (size_t i = 0; i < view->finding_count; i++) {
        const struct sc_finding *finding = &view->findings[i];
        if (view_reads_expert(view, view_severity(finding->row->severity))) {
            expert_add_info_format(view->pinfo, item, &ei_sipcodes_findings[finding->index], "%s",
                                   finding->text);
        }
    }
}

static void register_fields(int proto)
{
    static hf_register_info hf[] = {
        {&hf_sipcodes_finding,
         {"Finding", "sipcodes.finding", FT_STRING, BASE_NONE, NULL, 0, "Stable id of a finding",
          HFILL}},
        {&hf_sipcodes_finding_text,
         {"What was found", "sipcodes.finding.text", FT_STRING, BASE_NONE, NULL, 0,
          "One sentence with the values that prove it", HFILL}},
        {&hf_sipcodes_finding_confidence,
         {"Confidence", "sipcodes.finding.confidence", FT_STRING, BASE_NONE, NULL, 0,
          "proof, strong or suggestive", HFILL}},
        {&hf_sipcodes_finding_severity,
         {"Severity", "sipcodes.finding.severity", FT_STRING, BASE_NONE, NULL, 0,
          "error, warn, note or chat", HFILL}},
        {&hf_sipcodes_finding_evidence_in,
         {"Evidence", "sipcodes.finding.evidence_in", FT_FRAMENUM, BASE_NONE, NULL, 0,
          "A frame that holds the evidence", HFILL}},
        {&hf_sipcodes_finding_blocker,
         {"Blocker", "sipcodes.finding.blocker", FT_STRING, BASE_NONE, NULL, 0,
          "What the capture lacks to be sure", HFILL}},
        {&hf_sipcodes_finding_page,
         {"Page", "sipcodes.finding.page", FT_STRING, BASE_NONE, NULL, 0,
          "The page of the installed documentation that explains the finding", HFILL}},
        {&hf_sipcodes_hint,
         {"Hint", "sipcodes.hint", FT_STRING, BASE_NONE, NULL, 0, "What to do first", HFILL}},
    };
    static int *ett[] = {&ett_sipcodes_finding};

    fields_register(proto, NEED_FINDINGS, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
}

/* A name to filter for, for the life of the program. */
static const char *expert_name(const struct sc_finding_row *row)
{
    return wmem_strdup_printf(wmem_epan_scope(), "sipcodes.expert.%s", row->id);
}

static void register_experts(expert_module_t *module)
{
    size_t count = sc_finding_count();
    ei_register_info *ei = wmem_alloc_array(wmem_epan_scope(), ei_register_info, count);

    ei_sipcodes_findings = wmem_alloc_array(wmem_epan_scope(), expert_field, count);
    for (size_t i = 0; i < count; i++) {
        const struct sc_finding_row *row = sc_finding_at(i);
        ei_sipcodes_findings[i] = (expert_field)EI_INIT;
        ei[i] = (ei_register_info){
            &ei_sipcodes_findings[i],
            {expert_name(row), PI_RESPONSE_CODE, view_severity(row->severity), row->title, EXPFILL},
        };
    }
    fields_register_experts(module, ei, (int)count);
}

void present_findings_register(int proto, expert_module_t *module)
{
    register_fields(proto);
    register_experts(module);
}
