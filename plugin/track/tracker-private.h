/* The tracker itself, as its files see it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TRACKER_PRIVATE_H
#define SIPCODES_TRACKER_PRIVATE_H

#include <glib.h>

#include "arena.h"
#include "digest.h"
#include "map.h"
#include "sipcodes/tracker.h"

/* What the tracker finds again, each by a digest. */
enum table {
    TABLE_TRANSACTIONS, /* key -> latest transaction */
    TABLE_BRANCHES,     /* branch key -> latest transaction */
    TABLE_ACKS,         /* key of an ACK -> the latest with it, and what answered it */
    TABLE_STRAYS,       /* Call-ID and CSeq number -> latest response without a request */
    TABLE_INVITES,      /* Call-ID, From tag and two endpoints -> latest INVITE */
    TABLE_STEPS, /* two endpoints, Call-ID and CSeq -> latest transaction from one to the other */
    TABLE_REQUESTS, /* two endpoints -> latest transaction from one to the other */
    TABLE_RECORDS,  /* identity -> record of a response or an ACK */
    TABLE_PATHS,    /* Via list -> latest transaction with it */
    TABLE_ORPHANS,  /* Via list without its top -> transactions that lack their parent */
    TABLE_DIALOGS,  /* Call-ID and tags -> dialog */
    TABLE_CALLS,    /* Call-ID -> its dialogs */
    TABLE_ATTEMPTS, /* Call-ID, tags and method -> latest attempt */

    TABLE_NONCES,     /* nonce -> how often it was offered */
    TABLE_OFFERS,     /* nonce, server and client -> the latest challenge with it */
    TABLE_NONCE_USES, /* nonce and user name -> the highest nonce count */

    TABLE_PUBLICATIONS, /* resource, event package and entity tag -> what became of it */

    TABLE_REDIRECTS, /* client, maybe From and To, and target -> latest that a 3xx sent there */

    TABLE_USERS,         /* user and host -> calls */
    TABLE_ACCOUNTS,      /* server, realm and user name -> latest 2xx */
    TABLE_REGISTRATIONS, /* user, host and registrar -> latest registration */
    TABLE_REGISTERED,    /* user in any case and registrar, or registrar alone -> the latest */
    TABLE_CONTACTS,      /* client and host of Contact -> the users that it registered there */
    TABLE_REFUSALS,      /* client, server, method, users -> latest refused transaction */

    TABLE_ENDPOINTS, /* address and port -> the one copy of that endpoint, and what is known of it
                      */
    TABLE_HOSTS,     /* address -> what is known of the host */
    TABLE_PAIRS,     /* two hosts -> what was seen between them */
    TABLE_PAUSES,    /* client and server -> the latest 503 with Retry-After */
    TABLE_MEDIA,     /* codecs and profiles -> the one set of media with them */
    TABLE_STREAMS,   /* two endpoints -> how far one direction of TCP was seen */
    TABLE_DATAGRAMS, /* hosts and identification -> IP fragments seen so far */

    TABLE_COUNT,
};

struct sent_datagram;

/* What a session description says, by the digest of all that was read of it. */
struct known_description {
    uint64_t digest;
    const struct sc_media *media; /* NULL: no description was read yet */
};

/* Session descriptions that are known at one time. */
#define KNOWN_DESCRIPTIONS 64

struct sc_tracker {
    struct sc_timers timers;
    struct arena *arena; /* owns every struct that the tables and lists lead to */
    uint64_t seed;       /* of all digests: random, so that no capture can aim at collisions */
    int64_t first_time;  /* where the capture begins */
    int64_t last_time;   /* the latest the capture has reached */
    bool finished;       /* it was read to its end */
    uint64_t cut_count;  /* messages of which the capture lacks a part */

    struct map tables[TABLE_COUNT];

    /* Each at the place that its digest leads to, until another one takes it. */
    struct known_description descriptions[KNOWN_DESCRIPTIONS];

    /* All of them, in capture order; responses that fit nowhere. */
    GPtrArray *transactions;
    GPtrArray *attempts;
    GPtrArray *unplaced;

    /* How the messages were understood, of struct sc_sighting, ascending by frame, each once. */
    GArray *sightings;

    /* Bytes of messages: the oldest, the latest as long as there is an oldest, and the size of all.
     * See message-bytes.c. */
    struct message_bytes *oldest_bytes;
    struct message_bytes *latest_bytes;
    size_t bytes_size;

    /* The latest datagrams with messages, a ring, and how many there ever were: see
     * sent-datagrams.c. NULL as long as there is none. */
    struct sent_datagram *datagrams;
    size_t datagram_count;
};

/* What was set last for a digest; NULL: nothing. */
static inline void *sc_table_find(const struct sc_tracker *tracker, enum table table,
                                  uint64_t digest)
{
    return sc_map_find(&tracker->tables[table], digest);
}

/* VALUE may be NULL: nothing from now on. */
static inline void sc_table_set(struct sc_tracker *tracker, enum table table, uint64_t digest,
                                void *value)
{
    sc_map_set(&tracker->tables[table], digest, value);
}

/* True as long as nothing was set in a table. */
static inline bool sc_table_is_empty(const struct sc_tracker *tracker, enum table table)
{
    return tracker->tables[table].used == 0;
}

/* The same as sc_table_find(), but where there is nothing, SIZE zeroed bytes of the tracker's arena
 * are set. */
void *sc_table_obtain(struct sc_tracker *tracker, enum table table, uint64_t digest, size_t size);

#endif
