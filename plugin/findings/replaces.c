/* Findings about an INVITE that is to take the place of another call.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3891.
 */
#include "diagnose/hops.h"
#include "diagnose/refused-request.h"
#include "diagnose/timing.h"
#include "topics.h"

/* The dialog that Replaces names, as its receiver has it (RFC 3891 section 6.1). */
struct replaces {
    struct sc_slice call_id;
    struct sc_slice to_tag;   /* the receiver's own */
    struct sc_slice from_tag; /* that of the other side */
    bool early_only;
};

/* False if the request has no Replaces. */
static bool read_replaces(const struct sc_message *request, struct replaces *replaces)
{
    struct sc_slice value = sc_header_named(request, "Replaces");
    struct sc_slice call_id = sc_slice_until(value, ';');
    struct sc_slice params = sc_slice_from(value, call_id.size);

    replaces->call_id = sc_slice_trim(call_id);
    replaces->to_tag = sc_param_find(params, "to-tag");
    replaces->from_tag = sc_param_find(params, "from-tag");
    replaces->early_only = sc_slice_present(sc_param_find(params, "early-only"));
    return replaces->call_id.size > 0;
}

/* The dialog that is named, whichever side it is written for; NULL if it is not in the capture. */
static const struct sc_dialog *find_dialog(const struct sc_case *c, const struct replaces *replaces)
{
    const struct sc_dialog *dialog = sc_tracker_dialogs(c->tracker, replaces->call_id);

    while (dialog != NULL &&
           !(sc_slice_equal(dialog->callee_tag, replaces->to_tag) &&
             sc_slice_equal(dialog->caller_tag, replaces->from_tag)) &&
           !(sc_slice_equal(dialog->caller_tag, replaces->to_tag) &&
             sc_slice_equal(dialog->callee_tag, replaces->from_tag))) {
        dialog = dialog->sibling;
    }
    return dialog;
}

/* True if a host takes part in the set-up of a dialog on any hop, or may: on one whose request was
 * not captured. */
static bool takes_part(const struct sc_dialog *dialog, const struct sc_endpoint *host)
{
    const struct sc_transaction *top = sc_hop_first(dialog->setup);

    for (const struct sc_transaction *hop = top; hop != NULL; hop = sc_hop_next_below(hop, top)) {
        if (!hop->request_seen || sc_endpoint_same_host(hop->request.source, host) ||
            sc_endpoint_same_host(hop->request.destination, host)) {
            return true;
        }
    }
    return false;
}

/* True if to-tag is the tag of the other side: SERVER has one of the two ends itself, and the call
 * was captured on one hop only. */
static bool are_swapped(const struct sc_dialog *dialog, const struct replaces *replaces,
                        const struct sc_endpoint *server)
{
    const struct sc_transaction *setup = dialog->setup;
    bool calls = sc_endpoint_same_host(setup->request.source, server);
    bool is_called = sc_endpoint_same_host(setup->request.destination, server);

    return setup->parent == NULL && setup->children == NULL && calls != is_called &&
           sc_slice_equal(replaces->to_tag, calls ? dialog->callee_tag : dialog->caller_tag);
}

/* True if the call still rang when REFUSAL came, and its sender is who was called: only the
 * caller's side lets an unanswered call be replaced (RFC 3891 section 3). */
static bool rings_there(const struct sc_dialog *dialog, const struct sc_record *refusal)
{
    const struct sc_transaction *setup = dialog->setup;

    return (dialog->confirmed == NULL || dialog->confirmed->time > refusal->time) &&
           setup->request_seen && setup->children == NULL &&
           sc_endpoint_same_host(setup->request.destination, refusal->source) &&
           !sc_endpoint_same_host(setup->request.source, refusal->source);
}

enum { ENDED, EARLY_ONLY, ELSEWHERE, SWAPPED, RINGS, LACKING };

static const struct sc_finding_row replaces_no_match = {
    .id = "replaces-no-match",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Call cannot be replaced",
    .summary =
        "The INVITE is to replace a call that its receiver does not have, or that still rings",
    .hint = "Compare Replaces with Call-ID and tags of the call (to-tag is the receiver's own); "
            "see whether it had ended, or still rang.",
    .advice =
        {[ENDED] = ("Look at who sent the BYE: the call to be replaced must stay up until the "
                    "INVITE with Replaces has its 200."),
         [EARLY_ONLY] = ("No fix needed for a pick-up: early-only takes a call that still rings, "
                         "and another phone had answered it."),
         [ELSEWHERE] = ("Compare the Refer-To and Contact that led here with the host that has the "
                        "call: the INVITE must get there."),
         [SWAPPED] =
             ("Fix the sender: to-tag is the tag of the side that gets the INVITE, from-tag "
              "that of the other side."),
         [RINGS] = ("Let the sender wait until the call is answered, or send the INVITE to its "
                    "caller."),
         [LACKING] = "Fix the sender: Replaces needs a Call-ID, a to-tag and a from-tag."},
    .reference = "RFC 3891 sections 3 and 6.1",
};

static bool say_early_only(const struct sc_case *c, struct sc_draft *draft,
                           const struct replaces *replaces, const struct sc_dialog *dialog)
{
    if (c->record->code != 486 || !replaces->early_only || dialog == NULL ||
        dialog->confirmed == NULL || dialog->confirmed->time > c->record->time) {
        return false;
    }
    sc_draft_advise(draft, EARLY_ONLY);
    sc_draft_shows(draft, dialog->confirmed->frame, "answered the call");
    return sc_draft_say(draft, "Replaces has early-only, and the call was answered in frame %u",
                        dialog->confirmed->frame);
}

static bool say_ended(const struct sc_case *c, struct sc_draft *draft,
                      const struct sc_dialog *dialog)
{
    const struct sc_transaction *bye = dialog->bye;

    /* A 603 is that of a person once it rang. */
    if (c->record->code == 603 && c->transaction->alerting != NULL) {
        return false;
    }
    if (c->record->code == 603) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    if (bye == NULL || !bye->request_seen || bye->request.time > c->record->time) {
        return false;
    }
    sc_draft_advise(draft, ENDED);
    sc_draft_shows(draft, bye->request.frame, "ends the call to be replaced");
    const char *before = sc_draft_duration_text(draft, sc_timing_since(c, &bye->request));
    return sc_draft_say(draft, "The call that Replaces names had ended %s before, with a BYE",
                        before);
}

/* Says what is known of a call that goes on: it is elsewhere, or this side does not know it. */
static bool say_standing(struct sc_draft *draft, const struct sc_dialog *dialog,
                         const struct replaces *replaces, const struct sc_record *refusal)
{
    const struct sc_record *setup = &dialog->setup->request;
    const struct sc_endpoint *server = refusal->source;

    sc_draft_shows(draft, setup->frame, "set up the call to be replaced");
    if (dialog->setup->request_seen && !takes_part(dialog, server)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        sc_draft_advise(draft, ELSEWHERE);
        return sc_draft_say(draft,
                            "The call that Replaces names is not at this server; %s and %s set "
                            "it up",
                            sc_draft_host_text(draft, setup->source),
                            sc_draft_host_text(draft, setup->destination));
    }
    if (dialog->setup->request_seen && are_swapped(dialog, replaces, server)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        sc_draft_advise(draft, SWAPPED);
        return sc_draft_say(draft, "Replaces has to-tag and from-tag swapped; to-tag is the tag of "
                                   "the other side");
    }
    if (rings_there(dialog, refusal)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        sc_draft_advise(draft, RINGS);
        return sc_draft_say(draft, "The call that Replaces names still rings here; before the "
                                   "answer only its caller can let it be replaced");
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    return sc_draft_say(draft,
                        "The call that Replaces names has no BYE in the capture; its tags fit");
}

/* To be wrong, another server would have to be the one that has the call: proxies do not read
 * Replaces. What is not in the capture may be in another one. */
static bool judge_no_match(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    struct replaces replaces;
    const struct sc_transaction *hop = sc_hop_refusing(c);
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL || sc_hop_in_dialog(hop) || !read_replaces(request, &replaces)) {
        return false;
    }
    if (replaces.to_tag.size == 0 || replaces.from_tag.size == 0) {
        const char *lacking = replaces.to_tag.size > 0     ? "from-tag"
                              : replaces.from_tag.size > 0 ? "to-tag"
                                                           : "to-tag and from-tag";
        sc_draft_advise(draft, LACKING);
        return c->record->code != 486 && sc_draft_say(draft, "Replaces lacks %s", lacking);
    }
    const struct sc_dialog *dialog = find_dialog(c, &replaces);
    if (c->record->code == 486) {
        return say_early_only(c, draft, &replaces, dialog);
    }
    if (dialog != NULL && c->record->code != 400 && say_ended(c, draft, dialog)) {
        return true;
    }
    if (c->record->code != 481) {
        return false;
    }
    if (dialog != NULL) {
        const struct sc_record *refusal = hop == c->transaction ? c->record : hop->final;
        return say_standing(draft, dialog, &replaces, refusal);
    }
    dialog = sc_tracker_dialogs(c->tracker, replaces.call_id);
    if (dialog != NULL) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        sc_draft_shows(draft, dialog->setup->request.frame, "has the Call-ID, and other tags");
        return sc_draft_say(draft, "Replaces names the Call-ID of a call with other tags");
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    return sc_draft_say(draft, "The call that Replaces names is not in the capture");
}

static const struct sc_rule rules[] = {
    {
        .finding = &replaces_no_match,
        .when = ON_RESPONSE,
        .codes = {400, 481, 486, 603},
        .methods = {"INVITE"},
        .judge = judge_no_match,
    },
};

const struct sc_topic sc_topic_replaces = {
    .name = "replaces",
    .title = "Calls that replace others",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
