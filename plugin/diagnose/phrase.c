/* What the reason phrase of a response says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "phrase.h"

const char *sc_phrase_own(const struct sc_case *c, struct sc_draft *draft, char text[SC_WORDS_SIZE])
{
    struct sc_slice phrase = c->message->phrase;

    text[0] = '\0';
    if (phrase.size > 0 && !sc_slice_is(phrase, sc_status_lookup(c->record->code)->phrase)) {
        g_snprintf(text, SC_WORDS_SIZE, ", with the phrase \"%s\"", sc_draft_quote(draft, phrase));
    }
    return text;
}

bool sc_phrase_holds(const struct sc_message *response, struct sc_slice words)
{
    struct sc_slice phrase = response->phrase;

    for (size_t at = 0; at + words.size <= phrase.size; at++) {
        if (sc_slice_same((struct sc_slice){phrase.data + at, words.size}, words)) {
            return true;
        }
    }
    return false;
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

/* True if WORD, followed by REST, names HEADER rather than being a word of the sentence. */
static bool names_header(struct sc_slice word, struct sc_slice rest, enum sc_header header)
{
    const char *name = sc_header_name(header);
    struct sc_slice after = {0};

    if (!is_plain_word(name)) {
        return true;
    }
    if (header == SC_HEADER_TO || header == SC_HEADER_FROM) {
        next_word(&rest, &after);
        return sc_slice_equal(word, sc_slice_of(name)) &&
               (sc_slice_is(after, "header") || sc_slice_is(after, "tag") ||
                sc_slice_is(after, "URI"));
    }
    return sc_slice_equal(word, sc_slice_of(name));
}

enum sc_header sc_phrase_header(const struct sc_message *response)
{
    struct sc_slice rest = response->phrase;
    struct sc_slice word;

    while (next_word(&rest, &word)) {
        /* A single letter is an article rather than a compact form. */
        enum sc_header header = word.size > 1 ? sc_header_lookup(word) : SC_HEADER_OTHER;
        if (header != SC_HEADER_OTHER && names_header(word, rest, header)) {
            return header;
        }
    }
    return SC_HEADER_OTHER;
}

void sc_phrase_weigh(const struct sc_case *c, struct sc_draft *draft, enum sc_header header)
{
    enum sc_header named = sc_phrase_header(c->message);

    if (named != SC_HEADER_OTHER && named != header) {
        sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    }
}
