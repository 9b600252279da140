/* What a rule says about the message under review.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "draft.h"

void sc_draft_begin(struct sc_draft *draft, const struct sc_finding_row *row, size_t index,
                    const struct sc_record *record)
{
    struct sc_finding *finding = &draft->finding;

    /* The texts are large, and the rule sets them. */
    finding->row = row;
    finding->index = index;
    finding->confidence = row->confidence;
    finding->blockers = 0;
    finding->stated = SC_STATED_NONE;
    finding->aside = row->aside;
    finding->advice = NULL;
    finding->evidence_count = 0;
    finding->text[0] = '\0';
    finding->words[0] = '\0';
    draft->explained = record;
    draft->despite_gaps = false;
    draft->despite_end = false;
    draft->forgotten = false;
    draft->quote_count = 0;
}

bool sc_draft_say(struct sc_draft *draft, const char *format, ...)
{
    struct sc_finding *finding = &draft->finding;
    va_list arguments;

    va_start(arguments, format);
    g_vsnprintf(finding->text, sizeof finding->text, format, arguments);
    va_end(arguments);
    if (finding->stated != SC_STATED_NONE && finding->words[0] == '\0') {
        g_strlcpy(finding->words, finding->text, sizeof finding->words);
    }
    return true;
}

void sc_draft_explains(struct sc_draft *draft, const struct sc_record *record)
{
    draft->explained = record;
}

/* The evidence in FRAME, which is added if it is not there; NULL if there is no room. */
static struct sc_evidence *obtain_evidence(struct sc_draft *draft, uint32_t frame)
{
    struct sc_finding *finding = &draft->finding;
    struct sc_evidence *evidence = finding->evidence;
    unsigned at = finding->evidence_count;

    while (at > 0 && evidence[at - 1].frame > frame) {
        at--;
    }
    if (at > 0 && evidence[at - 1].frame == frame) {
        return &evidence[at - 1];
    }
    if (frame == 0 || finding->evidence_count == SC_EVIDENCE_MAX) {
        return NULL;
    }
    memmove(evidence + at + 1, evidence + at, (finding->evidence_count - at) * sizeof *evidence);
    evidence[at].frame = frame;
    evidence[at].shows[0] = '\0';
    finding->evidence_count++;
    return &evidence[at];
}

void sc_draft_evidence(struct sc_draft *draft, uint32_t frame)
{
    (void)obtain_evidence(draft, frame);
}

void sc_draft_shows(struct sc_draft *draft, uint32_t frame, const char *format, ...)
{
    static const char ellipsis[] = "...";
    struct sc_evidence *evidence = obtain_evidence(draft, frame);
    va_list arguments;

    if (evidence == NULL) {
        return;
    }
    va_start(arguments, format);
    int size = g_vsnprintf(evidence->shows, sizeof evidence->shows, format, arguments);
    va_end(arguments);
    if (size >= (int)sizeof evidence->shows) {
        size_t end = sizeof evidence->shows - sizeof ellipsis;
        /* Not within a character. */
        while (((unsigned char)evidence->shows[end] & 0xc0) == 0x80) {
            end--;
        }
        memcpy(evidence->shows + end, ellipsis, sizeof ellipsis);
    }
}

void sc_draft_at_most(struct sc_draft *draft, enum sc_confidence confidence)
{
    draft->finding.confidence = MIN(draft->finding.confidence, confidence);
}

void sc_draft_blocked(struct sc_draft *draft, enum sc_blocker blocker)
{
    draft->finding.blockers |= (unsigned)blocker;
}

void sc_draft_despite_end(struct sc_draft *draft)
{
    draft->despite_end = true;
}

void sc_draft_despite_gaps(struct sc_draft *draft)
{
    draft->despite_gaps = true;
}

void sc_draft_states(struct sc_draft *draft, enum sc_stated stated, const char *words)
{
    draft->finding.stated = stated;
    g_strlcpy(draft->finding.words, words, sizeof draft->finding.words);
}

void sc_draft_advise(struct sc_draft *draft, unsigned index)
{
    g_assert(index < SC_ROW_ADVICE_MAX && draft->finding.row->advice[index] != NULL);
    draft->finding.advice = draft->finding.row->advice[index];
}

void sc_draft_aside(struct sc_draft *draft)
{
    draft->finding.aside = true;
}

bool sc_draft_forgotten(struct sc_draft *draft)
{
    draft->forgotten = true;
    return false;
}

bool sc_draft_read(struct sc_draft *draft, const struct sc_record *record,
                   struct sc_message *message)
{
    if (record == NULL || !sc_slice_present(record->text)) {
        return false;
    }
    sc_message_scan(record->text.data, record->text.size, message);
    if (!message->headers_complete) {
        return false;
    }
    sc_draft_evidence(draft, record->frame);
    return true;
}

/* ---- Values for a text ---- */

/* The next place for a text; the first one again once all are used. */
static char *next_quote(struct sc_draft *draft)
{
    return draft->quotes[draft->quote_count++ % SC_QUOTES_MAX];
}

const char *sc_draft_quote(struct sc_draft *draft, struct sc_slice slice)
{
    static const char ellipsis[] = "...";
    char *text = next_quote(draft);

    if (slice.size == 0) {
        return "-";
    }
    if (sc_slice_text(slice, text, SC_QUOTE_SIZE - strlen(ellipsis)) >=
        SC_QUOTE_SIZE - strlen(ellipsis)) {
        g_strlcat(text, ellipsis, SC_QUOTE_SIZE);
    }
    return text;
}

const char *sc_draft_host_text(struct sc_draft *draft, const struct sc_endpoint *endpoint)
{
    char text[SC_ENDPOINT_TEXT_SIZE];

    sc_endpoint_write(endpoint, text);
    return sc_draft_quote(draft, sc_slice_of(text));
}

const char *sc_draft_duration_text(struct sc_draft *draft, int64_t nanoseconds)
{
    char *text = next_quote(draft);
    int64_t milliseconds = nanoseconds / SC_MILLISECOND;
    int64_t tenths = (milliseconds + 50) / 100;

    if (milliseconds == 0) {
        g_strlcpy(text, "less than 1 ms", SC_QUOTE_SIZE);
    } else if (milliseconds < 1000) {
        g_snprintf(text, SC_QUOTE_SIZE, "%" G_GINT64_FORMAT " ms", milliseconds);
    } else if (tenths < 100 && tenths % 10 != 0) {
        g_snprintf(text, SC_QUOTE_SIZE, "%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT " s", tenths / 10,
                   tenths % 10);
    } else {
        g_snprintf(text, SC_QUOTE_SIZE, "%" G_GINT64_FORMAT " s", (milliseconds + 500) / 1000);
    }
    return text;
}

void sc_text_list_add(struct sc_draft *draft, struct sc_text_list *list, struct sc_slice value)
{
    static const char more[] = ", ...";
    const char *text = sc_draft_quote(draft, value);
    size_t used = strlen(list->text);

    if (used + strlen(text) + 2 * sizeof more <= sizeof list->text) {
        g_strlcat(list->text, used > 0 ? ", " : "", sizeof list->text);
        g_strlcat(list->text, text, sizeof list->text);
    } else if (!g_str_has_suffix(list->text, more)) {
        g_strlcat(list->text, more, sizeof list->text);
    }
    list->count++;
}

void sc_text_list_header(struct sc_draft *draft, struct sc_text_list *list,
                         const struct sc_message *message, enum sc_header header)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    for (int i = 0; i < SC_TEXT_LIST_MAX && sc_value_next(message, header, &cursor, &value); i++) {
        sc_text_list_add(draft, list, value);
    }
}

const char *sc_text_list_or_nothing(const struct sc_text_list *list)
{
    return list->count > 0 ? list->text : "nothing";
}
