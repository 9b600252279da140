/* Hints of the user's own, for codes and phrases that mean something particular in their network.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "own-hints.h"

#include <epan/packet.h>
#include <epan/uat.h>
#include <wsutil/strtoi.h>

#include "compat.h"

/* Bytes of a phrase or a server's name that a pattern is compared with. */
#define VALUE_SIZE 256

static struct own_hint *hints;
static unsigned hint_count;

static const value_string severities[] = {
    {SC_SEVERITY_CHAT, "Chat"},
    {SC_SEVERITY_NOTE, "Note"},
    {SC_SEVERITY_WARN, "Warning"},
    {SC_SEVERITY_ERROR, "Error"},
    {0, NULL},
};

/* cppcheck-suppress unknownMacro ; it is Wireshark's */
UAT_DEC_CB_DEF(hints, code, struct own_hint)
UAT_CSTRING_CB_DEF(hints, phrase, struct own_hint)
UAT_CSTRING_CB_DEF(hints, server, struct own_hint)
UAT_CSTRING_CB_DEF(hints, hint, struct own_hint)
UAT_VS_DEF(hints, severity, struct own_hint, unsigned, SC_SEVERITY_NOTE, "Note")

static void *copy_row(void *to, const void *from, size_t size _U_)
{
    struct own_hint *copy = (struct own_hint *)to;
    const struct own_hint *row = (const struct own_hint *)from;

    *copy = *row;
    copy->phrase = g_strdup(row->phrase);
    copy->server = g_strdup(row->server);
    copy->hint = g_strdup(row->hint);
    return copy;
}

static void free_row(void *record)
{
    struct own_hint *row = (struct own_hint *)record;

    g_free(row->phrase);
    g_free(row->server);
    g_free(row->hint);
}

static bool is_blank(const char *text)
{
    return text == NULL || strspn(text, " \t") == strlen(text);
}

/* Text that may be shown: UTF-8 without control characters. */
static bool is_plain(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL)) {
        return false;
    }
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        if (g_unichar_iscntrl(g_utf8_get_char(text))) {
            return false;
        }
    }
    return true;
}

/* Refuses a row that could never fit, or could not be shown. */
static COMPAT_UAT_BOOL check_row(void *record, char **error)
{
    const struct own_hint *row = (const struct own_hint *)record;

    *error = NULL;
    if (row->code < SC_CODE_MIN || row->code > SC_CODE_MAX) {
        *error = g_strdup_printf("The code is %u; status codes of SIP are %d to %d.", row->code,
                                 SC_CODE_MIN, SC_CODE_MAX);
    } else if (is_blank(row->hint)) {
        *error = g_strdup("The hint is empty; write what to do first.");
    } else if (!is_plain(row->hint)) {
        *error = g_strdup("The hint holds control characters; write plain text.");
    }
    return *error == NULL;
}

void own_hints_register(module_t *module)
{
    static uat_field_t fields[] = {
        UAT_FLD_DEC(hints, code, "Code", "Status code, 100 to 699"),
        UAT_FLD_CSTRING(hints, phrase, "Phrase",
                        "Pattern of the reason phrase with * and ?, case ignored; empty: any"),
        UAT_FLD_CSTRING(hints, server, "Server",
                        "Pattern of the Server header, else of User-Agent; empty: any"),
        UAT_FLD_CSTRING(hints, hint, "Hint", "What to do first"),
        UAT_FLD_VS(hints, severity, "Severity", severities, "Severity of the expert item"),
        UAT_END_FIELDS,
    };
    uat_t *table = uat_new("Custom hints", sizeof(struct own_hint), "sipcodes_hints", TRUE, &hints,
                           &hint_count, UAT_AFFECTS_DISSECTION, NULL, copy_row, check_row, free_row,
                           NULL, NULL, fields);

    prefs_register_uat_preference(
        module, "hints", "Custom hints",
        "What a status code means in your network. The first row that fits a response gives its "
        "hint in place of ours.",
        table);
}

/* Compares a value with a pattern without case. Patterns have no worst case: * and ? only. */
static bool fits(const char *pattern, struct sc_slice value)
{
    char text[VALUE_SIZE];

    if (is_blank(pattern)) {
        return true;
    }
    sc_slice_text(value, text, sizeof text);
    char *folded_pattern = g_utf8_casefold(pattern, -1);
    char *folded_text = g_utf8_casefold(text, -1);
    bool found = g_pattern_match_simple(folded_pattern, folded_text);
    g_free(folded_text);
    g_free(folded_pattern);
    return found;
}

const struct own_hint *own_hints_lookup(const struct sc_message *response)
{
    struct sc_slice server = sc_header_first(response, SC_HEADER_SERVER);

    if (!sc_slice_present(server)) {
        server = sc_header_first(response, SC_HEADER_USER_AGENT);
    }
    for (unsigned i = 0; i < hint_count; i++) {
        if (hints[i].code == response->code && fits(hints[i].phrase, response->phrase) &&
            fits(hints[i].server, server)) {
            return &hints[i];
        }
    }
    return NULL;
}
