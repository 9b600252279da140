/* The names of what a finding is made of.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <glib.h>

#include "sipcodes/finding.h"

static const char *const confidence_names[] = {
    [SC_CONFIDENCE_NONE] = "",
    [SC_CONFIDENCE_SUGGESTIVE] = "suggestive",
    [SC_CONFIDENCE_STRONG] = "strong",
    [SC_CONFIDENCE_PROOF] = "proof",
};

static const char *const severity_names[] = {
    [SC_SEVERITY_CHAT] = "chat",
    [SC_SEVERITY_NOTE] = "note",
    [SC_SEVERITY_WARN] = "warn",
    [SC_SEVERITY_ERROR] = "error",
};

const char *sc_confidence_name(enum sc_confidence confidence)
{
    return (unsigned)confidence < G_N_ELEMENTS(confidence_names) ? confidence_names[confidence]
                                                                 : "";
}

const char *sc_severity_name(enum sc_severity severity)
{
    return (unsigned)severity < G_N_ELEMENTS(severity_names) ? severity_names[severity] : "";
}

enum sc_blocker sc_blocker_next(unsigned blockers, unsigned after)
{
    unsigned left = after == 0 ? blockers : blockers & ~(2 * after - 1);

    return (enum sc_blocker)(left & (~left + 1));
}

const char *sc_blocker_name(enum sc_blocker blocker)
{
    switch (blocker) {
    case SC_BLOCKER_STARTS_LATE:
        return "the capture may start too late";
    case SC_BLOCKER_ENDS_EARLY:
        return "the capture ends too early";
    case SC_BLOCKER_ONE_DIRECTION:
        return "the capture holds one direction only";
    case SC_BLOCKER_CUT:
        return "the capture cut the packets";
    case SC_BLOCKER_SEGMENTS:
        return "TCP segments are missing";
    case SC_BLOCKER_FRAGMENTS:
        return "IP fragments are missing";
    case SC_BLOCKER_OTHER_SIDE:
        return "the other side of the proxy was not captured";
    case SC_BLOCKER_ALL:
        break;
    }
    return "";
}
