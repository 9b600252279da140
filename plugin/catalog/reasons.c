/* The protocols of the Reason header and what their causes mean.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3326 and its registry "Reason Protocols". The values of SIP and STIR are status codes; the
 * long lists of the others are in causes.c and mobile-causes.c.
 */
#include "catalog-private.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* RFC 4411 section 5. */
static const struct sc_cause preemption_rows[] = {
    {.value = 1, .name = "UA Preemption", SC_PLAIN},
    {.value = 2, .name = "Reserved Resources Preempted", SC_PLAIN},
    {.value = 3, .name = "Generic Preemption", SC_PLAIN},
    {.value = 4, .name = "Non-IP Preemption", SC_PLAIN},
};

static const struct sc_cause_list preemption_causes = {preemption_rows,
                                                       G_N_ELEMENTS(preemption_rows)};

/* 3GPP TS 24.229: why a phone or a server of an IMS released the call. */
static const struct sc_cause release_rows[] = {
    {.value = 1, .name = "User ends call", SC_PLAIN},
    {.value = 2, .name = "RTP/RTCP time-out", SC_PLAIN},
    {.value = 3, .name = "Media bearer loss", SC_PLAIN},
    {.value = 4, .name = "SIP timeout - no ACK", SC_PLAIN},
    {.value = 5, .name = "SIP response time-out", SC_PLAIN},
    {.value = 6, .name = "Call-setup time-out", SC_PLAIN},
    {.value = 7, .name = "Redirection failure", SC_PLAIN},
};

static const struct sc_cause_list release_causes = {release_rows, G_N_ELEMENTS(release_rows)};

/* 3GPP TS 24.229. */
static const struct sc_cause failure_rows[] = {
    {.value = 1, .name = "Media bearer or QoS lost", SC_PLAIN},
    {.value = 2, .name = "Release of signalling bearer", SC_PLAIN},
    {.value = 3, .name = "Indication of failed resources allocation", SC_PLAIN},
};

static const struct sc_cause_list failure_causes = {failure_rows, G_N_ELEMENTS(failure_rows)};

/* Ascending by name without case. */
static const struct sc_reason_protocol protocols[] = {
    {
        .name = "5GMM",
        .title = "5GMM cause (5G mobility)",
        .reference = "3GPP TS 24.501 section 9.11.3.2",
        .causes = &sc_causes_5gmm,
    },
    {
        .name = "5GSM",
        .title = "5GSM cause (5G session)",
        .reference = "3GPP TS 24.501 section 9.11.4.2",
        .causes = &sc_causes_5gsm,
    },
    {
        .name = "DIAMETER",
        .title = "Diameter result (WLAN access)",
        .reference = "3GPP TS 29.274 section 8.103",
        .causes = &sc_causes_diameter,
    },
    {
        .name = "EMM",
        .title = "EMM cause (EPS mobility)",
        .reference = "3GPP TS 24.301 table 9.9.3.9.1",
        .causes = &sc_causes_emm,
    },
    {
        .name = "ESM",
        .title = "ESM cause (EPS session)",
        .reference = "3GPP TS 24.301 table 9.9.4.4.1",
        .causes = &sc_causes_esm,
    },
    {
        .name = "FAILURE_CAUSE",
        .title = "IMS failure cause",
        .reference = "3GPP TS 24.229",
        .causes = &failure_causes,
    },
    {
        .name = "IKEV2",
        .title = "IKEv2 notification (untrusted WLAN access)",
        .reference = "3GPP TS 29.274 section 8.103",
        .causes = &sc_causes_ikev2,
    },
    {
        .name = "NGAP-MISC",
        .title = "NGAP miscellaneous cause",
        .reference = "3GPP TS 38.413",
        .causes = &sc_causes_ngap_misc,
    },
    {
        .name = "NGAP-NAS",
        .title = "NGAP non-access stratum cause",
        .reference = "3GPP TS 38.413",
        .causes = &sc_causes_ngap_nas,
    },
    {
        .name = "NGAP-PROT",
        .title = "NGAP protocol cause",
        .reference = "3GPP TS 38.413",
        .causes = &sc_causes_ngap_prot,
    },
    {
        .name = "NGAP-RNL",
        .title = "NGAP radio network layer cause",
        .reference = "3GPP TS 38.413",
        .causes = &sc_causes_ngap_rnl,
    },
    {
        .name = "NGAP-TL",
        .title = "NGAP transport layer cause",
        .reference = "3GPP TS 38.413",
        .causes = &sc_causes_ngap_tl,
    },
    {
        .name = "Preemption",
        .title = "preemption cause",
        .reference = "RFC 4411 section 5",
        .causes = &preemption_causes,
    },
    {
        .name = "Q.850",
        .title = "ITU-T Q.850 cause",
        .reference = "ITU-T Q.850, RFC 3326 and RFC 6432",
        .causes = &sc_causes_q850,
    },
    {
        .name = "RELEASE_CAUSE",
        .title = "IMS release cause",
        .reference = "3GPP TS 24.229",
        .causes = &release_causes,
    },
    {
        .name = "S1AP-MISC",
        .title = "S1AP miscellaneous cause",
        .reference = "3GPP TS 36.413",
        .causes = &sc_causes_s1ap_misc,
    },
    {
        .name = "S1AP-NAS",
        .title = "S1AP non-access stratum cause",
        .reference = "3GPP TS 36.413",
        .causes = &sc_causes_s1ap_nas,
    },
    {
        .name = "S1AP-PROT",
        .title = "S1AP protocol cause",
        .reference = "3GPP TS 36.413",
        .causes = &sc_causes_s1ap_prot,
    },
    {
        .name = "S1AP-RNL",
        .title = "S1AP radio network layer cause",
        .reference = "3GPP TS 36.413",
        .causes = &sc_causes_s1ap_rnl,
    },
    {
        .name = "S1AP-TL",
        .title = "S1AP transport layer cause",
        .reference = "3GPP TS 36.413",
        .causes = &sc_causes_s1ap_tl,
    },
    {
        .name = "SIP",
        .title = "SIP status code",
        .reference = "RFC 3326 section 2",
    },
    {
        .name = "STIR",
        .title = "STIR status code",
        .reference = "RFC 8224 section 6.2.2 and RFC 9410",
    },
};

static const struct sc_reason_protocol unregistered = {
    .name = "",
    .title = "cause of an unregistered protocol",
    .reference = "RFC 3326 section 2",
};

const struct sc_reason_protocol *sc_reason_protocol_lookup(struct sc_slice name)
{
    for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++) {
        if (sc_slice_is(name, protocols[i].name)) {
            return &protocols[i];
        }
    }
    return &unregistered;
}

static int compare_value(const void *key, const void *element)
{
    uint32_t value = *(const uint32_t *)key;
    uint32_t other = ((const struct sc_cause *)element)->value;

    return (value > other) - (value < other);
}

/* The phrase of a status code; "" for one that no one registered. */
static const char *status_phrase(uint32_t value)
{
    return sc_status_registered(value) ? sc_status_lookup(value)->phrase : "";
}

const char *sc_cause_name(const struct sc_reason_protocol *protocol, uint32_t value)
{
    if (strcmp(protocol->name, "SIP") == 0) {
        return status_phrase(value);
    }
    if (strcmp(protocol->name, "STIR") == 0) {
        /* For a call signature 403 has a phrase of its own (RFC 8224 section 6.2.2). */
        return value == 403 ? "Stale Date" : status_phrase(value);
    }
    if (protocol->causes == NULL) {
        return "";
    }

    const struct sc_cause *cause = bsearch(&value, protocol->causes->rows, protocol->causes->count,
                                           sizeof protocol->causes->rows[0], compare_value);

    return cause != NULL ? cause->name : "";
}

const struct sc_reason_protocol *sc_reason_protocols(size_t *count)
{
    *count = sizeof protocols / sizeof protocols[0];
    return protocols;
}
