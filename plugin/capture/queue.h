/* The queue: the events that were seen of a capture, until they are read for good.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_QUEUE_H
#define SIPCODES_QUEUE_H

#include "sipcodes/event.h"

/* An event in the queue. */
struct queued {
    struct queued *next;
    struct sc_sighting *sighting; /* as sc_capture_see() was given it */
    struct sc_event event;        /* its bytes are those below */
    char bytes[];
};

/* Events in the order they were seen: first those that were read and may be read again, then those
 * that were not. An empty queue is made by sc_queue_init(). */
struct queue {
    struct queued *first;
    struct queued *unread; /* the first of these; NULL if there is none */
    struct queued **end;
};

void sc_queue_init(struct queue *queue);

/* Appends a copy of EVENT. */
void sc_queue_append(struct queue *queue, const struct sc_event *event,
                     struct sc_sighting *sighting);

/* The first event that was not read, which counts as read from now on; NULL if there is none. It
 * belongs to the queue. */
const struct queued *sc_queue_read(struct queue *queue);

/* Counts all events as not read. */
void sc_queue_rewind(struct queue *queue);

/* Frees the events that were read. */
void sc_queue_forget(struct queue *queue);

/* Frees all events. */
void sc_queue_clear(struct queue *queue);

#endif
