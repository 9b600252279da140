/* What the status line of a response says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "present-status.h"

#include "present-findings.h"
#include "present-why.h"
#include "sipcodes/catalog.h"

static int hf_sipcodes_code = -1;
static int hf_sipcodes_class = -1;
static int hf_sipcodes_class_name = -1;
static int hf_sipcodes_status = -1;
static int hf_sipcodes_registered = -1;
static int hf_sipcodes_phrase = -1;
static int hf_sipcodes_phrase_registered = -1;
static int hf_sipcodes_meaning = -1;
static int hf_sipcodes_step = -1;
static int hf_sipcodes_reference = -1;
static int hf_sipcodes_method = -1;

static int ett_sipcodes_steps = -1;

/* The names of the catalog; the last row ends the table. */
static value_string class_vals[SC_CLASS_GLOBAL_FAILURE + 1];

/* The steps that fit. */
static void show_steps(const struct view *view, struct sc_slice status, unsigned code)
{
    proto_tree *tree = NULL;

    if (!view_reads(view, hf_sipcodes_step)) {
        return;
    }
    unsigned facts = view_facts(view);
    for (const struct sc_advice *step = sc_status_lookup(code)->steps; step->text != NULL; step++) {
        if (!sc_advice_fits(step, facts)) {
            continue;
        }
        if (tree == NULL) {
            tree = proto_tree_add_subtree_format(
                view->tree, view->tvb, view_offset(view, status), (int)status.size,
                ett_sipcodes_steps, NULL,
                view_why(view)->row != NULL ? "Other causes of a %03u"
                                            : "Troubleshooting steps for a %03u, most likely first",
                code);
        }
        view_add_known(view, tree, hf_sipcodes_step, status, step->text);
    }
}

/* Hidden in the details: the class says it already. Columns and filters see it all the same. */
static void show_class_name(const struct view *view, struct sc_slice status, enum sc_class value)
{
    view_add_hidden(view, view->tree, hf_sipcodes_class_name, status, sc_class_name(value));
}

static void show_method(const struct view *view, const struct sc_message *message)
{
    if (!view_reads(view, hf_sipcodes_method)) {
        return;
    }
    struct sc_cseq cseq = sc_message_cseq(message);
    if (cseq.method.size > 0) {
        view_add_text(view, view->tree, hf_sipcodes_method, cseq.method);
    }
}

/* A fragment reports what another request got: what to do about its code is not to be done here. */
void present_status_show(const struct view *view, const struct sc_message *message)
{
    const struct sc_status *row = sc_status_lookup(message->code);
    enum sc_class code_class = sc_status_class(message->code);
    struct sc_slice status = message->status;

    if (view->readers->need == NEED_FINDINGS) {
        present_why_show(view, status);
        if (!view->fragment || view->own != NULL) {
            present_findings_show_hint(view, status);
        }
        present_findings_show(view, status);
    }
    view_add_number(view, view->tree, hf_sipcodes_code, status, message->code);
    if (code_class != SC_CLASS_NONE) {
        view_add_number(view, view->tree, hf_sipcodes_class, (struct sc_slice){status.data, 1},
                        code_class);
        show_class_name(view, status, code_class);
        view_add_known(view, view->tree, hf_sipcodes_status, status,
                       sc_status_finality(message->code));
    }
    if (view_reads(view, hf_sipcodes_registered)) {
        view_add_flag(view, view->tree, hf_sipcodes_registered, status,
                      sc_status_registered(message->code));
    }
    view_add_text(view, view->tree, hf_sipcodes_phrase, message->phrase);
    view_add_known(view, view->tree, hf_sipcodes_phrase_registered, status, row->phrase);
    view_add_known(view, view->tree, hf_sipcodes_meaning, status, row->meaning);
    show_steps(view, status, message->code);
    view_add_known(view, view->tree, hf_sipcodes_reference, status, row->reference);
    show_method(view, message);
}

static void register_class_names(void)
{
    for (int value = SC_CLASS_PROVISIONAL; value <= SC_CLASS_GLOBAL_FAILURE; value++) {
        class_vals[value - SC_CLASS_PROVISIONAL] =
            (value_string){(uint32_t)value, sc_class_name((enum sc_class)value)};
    }
}

void present_status_register(int proto)
{
    static hf_register_info of_status[] = {
        {&hf_sipcodes_code,
         {"Status code", "sipcodes.code", FT_UINT16, BASE_DEC, NULL, 0, "Status code as sent",
          HFILL}},
        {&hf_sipcodes_class,
         {"Class", "sipcodes.class", FT_UINT8, BASE_DEC, VALS(class_vals), 0,
          "Class group: the first digit of the status code", HFILL}},
        {&hf_sipcodes_class_name,
         {"Class name", "sipcodes.class.name", FT_STRING, BASE_NONE, NULL, 0,
          "Name of the class group", HFILL}},
        {&hf_sipcodes_status,
         {"Status", "sipcodes.status", FT_STRING, BASE_NONE, NULL, 0,
          "provisional (1xx) or final (2xx to 6xx)", HFILL}},
        {&hf_sipcodes_registered,
         {"Registered", "sipcodes.registered", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "The code stands in the IANA registry", HFILL}},
        {&hf_sipcodes_phrase,
         {"Phrase", "sipcodes.phrase", FT_STRING, BASE_NONE, NULL, 0,
          "Reason phrase as sent; empty if none was sent", HFILL}},
        {&hf_sipcodes_phrase_registered,
         {"Registered phrase", "sipcodes.phrase.registered", FT_STRING, BASE_NONE, NULL, 0,
          "Phrase that IANA registers for the code, or for the code it is treated as", HFILL}},
        {&hf_sipcodes_meaning,
         {"Meaning", "sipcodes.meaning", FT_STRING, BASE_NONE, NULL, 0, "What the code says",
          HFILL}},
        {&hf_sipcodes_reference,
         {"Reference", "sipcodes.reference", FT_STRING, BASE_NONE, NULL, 0,
          "Where the code is defined", HFILL}},
    };
    static hf_register_info of_message[] = {
        {&hf_sipcodes_method,
         {"Method", "sipcodes.method", FT_STRING, BASE_NONE, NULL, 0,
          "Method of the request that is answered (CSeq)", HFILL}},
    };
    static hf_register_info of_findings[] = {
        {&hf_sipcodes_step,
         {"Step", "sipcodes.step", FT_STRING, BASE_NONE, NULL, 0,
          "Troubleshooting step, most likely first", HFILL}},
    };
    static int *ett[] = {&ett_sipcodes_steps};

    register_class_names();
    fields_register(proto, NEED_STATUS, of_status, array_length(of_status));
    fields_register(proto, NEED_MESSAGE, of_message, array_length(of_message));
    fields_register(proto, NEED_FINDINGS, of_findings, array_length(of_findings));
    proto_register_subtree_array(ett, array_length(ett));
}
