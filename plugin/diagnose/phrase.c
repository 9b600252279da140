/* What the reason phrase of a response says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "phrase.h"

bool sc_phrase_is_own(const struct sc_message *response)
{
    return response->phrase.size > 0 &&
           !sc_slice_is(response->phrase, sc_status_lookup(response->code)->phrase);
}

const char *sc_phrase_own(const struct sc_case *c, struct sc_draft *draft, char text[SC_WORDS_SIZE])
{
    text[0] = '\0';
    if (sc_phrase_is_own(c->message)) {
        g_snprintf(text, SC_WORDS_SIZE, "; phrase \"%s\"",
                   sc_draft_quote(draft, c->message->phrase));
    }
    return text;
}

bool sc_phrase_names_fault(struct sc_slice words)
{
    static const char *const faults[] = {
        "timeout", "time out", "time-out",    "timed out", "expire", "inactiv",
        "lost",    "loss",     "unreachable", "no rtp",    "fail",   "no media",
        "error",   "credit",   "balance",     "no audio",  "limit",
    };

    return sc_slice_holds_any(words, faults, G_N_ELEMENTS(faults));
}

bool sc_phrase_misses_media(struct sc_slice words)
{
    static const char *const media[] = {"rtp", "media", "audio"};
    static const char *const missing[] = {
        "timeout", "time out", "time-out", "inactiv", "no rtp", "no media", "no audio",
    };

    return sc_slice_holds_any(words, media, G_N_ELEMENTS(media)) &&
           sc_slice_holds_any(words, missing, G_N_ELEMENTS(missing));
}

bool sc_phrase_complains_of(const struct sc_message *response, struct sc_slice words)
{
    const char *registered = sc_status_lookup(response->code)->phrase;
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    if (!sc_slice_is(response->phrase, registered) && sc_slice_holds(response->phrase, words)) {
        return true;
    }
    while (sc_warning_next(response, &cursor, &warning)) {
        if (sc_slice_holds(warning.text, words)) {
            return true;
        }
    }
    return false;
}

bool sc_phrase_says_exhausted(const struct sc_message *response)
{
    static const char *const words[] = {
        "max",      "limit",    "exceed",   "too many", "capacity", "concurrent",
        "channels", "quota",    "balance",  "credit",   "expired",  "timeout",
        "QoS",      "resource", "overload", "can't",    "cannot",
    };

    return sc_slice_holds_any(response->phrase, words, G_N_ELEMENTS(words));
}

/* The next word of REST: letters, digits and hyphens. */
static bool next_word(struct sc_slice *rest, struct sc_slice *word)
{
    size_t at = 0;
    size_t size = 0;

    while (at < rest->size && !g_ascii_isalnum(rest->data[at])) {
        at++;
    }
    while (at + size < rest->size &&
           (g_ascii_isalnum(rest->data[at + size]) || rest->data[at + size] == '-')) {
        size++;
    }
    if (size == 0) {
        return false;
    }
    *word = (struct sc_slice){rest->data + at, size};
    *rest = (struct sc_slice){rest->data + at + size, rest->size - at - size};
    return true;
}

/* True if a header's name could be a word of a sentence: Contact, but not CSeq or Call-ID. */
static bool is_plain_word(const char *name)
{
    while (*++name != '\0') {
        if (!g_ascii_islower(*name)) {
            return false;
        }
    }
    return true;
}

/* True of a word that says that the one beside it is a header. */
static bool says_header(struct sc_slice word)
{
    return sc_slice_is(word, "header") || sc_slice_is(word, "field");
}

/* True if WORD, between BEFORE and REST, names HEADER rather than being a word of the sentence. */
static bool names_header(struct sc_slice before, struct sc_slice word, struct sc_slice rest,
                         enum sc_header header)
{
    const char *name = sc_header_name(header);
    struct sc_slice after = {0};

    if (!is_plain_word(name) || says_header(before)) {
        return true;
    }
    next_word(&rest, &after);
    if (header == SC_HEADER_TO || header == SC_HEADER_FROM) {
        return sc_slice_equal(word, sc_slice_of(name)) &&
               (sc_slice_is(after, "header") || sc_slice_is(after, "tag") ||
                sc_slice_is(after, "URI"));
    }
    return sc_slice_equal(word, sc_slice_of(name)) || says_header(after);
}

static enum sc_header header_in(struct sc_slice rest)
{
    struct sc_slice before = {0};
    struct sc_slice word;

    while (next_word(&rest, &word)) {
        /* A single letter is an article rather than a compact form. */
        enum sc_header header = word.size > 1 ? sc_header_lookup(word) : SC_HEADER_OTHER;
        if (header != SC_HEADER_OTHER && names_header(before, word, rest, header)) {
            return header;
        }
        before = word;
    }
    return SC_HEADER_OTHER;
}

/* The first header that a Warning names. */
static enum sc_header header_in_warning(const struct sc_message *response)
{
    enum sc_header header = SC_HEADER_OTHER;
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    while (header == SC_HEADER_OTHER && sc_warning_next(response, &cursor, &warning)) {
        header = header_in(warning.text);
    }
    return header;
}

enum sc_header sc_phrase_header(const struct sc_message *response)
{
    enum sc_header header = header_in(response->phrase);

    return header != SC_HEADER_OTHER ? header : header_in_warning(response);
}

/* "14. header line", "header line 14". */
static size_t line_in(struct sc_slice rest)
{
    struct sc_slice words[3] = {0};
    uint64_t number;

    while (words[0] = words[1], words[1] = words[2], next_word(&rest, &words[2])) {
        bool first = sc_slice_is(words[1], "header") && sc_slice_is(words[2], "line");
        bool last = sc_slice_is(words[0], "header") && sc_slice_is(words[1], "line");
        if ((first && sc_slice_number(words[0], SC_LINES_MAX, &number)) ||
            (last && sc_slice_number(words[2], SC_LINES_MAX, &number))) {
            return (size_t)number;
        }
    }
    return 0;
}

size_t sc_phrase_line(const struct sc_message *response)
{
    size_t line = line_in(response->phrase);
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    while (line == 0 && sc_warning_next(response, &cursor, &warning)) {
        line = line_in(warning.text);
    }
    return line;
}

void sc_phrase_weigh(const struct sc_case *c, struct sc_draft *draft, enum sc_header header)
{
    /* The registered phrase of a code names no header, though "Unsupported" is the name of one. */
    bool registered = sc_slice_is(c->message->phrase, sc_status_lookup(c->record->code)->phrase);
    enum sc_header named =
        registered ? header_in_warning(c->message) : sc_phrase_header(c->message);

    if (named != SC_HEADER_OTHER && named != header) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
}
