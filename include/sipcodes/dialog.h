/* Dialogs: Call-ID and both tags (RFC 3261 section 12).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_DIALOG_H
#define SIPCODES_DIALOG_H

#include <stddef.h>

#include "sipcodes/slice.h"
#include "sipcodes/transaction.h"

/* Requests that are linked in one dialog, and dialogs with one Call-ID: the latest ones. */
#define SC_DIALOG_REQUESTS_MAX 1024
#define SC_DIALOGS_MAX         64

/* The session timer of a dialog (RFC 4028). */
struct sc_session_timer {
    /* The latest 2xx to INVITE or UPDATE in the dialog; NULL if none was captured. */
    const struct sc_record *agreed;
    /* Its Session-Expires in seconds; 0 if it has none: the session does not expire. */
    uint32_t interval;
    /* The tag of the side that has to refresh the session (section 9); absent if the 2xx does not
     * say. */
    struct sc_slice refresher;
};

/* A dialog. Made by a 101 to 299 with a To tag to INVITE, SUBSCRIBE or REFER, or by the NOTIFY that
 * comes before it (RFC 6665 section 4.4.1). The tracker fills it
 * and changes it as messages arrive. */
struct sc_dialog {
    struct sc_slice call_id;

    /* From tag of the request that made it, and the To tag of the response or From tag of the
     * NOTIFY. */
    struct sc_slice caller_tag;
    struct sc_slice callee_tag;

    /* The transaction that made it, on the hop seen first. */
    struct sc_transaction *setup;

    /* The latest INVITE in it, the first one included. */
    struct sc_transaction *invite;

    /* The first BYE in it, or NULL. */
    struct sc_transaction *bye;

    /* The latest request in it, NULL if there was none but the one that made it. EARLIER_IN_DIALOG
     * leads on to the others: the latest SC_DIALOG_REQUESTS_MAX. How many are linked so, and how
     * many earlier ones are not any more. */
    struct sc_transaction *latest;
    unsigned request_count;
    unsigned requests_dropped;

    /* The next earlier dialog with the same Call-ID, of the latest SC_DIALOGS_MAX. */
    struct sc_dialog *sibling;

    /* The 2xx that confirmed it; NULL: early. */
    const struct sc_record *confirmed;

    struct sc_session_timer timer;
};

struct sc_tracker;

/* The latest dialog with a Call-ID, its SIBLING leads on to earlier ones; NULL if there is none. */
const struct sc_dialog *sc_tracker_dialogs(const struct sc_tracker *tracker,
                                           struct sc_slice call_id);

/* Of a request in a dialog that came from its UA and has no Route: the message whose Record-Route
 * makes a Route due (RFC 3261 section 12.2.1.1), the 2xx that the caller got or the request that
 * the callee got when the dialog began. NULL if there is none. */
const struct sc_record *sc_dialog_route_due(const struct sc_transaction *transaction);

/* How many earlier dialogs with a Call-ID are not linked any more. */
size_t sc_tracker_dialogs_dropped(const struct sc_tracker *tracker, struct sc_slice call_id);

#endif
