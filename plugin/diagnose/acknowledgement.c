/* Rules about ACK and PRACK: those that are missing, and those that go astray.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "rules.h"

/* What is looked through of one call: responses, hops, ACKs, requests of a dialog, routes. */
#define RESPONSES_MAX 256
#define HOPS_MAX      256
#define ACKS_MAX      256
#define REQUESTS_MAX  1024
#define ROUTES_MAX    32

/* ---- No ACK ---- */

/* The latest distinct ACK of one hop for the final response with a To tag; NULL if none. */
static const struct sc_record *ack_for(const struct sc_transaction *transaction,
                                       struct sc_slice to_tag)
{
    const struct sc_record *found = NULL;
    const struct sc_record *ack = transaction->ack;

    for (int i = 0; ack != NULL && i < ACKS_MAX; i++, ack = ack->next) {
        if (sc_slice_equal(ack->to_tag, to_tag) && (found == NULL || ack->time > found->time)) {
            found = ack;
        }
    }
    return found;
}

/* The hop behind another one in a walk over all below TOP; NULL at the end. */
static const struct sc_transaction *next_hop(const struct sc_transaction *hop,
                                             const struct sc_transaction *top)
{
    if (hop->children != NULL) {
        return hop->children;
    }
    for (int i = 0; hop != top && hop->sibling == NULL && i < HOPS_MAX; i++) {
        hop = hop->parent;
    }
    return hop != top ? hop->sibling : NULL;
}

/* True if an ACK was seen on a hop at or below TOP, or if there are more than LEFT to look at, or
 * more than are linked. */
static bool is_acknowledged_below(const struct sc_transaction *top, struct sc_slice to_tag,
                                  int *left)
{
    for (const struct sc_transaction *hop = top; hop != NULL; hop = next_hop(hop, top)) {
        if (--*left < 0 || hop->acks_dropped > 0 || hop->branches_dropped > 0 ||
            ack_for(hop, to_tag) != NULL) {
            return true;
        }
    }
    return false;
}

/* True if an ACK for a 2xx was seen on any hop: it may go past those that the INVITE took, then it
 * stands with any of them, and it may be lost on one. */
static bool is_acknowledged(const struct sc_transaction *transaction, struct sc_slice to_tag)
{
    const struct sc_transaction *top = transaction;
    int left = HOPS_MAX;

    for (int i = 0; top->parent != NULL && i < HOPS_MAX; i++) {
        top = top->parent;
    }
    bool found = is_acknowledged_below(top, to_tag, &left);
    const struct sc_transaction *root =
        transaction->attempt != NULL ? transaction->attempt->roots : NULL;
    for (; !found && root != NULL; root = root->next_root) {
        found = is_acknowledged_below(root, to_tag, &left);
    }
    return found;
}

/* Says how often a final response came, and that no ACK did. */
static void find_no_ack(struct scene *scene)
{
    const struct sc_record *final = scene->record;

    weigh_copies(scene, final);
    evidence(scene, scene->transaction->request.frame);
    evidence(scene, final->last_frame);
    find(scene, "The %u was sent %u times in %s, and no ACK came", final->code,
         final->retransmissions + 1, span(scene, repeated_for(final)));
}

static void judge_ack_missing(struct scene *scene)
{
    if (scene->record->retransmissions > 0 && at_either_end(scene) &&
        !is_acknowledged(scene->transaction, scene->record->to_tag)) {
        find_no_ack(scene);
    }
}

/* The answerer ends the call that was not acknowledged (section 13.3.1.4). */
static void judge_ack_missing_bye(struct scene *scene)
{
    const struct sc_dialog *dialog = scene->transaction->dialog;
    const struct sc_record *success = dialog != NULL ? dialog->confirmed : NULL;

    if (success == NULL || !is_request(scene) || dialog->invite != dialog->setup ||
        !sc_endpoint_same_host(success->source, scene->record->source) ||
        !sent_to_the_end(scene, success) || is_acknowledged(dialog->setup, success->to_tag)) {
        return;
    }
    certain(scene);
    evidence(scene, success->frame);
    evidence(scene, success->last_frame);
    find(scene, "The %u had been sent %u times in %s, and no ACK came", success->code,
         success->retransmissions + 1, span(scene, repeated_for(success)));
}

/* The ACK has the branch of the INVITE, whichever of its failures it is for (section 17.1.1.3). */
static void judge_ack_missing_failure(struct scene *scene)
{
    if (scene->record->retransmissions > 0 && at_either_end(scene) &&
        scene->transaction->ack == NULL) {
        find_no_ack(scene);
    }
}

/* ---- ACK on the wrong way ---- */

/* The 2xx with a To tag; NULL if there is none. */
static const struct sc_record *success_with(const struct sc_transaction *transaction,
                                            struct sc_slice to_tag)
{
    const struct sc_record *response = transaction->responses;

    for (int i = 0; response != NULL && i < RESPONSES_MAX; i++, response = response->next) {
        if (response->code / 100 == 2 && sc_slice_equal(response->to_tag, to_tag)) {
            return response;
        }
    }
    return NULL;
}

/* True if a message comes from its first hop: nobody who may rewrite addresses stands between. */
static bool has_one_via(const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;
    int count = 0;

    while (count < 2 && sc_via_next_key(message, &cursor, &via)) {
        count++;
    }
    return count == 1;
}

static struct sc_uri uri_of(struct sc_slice address)
{
    return sc_uri_read(sc_address_read(address).uri);
}

/* The remote target of a dialog: the Contact of its 2xx. Absent parts if there is none. */
static struct sc_uri contact_of(const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value = {0};

    sc_value_next(message, SC_HEADER_CONTACT, &cursor, &value);
    return uri_of(value);
}

static unsigned port_of(const struct sc_uri *uri)
{
    return uri->port != 0 ? uri->port : sc_slice_is(uri->scheme, "sips") ? 5061 : 5060;
}

static bool same_place(const struct sc_uri *a, const struct sc_uri *b)
{
    return sc_slice_same(a->host, b->host) && port_of(a) == port_of(b);
}

/* Takes the URIs of a route; false if there are too many. */
static bool read_route(const struct sc_message *message, enum sc_header header,
                       struct sc_uri uris[ROUTES_MAX], size_t *count)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    for (*count = 0; sc_value_next(message, header, &cursor, &value); (*count)++) {
        if (*count == ROUTES_MAX) {
            return false;
        }
        uris[*count] = uri_of(value);
    }
    return true;
}

/* A proxy without lr takes the place of the Request-URI (section 12.2.1.1). */
static bool routes_loosely(const struct sc_uri *uri)
{
    return sc_slice_present(sc_param_find(uri->params, "lr"));
}

static void compare_routes(struct scene *scene, const struct sc_uri *recorded, size_t count,
                           const struct sc_uri *routes, size_t route_count)
{
    if (route_count != count) {
        find(scene, "The ACK has %zu values of Route, the 2xx %zu of Record-Route", route_count,
             count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct sc_uri *wanted = &recorded[count - 1 - i];
        if (!same_place(&routes[i], wanted)) {
            find(scene,
                 "Route %zu of the ACK leads to %s:%u, by the Record-Route of the 2xx it is "
                 "%s:%u",
                 i + 1, quote(scene, routes[i].host), port_of(&routes[i]),
                 quote(scene, wanted->host), port_of(wanted));
            return;
        }
    }
}

/* The ACK goes where the Contact and the reversed Record-Route of the 2xx say (sections 12.1.2 and
 * 12.2.1.1). */
static void compare_ack(struct scene *scene, const struct sc_message *success)
{
    struct sc_uri recorded[ROUTES_MAX];
    struct sc_uri routes[ROUTES_MAX];
    size_t count;
    size_t route_count;
    struct sc_uri contact = contact_of(success);
    struct sc_uri target = sc_uri_read(scene->message->uri);

    if (!read_route(success, SC_HEADER_RECORD_ROUTE, recorded, &count) ||
        !read_route(scene->message, SC_HEADER_ROUTE, routes, &route_count) ||
        (count > 0 && !routes_loosely(&recorded[count - 1])) || contact.host.size == 0) {
        return;
    }
    if (!same_place(&target, &contact)) {
        find(scene, "The ACK is for %s:%u, the Contact of the 2xx is %s:%u",
             quote(scene, target.host), port_of(&target), quote(scene, contact.host),
             port_of(&contact));
    } else if (!sc_slice_equal(target.user, contact.user)) {
        find(scene, "The user in the Request-URI of the ACK is not that of the 2xx's Contact");
    } else {
        compare_routes(scene, recorded, count, routes, route_count);
    }
}

static void judge_ack_misrouted(struct scene *scene)
{
    struct sc_message answer;
    const struct sc_record *success;

    if (is_request(scene) || !has_one_via(scene->message)) {
        return;
    }
    success = success_with(scene->transaction, scene->record->to_tag);
    if (success != NULL && sc_endpoint_same_host(success->destination, scene->record->source) &&
        read_record(scene, success, &answer) && answer.lines_dropped == 0 &&
        scene->message->lines_dropped == 0) {
        about(scene, success);
        compare_ack(scene, &answer);
    }
}

/* True if the 2xx went on coming behind every ACK, for longer than one takes to arrive. */
static bool is_unheard(const struct scene *scene)
{
    const struct sc_record *ack = ack_for(scene->transaction, scene->record->to_tag);

    return ack == NULL || sc_time_between(ack->time, scene->record->last_time) >= t1(scene);
}

static bool ack_misrouted_holds(struct scene *scene)
{
    return is_unheard(scene);
}

/* Ranges of addresses that are no good to everybody. */
enum range {
    RANGE_NONE, /* public, or no address but a name */
    RANGE_10,
    RANGE_172,
    RANGE_192,
    RANGE_SHARED,
    RANGE_LINK,
    RANGE_LOOPBACK,
    RANGE_UNIQUE_LOCAL,
};

/* The range of an IPv4 address (RFC 1918, RFC 6598, RFC 3927). */
static enum range range_of_ipv4(const uint8_t *address)
{
    switch (address[0]) {
    case 10:
        return RANGE_10;
    case 100:
        return address[1] >> 6 == 1 ? RANGE_SHARED : RANGE_NONE;
    case 127:
        return RANGE_LOOPBACK;
    case 169:
        return address[1] == 254 ? RANGE_LINK : RANGE_NONE;
    case 172:
        return address[1] >> 4 == 1 ? RANGE_172 : RANGE_NONE;
    case 192:
        return address[1] == 168 ? RANGE_192 : RANGE_NONE;
    default:
        return RANGE_NONE;
    }
}

/* The same of an IPv6 address (RFC 4193, RFC 4291). */
static enum range range_of_ipv6(const uint8_t *address)
{
    static const uint8_t loopback[16] = {[15] = 1};

    if (memcmp(address, loopback, sizeof loopback) == 0) {
        return RANGE_LOOPBACK;
    }
    if (address[0] >> 1 == 0xFC >> 1) {
        return RANGE_UNIQUE_LOCAL;
    }
    return address[0] == 0xFE && address[1] >> 6 == 2 ? RANGE_LINK : RANGE_NONE;
}

static enum range range_of(const struct sc_endpoint *endpoint)
{
    return endpoint->family == 4   ? range_of_ipv4(endpoint->address)
           : endpoint->family == 6 ? range_of_ipv6(endpoint->address)
                                   : RANGE_NONE;
}

static void judge_ack_contact_unreachable(struct scene *scene)
{
    struct sc_uri contact = contact_of(scene->message);
    struct sc_endpoint place = sc_endpoint_read(contact.host);
    enum range range = range_of(&place);

    if (range != RANGE_NONE && range != range_of(scene->record->source) &&
        range != range_of(scene->record->destination) && has_one_via(scene->message) &&
        sc_header_count(scene->message, SC_HEADER_RECORD_ROUTE) == 0) {
        evidence(scene, scene->transaction->request.frame);
        find(scene,
             "No ACK gets to the Contact %s: it is no public address, nor of the network of "
             "either side, and there is no Record-Route",
             quote(scene, contact.host));
    }
}

/* The second repetition comes 3*T1 after the 2xx: time enough for an ACK. */
static bool ack_contact_unreachable_holds(struct scene *scene)
{
    return repeated_for(scene->record) >= 2 * t1(scene) && is_unheard(scene);
}

static void judge_contact_missing(struct scene *scene)
{
    if (sc_header_count(scene->message, SC_HEADER_CONTACT) == 0 &&
        scene->message->lines_dropped == 0) {
        find(scene, "The %u to INVITE has no Contact", scene->record->code);
    }
}

/* ---- ACK timeout ---- */

/* The Reason that says that no ACK came; false if there is none. PLAIN: it is a 408 that does not
 * say what for. */
static bool find_ack_timeout(const struct sc_message *message, struct sc_reason *reason,
                             bool *plain)
{
    struct sc_cursor cursor = {0};

    for (int i = 0; i < ROUTES_MAX && sc_reason_next(message, &cursor, reason); i++) {
        if (reason->has_cause && reason->cause == 4 &&
            sc_slice_is(reason->protocol, "RELEASE_CAUSE")) {
            *plain = false;
            return true;
        }
        if (reason->has_cause && reason->cause == 408 && sc_slice_is(reason->protocol, "SIP")) {
            char text[QUOTE_SIZE];
            sc_slice_text(reason->text, text, sizeof text);
            *plain = strstr(text, "ACK") == NULL;
            return true;
        }
    }
    return false;
}

/* A plain 408 can mean the ACK only if the answerer waited for nothing else in the dialog. */
static void judge_ack_timeout_reported(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_dialog *dialog = transaction->dialog;
    struct sc_reason reason;
    bool plain;

    if (dialog == NULL || dialog->confirmed == NULL ||
        !sc_slice_equal(transaction->from_tag, dialog->callee_tag) ||
        !find_ack_timeout(scene->message, &reason, &plain) ||
        (plain && transaction->earlier_in_dialog != NULL)) {
        return;
    }
    if (plain) {
        confidence(scene, SC_CONFIDENCE_STRONG);
    }
    evidence(scene, dialog->confirmed->frame);
    const char *protocol = quote(scene, reason.protocol);
    if (is_acknowledged(dialog->setup, dialog->callee_tag)) {
        evidence(scene, dialog->setup->ack != NULL ? dialog->setup->ack->frame : 0);
        find(scene, "The Reason of the BYE is %s %u: the ACK in this capture did not arrive",
             protocol, reason.cause);
    } else {
        find(scene, "The Reason of the BYE is %s %u: no ACK came", protocol, reason.cause);
    }
}

/* ---- No PRACK ---- */

/* A provisional response that is to be acknowledged (RFC 3262 section 3). */
static bool is_reliable(const struct sc_message *message)
{
    return message->code > 100 &&
           sc_header_lists(message, SC_HEADER_REQUIRE, sc_slice_of("100rel")) &&
           sc_header_count(message, SC_HEADER_RSEQ) > 0;
}

static bool offers_reliability(const struct sc_message *invite)
{
    return sc_header_lists(invite, SC_HEADER_SUPPORTED, sc_slice_of("100rel")) ||
           sc_header_lists(invite, SC_HEADER_REQUIRE, sc_slice_of("100rel"));
}

static void judge_prack_not_sent(struct scene *scene)
{
    const struct sc_message *invite = is_reliable(scene->message) ? request_of(scene) : NULL;

    if (invite != NULL && offers_reliability(invite)) {
        find(scene, "The %u requires 100rel and came again and again, and no PRACK was sent",
             scene->record->code);
    }
}

/* True if a PRACK was sent in the dialog that a provisional response made, or if there are too many
 * requests in it to tell. */
static bool is_pracked(const struct scene *scene)
{
    struct sc_slice call_id = scene->transaction->call_id;
    const struct sc_dialog *dialog = sc_tracker_dialogs(scene->tracker, call_id);
    int left = REQUESTS_MAX;

    for (; dialog != NULL && left > 0; dialog = dialog->sibling, left--) {
        const struct sc_transaction *request = dialog->latest;
        bool same = sc_slice_equal(dialog->callee_tag, scene->record->to_tag) ||
                    sc_slice_equal(dialog->caller_tag, scene->record->to_tag);
        if (same && dialog->requests_dropped > 0) {
            return true;
        }
        for (; same && request != NULL && left > 0; request = request->earlier_in_dialog, left--) {
            if (has_method(request, "PRACK") && request->last_time >= scene->record->time) {
                return true;
            }
        }
    }
    return left == 0 || sc_tracker_dialogs_dropped(scene->tracker, call_id) > 0;
}

/* From the second repetition on, 3*T1 after the response. */
static bool prack_not_sent_holds(struct scene *scene)
{
    if (repeated_for(scene->record) < 2 * t1(scene) || is_pracked(scene)) {
        return false;
    }
    weigh_copies(scene, scene->record);
    evidence(scene, scene->record->last_frame);
    return true;
}

static void judge_prack_not_offered(struct scene *scene)
{
    bool requires = scene->record->code > 100 &&
                    sc_header_lists(scene->message, SC_HEADER_REQUIRE, sc_slice_of("100rel"));
    const struct sc_message *invite = requires ? request_of(scene) : NULL;

    if (invite != NULL && invite->lines_dropped == 0 && !offers_reliability(invite)) {
        find(scene,
             "The %u requires 100rel, which the INVITE has neither in Supported nor in "
             "Require",
             scene->record->code);
    }
}

static const struct rule rules[] = {
    {"ack-contact-unreachable", ON_RESPONSE, 200, 299, "INVITE", judge_ack_contact_unreachable,
     ack_contact_unreachable_holds},
    {"ack-misrouted", ON_REQUEST, 0, 0, "INVITE", judge_ack_misrouted, ack_misrouted_holds},
    {"ack-missing", AT_SHOWING, 200, 299, "INVITE", judge_ack_missing, NULL},
    {"ack-missing", AT_SHOWING, 0, 0, "BYE", judge_ack_missing_bye, NULL},
    {"ack-missing-failure", AT_SHOWING, 300, 699, "INVITE", judge_ack_missing_failure, NULL},
    {"ack-timeout-reported", ON_REQUEST, 0, 0, "BYE", judge_ack_timeout_reported, NULL},
    {"contact-missing-2xx", ON_RESPONSE, 200, 299, "INVITE", judge_contact_missing, NULL},
    {"prack-not-offered", ON_RESPONSE, 101, 199, "INVITE", judge_prack_not_offered, NULL},
    {"prack-not-sent", ON_RESPONSE, 101, 199, "INVITE", judge_prack_not_sent, prack_not_sent_holds},
};

const struct rule_topic rules_acknowledgement = {rules, G_N_ELEMENTS(rules)};
