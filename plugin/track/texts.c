/* The bytes of messages, kept as long as something may have to be held against them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A response is explained by its request, and a retry by the challenge before it. A call may ring
 * for minutes, so the bytes are kept for SC_TEXT_TIME; a flood of messages pushes the oldest out
 * before that.
 */
#include <string.h>

#include "tracker-private.h"

struct text {
    struct sc_record *record; /* that it is of */
    int64_t time;             /* how far the capture was when it was kept */
    size_t size;
    char bytes[];
};

static void forget_oldest(struct sc_tracker *tracker)
{
    struct text *text = (struct text *)g_queue_pop_head(tracker->texts);

    text->record->text = (struct sc_slice){0};
    tracker->texts_size -= text->size;
    g_free(text);
}

static void forget_old(struct sc_tracker *tracker)
{
    const struct text *oldest = (const struct text *)g_queue_peek_head(tracker->texts);

    while (oldest != NULL && (tracker->texts_size > SC_TEXT_TOTAL_MAX ||
                              sc_time_between(oldest->time, tracker->last_time) > SC_TEXT_TIME)) {
        forget_oldest(tracker);
        oldest = (const struct text *)g_queue_peek_head(tracker->texts);
    }
}

void texts_keep(struct sc_tracker *tracker, struct sc_record *record, const struct reading *reading)
{
    size_t size = reading->message->bytes.size + reading->message->surplus;

    forget_old(tracker);
    if (size > SC_TEXT_MAX || sc_message_is_cut(reading->packet, reading->message)) {
        return;
    }
    struct text *text = (struct text *)g_malloc(sizeof *text + size);
    text->record = record;
    text->time = tracker->last_time;
    text->size = size;
    memcpy(text->bytes, reading->message->bytes.data, size);
    record->text = (struct sc_slice){text->bytes, size};
    tracker->texts_size += size;
    g_queue_push_tail(tracker->texts, text);
}

void texts_free(struct sc_tracker *tracker)
{
    while (!g_queue_is_empty(tracker->texts)) {
        forget_oldest(tracker);
    }
    g_queue_free(tracker->texts);
}
