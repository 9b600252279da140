/* The bytes of messages, kept as long as something may have to be compared with them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A response is explained by its request, and a retry by the challenge before it. A call may ring
 * for minutes, so the bytes are kept for SC_TEXT_TIME; a flood of messages pushes the oldest out
 * before that.
 */
#include <string.h>

#include "records.h"

struct message_bytes {
    struct message_bytes *next; /* the next younger one */
    struct sc_record *record;   /* that it is of */
    int64_t time;               /* how far the capture was when it was kept */
    size_t size;
    char bytes[];
};

static void forget_oldest(struct sc_tracker *tracker)
{
    struct message_bytes *kept = tracker->oldest_bytes;

    tracker->oldest_bytes = kept->next;
    kept->record->text = (struct sc_slice){0};
    tracker->bytes_size -= kept->size;
    g_free(kept);
}

static void forget_old(struct sc_tracker *tracker)
{
    while (tracker->oldest_bytes != NULL &&
           (tracker->bytes_size > SC_TEXT_TOTAL_MAX ||
            sc_time_between(tracker->oldest_bytes->time, tracker->last_time) > SC_TEXT_TIME)) {
        forget_oldest(tracker);
    }
}

void sc_message_bytes_keep(struct sc_tracker *tracker, struct sc_record *record,
                           const struct reading *reading)
{
    size_t size = reading->message->bytes.size + reading->message->surplus;

    forget_old(tracker);
    if (size > SC_TEXT_MAX || sc_message_is_cut(reading->packet, reading->message)) {
        return;
    }
    struct message_bytes *kept = g_malloc(sizeof *kept + size);
    kept->next = NULL;
    kept->record = record;
    kept->time = tracker->last_time;
    kept->size = size;
    memcpy(kept->bytes, reading->message->bytes.data, size);
    record->text = (struct sc_slice){kept->bytes, size};
    tracker->bytes_size += size;
    if (tracker->oldest_bytes == NULL) {
        tracker->oldest_bytes = kept;
    } else {
        tracker->latest_bytes->next = kept;
    }
    tracker->latest_bytes = kept;
}

void sc_message_bytes_free(struct sc_tracker *tracker)
{
    while (tracker->oldest_bytes != NULL) {
        forget_oldest(tracker);
    }
}
