/* Fuzzes the message reader: any bytes are scanned, framed as a stream of messages, and read with
 * every reader; what message.h and slice.h promise is asserted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "readers.h"

#include <stdio.h>

/* In every build: assert() would go with NDEBUG. */
static void promise(bool kept, const char *what, int line)
{
    if (!kept) {
        (void)fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, line, what);
        abort();
    }
}

#define PROMISE(condition) promise(condition, #condition, __LINE__)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_slice(struct sc_slice slice, void *context)
{
    const struct sc_slice *bytes = context;

    PROMISE(lies_inside(slice, *bytes));
    PROMISE(text_is_clean(slice));
}

/* Identity, not equality: both are absent, or both are the same bytes at the same place. */
static bool same_place(struct sc_slice a, struct sc_slice b)
{
    return a.data == b.data && a.size == b.size;
}

static void check_same(const struct sc_message *a, const struct sc_message *b)
{
    PROMISE(a->kind == b->kind && a->code == b->code);
    PROMISE(same_place(a->start_line, b->start_line) && same_place(a->bytes, b->bytes));
    PROMISE(same_place(a->method, b->method) && same_place(a->uri, b->uri));
    PROMISE(same_place(a->version, b->version) && same_place(a->phrase, b->phrase));
    PROMISE(same_place(a->head, b->head) && same_place(a->body, b->body));
    PROMISE(a->headers_complete == b->headers_complete && a->body_missing == b->body_missing);
    PROMISE(a->content_length_readable == b->content_length_readable);
    PROMISE(a->content_length == b->content_length);
    PROMISE(a->line_count == b->line_count && a->lines_dropped == b->lines_dropped);
    for (size_t i = 0; i < a->line_count; i++) {
        PROMISE(a->lines[i].header == b->lines[i].header);
        PROMISE(same_place(a->lines[i].name, b->lines[i].name));
        PROMISE(same_place(a->lines[i].value, b->lines[i].value));
    }
}

static void check_facts(const struct sc_message *message, struct sc_slice data, size_t taken)
{
    const char *end = data.data + data.size;

    PROMISE(taken > 0 && taken <= data.size);
    PROMISE(message->bytes.data + message->bytes.size == data.data + taken);
    PROMISE(message->bytes.data == message->start_line.data);
    PROMISE(message->surplus == data.size - taken);
    PROMISE(message->body.data + message->body.size == data.data + taken);
    PROMISE(message->body.data + message->body.size + message->surplus == end);
    PROMISE(message->head.data + message->head.size <= message->body.data);
    PROMISE(message->line_count <= SC_LINES_MAX);
    PROMISE(message->lines_dropped == 0 || message->line_count == SC_LINES_MAX);
    PROMISE(message->code <= 999);
    PROMISE((message->kind == SC_MESSAGE_RESPONSE) == sc_slice_present(message->status));
    PROMISE((message->kind == SC_MESSAGE_REQUEST) == sc_slice_present(message->method));
    if (message->content_length_readable) {
        PROMISE(message->content_length - message->body_missing == message->body.size);
        PROMISE(message->body_missing == 0 || message->surplus == 0);
    } else {
        PROMISE(message->content_length == 0 && message->body_missing == 0);
        PROMISE(message->surplus == 0);
    }
    for (size_t i = 0; i < message->line_count; i++) {
        PROMISE(message->lines[i].header > SC_HEADER_OTHER);
        PROMISE(message->lines[i].header < SC_HEADER_COUNT);
        PROMISE(sc_header_lookup(message->lines[i].name) == message->lines[i].header);
        PROMISE(lies_inside(message->lines[i].value, message->head));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sc_message message;
    static struct sc_message again;
    struct sc_slice rest = {(const char *)data, size};

    /* One message after the other, as in a segment of a stream. */
    for (;;) {
        size_t taken = sc_message_scan(rest.data, rest.size, &message);
        if (taken == 0) {
            PROMISE(message.kind == SC_MESSAGE_NONE);
            PROMISE(!sc_slice_present(message.bytes) && !sc_slice_present(message.body));
            break;
        }
        check_facts(&message, rest, taken);
        visit_everything(&message, check_slice, &message.bytes);

        /* Neither what stood in the struct before nor what stands around the message matters. */
        memset(&again, 0xA5, sizeof again);
        PROMISE(sc_message_scan(message.bytes.data, message.bytes.size, &again) ==
                message.bytes.size);
        PROMISE(again.surplus == 0);
        check_same(&message, &again);

        rest.data += taken;
        rest.size -= taken;
    }
    /* What is no message is still a slice. */
    check_slice(rest, &rest);
    visit_address(rest, check_slice, &rest);
    visit_params(rest, ';', check_slice, &rest);
    visit_uri(rest, check_slice, &rest);
    visit_sdp(rest, check_slice, &rest);
    return 0;
}
