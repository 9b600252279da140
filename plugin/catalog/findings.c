/* The findings of all topics.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <glib.h>
#include <string.h>

#include "catalog-private.h"

/* In the order of a call: is it let in, is it understood, does it go on, does it come to an end. */
static const struct sc_finding_topic *const topics[] = {
    &sc_findings_auth,     &sc_findings_identity,     &sc_findings_request,
    &sc_findings_interval, &sc_findings_callee,       &sc_findings_media,
    &sc_findings_dialog,   &sc_findings_missing_step, &sc_findings_server,
};

static const char *const confidence_names[] = {
    [SC_CONFIDENCE_NONE] = "",
    [SC_CONFIDENCE_SUGGESTIVE] = "suggestive",
    [SC_CONFIDENCE_STRONG] = "strong",
    [SC_CONFIDENCE_PROOF] = "proof",
};

static const char *const severity_names[] = {
    [SC_SEVERITY_CHAT] = "chat",
    [SC_SEVERITY_NOTE] = "note",
    [SC_SEVERITY_WARN] = "warn",
    [SC_SEVERITY_ERROR] = "error",
};

const char *sc_confidence_name(enum sc_confidence confidence)
{
    return (unsigned)confidence < G_N_ELEMENTS(confidence_names) ? confidence_names[confidence]
                                                                 : "";
}

const char *sc_severity_name(enum sc_severity severity)
{
    return (unsigned)severity < G_N_ELEMENTS(severity_names) ? severity_names[severity] : "";
}

size_t sc_finding_count(void)
{
    size_t count = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(topics); i++) {
        count += topics[i]->count;
    }
    return count;
}

/* The topic of the row at INDEX; INDEX becomes its place in there. */
static const struct sc_finding_topic *topic_of(size_t *index)
{
    size_t topic = 0;

    while (*index >= topics[topic]->count) {
        *index -= topics[topic++]->count;
    }
    return topics[topic];
}

const struct sc_finding_row *sc_finding_at(size_t index)
{
    const struct sc_finding_topic *topic = topic_of(&index);

    return &topic->rows[index];
}

const char *sc_finding_topic(size_t index)
{
    return topic_of(&index)->name;
}

const struct sc_finding_row *sc_finding_lookup(const char *id)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        const struct sc_finding_row *row = sc_finding_at(i);
        if (strcmp(row->id, id) == 0) {
            return row;
        }
    }
    return NULL;
}
