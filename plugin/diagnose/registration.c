/* The callee of a request and its registration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "registration.h"
#include "phrase.h"

struct sc_slice sc_callee_uri(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);

    return request != NULL && request->uri.size > 0
               ? request->uri
               : sc_address_read(sc_header_first(c->message, SC_HEADER_TO)).uri;
}

/* True if HOST is the address of the responding server, which takes registrations: a proxy that
 * sends a request to such a server may write its address in place of the domain. */
static bool names_registrar(const struct sc_case *c, struct sc_slice host)
{
    return sc_endpoint_is(c->record->source, host) &&
           sc_tracker_is_registrar(c->tracker, c->record->source);
}

bool sc_callee_was_located(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_message *request = sc_case_request(c, draft);
    bool same_user;

    if (request == NULL) {
        return false;
    }
    if (sc_tracker_contact(c->tracker, c->record->source, request->uri, &same_user) != 0) {
        return true;
    }
    if (!sc_transaction_has_upstream(c->transaction)) {
        return false;
    }
    struct sc_uri now = sc_uri_read(request->uri);
    struct sc_uri before = sc_uri_read(sc_address_read(sc_header_first(request, SC_HEADER_TO)).uri);
    if (!sc_slice_equal(now.user, before.user)) {
        return true;
    }
    return !sc_slice_same(now.host, before.host) && !names_registrar(c, now.host);
}

bool sc_callee_stayed_as_it_was(const struct sc_case *c)
{
    return c->transaction->callee_registered == 0;
}

int64_t sc_registration_age(const struct sc_case *c, const struct sc_registration *registration)
{
    return sc_time_between(registration->time, c->record->time);
}

int64_t sc_registration_lifetime(const struct sc_registration *registration)
{
    return registration->lifetime * SC_SECOND;
}

bool sc_calls_itself(const struct sc_message *response)
{
    struct sc_uri from =
        sc_uri_read(sc_address_read(sc_header_first(response, SC_HEADER_FROM)).uri);
    struct sc_uri to = sc_uri_read(sc_address_read(sc_header_first(response, SC_HEADER_TO)).uri);

    return sc_slice_equal(from.user, to.user) && sc_slice_same(from.host, to.host);
}

static bool is_in_force(const struct sc_case *c, const struct sc_registration *registration)
{
    return registration != NULL &&
           sc_registration_age(c, registration) < sc_registration_lifetime(registration);
}

/* True if the address of record is that which the caller meant: the same domain, or one of the two
 * is the server's own address. A server of several domains may have a user of that name in each. */
static bool is_meant(const struct sc_case *c, struct sc_slice called, struct sc_slice aor)
{
    struct sc_slice here = sc_uri_read(called).host;
    struct sc_slice there = sc_uri_read(aor).host;

    return sc_slice_same(here, there) || sc_endpoint_is(c->record->source, here) ||
           sc_endpoint_is(c->record->source, there);
}

const struct sc_registration *sc_registration_of_callee(const struct sc_case *c,
                                                        struct sc_draft *draft)
{
    struct sc_slice called = sc_callee_uri(c, draft);
    const struct sc_endpoint *server = c->record->source;
    const struct sc_registration *registration =
        sc_tracker_registration(c->tracker, called, server);

    if (registration == NULL) {
        registration = sc_tracker_registration_alike(c->tracker, called, server);
    }
    return registration != NULL && is_meant(c, called, registration->aor) ? registration : NULL;
}

const struct sc_registration *sc_registration_in_force(const struct sc_case *c,
                                                       struct sc_draft *draft)
{
    const struct sc_registration *registration = sc_registration_of_callee(c, draft);

    return is_in_force(c, registration) ? registration : NULL;
}

/* True if the phrase names another cause than a callee who is not there. */
static bool phrase_names_other_cause(const struct sc_message *response)
{
    static const char *const causes[] = {"disturb", "DND", "DNS", "busy", "credit", "balance"};

    for (size_t i = 0; i < G_N_ELEMENTS(causes); i++) {
        if (sc_phrase_holds(response, sc_slice_of(causes[i]))) {
            return true;
        }
    }
    return false;
}

/* True if the server, or one that passed the request on to it, takes registrations. */
static bool passed_registrar(const struct sc_case *c)
{
    for (const struct sc_transaction *hop = c->transaction; hop != NULL; hop = hop->parent) {
        if (hop->request_seen && sc_tracker_is_registrar(c->tracker, hop->request.destination)) {
            return true;
        }
    }
    return sc_tracker_is_registrar(c->tracker, c->record->source);
}

bool sc_phrase_fits_unregistered(const struct sc_case *c)
{
    const struct sc_message *message = c->message;
    struct sc_slice phrase = message->phrase;

    return phrase.size == 0 || sc_slice_is(phrase, sc_status_lookup(480)->phrase) ||
           sc_slice_is(phrase, "Temporarily not available") ||
           sc_phrase_holds(message, sc_slice_of("regist")) ||
           sc_phrase_holds(message, sc_slice_of("offline")) ||
           sc_phrase_holds(message, sc_slice_of("logged in")) ||
           (passed_registrar(c) && !phrase_names_other_cause(message));
}
