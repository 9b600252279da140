/* Expert items of responses: by their class, by the user's own hints, of codes that are not
 * registered.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "present-experts.h"

#include "sipcodes/catalog.h"

static expert_field ei_sipcodes_provisional = EI_INIT;
static expert_field ei_sipcodes_success = EI_INIT;
static expert_field ei_sipcodes_redirection = EI_INIT;
static expert_field ei_sipcodes_client_error = EI_INIT;
static expert_field ei_sipcodes_challenge = EI_INIT;
static expert_field ei_sipcodes_server_error = EI_INIT;
static expert_field ei_sipcodes_global_failure = EI_INIT;
static expert_field ei_sipcodes_unregistered = EI_INIT;

/* By enum sc_severity. */
static expert_field ei_sipcodes_own[] = {EI_INIT, EI_INIT, EI_INIT, EI_INIT};

/* A challenge asks for credentials; only one to a request that carried them refuses anything
 * (RFC 3261 section 22.1). */
static bool is_first_challenge(const struct view *view, const struct sc_message *message)
{
    const struct sc_transaction *transaction = view->sighting->transaction;

    return sc_message_challenges(message) &&
           (transaction == NULL || transaction->asked_for_credentials);
}

static expert_field *expert_of(uint16_t code, bool first_challenge)
{
    switch (sc_status_class(code)) {
    case SC_CLASS_PROVISIONAL:
        return &ei_sipcodes_provisional;
    case SC_CLASS_SUCCESS:
        return &ei_sipcodes_success;
    case SC_CLASS_REDIRECTION:
        return &ei_sipcodes_redirection;
    case SC_CLASS_CLIENT_ERROR:
        return first_challenge ? &ei_sipcodes_challenge : &ei_sipcodes_client_error;
    case SC_CLASS_SERVER_ERROR:
        return &ei_sipcodes_server_error;
    case SC_CLASS_GLOBAL_FAILURE:
        return &ei_sipcodes_global_failure;
    case SC_CLASS_NONE:
        break;
    }
    return NULL;
}

void present_experts_unread(packet_info *pinfo, uint16_t code)
{
    expert_field *field = expert_of(code, code == 401 || code == 407);

    if (field != NULL) {
        expert_add_info(pinfo, NULL, field);
    }
}

/* The user's hint, in the severity of their choice. */
static void add_own(const struct view *view, proto_item *item)
{
    if (view->own != NULL && view->own->severity < array_length(ei_sipcodes_own)) {
        expert_add_info_format(view->pinfo, item, &ei_sipcodes_own[view->own->severity], "%s",
                               view->own->hint);
    }
}

void present_experts_add(const struct view *view, proto_item *item,
                         const struct sc_message *message, const char *hint)
{
    expert_field *field = expert_of(message->code, is_first_challenge(view, message));
    const struct sc_status *row = sc_status_lookup(message->code);

    if (field != NULL) {
        expert_add_info_format(view->pinfo, item, field, "%03u %s: %s", message->code, row->phrase,
                               hint);
    }
    if (!sc_status_registered(message->code)) {
        expert_add_info_format(view->pinfo, item, &ei_sipcodes_unregistered,
                               "%03u is not a registered status code: %s", message->code,
                               row->meaning);
    }
    add_own(view, item);
}

void present_experts_register(expert_module_t *module)
{
    static ei_register_info ei[] = {
        {&ei_sipcodes_provisional,
         {"sipcodes.expert.provisional", PI_RESPONSE_CODE, PI_CHAT, "Provisional response",
          EXPFILL}},
        {&ei_sipcodes_success,
         {"sipcodes.expert.success", PI_RESPONSE_CODE, PI_CHAT, "Success response", EXPFILL}},
        {&ei_sipcodes_redirection,
         {"sipcodes.expert.redirection", PI_RESPONSE_CODE, PI_NOTE, "Redirection", EXPFILL}},
        {&ei_sipcodes_client_error,
         {"sipcodes.expert.client_error", PI_RESPONSE_CODE, PI_WARN, "Client error", EXPFILL}},
        {&ei_sipcodes_challenge,
         {"sipcodes.expert.client_error", PI_RESPONSE_CODE, PI_NOTE, "Challenge", EXPFILL}},
        {&ei_sipcodes_server_error,
         {"sipcodes.expert.server_error", PI_RESPONSE_CODE, PI_ERROR, "Server error", EXPFILL}},
        {&ei_sipcodes_global_failure,
         {"sipcodes.expert.global_failure", PI_RESPONSE_CODE, PI_ERROR, "Global failure", EXPFILL}},
        {&ei_sipcodes_own[SC_SEVERITY_CHAT],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_CHAT, "Hint of your own", EXPFILL}},
        {&ei_sipcodes_own[SC_SEVERITY_NOTE],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_NOTE, "Hint of your own", EXPFILL}},
        {&ei_sipcodes_own[SC_SEVERITY_WARN],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_WARN, "Hint of your own", EXPFILL}},
        {&ei_sipcodes_own[SC_SEVERITY_ERROR],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_ERROR, "Hint of your own", EXPFILL}},
        {&ei_sipcodes_unregistered,
         {"sipcodes.expert.unregistered", PI_RESPONSE_CODE, PI_NOTE, "Unregistered status code",
          EXPFILL}},
    };

    expert_register_field_array(module, ei, array_length(ei));
}
