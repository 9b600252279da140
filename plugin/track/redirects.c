/* Redirections: which request goes where an earlier 3xx said, under another Call-ID or From tag.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A client should keep both when it follows a redirection, and may take others (RFC 3261
 * section 8.1.3.4). What it keeps makes another step of its attempt: see attempts.c. Else it is
 * recognised by its target, and by From and To, whose URIs stay the same.
 */
#include "hosts.h"
#include "transactions.h"

/* Contacts of one response that are remembered. */
#define CONTACTS_MAX 16

/* What a client copies of a target and hardly drops: all but parameters and headers. 0 if there is
 * no target. */
static uint64_t target_digest(const struct sc_tracker *tracker, struct sc_slice uri)
{
    struct sc_uri parts = sc_uri_read(uri);
    uint64_t digest = sc_digest_folded(tracker->seed, parts.scheme);

    if (parts.user.size == 0 && parts.host.size == 0) {
        return 0;
    }
    digest = sc_digest_folded(sc_digest_slice(digest, parts.user), parts.host);
    return sc_digest_number(digest, parts.port);
}

/* Who asks: a host for a method. */
static uint64_t client_key(const struct sc_tracker *tracker, const struct sc_endpoint *client,
                           const struct sc_transaction *transaction)
{
    return sc_digest_slice(sc_host_digest(tracker, client), transaction->method);
}

static uint64_t add_user(uint64_t key, const struct sc_message *message, enum sc_header header)
{
    struct sc_uri uri = sc_uri_read(sc_address_read(sc_header_first(message, header)).uri);

    return sc_digest_user(key, &uri);
}

/* The same for one caller and one callee. From and To keep user and host, whatever the tag; a
 * caller who dials the target writes it into To. */
static uint64_t users_key(uint64_t key, const struct sc_message *message)
{
    return add_user(add_user(key, message, SC_HEADER_FROM), message, SC_HEADER_TO);
}

/* Where the request itself went. A request to the same target again is a repetition and follows
 * nothing. */
static uint64_t first_target(const struct sc_tracker *tracker,
                             const struct sc_transaction *transaction)
{
    struct sc_slice text = transaction->request.text;
    struct sc_message request;

    if (!sc_slice_present(text)) {
        return 0;
    }
    sc_message_scan(text.data, text.size, &request);
    return target_digest(tracker, request.uri);
}

/* The Contact of a 305 is a proxy, and no Request-URI (section 21.3.4). */
void sc_redirects_response(struct sc_tracker *tracker, struct sc_transaction *transaction,
                           const struct sc_record *record, const struct reading *reading)
{
    const struct sc_message *message = reading->message;
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    if (record != transaction->final || record->code / 100 != 3 || record->code == 305 ||
        record->destination->family == 0 || sc_message_is_cut(reading->packet, message)) {
        return;
    }
    uint64_t any_user = client_key(tracker, record->destination, transaction);
    uint64_t same_users = users_key(any_user, message);
    uint64_t first = first_target(tracker, transaction);
    for (int i = 0; i < CONTACTS_MAX && sc_value_next(message, SC_HEADER_CONTACT, &cursor, &value);
         i++) {
        uint64_t target = target_digest(tracker, sc_address_read(value).uri);
        if (target != 0 && target != first) {
            sc_table_set(tracker, TABLE_REDIRECTS, sc_digest_number(any_user, target), transaction);
            sc_table_set(tracker, TABLE_REDIRECTS, sc_digest_number(same_users, target),
                         transaction);
        }
    }
}

/* What was redirected to a target and is not over yet; NULL if nothing was. */
static struct sc_transaction *redirected_to(const struct sc_tracker *tracker,
                                            const struct sc_transaction *transaction,
                                            uint64_t client, uint64_t target)
{
    struct sc_transaction *redirected =
        sc_table_find(tracker, TABLE_REDIRECTS, sc_digest_number(client, target));

    return redirected != NULL &&
                   sc_time_between(redirected->final->time, transaction->request.time) <=
                       sc_timers_timeout(&tracker->timers)
               ? redirected
               : NULL;
}

/* True if To names the target: the caller dialled it himself. */
static bool is_dialled(const struct sc_message *message)
{
    struct sc_uri target = sc_uri_read(message->uri);
    struct sc_uri to = sc_uri_read(sc_address_read(sc_header_first(message, SC_HEADER_TO)).uri);

    return sc_slice_equal(to.user, target.user) && sc_slice_same(to.host, target.host);
}

/* A request within a dialog goes to a target because of that dialog, and one downstream of another
 * because that one does. */
void sc_redirects_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                          const struct reading *reading)
{
    if (sc_table_is_empty(tracker, TABLE_REDIRECTS) || transaction->attempt == NULL ||
        transaction->retry_of != NULL || transaction->parent != NULL ||
        transaction->to_tag.size > 0 || reading->source->family == 0) {
        return;
    }
    uint64_t target = target_digest(tracker, reading->message->uri);
    uint64_t any_user = client_key(tracker, reading->source, transaction);
    uint64_t same_users = users_key(any_user, reading->message);
    struct sc_transaction *redirected = redirected_to(tracker, transaction, same_users, target);

    transaction->redirected_by = is_dialled(reading->message) ? NULL : redirected;
    if (redirected == NULL) {
        redirected = redirected_to(tracker, transaction, any_user, target);
    }
    if (redirected != NULL) {
        redirected->target_tried = true;
    }
}
