/* Rules about what a request says: the response names what was wrong with it, the request shows it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A 400 can be sent for anything. Each rule about it wants its fault to be in the request, and is
 * less sure where the reason phrase names another header.
 */
#include <string.h>

#include "rules.h"

/* Hops that a refusal is traced down, and branches of one hop that are looked at. */
#define HOPS_MAX     16
#define BRANCHES_MAX 64

/* Bytes of a list of tags in a text, and tags or values that are looked at. */
#define LIST_SIZE 160
#define TAGS_MAX  64

/* CSeq numbers stay below this (RFC 3261 section 8.1.1.5). */
#define CSEQ_END UINT32_C(0x80000000)

/* The longest request that may go over UDP where the path's MTU is not known (RFC 3261 section
 * 18.1.1). */
#define DATAGRAM_SIZE_MAX 1300

/* ---- The request that was refused ---- */

/* The branch of a proxy's transaction that brought it a final response with CODE; NULL: none. */
static const struct sc_transaction *branch_refused(const struct sc_transaction *transaction,
                                                   unsigned code)
{
    const struct sc_transaction *branch = transaction->children;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        if (branch->final != NULL && branch->final->code == code) {
            return branch;
        }
    }
    return NULL;
}

/* The transaction with the server that refused. A proxy passes its response on, and may have sent
 * another request than it got. */
static const struct sc_transaction *refusing(const struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    for (int i = 0; i < HOPS_MAX; i++) {
        const struct sc_transaction *branch = branch_refused(transaction, scene->record->code);
        if (branch == NULL) {
            break;
        }
        transaction = branch;
    }
    return transaction;
}

/* The request that the refusing server got, maybe read into ROOM; NULL if that is not known or if
 * it, or the response, has more header lines than are indexed, so that none can be missed. */
static const struct sc_message *refused_request(struct scene *scene, struct sc_message *room)
{
    const struct sc_transaction *transaction = refusing(scene);
    const struct sc_message *request = NULL;

    if (transaction == scene->transaction) {
        request = request_of(scene);
    } else if (read_record(scene, &transaction->request, room)) {
        request = room;
    }
    return request != NULL && request->lines_dropped == 0 && scene->message->lines_dropped == 0
               ? request
               : NULL;
}

/* True if the top Via names one of the transports. */
static bool came_over(const struct sc_message *request, const char *transport, const char *other)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;

    return sc_via_next(request, &cursor, &via) &&
           (sc_slice_is(via.transport, transport) || sc_slice_is(via.transport, other));
}

/* ---- Lists in texts ---- */

/* Some values, separated by commas. */
struct list {
    char text[LIST_SIZE];
    unsigned count;
};

static void list_add(struct scene *scene, struct list *list, struct sc_slice value)
{
    static const char more[] = ", ...";
    const char *text = quote(scene, value);
    size_t used = strlen(list->text);

    if (used + strlen(text) + 2 * sizeof more <= sizeof list->text) {
        g_strlcat(list->text, used > 0 ? ", " : "", sizeof list->text);
        g_strlcat(list->text, text, sizeof list->text);
    } else if (!g_str_has_suffix(list->text, more)) {
        g_strlcat(list->text, more, sizeof list->text);
    }
    list->count++;
}

/* All values of a header. */
static void list_header(struct scene *scene, struct list *list, const struct sc_message *message,
                        enum sc_header header)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    for (int i = 0; i < TAGS_MAX && sc_value_next(message, header, &cursor, &value); i++) {
        list_add(scene, list, value);
    }
}

/* The list as an object of "lists". */
static const char *what_lists(const struct list *list)
{
    return list->count > 0 ? list->text : "nothing";
}

/* ---- 400: the header that the phrase names ---- */

/* The next word of REST: letters, digits and hyphens. */
static bool next_word(struct sc_slice *rest, struct sc_slice *word)
{
    size_t at = 0;
    size_t size = 0;

    while (at < rest->size && !g_ascii_isalnum(rest->data[at])) {
        at++;
    }
    while (at + size < rest->size &&
           (g_ascii_isalnum(rest->data[at + size]) || rest->data[at + size] == '-')) {
        size++;
    }
    if (size == 0) {
        return false;
    }
    *word = (struct sc_slice){rest->data + at, size};
    *rest = (struct sc_slice){rest->data + at + size, rest->size - at - size};
    return true;
}

/* True if a header's name could be a word of a sentence: Contact, but not CSeq or Call-ID. */
static bool is_plain_word(const char *name)
{
    while (*++name != '\0') {
        if (!g_ascii_islower(*name)) {
            return false;
        }
    }
    return true;
}

/* True if WORD, with REST behind it, names HEADER rather than being a word of the sentence. */
static bool names_header(struct sc_slice word, struct sc_slice rest, enum sc_header header)
{
    const char *name = sc_header_name(header);
    struct sc_slice behind = {0};

    if (!is_plain_word(name)) {
        return true;
    }
    if (header == SC_HEADER_TO || header == SC_HEADER_FROM) {
        next_word(&rest, &behind);
        return sc_slice_equal(word, sc_slice_of(name)) &&
               (sc_slice_is(behind, "header") || sc_slice_is(behind, "tag") ||
                sc_slice_is(behind, "URI"));
    }
    return sc_slice_equal(word, sc_slice_of(name));
}

/* The first header that the reason phrase names; SC_HEADER_OTHER if it names none. */
static enum sc_header named_header(const struct sc_message *response)
{
    struct sc_slice rest = response->phrase;
    struct sc_slice word;

    while (next_word(&rest, &word)) {
        /* A single letter is an article rather than a compact form. */
        enum sc_header header = word.size > 1 ? sc_header_lookup(word) : SC_HEADER_OTHER;
        if (header != SC_HEADER_OTHER && names_header(word, rest, header)) {
            return header;
        }
    }
    return SC_HEADER_OTHER;
}

/* The fault is in the request, but the phrase may say that the server stumbled over another. */
static void weigh_phrase(struct scene *scene, enum sc_header header)
{
    enum sc_header named = named_header(scene->message);

    if (named != SC_HEADER_OTHER && named != header) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
    }
}

/* ---- 400: what can be wrong with a header ---- */

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

/* Headers that hold one number, and what it may be (RFC 3261 sections 20.19 and 20.22). */
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

/* True if the header is there and its number is none, or out of range. MOST becomes the largest
 * that it may be. */
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
        for (int i = 0; i < TAGS_MAX && sc_value_next(request, header, &cursor, &value); i++) {
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

static void judge_named_header(struct scene *scene)
{
    struct sc_message room;
    enum sc_header header = named_header(scene->message);
    const struct sc_message *request =
        header != SC_HEADER_OTHER ? refused_request(scene, &room) : NULL;

    uint32_t most;
    /* Of a number number-out-of-range says it. */
    if (request == NULL || is_out_of_range(request, header, &most)) {
        return;
    }
    const char *name = sc_header_name(header);
    size_t count = sc_header_count(request, header);
    if (count == 0) {
        if (is_needed(request, header)) {
            find(scene, "The phrase names %s, which the request lacks", name);
        }
    } else if (count > 1 && is_among(header, single, G_N_ELEMENTS(single))) {
        find(scene, "The phrase names %s, which the request has %zu times", name, count);
    } else if (is_unreadable(request, header)) {
        find(scene, "The phrase names %s, which cannot be read in the request", name);
    }
}

static void judge_missing_header(struct scene *scene)
{
    struct sc_message room;
    struct list missing = {0};
    enum sc_header last = SC_HEADER_OTHER;
    const struct sc_message *request = refused_request(scene, &room);

    for (size_t i = 0; request != NULL && i < G_N_ELEMENTS(mandatory); i++) {
        if (sc_header_count(request, mandatory[i]) == 0) {
            last = mandatory[i];
            list_add(scene, &missing, sc_slice_of(sc_header_name(last)));
        }
    }
    if (missing.count == 0) {
        return;
    }
    enum sc_header named = named_header(scene->message);
    bool is_named =
        is_among(named, mandatory, G_N_ELEMENTS(mandatory)) && sc_header_count(request, named) == 0;
    weigh_phrase(scene, is_named ? named : last);
    /* Peers of RFC 2543 send none, and a proxy has to pass that on (RFC 3261 section 16.3). */
    if (missing.count == 1 && last == SC_HEADER_MAX_FORWARDS && !is_named) {
        confidence(scene, SC_CONFIDENCE_STRONG);
    }
    find(scene, "The request has no %s", missing.text);
}

static void judge_doubled_header(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);
    struct sc_slice value;

    for (size_t i = 0; request != NULL && i < G_N_ELEMENTS(single); i++) {
        struct sc_slice first = sc_header_first(request, single[i]);
        struct sc_cursor cursor = {0};
        while (sc_line_next(request, single[i], &cursor, &value)) {
            if (!sc_slice_equal(first, value)) {
                weigh_phrase(scene, single[i]);
                find(scene, "The request has %zu headers %s, and they differ",
                     sc_header_count(request, single[i]), sc_header_name(single[i]));
                return;
            }
        }
    }
}

/* Up to the first blank: a CSeq's number. */
static struct sc_slice first_word(struct sc_slice text)
{
    size_t size = 0;

    while (size < text.size && !g_ascii_isspace(text.data[size])) {
        size++;
    }
    return (struct sc_slice){text.data, size};
}

static void judge_number(struct scene *scene)
{
    static const enum sc_header headers[] = {
        SC_HEADER_CSEQ,
        SC_HEADER_EXPIRES,
        SC_HEADER_MAX_FORWARDS,
    };
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);
    uint32_t most = 0;

    for (size_t i = 0; request != NULL && i < G_N_ELEMENTS(headers); i++) {
        if (is_out_of_range(request, headers[i], &most)) {
            weigh_phrase(scene, headers[i]);
            find(scene, "%s is \"%s\", and may be 0 to %u", sc_header_name(headers[i]),
                 quote(scene, first_word(sc_header_first(request, headers[i]))), most);
            return;
        }
    }
}

static void judge_cseq_method(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL) {
        return;
    }
    struct sc_slice method = sc_message_cseq(request).method;
    if (method.size > 0 && !sc_slice_equal(method, request->method)) {
        weigh_phrase(scene, SC_HEADER_CSEQ);
        find(scene, "The request line says %s, CSeq says %s", quote(scene, request->method),
             quote(scene, method));
    }
}

/* ---- 400: Content-Length (RFC 3261 section 18.3) ---- */

static void judge_length_over(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    /* Of a stream the bytes would not be kept: there the rest is still to come. */
    if (request == NULL || request->body_missing == 0) {
        return;
    }
    if (sc_transaction_gaps(scene->tracker, refusing(scene)).fragments_missing) {
        blocked(scene, SC_BLOCKER_FRAGMENTS);
    }
    weigh_phrase(scene, SC_HEADER_CONTENT_LENGTH);
    find(scene, "Content-Length is %" G_GUINT64_FORMAT ", and the datagram holds %zu bytes of body",
         request->content_length, request->body.size);
}

/* Bytes behind the body, but for what some clients put there on purpose or by a wrong count of
 * their own: line ends, blanks, NUL. */
static size_t surplus_of(const struct sc_message *request)
{
    const char *behind = request->bytes.data + request->bytes.size;
    size_t size = request->surplus;

    while (size > 0 && (behind[size - 1] == '\0' || g_ascii_isspace(behind[size - 1]))) {
        size--;
    }
    return size > 0 ? request->surplus : 0;
}

static void judge_length_under(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    /* Behind a message in a TCP segment stands the next. */
    if (request == NULL || !came_over(request, "UDP", "UDP") ||
        refusing(scene)->request.has_tcp_seq) {
        return;
    }
    size_t surplus = surplus_of(request);
    if (surplus > 0) {
        weigh_phrase(scene, SC_HEADER_CONTENT_LENGTH);
        find(scene,
             "Content-Length is %" G_GUINT64_FORMAT
             ", and the datagram holds %zu bytes more, which the server throws away",
             request->content_length, surplus);
    }
}

static void judge_length_missing(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    /* SCTP and WebSocket keep messages apart by themselves (RFC 4168, RFC 7118 section 5). */
    if (request != NULL && came_over(request, "TCP", "TLS") &&
        sc_header_count(request, SC_HEADER_CONTENT_LENGTH) == 0) {
        weigh_phrase(scene, SC_HEADER_CONTENT_LENGTH);
        find(scene, "The request came over a stream and has no Content-Length");
    }
}

/* ---- 400: REFER ---- */

/* URIs in Refer-To. A comma in one without brackets separates, too, but leaves no URI behind. */
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

static void judge_refer_to(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL) {
        return;
    }
    size_t count = count_targets(request);
    if (count != 1) {
        weigh_phrase(scene, SC_HEADER_REFER_TO);
        find(scene, "The REFER has %zu Refer-To, and needs exactly one", count);
    }
}

/* ---- 405 and 501: methods ---- */

/* True if Allow lists the method; methods are compared with case (RFC 3261 section 7.1). */
static bool allows(const struct sc_message *message, struct sc_slice method)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(message, SC_HEADER_ALLOW, &cursor, &value)) {
        if (sc_slice_equal(value, method)) {
            return true;
        }
    }
    return false;
}

/* True if Allow is there and lists other methods only. */
static bool disallows(const struct sc_message *message, struct sc_slice method)
{
    return message->lines_dropped == 0 && sc_header_count(message, SC_HEADER_ALLOW) > 0 &&
           !allows(message, method);
}

static void judge_method_not_allowed(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (disallows(scene->message, transaction->method)) {
        evidence(scene, transaction->request.frame);
        find(scene, "The method is %s, and Allow does not list it",
             quote(scene, transaction->method));
    }
}

static void judge_allow_contradiction(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (scene->message->lines_dropped > 0) {
        return;
    }
    evidence(scene, transaction->request.frame);
    if (sc_header_count(scene->message, SC_HEADER_ALLOW) == 0) {
        find(scene, "The 405 has no Allow");
    } else if (allows(scene->message, transaction->method)) {
        find(scene, "The 405 refuses %s, and its Allow lists it",
             quote(scene, transaction->method));
    }
}

/* The message of the dialog's set-up that the server sent, where Allow belongs (RFC 3261 section
 * 13.2.1). */
static bool read_setup(struct scene *scene, struct sc_message *message)
{
    const struct sc_dialog *dialog = scene->transaction->dialog;

    if (dialog == NULL) {
        return false;
    }
    const struct sc_record *request = &dialog->setup->request;
    const struct sc_record *success = dialog->setup->success;
    if (dialog->setup->request_seen && request->source == scene->record->source) {
        return read_record(scene, request, message);
    }
    return success != NULL && success->source == scene->record->source &&
           read_record(scene, success, message);
}

/* What the refusing server said in another call. FRAME becomes that message's. */
static bool read_other_allow(struct scene *scene, struct sc_message *message, uint32_t *frame)
{
    const struct sc_transaction *hop = refusing(scene);
    const struct sc_record *refusal = hop == scene->transaction ? scene->record : hop->final;
    const struct sc_record *record = sc_tracker_allow(scene->tracker, refusal->source);

    if (!read_record(scene, record, message)) {
        return false;
    }
    evidence(scene, refusal->frame);
    *frame = record->frame;
    return true;
}

static void judge_method_unknown(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    struct sc_message setup;
    uint32_t frame;

    evidence(scene, transaction->request.frame);
    if (!sc_method_registered(transaction->method)) {
        find(scene, "The method is %s, which is not registered", quote(scene, transaction->method));
    } else if (disallows(scene->message, transaction->method)) {
        find(scene, "The method is %s, and Allow does not list it",
             quote(scene, transaction->method));
    } else if (sc_header_count(scene->message, SC_HEADER_ALLOW) > 0) {
        return;
    } else if (read_setup(scene, &setup)) {
        if (disallows(&setup, transaction->method)) {
            find(scene, "The method is %s, and the server's Allow of this call does not list it",
                 quote(scene, transaction->method));
        }
    } else if (read_other_allow(scene, &setup, &frame) && disallows(&setup, transaction->method)) {
        find(scene, "The method is %s, and the server's Allow in frame %u does not list it",
             quote(scene, transaction->method), frame);
    }
}

/* ---- 415: bodies ---- */

/* The value up to its parameters. */
static struct sc_slice without_params(struct sc_slice value)
{
    const char *end = value.size > 0 ? memchr(value.data, ';', value.size) : NULL;

    return end == NULL ? value
                       : sc_slice_trim((struct sc_slice){value.data, (size_t)(end - value.data)});
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

/* A server may go by Content-Type even if there is no body. */
static void judge_media_type(struct scene *scene)
{
    struct sc_message room;
    struct list accepted = {0};
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL || sc_header_count(scene->message, SC_HEADER_ACCEPT) == 0) {
        return;
    }
    struct sc_slice type = without_params(sc_header_first(request, SC_HEADER_CONTENT_TYPE));
    if (type.size == 0) {
        return;
    }
    list_header(scene, &accepted, scene->message, SC_HEADER_ACCEPT);
    if (!accepts(scene->message, SC_HEADER_ACCEPT, type)) {
        find(scene, "Content-Type is %s, and Accept lists %s", quote(scene, type),
             what_lists(&accepted));
        return;
    }
    struct sc_slice part = refused_part(scene->message, request);
    if (part.size > 0) {
        find(scene, "A part of the body is %s, and Accept lists %s", quote(scene, part),
             what_lists(&accepted));
    }
}

static void judge_encoding(struct scene *scene)
{
    struct sc_message room;
    struct list accepted = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice encoding;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL || sc_header_count(scene->message, SC_HEADER_ACCEPT_ENCODING) == 0) {
        return;
    }
    while (sc_value_next(request, SC_HEADER_CONTENT_ENCODING, &cursor, &encoding)) {
        if (!sc_slice_is(encoding, "identity") &&
            !accepts(scene->message, SC_HEADER_ACCEPT_ENCODING, encoding)) {
            list_header(scene, &accepted, scene->message, SC_HEADER_ACCEPT_ENCODING);
            find(scene, "Content-Encoding is %s, and Accept-Encoding lists %s",
                 quote(scene, encoding), what_lists(&accepted));
            return;
        }
    }
}

/* ---- 416, 417, 420, 421, 505, 513 ---- */

/* True if TEXT has the form of a scheme (RFC 3986 section 3.1). */
static bool is_scheme(struct sc_slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!g_ascii_isalnum(text.data[i]) &&
            (i == 0 || text.data[i] == '\0' || strchr("+-.", text.data[i]) == NULL)) {
            return false;
        }
    }
    return text.size > 0 && g_ascii_isalpha(text.data[0]);
}

static void judge_uri_scheme(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL) {
        return;
    }
    struct sc_slice scheme = sc_uri_read(request->uri).scheme;
    if (is_scheme(scheme) && !sc_slice_is(scheme, "sip")) {
        find(scene, "The scheme of the Request-URI is %s", quote(scene, scheme));
    }
}

static void judge_resource_priority(struct scene *scene)
{
    struct sc_message room;
    struct list asked = {0};
    struct list known = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice value;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL ||
        sc_header_count(scene->message, SC_HEADER_ACCEPT_RESOURCE_PRIORITY) == 0) {
        return;
    }
    /* One value that is understood is enough (RFC 4412 section 4.6.2). */
    while (sc_value_next(request, SC_HEADER_RESOURCE_PRIORITY, &cursor, &value)) {
        if (sc_header_lists(scene->message, SC_HEADER_ACCEPT_RESOURCE_PRIORITY, value)) {
            return;
        }
        list_add(scene, &asked, value);
    }
    if (asked.count > 0) {
        list_header(scene, &known, scene->message, SC_HEADER_ACCEPT_RESOURCE_PRIORITY);
        find(scene, "Resource-Priority is %s, and Accept-Resource-Priority lists %s", asked.text,
             what_lists(&known));
    }
}

static void judge_required_by_client(struct scene *scene)
{
    struct sc_message room;
    struct list refused = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice tag;
    bool by_proxy = false;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL) {
        return;
    }
    for (int i = 0;
         i < TAGS_MAX && sc_value_next(scene->message, SC_HEADER_UNSUPPORTED, &cursor, &tag); i++) {
        if (sc_header_lists(request, SC_HEADER_REQUIRE, tag)) {
            list_add(scene, &refused, tag);
        } else if (sc_header_lists(request, SC_HEADER_PROXY_REQUIRE, tag)) {
            by_proxy = true;
            list_add(scene, &refused, tag);
        }
    }
    if (refused.count > 0) {
        find(scene, "The request has %s in %s, and Unsupported lists the same", refused.text,
             by_proxy ? "Proxy-Require" : "Require");
    }
}

static void judge_required_by_server(struct scene *scene)
{
    struct sc_message room;
    struct list lacking = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice tag;
    const struct sc_message *request = refused_request(scene, &room);

    if (request == NULL) {
        return;
    }
    for (int i = 0; i < TAGS_MAX && sc_value_next(scene->message, SC_HEADER_REQUIRE, &cursor, &tag);
         i++) {
        /* A client that requires an extension has it, too. */
        if (!sc_header_lists(request, SC_HEADER_SUPPORTED, tag) &&
            !sc_header_lists(request, SC_HEADER_REQUIRE, tag)) {
            list_add(scene, &lacking, tag);
        }
    }
    if (lacking.count > 0) {
        find(scene, "The server requires %s, and the request's Supported does not list it",
             lacking.text);
    }
}

static void judge_version(struct scene *scene)
{
    struct sc_message room;
    const struct sc_message *request = refused_request(scene, &room);

    if (request != NULL && !sc_slice_is(request->version, "SIP/2.0")) {
        find(scene, "The request line says %s", quote(scene, request->version));
    }
}

/* True if no request of this length was taken by the server, as far as the capture was read. */
static bool is_longest(struct scene *scene)
{
    const struct sc_record *request = &refusing(scene)->request;
    const struct sc_record *taken = sc_tracker_longest_taken(scene->tracker, request->destination);

    return taken == NULL || taken->size < request->size;
}

static void judge_message_size(struct scene *scene)
{
    const struct sc_transaction *transaction = refusing(scene);
    const struct sc_record *request = &transaction->request;

    if (!transaction->request_seen || transaction->cut || !is_longest(scene)) {
        return;
    }
    const struct sc_record *taken = sc_tracker_longest_taken(scene->tracker, request->destination);
    evidence(scene, request->frame);
    if (taken != NULL) {
        evidence(scene, taken->frame);
        find(scene, "The request has %zu bytes; the server took one of %zu bytes", request->size,
             taken->size);
    } else if (request->size > DATAGRAM_SIZE_MAX) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
        find(scene, "The request has %zu bytes; the capture shows none that the server took",
             request->size);
    }
}

static const struct rule rules[] = {
    {"allow-contradiction", ON_RESPONSE, 405, 405, NULL, judge_allow_contradiction, NULL},
    {"content-encoding-unsupported", ON_RESPONSE, 415, 415, NULL, judge_encoding, NULL},
    {"content-length-missing-stream", ON_RESPONSE, 400, 400, NULL, judge_length_missing, NULL},
    {"content-length-overrun", ON_RESPONSE, 400, 400, NULL, judge_length_over, NULL},
    {"content-length-underrun", ON_RESPONSE, 400, 400, NULL, judge_length_under, NULL},
    {"cseq-method-mismatch", ON_RESPONSE, 400, 400, NULL, judge_cseq_method, NULL},
    {"duplicate-single-header", ON_RESPONSE, 400, 400, NULL, judge_doubled_header, NULL},
    {"extension-required-by-client", ON_RESPONSE, 420, 420, NULL, judge_required_by_client, NULL},
    {"extension-required-by-server", ON_RESPONSE, 421, 421, NULL, judge_required_by_server, NULL},
    {"media-type-unsupported", ON_RESPONSE, 415, 415, NULL, judge_media_type, NULL},
    {"message-too-large", ON_RESPONSE, 513, 513, NULL, judge_message_size, is_longest},
    {"method-not-allowed", ON_RESPONSE, 405, 405, NULL, judge_method_not_allowed, NULL},
    {"method-unknown", ON_RESPONSE, 501, 501, NULL, judge_method_unknown, NULL},
    {"missing-mandatory-header", ON_RESPONSE, 400, 400, NULL, judge_missing_header, NULL},
    {"named-header-fault", ON_RESPONSE, 400, 400, NULL, judge_named_header, NULL},
    {"number-out-of-range", ON_RESPONSE, 400, 400, NULL, judge_number, NULL},
    {"refer-to-count", ON_RESPONSE, 400, 400, "REFER", judge_refer_to, NULL},
    {"resource-priority-unknown", ON_RESPONSE, 417, 417, NULL, judge_resource_priority, NULL},
    {"uri-scheme", ON_RESPONSE, 416, 416, NULL, judge_uri_scheme, NULL},
    {"version-unsupported", ON_RESPONSE, 505, 505, NULL, judge_version, NULL},
};

const struct rule_topic rules_request = {rules, G_N_ELEMENTS(rules)};
