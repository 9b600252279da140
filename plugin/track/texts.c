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
    struct text *next;        /* the next younger one */
    struct sc_record *record; /* that it is of */
    int64_t time;             /* how far the capture was when it was kept */
    size_t size;
    char bytes[];
};

static void forget_oldest(struct sc_tracker *tracker)
{
    struct text *text = tracker->oldest_text;

    tracker->oldest_text = text->next;
    text->record->text = (struct sc_slice){0};
    tracker->texts_size -= text->size;
    g_free(text);
}

static void forget_old(struct sc_tracker *tracker)
{
    while (tracker->oldest_text != NULL &&
           (tracker->texts_size > SC_TEXT_TOTAL_MAX ||
            sc_time_between(tracker->oldest_text->time, tracker->last_time) > SC_TEXT_TIME)) {
        forget_oldest(tracker);
    }
}

void sc_texts_keep(struct sc_tracker *tracker, struct sc_record *record,
                   const struct reading *reading)
{
    size_t size = reading->message->bytes.size + reading->message->surplus;

    forget_old(tracker);
    if (size > SC_TEXT_MAX || sc_message_is_cut(reading->packet, reading->message)) {
        return;
    }
    struct text *text = (struct text *)g_malloc(sizeof *text + size);
    text->next = NULL;
    text->record = record;
    text->time = tracker->last_time;
    text->size = size;
    memcpy(text->bytes, reading->message->bytes.data, size);
    record->text = (struct sc_slice){text->bytes, size};
    tracker->texts_size += size;
    if (tracker->oldest_text == NULL) {
        tracker->oldest_text = text;
    } else {
        tracker->latest_text->next = text;
    }
    tracker->latest_text = text;
}

void sc_texts_free(struct sc_tracker *tracker)
{
    while (tracker->oldest_text != NULL) {
        forget_oldest(tracker);
    }
}
