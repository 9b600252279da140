/* Rules about what the status line says: code and phrase.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

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

/* True if a phrase is the registered one, another that a standard gives to the code or, of a code
 * that is not registered, the one that its vendor is known for. */
static bool is_regular(unsigned code, struct sc_slice phrase)
{
    static const struct {
        uint16_t code;
        const char *phrase;
    } others[] = {
        {202, "Accepted"},        /* RFC 3265; the registry now adds "(Deprecated)" */
        {403, "Stale Date"},      /* RFC 8224 section 6.2.2 */
        {603, "Network Blocked"}, /* ATIS-1000099 */
    };

    const struct sc_status *row = sc_status_lookup(code);

    if (row->vendor != NULL && sc_slice_starts(phrase, row->vendor)) { /* more may stand behind */
        return true;
    }
    if (sc_slice_is(phrase, row->phrase)) { /* nearly always, and cheaper to find out */
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

static void judge_phrase(struct scene *scene)
{
    unsigned code = scene->record->code;
    struct sc_slice phrase = sc_slice_trim(scene->message->phrase);

    if (phrase.size == 0 || is_regular(code, phrase)) {
        return;
    }
    quotes_cause(scene, SC_STATED_PHRASE, "");
    if (!sc_status_registered(code)) {
        find(scene, "The phrase is \"%s\"; none is registered for %u", quote(scene, phrase), code);
        return;
    }
    const char *registered = sc_status_lookup(code)->phrase;
    unsigned other = code_of_phrase(phrase, sc_status_class(code));
    if (other != 0) {
        find(scene, "The phrase \"%s\" is that of %u; registered for %u is \"%s\"",
             quote(scene, phrase), other, code, registered);
    } else {
        find(scene, "The phrase is \"%s\"; registered for %u is \"%s\"", quote(scene, phrase), code,
             registered);
    }
}

static void judge_unregistered(struct scene *scene)
{
    if (sc_status_registered(scene->record->code)) {
        return;
    }
    const struct sc_status *row = sc_status_lookup(scene->record->code);
    if (row->treat_as == 0) {
        find(scene, "%03u is no status code of SIP", scene->record->code);
    } else if (row->vendor != NULL) {
        find(scene, "%u is not registered, clients treat it as %u; known as \"%s\"",
             scene->record->code, row->treat_as, row->vendor);
    } else {
        find(scene, "%u is not registered, clients treat it as %u", scene->record->code,
             row->treat_as);
    }
}

static const struct rule rules[] = {
    {"code-unregistered", ON_RESPONSE, 0, 999, NULL, judge_unregistered, NULL},
    {"phrase-nonstandard", ON_RESPONSE, 300, 699, NULL, judge_phrase, NULL},
};

const struct rule_topic rules_status_line = {rules, G_N_ELEMENTS(rules)};
