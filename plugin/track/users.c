/* Users: what the capture holds of an address of record: its registrations, contacts and calls.
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

/* Users that are remembered of the Contacts of one client at one host and port. */
#define CONTACT_USERS_MAX 8

/* Who a client registered at one host and port of Contact. */
struct contacts {
    uint32_t frame; /* of the latest 2xx */
    unsigned count; /* of USERS */
    uint64_t users[CONTACT_USERS_MAX];
    bool any; /* a Contact has no user part, or there are more users than fit */
};

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

static struct sc_slice uri_in(const struct sc_message *message, enum sc_header header)
{
    return sc_address_read(sc_header_first(message, header)).uri;
}

/* ---- Registrations ---- */

static uint64_t alike_key(const struct sc_tracker *tracker, struct sc_slice uri,
                          const struct sc_endpoint *server)
{
    return registration_key(sc_digest_folded(tracker->seed, sc_uri_read(uri).user), server);
}

static uint64_t registrar_key(const struct sc_tracker *tracker, const struct sc_endpoint *server)
{
    return registration_key(tracker->seed, server);
}

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
static uint32_t lifetime_granted(const struct sc_message *request,
                                 const struct sc_message *response)
{
    uint32_t lifetime;

    if (!longest_lifetime(response, &lifetime) && request != NULL) {
        longest_lifetime(request, &lifetime);
    }
    return lifetime;
}

/* The host of the first Contact of a REGISTER, if no Contact leads to another host than the
 * server's own; else empty. */
static struct sc_slice unroutable_host(const struct sc_message *request,
                                       const struct sc_record *record)
{
    struct sc_slice found = {0};
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    if (sc_endpoint_same_host(record->source, record->destination)) {
        return found;
    }
    for (int i = 0; i < CONTACTS_MAX && sc_value_next(request, SC_HEADER_CONTACT, &cursor, &value);
         i++) {
        struct sc_slice host = sc_uri_read(sc_address_read(value).uri).host;
        struct sc_endpoint place = sc_endpoint_read(host);
        if (!sc_endpoint_is_unroutable(&place)) {
            return (struct sc_slice){0};
        }
        found = found.size > 0 ? found : host;
    }
    return found;
}

/* The host of the first Contact of a REGISTER if that is a name that never has an address; else
 * empty. */
static struct sc_slice invalid_host(const struct sc_message *request)
{
    struct sc_slice host = sc_uri_read(uri_in(request, SC_HEADER_CONTACT)).host;
    struct sc_slice none = {0};

    return sc_host_is_invalid(host) ? host : none;
}

/* Counts the REGISTERs of one client that follow each other too soon for a refresh. One that
 * removes bindings begins anew. */
static void count_repeats(struct sc_registration *registration, struct sc_slice call_id,
                          const struct sc_record *record, uint32_t lifetime)
{
    if (registration->frame != 0 && lifetime > 0 && registration->lifetime > 0 &&
        sc_slice_equal(registration->call_id, call_id) &&
        sc_time_between(registration->time, record->time) <= SC_REGISTER_PAUSE) {
        registration->repeats++;
        return;
    }
    registration->repeats = 0;
    registration->repeats_frame = record->frame;
    registration->repeats_since = record->time;
    registration->call_id = call_id;
}

/* REQUEST is NULL if it is not kept. CALL_ID is that of the transaction. */
static void record_registration(struct sc_tracker *tracker, const struct sc_message *request,
                                const struct sc_record *record, const struct sc_message *response,
                                struct sc_slice call_id, uint64_t user)
{
    struct sc_slice aor = uri_in(response, SC_HEADER_TO);
    struct sc_slice nowhere = {0};
    uint64_t key = registration_key(user, record->source);
    struct sc_registration *registration =
        sc_table_obtain(tracker, TABLE_REGISTRATIONS, key, sizeof *registration);
    uint32_t lifetime = lifetime_granted(request, response);

    int64_t end = registration->time + registration->lifetime * SC_SECOND;
    if (registration->frame == 0 || registration->lifetime == 0 || end < record->time) {
        registration->since = record->time;
    }
    if (registration->frame == 0) {
        registration->aor = sc_arena_keep(tracker->arena, aor);
    }
    count_repeats(registration, call_id, record, lifetime);
    registration->frame = record->frame;
    registration->time = record->time;
    registration->lifetime = lifetime;
    registration->unroutable =
        sc_arena_keep(tracker->arena, request != NULL ? unroutable_host(request, record) : nowhere);
    registration->invalid =
        sc_arena_keep(tracker->arena, request != NULL ? invalid_host(request) : nowhere);
    sc_table_set(tracker, TABLE_REGISTERED, alike_key(tracker, aor, record->source), registration);
    sc_table_set(tracker, TABLE_REGISTERED, registrar_key(tracker, record->source), registration);
}

const struct sc_registration *sc_tracker_registration(const struct sc_tracker *tracker,
                                                      struct sc_slice uri,
                                                      const struct sc_endpoint *server)
{
    uint64_t user = user_key(tracker, uri);

    return user != 0 ? sc_table_find(tracker, TABLE_REGISTRATIONS, registration_key(user, server))
                     : NULL;
}

const struct sc_registration *sc_tracker_registration_alike(const struct sc_tracker *tracker,
                                                            struct sc_slice uri,
                                                            const struct sc_endpoint *server)
{
    return sc_uri_read(uri).user.size > 0
               ? sc_table_find(tracker, TABLE_REGISTERED, alike_key(tracker, uri, server))
               : NULL;
}

bool sc_tracker_is_registrar(const struct sc_tracker *tracker, const struct sc_endpoint *server)
{
    return sc_table_find(tracker, TABLE_REGISTERED, registrar_key(tracker, server)) != NULL;
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

/* ---- Contacts ---- */

static uint64_t contact_key(const struct sc_tracker *tracker, const struct sc_endpoint *client,
                            const struct sc_uri *contact)
{
    struct sc_slice address = {(const char *)client->address, sizeof client->address};
    uint64_t digest = sc_digest_slice(tracker->seed + client->family, address);

    return sc_digest_number(sc_digest_folded(digest, contact->host), sc_uri_port(contact));
}

static void record_contact(struct sc_tracker *tracker, const struct sc_record *record,
                           struct sc_slice uri)
{
    struct sc_uri parts = sc_uri_read(uri);
    uint64_t key = contact_key(tracker, record->destination, &parts);
    uint64_t user = sc_digest_slice(tracker->seed, parts.user);
    struct contacts *contacts = sc_table_obtain(tracker, TABLE_CONTACTS, key, sizeof *contacts);

    contacts->frame = record->frame;
    contacts->any |= parts.user.size == 0;
    for (unsigned i = 0; i < contacts->count; i++) {
        if (contacts->users[i] == user) {
            return;
        }
    }
    if (contacts->count < CONTACT_USERS_MAX) {
        contacts->users[contacts->count++] = user;
    } else {
        contacts->any = true;
    }
}

static void record_contacts(struct sc_tracker *tracker, const struct sc_message *request,
                            const struct sc_record *record)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    for (int i = 0; i < CONTACTS_MAX && sc_value_next(request, SC_HEADER_CONTACT, &cursor, &value);
         i++) {
        struct sc_slice uri = sc_address_read(value).uri;
        if (sc_uri_read(uri).host.size > 0) {
            record_contact(tracker, record, uri);
        }
    }
}

uint32_t sc_tracker_contact(const struct sc_tracker *tracker, const struct sc_endpoint *phone,
                            struct sc_slice uri, bool *same_user)
{
    struct sc_uri parts = sc_uri_read(uri);
    const struct contacts *contacts =
        sc_table_find(tracker, TABLE_CONTACTS, contact_key(tracker, phone, &parts));
    uint64_t user = sc_digest_slice(tracker->seed, parts.user);

    *same_user = contacts != NULL && contacts->any;
    for (unsigned i = 0; contacts != NULL && i < contacts->count; i++) {
        *same_user |= contacts->users[i] == user;
    }
    return contacts != NULL ? contacts->frame : 0;
}

/* ---- All ---- */

static void record_register(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                            const struct sc_record *record, const struct sc_message *response,
                            uint64_t user)
{
    struct sc_slice text = transaction->request.text;
    struct sc_message room;
    const struct sc_message *request = NULL;

    if (sc_slice_present(text)) {
        sc_message_scan(text.data, text.size, &room);
        request = &room;
    }
    if (user != 0) {
        record_registration(tracker, request, record, response, transaction->call_id, user);
    }
    if (request != NULL) {
        record_contacts(tracker, request, record);
    }
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
        record_register(tracker, transaction, record, message, callee);
    } else if (sc_transaction_is(transaction, "INVITE") && dialog != NULL &&
               dialog->confirmed == record) {
        record_call(tracker, dialog, callee);
        record_call(tracker, dialog, user_key(tracker, uri_in(message, SC_HEADER_FROM)));
    }
}
