/* Users: what the capture holds of an address of record, its registrations and its calls.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A call that does not reach its callee is judged by whether its callee was registered, and one
 * that finds a busy phone by whether the callee was talking. One struct for each address of record
 * and registrar, and one for each end of an answered call.
 */
#include "dialogs.h"

/* Lifetime of a binding that names none, or one that cannot be read (RFC 3261 section 20.19), in
 * seconds. */
#define DEFAULT_LIFETIME 3600

/* Contacts of one message that are read. */
#define CONTACTS_MAX 64

/* Calls of one user that are remembered, the latest ones. */
#define CALLS_MAX 4

struct calls {
    const struct sc_dialog *latest[CALLS_MAX];
    unsigned count; /* ever */
};

/* User and host, whatever scheme, port and parameters the URI has; 0 if it names no user. */
static uint64_t user_key(const struct sc_tracker *tracker, struct sc_slice uri)
{
    struct sc_uri parts = sc_uri_read(uri);

    if (parts.user.size == 0) {
        return 0;
    }
    return sc_digest_user(tracker->seed, &parts);
}

/* Of a server the address counts: it may answer from any port. */
static uint64_t registration_key(uint64_t user, const struct sc_endpoint *server)
{
    struct sc_slice address = {(const char *)server->address, sizeof server->address};

    return sc_digest_slice(user + server->family, address);
}

/* ---- Registrations ---- */

/* For how many seconds the Contacts of a REGISTER or of its 2xx bind, the longest. False if there
 * is no Contact at all. */
static bool longest_lifetime(const struct sc_message *message, uint32_t *lifetime)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;
    uint32_t common = DEFAULT_LIFETIME;
    int count = 0;

    *lifetime = 0;
    sc_message_number(message, SC_HEADER_EXPIRES, &common);
    for (; count < CONTACTS_MAX && sc_value_next(message, SC_HEADER_CONTACT, &cursor, &value);
         count++) {
        struct sc_slice own = sc_param_find(sc_address_read(value).params, "expires");
        uint64_t seconds = sc_slice_present(own) ? DEFAULT_LIFETIME : common;
        sc_slice_number(own, UINT32_MAX, &seconds);
        *lifetime = MAX(*lifetime, (uint32_t)seconds);
    }
    return count > 0;
}

/* A 2xx lists all bindings there are (section 10.3, step 8). Some registrars leave the list out:
 * then what was asked for was granted. A 2xx to a query without any Contact says that there are
 * none. */
static uint32_t lifetime_granted(const struct sc_transaction *transaction,
                                 const struct sc_message *response)
{
    struct sc_slice text = transaction->request.text;
    struct sc_message request;
    uint32_t lifetime;

    if (!longest_lifetime(response, &lifetime) && sc_slice_present(text)) {
        sc_message_scan(text.data, text.size, &request);
        longest_lifetime(&request, &lifetime);
    }
    return lifetime;
}

static void record_registration(struct sc_tracker *tracker,
                                const struct sc_transaction *transaction,
                                const struct sc_record *record, const struct sc_message *message,
                                uint64_t user)
{
    uint64_t key = registration_key(user, record->source);
    struct sc_registration *registration =
        sc_table_obtain(tracker, TABLE_REGISTRATIONS, key, sizeof *registration);
    uint32_t lifetime = lifetime_granted(transaction, message);

    registration->frame = record->frame;
    registration->time = record->time;
    registration->lifetime = lifetime;
}

const struct sc_registration *sc_tracker_registration(const struct sc_tracker *tracker,
                                                      struct sc_slice uri,
                                                      const struct sc_endpoint *server)
{
    uint64_t user = user_key(tracker, uri);

    return user != 0 ? sc_table_find(tracker, TABLE_REGISTRATIONS, registration_key(user, server))
                     : NULL;
}

/* ---- Calls ---- */

static void record_call(struct sc_tracker *tracker, const struct sc_dialog *dialog, uint64_t user)
{
    struct calls *calls = sc_table_find(tracker, TABLE_USERS, user);

    if (user == 0) {
        return;
    }
    if (calls == NULL) {
        calls = sc_arena_alloc(tracker->arena, sizeof *calls);
        sc_table_set(tracker, TABLE_USERS, user, calls);
    }
    calls->latest[calls->count++ % CALLS_MAX] = dialog;
}

const struct sc_dialog *sc_tracker_call_of(const struct sc_tracker *tracker, struct sc_slice uri,
                                           struct sc_slice call_id)
{
    uint64_t user = user_key(tracker, uri);
    const struct calls *calls = user != 0 ? sc_table_find(tracker, TABLE_USERS, user) : NULL;

    for (unsigned i = 0; calls != NULL && i < MIN(calls->count, CALLS_MAX); i++) {
        const struct sc_dialog *dialog = calls->latest[i];
        if (dialog->bye == NULL && !sc_slice_equal(dialog->call_id, call_id)) {
            return dialog;
        }
    }
    return NULL;
}

/* ---- Both ---- */

static struct sc_slice uri_in(const struct sc_message *message, enum sc_header header)
{
    return sc_address_read(sc_header_first(message, header)).uri;
}

void sc_users_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                       const struct sc_record *record, const struct sc_message *message)
{
    const struct sc_dialog *dialog = transaction->dialog;

    if (record->code / 100 != 2) {
        return;
    }
    uint64_t callee = user_key(tracker, uri_in(message, SC_HEADER_TO));
    if (sc_transaction_is(transaction, "REGISTER")) {
        if (callee != 0) {
            record_registration(tracker, transaction, record, message, callee);
        }
    } else if (sc_transaction_is(transaction, "INVITE") && dialog != NULL &&
               dialog->confirmed == record) {
        record_call(tracker, dialog, callee);
        record_call(tracker, dialog, user_key(tracker, uri_in(message, SC_HEADER_FROM)));
    }
}
