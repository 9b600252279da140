/* The columns of a ladder: the hosts of an attempt, from left to right.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_LADDER_COLUMNS_H
#define SIPCODES_LADDER_COLUMNS_H

#include <glib.h>
#include <stdbool.h>

#include "sipcodes/flow.h"

/* Columns at most. If there are more hosts, the last column stands for all that are left. */
#define LADDER_COLUMNS_MAX 8

struct ladder_columns;

/* The columns of a flow, in the order in which hosts appear: one for each address or, where several
 * ports of one address appear, for each address and port. To be freed with ladder_columns_free().
 */
struct ladder_columns *ladder_columns_new(const struct sc_flow *flow);
void ladder_columns_free(struct ladder_columns *columns);

/* Appends the names of the columns, each above its line. */
void ladder_columns_append_head(const struct ladder_columns *columns, GString *text);

/* Appends the lines of the columns with an arrow from one endpoint to another; 'o' if both have the
 * same column. */
void ladder_columns_append_arrow(const struct ladder_columns *columns, GString *text,
                                 const struct sc_endpoint *from, const struct sc_endpoint *to);

/* The hosts that the last column stands for: "10.0.0.9, 10.0.0.10"; NULL if each host has a column.
 * To be freed with g_free(). */
char *ladder_columns_others(const struct ladder_columns *columns);

/* True if an endpoint has no column of its own. */
bool ladder_columns_is_other(const struct ladder_columns *columns,
                             const struct sc_endpoint *endpoint);

/* The name of the endpoint as its column would have it. To be freed with g_free(). */
char *ladder_columns_name(const struct ladder_columns *columns, const struct sc_endpoint *endpoint);

#endif
