/* Findings about the body of a refused request: its type, its encoding, its size.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 7.4, 21.4.13 and 21.5.7.
 */
#include "diagnose/hops.h"
#include "diagnose/refused-request.h"
#include "sipcodes/sdp.h"
#include "topics.h"

/* The longest request that may go over UDP where the path's MTU is not known (RFC 3261 section
 * 18.1.1). */
#define DATAGRAM_SIZE_MAX 1300

/* ---- 415: bodies ---- */

/* The value up to its parameters. */
static struct sc_slice without_params(struct sc_slice value)
{
    return sc_slice_trim(sc_slice_until(value, ';'));
}

/* True if RANGE, a value of Accept, covers TYPE: itself, "text/" and an asterisk, two asterisks
 * (RFC 2616 section 14.1). */
static bool covers(struct sc_slice range, struct sc_slice type)
{
    struct sc_slice front = {range.data, range.size > 0 ? range.size - 1 : 0};

    if (sc_slice_is(range, "*/*") || sc_slice_is(range, "*") || sc_slice_same(range, type)) {
        return true;
    }
    return front.size > 1 && front.data[front.size] == '*' && front.data[front.size - 1] == '/' &&
           type.size > front.size && sc_slice_same(front, (struct sc_slice){type.data, front.size});
}

/* True if a value of HEADER covers TYPE. */
static bool accepts(const struct sc_message *response, enum sc_header header, struct sc_slice type)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(response, header, &cursor, &value)) {
        if (covers(without_params(value), type)) {
            return true;
        }
    }
    return false;
}

/* The first part of the request's multipart body that the response does not accept. Absent if there
 * is none. */
static struct sc_slice refused_part(const struct sc_message *response,
                                    const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_part part;

    while (sc_part_next(request, &cursor, &part)) {
        if (!accepts(response, SC_HEADER_ACCEPT, part.type)) {
            return part.type;
        }
    }
    return (struct sc_slice){0};
}

static const struct sc_finding_row media_type_unsupported = {
    .id = "media-type-unsupported",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Body type not supported",
    .summary = "The server does not support a body of this type",
    .hint =
        "Send a body of a type in Accept of the 415, or enable that Content-Type on the server.",
    .reference = "RFC 3261 sections 8.2.3 and 21.4.13",
};

/* A server may go by Content-Type even if there is no body. */
static bool judge_media_type(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    struct sc_text_list accepted = {0};
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL || sc_header_count(c->message, SC_HEADER_ACCEPT) == 0) {
        return false;
    }
    struct sc_slice type = without_params(sc_header_first(request, SC_HEADER_CONTENT_TYPE));
    if (type.size == 0) {
        return false;
    }
    sc_text_list_header(draft, &accepted, c->message, SC_HEADER_ACCEPT);
    if (!accepts(c->message, SC_HEADER_ACCEPT, type)) {
        return sc_draft_say(draft, "Content-Type is %s, and Accept lists %s",
                            sc_draft_quote(draft, type), sc_text_list_or_nothing(&accepted));
    }
    struct sc_slice part = refused_part(c->message, request);
    if (part.size > 0) {
        return sc_draft_say(draft, "A part of the body is %s, and Accept lists %s",
                            sc_draft_quote(draft, part), sc_text_list_or_nothing(&accepted));
    }
    return false;
}

static const struct sc_finding_row media_type_contradiction = {
    .id = "media-type-contradiction",
    .severity = SC_SEVERITY_ERROR,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "415 for a body type in Accept",
    .summary = "415 although Accept lists the type of the body",
    .hint = "Check the content, not the type, of the body; if the text names an m= line, try "
            "without it.",
    .reference = "RFC 3261 section 21.4.13",
};

/* The first wanted media of the request's offer other than audio; absent if there is none. */
static struct sc_slice other_media(const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;
    struct sc_sdp sdp;

    if (sc_message_sdp(request, &sdp)) {
        while (sc_sdp_media_next(&sdp, &cursor, &media)) {
            if (media.port != 0 && !sc_slice_is(media.type, "audio")) {
                return media.type;
            }
        }
    }
    return (struct sc_slice){0};
}

/* A 415 may also be about the encoding or the language of the body (RFC 3261 section 21.4.13). */
static bool judge_type_contradiction(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL || request->body.size == 0 || request->body_missing > 0 ||
        sc_header_count(request, SC_HEADER_CONTENT_ENCODING) > 0 ||
        sc_header_count(request, SC_HEADER_CONTENT_LANGUAGE) > 0) {
        return false;
    }
    struct sc_slice type = without_params(sc_header_first(request, SC_HEADER_CONTENT_TYPE));
    if (type.size == 0 || !accepts(c->message, SC_HEADER_ACCEPT, type) ||
        refused_part(c->message, request).size > 0) {
        return false;
    }
    struct sc_slice media = other_media(request);
    if (media.size > 0) {
        return sc_draft_say(draft,
                            "Content-Type is %s, which Accept of the 415 lists; the offer "
                            "has m=%s",
                            sc_draft_quote(draft, type), sc_draft_quote(draft, media));
    }
    return sc_draft_say(draft, "Content-Type is %s, which Accept of the 415 lists",
                        sc_draft_quote(draft, type));
}

static const struct sc_finding_row content_encoding_unsupported = {
    .id = "content-encoding-unsupported",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Content-Encoding not supported",
    .summary = "The server cannot decode the body's Content-Encoding",
    .hint = "Send the body with an encoding that Accept-Encoding of the 415 lists, or without "
            "Content-Encoding.",
    .reference = "RFC 3261 sections 8.2.3 and 21.4.13",
};

static bool judge_encoding(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    struct sc_text_list accepted = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice encoding;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL || sc_header_count(c->message, SC_HEADER_ACCEPT_ENCODING) == 0) {
        return false;
    }
    while (sc_value_next(request, SC_HEADER_CONTENT_ENCODING, &cursor, &encoding)) {
        if (!sc_slice_is(encoding, "identity") &&
            !accepts(c->message, SC_HEADER_ACCEPT_ENCODING, encoding)) {
            sc_text_list_header(draft, &accepted, c->message, SC_HEADER_ACCEPT_ENCODING);
            return sc_draft_say(draft, "Content-Encoding is %s, and Accept-Encoding lists %s",
                                sc_draft_quote(draft, encoding),
                                sc_text_list_or_nothing(&accepted));
        }
    }
    return false;
}

/* True if the server accepted no request of this length, as far as the capture was read. */
static bool is_longest(const struct sc_case *c)
{
    const struct sc_record *request = &sc_hop_refusing(c)->request;
    const struct sc_record *taken =
        sc_tracker_server(c->tracker, request->destination)->longest_request;

    return taken == NULL || taken->size < request->size;
}

static const struct sc_finding_row message_too_large = {
    .id = "message-too-large",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Request too large",
    .summary = "The request is longer than the server accepts",
    .hint = "Shorten the request: fewer codecs and candidates in the SDP, fewer Identity headers; "
            "or raise the server's limit.",
    .reference = "RFC 3261 section 21.5.7",
};

static bool judge_message_size(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = sc_hop_refusing(c);
    const struct sc_record *request = &transaction->request;

    if (!transaction->request_seen || transaction->cut || !is_longest(c)) {
        return false;
    }
    const struct sc_record *taken =
        sc_tracker_server(c->tracker, request->destination)->longest_request;
    sc_draft_shows(draft, request->frame, "%zu bytes", request->size);
    if (taken != NULL) {
        sc_draft_shows(draft, taken->frame, "accepted, %zu bytes", taken->size);
        return sc_draft_say(draft, "The request has %zu bytes; the server took one of %zu bytes",
                            request->size, taken->size);
    } else if (request->size > DATAGRAM_SIZE_MAX) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
        return sc_draft_say(
            draft, "The request has %zu bytes; the capture shows none that the server took",
            request->size);
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &content_encoding_unsupported,
        .when = ON_RESPONSE,
        .codes = {415},
        .judge = judge_encoding,
    },
    {
        .finding = &media_type_contradiction,
        .when = ON_RESPONSE,
        .codes = {415},
        .judge = judge_type_contradiction,
    },
    {
        .finding = &media_type_unsupported,
        .when = ON_RESPONSE,
        .codes = {415},
        .judge = judge_media_type,
    },
    {
        .finding = &message_too_large,
        .when = ON_RESPONSE,
        .codes = {513},
        .judge = judge_message_size,
        .recheck = true,
    },
};

const struct sc_topic sc_topic_body = {
    .name = "body",
    .title = "Message bodies",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
