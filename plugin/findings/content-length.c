/* Findings about requests whose Content-Length does not fit: refused, or dropped without a word.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 18.3 and 20.14.
 */
#include "diagnose/hops.h"
#include "diagnose/phrase.h"
#include "diagnose/refused-request.h"
#include "topics.h"

/* True if the response can be about what the server made of the body. A 400 is about the request
 * itself, the others of the first group are about its body or about what that describes; the second
 * group names no cause, so that the fault is a hint only. Other codes state a cause of their own.
 */
static bool may_refuse_content(const struct sc_case *c, struct sc_draft *draft)
{
    switch (c->record->code) {
    case 400:
        return true;
    case 415:
    case 488:
    case 606:
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
        return true;
    case 403:
    case 406:
    case 480:
    case 500:
    case 603:
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
        return true;
    default:
        return false;
    }
}

/* True if the top Via names one of the transports. */
static bool came_over(const struct sc_message *request, const char *transport, const char *other)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;

    return sc_via_next(request, &cursor, &via) &&
           (sc_slice_is(via.transport, transport) || sc_slice_is(via.transport, other));
}

static const struct sc_finding_row content_length_overrun = {
    .id = "content-length-overrun",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"invite-unanswered", "request-unanswered", "peer-ignores-method"},
    .title = "Content-Length too large",
    .summary = "Content-Length promises more body than the datagram holds",
    .hint = "Capture at the client and compare Content-Length with the body: find the host that "
            "changed only one, often an ALG.",
    .reference = "RFC 3261 section 18.3",
};

/* The rest of the body may be in a fragment that the capture lacks. */
static void weigh_fragments(const struct sc_case *c, struct sc_draft *draft,
                            const struct sc_transaction *hop)
{
    if (sc_transaction_gaps(c->tracker, hop).fragments_missing) {
        sc_draft_blocked(draft, SC_BLOCKER_FRAGMENTS);
    }
}

static bool judge_length_over(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request =
        may_refuse_content(c, draft) ? sc_refused_request(c, draft, &room) : NULL;

    /* An incomplete message of a stream is not kept: its rest is still to come. */
    if (request == NULL || request->body_missing == 0) {
        return false;
    }
    weigh_fragments(c, draft, sc_hop_refusing(c));
    sc_phrase_weigh(c, draft, SC_HEADER_CONTENT_LENGTH);
    return sc_draft_say(
        draft, "Content-Length is %" G_GUINT64_FORMAT ", and the datagram holds %zu bytes of body",
        request->content_length, request->body.size);
}

/* True if no response came to the request, from a server that is seen to accept others. The server
 * does not know where the request ends, and may drop it without a word. */
static bool is_dropped_by_server(const struct sc_case *c)
{
    const struct sc_transaction *transaction = c->transaction;

    return transaction->responses == NULL && transaction->unreachable == NULL &&
           !sc_hop_ended_unseen(transaction) &&
           !sc_transaction_gaps(c->tracker, transaction).one_direction &&
           !sc_transaction_ends_early(c->tracker, transaction) &&
           sc_tracker_server(c->tracker, transaction->request.destination)->longest_request != NULL;
}

/* Wrong if the server dropped it for another reason, or if only its response is lost. */
static bool judge_over_unanswered(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = c->message;

    if (c->packet->stream || request->body_missing == 0 || request->lines_dropped > 0) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    weigh_fragments(c, draft, c->transaction);
    return sc_draft_say(draft,
                        "Content-Length is %" G_GUINT64_FORMAT ", and the datagram holds %zu bytes "
                        "of body; no response came from a server that answers others",
                        request->content_length, request->body.size);
}

static const struct sc_finding_row content_length_underrun = {
    .id = "content-length-underrun",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Content-Length too small",
    .summary = "Content-Length is smaller than the body, so the end is cut off",
    .hint = "Capture at the client and compare Content-Length: an ALG or proxy may have lengthened "
            "the SDP only.",
    .reference = "RFC 3261 section 18.3",
};

static bool judge_length_under(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request =
        may_refuse_content(c, draft) ? sc_refused_request(c, draft, &room) : NULL;
    size_t surplus = request != NULL ? sc_refused_surplus(c, request) : 0;

    if (surplus == 0) {
        return false;
    }
    sc_phrase_weigh(c, draft, SC_HEADER_CONTENT_LENGTH);
    return sc_draft_say(
        draft, "Content-Length is %" G_GUINT64_FORMAT ", and the datagram holds %zu bytes more",
        request->content_length, surplus);
}

static const struct sc_finding_row content_length_missing_stream = {
    .id = "content-length-missing-stream",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .explains = {"invite-unanswered", "request-unanswered", "peer-ignores-method"},
    .title = "No Content-Length over TCP or TLS",
    .summary = "A request over TCP or TLS came without Content-Length",
    .hint = "Make the client or the ALG send Content-Length: over TCP only this header says where "
            "a message ends.",
    .reference = "RFC 3261 section 18.3",
};

/* True if the message says that it came over TCP or TLS, and has no Content-Length. SCTP and
 * WebSocket separate messages themselves (RFC 4168, RFC 7118 section 5). */
static bool lacks_length(const struct sc_message *request)
{
    return came_over(request, "TCP", "TLS") &&
           sc_header_count(request, SC_HEADER_CONTENT_LENGTH) == 0;
}

static bool judge_missing_unanswered(const struct sc_case *c, struct sc_draft *draft)
{
    if (!c->packet->stream || c->message->lines_dropped > 0 || !lacks_length(c->message)) {
        return false;
    }
    sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    return sc_draft_say(draft, "The request came over a stream and has no Content-Length; no "
                               "response came from a server that answers others");
}

static bool judge_length_missing(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request =
        may_refuse_content(c, draft) ? sc_refused_request(c, draft, &room) : NULL;

    /* A Via may say TCP of a request that went over UDP. */
    if (request != NULL && lacks_length(request) &&
        (c->packet->stream || sc_hop_refusing(c)->request.in_stream)) {
        sc_phrase_weigh(c, draft, SC_HEADER_CONTENT_LENGTH);
        return sc_draft_say(draft, "The request came over a stream and has no Content-Length");
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &content_length_missing_stream,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .judge = judge_length_missing,
    },
    {
        .finding = &content_length_missing_stream,
        .when = ON_REQUEST,
        .judge = judge_missing_unanswered,
        .holds = is_dropped_by_server,
    },
    {
        .finding = &content_length_overrun,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .judge = judge_length_over,
    },
    {
        .finding = &content_length_overrun,
        .when = ON_REQUEST,
        .judge = judge_over_unanswered,
        .holds = is_dropped_by_server,
    },
    {
        .finding = &content_length_underrun,
        .when = ON_RESPONSE,
        .classes = {4, 5, 6},
        .judge = judge_length_under,
    },
};

const struct sc_topic sc_topic_content_length = {
    .name = "content-length",
    .title = "Content-Length",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
