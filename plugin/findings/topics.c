/* The list of all topics: what there is to be found.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "topics.h"

/* In the order of a call: is it let in, is it understood, does it go on, does it come to an end.
 * Of findings that are equally strong and severe the earlier comes first, and its hint is
 * followed. One topic a line, however many there are. */
/* clang-format off */
static const struct sc_topic *const topics[] = {
    &sc_topic_auth_challenge,
    &sc_topic_auth_digest,
    &sc_topic_auth_credentials,
    &sc_topic_auth_refused,
    &sc_topic_auth_retry,
    &sc_topic_identity,
    &sc_topic_content_length,
    &sc_topic_body,
    &sc_topic_header,
    &sc_topic_refer,
    &sc_topic_request_line,
    &sc_topic_uri,
    &sc_topic_extension,
    &sc_topic_interval,
    &sc_topic_contact,
    &sc_topic_address,
    &sc_topic_callee,
    &sc_topic_declined,
    &sc_topic_blocked,
    &sc_topic_accepted_later,
    &sc_topic_redirect,
    &sc_topic_timeout,
    &sc_topic_offer,
    &sc_topic_answer,
    &sc_topic_media,
    &sc_topic_srtp,
    &sc_topic_webrtc,
    &sc_topic_precondition,
    &sc_topic_reinvite,
    &sc_topic_cseq,
    &sc_topic_dialog,
    &sc_topic_replaces,
    &sc_topic_route_set,
    &sc_topic_cancel,
    &sc_topic_terminated,
    &sc_topic_fork,
    &sc_topic_routing_loop,
    &sc_topic_event,
    &sc_topic_subscription,
    &sc_topic_publication,
    &sc_topic_unanswered,
    &sc_topic_transport,
    &sc_topic_retransmission,
    &sc_topic_icmp,
    &sc_topic_prack,
    &sc_topic_ack,
    &sc_topic_ack_route,
    &sc_topic_capture,
    &sc_topic_response_path,
    &sc_topic_method,
    &sc_topic_next_hop,
    &sc_topic_retry_after,
    &sc_topic_call_limit,
    &sc_topic_origin,
    &sc_topic_status_line,
    &sc_topic_stated_cause,
};
/* clang-format on */

const struct sc_topics sc_topics_all = {topics, G_N_ELEMENTS(topics)};

/* One finding. */
struct place {
    const struct sc_topic *topic;
    const struct sc_finding_row *row;
};

/* The finding at INDEX; the row is NULL, and INDEX their number, if there are not so many. Rules of
 * one finding stand together. */
static struct place place_at(size_t *index)
{
    const struct sc_finding_row *row = NULL;
    size_t count = 0;

    for (size_t topic = 0; topic < G_N_ELEMENTS(topics); topic++) {
        for (size_t i = 0; i < topics[topic]->rule_count; i++) {
            if (topics[topic]->rules[i].finding == row) {
                continue;
            }
            row = topics[topic]->rules[i].finding;
            if (count == *index) {
                return (struct place){topics[topic], row};
            }
            count++;
        }
    }
    *index = count;
    return (struct place){0};
}

size_t sc_finding_count(void)
{
    size_t index = SIZE_MAX;

    place_at(&index);
    return index;
}

const struct sc_finding_row *sc_finding_at(size_t index)
{
    return place_at(&index).row;
}

const char *sc_finding_topic(size_t index)
{
    return place_at(&index).topic->name;
}

const char *sc_finding_title(size_t index)
{
    return place_at(&index).topic->title;
}
