/* One message of an attempt.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report-message.h"

#include <glib.h>
#include <string.h>

#include "open-capture.h"
#include "report-names.h"
#include "sipcodes/catalog.h"

void report_message_explain(const struct sc_sighting *sighting, char cause[SC_WHY_SIZE])
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = sc_capture_findings(open_capture(), sighting, findings);
    struct sc_why why;

    (void)sc_capture_why(open_capture(), sighting, findings, count, sighting->record->code, &why);
    (void)g_strlcpy(cause, why.text, SC_WHY_SIZE);
}

void report_message_cause(const struct sc_attempt_facts *facts, const char *attempt_cause,
                          const struct sc_flow_message *message, char cause[SC_WHY_SIZE])
{
    const struct sc_record *record = message->record;
    struct sc_sighting sighting = {.transaction = message->transaction,
                                   .record = record,
                                   .copy = SC_COPY_FIRST,
                                   .frame = record->frame};

    cause[0] = '\0';
    if (record == facts->explained.record) {
        (void)g_strlcpy(cause, attempt_cause, SC_WHY_SIZE);
    } else if (message->kind == SC_FLOW_RESPONSE && record->code >= 300) {
        report_message_explain(&sighting, cause);
        if (strcmp(cause, attempt_cause) == 0) {
            cause[0] = '\0';
        }
    }
}

static void append_response(GString *label, unsigned code)
{
    const struct sc_status *status = sc_status_lookup(code);
    const char *phrase = status->treat_as == code ? status->phrase : status->vendor;

    g_string_append_printf(label, "%03u", code);
    if (phrase != NULL) {
        g_string_append_printf(label, " %s", phrase);
    }
}

static void append_method(GString *label, const struct sc_transaction *transaction)
{
    char *method = report_slice(transaction->method);

    g_string_append(label, method);
    g_free(method);
}

char *report_message_label(const struct sc_attempt_facts *facts,
                           const struct sc_flow_message *message)
{
    const struct sc_transaction *transaction = message->transaction;
    GString *label = g_string_new(NULL);

    switch (message->kind) {
    case SC_FLOW_REQUEST:
        append_method(label, transaction);
        break;
    case SC_FLOW_RESPONSE:
        append_response(label, message->record->code);
        if (!sc_slice_equal(transaction->method, facts->attempt->method)) {
            g_string_append(label, " to ");
            append_method(label, transaction);
        }
        break;
    case SC_FLOW_ACK:
        g_string_append(label, "ACK");
        break;
    case SC_FLOW_ICMP:
        g_string_append(label, "ICMP error");
        break;
    }
    return g_string_free(label, FALSE);
}

uint64_t report_message_sent(const struct sc_record *record)
{
    return UINT64_C(1) + record->retransmissions + record->tcp_retransmissions;
}
