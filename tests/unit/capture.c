/* Captures for the tests of the tracker, written down as ladders.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "capture.h"

#include "sipcodes/capture.h"

#define COOKIE "z9hG4bK-"

/* A message as its parts. Strings belong to the capture. */
struct text {
    const char *method;
    const char *cseq_method; /* NULL: METHOD */
    const char *code;        /* NULL in a request */
    const char *uri;
    const char *call_id;
    const char *cseq;
    const char *from;
    const char *to;
    const char *vias[128];
    size_t via_count;
    const char *more; /* what stands behind the bars of its line, maybe nothing */
};

/* One frame that holds a message. */
struct frame {
    struct text text;
    struct sc_endpoint sender;
    struct sc_endpoint receiver;
    const char *bytes; /* NULL: the frame holds no message */
    struct sc_sighting sighting;
    struct sc_sighting late; /* how it is understood in the captures of these names */
    struct sc_sighting deeper;
};

struct capture {
    struct sc_tracker *tracker; /* told at once, and so is ... */
    struct sc_diagnosis *diagnosis;
    struct sc_capture *late;   /* read at the very end */
    struct sc_capture *deeper; /* tracked at once, judged at the very end */
    GPtrArray *frames;         /* frame 1 first */
    GPtrArray *parties;        /* names of hosts; their index makes their address */
    GStringChunk *strings;     /* what all of these point to */
};

/* One line of a ladder while it is worked on. */
struct line {
    struct capture *capture;
    const char *text;
    char **words;     /* from the frame's number on */
    const char *more; /* behind the first bar */
    char **options;
    const char *sender; /* name without port */
    struct frame *frame;
    struct sc_packet packet;
};

struct capture *capture_new_with(const struct sc_timers *timers)
{
    struct sc_settings settings = {*timers, {2000, 60}};
    struct capture *capture = g_new0(struct capture, 1);

    capture->tracker = sc_tracker_new(timers);
    capture->diagnosis = sc_diagnosis_new(capture->tracker, &settings.thresholds);
    capture->late = sc_capture_new(&settings);
    capture->deeper = sc_capture_new(&settings);
    capture->frames = g_ptr_array_new_with_free_func(g_free);
    capture->parties = g_ptr_array_new();
    capture->strings = g_string_chunk_new(4096);
    return capture;
}

struct capture *capture_new(void)
{
    return capture_new_with(&(struct sc_timers){.t1 = 500, .t2 = 4000});
}

/* A record by the frame it is of; 0: none. */
static uint32_t frame_of(const struct sc_record *record)
{
    return record != NULL ? record->frame : 0;
}

/* OTHER is how another capture understood a frame. */
static void check_sightings(const struct capture *capture, const struct frame *frame,
                            const struct sc_capture *door, const struct sc_sighting *other)
{
    const struct sc_transaction *transaction = frame->sighting.transaction;

    assert_int_equal(other->frame, frame->sighting.frame);
    assert_int_equal(other->copy, frame->sighting.copy);
    assert_int_equal(frame_of(other->record), frame_of(frame->sighting.record));
    assert_int_equal(other->transaction == NULL, transaction == NULL);
    if (transaction != NULL && other->transaction != NULL) {
        assert_int_equal(other->transaction->serial, transaction->serial);
        assert_int_equal(sc_capture_outcome(door, other),
                         sc_transaction_outcome(capture->tracker, transaction));
    }
}

static void check_same_findings(const struct capture *capture, const struct frame *frame,
                                const struct sc_capture *door, const struct sc_sighting *other)
{
    struct sc_finding found[SC_FINDINGS_MAX];
    struct sc_finding again[SC_FINDINGS_MAX];
    size_t count = sc_diagnosis_findings(capture->diagnosis, &frame->sighting, found);

    assert_int_equal(sc_capture_findings(door, other, again), count);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(again[i].row, found[i].row);
        assert_int_equal(again[i].confidence, found[i].confidence);
        assert_int_equal(again[i].blockers, found[i].blockers);
        assert_string_equal(again[i].text, found[i].text);
        assert_int_equal(again[i].evidence_count, found[i].evidence_count);
        assert_memory_equal(again[i].evidence, found[i].evidence,
                            found[i].evidence_count * sizeof found[i].evidence[0]);
    }
}

/* Whenever a capture is read, and in however many steps, the same has to be seen in its frames as
 * by who was told of each at once. */
static void read_again(const struct capture *capture)
{
    if (sc_tracker_finished(capture->tracker)) {
        sc_capture_finish(capture->late);
        sc_capture_finish(capture->deeper);
    }
    sc_capture_read(capture->late, SC_DEPTH_FINDINGS);
    sc_capture_read(capture->deeper, SC_DEPTH_FINDINGS);
    for (guint i = 0; i < capture->frames->len; i++) {
        const struct frame *frame = (const struct frame *)g_ptr_array_index(capture->frames, i);
        check_sightings(capture, frame, capture->late, &frame->late);
        check_sightings(capture, frame, capture->deeper, &frame->deeper);
        check_same_findings(capture, frame, capture->late, &frame->late);
        check_same_findings(capture, frame, capture->deeper, &frame->deeper);
    }
}

void capture_free(struct capture *capture)
{
    read_again(capture);
    sc_capture_free(capture->deeper);
    sc_capture_free(capture->late);
    sc_diagnosis_free(capture->diagnosis);
    sc_tracker_free(capture->tracker);
    g_ptr_array_free(capture->frames, TRUE);
    g_ptr_array_free(capture->parties, TRUE);
    g_string_chunk_free(capture->strings);
    g_free(capture);
}

struct sc_tracker *tracker_of(struct capture *capture)
{
    return capture->tracker;
}

const struct sc_diagnosis *diagnosis_of(const struct capture *capture)
{
    return capture->diagnosis;
}

struct sc_sighting tell_message(struct sc_tracker *tracker, const struct sc_packet *packet,
                                struct scan *scan)
{
    struct sc_event event = {SC_EVENT_MESSAGE, *packet, scan->exact.bytes, {{0}}};

    return sc_tracker_tell(tracker, &event, &scan->message);
}

static int64_t nanoseconds(int64_t milliseconds)
{
    return milliseconds * 1000000;
}

void silence_until(struct capture *capture, int64_t milliseconds)
{
    struct sc_event event = {.packet = {.time = nanoseconds(milliseconds)}};

    sc_tracker_tell(capture->tracker, &event, NULL);
    sc_capture_see(capture->late, &event, NULL);
    sc_capture_see(capture->deeper, &event, NULL);
}

void read_to_the_end(struct capture *capture)
{
    sc_tracker_finish(capture->tracker);
}

static struct frame *frame_in(const struct capture *capture, uint32_t number)
{
    assert_true(number >= 1 && number <= capture->frames->len);
    return g_ptr_array_index(capture->frames, number - 1);
}

const struct sc_sighting *sighting_in(const struct capture *capture, uint32_t frame)
{
    return &frame_in(capture, frame)->sighting;
}

const struct sc_transaction *transaction_in(const struct capture *capture, uint32_t frame)
{
    return frame_in(capture, frame)->sighting.transaction;
}

const struct sc_record *record_in(const struct capture *capture, uint32_t frame)
{
    return frame_in(capture, frame)->sighting.record;
}

struct sc_gaps gaps_in(const struct capture *capture, uint32_t frame)
{
    return sc_transaction_gaps(capture->tracker, transaction_in(capture, frame));
}

const char *outcome_in(const struct capture *capture, uint32_t frame)
{
    return sc_outcome_name(
        sc_transaction_outcome(capture->tracker, transaction_in(capture, frame)));
}

/* ---- Reading a line ---- */

static void G_GNUC_NORETURN bad_line(const struct line *line, const char *why)
{
    print_error("%s: %s\n", why, line->text);
    fail();
    abort();
}

static const char *keep(const struct line *line, const char *text)
{
    return g_string_chunk_insert(line->capture->strings, text);
}

static bool has_flag(const struct line *line, const char *name)
{
    return g_strv_contains((const char *const *)line->options, name);
}

/* The value of the option NAME; OTHERWISE if it is not there, NULL if it is "-". */
static const char *option(const struct line *line, const char *name, const char *otherwise)
{
    size_t size = strlen(name);

    for (char **word = line->options; *word != NULL; word++) {
        if (strncmp(*word, name, size) == 0 && (*word)[size] == '=') {
            const char *value = *word + size + 1;
            return strcmp(value, "-") == 0 ? NULL : keep(line, value);
        }
    }
    return otherwise;
}

static uint32_t number(const char *text)
{
    return (uint32_t)g_ascii_strtoull(text, NULL, 10);
}

/* A misspelt option would silently test something else. */
static void check_options(const struct line *line)
{
    static const char *const known[] = {
        "cseq-method=", "call=",   "cseq=",       "from=",
        "to=",          "uri=",    "b=",          "branch=",
        "sent-by=",     "of=",     "phrase=",     "rseq=",
        "version=",     "reason=", "seq=",        "size=",
        "id=",          "tcp",     "no-id",       "no-quote",
        "cut",          "more",    "challenge",   "received",
        "no-via",       "unseen",  "credentials", "proxy-credentials",
        "bare",         "rcode=",  "records=",    NULL,
    };

    for (char **word = line->options; *word != NULL; word++) {
        char *value = strchr(*word, '=');
        char *name = value == NULL ? g_strdup(*word) : g_strndup(*word, (gsize)(value + 1 - *word));
        if (!g_strv_contains(known, name)) {
            bad_line(line, "unknown option");
        }
        g_free(name);
    }
}

static struct sc_endpoint endpoint_of(const struct line *line, const char *party)
{
    GPtrArray *parties = line->capture->parties;
    char **parts = g_strsplit(party, ":", 2);
    struct sc_endpoint endpoint = {.family = 4, .address = {10, 0, 0, 0}};
    guint index = 0;

    while (index < parties->len && strcmp(g_ptr_array_index(parties, index), parts[0]) != 0) {
        index++;
    }
    if (index == parties->len) {
        g_ptr_array_add(parties, g_string_chunk_insert(line->capture->strings, parts[0]));
    }
    if (g_str_has_prefix(parts[0], "six-")) {
        endpoint.family = 6;
        memcpy(endpoint.address, (uint8_t[16]){0xFD, 0x77}, sizeof endpoint.address);
    }
    endpoint.address[endpoint.family == 4 ? 3 : 15] = (uint8_t)(index + 1);
    endpoint.port = (uint16_t)(parts[1] != NULL ? number(parts[1]) : 5060);
    g_strfreev(parts);
    return endpoint;
}

/* What everything has, be it a message or not: number, time, and who sent it to whom. */
static void read_packet(struct line *line)
{
    char **words = line->words;
    const char *id = option(line, "id", words[0]);
    const char *seq = option(line, "seq", NULL);

    line->frame->sender = endpoint_of(line, words[2]);
    line->frame->receiver = endpoint_of(line, words[4]);
    line->packet = (struct sc_packet){
        .frame = number(words[0]),
        .time = nanoseconds(g_ascii_strtoll(words[1], NULL, 10)),
        .source = line->frame->sender,
        .destination = line->frame->receiver,
        .stream = has_flag(line, "tcp") || seq != NULL,
        .has_ip_id = !has_flag(line, "no-id"),
        .ip_id = (uint16_t)number(id),
        .has_tcp_seq = seq != NULL,
        .tcp_seq = seq != NULL ? number(seq) : 0,
        .cut = has_flag(line, "cut"),
    };
}

/* ---- Composing a message ---- */

static bool same_endpoint(const struct sc_endpoint *a, const struct sc_endpoint *b)
{
    return a->port == b->port && memcmp(a->address, b->address, sizeof a->address) == 0;
}

/* The latest request that went the other way. */
static const struct frame *request_to_answer(const struct line *line)
{
    const char *of = option(line, "of", NULL);

    if (of != NULL) {
        return frame_in(line->capture, number(of));
    }
    for (guint i = line->capture->frames->len; i > 0; i--) {
        const struct frame *frame = frame_in(line->capture, i);
        if (frame->bytes != NULL && frame->text.code == NULL &&
            strcmp(frame->text.method, "ACK") != 0 &&
            same_endpoint(&frame->sender, &line->frame->receiver) &&
            same_endpoint(&frame->receiver, &line->frame->sender)) {
            return frame;
        }
    }
    bad_line(line, "there is no request to answer");
}

static void push_via(const struct line *line, struct text *text)
{
    const char *branch = option(line, "branch", "");
    char *own = NULL;

    if (branch != NULL && *branch == '\0') {
        own = g_strdup_printf(COOKIE "%s", option(line, "b", line->words[0]));
        branch = own;
    }
    char *via = g_strdup_printf("SIP/2.0/%s %s%s%s", line->packet.stream ? "TCP" : "UDP",
                                option(line, "sent-by", line->sender),
                                branch != NULL ? ";branch=" : "", branch != NULL ? branch : "");
    memmove(text->vias + 1, text->vias, text->via_count * sizeof text->vias[0]);
    text->vias[0] = keep(line, via);
    text->via_count++;
    g_free(via);
    g_free(own);
}

static void pop_via(struct text *text)
{
    text->via_count--;
    memmove(text->vias, text->vias + 1, text->via_count * sizeof text->vias[0]);
}

static void relay(const struct line *line, struct text *text)
{
    if (text->code != NULL) {
        pop_via(text);
        return;
    }
    if (has_flag(line, "received")) {
        char *via = g_strconcat(text->vias[0], ";received=10.9.9.9;rport=4711", NULL);
        text->vias[0] = keep(line, via);
        g_free(via);
    }
    push_via(line, text);
}

/* What the message on a line starts from, before its options. */
static struct text text_of(const struct line *line)
{
    const char *word = line->words[5];
    struct text text = {.uri = "sip:bob@example.com", .call_id = "call", .cseq = "1"};

    if (strcmp(word, "relay") == 0) {
        text = frame_in(line->capture, number(line->words[6]))->text;
        relay(line, &text);
    } else if (g_ascii_isdigit(*word)) {
        text = request_to_answer(line)->text;
        text.code = keep(line, word);
        if (text.to == NULL && strcmp(word, "100") != 0) {
            text.to = keep(line, line->sender);
        }
    } else {
        text.method = keep(line, word);
        text.from = keep(line, line->sender);
        push_via(line, &text);
    }
    return text;
}

static void apply_options(const struct line *line, struct text *text)
{
    text->call_id = option(line, "call", text->call_id);
    text->cseq = option(line, "cseq", text->cseq);
    text->cseq_method = option(line, "cseq-method", text->cseq_method);
    text->from = option(line, "from", text->from);
    text->to = option(line, "to", text->to);
    text->uri = option(line, "uri", text->uri);
    if (has_flag(line, "no-via")) {
        text->via_count = 0;
    }
}

static void write_header(GString *out, const char *name, const char *value)
{
    if (value != NULL) {
        g_string_append_printf(out, "%s: %s\r\n", name, value);
    }
}

static void write_tag(GString *out, const char *name, const char *tag)
{
    g_string_append_printf(out, "%s: <sip:x@example.com>%s%s\r\n", name, tag != NULL ? ";tag=" : "",
                           tag != NULL ? tag : "");
}

/* True if what stands behind the bars takes the place of a header: another value, or none. */
static bool is_replaced(const struct text *text, const char *name)
{
    char **parts = g_strsplit(text->more, "|", -1);
    size_t size = strlen(name);
    bool found = false;

    for (char **part = parts; *part != NULL; part++) {
        const char *own = g_strstrip(*part);
        own += *own == '-';
        found = found || (g_ascii_strncasecmp(own, name, size) == 0 &&
                          (own[size] == ':' || own[size] == '\0'));
    }
    g_strfreev(parts);
    return found;
}

/* Writes the headers that stand behind the bars; returns the body, or NULL. */
static char *write_more(GString *out, const struct text *text)
{
    char **parts = g_strsplit(text->more, "|", -1);
    char *body = NULL;

    for (char **part = parts; *part != NULL; part++) {
        const char *own = g_strstrip(*part);
        if (g_str_has_prefix(own, "body ")) {
            g_free(body);
            body = g_strcompress(own + strlen("body "));
        } else if (*own != '\0' && *own != '-') {
            char *header = g_strcompress(own);
            g_string_append_printf(out, "%s\r\n", header);
            g_free(header);
        }
    }
    g_strfreev(parts);
    return body;
}

/* The registered phrase, so that no phrase is remarkable by accident. */
static const char *usual_phrase(const char *code)
{
    return sc_status_registered(number(code)) ? sc_status_lookup(number(code))->phrase : "Text";
}

static const char *compose(const struct line *line, const struct text *text)
{
    GString *out = g_string_new(NULL);

    if (text->code != NULL) {
        char *phrase = g_strcompress(option(line, "phrase", usual_phrase(text->code)));
        g_string_append_printf(out, "SIP/2.0 %s %s\r\n", text->code, phrase);
        g_free(phrase);
    } else {
        g_string_append_printf(out, "%s %s %s\r\n", text->method, text->uri,
                               option(line, "version", "SIP/2.0"));
    }
    for (size_t i = 0; i < text->via_count; i++) {
        write_header(out, "Via", text->vias[i]);
    }
    if (!is_replaced(text, "From")) {
        write_tag(out, "From", text->from);
    }
    if (!is_replaced(text, "To")) {
        write_tag(out, "To", text->to);
    }
    if (!is_replaced(text, "Call-ID")) {
        write_header(out, "Call-ID", text->call_id);
    }
    if (!is_replaced(text, "CSeq")) {
        g_string_append_printf(out, "CSeq: %s %s\r\n", text->cseq,
                               text->cseq_method != NULL ? text->cseq_method : text->method);
    }
    if (text->code == NULL && !is_replaced(text, "Max-Forwards")) {
        write_header(out, "Max-Forwards", "70");
    }
    write_header(out, "Reason", option(line, "reason", NULL));
    write_header(out, "RSeq", option(line, "rseq", NULL));
    if (has_flag(line, "credentials")) {
        write_header(out, "Authorization", "Digest username=\"x\"");
    }
    if (has_flag(line, "proxy-credentials")) {
        write_header(out, "Proxy-Authorization", "Digest username=\"x\"");
    }
    if (has_flag(line, "challenge")) {
        write_header(out,
                     strcmp(text->code, "401") == 0 ? "WWW-Authenticate" : "Proxy-Authenticate",
                     "Digest realm=\"x\", nonce=\"y\"");
    }
    char *body = write_more(out, text);
    if (!is_replaced(text, "Content-Length")) {
        g_string_append_printf(out, "Content-Length: %zu\r\n", body != NULL ? strlen(body) : 0);
    }
    g_string_append_printf(out, "\r\n%s", body != NULL ? body : "");
    g_free(body);
    const char *bytes = keep(line, out->str);
    g_string_free(out, TRUE);
    return bytes;
}

static void write_message(struct line *line)
{
    struct frame *frame = line->frame;

    if (strcmp(line->words[5], "again") == 0) {
        const struct frame *first = frame_in(line->capture, number(line->words[6]));
        frame->text = first->text;
        frame->bytes = first->bytes;
        return;
    }
    frame->text = text_of(line);
    frame->text.more = line->more;
    apply_options(line, &frame->text);
    frame->bytes = compose(line, &frame->text);
}

/* ---- Feeding it ---- */

/* Tells all of what was seen in the packet of a line. */
static void tell(const struct line *line, struct sc_event event)
{
    struct capture *capture = line->capture;
    struct frame *frame = line->frame;
    bool message = event.kind == SC_EVENT_MESSAGE;
    /* On a copy that is gone afterwards, so that nobody keeps a pointer into it. */
    struct exact exact = exact_copy(event.bytes);
    struct sc_message scan;

    event.packet = line->packet;
    event.bytes = exact.bytes;
    struct sc_sighting sighting = sc_tracker_tell(capture->tracker, &event, &scan);
    sc_capture_see(capture->late, &event, &frame->late);
    sc_capture_see(capture->deeper, &event, &frame->deeper);
    sc_capture_read(capture->deeper, SC_DEPTH_TRACKING);
    if (message || event.kind == SC_EVENT_UNREACHABLE) {
        struct sc_finding findings[SC_FINDINGS_MAX];
        frame->sighting = sighting;
        sc_diagnosis_add(capture->diagnosis, &event.packet, message ? &scan : NULL, &sighting);
        check_sightings(capture, frame, capture->deeper, &frame->deeper);
        assert_int_equal(sc_capture_findings(capture->deeper, &frame->deeper, findings), 0);
    }
    exact_free(&exact);
}

static void add_segment(const struct line *line, size_t size)
{
    bool syn = strcmp(line->words[5], "syn") == 0;

    tell(line, (struct sc_event){.kind = SC_EVENT_SEGMENT, .segment = {syn, size}});
}

static void add_fragment(const struct line *line)
{
    bool more = has_flag(line, "more");
    uint32_t offset = number(line->words[6]);
    uint32_t size = number(line->words[7]);

    tell(line, (struct sc_event){.kind = SC_EVENT_FRAGMENT, .fragment = {more, offset, size}});
}

static void add_message(struct line *line)
{
    tell(line,
         (struct sc_event){.kind = SC_EVENT_MESSAGE, .bytes = sc_slice_of(line->frame->bytes)});
    if (line->packet.has_tcp_seq) {
        add_segment(line, number(option(line, "size", "100")));
    }
}

static enum sc_icmp icmp_named(const struct line *line, const char *name)
{
    static const char *const names[] = {
        [SC_ICMP_NETWORK] = "network",
        [SC_ICMP_HOST] = "host",
        [SC_ICMP_PORT] = "port",
        [SC_ICMP_PROTOCOL] = "protocol",
        [SC_ICMP_PROHIBITED] = "prohibited",
    };
    enum sc_icmp icmp = SC_ICMP_NETWORK;

    while (strcmp(names[icmp], name) != 0) {
        if (++icmp == G_N_ELEMENTS(names)) {
            bad_line(line, "unknown ICMP error");
        }
    }
    return icmp;
}

/* An ICMP error that quotes the message of a frame. */
static void add_error(struct line *line)
{
    const struct frame *quoted = frame_in(line->capture, number(line->words[6]));
    struct sc_slice bytes = sc_slice_of(has_flag(line, "no-quote") ? "" : quoted->bytes);
    enum sc_icmp icmp = icmp_named(line, line->words[7]);

    tell(line, (struct sc_event){.kind = SC_EVENT_UNREACHABLE,
                                 .bytes = bytes,
                                 .error = {icmp, quoted->sender, quoted->receiver}});
}

/* An ICMP error about a connection that its receiver wanted to open. */
static void add_connect_error(const struct line *line)
{
    struct sc_endpoint target = endpoint_of(line, line->words[6]);
    enum sc_icmp icmp = icmp_named(line, line->words[7]);

    tell(line, (struct sc_event){.kind = SC_EVENT_UNCONNECTED,
                                 .error = {icmp, line->packet.destination, target}});
}

static void add_reset(struct line *line, bool refuses)
{
    line->packet.has_tcp_seq = true;
    line->packet.tcp_seq = refuses ? 0 : MAX(line->packet.tcp_seq, 1);
    tell(line, (struct sc_event){.kind = SC_EVENT_RESET, .reset = {!has_flag(line, "bare")}});
}

static unsigned dns_type(const struct line *line, const char *name)
{
    static const struct {
        const char *name;
        unsigned type;
    } types[] = {{"A", 1}, {"TXT", 16}, {"AAAA", 28}, {"SRV", 33}, {"NAPTR", 35}};

    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(types[i].name, name) == 0) {
            return types[i].type;
        }
    }
    bad_line(line, "unknown type of DNS");
}

static void append_word(GString *bytes, unsigned word)
{
    g_string_append_c(bytes, (char)(word >> 8));
    g_string_append_c(bytes, (char)(word & 0xFF));
}

/* A message of DNS with its header and its question (RFC 1035 section 4.1). */
static void add_dns(const struct line *line)
{
    bool query = line->packet.destination.port == 53;
    GString *bytes = g_string_new(NULL);
    char **labels = g_strsplit(line->words[7], ".", -1);

    append_word(bytes, 4711);
    append_word(bytes, (query ? 0x0100 : 0x8180) | number(option(line, "rcode", "0")));
    append_word(bytes, 1);
    append_word(bytes, number(option(line, "records", "0")));
    append_word(bytes, 0);
    append_word(bytes, 0);
    for (char **label = labels; *label != NULL; label++) {
        g_string_append_c(bytes, (char)strlen(*label));
        g_string_append(bytes, *label);
    }
    g_string_append_c(bytes, '\0');
    append_word(bytes, dns_type(line, line->words[6]));
    append_word(bytes, 1);
    tell(line, (struct sc_event){.kind = SC_EVENT_DNS, .bytes = {bytes->str, bytes->len}});
    g_strfreev(labels);
    g_string_free(bytes, TRUE);
}

/* What the tracker made of a frame, in the words of a ladder. */
static char *describe(const struct line *line)
{
    static const char *const copies[] = {
        [SC_COPY_FIRST] = "first",
        [SC_COPY_RETRANSMISSION] = "again",
        [SC_COPY_TCP_RETRANSMISSION] = "tcp",
        [SC_COPY_DUPLICATE] = "double",
    };
    const struct sc_sighting *sighting = &line->frame->sighting;

    if (sighting->transaction == NULL || sighting->record == NULL) {
        return g_strdup("-");
    }
    uint32_t request = sighting->transaction->request.frame;
    if (sighting->copy == SC_COPY_FIRST && sighting->record->frame == line->packet.frame) {
        return g_strdup_printf("%u", request);
    }
    return g_strdup_printf("%u %s %u", request, copies[sighting->copy], sighting->record->frame);
}

static void check_sighting(const struct line *line, const char *expected)
{
    char *found = describe(line);

    if (strcmp(found, expected) != 0) {
        print_error("found \"%s\" in: %s\n", found, line->text);
        fail();
    }
    g_free(found);
}

static void feed(struct line *line)
{
    const char *word = line->words[5];

    if (strcmp(word, "syn") == 0) {
        add_segment(line, 0);
    } else if (strcmp(word, "segment") == 0) {
        add_segment(line, number(line->words[6]));
    } else if (strcmp(word, "fragment") == 0) {
        add_fragment(line);
    } else if (strcmp(word, "icmp") == 0) {
        add_error(line);
    } else if (strcmp(word, "icmp-syn") == 0) {
        add_connect_error(line);
    } else if (strcmp(word, "reset") == 0 || strcmp(word, "refuse") == 0) {
        add_reset(line, strcmp(word, "refuse") == 0);
    } else if (strcmp(word, "dns") == 0) {
        add_dns(line);
    } else {
        write_message(line);
        if (!has_flag(line, "unseen")) {
            add_message(line);
        }
    }
}

/* Words that belong to the message itself. */
static size_t words_of(const char *message)
{
    static const char *const of_two[] = {"relay", "again", "segment", NULL};
    static const char *const of_three[] = {"fragment", "icmp", "icmp-syn", "dns", NULL};

    if (g_strv_contains(of_two, message)) {
        return 2;
    }
    return g_strv_contains(of_three, message) ? 3 : 1;
}

/* The words of a text, however many blanks are between them. */
static char **split_words(const char *text)
{
    GPtrArray *words = g_ptr_array_new();
    char **all = g_strsplit(text, " ", -1);

    for (char **word = all; *word != NULL; word++) {
        if (**word != '\0') {
            g_ptr_array_add(words, g_strdup(*word));
        }
    }
    g_ptr_array_add(words, NULL);
    g_strfreev(all);
    return (char **)g_ptr_array_free(words, FALSE);
}

static void run_line(struct capture *capture, const char *text)
{
    char **halves = g_strsplit(text, " : ", 2);
    char **parts = g_strsplit(halves[0], "|", 2);
    struct line line = {.capture = capture, .text = text, .words = split_words(parts[0])};
    guint count = g_strv_length(line.words);

    if (count < 6 || strcmp(line.words[3], ">") != 0) {
        bad_line(&line, "no ladder line");
    }
    char **sender = g_strsplit(line.words[2], ":", 2);
    line.sender = sender[0];
    line.options = line.words + MIN(5 + words_of(line.words[5]), count);
    line.frame = g_new0(struct frame, 1);
    line.more = keep(&line, parts[1] != NULL ? parts[1] : "");
    check_options(&line);
    read_packet(&line);
    if (line.packet.frame != capture->frames->len + 1) {
        bad_line(&line, "wrong frame number");
    }
    feed(&line);
    g_ptr_array_add(capture->frames, line.frame);
    if (halves[1] != NULL) {
        check_sighting(&line, g_strstrip(halves[1]));
    }
    g_strfreev(sender);
    g_strfreev(line.words);
    g_strfreev(parts);
    g_strfreev(halves);
}

void ladder(struct capture *capture, const char *lines)
{
    char **list = g_strsplit(lines, "\n", -1);

    for (char **line = list; *line != NULL; line++) {
        if (**line != '\0') {
            run_line(capture, *line);
        }
    }
    g_strfreev(list);
}

struct capture *capture_of(const char *lines)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    return capture;
}

const struct sc_attempt *attempt_in(const struct capture *capture, uint32_t frame)
{
    return transaction_in(capture, frame)->attempt;
}

void check_attempts(struct capture *capture, size_t count)
{
    assert_int_equal(sc_tracker_attempt_count(tracker_of(capture)), count);
}

void check_outcome(const char *name, const char *lines)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    assert_outcome(capture, 1, name);
    capture_free(capture);
}
