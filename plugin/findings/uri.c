/* Findings about URIs as headers hold them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 19.1.1 and 20.
 */
#include "diagnose/hops.h"
#include "topics.h"

static const struct sc_finding_row uri_param_demoted = {
    .id = "uri-param-demoted",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .aside = true,
    .title = "URI without angle brackets",
    .summary = "A URI without angle brackets loses its parameters to the header",
    .hint =
        "Fix the sender: write <sip:...;transport=tcp> with angle brackets, or the parameter does "
        "not belong to the URI.",
    .reference = "RFC 3261 sections 20 and 20.10",
};

/* Parameters of a URI that say where or how to send a request (RFC 3261 section 19.1.1). */
static const char *const routing[] = {"transport", "lr", "maddr"};

/* The first of them that an address without angle brackets has; NULL if there is none. */
static const char *demoted_in(struct sc_slice value)
{
    struct sc_address address = sc_address_read(value);

    if (address.uri.size == 0 || address.uri.data != sc_slice_trim(value).data) {
        return NULL;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(routing); i++) {
        if (sc_slice_present(sc_param_find(address.params, routing[i]))) {
            return routing[i];
        }
    }
    return NULL;
}

/* Values of one header that are read. */
#define VALUES_MAX 16

/* Most receivers take the parameter for one of the URI all the same, so that it is a remark. */
static bool judge_demoted(const struct sc_case *c, struct sc_draft *draft)
{
    static const enum sc_header headers[] = {SC_HEADER_CONTACT, SC_HEADER_ROUTE,
                                             SC_HEADER_RECORD_ROUTE};

    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        struct sc_cursor cursor = {0};
        struct sc_slice value;
        for (int n = 0; n < VALUES_MAX && sc_value_next(c->message, headers[i], &cursor, &value);
             n++) {
            const char *name = demoted_in(value);
            if (name != NULL) {
                return sc_draft_say(draft,
                                    "%s has no angle brackets; %s is a parameter of the header, "
                                    "not of the URI",
                                    sc_header_name(headers[i]), name);
            }
        }
    }
    return false;
}

/* Each hop passes it on: said once, where it is first seen, of a request outside of dialogs. */
static bool judge_request(const struct sc_case *c, struct sc_draft *draft)
{
    return sc_case_is_request(c) && !sc_hop_in_dialog(c->transaction) &&
           c->transaction->parent == NULL && judge_demoted(c, draft);
}

static bool judge_response(const struct sc_case *c, struct sc_draft *draft)
{
    return !sc_hop_in_dialog(c->transaction) && c->transaction->children == NULL &&
           judge_demoted(c, draft);
}

static const struct sc_rule rules[] = {
    {
        .finding = &uri_param_demoted,
        .when = ON_REQUEST,
        .methods = {"INVITE", "REGISTER", "SUBSCRIBE"},
        .judge = judge_request,
    },
    {
        .finding = &uri_param_demoted,
        .when = ON_RESPONSE,
        .classes = {2},
        .methods = {"INVITE", "SUBSCRIBE"},
        .judge = judge_response,
    },
};

const struct sc_topic sc_topic_uri = {
    .name = "uri",
    .title = "URIs in headers",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
