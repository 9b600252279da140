/* The one cause of a message, out of its findings and its code.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/why.h"

#include <glib.h>
#include <string.h>

#include "sipcodes/catalog.h"

/* True of codes by which a person or a phone ends a call without a fault: busy, declined,
 * cancelled. */
static bool is_outcome(unsigned code)
{
    return code == 486 || code == 487 || code == 600 || code == 603 || code == 607;
}

enum sc_severity sc_why_severity(unsigned code, bool challenge)
{
    if (is_outcome(code)) {
        return SC_SEVERITY_NOTE;
    }
    switch (sc_status_class(code)) {
    case SC_CLASS_REDIRECTION:
        return SC_SEVERITY_NOTE;
    case SC_CLASS_CLIENT_ERROR:
        return challenge ? SC_SEVERITY_NOTE : SC_SEVERITY_WARN;
    case SC_CLASS_SERVER_ERROR:
    case SC_CLASS_GLOBAL_FAILURE:
        return SC_SEVERITY_ERROR;
    default:
        return SC_SEVERITY_CHAT;
    }
}

/* True if the text begins with a word that is capital only because it begins a sentence. */
static bool begins_small(const char *text)
{
    static const char *const words[] = {"A ",    "All ",     "An ",      "Another ", "Each ",
                                        "It ",   "Its ",     "Neither ", "No ",      "Nothing ",
                                        "One ",  "Refused ", "The ",     "There ",   "These ",
                                        "This ", "Two ",     "Both ",    "Only "};

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_str_has_prefix(text, words[i])) {
            return true;
        }
    }
    return false;
}

/* "Title: text", as one sentence. */
static void join(char *joined, const char *title, const char *text)
{
    g_snprintf(joined, SC_WHY_SIZE, "%s: %s", title, text);
    if (begins_small(text)) {
        char *first = joined + strlen(title) + 2;
        *first = g_ascii_tolower(*first);
    }
}

/* The last "; " before END that is not in quotes; NULL if there is none. */
static char *last_clause(char *text, const char *end)
{
    bool quoted = false;
    char *last = NULL;

    for (char *at = text; at < end; at++) {
        if (*at == '"') {
            quoted = !quoted;
        } else if (!quoted && at[0] == ';' && at[1] == ' ') {
            last = at;
        }
    }
    return last;
}

/* Takes whole clauses from the end of a cause that is wider than a column, as the first one tells
 * most. A clause that is too wide by itself is cut. */
static void fit(char *text)
{
    if (g_utf8_strlen(text, -1) <= SC_WHY_WIDTH) {
        return;
    }
    char *clause = last_clause(text, g_utf8_offset_to_pointer(text, SC_WHY_WIDTH + 1));
    if (clause != NULL) {
        *clause = '\0';
    } else {
        *g_utf8_offset_to_pointer(text, SC_WHY_WIDTH - 1) = '\0';
        g_strlcat(text, "\u2026", SC_WHY_SIZE);
    }
}

static bool explain(struct sc_why *why, const struct sc_finding *finding)
{
    why->row = finding->row;
    why->finding = *finding;
    if (finding->confidence >= SC_CONFIDENCE_STRONG) {
        why->severity = finding->row->severity;
    }
    g_strlcpy(why->title, finding->row->title, sizeof why->title);
    join(why->text, finding->row->title, finding->text);
    fit(why->text);
    return true;
}

/* What a code means, up to the end of the first clause: titles are short. */
static void cut_meaning(char *title, const char *meaning)
{
    size_t length = strcspn(meaning, ";:.");

    g_strlcpy(title, meaning, MIN(length + 1, SC_WHY_SIZE));
}

/* True of a code that tells the outcome by itself, or where to go on. */
static bool says_enough(unsigned code)
{
    return is_outcome(code) || sc_status_class(code) == SC_CLASS_REDIRECTION;
}

/* What the sender states, though it is only a remark; else what the code means, and so where it
 * only states that it gives no cause, if the code says enough. The severity stays that of the code.
 */
static bool explain_by_code(struct sc_why *why, const struct sc_finding *findings, size_t count,
                            unsigned code)
{
    const struct sc_finding *read = sc_finding_to_read(findings, count);

    if (read != NULL && (read->stated != SC_STATED_NOTHING || !says_enough(code))) {
        why->row = read->row;
        why->finding = *read;
        why->code = code;
        g_strlcpy(why->title, read->words, sizeof why->title);
    } else {
        cut_meaning(why->title, sc_status_lookup(code)->meaning);
    }
    g_strlcpy(why->text, why->title, sizeof why->text);
    fit(why->text);
    return true;
}

/* True if the finding that leads does explain a response: a success is only explained by a fault,
 * and a challenge or a provisional response not by a normal step. */
static bool explains_response(const struct sc_finding *follow, unsigned code)
{
    if (sc_status_class(code) == SC_CLASS_SUCCESS) {
        return follow->row->severity >= SC_SEVERITY_WARN;
    }
    return !sc_finding_is_normal(follow) || (code >= 300 && !sc_status_is_challenge(code));
}

bool sc_why_of_response(const struct sc_finding *findings, size_t count, unsigned code,
                        bool challenge, struct sc_why *why)
{
    const struct sc_finding *follow = sc_finding_to_follow(findings, count);

    *why = (struct sc_why){.severity = sc_why_severity(code, challenge)};
    if (follow != NULL && explains_response(follow, code)) {
        return explain(why, follow);
    }
    if (code < 300 || challenge || (follow != NULL && sc_finding_is_normal(follow))) {
        return false;
    }
    return explain_by_code(why, findings, count, code);
}

bool sc_why_of_request(const struct sc_finding *findings, size_t count, struct sc_why *why)
{
    const struct sc_finding *follow = sc_finding_to_follow(findings, count);

    *why = (struct sc_why){.severity = SC_SEVERITY_WARN};
    return follow != NULL && !sc_finding_is_normal(follow) && explain(why, follow);
}

bool sc_why_hint(const struct sc_why *why, const struct sc_finding *findings, size_t count,
                 unsigned code, unsigned facts, char hint[SC_HINT_SIZE])
{
    const struct sc_finding *follow = sc_finding_to_follow(findings, count);

    if (why->row != NULL && (follow == NULL || follow->row != why->row)) {
        bool own = code != 0 || why->code == 0;
        return sc_hint_write(&why->finding, 1, own ? code : why->code, own ? facts : why->facts,
                             hint);
    }
    return sc_hint_write(findings, count, code, facts, hint);
}
