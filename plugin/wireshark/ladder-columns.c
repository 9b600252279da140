/* The columns of a ladder: the hosts of an attempt, from left to right.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder-columns.h"

#include <string.h>

#include "report-names.h"

/* The least distance between the lines of two columns. */
#define COLUMN_WIDTH 18

struct ladder_columns {
    GHashTable *ports;  /* address -> its port, or -1 if several ports appear */
    GHashTable *places; /* name -> place from the left, from 1 */
    GPtrArray *names;   /* in the order of the places; they belong to PLACES */
    size_t starts[LADDER_COLUMNS_MAX];
    size_t shown; /* columns */
};

static const char others[] = "others";

/* ---- Names ---- */

static char *address_of(const struct sc_endpoint *endpoint)
{
    char address[SC_ENDPOINT_TEXT_SIZE];

    sc_endpoint_write(endpoint, address);
    return g_strdup(address);
}

static unsigned port_of(const struct sc_endpoint *endpoint)
{
    return endpoint != NULL ? endpoint->port : 0;
}

static void see_port(struct ladder_columns *columns, const struct sc_endpoint *endpoint)
{
    char *address = address_of(endpoint);
    int port = (int)port_of(endpoint);
    gpointer known;

    if (g_hash_table_lookup_extended(columns->ports, address, NULL, &known) &&
        GPOINTER_TO_INT(known) != port) {
        port = -1;
    }
    g_hash_table_replace(columns->ports, address, GINT_TO_POINTER(port));
}

char *ladder_columns_name(const struct ladder_columns *columns, const struct sc_endpoint *endpoint)
{
    char *address = address_of(endpoint);
    int port = GPOINTER_TO_INT(g_hash_table_lookup(columns->ports, address));
    char *host = report_host(endpoint);
    char *name = port >= 0                   ? g_strdup(host)
                 : strchr(host, ':') != NULL ? g_strdup_printf("[%s]:%u", host, port_of(endpoint))
                                             : g_strdup_printf("%s:%u", host, port_of(endpoint));

    g_free(host);
    g_free(address);
    return name;
}

/* ---- Places ---- */

static void see_host(struct ladder_columns *columns, const struct sc_endpoint *endpoint)
{
    char *name = ladder_columns_name(columns, endpoint);

    if (g_hash_table_contains(columns->places, name)) {
        g_free(name);
        return;
    }
    g_ptr_array_add(columns->names, name);
    g_hash_table_insert(columns->places, name, GUINT_TO_POINTER(columns->names->len));
}

/* The title of the column at PLACE. */
static const char *title_of(const struct ladder_columns *columns, size_t place)
{
    bool folded = columns->names->len > columns->shown && place + 1 == columns->shown;

    return folded ? others : (const char *)g_ptr_array_index(columns->names, place);
}

/* Each line stands below the first character of its title. */
static void place_columns(struct ladder_columns *columns)
{
    size_t start = 0;

    columns->shown = MIN(columns->names->len, LADDER_COLUMNS_MAX);
    for (size_t i = 0; i < columns->shown; i++) {
        columns->starts[i] = start;
        start += MAX(strlen(title_of(columns, i)) + 2, COLUMN_WIDTH);
    }
}

struct ladder_columns *ladder_columns_new(const struct sc_flow *flow)
{
    struct ladder_columns *columns = g_new0(struct ladder_columns, 1);

    columns->ports = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    columns->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    columns->names = g_ptr_array_new();
    for (size_t i = 0; i < flow->count; i++) {
        see_port(columns, flow->messages[i].source);
        see_port(columns, flow->messages[i].destination);
    }
    for (size_t i = 0; i < flow->count; i++) {
        see_host(columns, flow->messages[i].source);
        see_host(columns, flow->messages[i].destination);
    }
    place_columns(columns);
    return columns;
}

void ladder_columns_free(struct ladder_columns *columns)
{
    g_hash_table_destroy(columns->ports);
    g_hash_table_destroy(columns->places);
    g_ptr_array_free(columns->names, TRUE);
    g_free(columns);
}

/* The place of a host, from 0, folded or not. */
static size_t place_of(const struct ladder_columns *columns, const struct sc_endpoint *endpoint)
{
    char *name = ladder_columns_name(columns, endpoint);
    size_t place = GPOINTER_TO_UINT(g_hash_table_lookup(columns->places, name));

    g_free(name);
    return place - 1;
}

bool ladder_columns_is_other(const struct ladder_columns *columns,
                             const struct sc_endpoint *endpoint)
{
    return columns->names->len > columns->shown &&
           place_of(columns, endpoint) + 1 >= columns->shown;
}

char *ladder_columns_others(const struct ladder_columns *columns)
{
    if (columns->names->len <= columns->shown) {
        return NULL;
    }
    GString *text = g_string_new(NULL);
    for (size_t i = columns->shown - 1; i < columns->names->len; i++) {
        g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
                               (const char *)g_ptr_array_index(columns->names, i));
    }
    return g_string_free(text, FALSE);
}

/* ---- Lines ---- */

void ladder_columns_append_head(const struct ladder_columns *columns, GString *text)
{
    size_t begin = text->len;

    for (size_t i = 0; i < columns->shown; i++) {
        while (text->len - begin < columns->starts[i]) {
            g_string_append_c(text, ' ');
        }
        g_string_append(text, title_of(columns, i));
    }
}

void ladder_columns_append_arrow(const struct ladder_columns *columns, GString *text,
                                 const struct sc_endpoint *from, const struct sc_endpoint *to)
{
    size_t a = columns->starts[MIN(place_of(columns, from), columns->shown - 1)];
    size_t b = columns->starts[MIN(place_of(columns, to), columns->shown - 1)];
    size_t width = columns->starts[columns->shown - 1] + 1;
    char *line = g_strnfill(width, ' ');

    for (size_t i = 0; i < columns->shown; i++) {
        line[columns->starts[i]] = '|';
    }
    for (size_t i = MIN(a, b) + 1; i < MAX(a, b); i++) {
        line[i] = '-';
    }
    if (a < b) {
        line[b - 1] = '>';
    } else if (a > b) {
        line[b + 1] = '<';
    } else {
        line[a] = 'o';
    }
    g_string_append(text, line);
    g_free(line);
}
