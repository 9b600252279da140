/* Why a server knows no dialog for a request (RFC 3261 section 12.2.2).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_DIALOG_LOSS_H
#define SIPCODES_DIALOG_LOSS_H

#include "case.h"
#include "draft.h"

enum sc_dialog_loss {
    SC_DIALOG_UNKNOWN,      /* not a loss, or the capture does not tell */
    SC_DIALOG_TAGS,         /* the tags are not those of the dialog */
    SC_DIALOG_ENDED,        /* it had ended */
    SC_DIALOG_BY_PEER,      /* nothing in the capture ended it */
    SC_DIALOG_NOT_CAPTURED, /* no request or response of it was captured before */
    SC_DIALOG_NEVER,        /* the request that would have made it failed */
};

/* Why the request under review was refused for want of a dialog. DRAFT gives room for texts only.
 */
enum sc_dialog_loss sc_dialog_loss_of(const struct sc_case *c, struct sc_draft *draft);

/* The latest BYE that ended the dialog of the request under review before that was refused, else
 * the latest request for which it was unknown already; NULL if none did. */
const struct sc_transaction *sc_dialog_end(const struct sc_case *c);

/* The final response that ended the early dialog of the request under review; NULL if that is not
 * over. */
const struct sc_record *sc_dialog_early_end(const struct sc_case *c);

/* The 2xx that answered the INVITE of this early dialog with another To tag, where the caller put
 * the early tag into the ACK; NULL otherwise. A caller whose call forked acknowledges that 2xx,
 * too. */
const struct sc_record *sc_dialog_other_answer(const struct sc_case *c);

/* The failure of an earlier request of the same side with the same method and no To tag: no dialog
 * can have come from it (RFC 3261 section 12.1). NULL if there is none. */
const struct sc_record *sc_dialog_refused_before(const struct sc_case *c);

#endif
