/* Findings about PUBLISH: entity tags that a server does not know.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3903.
 */
#include "sipcodes/publication.h"
#include "diagnose/timing.h"
#include "topics.h"

enum { CROSSED, EXPIRED, REFUSED_BEFORE };

static const struct sc_finding_row publish_etag_mismatch = {
    .id = "publish-etag-mismatch",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Entity tag out of date",
    .summary = "The PUBLISH names an entity tag that is replaced, removed, expired or refused",
    .hint = "Fix the client: take the SIP-ETag of the last 200 for each PUBLISH; after a 412 "
            "publish anew.",
    .advice = {[CROSSED] = ("Fix the client: wait for the 200 to a PUBLISH before the next one, "
                            "which needs its SIP-ETag."),
               [EXPIRED] =
                   ("Let the client refresh before the Expires of its last 200 is over; now "
                    "it must publish anew."),
               [REFUSED_BEFORE] = ("Fix the client: after a 412 it must publish anew, without "
                                   "SIP-If-Match.")},
    .reference = "RFC 3903 sections 4.1, 4.3 and 6",
};

/* The PUBLISH that replaced or removed what the one under review names, before that was refused;
 * NULL if there is none, or if the same tag was given again since. */
static const struct sc_transaction *replaced_by(const struct sc_case *c,
                                                const struct sc_publication *publication)
{
    const struct sc_transaction *other = publication->replaced_by;

    if (other == NULL || sc_transaction_same_request(other, c->transaction) ||
        !sc_timing_not_after(other->success, c->record)) {
        return NULL;
    }
    return publication->given == NULL || sc_timing_not_after(publication->given, other->success)
               ? other
               : NULL;
}

/* The PUBLISH of an earlier step that was refused for the same entity tag; NULL if there is none.
 */
static const struct sc_transaction *refused_before(const struct sc_case *c,
                                                   const struct sc_publication *publication)
{
    const struct sc_transaction *other = publication->refused;

    return other != NULL && !sc_transaction_same_request(other, c->transaction) &&
                   sc_timing_not_after(other->final, c->record)
               ? other
               : NULL;
}

/* How long the state had been given when the PUBLISH under review was sent, in nanoseconds. */
static int64_t age_of(const struct sc_case *c, const struct sc_publication *publication)
{
    return sc_time_between(publication->given->time, c->transaction->request.time);
}

static bool has_expired(const struct sc_case *c, const struct sc_publication *publication)
{
    return publication->given != NULL && publication->seconds > 0 &&
           age_of(c, publication) > publication->seconds * SC_SECOND;
}

static bool say_replaced(const struct sc_case *c, struct sc_draft *draft,
                         const struct sc_transaction *other, bool removed)
{
    const struct sc_record *success = other->success;
    const char *what =
        removed ? "removed the state of this entity tag" : "replaced this entity tag";

    sc_draft_evidence(draft, other->request.frame);
    sc_draft_shows(draft, success->frame, removed ? "removes the state" : "gives another SIP-ETag");
    if (success->time >= c->transaction->request.time) {
        sc_draft_advise(draft, CROSSED);
        return sc_draft_say(draft, "Two PUBLISH crossed; the %u in frame %u %s", success->code,
                            success->frame, what);
    }
    return sc_draft_say(draft, "The %u in frame %u %s, %s before this PUBLISH", success->code,
                        success->frame, what,
                        sc_draft_duration_text(
                            draft, sc_time_between(success->time, c->transaction->request.time)));
}

static bool judge_mismatch(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_publication *publication = sc_transaction_publication(c->transaction);
    const struct sc_transaction *other;

    if (publication == NULL || !c->transaction->request_seen) {
        return false;
    }
    sc_draft_evidence(draft, c->transaction->request.frame);
    if (publication->given != NULL) {
        sc_draft_shows(draft, publication->given->frame, "gives the entity tag");
    }
    other = replaced_by(c, publication);
    if (other != NULL) {
        return say_replaced(c, draft, other, publication->removed);
    }
    if (has_expired(c, publication)) {
        int64_t late = age_of(c, publication) - publication->seconds * SC_SECOND;
        sc_draft_advise(draft, EXPIRED);
        return sc_draft_say(draft,
                            "The state expired %s before this PUBLISH; it was given for %u s",
                            sc_draft_duration_text(draft, late), publication->seconds);
    }
    other = refused_before(c, publication);
    if (other != NULL) {
        sc_draft_advise(draft, REFUSED_BEFORE);
        sc_draft_evidence(draft, other->final->frame);
        return sc_draft_say(draft, "The same entity tag got a 412 before, in frame %u",
                            other->final->frame);
    }
    return false;
}

static const struct sc_finding_row publish_state_lost = {
    .id = "publish-state-lost",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "Published state lost by the server",
    .summary = "The server does not know an entity tag that it gave and that is still valid",
    .hint = "Check the server for a restart, a failover, or nodes that do not share publications; "
            "the client must publish anew.",
    .reference = "RFC 3903 section 6",
};

/* To be wrong, a PUBLISH that replaced the tag would have to have gone another way. */
static bool judge_lost(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_publication *publication = sc_transaction_publication(c->transaction);

    if (publication == NULL || publication->given == NULL || !c->transaction->request_seen ||
        replaced_by(c, publication) != NULL || has_expired(c, publication) ||
        refused_before(c, publication) != NULL) {
        return false;
    }
    const char *age = sc_draft_duration_text(draft, age_of(c, publication));
    sc_draft_despite_end(draft);
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_shows(draft, publication->given->frame, "gives the entity tag");
    if (publication->seconds > 0) {
        return sc_draft_say(draft,
                            "The entity tag was given %s before, for %u s; nothing replaced it",
                            age, publication->seconds);
    }
    return sc_draft_say(draft, "The entity tag was given %s before; nothing replaced it", age);
}

static const struct sc_rule rules[] = {
    {
        .finding = &publish_etag_mismatch,
        .when = ON_RESPONSE,
        .codes = {412},
        .methods = {"PUBLISH"},
        .judge = judge_mismatch,
    },
    {
        .finding = &publish_state_lost,
        .when = ON_RESPONSE,
        .codes = {412},
        .methods = {"PUBLISH"},
        .judge = judge_lost,
    },
};

const struct sc_topic sc_topic_publication = {
    .name = "publication",
    .title = "Publications",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
