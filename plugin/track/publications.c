/* Publications: which entity tags servers gave, and what became of each.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An entity tag is unique for a resource and an event package only (RFC 3903 section 4.1), so these
 * are part of the key. Proxies leave To alone, and a PUBLISH that was passed on names the same
 * publication.
 */
#include "sipcodes/publication.h"
#include "transactions.h"

/* What a PUBLISH says. */
struct publish {
    uint64_t resource; /* digest of To and Event */
    struct sc_publication *named;
    bool removes;
};

static struct sc_publication *obtain(struct sc_tracker *tracker, uint64_t resource,
                                     struct sc_slice tag)
{
    struct sc_publication *publication = NULL;

    if (tag.size > 0) {
        publication = sc_table_obtain(tracker, TABLE_PUBLICATIONS, sc_digest_slice(resource, tag),
                                      sizeof *publication);
    }
    return publication;
}

void sc_publications_request(struct sc_tracker *tracker, struct sc_transaction *transaction,
                             const struct sc_message *message)
{
    struct sc_slice event = sc_header_first(message, SC_HEADER_EVENT);
    uint32_t seconds;

    if (!sc_transaction_is(transaction, "PUBLISH")) {
        return;
    }
    struct publish *publish = sc_arena_alloc(tracker->arena, sizeof *publish);
    struct sc_uri uri = sc_uri_read(sc_address_read(sc_header_first(message, SC_HEADER_TO)).uri);
    event = sc_slice_trim(sc_slice_until(event, ';'));
    publish->resource = sc_digest_slice(sc_digest_user(tracker->seed, &uri), event);
    publish->named = obtain(tracker, publish->resource, sc_header_named(message, "SIP-If-Match"));
    publish->removes = sc_message_number(message, SC_HEADER_EXPIRES, &seconds) && seconds == 0;
    whole(transaction)->publish = publish;
}

/* Records that a 2xx gives a tag. */
static void record_given(struct sc_publication *publication, const struct sc_record *record,
                         const struct sc_message *message)
{
    publication->given = record;
    if (!sc_message_number(message, SC_HEADER_EXPIRES, &publication->seconds)) {
        publication->seconds = 0;
    }
}

void sc_publications_response(struct sc_tracker *tracker, const struct sc_transaction *transaction,
                              const struct sc_record *record, const struct sc_message *message)
{
    const struct publish *publish = whole_of(transaction)->publish;
    struct sc_publication *named = publish != NULL ? publish->named : NULL;

    if (publish == NULL) {
        return;
    }
    if (record->code == 412 && named != NULL && named->refused == NULL) {
        named->refused = transaction;
    }
    if (record->code / 100 != 2) {
        return;
    }
    struct sc_publication *given =
        obtain(tracker, publish->resource, sc_header_named(message, "SIP-ETag"));
    if (given != NULL) {
        record_given(given, record, message);
    }
    if (named != NULL && named != given && named->replaced_by == NULL) {
        named->replaced_by = transaction;
        named->removed = publish->removes;
    }
}

const struct sc_publication *sc_transaction_publication(const struct sc_transaction *transaction)
{
    const struct publish *publish = whole_of(transaction)->publish;

    return publish != NULL ? publish->named : NULL;
}
