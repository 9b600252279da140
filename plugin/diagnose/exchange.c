/* What is known of a response and its request, for advice on its status code.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/catalog.h"
#include "sipcodes/diagnose.h"

/* No person refuses a call so fast. */
#define AT_ONCE (300 * SC_MILLISECOND)

/* 16, normal call clearing, names no cause of a refusal. */
static bool states_cause(const struct sc_record *response)
{
    for (unsigned i = 0; i < response->reason_count; i++) {
        const struct sc_reason *reason = &response->reasons[i];
        if (reason->has_cause && !(sc_reason_is_q850(reason) &&
                                   (reason->cause == 16 || sc_q850_unspecific(reason->cause)))) {
            return true;
        }
    }
    return false;
}

static unsigned facts_of_request(const struct sc_transaction *transaction)
{
    unsigned facts = sc_fact_of_method(transaction->method);

    if (transaction->request_seen) {
        facts |= transaction->request.holds | (transaction->cut ? 0 : SC_FACT_REQUEST);
        facts |= transaction->to_tag.size > 0 ? SC_FACT_IN_DIALOG : 0;
        /* Credentials for another server do not count: a challenge may ask for others. */
        facts |= (transaction->authorization || transaction->proxy_authorization) &&
                         !transaction->asked_for_credentials
                     ? SC_FACT_CREDENTIALS
                     : 0;
    }
    return facts;
}

/* True if a branch of this hop had got a 2xx by then. */
static bool was_answered_below(const struct sc_transaction *transaction,
                               const struct sc_record *response)
{
    const struct sc_transaction *branch = transaction->children;

    while (branch != NULL && (branch->success == NULL || branch->success->time > response->time)) {
        branch = branch->sibling;
    }
    return branch != NULL;
}

/* How the time before the response was spent. */
static unsigned facts_of_time(const struct sc_transaction *transaction,
                              const struct sc_record *response)
{
    const struct sc_record *ringing = transaction->alerting;
    unsigned facts = 0;

    if (ringing != NULL && ringing != response && ringing->time <= response->time) {
        facts = SC_FACT_RANG;
    } else if (!transaction->request_seen) {
        return 0;
    }
    int64_t since = facts != 0 ? ringing->time : transaction->request.last_time;
    return sc_time_between(since, response->time) < AT_ONCE ? facts | SC_FACT_AT_ONCE : facts;
}

unsigned sc_exchange_facts(const struct sc_sighting *sighting, const struct sc_message *message)
{
    const struct sc_transaction *transaction = sighting->transaction;
    const struct sc_record *response = sighting->record;
    unsigned facts = 0;

    if (transaction != NULL) {
        facts = facts_of_request(transaction);
    } else if (message != NULL) {
        facts = sc_fact_of_method(sc_message_cseq(message).method);
    }
    if (transaction == NULL || !transaction->cut) {
        facts |= SC_FACT_RESPONSE;
    }
    if (response == NULL) {
        return message != NULL ? facts | sc_message_facts(message) : facts;
    }
    if (transaction != NULL && response->code != 0) {
        facts |= facts_of_time(transaction, response);
        facts |= was_answered_below(transaction, response) ? SC_FACT_ANSWERED_BELOW : 0;
    }
    return facts | response->holds | (states_cause(response) ? SC_FACT_CAUSE : 0);
}
