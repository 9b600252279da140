/* What the rules about refused requests share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "refused-request.h"

const struct sc_message *refused_request(struct scene *scene, struct sc_message *room)
{
    const struct sc_transaction *transaction = refusing_hop(scene);
    const struct sc_message *request = NULL;

    if (transaction == scene->transaction) {
        request = request_of(scene);
    } else if (read_record(scene, &transaction->request, room)) {
        request = room;
    }
    return request != NULL && request->lines_dropped == 0 && scene->message->lines_dropped == 0
               ? request
               : NULL;
}

/* ---- The header that the phrase names ---- */

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

/* True if WORD, with REST behind it, names HEADER rather than being a word of the sentence. */
static bool names_header(struct sc_slice word, struct sc_slice rest, enum sc_header header)
{
    const char *name = sc_header_name(header);
    struct sc_slice behind = {0};

    if (!is_plain_word(name)) {
        return true;
    }
    if (header == SC_HEADER_TO || header == SC_HEADER_FROM) {
        next_word(&rest, &behind);
        return sc_slice_equal(word, sc_slice_of(name)) &&
               (sc_slice_is(behind, "header") || sc_slice_is(behind, "tag") ||
                sc_slice_is(behind, "URI"));
    }
    return sc_slice_equal(word, sc_slice_of(name));
}

enum sc_header named_header(const struct sc_message *response)
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

void weigh_phrase(struct scene *scene, enum sc_header header)
{
    enum sc_header named = named_header(scene->message);

    if (named != SC_HEADER_OTHER && named != header) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
    }
}

/* ---- Lists in texts ---- */

void list_add(struct scene *scene, struct list *list, struct sc_slice value)
{
    static const char more[] = ", ...";
    const char *text = quote(scene, value);
    size_t used = strlen(list->text);

    if (used + strlen(text) + 2 * sizeof more <= sizeof list->text) {
        g_strlcat(list->text, used > 0 ? ", " : "", sizeof list->text);
        g_strlcat(list->text, text, sizeof list->text);
    } else if (!g_str_has_suffix(list->text, more)) {
        g_strlcat(list->text, more, sizeof list->text);
    }
    list->count++;
}

void list_header(struct scene *scene, struct list *list, const struct sc_message *message,
                 enum sc_header header)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    for (int i = 0; i < TAGS_MAX && sc_value_next(message, header, &cursor, &value); i++) {
        list_add(scene, list, value);
    }
}

const char *what_lists(const struct list *list)
{
    return list->count > 0 ? list->text : "nothing";
}
