/* The shorthands of a .ladder file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TESTS_EXPAND_H
#define SIPCODES_TESTS_EXPAND_H

#include <glib.h>

/* TEXT with the value of each $NAME; values are expanded when they are defined. NULL if a name is
 * not defined, with the reason in *ERROR, which is freed with g_free(). Freed with g_free(). */
char *expand_names(const char *text, GHashTable *names, char **error);

/* TEXT with {N * PART} written out, and with the numbers of $# and $[...], where # is COPY. Freed
 * with g_free(). */
char *expand_copies(const char *text, unsigned copy);

#endif
