/* The journal: what was seen of a capture and not looked into yet.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * To follow a message and to judge it costs many times what it takes to remember it, and most runs
 * over a capture never ask. So what is seen is written down first and read when somebody asks.
 * Whenever that is, what tracker and diagnosis make of it is the same as if they had been told at
 * once.
 *
 * What is not read yet takes the bytes of the messages and a fixed struct for each; it is let go
 * as it is read.
 */
#ifndef SIPCODES_JOURNAL_H
#define SIPCODES_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sipcodes/diagnose.h"
#include "sipcodes/slice.h"
#include "sipcodes/tracker.h"

struct sc_journal;

/* A journal for TRACKER and DIAGNOSIS, which must outlive it and are to be told nothing otherwise.
 * Never NULL. */
struct sc_journal *sc_journal_new(struct sc_tracker *tracker, struct sc_diagnosis *diagnosis);

/* Frees the journal with what was not read. NULL is allowed. */
void sc_journal_free(struct sc_journal *journal);

/* Notes the next message of the capture: BYTES as they are to be scanned, any, copied here.
 * SIGHTING is filled when it is read and must live until then, or until the journal is freed. */
void sc_journal_message(struct sc_journal *journal, const struct sc_packet *packet,
                        struct sc_slice bytes, struct sc_sighting *sighting);

/* Notes what sc_tracker_unreachable() is to be told. SIGHTING as above. */
void sc_journal_unreachable(struct sc_journal *journal, const struct sc_packet *packet,
                            enum sc_icmp icmp, const struct sc_endpoint *source,
                            const struct sc_endpoint *destination, struct sc_slice quoted,
                            struct sc_sighting *sighting);

/* Notes what sc_tracker_unconnected() is to be told. This and the following three cost next to
 * nothing where the tracker has no use for it. */
void sc_journal_unconnected(struct sc_journal *journal, const struct sc_packet *packet,
                            enum sc_icmp icmp, const struct sc_endpoint *client,
                            const struct sc_endpoint *target);

/* Notes what sc_tracker_segment() is to be told. */
void sc_journal_segment(struct sc_journal *journal, const struct sc_packet *packet, bool syn,
                        size_t size);

/* Notes what sc_tracker_reset() is to be told. */
void sc_journal_reset(struct sc_journal *journal, const struct sc_packet *packet,
                      bool acknowledges);

/* Notes what sc_tracker_dns() is to be told. DATAGRAM is copied. */
void sc_journal_dns(struct sc_journal *journal, const struct sc_packet *packet,
                    struct sc_slice datagram);

/* Notes what sc_tracker_fragment() is to be told. Every fragment is noted: what it is part of shows
 * only when the datagram is whole. */
void sc_journal_fragment(struct sc_journal *journal, const struct sc_packet *packet, bool more,
                         size_t offset, size_t size);

/* Notes that the capture has reached TIME, as for sc_tracker_tick(). Of the moments between two
 * readings the first and the latest are kept. */
void sc_journal_tick(struct sc_journal *journal, int64_t time);

/* Tells tracker and diagnosis what was noted since the last reading, in order. */
void sc_journal_read(struct sc_journal *journal);

#endif
