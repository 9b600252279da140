/* Back-to-back user agents: the call that a server makes to serve the one that it got.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "other-leg.h"
#include "hops.h"
#include "timing.h"

/* Transactions that are looked at. */
#define LEGS_MAX 64

/* How long after a request without final response another leg may begin. */
#define LEG_TIME (4 * SC_SECOND)

/* How soon a server answers its caller when it gives up: both at once. */
#define GIVING_UP_TIME (100 * SC_MILLISECOND)

/* User parts that end alike are the same number from this length on: prefixes come and go. */
#define NUMBER_MIN 3

/* The first transaction that began when this one did, or later. They are in this order but for
 * frames that are not. */
static size_t first_since(const struct sc_case *c)
{
    int64_t begin = c->transaction->request.time;
    size_t first = 0;
    size_t count = sc_tracker_transaction_count(c->tracker);

    while (count > 0) {
        size_t half = count / 2;
        if (sc_transaction_begin(sc_tracker_transaction(c->tracker, first + half)) < begin) {
            first += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return first;
}

static bool is_leg(const struct sc_case *c, const struct sc_transaction *other)
{
    const struct sc_transaction *own = c->transaction;
    int64_t after = sc_time_between(own->request.time, other->request.time);
    bool in_time =
        c->record->code < 200 ? after <= LEG_TIME : other->request.time <= c->record->time;

    return other->request_seen && own->request_seen && !sc_hop_in_dialog(other) &&
           sc_slice_equal(other->method, own->method) &&
           !sc_slice_equal(other->call_id, own->call_id) &&
           sc_endpoint_same_host(other->request.source, own->request.destination) && after >= 0 &&
           in_time;
}

const struct sc_transaction *sc_leg_next(const struct sc_case *c, struct sc_leg_walk *walk)
{
    size_t count = sc_tracker_transaction_count(c->tracker);

    if (!walk->begun) {
        *walk = (struct sc_leg_walk){.begun = true, .at = first_since(c)};
    }
    while (walk->at < count && walk->count < LEGS_MAX) {
        const struct sc_transaction *other = sc_tracker_transaction(c->tracker, walk->at);
        walk->at++;
        walk->count++;
        if (is_leg(c, other)) {
            return other;
        }
    }
    return NULL;
}

/* The user parts by which a request is compared. */
struct users {
    struct sc_slice uri;
    struct sc_slice to;
    struct sc_slice from;
};

static bool read_users(const struct sc_transaction *transaction, struct users *users)
{
    struct sc_slice text = transaction->request.text;
    struct sc_message request;

    if (!sc_slice_present(text)) {
        return false;
    }
    sc_message_scan(text.data, text.size, &request);
    struct sc_slice to = sc_address_read(sc_header_first(&request, SC_HEADER_TO)).uri;
    struct sc_slice from = sc_address_read(sc_header_first(&request, SC_HEADER_FROM)).uri;
    *users = (struct users){
        .uri = sc_uri_read(request.uri).user,
        .to = sc_uri_read(to).user,
        .from = sc_uri_read(from).user,
    };
    return true;
}

static bool ends_alike(struct sc_slice a, struct sc_slice b)
{
    size_t size = MIN(a.size, b.size);

    return size > 0 && (size >= NUMBER_MIN || a.size == b.size) &&
           sc_slice_same(sc_slice_from(a, a.size - size), sc_slice_from(b, b.size - size));
}

bool sc_leg_same_user(const struct sc_case *c, const struct sc_transaction *leg)
{
    struct users own;
    struct users other;

    return read_users(c->transaction, &own) && read_users(leg, &other) &&
           (ends_alike(own.uri, other.uri) || ends_alike(own.uri, other.to) ||
            ends_alike(own.to, other.uri) || ends_alike(own.to, other.to) ||
            (own.from.size > 0 && sc_slice_equal(own.from, other.from)));
}

bool sc_leg_was_answered(const struct sc_case *c)
{
    struct sc_leg_walk walk = {0};

    for (const struct sc_transaction *leg = sc_leg_next(c, &walk); leg != NULL;
         leg = sc_leg_next(c, &walk)) {
        const struct sc_record *response = leg->responses;
        while (response != NULL && response->code == 100) {
            response = response->next;
        }
        if (response != NULL && sc_timing_not_after(response, c->record) &&
            sc_leg_same_user(c, leg)) {
            return true;
        }
    }
    return false;
}

/* True if the leg rang, and the server's CANCEL for it came at most GIVING_UP_TIME before the
 * response under review. */
static bool was_cancelled_now(const struct sc_case *c, const struct sc_transaction *leg)
{
    const struct sc_transaction *cancel = leg->cancelled_by;

    return leg->alerting != NULL && cancel != NULL && cancel->request_seen &&
           cancel->request.time <= c->record->time &&
           sc_time_between(cancel->request.time, c->record->time) <= GIVING_UP_TIME;
}

const struct sc_transaction *sc_leg_given_up(const struct sc_case *c)
{
    const struct sc_transaction *given_up = NULL;
    struct sc_leg_walk walk = {0};

    if (c->transaction->cancelled_by != NULL) {
        return NULL;
    }
    for (const struct sc_transaction *leg = sc_leg_next(c, &walk); leg != NULL;
         leg = sc_leg_next(c, &walk)) {
        bool cancelled = was_cancelled_now(c, leg);
        bool over = leg->final != NULL && sc_timing_not_after(leg->final, c->record);
        if (!(cancelled || over) || !sc_leg_same_user(c, leg)) {
            continue;
        }
        if (!cancelled) {
            return NULL;
        }
        given_up = leg;
    }
    return given_up;
}

bool sc_leg_may_be_call(const struct sc_case *c, const struct sc_dialog *call)
{
    struct users own;
    struct users other;

    return sc_endpoint_same_host(call->confirmed->source, c->transaction->request.source) &&
           (!read_users(call->setup, &other) ||
            (read_users(c->transaction, &own) && sc_slice_equal(own.from, other.from)));
}
