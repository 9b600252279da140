/* Findings about the header fields of a request that got a 400.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 8.1.1 and 20.
 */
#include "diagnose/header-syntax.h"
#include "diagnose/phrase.h"
#include "diagnose/refused-request.h"
#include "topics.h"

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

/* The header line at NUMBER, from 1; false if there are not so many. */
static bool line_at(const struct sc_message *request, size_t number, struct sc_line *line)
{
    struct sc_slice rest = request->head;

    while (number > 0 && sc_header_next(&rest, line)) {
        number--;
    }
    return number == 0;
}

/* The header that the response names, also by the number of its line in the request. */
static enum sc_header named_header(const struct sc_case *c, const struct sc_message *request)
{
    size_t number = sc_phrase_line(c->message);
    struct sc_line line;

    if (number > 0) {
        return line_at(request, number, &line) ? line.header : SC_HEADER_OTHER;
    }
    return sc_phrase_header(c->message);
}

static const struct sc_finding_row named_header_fault = {
    .id = "named-header-fault",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .title = "Faulty header named in response",
    .summary = "The response names a header that is wrong in the request",
    .hint = "Check this header in the request: present, only once, well formed, with its tag? Fix "
            "the host that wrote it.",
    .reference = "RFC 3261 section 21.4.1",
};

static bool judge_named_header(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);
    enum sc_header header = request != NULL ? named_header(c, request) : SC_HEADER_OTHER;

    uint32_t most;
    /* number-out-of-range reports numbers. */
    if (header == SC_HEADER_OTHER || sc_header_out_of_range(request, header, &most)) {
        return false;
    }
    const char *name = sc_header_name(header);
    size_t count = sc_header_count(request, header);
    if (count == 0) {
        if (is_needed(request, header)) {
            return sc_draft_say(draft, "The 400 names %s, which the request lacks", name);
        }
    } else if (count > 1 && is_among(header, single, G_N_ELEMENTS(single))) {
        return sc_draft_say(draft, "The 400 names %s, which the request has %zu times", name,
                            count);
    } else if (sc_header_unreadable(request, header)) {
        return sc_draft_say(draft, "The 400 names %s, which cannot be read in the request", name);
    } else if (header == SC_HEADER_FROM &&
               !sc_slice_present(sc_message_tag(request, SC_HEADER_FROM))) {
        return sc_draft_say(draft, "The 400 names From, which has no tag in the request");
    }
    return false;
}

/* True if the response complains about syntax: other faults of a header are not to be seen in it.
 */
static bool minds_syntax(const struct sc_message *response)
{
    static const char *const words[] = {"bad", "illegal", "malformed", "syntax", "pars"};

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (sc_phrase_complains_of(response, sc_slice_of(words[i]))) {
            return true;
        }
    }
    return false;
}

/* Headers whose syntax is read here. CSeq is left out: a 400 may mind its order. */
static bool is_sound(const struct sc_message *request, enum sc_header header)
{
    static const enum sc_header read_here[] = {
        SC_HEADER_CONTACT, SC_HEADER_CONTENT_LENGTH, SC_HEADER_EXPIRES,  SC_HEADER_FROM,
        SC_HEADER_ROUTE,   SC_HEADER_MAX_FORWARDS,   SC_HEADER_REFER_TO, SC_HEADER_TO,
    };
    uint32_t most;

    return is_among(header, read_here, G_N_ELEMENTS(read_here)) &&
           sc_header_count(request, header) == 1 &&
           !sc_header_out_of_range(request, header, &most) &&
           !sc_header_unreadable(request, header) &&
           (header != SC_HEADER_FROM || sc_slice_present(sc_message_tag(request, SC_HEADER_FROM)));
}

/* True if a line of a header that is not read here holds nothing but printable text. */
static bool is_plain(const struct sc_line *line)
{
    for (size_t i = 0; i < line->value.size; i++) {
        if (g_ascii_iscntrl(line->value.data[i])) {
            return false;
        }
    }
    return line->header == SC_HEADER_OTHER && line->name.size > 0;
}

static const struct sc_finding_row changed_on_the_way = {
    .id = "changed-on-the-way",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_SUGGESTIVE,
    .title = "Named header is well formed here",
    .summary = "The response names a header that is well formed here",
    .hint = "Capture at the server and compare this header: an ALG or SBC may have changed it. "
            "Disable SIP ALG.",
    .reference = "RFC 3261 section 21.4.1",
};

/* The server got something else, or it is wrong, or stricter than what is read here. */
static bool judge_changed(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message room;
    const struct sc_message *request = sc_refused_request(c, draft, &room);
    size_t number = sc_phrase_line(c->message);
    struct sc_line line;

    if (request == NULL || !minds_syntax(c->message)) {
        return false;
    }
    enum sc_header header = named_header(c, request);
    if (number > 0 && line_at(request, number, &line) &&
        (is_sound(request, header) || is_plain(&line))) {
        return sc_draft_say(draft, "The 400 names line %zu, which is %s and well formed here",
                            number, sc_draft_quote(draft, line.name));
    }
    if (number == 0 && is_sound(request, header)) {
        return sc_draft_say(draft, "The 400 names %s, which is well formed here",
                            sc_header_name(header));
    }
    return false;
}

static const struct sc_finding_row missing_mandatory_header = {
    .id = "missing-mandatory-header",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Mandatory header missing",
    .summary = "The request lacks a header that every request must have",
    .hint = "Compare the request at the client with the one here, then fix the client or the hop "
            "that removes the header.",
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
    .title = "Conflicting repeated header",
    .summary = "A single-instance header appears more than once and differs",
    .hint = "Find the hop that adds the second one: compare the named header hop by hop.",
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
    .title = "Number invalid or out of range",
    .summary = "A numeric header is not a number or is out of range",
    .hint = "Fix the client: CSeq must be below 2147483648, Max-Forwards 0 to 255, Expires 0 to "
            "4294967295, all in digits.",
    .reference = "RFC 3261 sections 8.1.1.5, 20.19 and 20.22",
};

/* A server should take an Expires that it cannot read for 3600 s (RFC 3261 section 20.19),
 * so the 400 may be about something else. */
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
        if (sc_header_out_of_range(request, headers[i], &most)) {
            struct sc_slice value = sc_header_first(request, headers[i]);
            sc_phrase_weigh(c, draft, headers[i]);
            if (headers[i] == SC_HEADER_EXPIRES && sc_phrase_header(c->message) != headers[i]) {
                sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
            }
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
    .title = "CSeq names another method",
    .summary = "The method in CSeq is not that of the request line",
    .hint =
        "Fix the client: the method in CSeq must equal that of the request line, in the same case.",
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
        .finding = &changed_on_the_way,
        .when = ON_RESPONSE,
        .codes = {400},
        .judge = judge_changed,
    },
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
