/* What the files of the catalog share among themselves; no one else includes this.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_CATALOG_PRIVATE_H
#define SIPCODES_CATALOG_PRIVATE_H

#include "sipcodes/catalog.h"

/* responses.c: the rows with a code of their own, ascending by code. */
extern const struct sc_status sc_status_table[];
extern const size_t sc_status_table_size;

/* responses.c: the rows that serve a whole class, by enum sc_class. */
extern const struct sc_status sc_class_table[SC_CLASS_GLOBAL_FAILURE + 1];

/* The lists of causes are ascending by value. */

/* The rest of a row in lists whose causes have neither group nor note. */
#define SC_PLAIN .group = "", .note = ""

/* causes.c: Q.850, in which the cause N stands at N - 1. */
extern const struct sc_cause_list sc_causes_q850;

/* mobile-causes.c: what 3GPP and the IETF define for mobile networks. */
extern const struct sc_cause_list sc_causes_emm;
extern const struct sc_cause_list sc_causes_esm;
extern const struct sc_cause_list sc_causes_5gmm;
extern const struct sc_cause_list sc_causes_5gsm;
extern const struct sc_cause_list sc_causes_s1ap_misc;
extern const struct sc_cause_list sc_causes_s1ap_nas;
extern const struct sc_cause_list sc_causes_s1ap_prot;
extern const struct sc_cause_list sc_causes_s1ap_rnl;
extern const struct sc_cause_list sc_causes_s1ap_tl;
extern const struct sc_cause_list sc_causes_ngap_misc;
extern const struct sc_cause_list sc_causes_ngap_nas;
extern const struct sc_cause_list sc_causes_ngap_prot;
extern const struct sc_cause_list sc_causes_ngap_rnl;
extern const struct sc_cause_list sc_causes_ngap_tl;
extern const struct sc_cause_list sc_causes_diameter;
extern const struct sc_cause_list sc_causes_ikev2;

#endif
