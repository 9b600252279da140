/* The messages of a ladder, byte by byte.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "capture-private.h"

#include "sipcodes/catalog.h"

#include <string.h>

#define COOKIE "z9hG4bK-"

static bool same_endpoint(const struct sc_endpoint *a, const struct sc_endpoint *b)
{
    return a->port == b->port && memcmp(a->address, b->address, sizeof a->address) == 0;
}

/* The latest request that went the other way. */
static const struct frame *request_to_answer(const struct line *line)
{
    const char *of = line_option(line, "of", NULL);

    if (of != NULL) {
        return frame_in(line->capture, number_in(of));
    }
    for (guint i = line->capture->frames->len; i > 0; i--) {
        const struct frame *frame = frame_in(line->capture, i);
        if (frame->bytes != NULL && frame->text.code == NULL &&
            strcmp(frame->text.method, "ACK") != 0 &&
            same_endpoint(&frame->seen.packet.source, &line->frame->seen.packet.destination) &&
            same_endpoint(&frame->seen.packet.destination, &line->frame->seen.packet.source)) {
            return frame;
        }
    }
    line_bad(line, "there is no request to answer");
}

static void push_via(const struct line *line, struct text *text)
{
    const char *branch = line_option(line, "branch", "");
    char *own = NULL;

    if (text->via_count == LADDER_VIAS_MAX) {
        line_bad(line, "too many Vias");
    }
    if (branch != NULL && *branch == '\0') {
        own = g_strdup_printf(COOKIE "%s", line_option(line, "b", line->words[0]));
        branch = own;
    }
    char *via =
        g_strdup_printf("SIP/2.0/%s %s%s%s", line->frame->seen.packet.stream ? "TCP" : "UDP",
                        line_option(line, "sent-by", line->sender),
                        branch != NULL ? ";branch=" : "", branch != NULL ? branch : "");
    memmove(text->vias + 1, text->vias, text->via_count * sizeof text->vias[0]);
    text->vias[0] = line_keep(line, via);
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
    if (line_has(line, "received")) {
        char *via = g_strconcat(text->vias[0], ";received=10.9.9.9;rport=4711", NULL);
        text->vias[0] = line_keep(line, via);
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
        text = frame_in(line->capture, number_in(line->words[6]))->text;
        relay(line, &text);
    } else if (g_ascii_isdigit(*word)) {
        text = request_to_answer(line)->text;
        text.code = line_keep(line, word);
        if (text.to == NULL && strcmp(word, "100") != 0) {
            text.to = line_keep(line, line->sender);
        }
    } else {
        text.method = line_keep(line, word);
        text.from = line_keep(line, line->sender);
        push_via(line, &text);
    }
    return text;
}

static void apply_options(const struct line *line, struct text *text)
{
    text->call_id = line_option(line, "call", text->call_id);
    text->cseq = line_option(line, "cseq", text->cseq);
    text->cseq_method = line_option(line, "cseq-method", text->cseq_method);
    text->from = line_option(line, "from", text->from);
    text->to = line_option(line, "to", text->to);
    text->uri = line_option(line, "uri", text->uri);
    if (line_has(line, "no-via")) {
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

/* True if what follows the bars takes the place of a header: another value, or none. */
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

/* Writes the headers that follow the bars; returns the body, or NULL. */
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
    return sc_status_registered(number_in(code)) ? sc_status_lookup(number_in(code))->phrase
                                                 : "Text";
}

static const char *compose(const struct line *line, const struct text *text)
{
    GString *out = g_string_new(NULL);

    if (text->code != NULL) {
        char *phrase = g_strcompress(line_option(line, "phrase", usual_phrase(text->code)));
        g_string_append_printf(out, "SIP/2.0 %s %s\r\n", text->code, phrase);
        g_free(phrase);
    } else {
        g_string_append_printf(out, "%s %s %s\r\n", text->method, text->uri,
                               line_option(line, "version", "SIP/2.0"));
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
    write_header(out, "Reason", line_option(line, "reason", NULL));
    write_header(out, "RSeq", line_option(line, "rseq", NULL));
    if (line_has(line, "credentials")) {
        write_header(out, "Authorization", "Digest username=\"x\"");
    }
    if (line_has(line, "proxy-credentials")) {
        write_header(out, "Proxy-Authorization", "Digest username=\"x\"");
    }
    if (line_has(line, "challenge")) {
        write_header(out,
                     text->code != NULL && strcmp(text->code, "401") == 0 ? "WWW-Authenticate"
                                                                          : "Proxy-Authenticate",
                     "Digest realm=\"x\", nonce=\"y\"");
    }
    char *body = write_more(out, text);
    if (!is_replaced(text, "Content-Length")) {
        g_string_append_printf(out, "Content-Length: %zu\r\n", body != NULL ? strlen(body) : 0);
    }
    g_string_append_printf(out, "\r\n%s", body != NULL ? body : "");
    g_free(body);
    const char *bytes = line_keep(line, out->str);
    g_string_free(out, TRUE);
    return bytes;
}

void compose_message(struct line *line)
{
    struct frame *frame = line->frame;

    if (strcmp(line->words[5], "again") == 0) {
        const struct frame *first = frame_in(line->capture, number_in(line->words[6]));
        frame->text = first->text;
        frame->bytes = first->bytes;
        return;
    }
    frame->text = text_of(line);
    frame->text.more = line->more;
    apply_options(line, &frame->text);
    frame->bytes = compose(line, &frame->text);
}
