/* Headers of vendors that state a cause.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * No RFC defines them: programs send them beside Reason (RFC 3326), or in its place.
 */
#include "catalog-private.h"

#include <glib.h>

/* Ascending by name without case. */
static const struct sc_vendor_cause rows[] = {
    {.name = "ms-client-diagnostics", .vendor = "Microsoft"},
    {.name = "ms-diagnostics", .vendor = "Microsoft"},
    {.name = "ms-diagnostics-public", .vendor = "Microsoft"},
    {.name = "P-Registrar-Error", .vendor = "Kamailio"},
    {
        .name = "X-Asterisk-HangupCause",
        .vendor = "Asterisk",
        .companion = "X-Asterisk-HangupCauseCode",
    },
    {
        .name = "X-Asterisk-HangupCauseCode",
        .vendor = "Asterisk",
        .q850 = true,
        .companion = "X-Asterisk-HangupCause",
    },
    {.name = "X-Cause", .vendor = "", .q850 = true},
    {.name = "X-Cause-Code", .vendor = "", .q850 = true},
    {.name = "X-Disconnect-Cause", .vendor = "", .q850 = true},
    {.name = "X-Disconnect-Reason", .vendor = ""},
    {.name = "X-FS-Cause", .vendor = "FreeSWITCH", .q850 = true},
    {.name = "X-FS-Hangup-Cause", .vendor = "FreeSWITCH"},
    {.name = "X-Hangup-Cause", .vendor = "", .q850 = true},
    {.name = "X-Hangup-Reason", .vendor = ""},
    {.name = "X-Q850-Reason", .vendor = "", .q850 = true},
    {.name = "X-Reason", .vendor = ""},
    {.name = "X-Release-Cause", .vendor = "", .q850 = true},
    {.name = "X-Twilio-Error", .vendor = "Twilio"},
};

const struct sc_vendor_cause *sc_vendor_cause_lookup(struct sc_slice name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (sc_slice_is(name, rows[i].name)) {
            return &rows[i];
        }
    }
    return NULL;
}

const struct sc_vendor_cause *sc_vendor_cause_rows(size_t *count)
{
    *count = G_N_ELEMENTS(rows);
    return rows;
}
