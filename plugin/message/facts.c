/* What a message holds that advice depends on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/advice.h"
#include "sipcodes/message.h"
#include "sipcodes/sdp.h"

/* True if a session description has an m= line of audio, even a refused one. */
static bool holds_audio(const struct sc_message *request)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;
    struct sc_sdp sdp;
    bool audio = false;

    if (sc_message_sdp(request, &sdp)) {
        while (!audio && sc_sdp_media_next(&sdp, &cursor, &media)) {
            audio = sc_slice_is(media.type, "audio");
        }
    }
    return audio;
}

static uint8_t facts_of_request(const struct sc_message *message)
{
    struct sc_slice type = sc_header_first(message, SC_HEADER_CONTENT_TYPE);
    uint8_t facts = 0;
    uint64_t hops;

    if (sc_slice_is(sc_slice_trim(sc_slice_until(type, ';')), "application/sdp")) {
        facts |= SC_FACT_SDP;
        facts |= holds_audio(message) ? SC_FACT_AUDIO : 0;
    }
    if (sc_slice_number(sc_header_first(message, SC_HEADER_MAX_FORWARDS), UINT32_MAX, &hops) &&
        hops > SC_HOPS_PLENTY) {
        facts |= SC_FACT_HOPS_LEFT;
    }
    return facts;
}

uint8_t sc_message_facts(const struct sc_message *message)
{
    static const struct {
        enum sc_header header;
        uint8_t fact;
    } headers[] = {
        {SC_HEADER_RETRY_AFTER, SC_FACT_RETRY_AFTER},
        {SC_HEADER_ALLOW_EVENTS, SC_FACT_ALLOW_EVENTS},
        {SC_HEADER_ACCEPT, SC_FACT_ACCEPT},
        {SC_HEADER_ALLOW, SC_FACT_ALLOW},
    };
    uint8_t facts = 0;

    if (message->kind == SC_MESSAGE_REQUEST) {
        return facts_of_request(message);
    }
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        if (sc_header_count(message, headers[i].header) > 0) {
            facts |= headers[i].fact;
        }
    }
    return facts;
}
