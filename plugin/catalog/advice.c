/* When advice fits.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/advice.h"

static const struct {
    enum sc_fact fact;
    const char *name;
} names[] = {
    {SC_FACT_SDP, "the request holds SDP"},
    {SC_FACT_HOPS_LEFT, "the request has more than 10 hops left"},
    {SC_FACT_RETRY_AFTER, "the response holds Retry-After"},
    {SC_FACT_ALLOW_EVENTS, "the response holds Allow-Events"},
    {SC_FACT_ACCEPT, "the response holds Accept"},
    {SC_FACT_ALLOW, "the response holds Allow"},
    {SC_FACT_AUDIO, "the request offers audio"},
    {SC_FACT_INVITE, "INVITE"},
    {SC_FACT_REGISTER, "REGISTER"},
    {SC_FACT_SUBSCRIBE, "SUBSCRIBE"},
    {SC_FACT_NOTIFY, "NOTIFY"},
    {SC_FACT_REFER, "REFER"},
    {SC_FACT_BYE, "BYE"},
    {SC_FACT_CANCEL, "CANCEL"},
    {SC_FACT_OPTIONS, "OPTIONS"},
    {SC_FACT_PRACK, "PRACK"},
    {SC_FACT_UPDATE, "UPDATE"},
    {SC_FACT_PUBLISH, "PUBLISH"},
    {SC_FACT_IN_DIALOG, "in a dialog"},
    {SC_FACT_CREDENTIALS, "the request has credentials"},
    {SC_FACT_RANG, "a 180 came before"},
    {SC_FACT_AT_ONCE, "within 300 ms"},
    {SC_FACT_CAUSE, "the response states a cause"},
    {SC_FACT_REQUEST, "the request was captured whole"},
    {SC_FACT_RESPONSE, "the response was captured whole"},
    {SC_FACT_ANSWERED_BELOW, "a next hop had answered with 2xx"},
};

const char *sc_fact_name(enum sc_fact fact)
{
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].fact == fact) {
            return names[i].name;
        }
    }
    return "";
}

unsigned sc_fact_of_method(struct sc_slice method)
{
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].fact >= SC_FACT_INVITE && names[i].fact <= SC_FACT_PUBLISH &&
            sc_slice_equal(method, sc_slice_of(names[i].name))) {
            return names[i].fact;
        }
    }
    return 0;
}

bool sc_advice_fits(const struct sc_advice *advice, unsigned facts)
{
    return (advice->any == 0 || (facts & advice->any) != 0) &&
           (facts & advice->all) == advice->all && (facts & advice->none) == 0;
}
