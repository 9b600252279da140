/* Facts that rules of several topics ask for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* The groups of an IPv6 address are written out, leading zeros apart (RFC 5952 section 4.1), but
 * the first longest run of zeros becomes "::" (section 4.2). */
#define GROUPS 8

static unsigned group_of(const struct sc_endpoint *endpoint, size_t index)
{
    return (unsigned)endpoint->address[index * 2] << 8 | endpoint->address[index * 2 + 1];
}

/* Where the first longest run of zeros begins; LENGTH is 0 if none is longer than one group. */
static unsigned zeros_in(const struct sc_endpoint *endpoint, unsigned *length)
{
    unsigned best = 0;

    *length = 0;
    for (unsigned at = 0; at < GROUPS; at++) {
        unsigned run = 0;
        while (at + run < GROUPS && group_of(endpoint, at + run) == 0) {
            run++;
        }
        if (run > 1 && run > *length) {
            best = at;
            *length = run;
        }
    }
    return best;
}

static const char *host_ipv6(struct scene *scene, const struct sc_endpoint *endpoint)
{
    GString *text = g_string_new(NULL);
    unsigned length;
    unsigned zeros = zeros_in(endpoint, &length);

    for (unsigned at = 0; at < GROUPS; at++) {
        if (length > 0 && at == zeros) {
            g_string_append(text, "::");
            at += length - 1;
        } else {
            g_string_append_printf(text, "%s%x", at > 0 && at != zeros + length ? ":" : "",
                                   group_of(endpoint, at));
        }
    }
    const char *quoted = quote(scene, sc_slice_of(text->str));
    g_string_free(text, TRUE);
    return quoted;
}

const char *host(struct scene *scene, const struct sc_endpoint *endpoint)
{
    const uint8_t *bytes = endpoint->address;
    char text[sizeof "255.255.255.255"];

    if (endpoint->family == 6) {
        return host_ipv6(scene, endpoint);
    }
    if (endpoint->family != 4) {
        return "-";
    }
    g_snprintf(text, sizeof text, "%u.%u.%u.%u", bytes[0], bytes[1], bytes[2], bytes[3]);
    return quote(scene, sc_slice_of(text));
}
/* Hops that are looked at on the way to the one who refused. */
#define HOPS_MAX 256

bool has_method(const struct sc_transaction *transaction, const char *method)
{
    return sc_slice_equal(transaction->method, sc_slice_of(method));
}

bool in_dialog(const struct sc_transaction *transaction)
{
    return transaction->to_tag.size > 0;
}

bool is_request(const struct scene *scene)
{
    return scene->record == &scene->transaction->request;
}

bool at_either_end(const struct scene *scene)
{
    return scene->frame == scene->record->frame || scene->frame == scene->record->last_frame;
}

int64_t repeated_for(const struct sc_record *record)
{
    return sc_time_between(record->time, record->last_time);
}

int64_t begun_at(const struct sc_transaction *transaction)
{
    return transaction->request_seen ? transaction->request.time : transaction->responses->time;
}

int64_t timeout(const struct scene *scene)
{
    return INT64_C(64) * sc_tracker_timers(scene->tracker).t1 * INT64_C(1000000);
}

const struct sc_transaction *refusing_hop(const struct scene *scene)
{
    const struct sc_transaction *hop = scene->transaction;
    const struct sc_transaction *child = hop->children;

    for (int i = 0; child != NULL && i < HOPS_MAX; i++) {
        if (child->final != NULL && child->final->code == scene->record->code) {
            hop = child;
            child = hop->children;
        } else {
            child = child->sibling;
        }
    }
    return hop;
}
