/* Findings about redirection: where a 3xx leads, and whether the client goes there.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 8.1.3.4 and 21.3.
 */
#include "diagnose/hops.h"
#include "topics.h"

/* Contacts of one response that are read. */
#define CONTACTS_MAX 64

/* Earlier requests that a redirection is compared with. */
#define STEPS_MAX 16

/* ---- Targets ---- */

/* True if two URIs name the same target, by what a client copies (RFC 3261 section 8.1.3.4) and
 * hardly drops: all but parameters and headers. */
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

/* A proxy that follows a redirection itself makes another branch (RFC 3261 section 16.7, step 4).
 */
static const struct sc_record *redirection_of_branch(const struct sc_case *c,
                                                     struct sc_message *message)
{
    const struct sc_transaction *parent = c->transaction->parent;

    for (const struct sc_transaction *branch = parent != NULL ? parent->children : NULL;
         branch != NULL; branch = branch->sibling) {
        const struct sc_record *final = branch->final;
        if (branch != c->transaction && is_redirection(final) && sc_slice_present(final->text) &&
            final->time <= c->record->time) {
            sc_message_scan(final->text.data, final->text.size, message);
            if (leads_to(message, c->message->uri)) {
                return final;
            }
        }
    }
    return NULL;
}

/* The redirection that a new request of the same client follows. A 305 names a proxy: the request
 * itself stays the same. */
static const struct sc_record *redirection_before(const struct sc_case *c,
                                                  struct sc_message *message)
{
    const struct sc_transaction *previous = c->transaction->retry_of;

    if (previous == NULL || !is_redirection(previous->final) ||
        !sc_slice_present(previous->final->text)) {
        return NULL;
    }
    sc_message_scan(previous->final->text.data, previous->final->text.size, message);
    return previous->final->code == 305 || leads_to(message, c->message->uri) ? previous->final
                                                                              : NULL;
}

static const struct sc_finding_row redirect_followed = {
    .id = "redirect-followed",
    .severity = SC_SEVERITY_CHAT,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Redirection followed",
    .summary = "The redirection was followed",
    .hint = "Normal: see the request that followed for the outcome of the call.",
    .reference = "RFC 3261 section 8.1.3.4",
};

/* A client may use a new Call-ID (RFC 3261 section 8.1.3.4). With another From tag, too, it may
 * still be another call. */
static bool judge_followed_anew(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *transaction = c->transaction;
    const struct sc_transaction *redirected = transaction->redirected_by;

    if (!sc_case_is_request(c) || redirected == NULL) {
        return false;
    }
    bool same_call = sc_slice_equal(redirected->call_id, transaction->call_id);
    bool same_tag = transaction->from_tag.size > 0 &&
                    sc_slice_equal(redirected->from_tag, transaction->from_tag);
    if (!same_call && !same_tag) {
        sc_draft_at_most(draft, SC_CONFIDENCE_STRONG);
    }
    sc_draft_explains(draft, redirected->final);
    return sc_draft_say(draft, "The request in frame %u goes to a Contact of the %u in frame %u%s",
                        c->record->frame, redirected->final->code, redirected->final->frame,
                        same_call  ? ""
                        : same_tag ? "; under another Call-ID"
                                   : "; with the same From and To but another Call-ID");
}

static bool judge_followed(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_message message;

    if (!sc_case_is_request(c)) {
        return false; /* an ACK */
    }
    const struct sc_record *redirection = redirection_before(c, &message);
    if (redirection == NULL) {
        redirection = redirection_of_branch(c, &message);
    }
    if (redirection != NULL) {
        sc_draft_explains(draft, redirection);
        unsigned count = count_targets(&message);
        return sc_draft_say(draft,
                            "The %u in frame %u has %u %s, and the request in frame %u follows it",
                            redirection->code, redirection->frame, count,
                            count == 1 ? "Contact" : "Contacts", c->record->frame);
    }
    return false;
}

/* True if a proxy along the path tried another target after the response. */
static bool another_branch_began(const struct sc_transaction *hop, const struct sc_record *record)
{
    for (const struct sc_transaction *branch = hop->parent != NULL ? hop->parent->children : NULL;
         branch != NULL; branch = branch->sibling) {
        if (branch != hop && branch->request_seen && branch->request.time >= record->time) {
            return true;
        }
    }
    return false;
}

/* True if the redirection reached the caller, as far as the capture shows, and was not followed. */
static bool was_left_at_that(const struct sc_case *c)
{
    const struct sc_transaction *hop = c->transaction;

    for (; hop != NULL; hop = hop->parent) {
        if (!is_redirection(sc_transaction_final(hop)) || hop->target_tried ||
            another_branch_began(hop, c->record)) {
            return false;
        }
        if (hop->parent == NULL) {
            return !sc_hop_followed_up(hop) &&
                   sc_transaction_outcome(c->tracker, hop) == SC_OUTCOME_REDIRECTED;
        }
    }
    return false;
}

/* ---- Where it leads ---- */

/* The request before this one along the path from target to target. */
static const struct sc_transaction *step_before(const struct sc_transaction *step)
{
    return step->retry_of != NULL ? step->retry_of : step->redirected_by;
}

/* True if a request that is kept went to the target: same parameters, too, for a parameter may lead
 * it elsewhere, such as a route that a server of ported numbers found. */
static bool went_to(const struct sc_transaction *hop, struct sc_slice target)
{
    struct sc_message request;

    if (!sc_slice_present(hop->request.text)) {
        return false;
    }
    sc_message_scan(hop->request.text.data, hop->request.text.size, &request);
    return is_same_target(request.uri, target) &&
           sc_slice_same(sc_uri_read(request.uri).params, sc_uri_read(target).params);
}

/* True if the request of this step, or of one before it, went to the target already. A proxy may
 * follow redirections itself: then the step before is the request that came to it. FRAME becomes
 * the request's. */
static bool was_tried(const struct sc_case *c, struct sc_slice target, uint32_t *frame)
{
    const struct sc_transaction *step = c->transaction;

    for (int i = 0; step != NULL && i < STEPS_MAX; i++) {
        if (went_to(step, target)) {
            *frame = step->request.frame;
            return true;
        }
        step = step_before(step) != NULL ? step_before(step) : step->parent;
    }
    return false;
}

/* The frame of a request that went where the response leads, if it leads nowhere else; 0: none, or
 * too many Contacts to tell. */
static uint32_t loop_of(const struct sc_case *c)
{
    struct sc_cursor cursor = {0};
    struct sc_slice uri;
    uint32_t frame = 0;

    for (int i = 0; next_target(c->message, &cursor, &uri); i++) {
        if (i == CONTACTS_MAX || !was_tried(c, uri, &frame)) {
            return 0;
        }
    }
    return frame;
}

static const struct sc_finding_row redirect_loop = {
    .id = "redirect-loop",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Redirection loop",
    .summary = "The redirection leads back to a target already tried",
    .hint = "Fix the forwarding at the server that sent the 3xx: its Contact names a Request-URI "
            "that was already tried.",
    .reference = "RFC 3261 section 8.1.3.4",
};

static bool judge_loop(const struct sc_case *c, struct sc_draft *draft)
{
    uint32_t frame = c->record->code != 305 ? loop_of(c) : 0;

    if (frame != 0) {
        sc_draft_shows(draft, frame, "target tried before");
        return sc_draft_say(
            draft, "Contact leads to where the request in frame %u went already, and nowhere else",
            frame);
    }
    return false;
}

static const struct sc_finding_row redirect_not_followed = {
    .id = "redirect-not-followed",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .title = "Redirection not followed",
    .summary = "The caller did not follow the redirection",
    .hint = "Check that the caller or its SBC is allowed to follow a 3xx and can reach and trust "
            "the Contact host.",
    .reference = "RFC 3261 section 8.1.3.4",
};

static bool judge_not_followed(const struct sc_case *c, struct sc_draft *draft)
{
    unsigned count = count_targets(c->message);

    if (count > 0 && (c->record->code == 305 || loop_of(c) == 0)) {
        sc_draft_evidence(draft, c->transaction->request.frame);
        return sc_draft_say(draft, "No request followed to %s of the %u",
                            count == 1 ? "the Contact" : "any Contact", c->record->code);
    }
    return false;
}

static const struct sc_finding_row redirect_no_contact = {
    .id = "redirect-no-contact",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Redirection without a target",
    .summary = "A redirection without a target",
    .hint = "Fix the server that redirects: without Contact the client does not know where to go.",
    .reference = "RFC 3261 section 21.3",
};

/* A 380 describes what to do in its body, a 300 may (RFC 3261 sections 21.3.1 and 21.3.5). */
static bool judge_no_contact(const struct sc_case *c, struct sc_draft *draft)
{
    unsigned code = c->record->code;

    if (count_targets(c->message) == 0 && c->message->lines_dropped == 0 && code != 380 &&
        (code != 300 || c->message->body.size == 0)) {
        return sc_draft_say(draft, "The %u has no Contact", code);
    }
    return false;
}

/* Once the client used the proxy, the later response counts. */
static bool use_proxy_holds(const struct sc_case *c)
{
    return !sc_hop_followed_up(c->transaction);
}

static const struct sc_finding_row use_proxy = {
    .id = "use-proxy",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Redirected to a proxy",
    .summary = "The callee must be called through a proxy",
    .hint = "Send this one request again through the proxy in Contact.",
    .reference = "RFC 3261 section 21.3.4",
};

static bool judge_use_proxy(const struct sc_case *c, struct sc_draft *draft)
{
    struct sc_cursor cursor = {0};
    struct sc_slice target;

    if (next_target(c->message, &cursor, &target)) {
        struct sc_uri uri = sc_uri_read(target);
        return sc_draft_say(draft, "The proxy to go by is on %s, port %u",
                            sc_draft_quote(draft, uri.host), sc_uri_port(&uri));
    }
    return false;
}

static const struct sc_finding_row ims_alternative_service = {
    .id = "ims-alternative-service",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Call again as an emergency call",
    .summary = "The IMS network asks the phone to make this an emergency call",
    .hint = "Let the phone register for emergency and call again, or use the circuit-switched "
            "network; else check the network's number list.",
    .reference = "RFC 3261 section 21.3.5, 3GPP TS 24.229 sections 5.1.6.8 and 7.6",
};

static bool is_ims_xml(const struct sc_message *message)
{
    struct sc_slice type = sc_header_first(message, SC_HEADER_CONTENT_TYPE);

    return sc_slice_is(sc_slice_trim(sc_slice_until(type, ';')), "application/3gpp-ims+xml");
}

static bool is_in_body(const struct sc_message *message, const char *element)
{
    return message->body.size > 0 &&
           g_strstr_len(message->body.data, (gssize)message->body.size, element) != NULL;
}

/* The network says so in its body. */
static bool judge_alternative_service(const struct sc_case *c, struct sc_draft *draft)
{
    static const char *const elements[] = {"<type>emergency</type>",
                                           "<action>emergency-registration</action>"};

    for (size_t i = 0; is_ims_xml(c->message) && i < G_N_ELEMENTS(elements); i++) {
        if (is_in_body(c->message, elements[i])) {
            return sc_draft_say(draft, "The body of the %u has %s", c->record->code, elements[i]);
        }
    }
    return false;
}

static const struct sc_rule rules[] = {
    {
        .finding = &ims_alternative_service,
        .when = ON_RESPONSE,
        .codes = {380},
        .judge = judge_alternative_service,
    },
    {
        .finding = &redirect_followed,
        .when = ON_REQUEST,
        .judge = judge_followed,
    },
    {
        .finding = &redirect_followed,
        .when = ON_REQUEST,
        .judge = judge_followed_anew,
    },
    {
        .finding = &redirect_loop,
        .when = ON_RESPONSE,
        .classes = {3},
        .judge = judge_loop,
    },
    {
        .finding = &redirect_no_contact,
        .when = ON_RESPONSE,
        .classes = {3},
        .judge = judge_no_contact,
    },
    {
        .finding = &redirect_not_followed,
        .when = ON_RESPONSE,
        .classes = {3},
        .judge = judge_not_followed,
        .holds = was_left_at_that,
    },
    {
        .finding = &use_proxy,
        .when = ON_RESPONSE,
        .codes = {305},
        .judge = judge_use_proxy,
        .holds = use_proxy_holds,
    },
};

const struct sc_topic sc_topic_redirect = {
    .name = "redirect",
    .title = "Redirection",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
