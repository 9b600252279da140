/* The queue: the events that were seen of a capture, until they are read for good.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "queue.h"

#include <glib.h>
#include <string.h>

void sc_queue_init(struct queue *queue)
{
    *queue = (struct queue){.end = &queue->first};
}

void sc_queue_append(struct queue *queue, const struct sc_event *event,
                     struct sc_sighting *sighting)
{
    struct queued *queued = g_malloc(sizeof *queued + event->bytes.size);

    queued->next = NULL;
    queued->sighting = sighting;
    queued->event = *event;
    queued->event.bytes.data = queued->bytes;
    if (event->bytes.size > 0) {
        memcpy(queued->bytes, event->bytes.data, event->bytes.size);
    }
    if (queue->unread == NULL) {
        queue->unread = queued;
    }
    *queue->end = queued;
    queue->end = &queued->next;
}

const struct queued *sc_queue_read(struct queue *queue)
{
    const struct queued *queued = queue->unread;

    if (queued != NULL) {
        queue->unread = queued->next;
    }
    return queued;
}

void sc_queue_rewind(struct queue *queue)
{
    queue->unread = queue->first;
}

void sc_queue_forget(struct queue *queue)
{
    while (queue->first != queue->unread) {
        struct queued *queued = queue->first;
        queue->first = queued->next;
        g_free(queued);
    }
    if (queue->first == NULL) {
        queue->end = &queue->first;
    }
}

void sc_queue_clear(struct queue *queue)
{
    queue->unread = NULL;
    sc_queue_forget(queue);
}
