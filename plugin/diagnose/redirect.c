/* Rules about redirection: where a 3xx leads, and whether the caller goes there.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "rules.h"

/* Contacts of one response that are read. */
#define CONTACTS_MAX 64

/* Branches of one fork that are looked through, the latest ones. */
#define BRANCHES_MAX 64

/* Hops towards the caller that a response is followed through. */
#define HOPS_MAX 16

/* Earlier requests that a redirection is held against. */
#define STEPS_MAX 16

/* ---- Targets ---- */

/* True if two URIs name the same target, going by what a client copies (RFC 3261 section 8.1.3.4)
 * and hardly drops: all but parameters and headers. */
static bool is_same_target(struct sc_slice a, struct sc_slice b)
{
    struct sc_uri one = sc_uri_read(a);
    struct sc_uri other = sc_uri_read(b);

    return (one.user.size > 0 || one.host.size > 0) && sc_slice_same(one.scheme, other.scheme) &&
           sc_slice_equal(one.user, other.user) && sc_slice_same(one.host, other.host) &&
           one.port == other.port;
}

/* The next Contact of a 3xx as a URI. */
static bool next_target(const struct sc_message *message, struct sc_cursor *cursor,
                        struct sc_slice *uri)
{
    struct sc_slice value;

    if (!sc_value_next(message, SC_HEADER_CONTACT, cursor, &value)) {
        return false;
    }
    *uri = sc_address_read(value).uri;
    return true;
}

static unsigned count_targets(const struct sc_message *message)
{
    struct sc_cursor cursor = {0};
    struct sc_slice uri;
    unsigned count = 0;

    while (count < CONTACTS_MAX && next_target(message, &cursor, &uri)) {
        count++;
    }
    return count;
}

static bool leads_to(const struct sc_message *message, struct sc_slice target)
{
    struct sc_cursor cursor = {0};
    struct sc_slice uri;

    for (int i = 0; i < CONTACTS_MAX && next_target(message, &cursor, &uri); i++) {
        if (is_same_target(uri, target)) {
            return true;
        }
    }
    return false;
}

static bool is_redirection(const struct sc_record *final)
{
    return final != NULL && final->code >= 300 && final->code < 400;
}

/* ---- Followed, or not ---- */

/* A proxy that follows a redirection itself makes another branch (section 16.7, step 4). */
static const struct sc_record *redirection_of_branch(const struct scene *scene,
                                                     struct sc_message *message)
{
    const struct sc_transaction *parent = scene->transaction->parent;
    const struct sc_transaction *branch = parent != NULL ? parent->children : NULL;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        const struct sc_record *final = branch->final;
        if (branch != scene->transaction && is_redirection(final) &&
            sc_slice_present(final->text) && final->time <= scene->record->time) {
            sc_message_scan(final->text.data, final->text.size, message);
            if (leads_to(message, scene->message->uri)) {
                return final;
            }
        }
    }
    return NULL;
}

/* The redirection that a new request of the same client follows. A 305 names a proxy: the request
 * itself stays the same. */
static const struct sc_record *redirection_before(const struct scene *scene,
                                                  struct sc_message *message)
{
    const struct sc_transaction *previous = scene->transaction->retry_of;

    if (previous == NULL || !is_redirection(previous->final) ||
        !sc_slice_present(previous->final->text)) {
        return NULL;
    }
    sc_message_scan(previous->final->text.data, previous->final->text.size, message);
    return previous->final->code == 305 || leads_to(message, scene->message->uri) ? previous->final
                                                                                  : NULL;
}

/* A client may take a new Call-ID along (section 8.1.3.4). Where the From tag is another, too,
 * it may still be another call. */
static void judge_followed_anew(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_transaction *redirected = transaction->redirected_by;

    if (!is_request(scene) || redirected == NULL) {
        return;
    }
    bool same_call = sc_slice_equal(redirected->call_id, transaction->call_id);
    bool same_tag = transaction->from_tag.size > 0 &&
                    sc_slice_equal(redirected->from_tag, transaction->from_tag);
    if (!same_call && !same_tag) {
        confidence(scene, SC_CONFIDENCE_STRONG);
    }
    about(scene, redirected->final);
    find(scene, "The request in frame %u goes to a Contact of the %u in frame %u%s",
         scene->record->frame, redirected->final->code, redirected->final->frame,
         same_call  ? ""
         : same_tag ? ", under another Call-ID"
                    : ", with the same From and To but another Call-ID");
}

static void judge_followed(struct scene *scene)
{
    struct sc_message message;

    if (!is_request(scene)) {
        return; /* an ACK */
    }
    const struct sc_record *redirection = redirection_before(scene, &message);
    if (redirection == NULL) {
        redirection = redirection_of_branch(scene, &message);
    }
    if (redirection != NULL) {
        about(scene, redirection);
        unsigned count = count_targets(&message);
        find(scene, "The %u in frame %u has %u %s, and the request in frame %u follows it",
             redirection->code, redirection->frame, count, count == 1 ? "Contact" : "Contacts",
             scene->record->frame);
    }
}

/* True if a proxy on the way turned to another target after the response. */
static bool another_branch_began(const struct sc_transaction *hop, const struct sc_record *record)
{
    const struct sc_transaction *branch = hop->parent != NULL ? hop->parent->children : NULL;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        if (branch != hop && branch->request_seen && branch->request.time >= record->time) {
            return true;
        }
    }
    return false;
}

/* The redirection reached the caller, as far as the capture shows, and nothing came of it. */
static bool was_left_at_that(struct scene *scene)
{
    const struct sc_transaction *hop = scene->transaction;

    for (int i = 0; i < HOPS_MAX; i++, hop = hop->parent) {
        if (!is_redirection(sc_transaction_final(hop)) || hop->target_tried ||
            another_branch_began(hop, scene->record)) {
            return false;
        }
        if (hop->parent == NULL) {
            return !was_followed_up(hop) &&
                   sc_transaction_outcome(scene->tracker, hop) == SC_OUTCOME_REDIRECTED;
        }
    }
    return false;
}

/* ---- Where it leads ---- */

/* The request before this one on the way from target to target. */
static const struct sc_transaction *step_before(const struct sc_transaction *step)
{
    return step->retry_of != NULL ? step->retry_of : step->redirected_by;
}

/* True if the request of this step, or of one before it, went to the target already. A parameter
 * may lead it elsewhere, such as a route that a server of ported numbers found. FRAME becomes the
 * request's. */
static bool was_tried(const struct scene *scene, struct sc_slice target, uint32_t *frame)
{
    const struct sc_transaction *step = scene->transaction;

    for (int i = 0; step != NULL && i < STEPS_MAX; i++, step = step_before(step)) {
        struct sc_message request;
        if (!sc_slice_present(step->request.text)) {
            continue;
        }
        sc_message_scan(step->request.text.data, step->request.text.size, &request);
        if (is_same_target(request.uri, target) &&
            sc_slice_same(sc_uri_read(request.uri).params, sc_uri_read(target).params)) {
            *frame = step->request.frame;
            return true;
        }
    }
    return false;
}

/* The frame of a request that went where the response leads, if it leads nowhere else; 0: none, or
 * too many Contacts to tell. */
static uint32_t loop_of(const struct scene *scene)
{
    struct sc_cursor cursor = {0};
    struct sc_slice uri;
    uint32_t frame = 0;

    for (int i = 0; next_target(scene->message, &cursor, &uri); i++) {
        if (i == CONTACTS_MAX || !was_tried(scene, uri, &frame)) {
            return 0;
        }
    }
    return frame;
}

static void judge_loop(struct scene *scene)
{
    uint32_t frame = scene->record->code != 305 ? loop_of(scene) : 0;

    if (frame != 0) {
        evidence(scene, frame);
        find(scene, "Contact leads to where the request in frame %u went already, and nowhere else",
             frame);
    }
}

static void judge_not_followed(struct scene *scene)
{
    unsigned count = count_targets(scene->message);

    if (count > 0 && (scene->record->code == 305 || loop_of(scene) == 0)) {
        evidence(scene, scene->transaction->request.frame);
        find(scene, "No request followed to %s of the %u",
             count == 1 ? "the Contact" : "any Contact", scene->record->code);
    }
}

/* 380 describes what to do in its body, 300 may (sections 21.3.1 and 21.3.5). */
static void judge_no_contact(struct scene *scene)
{
    unsigned code = scene->record->code;

    if (count_targets(scene->message) == 0 && code != 380 &&
        (code != 300 || scene->message->body.size == 0)) {
        find(scene, "The %u has no Contact", code);
    }
}

/* Once the client did as it was told, that is what counts. */
static bool use_proxy_holds(struct scene *scene)
{
    return !was_followed_up(scene->transaction);
}

static void judge_use_proxy(struct scene *scene)
{
    struct sc_cursor cursor = {0};
    struct sc_slice target;

    if (next_target(scene->message, &cursor, &target)) {
        struct sc_uri uri = sc_uri_read(target);
        find(scene, "The proxy to go by is on %s, port %u", quote(scene, uri.host),
             uri.port != 0                     ? uri.port
             : sc_slice_is(uri.scheme, "sips") ? 5061
                                               : 5060);
    }
}

static const struct rule rules[] = {
    {"redirect-followed", ON_REQUEST, 0, 0, NULL, judge_followed, NULL},
    {"redirect-followed", ON_REQUEST, 0, 0, NULL, judge_followed_anew, NULL},
    {"redirect-loop", ON_RESPONSE, 300, 399, NULL, judge_loop, NULL},
    {"redirect-no-contact", ON_RESPONSE, 300, 399, NULL, judge_no_contact, NULL},
    {"redirect-not-followed", ON_RESPONSE, 300, 399, NULL, judge_not_followed, was_left_at_that},
    {"use-proxy", ON_RESPONSE, 305, 305, NULL, judge_use_proxy, use_proxy_holds},
};

const struct rule_topic rules_redirect = {rules, G_N_ELEMENTS(rules)};
