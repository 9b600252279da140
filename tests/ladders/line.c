/* The lines of a ladder.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "capture-private.h"

#include <string.h>

void line_bad(const struct line *line, const char *why)
{
    GString *message = g_string_new(why);

    g_string_append_printf(message, ", in: %s", line->text);
    const char *kept = line_keep(line, message->str);
    g_string_free(message, TRUE);
    capture_failed(kept);
}

const char *line_keep(const struct line *line, const char *text)
{
    return g_string_chunk_insert(line->capture->strings, text);
}

bool line_has(const struct line *line, const char *name)
{
    return g_strv_contains((const char *const *)line->options, name);
}

/* The value of the option NAME; OTHERWISE if it is not there, NULL if it is "-". */
const char *line_option(const struct line *line, const char *name, const char *otherwise)
{
    size_t size = strlen(name);

    for (char **word = line->options; *word != NULL; word++) {
        if (strncmp(*word, name, size) == 0 && (*word)[size] == '=') {
            const char *value = *word + size + 1;
            return strcmp(value, "-") == 0 ? NULL : line_keep(line, value);
        }
    }
    return otherwise;
}

uint32_t number_in(const char *text)
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
        const char *value = strchr(*word, '=');
        char *name = value == NULL ? g_strdup(*word) : g_strndup(*word, (gsize)(value + 1 - *word));
        bool is_known = g_strv_contains(known, name);
        g_free(name);
        if (!is_known) {
            line_bad(line, "unknown option");
        }
    }
}

struct sc_endpoint line_endpoint(const struct line *line, const char *party)
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
    endpoint.port = (uint16_t)(parts[1] != NULL ? number_in(parts[1]) : 5060);
    g_strfreev(parts);
    return endpoint;
}

static void read_packet(struct line *line)
{
    char **words = line->words;
    const char *id = line_option(line, "id", words[0]);
    const char *seq = line_option(line, "seq", NULL);

    line->frame->seen.seq = seq;
    line->frame->seen.size = line_option(line, "size", NULL);
    line->frame->seen.packet = (struct sc_packet){
        .frame = number_in(words[0]),
        .time = nanoseconds(g_ascii_strtoll(words[1], NULL, 10)),
        .source = line_endpoint(line, words[2]),
        .destination = line_endpoint(line, words[4]),
        .stream = line_has(line, "tcp") || seq != NULL,
        .has_ip_id = !line_has(line, "no-id"),
        .ip_id = (uint16_t)number_in(id),
        .has_tcp_seq = seq != NULL,
        .tcp_seq = seq != NULL ? number_in(seq) : 0,
        .cut = line_has(line, "cut"),
    };
}

static void read_message(struct line *line)
{
    struct capture_frame *seen = &line->frame->seen;

    compose_message(line);
    seen->kind = line_has(line, "unseen") ? CAPTURE_UNSEEN : CAPTURE_MESSAGE;
    seen->bytes = sc_slice_of(line->frame->bytes);
    if (!seen->packet.stream && !line_has(line, "no-id")) {
        /* Headers of IPv4 and UDP, or that of UDP. */
        size_t headers = seen->packet.source.family == 6 ? 8 : 28;
        seen->packet.ip_length =
            (uint16_t)(headers + seen->bytes.size + (seen->packet.cut ? 1 : 0));
    }
    seen->length = number_in(line_option(line, "size", "100"));
}

static void read_segment(struct line *line)
{
    line->frame->seen.kind = CAPTURE_SEGMENT;
    line->frame->seen.length = number_in(line->words[6]);
}

static void read_syn(struct line *line)
{
    line->frame->seen.kind = CAPTURE_SYN;
}

static void read_reset(struct line *line)
{
    struct capture_frame *seen = &line->frame->seen;
    bool refuses = strcmp(line->words[5], "refuse") == 0;

    seen->kind = CAPTURE_RESET;
    seen->bare = line_has(line, "bare");
    seen->packet.has_tcp_seq = true;
    seen->packet.tcp_seq = refuses ? 0 : MAX(seen->packet.tcp_seq, 1);
}

static void read_fragment(struct line *line)
{
    struct capture_frame *seen = &line->frame->seen;

    seen->kind = CAPTURE_FRAGMENT;
    seen->more = line_has(line, "more");
    seen->offset = number_in(line->words[6]);
    seen->length = number_in(line->words[7]);
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
            line_bad(line, "unknown ICMP error");
        }
    }
    return icmp;
}

static void read_icmp(struct line *line)
{
    struct capture_frame *seen = &line->frame->seen;

    seen->kind = CAPTURE_ICMP;
    seen->quoted = number_in(line->words[6]);
    seen->icmp = icmp_named(line, line->words[7]);
    seen->no_quote = line_has(line, "no-quote");
    if (frame_in(line->capture, seen->quoted)->bytes == NULL) {
        line_bad(line, "the quoted frame holds no message");
    }
}

static void read_icmp_syn(struct line *line)
{
    struct capture_frame *seen = &line->frame->seen;

    seen->kind = CAPTURE_ICMP_SYN;
    seen->target = line_endpoint(line, line->words[6]);
    seen->icmp = icmp_named(line, line->words[7]);
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
    line_bad(line, "unknown type of DNS");
}

static void append_word(GString *bytes, unsigned word)
{
    g_string_append_c(bytes, (char)(word >> 8));
    g_string_append_c(bytes, (char)(word & 0xFF));
}

/* A DNS message with its header and its question (RFC 1035 section 4.1). */
static void read_dns(struct line *line)
{
    struct capture_frame *seen = &line->frame->seen;
    bool query = seen->packet.destination.port == 53;
    unsigned type = dns_type(line, line->words[6]);
    GString *bytes = g_string_new(NULL);
    char **labels = g_strsplit(line->words[7], ".", -1);

    append_word(bytes, 4711);
    append_word(bytes, (query ? 0x0100 : 0x8180) | number_in(line_option(line, "rcode", "0")));
    append_word(bytes, 1);
    append_word(bytes, number_in(line_option(line, "records", "0")));
    append_word(bytes, 0);
    append_word(bytes, 0);
    for (char **label = labels; *label != NULL; label++) {
        g_string_append_c(bytes, (char)strlen(*label));
        g_string_append(bytes, *label);
    }
    g_string_append_c(bytes, '\0');
    append_word(bytes, type);
    append_word(bytes, 1);
    seen->kind = CAPTURE_DNS;
    seen->bytes.data =
        g_string_chunk_insert_len(line->capture->strings, bytes->str, (gssize)bytes->len);
    seen->bytes.size = bytes->len;
    g_strfreev(labels);
    g_string_free(bytes, TRUE);
}

/* What a frame may hold: its first word, the words that belong to it, and how it is read. */
struct kind {
    const char *word;
    guint words;
    void (*read)(struct line *line);
};

static const struct kind kinds[] = {
    {"again", 2, read_message}, {"dns", 3, read_dns},           {"fragment", 3, read_fragment},
    {"icmp", 3, read_icmp},     {"icmp-syn", 3, read_icmp_syn}, {"refuse", 1, read_reset},
    {"relay", 2, read_message}, {"reset", 1, read_reset},       {"segment", 2, read_segment},
    {"syn", 1, read_syn},
};

/* A request or a response if it is nothing else. */
static struct kind kind_of(const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].word, word) == 0) {
            return kinds[i];
        }
    }
    return (struct kind){word, 1, read_message};
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

/* Takes the line apart: words, what follows the first bar, and what follows the colon. */
static void split_line(struct line *line)
{
    char **halves = g_strsplit(line->text, " : ", 2);
    char **parts = g_strsplit(halves[0], "|", 2);

    line->words = split_words(parts[0]);
    line->more = line_keep(line, parts[1] != NULL ? parts[1] : "");
    line->expected = halves[1] != NULL ? g_strdup(g_strstrip(halves[1])) : NULL;
    g_strfreev(parts);
    g_strfreev(halves);
}

struct line *line_read(struct capture *capture, const char *text)
{
    struct line *line = g_new0(struct line, 1);

    capture->line = line;
    line->capture = capture;
    line->text = text;
    split_line(line);
    guint count = g_strv_length(line->words);
    if (count < 6 || strcmp(line->words[3], ">") != 0) {
        line_bad(line, "no line of a ladder");
    }
    struct kind kind = kind_of(line->words[5]);
    if (count < 5 + kind.words) {
        line_bad(line, "words are missing");
    }
    line->sender = g_strndup(line->words[2], strcspn(line->words[2], ":"));
    line->options = line->words + 5 + kind.words;
    line->frame = g_new0(struct frame, 1);
    check_options(line);
    read_packet(line);
    if (line->frame->seen.packet.frame != capture->frames->len + 1) {
        line_bad(line, "wrong frame number");
    }
    kind.read(line);
    return line;
}

void line_done(struct capture *capture)
{
    struct line *line = capture->line;

    if (line != NULL) {
        g_free(line->sender);
        g_free(line->expected);
        g_free(line->frame);
        g_strfreev(line->words);
        g_free(line);
        capture->line = NULL;
    }
}
