# shellcheck shell=bash
# What scripts need that compile for Windows on Linux. Sourced.
#
# SPDX-License-Identifier: GPL-2.0-or-later

# The glibconfig.h below LIBRARIES, with the sizes and the system of 64-bit Windows, where long has 32
# bits.
write_glibconfig() { # LIBRARIES
    sed -E 's/^typedef signed long /typedef signed long long /
        s/^typedef unsigned long /typedef unsigned long long /
        s/"l([iudxX]?)"$/"ll\1"/
        s/G_M(AX|IN)(S?SIZE)\tG_M(AX|IN)(U?)LONG/G_M\1\2\tG_M\3\4INT64/
        s/^(#define G_GINT64_CONSTANT).*/\1(val) (val##LL)/
        s/^(#define G_GUINT64_CONSTANT).*/\1(val) (val##ULL)/
        s/^(#define GLIB_SIZEOF_LONG).*/\1 4/
        s/\(glong\)/(gintptr)/; s/\(gulong\)/(guintptr)/
        s/G_OS_UNIX/G_OS_WIN32/; s/^typedef int GPid/typedef void *GPid/' \
        "$1/glib-2.0/include/glibconfig.h"
}
