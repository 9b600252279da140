/* Findings about the route of requests in a dialog.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 12.1.1, 12.1.2 and 12.2.1.1.
 */
#include "diagnose/timing.h"
#include "topics.h"

static const struct sc_finding_row route_set_bypassed = {
    .id = "route-set-bypassed",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .explains = {"dialog-lost-by-peer", "dialog-peer-unreachable", "request-unanswered"},
    .title = "Route set not followed",
    .summary = "A request in the dialog does not follow its Record-Route",
    .hint = "Fix the sender: in a dialog it must copy the Record-Route of the 2xx (callee: of the "
            "INVITE) into Route.",
    .reference = "RFC 3261 sections 12.1.1, 12.1.2 and 12.2.1.1",
};

/* True of a failure by which servers say that a request went where it does not belong. Challenges
 * and refusals of the contents are not among them. */
static bool says_misrouted(unsigned code)
{
    switch (code) {
    case 400:
    case 403:
    case 404:
    case 405:
    case 408:
    case 410:
    case 416:
    case 480:
    case 481:
    case 482:
    case 483:
    case 484:
    case 485:
    case 500:
    case 502:
    case 503:
    case 504:
    case 604:
        return true;
    default:
        return false;
    }
}

/* The request and what asks for its Route. */
static const char *describe(const struct sc_case *c, struct sc_draft *draft,
                            char text[SC_WORDS_SIZE])
{
    const struct sc_transaction *request = c->transaction;
    const struct sc_record *due = sc_dialog_route_due(request);
    char answer[16];

    sc_draft_evidence(draft, request->request.frame);
    sc_draft_evidence(draft, due->frame);
    g_snprintf(answer, sizeof answer, "%u", due->code);
    g_snprintf(
        text, SC_WORDS_SIZE, "The %s has no Route although the %s in frame %u has Record-Route",
        sc_draft_quote(draft, request->method),
        due->code > 0 ? answer : sc_draft_quote(draft, request->dialog->setup->method), due->frame);
    return text;
}

/* Wrong if a gateway between the sender and the place of capture takes the Route out, or puts a
 * Record-Route in that the sender never got. */
static bool judge_refused(const struct sc_case *c, struct sc_draft *draft)
{
    char text[SC_WORDS_SIZE];

    if (sc_dialog_route_due(c->transaction) == NULL || c->record != c->transaction->final ||
        !says_misrouted(c->record->code)) {
        return false;
    }
    sc_draft_despite_end(draft);
    return sc_draft_say(draft, "%s; %s refused it with %u", describe(c, draft, text),
                        sc_draft_host_text(draft, c->record->source), c->record->code);
}

/* Wrong, besides, if the response was not captured, or if the host that the request went to died.
 */
static bool judge_unanswered(const struct sc_case *c, struct sc_draft *draft)
{
    char text[SC_WORDS_SIZE];

    if (sc_dialog_route_due(c->transaction) == NULL || !sc_case_is_request(c) ||
        !sc_case_at_either_end(c) || c->transaction->responses != NULL) {
        return false;
    }
    sc_timing_weigh_copies(c, draft, c->record);
    return sc_draft_say(draft, "%s, and no response came", describe(c, draft, text));
}

static const struct sc_rule rules[] = {
    {
        .finding = &route_set_bypassed,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .judge = judge_refused,
    },
    {
        .finding = &route_set_bypassed,
        .when = ON_DISPLAY,
        .requests = true,
        .judge = judge_unanswered,
    },
};

const struct sc_topic sc_topic_route_set = {
    .name = "route-set",
    .title = "The route of requests in a dialog",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
