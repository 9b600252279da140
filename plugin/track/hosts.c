/* Hosts: what the capture shows of one address, and of one port of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hosts.h"
#include "events.h"

#include <string.h>

#include "transactions.h"

/* A capture whose times count from its own start, as some tools write it, is in 1970. */
#define EARLIEST_TIME (SC_SECOND * 24 * 3600)

/* ---- Finding ---- */

uint64_t sc_host_digest(const struct sc_tracker *tracker, const struct sc_endpoint *endpoint)
{
    struct sc_slice address = {(const char *)endpoint->address, sizeof endpoint->address};

    return sc_digest_number(sc_digest_slice(tracker->seed, address), endpoint->family);
}

struct host *sc_host_find(const struct sc_tracker *tracker, const struct sc_endpoint *endpoint)
{
    return sc_table_is_empty(tracker, TABLE_HOSTS)
               ? NULL
               : sc_table_find(tracker, TABLE_HOSTS, sc_host_digest(tracker, endpoint));
}

static struct host *obtain_host(struct sc_tracker *tracker, uint64_t digest)
{
    struct host *host = sc_table_obtain(tracker, TABLE_HOSTS, digest, sizeof *host);

    host->digest = digest;
    return host;
}

struct host *sc_host_obtain(struct sc_tracker *tracker, const struct sc_endpoint *endpoint)
{
    return obtain_host(tracker, sc_host_digest(tracker, endpoint));
}

const struct sc_endpoint *sc_endpoint_own(struct sc_tracker *tracker,
                                          const struct sc_endpoint *endpoint)
{
    uint64_t digest = sc_host_digest(tracker, endpoint);
    struct place *place = sc_table_obtain(tracker, TABLE_ENDPOINTS,
                                          sc_digest_number(digest, endpoint->port), sizeof *place);

    if (place->host == NULL) {
        place->endpoint = *endpoint;
        place->host = obtain_host(tracker, digest);
    }
    return &place->endpoint;
}

const struct sc_host *sc_tracker_host(const struct sc_tracker *tracker,
                                      const struct sc_endpoint *endpoint)
{
    static const struct sc_host unknown;
    const struct host *host = sc_host_find(tracker, endpoint);

    return host != NULL ? &host->facts : &unknown;
}

bool sc_host_attended(const struct sc_tracker *tracker, const struct sc_endpoint *endpoint)
{
    const struct host *host = sc_host_find(tracker, endpoint);

    return host != NULL && host->attended;
}

/* ---- Two hosts ---- */

static uint64_t pair_key(const struct sc_tracker *tracker, uint64_t a, uint64_t b)
{
    return sc_digest_number(tracker->seed, a + b);
}

static struct pair *obtain_pair(struct sc_tracker *tracker, uint64_t a, uint64_t b)
{
    uint64_t key = pair_key(tracker, a, b);
    struct pair *pair = sc_table_obtain(tracker, TABLE_PAIRS, key, sizeof *pair);

    pair->key = key;
    return pair;
}

struct pair *sc_pair_find(const struct sc_tracker *tracker, const struct sc_endpoint *a,
                          const struct sc_endpoint *b)
{
    return sc_table_find(tracker, TABLE_PAIRS,
                         pair_key(tracker, sc_host_digest(tracker, a), sc_host_digest(tracker, b)));
}

struct pair *sc_pair_of(const struct sc_tracker *tracker, const struct sc_endpoint *a,
                        const struct sc_endpoint *b)
{
    return sc_table_find(tracker, TABLE_PAIRS,
                         pair_key(tracker, sc_host_of(a)->digest, sc_host_of(b)->digest));
}

struct pair *sc_pair_obtain(struct sc_tracker *tracker, const struct sc_endpoint *a,
                            const struct sc_endpoint *b)
{
    return obtain_pair(tracker, sc_host_digest(tracker, a), sc_host_digest(tracker, b));
}

int sc_pair_direction(const struct sc_endpoint *source, const struct sc_endpoint *destination)
{
    int order = memcmp(source->address, destination->address, sizeof source->address);

    return order != 0 ? order > 0 : source->port > destination->port;
}

void sc_hosts_message(struct sc_tracker *tracker, const struct reading *reading)
{
    struct pair *pair = obtain_pair(tracker, sc_host_of(reading->source)->digest,
                                    sc_host_of(reading->destination)->digest);

    pair->seen[sc_pair_direction(reading->source, reading->destination)] = true;
    if (reading->source == reading->destination) {
        pair->seen[1] = true;
    }
}

/* ---- What a server says and takes ---- */

/* The place of an endpoint whose host has this digest; NULL if it was not seen. */
static struct place *find_place(const struct sc_tracker *tracker, uint64_t host, uint16_t port)
{
    return sc_table_find(tracker, TABLE_ENDPOINTS, sc_digest_number(host, port));
}

/* What is known of an endpoint that sc_endpoint_own() gave. */
static struct sc_server *server_at(const struct sc_tracker *tracker,
                                   const struct sc_endpoint *endpoint)
{
    return &find_place(tracker, sc_host_of(endpoint)->digest, endpoint->port)->server;
}

const struct sc_server *sc_tracker_server(const struct sc_tracker *tracker,
                                          const struct sc_endpoint *endpoint)
{
    static const struct sc_server unknown;
    const struct place *place =
        find_place(tracker, sc_host_digest(tracker, endpoint), endpoint->port);

    return place != NULL ? &place->server : &unknown;
}

/* ---- Requests that a server passes on: several programs may share one address ---- */

static const struct sc_endpoint *client_of(const struct sc_transaction *transaction)
{
    return transaction->request_seen ? transaction->request.source
                                     : transaction->responses->destination;
}

static const struct sc_endpoint *server_of(const struct sc_transaction *transaction)
{
    return transaction->request_seen ? transaction->request.destination
                                     : transaction->responses->source;
}

void sc_hosts_orphan(const struct sc_tracker *tracker, const struct sc_transaction *transaction)
{
    server_at(tracker, client_of(transaction))->relay.half++;
}

void sc_hosts_orphan_placed(const struct sc_tracker *tracker,
                            const struct sc_transaction *transaction)
{
    struct sc_relay *relay = &server_at(tracker, client_of(transaction))->relay;

    /* It was counted with another one if a response had opened it that came from elsewhere. */
    relay->half -= relay->half > 0;
}

void sc_hosts_passed_on(const struct sc_tracker *tracker, const struct sc_transaction *parent)
{
    server_at(tracker, server_of(parent))->relay.whole++;
}

void sc_hosts_allow(struct sc_tracker *tracker, struct sc_record *record,
                    const struct reading *reading)
{
    if (sc_header_count(reading->message, SC_HEADER_ALLOW) > 0 && sc_slice_present(record->text) &&
        sc_reading_speaks_for_itself(reading)) {
        server_at(tracker, record->source)->allow = record;
    }
}

void sc_hosts_translated(struct sc_tracker *tracker, const struct sc_record *request,
                         const struct reading *reading)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;

    if (reading->tail != 0 || !sc_via_next(reading->message, &cursor, &via)) {
        return;
    }
    struct sc_endpoint sent = sc_endpoint_read(via.host);
    if (sent.family == 4 && request->source->family == 4 &&
        sc_scope_is_translated(sc_endpoint_scope(&sent)) &&
        !sc_endpoint_same_host(&sent, request->source)) {
        server_at(tracker, request->source)->translated = request;
    }
}

/* True if a final response shows that the server read the request to its end. One that finds fault
 * with the length, with the message as a whole, or with the server itself does not. */
static bool shows_taken(unsigned code)
{
    return code >= 200 && code != 400 && code != 413 && code != 414 && code / 100 != 5;
}

void sc_hosts_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                       const struct sc_record *response)
{
    const struct sc_record *request = &transaction->request;

    if (!transaction->request_seen || !shows_taken(response->code)) {
        return;
    }
    struct sc_server *server = server_at(tracker, request->destination);
    if (server->longest_request == NULL || server->longest_request->size < request->size) {
        server->longest_request = request;
    }
}

/* ---- Clocks ---- */

/* True if the sender made the message, rather than passed it on: a request with one Via, or a
 * response on a hop that leads no further in the capture. */
static bool is_own_message(const struct reading *reading, const struct sc_sighting *sighting)
{
    return reading->message->kind == SC_MESSAGE_REQUEST ? reading->tail == 0
                                                        : sighting->transaction->children == NULL;
}

/* A proxy passes on the Date of others, and a Date says when a message was first sent (RFC 3261
 * section 20.17). */
void sc_hosts_date(struct sc_tracker *tracker, const struct reading *reading,
                   const struct sc_sighting *sighting)
{
    int64_t time = reading->packet->time;
    int64_t date;

    if (sighting->record == NULL || sighting->copy != SC_COPY_FIRST || time < EARLIEST_TIME ||
        !sc_message_date(reading->message, &date) || date > INT64_MAX / SC_SECOND ||
        !is_own_message(reading, sighting)) {
        return;
    }
    struct host *host = sc_host_of(reading->source);
    if (host->clock == NULL) {
        host->clock = sc_arena_alloc(tracker->arena, sizeof *host->clock);
        host->facts.clock = host->clock;
    }
    int64_t offset = date * SC_SECOND - time;
    int64_t change = sc_time_between(host->clock->offset, offset);
    if (host->clock->agreed == 0 || change > SC_CLOCK_TOLERANCE || change < -SC_CLOCK_TOLERANCE) {
        *host->clock = (struct sc_clock){.offset = offset, .first = sighting->record};
    }
    host->clock->agreed++;
    host->clock->latest = sighting->record;
}
