/* What a frame that holds evidence shows, in words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/evidence.h"

#include <glib.h>

#include "sipcodes/advice.h"
#include "sipcodes/catalog.h"

/* Bytes of a method that are shown, terminator included. */
#define METHOD_SIZE 32

static const char *copy_words(enum sc_copy copy)
{
    switch (copy) {
    case SC_COPY_RETRANSMISSION:
        return ", sent again";
    case SC_COPY_TCP_RETRANSMISSION:
        return ", sent again by TCP";
    case SC_COPY_DUPLICATE:
        return ", captured twice";
    case SC_COPY_FIRST:
        break;
    }
    return "";
}

/* True if a record of a transaction is an ICMP error, about the request or a response. */
static bool is_error(const struct sc_transaction *transaction, const struct sc_record *record)
{
    bool found = record == transaction->unreachable;

    for (const struct sc_record *response = transaction->responses; !found && response != NULL;
         response = response->next) {
        found = response->undelivered == record;
    }
    return found;
}

static const char *contents_words(const struct sc_transaction *transaction,
                                  const struct sc_record *request)
{
    bool credentials = request == &transaction->request &&
                       (transaction->authorization || transaction->proxy_authorization);
    bool sdp = (request->holds & SC_FACT_SDP) != 0;

    if (credentials) {
        return sdp ? " with credentials and SDP" : " with credentials";
    }
    return sdp ? " with SDP" : "";
}

static void write_response(const struct sc_record *response, const char *method,
                           char text[SC_EVIDENCE_TEXT_SIZE])
{
    const struct sc_status *status = sc_status_lookup(response->code);
    const char *phrase = status->treat_as == response->code ? status->phrase : status->vendor;

    g_snprintf(text, SC_EVIDENCE_TEXT_SIZE, "%03u%s%s%s%s", (unsigned)response->code,
               phrase != NULL ? " " : "", phrase != NULL ? phrase : "",
               method[0] != '\0' ? " to " : "", method);
}

/* Which message it is. */
static void write_message(const struct sc_sighting *sighting, char text[SC_EVIDENCE_TEXT_SIZE])
{
    const struct sc_transaction *transaction = sighting->transaction;
    const struct sc_record *record = sighting->record;
    char method[METHOD_SIZE] = "";

    if (transaction != NULL) {
        (void)sc_slice_text(transaction->method, method, sizeof method);
    }
    if (record->code != 0) {
        write_response(record, method, text);
    } else if (transaction != NULL && is_error(transaction, record)) {
        g_snprintf(text, SC_EVIDENCE_TEXT_SIZE, "ICMP error about %s", method);
    } else if (transaction != NULL) {
        g_snprintf(text, SC_EVIDENCE_TEXT_SIZE, "%s%s",
                   record == &transaction->request ? method : "ACK",
                   contents_words(transaction, record));
    }
    g_strlcat(text, copy_words(sighting->copy), SC_EVIDENCE_TEXT_SIZE);
}

void sc_evidence_write(const struct sc_evidence *evidence, const struct sc_sighting *sighting,
                       char text[SC_EVIDENCE_TEXT_SIZE])
{
    text[0] = '\0';
    if (sighting->record != NULL) {
        write_message(sighting, text);
    }
    if (evidence->shows[0] != '\0') {
        g_strlcat(text, text[0] != '\0' ? ": " : "", SC_EVIDENCE_TEXT_SIZE);
        g_strlcat(text, evidence->shows, SC_EVIDENCE_TEXT_SIZE);
    }
}
