/* Findings about offers that hold nothing to accept, and about INVITEs without an offer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3264 section 5, RFC 3261 section 13.2.1.
 */
#include "diagnose/offer.h"
#include "diagnose/hops.h"
#include "diagnose/phrase.h"
#include "diagnose/refused-request.h"
#include "topics.h"

/* True if words of the sender speak of the session description. */
static bool speak_of_session(struct sc_slice text)
{
    static const char *const words[] = {"SDP", "offer", "media", "session description"};
    struct sc_message response = {.phrase = text};

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (sc_phrase_holds(&response, sc_slice_of(words[i]))) {
            return true;
        }
    }
    return false;
}

/* True if the refusal is about the session description: by its code, its phrase, or a cause that it
 * states. */
static bool is_about_session(const struct sc_case *c)
{
    if (c->record->code == 488 || c->record->code == 606 || speak_of_session(c->message->phrase)) {
        return true;
    }
    for (unsigned i = 0; i < c->record->reason_count; i++) {
        if (speak_of_session(c->record->reasons[i].text)) {
            return true;
        }
    }
    return false;
}

/* ---- An offer of nothing ---- */

static const struct sc_finding_row offer_empty = {
    .id = "offer-empty",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"reason-given"},
    .title = "Offer without media",
    .summary = "The offer has no media: no m= line, or port 0 in all of them",
    .hint = "Check the offerer: it has no codec enabled, or has switched all media off. Offer one "
            "m= line with a port.",
    .reference = "RFC 3264 sections 5 and 5.1",
};

/* How many m= lines there are; 0 as well if one of them is wanted or cannot be read: then WANTED is
 * set. */
static unsigned count_media(const struct sc_sdp *sdp, bool *wanted)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;
    unsigned count = 0;

    *wanted = false;
    while (sc_sdp_media_next(sdp, &cursor, &media)) {
        *wanted = *wanted || media.port != 0 || !media.port_readable;
        count++;
    }
    return count;
}

/* A 488 or 606 is about the session. Any other code may have another reason, so that it is
 * suggestive, and where the callee was alerted, the offer had been taken. To be wrong, the
 * rejecting side would have to take an offer of nothing, which RFC 3264 allows, and refuse for a
 * reason of its own. */
static bool judge_empty(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_offer *offer = sc_offer_of(c, draft);
    bool wanted;

    if (offer == NULL || offer->hop->alerting != NULL) {
        return false;
    }
    unsigned count = count_media(&offer->sdp, &wanted);
    if (wanted) {
        return false;
    }
    if (!is_about_session(c)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    sc_phrase_weigh(c, draft, SC_HEADER_CONTENT_TYPE);
    if (count == 0) {
        return sc_draft_say(draft, "The session description of the %s has no m= line",
                            sc_draft_quote(draft, offer->hop->method));
    }
    return sc_draft_say(draft, "Port 0 in %s of the %s: nothing is offered",
                        count == 1 ? "the only m= line" : "all m= lines",
                        sc_draft_quote(draft, offer->hop->method));
}

/* ---- No offer ---- */

static const struct sc_finding_row delayed_offer_refused = {
    .id = "delayed-offer-refused",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .explains = {"reason-given"},
    .title = "INVITE without an offer refused",
    .summary = "An INVITE without an offer was refused",
    .hint = "Let the caller put its SDP into the INVITE (early offer), or let the peer accept an "
            "INVITE without SDP.",
    .reference = "RFC 3261 section 13.2.1",
};

/* True if the phrase of the response is the sender's own. */
static bool has_own_phrase(const struct sc_case *c)
{
    struct sc_slice phrase = c->message->phrase;

    return phrase.size > 0 && !sc_slice_is(phrase, sc_status_lookup(c->record->code)->phrase);
}

/* True if a Warning names something in a session description, so that it is about another one. */
static bool warns_of_session(const struct sc_message *response)
{
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    while (sc_warning_next(response, &cursor, &warning)) {
        if (warning.code >= 300 && warning.code < 399) {
            return true;
        }
    }
    return false;
}

/* Bytes after a body of no size are a description that the server did not see, which is another
 * fault. What comes after an alert or with Retry-After was not refused for its body. To be wrong, a
 * 488 or 606 would have to be about something that has nothing to do with media. Any other code may
 * be, so that it is suggestive at most, and silent where a phrase is about something else. */
static bool judge_delayed(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *hop = sc_hop_refusing(c);
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL || request->body.size > 0 || request->body_missing > 0 ||
        request->content_length > 0 || sc_refused_surplus(c, request) > 0 ||
        hop->alerting != NULL || sc_header_count(c->message, SC_HEADER_RETRY_AFTER) > 0) {
        return false;
    }
    if (!is_about_session(c) && c->record->code != 415) {
        if (has_own_phrase(c)) {
            return false;
        }
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    if (warns_of_session(c->message)) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
    return sc_draft_say(draft, "The %s has no session description: the offer was left to the peer",
                        sc_hop_in_dialog(hop) ? "re-INVITE" : "INVITE");
}

static const struct sc_rule rules[] = {
    {
        .finding = &offer_empty,
        .when = ON_RESPONSE,
        .codes = {400, 415, 488, 500},
        .methods = {"INVITE", "UPDATE"},
        .judge = judge_empty,
    },
    {
        .finding = &offer_empty,
        .when = ON_RESPONSE,
        .codes = {603, 606},
        .methods = {"INVITE", "UPDATE"},
        .judge = judge_empty,
    },
    {
        .finding = &delayed_offer_refused,
        .when = ON_RESPONSE,
        .codes = {400, 415, 488, 500},
        .methods = {"INVITE"},
        .judge = judge_delayed,
    },
    {
        .finding = &delayed_offer_refused,
        .when = ON_RESPONSE,
        .codes = {606},
        .methods = {"INVITE"},
        .judge = judge_delayed,
    },
};

const struct sc_topic sc_topic_offer = {
    .name = "offer",
    .title = "Offers without media",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
