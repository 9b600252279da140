/* The causes of mobile networks that a Reason header can carry, and those of their WLAN access.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Official names of 3GPP and the IETF. The S1AP and NGAP causes have no number in their documents:
 * it is the place in the ASN.1 enumeration, its extensions counted on. Ascending by value.
 */
#include <glib.h>

#include "catalog-private.h"

/* EPS mobility management: 3GPP TS 24.301 table 9.9.3.9.1. */
static const struct sc_cause emm_rows[] = {
    {.value = 2, .name = "IMSI unknown in HSS", SC_PLAIN},
    {.value = 3, .name = "Illegal UE", SC_PLAIN},
    {.value = 5, .name = "IMEI not accepted", SC_PLAIN},
    {.value = 6, .name = "Illegal ME", SC_PLAIN},
    {.value = 7, .name = "EPS services not allowed", SC_PLAIN},
    {.value = 8, .name = "EPS services and non-EPS services not allowed", SC_PLAIN},
    {.value = 9, .name = "UE identity cannot be derived by the network", SC_PLAIN},
    {.value = 10, .name = "Implicitly detached", SC_PLAIN},
    {.value = 11, .name = "PLMN not allowed", SC_PLAIN},
    {.value = 12, .name = "Tracking area not allowed", SC_PLAIN},
    {.value = 13, .name = "Roaming not allowed in this tracking area", SC_PLAIN},
    {.value = 14, .name = "EPS services not allowed in this PLMN", SC_PLAIN},
    {.value = 15, .name = "No suitable cells in tracking area", SC_PLAIN},
    {.value = 16, .name = "MSC temporarily not reachable", SC_PLAIN},
    {.value = 17, .name = "Network failure", SC_PLAIN},
    {.value = 18, .name = "CS domain not available", SC_PLAIN},
    {.value = 19, .name = "ESM failure", SC_PLAIN},
    {.value = 20, .name = "MAC failure", SC_PLAIN},
    {.value = 21, .name = "Synch failure", SC_PLAIN},
    {.value = 22, .name = "Congestion", SC_PLAIN},
    {.value = 23, .name = "UE security capabilities mismatch", SC_PLAIN},
    {.value = 24, .name = "Security mode rejected, unspecified", SC_PLAIN},
    {.value = 25, .name = "Not authorized for this CSG", SC_PLAIN},
    {.value = 26, .name = "Non-EPS authentication unacceptable", SC_PLAIN},
    {.value = 31, .name = "Redirection to 5GCN required", SC_PLAIN},
    {.value = 35, .name = "Requested service option not authorized in this PLMN", SC_PLAIN},
    {.value = 36, .name = "IAB-node operation not authorized", SC_PLAIN},
    {.value = 39, .name = "CS service temporarily not available", SC_PLAIN},
    {.value = 40, .name = "No EPS bearer context activated", SC_PLAIN},
    {.value = 42, .name = "Severe network failure", SC_PLAIN},
    {.value = 78, .name = "PLMN not allowed to operate at the present UE location", SC_PLAIN},
    {.value = 95, .name = "Semantically incorrect message", SC_PLAIN},
    {.value = 96, .name = "Invalid mandatory information", SC_PLAIN},
    {.value = 97, .name = "Message type non-existent or not implemented", SC_PLAIN},
    {.value = 98, .name = "Message type not compatible with the protocol state", SC_PLAIN},
    {.value = 99, .name = "Information element non-existent or not implemented", SC_PLAIN},
    {.value = 100, .name = "Conditional IE error", SC_PLAIN},
    {.value = 101, .name = "Message not compatible with the protocol state", SC_PLAIN},
    {.value = 111, .name = "Protocol error, unspecified", SC_PLAIN},
};

const struct sc_cause_list sc_causes_emm = {emm_rows, G_N_ELEMENTS(emm_rows)};

/* EPS session management: 3GPP TS 24.301 table 9.9.4.4.1. */
static const struct sc_cause esm_rows[] = {
    {.value = 8, .name = "Operator determined barring", SC_PLAIN},
    {.value = 26, .name = "Insufficient resources", SC_PLAIN},
    {.value = 27, .name = "Missing or unknown APN", SC_PLAIN},
    {.value = 28, .name = "Unknown PDN type", SC_PLAIN},
    {.value = 29, .name = "User authentication failed", SC_PLAIN},
    {.value = 30, .name = "Request rejected by Serving GW or PDN GW", SC_PLAIN},
    {.value = 31, .name = "Request rejected, unspecified", SC_PLAIN},
    {.value = 32, .name = "Service option not supported", SC_PLAIN},
    {.value = 33, .name = "Requested service option not subscribed", SC_PLAIN},
    {.value = 34, .name = "Service option temporarily out of order", SC_PLAIN},
    {.value = 35, .name = "PTI already in use", SC_PLAIN},
    {.value = 36, .name = "Regular deactivation", SC_PLAIN},
    {.value = 37, .name = "EPS QoS not accepted", SC_PLAIN},
    {.value = 38, .name = "Network failure", SC_PLAIN},
    {.value = 39, .name = "Reactivation requested", SC_PLAIN},
    {.value = 41, .name = "Semantic error in the TFT operation", SC_PLAIN},
    {.value = 42, .name = "Syntactical error in the TFT operation", SC_PLAIN},
    {.value = 43, .name = "Invalid EPS bearer identity", SC_PLAIN},
    {.value = 44, .name = "Semantic errors in packet filter(s)", SC_PLAIN},
    {.value = 45, .name = "Syntactical error in packet filter(s)", SC_PLAIN},
    {.value = 47, .name = "PTI mismatch", SC_PLAIN},
    {.value = 49, .name = "Last PDN disconnection not allowed", SC_PLAIN},
    {.value = 50, .name = "PDN type IPv4 only allowed", SC_PLAIN},
    {.value = 51, .name = "PDN type IPv6 only allowed", SC_PLAIN},
    {.value = 52, .name = "Single address bearers only allowed", SC_PLAIN},
    {.value = 53, .name = "ESM information not received", SC_PLAIN},
    {.value = 54, .name = "PDN connection does not exist", SC_PLAIN},
    {.value = 55, .name = "Multiple PDN connections for a given APN not allowed", SC_PLAIN},
    {.value = 56, .name = "Collision with network initiated request", SC_PLAIN},
    {.value = 57, .name = "PDN type IPv4v6 only allowed", SC_PLAIN},
    {.value = 58, .name = "PDN type non IP only allowed", SC_PLAIN},
    {.value = 59, .name = "Unsupported QCI value", SC_PLAIN},
    {.value = 60, .name = "Bearer handling not supported", SC_PLAIN},
    {.value = 61, .name = "PDN type Ethernet only allowed", SC_PLAIN},
    {.value = 65, .name = "Maximum number of EPS bearers reached", SC_PLAIN},
    {.value = 66,
     .name = "Requested APN not supported in current RAT and PLMN combination",
     SC_PLAIN},
    {.value = 81, .name = "Invalid PTI value", SC_PLAIN},
    {.value = 95, .name = "Semantically incorrect message", SC_PLAIN},
    {.value = 96, .name = "Invalid mandatory information", SC_PLAIN},
    {.value = 97, .name = "Message type non-existent or not implemented", SC_PLAIN},
    {.value = 98, .name = "Message type not compatible with the protocol state", SC_PLAIN},
    {.value = 99, .name = "Information element non-existent or not implemented", SC_PLAIN},
    {.value = 100, .name = "Conditional IE error", SC_PLAIN},
    {.value = 101, .name = "Message not compatible with the protocol state", SC_PLAIN},
    {.value = 111, .name = "Protocol error, unspecified", SC_PLAIN},
    {.value = 112,
     .name = "APN restriction value incompatible with active EPS bearer context",
     SC_PLAIN},
    {.value = 113, .name = "Multiple accesses to a PDN connection not allowed", SC_PLAIN},
};

const struct sc_cause_list sc_causes_esm = {esm_rows, G_N_ELEMENTS(esm_rows)};

/* 5GS mobility management: 3GPP TS 24.501 table 9.11.3.2.1. */
static const struct sc_cause mobility_5g_rows[] = {
    {.value = 3, .name = "Illegal UE", SC_PLAIN},
    {.value = 5, .name = "PEI not accepted", SC_PLAIN},
    {.value = 6, .name = "Illegal ME", SC_PLAIN},
    {.value = 7, .name = "5GS services not allowed", SC_PLAIN},
    {.value = 9, .name = "UE identity cannot be derived by the network", SC_PLAIN},
    {.value = 10, .name = "Implicitly de-registered", SC_PLAIN},
    {.value = 11, .name = "PLMN not allowed", SC_PLAIN},
    {.value = 12, .name = "Tracking area not allowed", SC_PLAIN},
    {.value = 13, .name = "Roaming not allowed in this tracking area", SC_PLAIN},
    {.value = 15, .name = "No suitable cells in tracking area", SC_PLAIN},
    {.value = 20, .name = "MAC failure", SC_PLAIN},
    {.value = 21, .name = "Synch failure", SC_PLAIN},
    {.value = 22, .name = "Congestion", SC_PLAIN},
    {.value = 23, .name = "UE security capabilities mismatch", SC_PLAIN},
    {.value = 24, .name = "Security mode rejected, unspecified", SC_PLAIN},
    {.value = 26, .name = "Non-5G authentication unacceptable", SC_PLAIN},
    {.value = 27, .name = "N1 mode not allowed", SC_PLAIN},
    {.value = 28, .name = "Restricted service area", SC_PLAIN},
    {.value = 31, .name = "Redirection to EPC required", SC_PLAIN},
    {.value = 36, .name = "IAB-node operation not authorized", SC_PLAIN},
    {.value = 43, .name = "LADN not available", SC_PLAIN},
    {.value = 62, .name = "No network slices available", SC_PLAIN},
    {.value = 65, .name = "Maximum number of PDU sessions reached", SC_PLAIN},
    {.value = 67, .name = "Insufficient resources for specific slice and DNN", SC_PLAIN},
    {.value = 69, .name = "Insufficient resources for specific slice", SC_PLAIN},
    {.value = 71, .name = "ngKSI already in use", SC_PLAIN},
    {.value = 72, .name = "Non-3GPP access to 5GCN not allowed", SC_PLAIN},
    {.value = 73, .name = "Serving network not authorized", SC_PLAIN},
    {.value = 74, .name = "Temporarily not authorized for this SNPN", SC_PLAIN},
    {.value = 75, .name = "Permanently not authorized for this SNPN", SC_PLAIN},
    {.value = 76, .name = "Not authorized for this CAG or authorized for CAG cells only", SC_PLAIN},
    {.value = 77, .name = "Wireline access area not allowed", SC_PLAIN},
    {.value = 78, .name = "PLMN not allowed to operate at the present UE location", SC_PLAIN},
    {.value = 79, .name = "UAS services not allowed", SC_PLAIN},
    {.value = 80,
     .name = "Disaster roaming for the determined PLMN with disaster condition not allowed",
     SC_PLAIN},
    {.value = 81, .name = "Selected N3IWF is not compatible with the allowed NSSAI", SC_PLAIN},
    {.value = 82, .name = "Selected TNGF is not compatible with the allowed NSSAI", SC_PLAIN},
    {.value = 90, .name = "Payload was not forwarded", SC_PLAIN},
    {.value = 91, .name = "DNN not supported or not subscribed in the slice", SC_PLAIN},
    {.value = 92, .name = "Insufficient user-plane resources for the PDU session", SC_PLAIN},
    {.value = 93, .name = "Onboarding services terminated", SC_PLAIN},
    {.value = 94, .name = "User plane positioning not authorized", SC_PLAIN},
    {.value = 95, .name = "Semantically incorrect message", SC_PLAIN},
    {.value = 96, .name = "Invalid mandatory information", SC_PLAIN},
    {.value = 97, .name = "Message type non-existent or not implemented", SC_PLAIN},
    {.value = 98, .name = "Message type not compatible with the protocol state", SC_PLAIN},
    {.value = 99, .name = "Information element non-existent or not implemented", SC_PLAIN},
    {.value = 100, .name = "Conditional IE error", SC_PLAIN},
    {.value = 101, .name = "Message not compatible with the protocol state", SC_PLAIN},
    {.value = 111, .name = "Protocol error, unspecified", SC_PLAIN},
};

const struct sc_cause_list sc_causes_5gmm = {mobility_5g_rows, G_N_ELEMENTS(mobility_5g_rows)};

/* 5GS session management: 3GPP TS 24.501 table 9.11.4.2.1. */
static const struct sc_cause session_5g_rows[] = {
    {.value = 8, .name = "Operator determined barring", SC_PLAIN},
    {.value = 26, .name = "Insufficient resources", SC_PLAIN},
    {.value = 27, .name = "Missing or unknown DNN", SC_PLAIN},
    {.value = 28, .name = "Unknown PDU session type", SC_PLAIN},
    {.value = 29, .name = "User authentication or authorization failed", SC_PLAIN},
    {.value = 31, .name = "Request rejected, unspecified", SC_PLAIN},
    {.value = 32, .name = "Service option not supported", SC_PLAIN},
    {.value = 33, .name = "Requested service option not subscribed", SC_PLAIN},
    {.value = 34, .name = "Service option temporarily out of order", SC_PLAIN},
    {.value = 35, .name = "PTI already in use", SC_PLAIN},
    {.value = 36, .name = "Regular deactivation", SC_PLAIN},
    {.value = 38, .name = "Network failure", SC_PLAIN},
    {.value = 39, .name = "Reactivation requested", SC_PLAIN},
    {.value = 41, .name = "Semantic error in the TFT operation", SC_PLAIN},
    {.value = 42, .name = "Syntactical error in the TFT operation", SC_PLAIN},
    {.value = 43, .name = "Invalid PDU session identity", SC_PLAIN},
    {.value = 44, .name = "Semantic errors in packet filter(s)", SC_PLAIN},
    {.value = 45, .name = "Syntactical error in packet filter(s)", SC_PLAIN},
    {.value = 46, .name = "Out of LADN service area", SC_PLAIN},
    {.value = 47, .name = "PTI mismatch", SC_PLAIN},
    {.value = 50, .name = "PDU session type IPv4 only allowed", SC_PLAIN},
    {.value = 51, .name = "PDU session type IPv6 only allowed", SC_PLAIN},
    {.value = 54, .name = "PDU session does not exist", SC_PLAIN},
    {.value = 57, .name = "PDU session type IPv4v6 only allowed", SC_PLAIN},
    {.value = 58, .name = "PDU session type Unstructured only allowed", SC_PLAIN},
    {.value = 59, .name = "Unsupported 5QI value", SC_PLAIN},
    {.value = 61, .name = "PDU session type Ethernet only allowed", SC_PLAIN},
    {.value = 67, .name = "Insufficient resources for specific slice and DNN", SC_PLAIN},
    {.value = 68, .name = "Not supported SSC mode", SC_PLAIN},
    {.value = 69, .name = "Insufficient resources for specific slice", SC_PLAIN},
    {.value = 70, .name = "Missing or unknown DNN in a slice", SC_PLAIN},
    {.value = 81, .name = "Invalid PTI value", SC_PLAIN},
    {.value = 82,
     .name = "Maximum data rate per UE for user-plane integrity protection is too low",
     SC_PLAIN},
    {.value = 83, .name = "Semantic error in the QoS operation", SC_PLAIN},
    {.value = 84, .name = "Syntactical error in the QoS operation", SC_PLAIN},
    {.value = 85, .name = "Invalid mapped EPS bearer identity", SC_PLAIN},
    {.value = 86, .name = "UAS services not allowed", SC_PLAIN},
    {.value = 95, .name = "Semantically incorrect message", SC_PLAIN},
    {.value = 96, .name = "Invalid mandatory information", SC_PLAIN},
    {.value = 97, .name = "Message type non-existent or not implemented", SC_PLAIN},
    {.value = 98, .name = "Message type not compatible with the protocol state", SC_PLAIN},
    {.value = 99, .name = "Information element non-existent or not implemented", SC_PLAIN},
    {.value = 100, .name = "Conditional IE error", SC_PLAIN},
    {.value = 101, .name = "Message not compatible with the protocol state", SC_PLAIN},
    {.value = 111, .name = "Protocol error, unspecified", SC_PLAIN},
};

const struct sc_cause_list sc_causes_5gsm = {session_5g_rows, G_N_ELEMENTS(session_5g_rows)};

/* S1AP CauseMisc: 3GPP TS 36.413 section 9.3.4. */
static const struct sc_cause s1ap_misc_rows[] = {
    {.value = 0, .name = "Control processing overload", SC_PLAIN},
    {.value = 1, .name = "Not enough user plane processing resources", SC_PLAIN},
    {.value = 2, .name = "Hardware failure", SC_PLAIN},
    {.value = 3, .name = "O&M intervention", SC_PLAIN},
    {.value = 4, .name = "Unspecified", SC_PLAIN},
    {.value = 5, .name = "Unknown PLMN", SC_PLAIN},
};

const struct sc_cause_list sc_causes_s1ap_misc = {s1ap_misc_rows, G_N_ELEMENTS(s1ap_misc_rows)};

/* S1AP CauseNas: 3GPP TS 36.413 section 9.3.4. */
static const struct sc_cause s1ap_nas_rows[] = {
    {.value = 0, .name = "Normal release", SC_PLAIN},
    {.value = 1, .name = "Authentication failure", SC_PLAIN},
    {.value = 2, .name = "Detach", SC_PLAIN},
    {.value = 3, .name = "Unspecified", SC_PLAIN},
    {.value = 4, .name = "CSG subscription expiry", SC_PLAIN},
    {.value = 5, .name = "UE not in PLMN serving area", SC_PLAIN},
};

const struct sc_cause_list sc_causes_s1ap_nas = {s1ap_nas_rows, G_N_ELEMENTS(s1ap_nas_rows)};

/* S1AP CauseProtocol: 3GPP TS 36.413 section 9.3.4. */
static const struct sc_cause s1ap_prot_rows[] = {
    {.value = 0, .name = "Transfer syntax error", SC_PLAIN},
    {.value = 1, .name = "Abstract syntax error reject", SC_PLAIN},
    {.value = 2, .name = "Abstract syntax error ignore and notify", SC_PLAIN},
    {.value = 3, .name = "Message not compatible with receiver state", SC_PLAIN},
    {.value = 4, .name = "Semantic error", SC_PLAIN},
    {.value = 5, .name = "Abstract syntax error falsely constructed message", SC_PLAIN},
    {.value = 6, .name = "Unspecified", SC_PLAIN},
};

const struct sc_cause_list sc_causes_s1ap_prot = {s1ap_prot_rows, G_N_ELEMENTS(s1ap_prot_rows)};

/* S1AP CauseRadioNetwork: 3GPP TS 36.413 section 9.3.4. */
static const struct sc_cause s1ap_rnl_rows[] = {
    {.value = 0, .name = "Unspecified", SC_PLAIN},
    {.value = 1, .name = "TX2RELOCoverall expiry", SC_PLAIN},
    {.value = 2, .name = "Successful handover", SC_PLAIN},
    {.value = 3, .name = "Release due to E-UTRAN generated reason", SC_PLAIN},
    {.value = 4, .name = "Handover cancelled", SC_PLAIN},
    {.value = 5, .name = "Partial handover", SC_PLAIN},
    {.value = 6, .name = "Handover failure in target EPC eNB or target system", SC_PLAIN},
    {.value = 7, .name = "Handover target not allowed", SC_PLAIN},
    {.value = 8, .name = "TS1RELOCoverall expiry", SC_PLAIN},
    {.value = 9, .name = "TS1RELOCprep expiry", SC_PLAIN},
    {.value = 10, .name = "Cell not available", SC_PLAIN},
    {.value = 11, .name = "Unknown target ID", SC_PLAIN},
    {.value = 12, .name = "No radio resources available in target cell", SC_PLAIN},
    {.value = 13, .name = "Unknown MME UE S1AP ID", SC_PLAIN},
    {.value = 14, .name = "Unknown eNB UE S1AP ID", SC_PLAIN},
    {.value = 15, .name = "Unknown pair UE S1AP ID", SC_PLAIN},
    {.value = 16, .name = "Handover desirable for radio reason", SC_PLAIN},
    {.value = 17, .name = "Time critical handover", SC_PLAIN},
    {.value = 18, .name = "Resource optimisation handover", SC_PLAIN},
    {.value = 19, .name = "Reduce load in serving cell", SC_PLAIN},
    {.value = 20, .name = "User inactivity", SC_PLAIN},
    {.value = 21, .name = "Radio connection with UE lost", SC_PLAIN},
    {.value = 22, .name = "Load balancing TAU required", SC_PLAIN},
    {.value = 23, .name = "CS fallback triggered", SC_PLAIN},
    {.value = 24, .name = "UE not available for PS service", SC_PLAIN},
    {.value = 25, .name = "Radio resources not available", SC_PLAIN},
    {.value = 26, .name = "Failure in radio interface procedure", SC_PLAIN},
    {.value = 27, .name = "Invalid QoS combination", SC_PLAIN},
    {.value = 28, .name = "Inter-RAT redirection", SC_PLAIN},
    {.value = 29, .name = "Interaction with other procedure", SC_PLAIN},
    {.value = 30, .name = "Unknown E-RAB ID", SC_PLAIN},
    {.value = 31, .name = "Multiple E-RAB ID instances", SC_PLAIN},
    {.value = 32,
     .name = "Encryption and/or integrity protection algorithms not supported",
     SC_PLAIN},
    {.value = 33, .name = "S1 intra system handover triggered", SC_PLAIN},
    {.value = 34, .name = "S1 inter system handover triggered", SC_PLAIN},
    {.value = 35, .name = "X2 handover triggered", SC_PLAIN},
    {.value = 36, .name = "Redirection towards 1xRTT", SC_PLAIN},
    {.value = 37, .name = "Not supported QCI value", SC_PLAIN},
    {.value = 38, .name = "Invalid CSG ID", SC_PLAIN},
    {.value = 39, .name = "Release due to pre-emption", SC_PLAIN},
    {.value = 40, .name = "N26 interface not available", SC_PLAIN},
    {.value = 41, .name = "Insufficient UE capabilities", SC_PLAIN},
    {.value = 42, .name = "Maximum bearer pre-emption rate exceeded", SC_PLAIN},
    {.value = 43, .name = "User plane integrity protection not possible", SC_PLAIN},
    {.value = 44, .name = "Release due to discontinuous coverage", SC_PLAIN},
};

const struct sc_cause_list sc_causes_s1ap_rnl = {s1ap_rnl_rows, G_N_ELEMENTS(s1ap_rnl_rows)};

/* S1AP CauseTransport: 3GPP TS 36.413 section 9.3.4. */
static const struct sc_cause s1ap_tl_rows[] = {
    {.value = 0, .name = "Transport resource unavailable", SC_PLAIN},
    {.value = 1, .name = "Unspecified", SC_PLAIN},
};

const struct sc_cause_list sc_causes_s1ap_tl = {s1ap_tl_rows, G_N_ELEMENTS(s1ap_tl_rows)};

/* NGAP CauseMisc: 3GPP TS 38.413 section 9.4.5. */
static const struct sc_cause ngap_misc_rows[] = {
    {.value = 0, .name = "Control processing overload", SC_PLAIN},
    {.value = 1, .name = "Not enough user plane processing resources", SC_PLAIN},
    {.value = 2, .name = "Hardware failure", SC_PLAIN},
    {.value = 3, .name = "O&M intervention", SC_PLAIN},
    {.value = 4, .name = "Unknown PLMN or SNPN", SC_PLAIN},
    {.value = 5, .name = "Unspecified", SC_PLAIN},
};

const struct sc_cause_list sc_causes_ngap_misc = {ngap_misc_rows, G_N_ELEMENTS(ngap_misc_rows)};

/* NGAP CauseNas: 3GPP TS 38.413 section 9.4.5. */
static const struct sc_cause ngap_nas_rows[] = {
    {.value = 0, .name = "Normal release", SC_PLAIN},
    {.value = 1, .name = "Authentication failure", SC_PLAIN},
    {.value = 2, .name = "Deregister", SC_PLAIN},
    {.value = 3, .name = "Unspecified", SC_PLAIN},
    {.value = 4, .name = "UE not in PLMN serving area", SC_PLAIN},
    {.value = 5, .name = "Mobile IAB not authorized", SC_PLAIN},
    {.value = 6, .name = "IAB not authorized", SC_PLAIN},
};

const struct sc_cause_list sc_causes_ngap_nas = {ngap_nas_rows, G_N_ELEMENTS(ngap_nas_rows)};

/* NGAP CauseProtocol: 3GPP TS 38.413 section 9.4.5. */
static const struct sc_cause ngap_prot_rows[] = {
    {.value = 0, .name = "Transfer syntax error", SC_PLAIN},
    {.value = 1, .name = "Abstract syntax error reject", SC_PLAIN},
    {.value = 2, .name = "Abstract syntax error ignore and notify", SC_PLAIN},
    {.value = 3, .name = "Message not compatible with receiver state", SC_PLAIN},
    {.value = 4, .name = "Semantic error", SC_PLAIN},
    {.value = 5, .name = "Abstract syntax error falsely constructed message", SC_PLAIN},
    {.value = 6, .name = "Unspecified", SC_PLAIN},
};

const struct sc_cause_list sc_causes_ngap_prot = {ngap_prot_rows, G_N_ELEMENTS(ngap_prot_rows)};

/* NGAP CauseRadioNetwork: 3GPP TS 38.413 section 9.4.5. */
static const struct sc_cause ngap_rnl_rows[] = {
    {.value = 0, .name = "Unspecified", SC_PLAIN},
    {.value = 1, .name = "TXnRELOCoverall expiry", SC_PLAIN},
    {.value = 2, .name = "Successful handover", SC_PLAIN},
    {.value = 3, .name = "Release due to NG-RAN generated reason", SC_PLAIN},
    {.value = 4, .name = "Release due to 5GC generated reason", SC_PLAIN},
    {.value = 5, .name = "Handover cancelled", SC_PLAIN},
    {.value = 6, .name = "Partial handover", SC_PLAIN},
    {.value = 7, .name = "Handover failure in target 5GC NG-RAN node or target system", SC_PLAIN},
    {.value = 8, .name = "Handover target not allowed", SC_PLAIN},
    {.value = 9, .name = "TNGRELOCoverall expiry", SC_PLAIN},
    {.value = 10, .name = "TNGRELOCprep expiry", SC_PLAIN},
    {.value = 11, .name = "Cell not available", SC_PLAIN},
    {.value = 12, .name = "Unknown target ID", SC_PLAIN},
    {.value = 13, .name = "No radio resources available in target cell", SC_PLAIN},
    {.value = 14, .name = "Unknown local UE NGAP ID", SC_PLAIN},
    {.value = 15, .name = "Inconsistent remote UE NGAP ID", SC_PLAIN},
    {.value = 16, .name = "Handover desirable for radio reason", SC_PLAIN},
    {.value = 17, .name = "Time critical handover", SC_PLAIN},
    {.value = 18, .name = "Resource optimisation handover", SC_PLAIN},
    {.value = 19, .name = "Reduce load in serving cell", SC_PLAIN},
    {.value = 20, .name = "User inactivity", SC_PLAIN},
    {.value = 21, .name = "Radio connection with UE lost", SC_PLAIN},
    {.value = 22, .name = "Radio resources not available", SC_PLAIN},
    {.value = 23, .name = "Invalid QoS combination", SC_PLAIN},
    {.value = 24, .name = "Failure in radio interface procedure", SC_PLAIN},
    {.value = 25, .name = "Interaction with other procedure", SC_PLAIN},
    {.value = 26, .name = "Unknown PDU session ID", SC_PLAIN},
    {.value = 27, .name = "Unknown QoS flow ID", SC_PLAIN},
    {.value = 28, .name = "Multiple PDU session ID instances", SC_PLAIN},
    {.value = 29, .name = "Multiple QoS flow ID instances", SC_PLAIN},
    {.value = 30,
     .name = "Encryption and/or integrity protection algorithms not supported",
     SC_PLAIN},
    {.value = 31, .name = "NG intra system handover triggered", SC_PLAIN},
    {.value = 32, .name = "NG inter system handover triggered", SC_PLAIN},
    {.value = 33, .name = "Xn handover triggered", SC_PLAIN},
    {.value = 34, .name = "Not supported 5QI value", SC_PLAIN},
    {.value = 35, .name = "UE context transfer", SC_PLAIN},
    {.value = 36, .name = "IMS voice EPS fallback or RAT fallback triggered", SC_PLAIN},
    {.value = 37, .name = "User plane integrity protection not possible", SC_PLAIN},
    {.value = 38, .name = "User plane confidentiality protection not possible", SC_PLAIN},
    {.value = 39, .name = "Slice not supported", SC_PLAIN},
    {.value = 40, .name = "UE in RRC inactive state not reachable", SC_PLAIN},
    {.value = 41, .name = "Redirection", SC_PLAIN},
    {.value = 42, .name = "Resources not available for the slice", SC_PLAIN},
    {.value = 43, .name = "UE max integrity protected data rate reason", SC_PLAIN},
    {.value = 44, .name = "Release due to CN detected mobility", SC_PLAIN},
    {.value = 45, .name = "N26 interface not available", SC_PLAIN},
    {.value = 46, .name = "Release due to pre-emption", SC_PLAIN},
    {.value = 47, .name = "Multiple location reporting reference ID instances", SC_PLAIN},
    {.value = 48, .name = "RSN not available for the user plane", SC_PLAIN},
    {.value = 49, .name = "NPN access denied", SC_PLAIN},
    {.value = 50, .name = "CAG only access denied", SC_PLAIN},
    {.value = 51, .name = "Insufficient UE capabilities", SC_PLAIN},
    {.value = 52, .name = "RedCap UE not supported", SC_PLAIN},
    {.value = 53, .name = "Unknown MBS session ID", SC_PLAIN},
    {.value = 54, .name = "Indicated MBS session area information not served by the gNB", SC_PLAIN},
    {.value = 55, .name = "Inconsistent slice info for the session", SC_PLAIN},
    {.value = 56, .name = "Misaligned association for multicast unicast", SC_PLAIN},
    {.value = 57, .name = "eRedCap UE not supported", SC_PLAIN},
    {.value = 58, .name = "2 Rx XR UE not supported", SC_PLAIN},
};

const struct sc_cause_list sc_causes_ngap_rnl = {ngap_rnl_rows, G_N_ELEMENTS(ngap_rnl_rows)};

/* NGAP CauseTransport: 3GPP TS 38.413 section 9.4.5. */
static const struct sc_cause ngap_tl_rows[] = {
    {.value = 0, .name = "Transport resource unavailable", SC_PLAIN},
    {.value = 1, .name = "Unspecified", SC_PLAIN},
};

const struct sc_cause_list sc_causes_ngap_tl = {ngap_tl_rows, G_N_ELEMENTS(ngap_tl_rows)};

/* Diameter: Result-Code of RFC 6733 section 7.1 and Experimental-Result-Code of 3GPP TS 29.230.
 * A Reason does not say which of the two it carries, so a shared number names both. */
static const struct sc_cause diameter_rows[] = {
    {.value = 1001, .name = "DIAMETER_MULTI_ROUND_AUTH", SC_PLAIN},
    {.value = 2001, .name = "DIAMETER_SUCCESS", SC_PLAIN},
    {.value = 2002, .name = "DIAMETER_LIMITED_SUCCESS", SC_PLAIN},
    {.value = 3001, .name = "DIAMETER_COMMAND_UNSUPPORTED", SC_PLAIN},
    {.value = 3002, .name = "DIAMETER_UNABLE_TO_DELIVER", SC_PLAIN},
    {.value = 3003, .name = "DIAMETER_REALM_NOT_SERVED", SC_PLAIN},
    {.value = 3004, .name = "DIAMETER_TOO_BUSY", SC_PLAIN},
    {.value = 3005, .name = "DIAMETER_LOOP_DETECTED", SC_PLAIN},
    {.value = 3006, .name = "DIAMETER_REDIRECT_INDICATION", SC_PLAIN},
    {.value = 3007, .name = "DIAMETER_APPLICATION_UNSUPPORTED", SC_PLAIN},
    {.value = 3008, .name = "DIAMETER_INVALID_HDR_BITS", SC_PLAIN},
    {.value = 3009, .name = "DIAMETER_INVALID_AVP_BITS", SC_PLAIN},
    {.value = 3010, .name = "DIAMETER_UNKNOWN_PEER", SC_PLAIN},
    {.value = 4001, .name = "DIAMETER_AUTHENTICATION_REJECTED", SC_PLAIN},
    {.value = 4002, .name = "DIAMETER_OUT_OF_SPACE", SC_PLAIN},
    {.value = 4003, .name = "DIAMETER_ELECTION_LOST", SC_PLAIN},
    {.value = 4181, .name = "DIAMETER_AUTHENTICATION_DATA_UNAVAILABLE", SC_PLAIN},
    {.value = 4182, .name = "DIAMETER_ERROR_CAMEL_SUBSCRIPTION_PRESENT", SC_PLAIN},
    {.value = 5001,
     .name = "DIAMETER_AVP_UNSUPPORTED (base) or DIAMETER_ERROR_USER_UNKNOWN (3GPP)",
     SC_PLAIN},
    {.value = 5002,
     .name = "DIAMETER_UNKNOWN_SESSION_ID (base) or DIAMETER_ERROR_IDENTITIES_DONT_MATCH (3GPP)",
     SC_PLAIN},
    {.value = 5003,
     .name =
         "DIAMETER_AUTHORIZATION_REJECTED (base) or DIAMETER_ERROR_IDENTITY_NOT_REGISTERED (3GPP)",
     SC_PLAIN},
    {.value = 5004,
     .name = "DIAMETER_INVALID_AVP_VALUE (base) or DIAMETER_ERROR_ROAMING_NOT_ALLOWED (3GPP)",
     SC_PLAIN},
    {.value = 5005,
     .name = "DIAMETER_MISSING_AVP (base) or DIAMETER_ERROR_IDENTITY_ALREADY_REGISTERED (3GPP)",
     SC_PLAIN},
    {.value = 5006,
     .name =
         "DIAMETER_RESOURCES_EXCEEDED (base) or DIAMETER_ERROR_AUTH_SCHEME_NOT_SUPPORTED (3GPP)",
     SC_PLAIN},
    {.value = 5007,
     .name = "DIAMETER_CONTRADICTING_AVPS (base) or DIAMETER_ERROR_IN_ASSIGNMENT_TYPE (3GPP)",
     SC_PLAIN},
    {.value = 5008,
     .name = "DIAMETER_AVP_NOT_ALLOWED (base) or DIAMETER_ERROR_TOO_MUCH_DATA (3GPP)",
     SC_PLAIN},
    {.value = 5009,
     .name = "DIAMETER_AVP_OCCURS_TOO_MANY_TIMES (base) or DIAMETER_ERROR_NOT_SUPPORTED_USER_DATA "
             "(3GPP)",
     SC_PLAIN},
    {.value = 5010,
     .name = "DIAMETER_NO_COMMON_APPLICATION (base) or DIAMETER_MISSING_USER_ID (3GPP)",
     SC_PLAIN},
    {.value = 5011,
     .name = "DIAMETER_UNSUPPORTED_VERSION (base) or DIAMETER_ERROR_FEATURE_UNSUPPORTED (3GPP)",
     SC_PLAIN},
    {.value = 5012,
     .name = "DIAMETER_UNABLE_TO_COMPLY (base) or DIAMETER_ERROR_SERVING_NODE_FEATURE_UNSUPPORTED "
             "(3GPP)",
     SC_PLAIN},
    {.value = 5013, .name = "DIAMETER_INVALID_BIT_IN_HEADER", SC_PLAIN},
    {.value = 5014, .name = "DIAMETER_INVALID_AVP_LENGTH", SC_PLAIN},
    {.value = 5015, .name = "DIAMETER_INVALID_MESSAGE_LENGTH", SC_PLAIN},
    {.value = 5016, .name = "DIAMETER_INVALID_AVP_BIT_COMBO", SC_PLAIN},
    {.value = 5017, .name = "DIAMETER_NO_COMMON_SECURITY", SC_PLAIN},
    {.value = 5420, .name = "DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION", SC_PLAIN},
    {.value = 5421, .name = "DIAMETER_ERROR_RAT_NOT_ALLOWED", SC_PLAIN},
    {.value = 5422, .name = "DIAMETER_ERROR_EQUIPMENT_UNKNOWN", SC_PLAIN},
    {.value = 5423, .name = "DIAMETER_ERROR_UNKNOWN_SERVING_NODE", SC_PLAIN},
    {.value = 5450, .name = "DIAMETER_ERROR_USER_NO_NON_3GPP_SUBSCRIPTION", SC_PLAIN},
    {.value = 5451, .name = "DIAMETER_ERROR_USER_NO_APN_SUBSCRIPTION", SC_PLAIN},
    {.value = 5452, .name = "DIAMETER_ERROR_RAT_TYPE_NOT_ALLOWED", SC_PLAIN},
    {.value = 5453, .name = "DIAMETER_ERROR_LATE_OVERLAPPING_REQUEST", SC_PLAIN},
    {.value = 5454, .name = "DIAMETER_ERROR_TIMED_OUT_REQUEST", SC_PLAIN},
};

const struct sc_cause_list sc_causes_diameter = {diameter_rows, G_N_ELEMENTS(diameter_rows)};

/* IKEv2 error notifications: RFC 7296 section 3.10.1 and its registry; from 8192 on those of
 * 3GPP TS 24.302 section 8.1.2.2. */
static const struct sc_cause ikev2_rows[] = {
    {.value = 1, .name = "UNSUPPORTED_CRITICAL_PAYLOAD", SC_PLAIN},
    {.value = 4, .name = "INVALID_IKE_SPI", SC_PLAIN},
    {.value = 5, .name = "INVALID_MAJOR_VERSION", SC_PLAIN},
    {.value = 7, .name = "INVALID_SYNTAX", SC_PLAIN},
    {.value = 9, .name = "INVALID_MESSAGE_ID", SC_PLAIN},
    {.value = 11, .name = "INVALID_SPI", SC_PLAIN},
    {.value = 14, .name = "NO_PROPOSAL_CHOSEN", SC_PLAIN},
    {.value = 17, .name = "INVALID_KE_PAYLOAD", SC_PLAIN},
    {.value = 24, .name = "AUTHENTICATION_FAILED", SC_PLAIN},
    {.value = 34, .name = "SINGLE_PAIR_REQUIRED", SC_PLAIN},
    {.value = 35, .name = "NO_ADDITIONAL_SAS", SC_PLAIN},
    {.value = 36, .name = "INTERNAL_ADDRESS_FAILURE", SC_PLAIN},
    {.value = 37, .name = "FAILED_CP_REQUIRED", SC_PLAIN},
    {.value = 38, .name = "TS_UNACCEPTABLE", SC_PLAIN},
    {.value = 39, .name = "INVALID_SELECTORS", SC_PLAIN},
    {.value = 40, .name = "UNACCEPTABLE_ADDRESSES", SC_PLAIN},
    {.value = 41, .name = "UNEXPECTED_NAT_DETECTED", SC_PLAIN},
    {.value = 42, .name = "USE_ASSIGNED_HoA", SC_PLAIN},
    {.value = 43, .name = "TEMPORARY_FAILURE", SC_PLAIN},
    {.value = 44, .name = "CHILD_SA_NOT_FOUND", SC_PLAIN},
    {.value = 45, .name = "INVALID_GROUP_ID", SC_PLAIN},
    {.value = 8192, .name = "PDN_CONNECTION_REJECTION", SC_PLAIN},
    {.value = 8193, .name = "MAX_CONNECTION_REACHED", SC_PLAIN},
    {.value = 8241, .name = "SEMANTIC_ERROR_IN_THE_TFT_OPERATION", SC_PLAIN},
    {.value = 8242, .name = "SYNTACTICAL_ERROR_IN_THE_TFT_OPERATION", SC_PLAIN},
    {.value = 8244, .name = "SEMANTIC_ERRORS_IN_PACKET_FILTERS", SC_PLAIN},
    {.value = 8245, .name = "SYNTACTICAL_ERRORS_IN_PACKET_FILTERS", SC_PLAIN},
    {.value = 9000, .name = "NON_3GPP_ACCESS_TO_EPC_NOT_ALLOWED", SC_PLAIN},
    {.value = 9001, .name = "USER_UNKNOWN", SC_PLAIN},
    {.value = 9002, .name = "NO_APN_SUBSCRIPTION", SC_PLAIN},
    {.value = 9003, .name = "AUTHORIZATION_REJECTED", SC_PLAIN},
    {.value = 9006, .name = "ILLEGAL_ME", SC_PLAIN},
    {.value = 10500, .name = "NETWORK_FAILURE", SC_PLAIN},
    {.value = 11001, .name = "RAT_TYPE_NOT_ALLOWED", SC_PLAIN},
    {.value = 11005, .name = "IMEI_NOT_ACCEPTED", SC_PLAIN},
    {.value = 11011, .name = "PLMN_NOT_ALLOWED", SC_PLAIN},
    {.value = 11055, .name = "UNAUTHENTICATED_EMERGENCY_NOT_SUPPORTED", SC_PLAIN},
};

const struct sc_cause_list sc_causes_ikev2 = {ikev2_rows, G_N_ELEMENTS(ikev2_rows)};
