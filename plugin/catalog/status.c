/* Look-ups of status codes: rows, classes, finality.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "catalog-private.h"

#include <stdlib.h>

static int compare_code(const void *key, const void *element)
{
    unsigned code = *(const unsigned *)key;
    unsigned other = ((const struct sc_status *)element)->code;

    return (code > other) - (code < other);
}

/* The row with this code of its own, or NULL. */
static const struct sc_status *find_row(unsigned code)
{
    return bsearch(&code, sc_status_table, sc_status_table_size, sizeof sc_status_table[0],
                   compare_code);
}

const struct sc_status *sc_status_lookup(unsigned code)
{
    const struct sc_status *row = find_row(code);

    return row != NULL ? row : &sc_class_table[sc_status_class(code)];
}

const char *sc_status_hint(const struct sc_status *status, unsigned facts)
{
    for (const struct sc_advice *hint = status->hints; hint->text != NULL; hint++) {
        if (sc_advice_fits(hint, facts)) {
            return hint->text;
        }
    }
    return status->hint;
}

bool sc_status_registered(unsigned code)
{
    const struct sc_status *row = find_row(code);

    /* The rows of vendors are treated as another code (RFC 3261 section 8.1.3.2). */
    return row != NULL && row->treat_as == row->code;
}

enum sc_class sc_status_class(unsigned code)
{
    if (code < SC_CODE_MIN || code > SC_CODE_MAX) {
        return SC_CLASS_NONE;
    }
    return (enum sc_class)(code / 100);
}

const char *sc_class_name(enum sc_class value)
{
    switch (value) {
    case SC_CLASS_PROVISIONAL:
        return "Provisional";
    case SC_CLASS_SUCCESS:
        return "Success";
    case SC_CLASS_REDIRECTION:
        return "Redirection";
    case SC_CLASS_CLIENT_ERROR:
        return "Client Error";
    case SC_CLASS_SERVER_ERROR:
        return "Server Error";
    case SC_CLASS_GLOBAL_FAILURE:
        return "Global Failure";
    case SC_CLASS_NONE:
        break;
    }
    return "";
}

const char *sc_status_finality(unsigned code)
{
    switch (sc_status_class(code)) {
    case SC_CLASS_NONE:
        return "";
    case SC_CLASS_PROVISIONAL:
        return "provisional";
    default:
        return "final";
    }
}

const struct sc_status *sc_status_rows(size_t *count)
{
    *count = sc_status_table_size;
    return sc_status_table;
}

bool sc_status_is_challenge(unsigned code)
{
    return code == 401 || code == 407;
}
