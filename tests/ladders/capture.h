/* Captures that are written down as ladders, and what the core makes of their frames.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * README.md in this folder is the reference of the language.
 */
#ifndef SIPCODES_TESTS_CAPTURE_H
#define SIPCODES_TESTS_CAPTURE_H

#include "sipcodes/diagnose.h"
#include "sipcodes/tracker.h"

#include <glib.h>

struct capture;

enum capture_kind {
    CAPTURE_MESSAGE,
    CAPTURE_UNSEEN, /* a message that was sent and not captured */
    CAPTURE_SEGMENT,
    CAPTURE_SYN,
    CAPTURE_RESET,
    CAPTURE_FRAGMENT,
    CAPTURE_ICMP,     /* an ICMP error that quotes a message */
    CAPTURE_ICMP_SYN, /* an ICMP error about a connection that was to be opened */
    CAPTURE_DNS,
};

/* What is in a frame of a capture. Strings and bytes belong to the capture. */
struct capture_frame {
    enum capture_kind kind;
    struct sc_packet packet;
    struct sc_slice bytes; /* of a message or a DNS message */
    const char *seq;       /* the option seq=, NULL without */
    const char *size;      /* the option size=, NULL without */
    /* CAPTURE_SEGMENT, CAPTURE_FRAGMENT: bytes of payload */
    uint32_t length;
    /* CAPTURE_FRAGMENT */
    uint32_t offset;
    bool more;
    /* CAPTURE_RESET: without acknowledgement */
    bool bare;
    /* CAPTURE_ICMP, CAPTURE_ICMP_SYN */
    enum sc_icmp icmp;
    uint32_t quoted; /* the frame whose message is quoted */
    bool no_quote;   /* it is quoted up to the end of its UDP or TCP header */
    struct sc_endpoint target;
};

/* Called where a line is wrong, or where the core makes of a frame what the line does not expect.
 * Every program that plays ladders defines it. It must not return. */
void G_GNUC_NORETURN capture_failed(const char *why);

/* A capture with SIP's usual timers. Never NULL. */
struct capture *capture_new(void);
struct capture *capture_new_with(const struct sc_timers *timers);

/* Fails where a reader of the queue at the end sees anything else than one that looked at once. */
void capture_compare(struct capture *capture);

/* Frees the capture without a comparison. */
void capture_discard(struct capture *capture);

/* Compares and frees. */
void capture_free(struct capture *capture);

/* Feeds the lines to the core, and fails where it finds anything else than expected. */
void ladder(struct capture *capture, const char *lines);

/* A capture that holds these lines. */
struct capture *capture_of(const char *lines);

/* The capture continues up to this time without anything that matters. */
void silence_until(struct capture *capture, int64_t milliseconds);

/* The capture was read to its end. */
void read_to_the_end(struct capture *capture);

struct sc_tracker *tracker_of(struct capture *capture);
const struct sc_diagnosis *diagnosis_of(const struct capture *capture);

/* The number of frames, and a frame; the first is frame 1. */
uint32_t capture_size(const struct capture *capture);
const struct capture_frame *capture_frame(const struct capture *capture, uint32_t frame);

/* What the tracker made of a frame. */
const struct sc_sighting *sighting_in(const struct capture *capture, uint32_t frame);
const struct sc_transaction *transaction_in(const struct capture *capture, uint32_t frame);
const struct sc_record *record_in(const struct capture *capture, uint32_t frame);
struct sc_gaps gaps_in(const struct capture *capture, uint32_t frame);

/* The outcome of the transaction of a frame. */
const char *outcome_in(const struct capture *capture, uint32_t frame);

/* The attempt that the message in a frame belongs to. */
const struct sc_attempt *attempt_in(const struct capture *capture, uint32_t frame);

/* The findings at a frame, the strongest first; returns how many. */
size_t findings_in(const struct capture *capture, uint32_t frame,
                   struct sc_finding findings[SC_FINDINGS_MAX]);

/* The frames of evidence: "1 3". Freed with g_free(). */
char *evidence_of(const struct sc_finding *finding);

#endif
