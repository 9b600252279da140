/* Expert items of responses: by their class, by the user's own hints, of codes that are not
 * registered.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "present-experts.h"

#include "present-findings.h"
#include "sipcodes/catalog.h"

#define CLASSES    (SC_CLASS_GLOBAL_FAILURE + 1)
#define SEVERITIES (SC_SEVERITY_ERROR + 1)

/* One item for each class and each severity that its cause may have. */
static expert_field ei_sipcodes_class[CLASSES][SEVERITIES];

static const struct {
    const char *name;
    const char *summary;
} classes[CLASSES] = {
    [SC_CLASS_PROVISIONAL] = {"sipcodes.expert.provisional", "Provisional response"},
    [SC_CLASS_SUCCESS] = {"sipcodes.expert.success", "Success response"},
    [SC_CLASS_REDIRECTION] = {"sipcodes.expert.redirection", "Redirection"},
    [SC_CLASS_CLIENT_ERROR] = {"sipcodes.expert.client_error", "Client error"},
    [SC_CLASS_SERVER_ERROR] = {"sipcodes.expert.server_error", "Server error"},
    [SC_CLASS_GLOBAL_FAILURE] = {"sipcodes.expert.global_failure", "Global failure"},
};

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

/* The item of a class in a severity; NULL for a number without class. */
static expert_field *expert_of(uint16_t code, enum sc_severity severity)
{
    enum sc_class value = sc_status_class(code);

    return value != SC_CLASS_NONE ? &ei_sipcodes_class[value][severity] : NULL;
}

void present_experts_unread(packet_info *pinfo, uint16_t code)
{
    enum sc_severity severity = sc_why_severity(code, sc_status_is_challenge(code));
    expert_field *field = expert_of(code, severity);

    if (field != NULL && view_severity(severity) > expert_get_highest_severity()) {
        expert_add_info(pinfo, NULL, field);
    }
}

/* The user's hint, in the severity of their choice. */
static void add_own(const struct view *view, proto_item *item)
{
    if (view->own != NULL && view->own->severity < array_length(ei_sipcodes_own) &&
        view_reads_expert(view, view_severity(view->own->severity))) {
        expert_add_info_format(view->pinfo, item, &ei_sipcodes_own[view->own->severity], "%s",
                               view->own->hint);
    }
}

/* The class of a response, with its cause or, without one, what to do first. What succeeded, or is
 * not over yet, has the severity of its class whatever was found about it. */
static void add_class(const struct view *view, proto_item *item, const struct sc_message *message)
{
    /* To find the cause costs more than to see that it would not be read. */
    if (sc_status_class(message->code) == SC_CLASS_NONE || !view_reads_expert(view, PI_ERROR)) {
        return;
    }
    const struct sc_why *why = message->code >= 300 ? view_why(view) : NULL;
    bool explained = why != NULL && why->text[0] != '\0';
    enum sc_severity severity =
        explained ? why->severity
                  : sc_why_severity(message->code, is_first_challenge(view, message));
    if (view_reads_expert(view, view_severity(severity))) {
        expert_add_info_format(view->pinfo, item, expert_of(message->code, severity), "%03u %s: %s",
                               message->code, sc_status_lookup(message->code)->phrase,
                               explained ? why->title : present_findings_hint(view));
    }
}

void present_experts_add(const struct view *view, proto_item *item,
                         const struct sc_message *message)
{
    add_class(view, item, message);
    if (!sc_status_registered(message->code) && view_reads_expert(view, PI_NOTE)) {
        expert_add_info_format(view->pinfo, item, &ei_sipcodes_unregistered,
                               "%03u is not a registered status code: %s", message->code,
                               sc_status_lookup(message->code)->meaning);
    }
    add_own(view, item);
}

static void register_classes(expert_module_t *module)
{
    static ei_register_info ei[CLASSES * SEVERITIES];
    unsigned count = 0;

    for (unsigned value = SC_CLASS_PROVISIONAL; value < CLASSES; value++) {
        for (unsigned severity = 0; severity < SEVERITIES; severity++) {
            ei_sipcodes_class[value][severity] = (expert_field)EI_INIT;
            ei[count++] = (ei_register_info){
                &ei_sipcodes_class[value][severity],
                {classes[value].name, PI_RESPONSE_CODE, view_severity((enum sc_severity)severity),
                 classes[value].summary, EXPFILL},
            };
        }
    }
    fields_register_experts(module, ei, (int)count);
}

void present_experts_register(expert_module_t *module)
{
    static ei_register_info ei[] = {
        {&ei_sipcodes_own[SC_SEVERITY_CHAT],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_CHAT, "Custom hint", EXPFILL}},
        {&ei_sipcodes_own[SC_SEVERITY_NOTE],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_NOTE, "Custom hint", EXPFILL}},
        {&ei_sipcodes_own[SC_SEVERITY_WARN],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_WARN, "Custom hint", EXPFILL}},
        {&ei_sipcodes_own[SC_SEVERITY_ERROR],
         {"sipcodes.expert.own", PI_RESPONSE_CODE, PI_ERROR, "Custom hint", EXPFILL}},
        {&ei_sipcodes_unregistered,
         {"sipcodes.expert.unregistered", PI_RESPONSE_CODE, PI_NOTE, "Unregistered status code",
          EXPFILL}},
    };

    fields_register_experts(module, ei, array_length(ei));
    register_classes(module);
}
