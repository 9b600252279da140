/* Findings about the status line of a response: its code and its phrase.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3261 sections 7.2 and 8.1.3.2.
 */
#include "topics.h"

/* The next letter or digit of a phrase, as lower case; 0 at the end. */
static char next_letter(struct sc_slice *phrase)
{
    while (phrase->size > 0) {
        char letter = g_ascii_tolower(*phrase->data);
        phrase->data++;
        phrase->size--;
        if (g_ascii_isalnum(letter)) {
            return letter;
        }
    }
    return 0;
}

/* True if two phrases differ in case, blanks and marks only: "Busy here", "Busy Here". */
static bool same_phrase(struct sc_slice phrase, const char *other)
{
    struct sc_slice rest = sc_slice_of(other);
    char letter;

    do {
        letter = next_letter(&phrase);
        if (letter != next_letter(&rest)) {
            return false;
        }
    } while (letter != 0);
    return true;
}

/* True if a phrase is the registered one, another that a standard gives to the code or, for a code
 * that is not registered, the one that its vendor is known for. */
static bool is_regular(unsigned code, struct sc_slice phrase)
{
    static const struct {
        uint16_t code;
        const char *phrase;
    } others[] = {
        {202, "Accepted"},   /* RFC 3265; the registry now adds "(Deprecated)" */
        {403, "Stale Date"}, /* RFC 8224 section 6.2.2 */
        {481, "Call Leg/Transaction Does Not Exist"}, /* RFC 2543 section 7.4.19 */
        {481, "Subscription does not exist"},         /* RFC 6665 section 4.1.2.2 */
        {603, "Network Blocked"},                     /* ATIS-1000099 */
    };

    const struct sc_status *row = sc_status_lookup(code);

    if (row->vendor != NULL && sc_slice_starts(phrase, row->vendor)) { /* More may follow. */
        return true;
    }
    if (sc_slice_is(phrase, row->phrase)) { /* Nearly always, and cheap to find out. */
        return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        if (others[i].code == code && same_phrase(phrase, others[i].phrase)) {
            return true;
        }
    }
    return same_phrase(phrase, row->phrase);
}

/* The registered code of the same class that a phrase belongs to; 0 if there is none. */
static unsigned code_of_phrase(struct sc_slice phrase, enum sc_class code_class)
{
    size_t count;
    const struct sc_status *rows = sc_status_rows(&count);

    for (size_t i = 0; i < count; i++) {
        if (sc_status_class(rows[i].code) == code_class && rows[i].treat_as == rows[i].code &&
            same_phrase(phrase, rows[i].phrase)) {
            return rows[i].code;
        }
    }
    return 0;
}

static const struct sc_finding_row phrase_nonstandard = {
    .id = "phrase-nonstandard",
    .severity = SC_SEVERITY_CHAT,
    .confidence = SC_CONFIDENCE_PROOF,
    .aside = true,
    .title = "Non-standard reason phrase",
    .summary = "The reason phrase is not the registered one",
    .hint = "Search the sender's documentation or configuration for the phrase: it may say more "
            "than the code.",
    .reference = "RFC 3261 section 7.2",
};

static bool judge_phrase(const struct sc_case *c, struct sc_draft *draft)
{
    unsigned code = c->record->code;
    struct sc_slice phrase = sc_slice_trim(c->message->phrase);

    if (phrase.size == 0 || is_regular(code, phrase)) {
        return false;
    }
    sc_draft_states(draft, SC_STATED_PHRASE, "");
    if (!sc_status_registered(code)) {
        return sc_draft_say(draft, "The phrase is \"%s\"; %u has no registered phrase",
                            sc_draft_quote(draft, phrase), code);
    }
    const char *registered = sc_status_lookup(code)->phrase;
    unsigned other = code_of_phrase(phrase, sc_status_class(code));
    if (other != 0) {
        return sc_draft_say(draft, "The phrase \"%s\" is that of %u; registered for %u is \"%s\"",
                            sc_draft_quote(draft, phrase), other, code, registered);
    } else {
        return sc_draft_say(draft, "The phrase is \"%s\"; registered for %u is \"%s\"",
                            sc_draft_quote(draft, phrase), code, registered);
    }
}

static const struct sc_finding_row code_unregistered = {
    .id = "code-unregistered",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .aside = true,
    .title = "Status code not registered",
    .summary = "The status code is not registered",
    .hint = "Treat it as the x00 of its class, and look it up in the documentation of the program "
            "in the Server header.",
    .reference = "RFC 3261 section 8.1.3.2",
};

static bool judge_unregistered(const struct sc_case *c, struct sc_draft *draft)
{
    if (sc_status_registered(c->record->code)) {
        return false;
    }
    const struct sc_status *row = sc_status_lookup(c->record->code);
    if (row->treat_as == 0) {
        return sc_draft_say(draft, "%03u is no status code of SIP", c->record->code);
    } else if (row->vendor != NULL) {
        return sc_draft_say(draft, "%u is not registered, clients treat it as %u; known as \"%s\"",
                            c->record->code, row->treat_as, row->vendor);
    } else {
        return sc_draft_say(draft, "%u is not registered, clients treat it as %u", c->record->code,
                            row->treat_as);
    }
}

static const struct sc_rule rules[] = {
    {
        .finding = &code_unregistered,
        .when = ON_RESPONSE,
        .judge = judge_unregistered,
    },
    {
        .finding = &phrase_nonstandard,
        .when = ON_RESPONSE,
        .classes = {3, 4, 5, 6},
        .judge = judge_phrase,
    },
};

const struct sc_topic sc_topic_status_line = {
    .name = "status-line",
    .title = "The status line",
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
