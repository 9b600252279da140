/* Findings about requests that a server refused first and accepted later.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the accepted request does otherwise may be what the server minded. It may as well have been
 * set up in between: so nothing here is more than suggestive.
 */
#include "diagnose/hops.h"
#include "sipcodes/sdp.h"
#include "topics.h"

/* Headers that may be compared: those that differ between any two requests are not among them. */
static const enum sc_header compared[] = {
    SC_HEADER_ACCEPT,
    SC_HEADER_ALLOW,
    SC_HEADER_AUTHORIZATION,
    SC_HEADER_CONTACT,
    SC_HEADER_CONTENT_TYPE,
    SC_HEADER_EVENT,
    SC_HEADER_EXPIRES,
    SC_HEADER_FROM,
    SC_HEADER_P_ASSERTED_IDENTITY,
    SC_HEADER_PRIVACY,
    SC_HEADER_PROXY_AUTHORIZATION,
    SC_HEADER_PROXY_REQUIRE,
    SC_HEADER_REQUIRE,
    SC_HEADER_ROUTE,
    SC_HEADER_SESSION_EXPIRES,
    SC_HEADER_SUPPORTED,
    SC_HEADER_TO,
    SC_HEADER_USER_AGENT,
};

/* True of a refusal that the request itself may have brought about, and that says nothing else: a
 * busy callee, a wait that was asked for and a lifetime that was too short have their own rules.
 * 480 is for only_program_differs(). */
static bool may_mind_request(unsigned code)
{
    switch (code) {
    case 402:
    case 410:
    case 422:
    case 423:
    case 480:
    case 481:
    case 484:
    case 486:
    case 493:
        return false;
    default:
        return code / 100 == 4;
    }
}

static bool is_address(enum sc_header header)
{
    return header == SC_HEADER_CONTACT || header == SC_HEADER_FROM || header == SC_HEADER_TO ||
           header == SC_HEADER_P_ASSERTED_IDENTITY;
}

static bool is_credentials(enum sc_header header)
{
    return header == SC_HEADER_AUTHORIZATION || header == SC_HEADER_PROXY_AUTHORIZATION;
}

/* Which part of two URIs differs; NULL if none does. Ports of Contacts change with each
 * connection. */
static const char *differing_part(const struct sc_uri *a, const struct sc_uri *b)
{
    if (!sc_slice_same(a->scheme, b->scheme)) {
        return "scheme";
    }
    if (!sc_slice_equal(a->user, b->user)) {
        return "user part";
    }
    if (!sc_slice_same(a->host, b->host)) {
        return "host";
    }
    return sc_slice_same(a->params, b->params) ? NULL : "parameters";
}

static void add_text(struct sc_draft *draft, struct sc_text_list *list, const char *name,
                     const char *part)
{
    char text[SC_QUOTE_SIZE];

    g_snprintf(text, sizeof text, "%s%s%s%s", name, part != NULL ? " (" : "",
               part != NULL ? part : "", part != NULL ? ")" : "");
    sc_text_list_add(draft, list, sc_slice_of(text));
}

/* Compares one header of the refused and of the accepted request. */
static void compare(struct sc_draft *draft, struct sc_text_list *list,
                    const struct sc_message *refused, const struct sc_message *accepted,
                    enum sc_header header)
{
    const char *name = sc_header_name(header);
    struct sc_slice before = sc_header_first(refused, header);
    struct sc_slice after = sc_header_first(accepted, header);

    if (sc_slice_present(before) != sc_slice_present(after)) {
        add_text(draft, list, name, sc_slice_present(after) ? "added" : "left out");
    } else if (!sc_slice_present(before) || is_credentials(header)) {
        return;
    } else if (is_address(header)) {
        struct sc_uri uris[] = {sc_uri_read(sc_address_read(before).uri),
                                sc_uri_read(sc_address_read(after).uri)};
        const char *part = differing_part(&uris[0], &uris[1]);
        if (part != NULL) {
            add_text(draft, list, name, part);
        }
    } else if (!sc_slice_equal(before, after)) {
        add_text(draft, list, name, NULL);
    }
}

/* What differs in two m= lines of the same place; NULL if nothing does. Ports always may. */
static const char *differing_media(const struct sc_sdp_media *a, const struct sc_sdp_media *b)
{
    if (!sc_slice_same(a->type, b->type)) {
        return "type";
    }
    if (!sc_slice_same(a->proto, b->proto)) {
        return "protocol";
    }
    return sc_slice_equal(a->format, b->format) ? NULL : "formats";
}

/* Which keys of secure RTP only one of two m= lines of the same place has; NULL if none. */
static const char *differing_keys(const struct sc_sdp_media *before,
                                  const struct sc_sdp_media *after)
{
    unsigned lost = before->common.keys & ~after->common.keys;
    unsigned gained = after->common.keys & ~before->common.keys;

    if (lost & SC_SDP_KEYS_CRYPTO) {
        return "a=crypto left out";
    }
    if (lost & SC_SDP_KEYS_FINGERPRINT) {
        return "a=fingerprint left out";
    }
    if (gained & SC_SDP_KEYS_CRYPTO) {
        return "a=crypto added";
    }
    return gained & SC_SDP_KEYS_FINGERPRINT ? "a=fingerprint added" : NULL;
}

static void add_media(struct sc_draft *draft, struct sc_text_list *list,
                      const struct sc_sdp_media *media, const char *part)
{
    if (part != NULL) {
        char name[SC_QUOTE_SIZE];
        g_snprintf(name, sizeof name, "m=%s", sc_draft_quote(draft, media->type));
        add_text(draft, list, name, part);
    }
}

/* Compares the m= lines of the session descriptions, if both requests have one. */
static void compare_media(struct sc_draft *draft, struct sc_text_list *list,
                          const struct sc_message *refused, const struct sc_message *accepted)
{
    struct sc_cursor cursors[2] = {{0}, {0}};
    struct sc_sdp_media media[2];
    struct sc_sdp offers[2];

    if (!sc_message_sdp(refused, &offers[0]) || !sc_message_sdp(accepted, &offers[1])) {
        return;
    }
    for (;;) {
        bool before = sc_sdp_media_next(&offers[0], &cursors[0], &media[0]);
        bool after = sc_sdp_media_next(&offers[1], &cursors[1], &media[1]);
        const char *part = before && after ? differing_media(&media[0], &media[1])
                           : before        ? "left out"
                                           : "added";

        if (!before && !after) {
            return;
        }
        add_media(draft, list, &media[before ? 0 : 1], part);
        if (before && after) {
            add_media(draft, list, &media[0], differing_keys(&media[0], &media[1]));
        }
    }
}

/* True of a 480 to a request that differs from the accepted one in its program alone: the callee
 * may have come back in between, yet nothing in the capture says so, and some servers refuse
 * programs that they do not know. */
static bool only_program_differs(const struct sc_transaction *refused,
                                 const struct sc_text_list *list)
{
    return refused->final->code == 480 && refused->alerting == NULL && list->count == 1 &&
           g_str_has_prefix(list->text, sc_header_name(SC_HEADER_USER_AGENT));
}

static const struct sc_finding_row refused_then_accepted = {
    .id = "refused-then-accepted",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_SUGGESTIVE,
    /* The call passed although no REGISTER of the callee came in between. */
    .explains = {"callee-not-registered"},
    .title = "Accepted later with changes",
    .summary = "Refused, and accepted later with another header, address or m= line",
    .hint = "Compare the refused request with the accepted one: the text names what differs.",
    .reference = "RFC 3261 section 21.4",
};

static bool judge_accepted(const struct sc_case *c, struct sc_draft *draft)
{
    const struct sc_transaction *accepted = c->transaction;
    const struct sc_transaction *refused = accepted->refused_before;
    struct sc_message earlier;
    struct sc_text_list list = {0};

    if (refused == NULL || refused->callee_registered != 0 || c->record != accepted->success ||
        accepted->retry_of == refused) {
        return false;
    }
    const struct sc_message *later = sc_case_request(c, draft);
    if (later == NULL || !sc_draft_read(draft, &refused->request, &earlier) ||
        earlier.lines_dropped > 0 || later->lines_dropped > 0) {
        return false;
    }
    struct sc_uri uris[] = {sc_uri_read(earlier.uri), sc_uri_read(later->uri)};
    const char *part = differing_part(&uris[0], &uris[1]);
    if (!sc_slice_equal(uris[0].user, uris[1].user)) {
        return false; /* It is for another user. */
    }
    if (part != NULL) {
        add_text(draft, &list, "Request-URI", part);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(compared); i++) {
        compare(draft, &list, &earlier, later, compared[i]);
    }
    compare_media(draft, &list, &earlier, later);
    if (list.count == 0 ||
        !(may_mind_request(refused->final->code) || only_program_differs(refused, &list))) {
        return false;
    }
    sc_draft_explains(draft, refused->final);
    return sc_draft_say(draft, "The %s of frame %u was accepted, and differs in: %s",
                        sc_draft_quote(draft, accepted->method), accepted->request.frame,
                        list.text);
}

static const struct sc_rule rules[] = {
    {
        .finding = &refused_then_accepted,
        .when = ON_RESPONSE,
        .classes = {2},
        .judge = judge_accepted,
    },
};

const struct sc_topic sc_topic_accepted_later = {
    .name = "accepted-later",
    .title = "Requests that were accepted later",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
