/* Findings about the header fields of a request that got a 400.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 8.1.1 and 20.
 */
#include <string.h>

#include "diagnose/phrase.h"
#include "diagnose/refused-request.h"
#include "topics.h"

/* CSeq numbers stay below this (RFC 3261 section 8.1.1.5). */
#define CSEQ_END UINT32_C(0x80000000)

/* RFC 3261 section 8.1.1. */
static const enum sc_header mandatory[] = {
    SC_HEADER_CALL_ID,      SC_HEADER_CSEQ, SC_HEADER_FROM,
    SC_HEADER_MAX_FORWARDS, SC_HEADER_TO,   SC_HEADER_VIA,
};

/* Headers with one value that a request may have once (RFC 3261 section 7.3.1). */
static const enum sc_header single[] = {
    SC_HEADER_CALL_ID, SC_HEADER_CONTENT_LENGTH, SC_HEADER_CSEQ,
    SC_HEADER_FROM,    SC_HEADER_MAX_FORWARDS,   SC_HEADER_TO,
};

/* Headers that hold one number, and the largest valid one (RFC 3261 sections 20.19 and 20.22). */
static const struct {
    enum sc_header header;
    uint32_t max;
} numbers[] = {
    {SC_HEADER_EXPIRES, UINT32_MAX},
    {SC_HEADER_MAX_FORWARDS, 255},
};

/* Headers that some methods need beside the mandatory ones (RFC 3261 section 8.1.1.8, RFC 3262
 * section 7.2, RFC 3515 section 2.1, RFC 3903 section 4.1, RFC 6665 sections 4.1.2.1 and 4.2.2). */
static const struct {
    const char *method;
    enum sc_header header;
} needed[] = {
    {"INVITE", SC_HEADER_CONTACT},  {"NOTIFY", SC_HEADER_EVENT},   {"PRACK", SC_HEADER_RACK},
    {"PUBLISH", SC_HEADER_EVENT},   {"REFER", SC_HEADER_REFER_TO}, {"SUBSCRIBE", SC_HEADER_CONTACT},
    {"SUBSCRIBE", SC_HEADER_EVENT},
};

static bool is_among(enum sc_header header, const enum sc_header *headers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (headers[i] == header) {
            return true;
        }
    }
    return false;
}

static bool is_needed(const struct sc_message *request, enum sc_header header)
{
    for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
        if (needed[i].header == header &&
            sc_slice_equal(request->method, sc_slice_of(needed[i].method))) {
            return true;
        }
    }
    return is_among(header, mandatory, G_N_ELEMENTS(mandatory));
}

/* True if the header is there and holds no number, or one that is out of range. MOST becomes the
 * largest valid one. */
static bool is_out_of_range(const struct sc_message *request, enum sc_header header, uint32_t *most)
{
    uint32_t value;

    if (sc_header_count(request, header) == 0) {
        return false;
    }
    if (header == SC_HEADER_CSEQ) {
        struct sc_cseq cseq = sc_message_cseq(request);
        *most = CSEQ_END - 1;
        return !cseq.readable || cseq.number >= CSEQ_END;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        if (numbers[i].header == header) {
            *most = numbers[i].max;
            return !sc_message_number(request, header, &value) || value > numbers[i].max;
        }
    }
    return false;
}

static bool is_host(struct sc_slice host)
{
    for (size_t i = 0; i < host.size; i++) {
        if (!g_ascii_isalnum(host.data[i]) &&
            (host.data[i] == '\0' || strchr(".-_:%", host.data[i]) == NULL)) {
            return false;
        }
    }
    return host.size > 0;
}

/* True if VALUE holds no address, or one of SIP without a host to send to. */
static bool is_bad_address(struct sc_slice value)
{
    struct sc_address address = sc_address_read(value);
    struct sc_uri uri = sc_uri_read(address.uri);
    bool is_sip = sc_slice_is(uri.scheme, "sip") || sc_slice_is(uri.scheme, "sips");

    if (sc_slice_is(value, "*")) {
        return false;
    }
    return uri.scheme.size == 0 || (is_sip && !is_host(uri.host));
}

static bool is_unreadable(const struct sc_message *request, enum sc_header header)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;
    uint32_t most;

    switch (header) {
    case SC_HEADER_CONTENT_LENGTH:
        return !request->content_length_readable;
    case SC_HEADER_CONTACT:
    case SC_HEADER_RECORD_ROUTE:
    case SC_HEADER_REFER_TO:
    case SC_HEADER_ROUTE:
        for (int i = 0; i < SC_TEXT_LIST_MAX && sc_value_next(request, header, &cursor, &value);
             i++) {
            if (is_bad_address(value)) {
                return true;
            }
        }
        return false;
    case SC_HEADER_FROM:
    case SC_HEADER_TO:
        return is_bad_address(sc_header_first(request, header));
    default:
        return is_out_of_range(request, header, &most);
    }
}

static const struct sc_finding_row named_header_fault = {
    .id = "named-header-fault",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .summary = "The reason phrase names a header, and that header is wrong in the request",
    .hint = "Look at this header in the request: is it there, once, with a value that can be "
            "read? Then mend the client or the hop that wrote it.",
    .reference = "RFC 3261 section 21.4.1",
};

static bool judge_named_header(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    enum sc_header header = sc_phrase_header(c->message);
    const struct sc_message *request =
        header != SC_HEADER_OTHER ? sc_refused_request(c, draft, &room) : NULL;

    uint32_t most;
    /* number-out-of-range reports numbers. */
    if (request == NULL || is_out_of_range(request, header, &most)) {
        return false;
    }
    const char *name = sc_header_name(header);
    size_t count = sc_header_count(request, header);
    if (count == 0) {
        if (is_needed(request, header)) {
            return sc_draft_say(draft, "The phrase names %s, which the request lacks", name);
        }
    } else if (count > 1 && is_among(header, single, G_N_ELEMENTS(single))) {
        return sc_draft_say(draft, "The phrase names %s, which the request has %zu times", name,
                            count);
    } else if (is_unreadable(request, header)) {
        return sc_draft_say(draft, "The phrase names %s, which cannot be read in the request",
                            name);
    }
    return false;
}

static const struct sc_finding_row missing_mandatory_header = {
    .id = "missing-mandatory-header",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .summary = "The request lacks a header that every request must have",
    .hint = "Find out where the header got lost: compare the request at the client with the "
            "one here, then mend the client or the hop.",
    .reference = "RFC 3261 section 8.1.1",
};

static bool judge_missing_header(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    struct sc_text_list missing = {0};
    enum sc_header last = SC_HEADER_OTHER;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    for (size_t i = 0; request != NULL && i < G_N_ELEMENTS(mandatory); i++) {
        if (sc_header_count(request, mandatory[i]) == 0) {
            last = mandatory[i];
            sc_text_list_add(draft, &missing, sc_slice_of(sc_header_name(last)));
        }
    }
    if (missing.count == 0) {
        return false;
    }
    enum sc_header named = sc_phrase_header(c->message);
    bool is_named =
        is_among(named, mandatory, G_N_ELEMENTS(mandatory)) && sc_header_count(request, named) == 0;
    sc_phrase_weigh(c, draft, is_named ? named : last);
    /* Peers of RFC 2543 send none, and a proxy has to accept that (RFC 3261 section 16.3). */
    if (missing.count == 1 && last == SC_HEADER_MAX_FORWARDS && !is_named) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    return sc_draft_say(draft, "The request has no %s", missing.text);
}

static const struct sc_finding_row duplicate_single_header = {
    .id = "duplicate-single-header",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .summary = "A header that may stand once is there several times with different values",
    .hint = "Find which hop adds the second one: compare From, To, Call-ID, CSeq, Max-Forwards "
            "and Content-Length hop by hop.",
    .reference = "RFC 3261 section 7.3.1",
};

static bool judge_doubled_header(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);
    struct sc_slice value;

    for (size_t i = 0; request != NULL && i < G_N_ELEMENTS(single); i++) {
        struct sc_slice first = sc_header_first(request, single[i]);
        struct sc_cursor cursor = {0};
        while (sc_line_next(request, single[i], &cursor, &value)) {
            if (!sc_slice_equal(first, value)) {
                sc_phrase_weigh(c, draft, single[i]);
                return sc_draft_say(draft, "The request has %zu headers %s, and they differ",
                                    sc_header_count(request, single[i]), sc_header_name(single[i]));
            }
        }
    }
    return false;
}

static const struct sc_finding_row number_out_of_range = {
    .id = "number-out-of-range",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .summary = "A number in the request is none, or out of range",
    .hint = "Mend the client: CSeq must be below 2147483648, Max-Forwards 0 to 255, Expires 0 "
            "to 4294967295, all in digits.",
    .reference = "RFC 3261 sections 8.1.1.5, 20.19 and 20.22",
};

static bool judge_number(const struct sc_case *c, struct sc_draft *draft)
{
    static const enum sc_header headers[] = {
        SC_HEADER_CSEQ,
        SC_HEADER_EXPIRES,
        SC_HEADER_MAX_FORWARDS,
    };
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);
    uint32_t most = 0;

    for (size_t i = 0; request != NULL && i < G_N_ELEMENTS(headers); i++) {
        if (is_out_of_range(request, headers[i], &most)) {
            struct sc_slice value = sc_header_first(request, headers[i]);
            sc_phrase_weigh(c, draft, headers[i]);
            return sc_draft_say(draft, "%s is \"%s\", and may be 0 to %u",
                                sc_header_name(headers[i]),
                                sc_draft_quote(draft, sc_slice_next_word(&value)), most);
        }
    }
    return false;
}

static const struct sc_finding_row cseq_method_mismatch = {
    .id = "cseq-method-mismatch",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .summary = "The method in CSeq is not that of the request line",
    .hint = "Mend the client: the method in CSeq must be that of the request line, in the same "
            "case.",
    .reference = "RFC 3261 section 8.1.1.5",
};

static bool judge_cseq_method(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);

    if (request == NULL) {
        return false;
    }
    struct sc_slice method = sc_message_cseq(request).method;
    if (method.size > 0 && !sc_slice_equal(method, request->method)) {
        sc_phrase_weigh(c, draft, SC_HEADER_CSEQ);
        return sc_draft_say(draft, "The request line says %s, CSeq says %s",
                            sc_draft_quote(draft, request->method), sc_draft_quote(draft, method));
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &cseq_method_mismatch,
        .when = ON_RESPONSE,
        .codes = {400},
        .judge = judge_cseq_method,
    },
    {
        .finding = &duplicate_single_header,
        .when = ON_RESPONSE,
        .codes = {400},
        .judge = judge_doubled_header,
    },
    {
        .finding = &missing_mandatory_header,
        .when = ON_RESPONSE,
        .codes = {400},
        .judge = judge_missing_header,
    },
    {
        .finding = &named_header_fault,
        .when = ON_RESPONSE,
        .codes = {400},
        .judge = judge_named_header,
    },
    {
        .finding = &number_out_of_range,
        .when = ON_RESPONSE,
        .codes = {400},
        .judge = judge_number,
    },
};

const struct sc_topic sc_topic_header = {
    .name = "header",
    .title = "Header fields of a request",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
