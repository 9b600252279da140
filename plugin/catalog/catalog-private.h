/* What the files of the catalog share among themselves; nobody else includes this.
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

/* The lists of causes are ascending by value. Their sizes stand here so that reasons.c can refer
 * to them in constant data. */

/* The rest of a row in lists whose causes have neither group nor note. */
#define SC_PLAIN .group = "", .note = ""

/* causes.c: Q.850, in which the cause N stands at N - 1. */
#define SC_Q850_CAUSES 127
extern const struct sc_cause sc_causes_q850[SC_Q850_CAUSES];

/* mobile-causes.c: what 3GPP and the IETF define for mobile networks. */
extern const struct sc_cause sc_causes_emm[39];
extern const struct sc_cause sc_causes_esm[47];
extern const struct sc_cause sc_causes_5gmm[50];
extern const struct sc_cause sc_causes_5gsm[45];
extern const struct sc_cause sc_causes_s1ap_misc[6];
extern const struct sc_cause sc_causes_s1ap_nas[6];
extern const struct sc_cause sc_causes_s1ap_prot[7];
extern const struct sc_cause sc_causes_s1ap_rnl[45];
extern const struct sc_cause sc_causes_s1ap_tl[2];
extern const struct sc_cause sc_causes_ngap_misc[6];
extern const struct sc_cause sc_causes_ngap_nas[7];
extern const struct sc_cause sc_causes_ngap_prot[7];
extern const struct sc_cause sc_causes_ngap_rnl[59];
extern const struct sc_cause sc_causes_ngap_tl[2];
extern const struct sc_cause sc_causes_diameter[44];
extern const struct sc_cause sc_causes_ikev2[37];

#endif
