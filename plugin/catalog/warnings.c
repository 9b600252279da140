/* Warning codes: why a session description or a URI scheme was refused.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 section 20.43 and the codes registered since.
 */
#include "catalog-private.h"

#include <stdlib.h>

/* Ascending by code. */
static const struct sc_warning_code warnings[] = {
    {
        .code = 300,
        .name = "Incompatible network protocol",
        .meaning = "A network protocol in the SDP is not available at the sender: compare the "
                   "network type in the c= and o= lines.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .code = 301,
        .name = "Incompatible network address formats",
        .meaning = "An address format in the SDP is not available at the sender: compare IP4 and "
                   "IP6 in the c= lines.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .code = 302,
        .name = "Incompatible transport protocol",
        .meaning = "A media transport in the SDP is not available at the sender: compare the m= "
                   "lines for RTP/AVP, RTP/SAVP, UDP/TLS/RTP/SAVPF and udptl.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .code = 303,
        .name = "Incompatible bandwidth units",
        .meaning = "The sender does not understand a bandwidth unit: look at the type in the b= "
                   "lines.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .code = 304,
        .name = "Media type not available",
        .meaning = "The sender has no support for a kind of media: look for video, image, "
                   "application or message in the m= lines.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .code = 305,
        .name = "Incompatible media format",
        .meaning = "The sender supports none of the formats offered: compare the codecs and "
                   "payload types of the m= and a=rtpmap lines.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .code = 306,
        .name = "Attribute not understood",
        .meaning = "The sender does not support an attribute of the SDP: look for an unusual a= "
                   "line.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .code = 307,
        .name = "Session description parameter not understood",
        .meaning = "The sender does not understand some other part of the SDP: compare it line by "
                   "line with one that works.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .code = 308,
        .name = "Incompatible language specification",
        .meaning = "No requested human language is supported: compare a=hlang-send and "
                   "a=hlang-recv with what the text lists.",
        .reference = "RFC 8373 section 6.2",
    },
    {
        .code = 330,
        .name = "Multicast not available",
        .meaning = "The sender's site supports no multicast: offer a unicast address in the c= "
                   "line.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .code = 331,
        .name = "Unicast not available",
        .meaning = "The sender's site supports no unicast communication, usually because of a "
                   "firewall.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .code = 370,
        .name = "Insufficient bandwidth",
        .meaning = "The session needs more bandwidth than the sender has or permits: compare the "
                   "b= lines and the codecs.",
        .reference = "RFC 3261 section 20.43",
    },
    {
        .code = 380,
        .name = "SIPS Not Allowed",
        .meaning = "A sips: address was refused, for example because the user has no sips: "
                   "Contact registered: try sip:.",
        .reference = "RFC 5630 section 9",
    },
    {
        .code = 381,
        .name = "SIPS Required",
        .meaning = "Only a sips: address is served: send the request to it, over TLS.",
        .reference = "RFC 5630 section 9",
    },
    {
        .code = 399,
        .name = "Miscellaneous warning",
        .meaning = "Free text for a human reader: vendors put the real reason here, so read it.",
        .reference = "RFC 3261 section 20.43",
    },
};

static const struct sc_warning_code unregistered = {
    .code = 0,
    .name = "Unregistered warning",
    .meaning = "The code is not registered: read the text, only its sender knows the meaning.",
    .reference = "RFC 3261 section 20.43",
};

static int compare_code(const void *key, const void *element)
{
    unsigned code = *(const unsigned *)key;
    unsigned other = ((const struct sc_warning_code *)element)->code;

    return (code > other) - (code < other);
}

const struct sc_warning_code *sc_warning_lookup(unsigned code)
{
    const struct sc_warning_code *row = bsearch(
        &code, warnings, sizeof warnings / sizeof warnings[0], sizeof warnings[0], compare_code);

    return row != NULL ? row : &unregistered;
}

const struct sc_warning_code *sc_warning_rows(size_t *count)
{
    *count = sizeof warnings / sizeof warnings[0];
    return warnings;
}
