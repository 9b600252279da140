/* What ICMP errors say, in words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "icmp-text.h"

const char *sc_icmp_text(enum sc_icmp icmp)
{
    switch (icmp) {
    case SC_ICMP_NETWORK:
        return "there is no route to it";
    case SC_ICMP_HOST:
        return "the host does not answer";
    case SC_ICMP_PORT:
        return "the port is unreachable";
    case SC_ICMP_PROTOCOL:
        return "it does not take the transport";
    case SC_ICMP_PROHIBITED:
        return "a filter rejects it";
    case SC_ICMP_NONE:
        break;
    }
    return "it cannot be reached";
}

const char *sc_icmp_text_of_host(enum sc_icmp icmp, const char *host, unsigned port,
                                 char text[SC_WORDS_SIZE])
{
    switch (icmp) {
    case SC_ICMP_NETWORK:
        g_snprintf(text, SC_WORDS_SIZE, "no route to the network of %s", host);
        break;
    case SC_ICMP_PORT:
        g_snprintf(text, SC_WORDS_SIZE, "port %u of %s is unreachable", port, host);
        break;
    case SC_ICMP_PROTOCOL:
        g_snprintf(text, SC_WORDS_SIZE, "%s does not take this transport", host);
        break;
    case SC_ICMP_PROHIBITED:
        g_snprintf(text, SC_WORDS_SIZE, "a filter along the path to port %u of %s rejects it", port,
                   host);
        break;
    case SC_ICMP_NONE:
    case SC_ICMP_HOST:
        g_snprintf(text, SC_WORDS_SIZE, "%s cannot be reached", host);
        break;
    }
    return text;
}

const char *sc_icmp_text_of_destination(enum sc_icmp icmp, unsigned port, char text[SC_WORDS_SIZE])
{
    switch (icmp) {
    case SC_ICMP_NETWORK:
        g_strlcpy(text, "no route to the destination's network", SC_WORDS_SIZE);
        break;
    case SC_ICMP_HOST:
        g_strlcpy(text, "the destination host cannot be reached", SC_WORDS_SIZE);
        break;
    case SC_ICMP_PROHIBITED:
        g_snprintf(text, SC_WORDS_SIZE, "a filter along the path to port %u rejects it", port);
        break;
    default:
        sc_icmp_text_of_host(icmp, "the destination", port, text);
        break;
    }
    return text;
}

void sc_icmp_weigh(struct sc_draft *draft, enum sc_icmp icmp)
{
    if (icmp == SC_ICMP_NETWORK || icmp == SC_ICMP_HOST) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
}
