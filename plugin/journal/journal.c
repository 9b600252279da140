/* What was seen of a capture and not looked into yet.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/journal.h"

#include <glib.h>
#include <string.h>

#include "sipcodes/message.h"

enum kind { MESSAGE, UNREACHABLE, UNCONNECTED, SEGMENT, RESET, FRAGMENT, DNS };

struct entry {
    struct entry *next;
    enum kind kind;
    struct sc_packet packet;
    struct sc_sighting *sighting; /* of MESSAGE and UNREACHABLE */
    union {
        struct {
            enum sc_icmp icmp;
            struct sc_endpoint source;
            struct sc_endpoint destination;
        } error; /* UNREACHABLE, UNCONNECTED */
        struct {
            bool syn;
            size_t size;
        } segment;
        struct {
            bool acknowledges;
        } reset;
        struct {
            bool more;
            size_t offset;
            size_t size;
        } fragment;
    };
    size_t size;  /* of what follows */
    char bytes[]; /* of the message, of its quote, of the datagram */
};

struct sc_journal {
    struct sc_tracker *tracker;
    struct sc_diagnosis *diagnosis;
    struct entry *first;
    struct entry **end;
    bool ticked;
    int64_t first_tick; /* since the last reading, if TICKED ... */
    int64_t last_tick;  /* ... and the latest */
};

struct sc_journal *sc_journal_new(struct sc_tracker *tracker, struct sc_diagnosis *diagnosis)
{
    struct sc_journal *journal = g_new0(struct sc_journal, 1);

    journal->tracker = tracker;
    journal->diagnosis = diagnosis;
    journal->end = &journal->first;
    return journal;
}

/* Takes the first entry out; NULL if there is none. */
static struct entry *take(struct sc_journal *journal)
{
    struct entry *entry = journal->first;

    if (entry != NULL) {
        journal->first = entry->next;
        if (journal->first == NULL) {
            journal->end = &journal->first;
        }
    }
    return entry;
}

void sc_journal_free(struct sc_journal *journal)
{
    struct entry *entry;

    if (journal == NULL) {
        return;
    }
    while ((entry = take(journal)) != NULL) {
        g_free(entry);
    }
    g_free(journal);
}

/* Appends an entry that the caller completes. */
static struct entry *note(struct sc_journal *journal, enum kind kind,
                          const struct sc_packet *packet, struct sc_slice bytes)
{
    struct entry *entry = (struct entry *)g_malloc(sizeof *entry + bytes.size);

    entry->next = NULL;
    entry->kind = kind;
    entry->packet = *packet;
    entry->size = bytes.size;
    if (bytes.size > 0) {
        memcpy(entry->bytes, bytes.data, bytes.size);
    }
    *journal->end = entry;
    journal->end = &entry->next;
    return entry;
}

void sc_journal_message(struct sc_journal *journal, const struct sc_packet *packet,
                        struct sc_slice bytes, struct sc_sighting *sighting)
{
    note(journal, MESSAGE, packet, bytes)->sighting = sighting;
    sc_tracker_expect(journal->tracker, packet);
}

static struct entry *note_error(struct sc_journal *journal, enum kind kind,
                                const struct sc_packet *packet, enum sc_icmp icmp,
                                const struct sc_endpoint *source,
                                const struct sc_endpoint *destination, struct sc_slice quoted)
{
    struct entry *entry = note(journal, kind, packet, quoted);

    entry->error.icmp = icmp;
    entry->error.source = *source;
    entry->error.destination = *destination;
    return entry;
}

void sc_journal_unreachable(struct sc_journal *journal, const struct sc_packet *packet,
                            enum sc_icmp icmp, const struct sc_endpoint *source,
                            const struct sc_endpoint *destination, struct sc_slice quoted,
                            struct sc_sighting *sighting)
{
    note_error(journal, UNREACHABLE, packet, icmp, source, destination, quoted)->sighting =
        sighting;
}

void sc_journal_unconnected(struct sc_journal *journal, const struct sc_packet *packet,
                            enum sc_icmp icmp, const struct sc_endpoint *client,
                            const struct sc_endpoint *target)
{
    if (sc_tracker_attends(journal->tracker, client)) {
        note_error(journal, UNCONNECTED, packet, icmp, client, target, (struct sc_slice){0});
    }
}

void sc_journal_segment(struct sc_journal *journal, const struct sc_packet *packet, bool syn,
                        size_t size)
{
    if (sc_tracker_follows(journal->tracker, packet)) {
        struct entry *entry = note(journal, SEGMENT, packet, (struct sc_slice){0});
        entry->segment.syn = syn;
        entry->segment.size = size;
    }
}

void sc_journal_reset(struct sc_journal *journal, const struct sc_packet *packet, bool acknowledges)
{
    if (sc_tracker_follows(journal->tracker, packet) ||
        sc_tracker_attends(journal->tracker, &packet->destination)) {
        note(journal, RESET, packet, (struct sc_slice){0})->reset.acknowledges = acknowledges;
    }
}

void sc_journal_dns(struct sc_journal *journal, const struct sc_packet *packet,
                    struct sc_slice datagram)
{
    if (sc_tracker_attends(journal->tracker, &packet->source) ||
        sc_tracker_attends(journal->tracker, &packet->destination)) {
        note(journal, DNS, packet, datagram);
    }
}

void sc_journal_fragment(struct sc_journal *journal, const struct sc_packet *packet, bool more,
                         size_t offset, size_t size)
{
    struct entry *entry = note(journal, FRAGMENT, packet, (struct sc_slice){0});

    entry->fragment.more = more;
    entry->fragment.offset = offset;
    entry->fragment.size = size;
}

void sc_journal_tick(struct sc_journal *journal, int64_t time)
{
    if (!journal->ticked) {
        journal->ticked = true;
        journal->first_tick = journal->last_tick = time;
    }
    journal->first_tick = MIN(journal->first_tick, time);
    journal->last_tick = MAX(journal->last_tick, time);
}

static struct sc_slice bytes_of(const struct entry *entry)
{
    return (struct sc_slice){entry->bytes, entry->size};
}

static void read_message(struct sc_journal *journal, const struct entry *entry)
{
    struct sc_message message;

    sc_message_scan(entry->bytes, entry->size, &message);
    *entry->sighting = sc_tracker_add(journal->tracker, &entry->packet, &message);
    sc_diagnosis_add(journal->diagnosis, &entry->packet, &message, entry->sighting);
}

static void read_unreachable(struct sc_journal *journal, const struct entry *entry)
{
    *entry->sighting =
        sc_tracker_unreachable(journal->tracker, &entry->packet, entry->error.icmp,
                               &entry->error.source, &entry->error.destination, bytes_of(entry));
    sc_diagnosis_add(journal->diagnosis, &entry->packet, NULL, entry->sighting);
}

static void read_entry(struct sc_journal *journal, const struct entry *entry)
{
    struct sc_tracker *tracker = journal->tracker;
    const struct sc_packet *packet = &entry->packet;

    switch (entry->kind) {
    case MESSAGE:
        read_message(journal, entry);
        break;
    case UNREACHABLE:
        read_unreachable(journal, entry);
        break;
    case UNCONNECTED:
        sc_tracker_unconnected(tracker, packet, entry->error.icmp, &entry->error.source,
                               &entry->error.destination);
        break;
    case SEGMENT:
        sc_tracker_segment(tracker, packet, entry->segment.syn, entry->segment.size);
        break;
    case RESET:
        sc_tracker_reset(tracker, packet, entry->reset.acknowledges);
        break;
    case FRAGMENT:
        sc_tracker_fragment(tracker, packet, entry->fragment.more, entry->fragment.offset,
                            entry->fragment.size);
        break;
    case DNS:
        sc_tracker_dns(tracker, packet, bytes_of(entry));
        break;
    }
}

void sc_journal_read(struct sc_journal *journal)
{
    struct entry *entry;

    if (journal->ticked) {
        sc_tracker_tick(journal->tracker, journal->first_tick);
    }
    while ((entry = take(journal)) != NULL) {
        read_entry(journal, entry);
        g_free(entry);
    }
    if (journal->ticked) {
        sc_tracker_tick(journal->tracker, journal->last_tick);
        journal->ticked = false;
    }
}
