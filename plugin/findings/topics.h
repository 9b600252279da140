/* The topics, one for each file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TOPICS_H
#define SIPCODES_TOPICS_H

#include "diagnose/rule.h"

extern const struct sc_topic sc_topic_accepted_later;
extern const struct sc_topic sc_topic_ack;
extern const struct sc_topic sc_topic_ack_route;
extern const struct sc_topic sc_topic_address;
extern const struct sc_topic sc_topic_answer;
extern const struct sc_topic sc_topic_auth_challenge;
extern const struct sc_topic sc_topic_auth_credentials;
extern const struct sc_topic sc_topic_auth_digest;
extern const struct sc_topic sc_topic_auth_refused;
extern const struct sc_topic sc_topic_auth_retry;
extern const struct sc_topic sc_topic_blocked;
extern const struct sc_topic sc_topic_body;
extern const struct sc_topic sc_topic_call_limit;
extern const struct sc_topic sc_topic_callee;
extern const struct sc_topic sc_topic_cancel;
extern const struct sc_topic sc_topic_capture;
extern const struct sc_topic sc_topic_contact;
extern const struct sc_topic sc_topic_content_length;
extern const struct sc_topic sc_topic_cseq;
extern const struct sc_topic sc_topic_declined;
extern const struct sc_topic sc_topic_dialog;
extern const struct sc_topic sc_topic_event;
extern const struct sc_topic sc_topic_extension;
extern const struct sc_topic sc_topic_fork;
extern const struct sc_topic sc_topic_header;
extern const struct sc_topic sc_topic_icmp;
extern const struct sc_topic sc_topic_identity;
extern const struct sc_topic sc_topic_interval;
extern const struct sc_topic sc_topic_media;
extern const struct sc_topic sc_topic_method;
extern const struct sc_topic sc_topic_next_hop;
extern const struct sc_topic sc_topic_offer;
extern const struct sc_topic sc_topic_origin;
extern const struct sc_topic sc_topic_prack;
extern const struct sc_topic sc_topic_precondition;
extern const struct sc_topic sc_topic_publication;
extern const struct sc_topic sc_topic_redirect;
extern const struct sc_topic sc_topic_refer;
extern const struct sc_topic sc_topic_reinvite;
extern const struct sc_topic sc_topic_replaces;
extern const struct sc_topic sc_topic_request_line;
extern const struct sc_topic sc_topic_response_path;
extern const struct sc_topic sc_topic_retry_after;
extern const struct sc_topic sc_topic_route_set;
extern const struct sc_topic sc_topic_routing_loop;
extern const struct sc_topic sc_topic_srtp;
extern const struct sc_topic sc_topic_stated_cause;
extern const struct sc_topic sc_topic_status_line;
extern const struct sc_topic sc_topic_subscription;
extern const struct sc_topic sc_topic_terminated;
extern const struct sc_topic sc_topic_timeout;
extern const struct sc_topic sc_topic_retransmission;
extern const struct sc_topic sc_topic_transport;
extern const struct sc_topic sc_topic_unanswered;
extern const struct sc_topic sc_topic_uri;
extern const struct sc_topic sc_topic_webrtc;

#endif
