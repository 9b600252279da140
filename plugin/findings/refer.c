/* Findings about REFER.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3515.
 */
#include "diagnose/phrase.h"
#include "diagnose/refused-request.h"
#include "topics.h"

/* How many URIs Refer-To has. A comma in a URI without brackets separates, too, but leaves no URI
 * after it. */
static size_t count_targets(const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;
    size_t count = 0;

    while (sc_value_next(request, SC_HEADER_REFER_TO, &cursor, &value)) {
        count += sc_slice_present(sc_uri_read(sc_address_read(value).uri).scheme);
    }
    return MAX(count, sc_header_count(request, SC_HEADER_REFER_TO));
}

static const struct sc_finding_row refer_to_count = {
    .id = "refer-to-count",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .summary = "A REFER without Refer-To, or with several",
    .hint = "Mend the transferring client: one REFER carries exactly one Refer-To. Several "
            "targets need several REFERs.",
    .reference = "RFC 3515 section 2.4.2",
};

static bool judge_refer_to(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL) {
        return false;
    }
    size_t count = count_targets(request);
    if (count != 1) {
        sc_phrase_weigh(c, draft, SC_HEADER_REFER_TO);
        return sc_draft_say(draft, "The REFER has %zu Refer-To, and needs exactly one", count);
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &refer_to_count,
        .when = ON_RESPONSE,
        .codes = {400},
        .methods = {"REFER"},
        .judge = judge_refer_to,
    },
};

const struct sc_topic sc_topic_refer = {
    .name = "refer",
    .title = "REFER",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
