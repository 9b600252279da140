/* Advice, and when it fits.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is to be done about a status code depends on the request that it answers, and on what the
 * two messages hold: no line of SDP can be compared where there is no SDP.
 */
#ifndef SIPCODES_ADVICE_H
#define SIPCODES_ADVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "sipcodes/slice.h"

/* What is known of a response and its request. The first eight are what one message holds. */
enum sc_fact {
    /* The request: a session description; a Max-Forwards above SC_HOPS_PLENTY. */
    SC_FACT_SDP = 1 << 0,
    SC_FACT_HOPS_LEFT = 1 << 1,
    /* The response: Retry-After, Allow-Events, Accept, Allow. */
    SC_FACT_RETRY_AFTER = 1 << 2,
    SC_FACT_ALLOW_EVENTS = 1 << 3,
    SC_FACT_ACCEPT = 1 << 4,
    SC_FACT_ALLOW = 1 << 5,
    /* The request: its session description has an m= line of audio. */
    SC_FACT_AUDIO = 1 << 6,
    SC_FACT_OF_MESSAGE = (1 << 8) - 1,

    /* The method of the request. */
    SC_FACT_INVITE = 1 << 8,
    SC_FACT_REGISTER = 1 << 9,
    SC_FACT_SUBSCRIBE = 1 << 10,
    SC_FACT_NOTIFY = 1 << 11,
    SC_FACT_REFER = 1 << 12,
    SC_FACT_BYE = 1 << 13,
    SC_FACT_CANCEL = 1 << 14,
    SC_FACT_OPTIONS = 1 << 15,
    SC_FACT_PRACK = 1 << 16,
    SC_FACT_UPDATE = 1 << 17,
    SC_FACT_PUBLISH = 1 << 18,

    /* The request was sent in a dialog; it has credentials, of a challenge those that this asks
     * for; a 180 came before the response. */
    SC_FACT_IN_DIALOG = 1 << 19,
    SC_FACT_CREDENTIALS = 1 << 20,
    SC_FACT_RANG = 1 << 21,
    /* The response came within 300 ms of the 180 or, without one, of the request. */
    SC_FACT_AT_ONCE = 1 << 22,
    /* The response states a cause that is not 16, 31, 127 or none at all. */
    SC_FACT_CAUSE = 1 << 23,
    /* The request, or the response, was captured whole. Where it was not, what it lacks is unknown.
     */
    SC_FACT_REQUEST = 1 << 24,
    SC_FACT_RESPONSE = 1 << 25,
    /* A next hop had answered the request with 2xx before the response. */
    SC_FACT_ANSWERED_BELOW = 1 << 26,
    SC_FACT_ALL = (1 << 27) - 1,
};

/* Hops that a request does not use up before it meets a fault: it has more left in its
 * Max-Forwards. */
#define SC_HOPS_PLENTY 10

/* What a fact is called in the documentation, e.g. "in a dialog"; "" for anything but one of enum
 * sc_fact. Never NULL. */
const char *sc_fact_name(enum sc_fact fact);

/* The fact that a request has this method; 0 for one that no advice asks for. */
unsigned sc_fact_of_method(struct sc_slice method);

/* One line of advice: it fits if at least one of the facts ANY is so, all of ALL and none of NONE.
 * Each is or-ed; 0 asks for nothing. */
struct sc_advice {
    const char *text;
    uint32_t any;
    uint32_t all;
    uint32_t none;
};

/* True if the advice fits where FACTS, or-ed, are so. */
bool sc_advice_fits(const struct sc_advice *advice, unsigned facts);

#endif
